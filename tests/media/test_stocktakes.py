"""棚卸: labels read in any width, what is wrong said clearly, differences that stay until settled with words (M-1)."""

from datetime import date

import pytest
from flask import Flask

from portal import clock
from portal.audit.events import Event
from portal.db import writing
from portal.media.copy_models import Lending
from portal.media.medium_models import Difference, Stocktake, StocktakeScan
from portal.media.models import Medium
from portal.media.rules import Condition, Kind, State
from portal.media.stocktake_rules import Found
from tests.media.custody import SignIn, a_medium, a_stocktake, all_of, close, now_of, scan
from tests.media.rows import add_lending, add_line
from tests.vouchers.certificate_steps import records


def out_of_the_house() -> Medium:
    with writing() as session:
        line = add_line(State.HANDED, kind=Kind.TAKE_OUT)
        add_lending(line)
        return session.get_one(Medium, line.medium_id)


def test_read_closed_and_settled(app: Flask, sign_in: SignIn) -> None:
    seen, missing, lost = a_medium(), a_medium(), a_medium(condition=Condition.LOST)
    out = out_of_the_house()
    browser = sign_in("baitai")
    page = a_stocktake(browser)
    for number in (seen.number.figures, lost.number.shown, out.number.shown):
        assert scan(browser, page, number).status == 303
    text = browser.get(page).text
    assert "返却が記録されていません" in text
    assert "まだ読み取っていない媒体" in text
    close(browser, page)
    found = {each.number: each.found for each in all_of(Difference)}

    assert found == {
        lost.number.shown: Found.SEEN_THOUGH,
        out.number.shown: Found.SEEN_THOUGH,
        missing.number.shown: Found.NOT_SEEN,
    }
    assert [now_of(each).seen_on for each in (seen, missing, lost)] == [clock.today(), None, clock.today()]
    (row,) = all_of(Stocktake)
    assert (row.expected, row.seen) == (2, 3)
    settle = f"/media/stocktake-differences/{all_of(Difference)[-1].public_id}/settlement"
    assert browser.get(page).post(settle, {"words": " "}).status == 400
    assert browser.get(page).post(settle, {"words": "別の棚にあった", "is_seen": "yes"}).status == 303
    assert now_of(missing).seen_on == clock.today()
    assert browser.get(page).post(settle, {"words": "もう一度"}).status == 409
    assert "違い 2件が未解決" in browser.get("/media/stocktakes").text


@pytest.mark.parametrize(
    ("typed", "status", "message"),
    [("", 422, "読み取るか、入れて"), ("12345", 422, "媒8-0003"), ("持8-0001", 422, "番号の形"), ("9" * 40, 422, "30文字")],
)
def test_what_is_no_number_of_a_medium_is_said_and_not_kept(app: Flask, sign_in: SignIn, typed: str, status: int, message: str) -> None:
    browser = sign_in("baitai")
    page = a_stocktake(browser)
    scan(browser, page, typed)

    assert (browser.status, message in browser.text) == (status, True)
    assert all_of(StocktakeScan) == []


def test_unknown_another_sections_and_twice_read_are_told_apart(app: Flask, sign_in: SignIn) -> None:
    mine, other = a_medium(), a_medium(section="somu")
    browser = sign_in("baitai")
    page = a_stocktake(browser)
    scan(browser, page, "媒8-0099")
    assert "媒8-0099は媒体台帳にありません" in browser.follow().text
    scan(browser, page, other.number.shown)
    assert "別の課の媒体です。この課の棚卸には数えません" in browser.follow().text
    scan(browser, page, mine.number.shown)
    scan(browser, page, mine.number.figures.lower())

    assert (browser.status, "読み取り済みです" in browser.text) == (409, True)
    assert [each.found for each in all_of(StocktakeScan)] == [Found.UNKNOWN, Found.OTHER_SECTION, Found.SEEN]
    assert now_of(other).seen_on is None
    assert [facts["found"] for _, facts, _, _ in records(Event.STOCKTAKE_SCAN)] == ["unknown", "other_section", "seen"]


def test_one_at_a_time_and_none_read_after_the_close(app: Flask, sign_in: SignIn) -> None:
    medium, browser = a_medium(), sign_in("baitai")
    token = browser.get("/media/stocktakes").hidden("once")
    page = a_stocktake(browser)
    second = browser.post("/media/stocktakes", {"once": token})
    assert second.status == 409
    assert "棚卸を始める" not in browser.get("/media/stocktakes").text
    early = browser.get(page).hidden("once")
    close(browser, page)
    late = browser.post(f"{page}/scans", {"number": medium.number.shown, "once": early})

    assert (late.status, "締められています" in late.text) == (409, True)
    assert close(browser, page).status in (400, 409)


def test_what_was_returned_before_the_close_is_no_difference(app: Flask, sign_in: SignIn) -> None:
    medium, browser = out_of_the_house(), sign_in("baitai")
    page = a_stocktake(browser)
    scan(browser, page, medium.number.shown)
    with writing() as session:
        lending = session.query(Lending).one()
        lending.returned_at, lending.received_by = clock.now(), lending.handed_by
    close(browser, page)

    assert all_of(Difference) == []


def test_unseen_in_the_last_stocktake_can_be_listed(app: Flask, sign_in: SignIn) -> None:
    seen, missing = a_medium(), a_medium()
    browser = sign_in("baitai")
    page = a_stocktake(browser)
    scan(browser, page, seen.number.shown)
    close(browser, page)
    later = a_medium()
    text = browser.get("/media/media?unseen=yes").text

    assert [medium.number.shown in text for medium in (seen, missing, later)] == [False, True, False]
    assert date.fromisoformat(str(now_of(seen).seen_on)) == clock.today()


def test_who_only_looks_sees_no_button_and_another_section_nothing(app: Flask, sign_in: SignIn) -> None:
    page = a_stocktake(sign_in("baitai"))

    assert "この棚卸を締める" not in sign_in("kacho").get(page).text
    assert sign_in("somukacho").get(page).status == 404
    assert sign_in("daicho").get(page).status == 403
