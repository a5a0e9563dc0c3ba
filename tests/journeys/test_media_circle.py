"""Data go out on a stick and come back: four people, each at the own screen, from 申請 to 完結; then 「前回と同じ」."""

import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from tests.journeys.conftest import Person, Portal
from tests.journeys.media_steps import (
    ERASED,
    GROUND,
    SPECIFIC,
    approve,
    ask,
    close,
    confirm,
    end_copy,
    end_use,
    hand,
    number_of,
    open_line,
    open_page,
    prints,
    row_of,
    send,
    start_use,
    take_back,
)

pytestmark = pytest.mark.journey

MEDIUM = "媒8-0005"
DATA = "予診票の入力データ"
REQUEST = {
    "data_name": DATA,
    "people": "1,204",
    "data_columns": "宛名番号、券番号、接種回数",
    **SPECIFIC,
    "purpose": "委託先に予診票の入力を頼むため",
    **GROUND,
    "medium": MEDIUM,
    "from_system": "健康管理システム",
    "encryption": "媒体の暗号化機能",
    "copies_allowed": "1",
    "terminals": "KENKO-05",
    "destination": "みほん計算センター",
    "locked_case": "施錠できる容器",
    "direct": "直行する",
    "workers": ("黒澤", "飛田"),
    "carrier": "黒澤",
}
STATE = "SELECT state FROM media_request WHERE data_name = :data ORDER BY id"


def test_a_stick_goes_out_and_comes_back(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    clerk, chief, custodian = (sits_down(name) for name in ("daicho", "kacho", "baitai"))
    number = ask(clerk, "持出", "媒体", REQUEST)
    approve(chief, number, "作業が終わりしだい消去すること")
    hand(custodian, number, MEDIUM, "黒澤")

    start_use(clerk, number)
    what_was_written_is_noted(clerk)
    a_copy_on_the_terminal_is_noted(clerk)
    end_use(clerk, number)
    take_back(custodian, number, MEDIUM, "飛田 結")
    the_medium_waits_for_its_erasure(custodian)

    ends = [end_copy(clerk, number, place, ERASED) for place in (MEDIUM, "KENKO-05")]
    the_own_erasure_cannot_be_confirmed(clerk, ends[0])
    colleague = sits_down("daicho2")
    for end in ends:
        confirm(colleague, end)
    close(chief, number)
    assert portal.rows(STATE, data=DATA)[0].state == "closed"
    the_ledger_has_it(custodian, number)
    the_clerk_asks_for_the_same(clerk, number)


def what_was_written_is_noted(clerk: Person) -> None:
    clerk.follow(row_of(clerk, MEDIUM).get_by_text("書き込んだものを記録"))
    clerk.finds_no_barrier()
    send(clerk, {"file_name": "yoshinhyo.zip", "people": "1204"}, says="yoshinhyo.zip")


def a_copy_on_the_terminal_is_noted(clerk: Person) -> None:
    clerk.go_by("c")
    clerk.finds_no_barrier()
    send(clerk, {"kind": "作業端末", "terminal": "KENKO-05", "place": "作業フォルダー", "file_name": "yoshinhyo.csv"}, says="残り 2か所")


def the_medium_waits_for_its_erasure(custodian: Person) -> None:
    """Whoever scans it now is led to the copies that are left, not to the next lending."""
    custodian.press("/")
    custodian.write(MEDIUM)
    custodian.go_by("Enter")
    assert "残り 2か所" in custodian.text


def the_own_erasure_cannot_be_confirmed(clerk: Person, end: str) -> None:
    open_page(clerk, "消去の確認")
    row = row_of(clerk, end)
    assert "自分が行った消去・廃棄は自分で確認できません" in row.inner_text()
    assert row.get_by_text("見て確認する").count() == 0


def the_ledger_has_it(custodian: Person, number: str) -> None:
    open_page(custodian, "管理簿")
    custodian.follow(custodian.page.locator("main nav a").filter(has_text="持出管理簿"))
    custodian.finds_no_barrier()
    words = row_of(custodian, number).inner_text()
    assert "完結" in words
    assert DATA in words
    custodian.go_by("p")
    custodian.finds_no_barrier()
    custodian.tab_to_element(custodian.page.locator("main button").filter(has_text="までを印刷する").first)
    prints(custodian, "Enter")
    sheet = load_workbook(io.BytesIO(fetched(custodian, "までを書き出す"))).worksheets[0]
    assert number in {cell.value for row in sheet.iter_rows() for cell in row}


def fetched(person: Person, button: str) -> bytes:
    """A file that a button of the page hands out."""
    person.tab_to_element(person.page.locator("main button").filter(has_text=button).first)
    with person.page.expect_download() as download:
        person.press("Enter")
    return download.value.path().read_bytes()


def the_clerk_asks_for_the_same(clerk: Person, number: str) -> None:
    open_line(clerk, number)
    clerk.go_by(key_of(clerk, "前回と同じ"))
    assert "と同じ仕事・日時は新しくしました" in clerk.text
    assert clerk.page.input_value("#data_name") == DATA
    clerk.finds_no_barrier()
    send(clerk, says="申請しました")
    assert number_of(clerk) != number
    assert "前回" in clerk.text


def key_of(person: Person, label: str) -> str:
    """The key that stands in a button."""
    return person.page.locator("main [data-key]").filter(has_text=label).first.get_attribute("data-key") or ""
