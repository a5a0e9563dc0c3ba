"""国民の祝日 and closed days, both sides of each kind."""

from datetime import date

import pytest

from portal.text.holidays import is_closed, is_holiday


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 1), True),
        (date(2026, 1, 12), True),  # 成人の日: the second Monday
        (date(2026, 1, 5), False),
        (date(2026, 2, 23), True),
        (date(2026, 3, 20), True),  # 春分の日
        (date(2027, 3, 21), True),
        (date(2027, 3, 22), True),  # it is a Sunday: 振替休日
        (date(2026, 5, 3), True),
        (date(2026, 5, 6), True),  # 3 May is a Sunday: the next day that is none
        (date(2026, 5, 7), False),
        (date(2026, 9, 21), True),  # 敬老の日
        (date(2026, 9, 22), True),  # between two holidays
        (date(2026, 9, 23), True),  # 秋分の日
        (date(2027, 9, 21), False),
        (date(2026, 11, 3), True),
        (date(2026, 11, 23), True),
        (date(2026, 11, 24), False),
        (date(2026, 12, 29), False),
    ],
)
def test_holidays_are_known(day: date, expected: bool) -> None:
    assert is_holiday(day) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 12, 28), False),
        (date(2026, 12, 29), True),
        (date(2027, 1, 3), True),
        (date(2027, 1, 4), False),
        (date(2026, 12, 4), False),
        (date(2026, 12, 5), True),
        (date(2026, 12, 6), True),
        (date(2026, 11, 23), True),
    ],
)
def test_an_office_is_closed_on_weekends_holidays_and_at_new_year(day: date, expected: bool) -> None:
    assert is_closed(day) is expected
