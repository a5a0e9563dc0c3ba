"""市の閉庁日: what a day moves is seen before it is added and for ever after; who was told otherwise; what the city owes never moves."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from portal import clock
from portal.audit.events import Event
from portal.db import reading
from portal.disclosures.closed_day_rules import Period, Running, counted_days, moved_by, why_not_add, why_not_end
from portal.disclosures.decision_rules import DraftKind, DraftState
from portal.disclosures.queries import clock_of, closed_days, drafts_of, mendings_of
from portal.text.holidays import is_closed
from portal.text.wareki import format_date
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case, case_of, settings
from tests.disclosures.hanging_rows import a_closed_day, a_doing, a_draft
from tests.vouchers.certificate_steps import records

SignIn = Callable[[str], Browser]
LIST = "/closed-days"
CLOSED_ANYWAY = "令和8年6月10日は土曜日・日曜日・祝日・年末年始のどれかで、もともと閉庁日です。加える必要はありません。"


def d(text: str) -> date:
    return date.fromisoformat(text)


def open_day(start: date) -> date:
    """The first day from `start` on that is open, as are the day before it and the day after."""
    while any(is_closed(start + timedelta(days=each)) for each in (-1, 0, 1)):
        start += timedelta(days=1)
    return start


@pytest.mark.parametrize(
    ("day", "closed", "own", "reason"),
    [
        ("2026-06-10", False, False, None),
        (
            "2026-06-10",
            True,
            False,
            "令和8年6月10日は土曜日・日曜日・祝日・年末年始のどれかで、もともと閉庁日です。加える必要はありません。",
        ),
        ("2026-06-10", False, True, "令和8年6月10日は、もう市の閉庁日です。"),
        ("2028-05-31", False, False, None),
        ("2028-06-01", False, False, "2年より先の日は加えられません。年を確かめてください。"),
        ("2025-06-01", False, False, None),
        ("2025-05-31", False, False, "1年より前の日は加えられません。年を確かめてください。"),
    ],
)
def test_which_day_may_be_added(day: str, closed: bool, own: bool, reason: str | None) -> None:
    assert why_not_add(d(day), d("2026-06-01"), is_closed_anyway=closed, is_own=own) == reason


def test_a_closed_day_is_ended_once() -> None:
    assert why_not_end(has_ended=False) is None
    assert why_not_end(has_ended=True) == "この閉庁日は、もう取り消されています。"


def test_a_period_that_ends_on_the_day_or_just_before_it_on_closed_days_moves() -> None:
    """Friday 12 June 2026 is open; Monday 15 follows the weekend."""

    def running(last: str, period: Period = Period.CLAIM) -> Running:
        return Running(period, f"開8-{last}", "", d(last) - timedelta(days=90 if period is Period.CLAIM else 30), d("2026-06-15"))

    assert counted_days(d("2026-06-15"), is_closed) == (d("2026-06-13"), d("2026-06-15"))
    assert counted_days(d("2026-06-12"), is_closed) == (d("2026-06-12"), d("2026-06-12"))
    assert counted_days(d("2026-05-07"), is_closed) == (d("2026-05-02"), d("2026-05-07"))
    all_of_them = [running(last) for last in ("2026-06-12", "2026-06-13", "2026-06-14", "2026-06-15", "2026-06-16")]
    moved = moved_by(d("2026-06-15"), [*all_of_them, running("2026-06-14", Period.WISH)], is_closed)
    assert [each.running.number for each in moved] == ["開8-2026-06-13", "開8-2026-06-14", "開8-2026-06-14", "開8-2026-06-15"]
    assert {(each.without, each.with_it) for each in moved} == {(d("2026-06-15"), d("2026-06-16"))}
    assert {(each.told_otherwise(each.with_it), each.told_otherwise(each.without)) for each in moved} == {(True, False)}


def test_what_moves_is_shown_before_and_after_and_who_was_told_otherwise(app: Flask, sign_in: SignIn) -> None:
    day = open_day(clock.today() + timedelta(days=20))
    after = day + timedelta(days=1)
    done_on = day - timedelta(days=90)
    case = a_case(received_on=done_on - timedelta(days=20), is_proven=True)
    a_doing(case, a_draft(case, DraftKind.GRANT, DraftState.NOTIFIED, decided_on=done_on), done_on=done_on, told_until=day)
    waiting = a_case(received_on=day - timedelta(days=40), is_proven=True)
    a_draft(waiting, DraftKind.GRANT, DraftState.NOTIFIED, decided_on=day - timedelta(days=32), reached_on=day - timedelta(days=30))
    beside = a_case(received_on=day - timedelta(days=40), is_proven=True)
    a_draft(beside, DraftKind.GRANT, DraftState.NOTIFIED, reached_on=day - timedelta(days=31))
    with reading():
        numbers = {case_of(each).number.shown: each for each in (case, waiting)}
        not_moved = case_of(beside).number.shown
    browser = sign_in("soumu").get(f"{LIST}/new?day={day.isoformat()}&words=市民の日")
    assert browser.status == 200
    for words in ("まだ加えていません", "動く期限 2件", format_date(day), format_date(after), "違う日を伝えています", "伝えていません"):
        assert words in browser.text
    for number, public_id in numbers.items():
        assert f'/disclosures/{public_id}">{number}</a>' in browser.text
    assert not_moved not in browser.text
    assert records(Event.CLOSED_DAY_ADD) == []

    page = browser.post(f"{LIST}/new", {"day": day.isoformat(), "words": "市民の日"}).follow()
    assert "この日で動いた期限 2件" in page.text
    assert "違う日を伝えています" in page.text
    assert [facts for _, facts, _, _ in records(Event.CLOSED_DAY_ADD)] == [{"day": day.isoformat(), "moved": 2}]
    with reading():
        assert closed_days()(day)
        assert not closed_days()(after)

    link = browser.get(LIST).text.split(f'href="{LIST}/')[1].split('"')[0]
    assert browser.get(f"{LIST}/{link}").post(f"{LIST}/{link}/end").status == 303
    assert "元に戻った期限 2件" in browser.follow().text
    with reading():
        assert not closed_days()(day)
    assert len(records(Event.CLOSED_DAY_END)) == 1


def test_a_closed_day_never_moves_what_the_city_owes(app: Flask) -> None:
    received = clock.today() - timedelta(days=10)
    case = a_case(received_on=received)
    a_closed_day(received + timedelta(days=30))
    with reading():
        row = case_of(case)
        due = clock_of(row, mendings_of(row.id), drafts_of(row.id), settings()).current
    assert due.day == received + timedelta(days=30)


@pytest.mark.parametrize(
    ("day", "words", "status", "message"),
    [
        ("", "市民の日", 422, "閉庁日を入れてください"),
        ("R8.13.1", "市民の日", 422, "月"),
        ("2026-11-13", "", 422, "理由を入れてください"),
        ("2026-11-13", "あ" * 101, 422, "100文字まで"),
        ("2027-01-01", "元日", 409, "もともと閉庁日"),
        ("2040-01-05", "遠い日", 409, "2年より先"),
    ],
)
def test_what_cannot_be_added_says_why_and_keeps_what_was_typed(
    app: Flask, sign_in: SignIn, day: str, words: str, status: int, message: str
) -> None:
    browser = sign_in("soumu").get(f"{LIST}/new", query_string={"day": day, "words": words})
    assert (browser.status, message in browser.text) == (status, True)
    assert f'value="{words}"' in browser.text
    browser.get("/password").post(f"{LIST}/new", {"day": day, "words": words, "once": sign_in("soumu").get(f"{LIST}/new").hidden("once")})
    assert records(Event.CLOSED_DAY_ADD) == []


def test_the_same_day_twice_is_refused_and_nobody_else_may(app: Flask, sign_in: SignIn) -> None:
    day = open_day(clock.today() + timedelta(days=20))
    form = {"day": day.isoformat(), "words": "市民の日"}
    browser = sign_in("soumu").get(f"{LIST}/new", query_string=form)
    sent_before = form | {"once": browser.hidden("once")}
    browser.get(f"{LIST}/new", query_string=form).post(f"{LIST}/new", form)
    assert browser.status == 303
    first = browser.location
    browser.get("/password").post(f"{LIST}/new", sent_before)
    assert (browser.status, "もう市の閉庁日です" in browser.text) == (409, True)
    assert len(records(Event.CLOSED_DAY_ADD)) == 1
    ended = browser.get(first).hidden("once")
    assert browser.post(f"{first}/end").status == 303
    assert browser.get("/password").post(f"{first}/end", {"once": ended}).status == 303
    again = browser.get(f"{LIST}/new", query_string=form).hidden("once")
    assert browser.get("/password").post(f"{first}/end", {"once": again}).status == 409
    for login in ("madoguchi", "kacho", "kansa"):
        assert sign_in(login).get(LIST).status == 403
    assert sign_in("soumu").get(f"{LIST}/{'f' * 32}").status == 404


def test_an_empty_list_says_that_nothing_need_be_added(app: Flask, sign_in: SignIn) -> None:
    assert "市だけの閉庁日はまだありません" in sign_in("soumu").get(LIST).text
    for number in range(51):
        a_closed_day(clock.today() + timedelta(days=number))
    assert "2ページのうち1ページ目" in sign_in("soumu").get(LIST).text
    assert sign_in("soumu").get(f"{LIST}?page=99").status == 200
