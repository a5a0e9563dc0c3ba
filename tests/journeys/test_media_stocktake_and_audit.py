"""What is done a few times a year: a new medium, the stock-take, the renewal, the audit, and each evening's 終業点検."""

from collections.abc import Callable

import pytest

from tests.journeys.conftest import Person, Portal
from tests.journeys.media_steps import day_after, fill_in, open_page, prints, prove, row_of, send

pytestmark = pytest.mark.journey

NEW_MEDIUM = {
    "kind": "USBメモリ",
    "maker": "エレコム",
    "model": "MF-ENU3A32GBK",
    "serial": "4C53A00099",
    "capacity": "32GB",
    "encryption": "媒体の暗号化機能",
    "keeper": "打越",
    "place": "執務室の施錠保管庫 1段目",
    "uses": "国の接種記録システムへの登録",
    "last": day_after(14),
}
MEASURE = "返却の当日に消去し、もう一人が確認する手順に改める。"


def test_a_medium_is_registered_and_counted(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    custodian = sits_down("baitai")
    number = a_medium_is_registered(custodian)
    open_page(custodian, "棚卸")
    custodian.go_by("n")
    assert "棚卸を始めました" in custodian.text
    custodian.finds_no_barrier()

    expected = custodian.page.locator("main table tbody th").all_inner_texts()
    assert number in expected
    for each in (number, "媒8-0999", *[other for other in expected if other != number][1:]):
        scan(custodian, each)
    assert "台帳にない番号" in custodian.text
    custodian.finds_no_barrier()
    custodian.follow(custodian.page.get_by_role("button", name="この棚卸を締める"))
    assert "台帳と合わないものが2件あります" in custodian.text
    custodian.finds_no_barrier()
    for words in ("ほかの課の古いラベルだった。剥がした", "別の棚にあった。1段目に戻した"):
        a_difference_is_settled(custodian, words)
    assert "未解決" not in custodian.page.inner_text("dl.figures")
    prints(custodian, "p")


def a_medium_is_registered(custodian: Person) -> str:
    open_page(custodian, "媒体台帳")
    custodian.go_by("n")
    custodian.finds_no_barrier()
    send(custodian, NEW_MEDIUM, says="台帳に登録しました")
    prints(custodian, "p")
    return custodian.page.inner_text("h1 .fig").strip()


def scan(custodian: Person, number: str) -> None:
    """The box has the focus again after each reading."""
    custodian.write(number)
    custodian.go_by("Enter")
    assert number in custodian.page.inner_text(".large-state"), custodian.text


def a_difference_is_settled(custodian: Person, words: str) -> None:
    custodian.tab_to_element(custodian.page.locator("main input[name=words]").first)
    custodian.write(words)
    custodian.go_by("Enter")
    assert words in custodian.text
    custodian.finds_no_barrier()


def test_the_permissions_are_renewed(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    custodian, chief = sits_down("baitai"), sits_down("kacho")
    open_page(custodian, "媒体台帳")
    custodian.go_by("y")
    custodian.finds_no_barrier()
    send(custodian, {"note": "12月で切れる分です"}, says="年度更新を申し出ました")
    open_page(chief, "所属長の机")
    chief.follow(chief.page.locator(".notices").get_by_text("開く"))
    chief.finds_no_barrier()
    prove(chief, "password")
    send(chief, says="年度更新を承認しました")


def test_an_audit_from_its_start_to_the_mended_finding(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    auditor = sits_down("kansa")
    open_page(auditor, "監査の実施")
    auditor.go_by("n")
    auditor.finds_no_barrier()
    send(auditor, {"section": "健康推進課", "reason": "令和8年度 定期監査"})
    number = auditor.page.inner_text("h1 .fig").strip()
    every_point_is_answered(auditor)
    open_page(auditor, "監査の実施")
    auditor.follow(row_of(auditor, number).locator("a"))
    auditor.finds_no_barrier()
    prints(auditor, "p")
    fill_in(auditor, {"conclusion": "おおむね適正。指摘1件の是正を求める。"})
    prove(auditor, "password")
    send(auditor, says="署名しました")

    the_chief_mends_it(sits_down("kacho"), number)
    open_page(auditor, "監査の実施")
    auditor.go_by("f")
    auditor.finds_no_barrier()
    fill_in(auditor, {"words": "3件の記録で、当日の消去を確かめた"})
    send(auditor)
    assert number not in auditor.page.inner_text("main")


def every_point_is_answered(auditor: Person) -> None:
    """The third point has a finding; answering leads from one point to the next."""
    auditor.follow(auditor.page.locator("main table[data-rows] a").first)
    auditor.finds_no_barrier()
    for place in range(1, 18):
        assert f"{place}点目" in auditor.text
        if place == 3:
            send(auditor, {"answer": "指摘あり", "note": "返却の翌日に消去した記録が3件あった"})
            a_finding_is_written(auditor)
        else:
            fill_in(auditor, {"answer": "適正"})
            auditor.go_by("Control+Enter")


def a_finding_is_written(auditor: Person) -> None:
    fill_in(auditor, {"words": "消去が返却の当日に済んでいない。", "measure": MEASURE, "due": day_after(30)})
    send(auditor, says="指摘を書きました")
    auditor.follow(auditor.page.get_by_role("link", name="次の点"))


def the_chief_mends_it(chief: Person, number: str) -> None:
    open_page(chief, "監査の指摘")
    assert number in chief.text
    assert MEASURE in chief.text
    send(chief, {"words": "手順書を改め、課内に知らせた"}, says="是正を報告しました")


def test_the_day_is_closed(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    clerk = sits_down("toiawase")
    open_page(clerk, "終業点検")
    prints(clerk, "p")
    send(clerk, {"note": "返却待ちの分は明日の朝に受け取る"}, says="終業点検を確認したと記録しました")
    assert "確認済" in clerk.page.inner_text("main .large-state")
    clerk.follow(clerk.page.get_by_role("link", name="引継ぎ一覧を開く"))
    clerk.finds_no_barrier()
