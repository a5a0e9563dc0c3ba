"""The register as it stood on a past day: whatever was changed on whatever days, each day's values come back."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.clock import JAPAN
from portal.residents.as_of_rules import (
    HIDDEN_VALUE,
    LATER_THAN_TODAY,
    NOT_A_WHOLE_DAY,
    Fact,
    end_of,
    facts_then,
    read_day,
    values_then,
    why_nothing_then,
)
from portal.residents.consequences import FIELDS
from portal.residents.queries import HIDDEN_FIELDS

TODAY = date(2026, 11, 24)
VALUES = dict.fromkeys(FIELDS, "") | {"name": "見本 花子", "category": "1", "birth": "1948-05-00", "address": "津田1番地"}
FIRST = datetime(2019, 4, 30, 9, 0, tzinfo=JAPAN)

# Hours since the beginning, which field, and what it became: several may fall on one day, on one moment, or set the same value again.
CHANGES = st.lists(st.tuples(st.integers(0, 24 * 60), st.sampled_from(["name", "address", "category"]), st.sampled_from("甲乙丙")))


@given(CHANGES)
def test_every_day_has_the_values_that_were_stored_on_it(changes: list[tuple[int, str, str]]) -> None:
    now = dict(VALUES)
    written: list[tuple[datetime, str, str]] = []
    by_day: dict[date, dict[str, str]] = {}
    for hours, field, value in sorted(changes, key=lambda change: change[0]):
        at = FIRST + timedelta(hours=hours)
        if now[field] != value:
            written.append((at, field, now[field]))
            now[field] = value
        by_day[at.date()] = dict(now)
    stored = dict(VALUES)
    for number in range(62):
        day = FIRST.date() + timedelta(days=number)
        stored = by_day.get(day, stored)
        later = [(field, old) for at, field, old in reversed(written) if at >= end_of(day, JAPAN)]
        assert values_then(now, later) == stored, day


def test_a_field_that_the_register_does_not_have_is_left_out() -> None:
    assert values_then({"name": "今"}, [("registration_reason", "DV等")]) == {"name": "今"}


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("R8.6.1", date(2026, 6, 1)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("H31.4.30", date(2019, 4, 30)),
        ("2024-02-29", date(2024, 2, 29)),
        ("R6.12.31", date(2024, 12, 31)),
        ("令和8年11月24日", TODAY),
    ],
)
def test_a_day_is_read_in_either_calendar(typed: str, day: date) -> None:
    assert read_day(typed, TODAY) == (day, None)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("R8.11.25", LATER_THAN_TODAY),
        ("R8.6", NOT_A_WHOLE_DAY),
        ("不詳", NOT_A_WHOLE_DAY),
        ("2023-02-29", "2月29日はありません。この年の2月は28日までです。日を確かめてください。"),
        ("きのう", "日付として読めません。昭和50年1月2日、S50.1.2、1975-01-02 のように入力してください。"),
    ],
)
def test_a_day_that_cannot_be_shown_says_why(typed: str, why: str) -> None:
    assert read_day(typed, TODAY) == (None, why)


def test_nothing_typed_is_no_fault() -> None:
    assert read_day("", TODAY) == (None, None)


@pytest.mark.parametrize(
    ("registered_at", "day", "known"),
    [
        (datetime(2026, 6, 1, 23, 59, 59, tzinfo=JAPAN), date(2026, 6, 1), True),
        (datetime(2026, 6, 2, 0, 0, tzinfo=JAPAN), date(2026, 6, 1), False),
        (datetime(2024, 2, 29, 12, 0, tzinfo=JAPAN), date(2024, 2, 28), False),
        (datetime(2025, 1, 1, 0, 0, tzinfo=JAPAN), date(2024, 12, 31), False),
        (None, date(1990, 1, 1), True),
    ],
)
def test_before_somebody_came_there_is_nothing_to_show(registered_at: datetime | None, day: date, known: bool) -> None:
    why = why_nothing_then(registered_at, end_of(day, JAPAN))

    assert (why is None) is known
    assert known or (why or "").startswith("この日にはまだ記録にありません。")


def test_the_values_stand_in_words_and_what_differs_beside_todays() -> None:
    then = VALUES | {"address": "田彦2番地", "category": "3", "moved_on": "2019-05-01", "postal_code": "3120001"}
    facts = {fact.label: fact for fact in facts_then(then, VALUES, hidden=frozenset())}

    assert facts["住所"] == Fact("住所", "田彦2番地", "津田1番地", differs=True)
    assert facts["住民区分"] == Fact("住民区分", "転出", "住民", differs=True)
    assert facts["異動日"] == Fact("異動日", "令和元年5月1日", "なし", differs=True)
    assert facts["郵便番号"] == Fact("郵便番号", "312-0001", "なし", differs=True)
    assert facts["生年月日"] == Fact("生年月日", "昭和23年5月(日不詳)", "", differs=False)
    assert "通称" not in facts


def test_of_what_is_hidden_not_even_that_it_differs_is_told() -> None:
    then = VALUES | {"address": "田彦2番地", "moved_on": "2019-05-01"}
    facts = {fact.label: fact for fact in facts_then(then, VALUES, hidden=HIDDEN_FIELDS)}

    for label in ("郵便番号", "住所", "方書", "電話番号", "世帯番号", "異動事由", "異動日"):
        assert facts[label] == Fact(label, HIDDEN_VALUE, HIDDEN_VALUE, differs=False)
    assert facts["氏名"].then == "見本 花子"
