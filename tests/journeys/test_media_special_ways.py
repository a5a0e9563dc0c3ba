"""The ways that are not the daily one: 包括承認, 代決, late and lost, 受入, papers, a tablet."""

from collections.abc import Callable

import pytest
from sqlalchemy import create_engine, text

from tests.journeys.conftest import Person, Portal
from tests.journeys.media_steps import (
    ERASED,
    GROUND,
    SPECIFIC,
    approve,
    ask,
    close,
    confirm,
    day_after,
    end_copy,
    end_use,
    fill_in,
    hand,
    number_of,
    open_line,
    open_page,
    pick,
    prove,
    row_of,
    send,
    start_use,
    take_back,
)

pytestmark = pytest.mark.journey

PEOPLE_AND_WAY = {"from_system": "健康管理システム", "to_system": "国の接種記録システム"}
WITHIN_THE_ROOM = {
    "people": "320",
    "data_columns": "宛名番号、券番号、接種回数",
    **SPECIFIC,
    "purpose": "接種券の発行データを国の接種記録システムに登録するため",
    **GROUND,
}
# By the line's own moment of asking: in the past on either engine, whatever the hour of the day.
MAKE_LATE = """
    UPDATE media_lending SET due_at = (SELECT asked_at FROM media_request WHERE media_request.id = media_lending.request_id)
    WHERE request_id = (SELECT id FROM media_request WHERE data_name = :data)
"""
LENT = "SELECT due_at, returned_at FROM media_lending WHERE request_id = (SELECT id FROM media_request WHERE data_name = :data)"
LOSS = {"is_strong": "いいえ", "circumstances": "会議室で使い、戻ると机の上になかった。庁舎内を2度探した。"}


def in_the_room(data: str, medium: str, **more: str) -> dict[str, str]:
    answers = {"data_name": data, **WITHIN_THE_ROOM, "medium": medium, **PEOPLE_AND_WAY, "encryption": "暗号化したZIP"}
    return {**answers, "terminals": "KENKO-07", **more, "workers": "黒澤"}


def test_one_approval_for_a_repeated_job(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    clerk, chief, custodian = (sits_down(name) for name in ("daicho", "kacho", "baitai"))
    answers = in_the_room("接種記録の毎週の登録", "媒8-0007", ends_on=day_after(20), is_blanket="同じ仕事をくり返す")
    blanket = ask(clerk, "使用", "媒体", answers)
    approve(chief, blanket)

    first = one_use(clerk, blanket)
    hand(custodian, first, "媒8-0007", "黒澤")
    take_back(custodian, first, "媒8-0007")
    the_medium_is_not_used_again_unwiped(clerk, blanket)
    end = end_copy(clerk, first, "媒8-0007", ERASED)
    confirm(custodian, end)
    second = one_use(clerk, blanket)
    hand(custodian, second, "媒8-0007", "黒澤")
    open_line(clerk, blanket)
    assert first in clerk.text
    assert second in clerk.text


def open_use(clerk: Person, blanket: str) -> None:
    open_page(clerk, "自分の申請")
    clerk.follow(row_of(clerk, blanket).get_by_role("link", name="この承認で使う"))
    clerk.finds_no_barrier()


def one_use(clerk: Person, blanket: str) -> str:
    open_use(clerk, blanket)
    send(clerk, says="包括承認による1回分を記録しました")
    return number_of(clerk)


def the_medium_is_not_used_again_unwiped(clerk: Person, blanket: str) -> None:
    open_use(clerk, blanket)
    assert "消去と確認が済むと選べます" in clerk.text
    send(clerk, says="情報が残っています")
    assert "包括承認による1回分を記録しました" not in clerk.text


def test_a_deputy_signs_while_the_chief_is_away(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    chief, clerk = sits_down("kacho"), sits_down("daicho")
    open_page(chief, "代決者")
    fill_in(chief, {"staff": "綿引", "starts_on": day_after(0), "ends_on": day_after(3)})
    prove(chief, "password")
    send(chief, says="代決者を決めました")

    number = ask(clerk, "持出", "書類", PAPERS)
    approve(sits_down("toiawase2"), number)
    open_line(clerk, number)
    assert clerk.page.locator("main .seal").inner_text() == "代"
    assert "後閲はまだです" in clerk.text
    the_chief_reads_it_afterwards(chief, number)
    open_line(clerk, number)
    assert "後閲 大内 恵子" in clerk.text
    the_papers_go_and_come_back(clerk, chief, sits_down("baitai"), number)


PAPERS = {
    "data_name": "会場の受付名簿",
    **WITHIN_THE_ROOM,
    "thing_words": "名簿 3冊",
    "destination": "総合体育館",
    "locked_case": "施錠できる容器",
    "sealed": "封緘",
    "direct": "直行する",
    "workers": "黒澤",
    "carrier": "黒澤",
}


def the_chief_reads_it_afterwards(chief: Person, number: str) -> None:
    open_page(chief, "所属長の机")
    pick(chief, number, "#reviews")
    chief.go_by("v")
    assert chief.page.locator("#reviews tbody tr").filter(has_text=number).count() == 0, chief.text
    chief.finds_no_barrier()


def the_papers_go_and_come_back(clerk: Person, chief: Person, custodian: Person, number: str) -> None:
    hand(custodian, number, to="黒澤")
    take_back(custodian, number)
    end = end_copy(clerk, number, "書類", {"how": "元の場所に戻した", "result": "3冊とも元の棚に戻した"})
    confirm(custodian, end)
    close(chief, number)


def test_late_then_more_time_then_lost(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    clerk, chief, custodian = (sits_down(name) for name in ("daicho", "kacho", "baitai"))
    data, medium = "遅れた登録データ", "媒8-0008"
    number = ask(clerk, "使用", "媒体", in_the_room(data, medium))
    approve(chief, number)
    hand(custodian, number, medium, "黒澤")
    make_late(portal, data)
    everybody_sees_that_it_is_late(clerk, chief, custodian, number)

    open_line(clerk, number)
    clerk.go_by("x")
    clerk.finds_no_barrier()
    send(clerk, {"day": day_after(2), "at": "12:00", "reason": "国のシステムが止まっている"}, says="延長を申請しました")
    open_page(chief, "所属長の机")
    pick(chief, number, "#times")
    prove(chief, "time-password")
    send(chief)
    open_line(clerk, number)
    assert "を過ぎています" not in clerk.text

    the_clerk_loses_it(clerk, medium)
    open_page(chief, "消去の確認")
    chief.follow(row_of(chief, number).get_by_text("見て確認する"))
    chief.finds_no_barrier()
    send(chief, {"note": "会議室と庁舎内を探したが見つからない"}, says="確認を記録しました")
    close(chief, number)
    assert portal.rows(LENT, data=data)[0].returned_at is not None


def make_late(portal: Portal, data: str) -> None:
    engine = create_engine(portal.database_url)
    with engine.begin() as connection:
        connection.execute(text(MAKE_LATE), {"data": data})
    engine.dispose()


def everybody_sees_that_it_is_late(clerk: Person, chief: Person, custodian: Person, number: str) -> None:
    open_page(clerk, "自分の申請")
    assert "遅れ" in row_of(clerk, number).last.inner_text()
    open_page(custodian, "媒体の窓口")
    custodian.follow(custodian.page.locator("main nav a").filter(has_text="出ているもの"))
    assert "遅れ" in row_of(custodian, number).inner_text()
    custodian.finds_no_barrier()
    open_page(chief, "所属長の机")
    assert "遅れ" in chief.page.locator("#out tr").filter(has_text=number).inner_text()


def the_clerk_loses_it(clerk: Person, medium: str) -> None:
    open_page(clerk, "媒体台帳")
    clerk.follow(row_of(clerk, medium).locator("a"))
    clerk.finds_no_barrier()
    clerk.go_by("l")
    clerk.finds_no_barrier()
    send(clerk, LOSS, says="紛失を記録しました")
    assert "個人情報保護委員会への報告が要ります" in clerk.text


BROUGHT = {
    "data_name": "クリニックの接種記録",
    "people": "42",
    "data_columns": "氏名、生年月日、接種日、ロット番号",
    **SPECIFIC,
    "purpose": "医療機関から接種の記録を受け取り、台帳に入れるため",
    **GROUND,
    "thing_words": "CD-R 1枚",
    "sender": "見本内科クリニック",
    "to_system": "健康管理システム",
    "encryption": "パスワードのみ",
    "terminals": "KENKO-05",
    "workers": "黒澤",
}


def test_a_disc_is_brought_in_and_checked(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    clerk, chief, custodian = (sits_down(name) for name in ("daicho", "kacho", "baitai"))
    number = ask(clerk, "受入", "媒体", BROUGHT)
    approve(chief, number)
    hand(custodian, number, to="黒澤")
    open_line(clerk, number)
    assert "ウイルス検査の結果を記録してから使い始めてください" in clerk.text
    clerk.go_by("v")
    clerk.finds_no_barrier()
    send(clerk, {"tool": "庁内のウイルス対策ソフト", "is_clean": "異常なし"}, says="異常なし")
    start_use(clerk, number)
    end_use(clerk, number)
    take_back(custodian, number)
    end = end_copy(clerk, number, "持ち込まれたもの", {"how": "持ち込んだ方に返した", "result": "窓口で返した"})
    confirm(custodian, end)
    close(chief, number)


TABLET = {
    "data_name": "会場の受付データ",
    **WITHIN_THE_ROOM,
    "from_system": "健康管理システム",
    "encryption": "暗号化ソフト",
    "terminals": "TABLET-02",
    "destination": "総合体育館",
    "locked_case": "施錠できる容器",
    "direct": "直行する",
    "workers": "黒澤",
    "carrier": "黒澤",
}


def test_a_tablet_goes_to_the_hall(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    clerk, chief, custodian = (sits_down(name) for name in ("daicho", "kacho", "baitai"))
    number = ask(clerk, "持出", "端末", TABLET)
    approve(chief, number)
    hand(custodian, number, to="黒澤")
    take_back(custodian, number)
    end = end_copy(clerk, number, "TABLET-02", ERASED)
    confirm(custodian, end)
    close(chief, number)
