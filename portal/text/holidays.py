"""国民の祝日 and the days on which an office is closed. Pure; the equinoxes by the usual formula, right from 2000 to 2099."""

from datetime import date, timedelta
from functools import cache

# Month and day.
_FIXED = ((1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23))
# Month, which Monday: 成人の日, 海の日, 敬老の日, スポーツの日.
_MONDAYS = ((1, 2), (7, 3), (9, 3), (10, 2))
MONDAY, SUNDAY = 0, 6


def is_holiday(day: date) -> bool:
    """国民の祝日に関する法律2条・3条 as they stand since 2022, with 振替休日 and the day between two holidays."""
    return day in _holidays(day.year)


def is_closed(day: date) -> bool:
    """土日・祝日・12月29日から1月3日まで."""
    return day.weekday() > 4 or is_holiday(day) or (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)


@cache
def _holidays(year: int) -> frozenset[date]:
    named = {date(year, month, day) for month, day in (*_FIXED, (3, _equinox(year, 20.8431)), (9, _equinox(year, 23.2488)))}
    named |= {_monday(year, month, which) for month, which in _MONDAYS}
    substitutes = {_after(day, named) for day in named if day.weekday() == SUNDAY}
    between = {day + timedelta(days=1) for day in named if day + timedelta(days=2) in named and day + timedelta(days=1) not in named}
    return frozenset(named | substitutes | {day for day in between if day.weekday() != SUNDAY})


def _equinox(year: int, base: float) -> int:
    return int(base + 0.242194 * (year - 1980) - (year - 1980) // 4)


def _monday(year: int, month: int, which: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(MONDAY - first.weekday()) % 7 + 7 * (which - 1))


def _after(sunday: date, named: set[date]) -> date:
    """The next day that is no holiday itself."""
    day = sunday + timedelta(days=1)
    while day in named:
        day += timedelta(days=1)
    return day
