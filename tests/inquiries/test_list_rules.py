"""Late, on both sides of each limit; promised times as they are said (D-3)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from portal.clock import JAPAN
from portal.inquiries.list_rules import LISTED, NOTHING_THERE, ORDER_WORDS, Due, Place, SlipView, call_words, is_in, late_words, order_of
from portal.inquiries.rules import SlipState

FOUR = datetime(2026, 11, 24, 16, 0, tzinfo=JAPAN)
NEW_YEARS_EVE = datetime(2026, 12, 31, 23, 59, tzinfo=JAPAN)
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (FOUR - timedelta(minutes=1), []),
        (FOUR, []),
        (FOUR + timedelta(minutes=1), ["折返しの約束を1分過ぎています"]),
        (FOUR + timedelta(minutes=59), ["折返しの約束を59分過ぎています"]),
        (FOUR + timedelta(hours=1), ["折返しの約束を1時間過ぎています"]),
        (FOUR + timedelta(hours=24), ["折返しの約束を1日過ぎています"]),
    ],
)
def test_a_call_is_late_by_the_minute(now: datetime, words: list[str]) -> None:
    assert late_words(Due(SlipState.OPEN, FOUR, None, None), now) == words


@pytest.mark.parametrize(
    ("state", "answer_by", "waits_until", "words"),
    [
        (SlipState.OPEN, TODAY, None, []),
        (SlipState.OPEN, TODAY - timedelta(days=1), None, ["回答期限を1日過ぎています"]),
        (SlipState.WAITING, TODAY - timedelta(days=1), TODAY, ["回答期限を1日過ぎています"]),
        (SlipState.WAITING, None, TODAY - timedelta(days=1), ["待つ日を1日過ぎています"]),
        (SlipState.OPEN, None, TODAY - timedelta(days=1), []),
        (SlipState.CLOSED, TODAY - timedelta(days=9), TODAY - timedelta(days=9), []),
        (SlipState.CANCELLED, TODAY - timedelta(days=9), None, []),
    ],
)
def test_a_day_is_late_from_the_next_midnight(state: SlipState, answer_by: date | None, waits_until: date | None, words: list[str]) -> None:
    assert late_words(Due(state, None, answer_by, waits_until), FOUR.replace(hour=23, minute=59)) == words


def test_the_call_is_said_first() -> None:
    due = Due(SlipState.WAITING, FOUR, TODAY - timedelta(days=2), TODAY - timedelta(days=3))

    assert [words[:3] for words in late_words(due, FOUR + timedelta(hours=2))] == ["折返し", "回答期", "待つ日"]


@pytest.mark.parametrize(
    ("call_at", "now", "words"),
    [
        (None, FOUR, "時刻の約束なし"),
        (FOUR, FOUR, "今日 16:00"),
        (FOUR + timedelta(days=1), FOUR, "明日 16:00"),
        (FOUR - timedelta(days=1), FOUR, "11月23日 16:00"),
        (NEW_YEARS_EVE + timedelta(minutes=1), NEW_YEARS_EVE, "明日 0:00"),
        (datetime(2027, 4, 1, 9, 5, tzinfo=JAPAN), datetime(2027, 3, 31, 9, tzinfo=JAPAN), "明日 9:05"),
    ],
)
def test_a_promise_is_said_as_seen_from_today(call_at: datetime | None, now: datetime, words: str) -> None:
    assert call_words(call_at, now) == words


def test_every_list_says_its_order_and_what_an_empty_one_means() -> None:
    assert all(view in ORDER_WORDS and view in NOTHING_THERE for view in LISTED)


NOTHING_PROMISED = Due(SlipState.OPEN, None, None, None)
WAITING = Due(SlipState.WAITING, None, None, TODAY)
OVERDUE = replace(WAITING, waits_until=TODAY - timedelta(days=1))
OF_A_COLLEAGUE = Place(1, is_mine=False, is_of_section=True, taken_at=FOUR, calls=False, due=NOTHING_PROMISED)


@pytest.mark.parametrize(
    ("place", "views"),
    [
        (OF_A_COLLEAGUE, {SlipView.SECTION}),
        (replace(OF_A_COLLEAGUE, is_mine=True), {SlipView.MINE, SlipView.SECTION}),
        (replace(OF_A_COLLEAGUE, is_mine=True, is_of_section=False), {SlipView.MINE}),
        (replace(OF_A_COLLEAGUE, calls=True), {SlipView.CALLS, SlipView.SECTION}),
        (replace(OF_A_COLLEAGUE, due=WAITING), {SlipView.SECTION, SlipView.WAITING}),
        (replace(OF_A_COLLEAGUE, due=WAITING, is_of_section=False, is_mine=True), {SlipView.MINE}),
        (replace(OF_A_COLLEAGUE, due=OVERDUE), {SlipView.SECTION, SlipView.WAITING, SlipView.LATE}),
        (replace(OF_A_COLLEAGUE, due=replace(NOTHING_PROMISED, answer_by=TODAY - timedelta(days=1))), {SlipView.SECTION, SlipView.LATE}),
    ],
)
def test_in_which_lists_a_slip_stands(place: Place, views: set[SlipView]) -> None:
    asked = (SlipView.CALLS, SlipView.MINE, SlipView.SECTION, SlipView.WAITING, SlipView.LATE)
    assert {view for view in asked if is_in(view, place, FOUR)} == views


def test_the_call_promised_first_stands_first_and_one_without_a_time_last() -> None:
    """Whatever was taken first."""
    promised = [
        replace(OF_A_COLLEAGUE, id=place, taken_at=FOUR - timedelta(hours=place), due=replace(NOTHING_PROMISED, call_at=at))
        for place, at in ((1, FOUR), (2, FOUR + timedelta(hours=1)), (3, None), (4, None))
    ]
    assert in_order(SlipView.CALLS, promised) == [1, 2, 4, 3]
    assert in_order(SlipView.MINE, promised) == [4, 3, 2, 1]


def test_the_answer_waited_for_first_stands_first() -> None:
    """Of one day the slip that was taken first; without a day last."""
    waiting = [
        replace(OF_A_COLLEAGUE, id=place, taken_at=FOUR + timedelta(hours=place), due=replace(WAITING, waits_until=until))
        for place, until in ((1, None), (2, TODAY + timedelta(days=1)), (3, TODAY), (4, TODAY))
    ]
    assert in_order(SlipView.WAITING, waiting) == [3, 4, 2, 1]
    assert in_order(SlipView.SECTION, waiting) == [1, 2, 3, 4]


def test_of_slips_of_one_minute_the_lower_number_stands_first() -> None:
    same = [replace(OF_A_COLLEAGUE, id=place) for place in (2, 1)]
    assert in_order(SlipView.SECTION, same) == [1, 2]


def in_order(view: SlipView, places: list[Place]) -> list[int]:
    return [place.id for place in sorted(places, key=lambda place: order_of(view, place))]
