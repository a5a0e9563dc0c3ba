"""Days as a difference, months by the same day or the first of the next, ages from the day before: both sides of every limit."""

from datetime import date

import pytest

from portal.programmes.span_rules import Span, Unit, after, fiscal_year_of, reached


@pytest.mark.parametrize(
    ("day", "span", "first"),
    [
        (date(2026, 10, 27), Span(28, Unit.DAYS), date(2026, 11, 24)),
        (date(2026, 10, 27), Span(0, Unit.DAYS), date(2026, 10, 27)),
        (date(2028, 2, 28), Span(1, Unit.DAYS), date(2028, 2, 29)),
        (date(2027, 2, 28), Span(1, Unit.DAYS), date(2027, 3, 1)),
        (date(2026, 10, 15), Span(3, Unit.MONTHS), date(2027, 1, 15)),
        (date(2026, 11, 28), Span(3, Unit.MONTHS), date(2027, 2, 28)),
        (date(2026, 11, 29), Span(3, Unit.MONTHS), date(2027, 3, 1)),
        (date(2026, 11, 30), Span(3, Unit.MONTHS), date(2027, 3, 1)),
        (date(2027, 11, 29), Span(3, Unit.MONTHS), date(2028, 2, 29)),
        (date(2027, 11, 30), Span(3, Unit.MONTHS), date(2028, 3, 1)),
        (date(2026, 8, 31), Span(1, Unit.MONTHS), date(2026, 10, 1)),
        (date(2026, 10, 31), Span(1, Unit.MONTHS), date(2026, 12, 1)),
        (date(2026, 11, 30), Span(1, Unit.MONTHS), date(2026, 12, 30)),
        (date(2026, 12, 31), Span(12, Unit.MONTHS), date(2027, 12, 31)),
        (date(2028, 2, 29), Span(1, Unit.YEARS), date(2029, 3, 1)),
        (date(2028, 2, 29), Span(4, Unit.YEARS), date(2032, 2, 29)),
    ],
)
def test_an_interval_ends_on_the_same_day_or_the_first_of_the_next_month(day: date, span: Span, first: date) -> None:
    assert after(day, span) == first


@pytest.mark.parametrize(
    ("birth", "age", "first"),
    [
        (date(1961, 11, 25), Span(65, Unit.YEARS), date(2026, 11, 24)),
        (date(1961, 1, 1), Span(65, Unit.YEARS), date(2025, 12, 31)),
        (date(2024, 2, 29), Span(1, Unit.YEARS), date(2025, 2, 28)),
        (date(2024, 2, 29), Span(4, Unit.YEARS), date(2028, 2, 28)),
        (date(2024, 3, 1), Span(4, Unit.YEARS), date(2028, 2, 29)),
        (date(2026, 5, 20), Span(6, Unit.MONTHS), date(2026, 11, 19)),
        (date(2026, 8, 31), Span(6, Unit.MONTHS), date(2027, 2, 28)),
        (date(2026, 8, 30), Span(6, Unit.MONTHS), date(2027, 2, 28)),
        (date(2026, 8, 28), Span(6, Unit.MONTHS), date(2027, 2, 27)),
        (date(2026, 8, 1), Span(6, Unit.MONTHS), date(2027, 1, 31)),
        (date(2026, 11, 1), Span(91, Unit.DAYS), date(2027, 1, 30)),
    ],
)
def test_an_age_is_reached_on_the_day_before(birth: date, age: Span, first: date) -> None:
    assert reached(birth, age) == first


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2027, 3, 31), date(2026, 4, 1), date(2027, 3, 31)),
        (date(2027, 4, 1), date(2027, 4, 1), date(2028, 3, 31)),
        (date(2027, 12, 31), date(2027, 4, 1), date(2028, 3, 31)),
    ],
)
def test_a_fiscal_year_begins_on_1_april(day: date, first: date, last: date) -> None:
    assert fiscal_year_of(day) == (first, last)


def test_lengths_and_ages_have_their_own_words() -> None:
    assert [Span(3, unit).words for unit in Unit] == ["3日", "3か月", "3年"]
    assert [Span(3, unit).age_words for unit in Unit] == ["生後3日", "生後3か月", "3歳"]
    assert Span(3, Unit.MONTHS).next == Span(4, Unit.MONTHS)
