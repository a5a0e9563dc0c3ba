"""The periods of a case counted as somebody with a paper calendar counts them: one day after the other. Shares nothing with clock_rules."""

from collections.abc import Callable, Collection
from datetime import date, timedelta

Waiting = tuple[date, date | None]
NEXT = timedelta(days=1)


def city_has_until(received: date, days: int, waitings: Collection[Waiting], *, demand_day_waits: bool) -> date | None:
    """Every morning: is somebody waiting for a 補正? Then the day is free, else it is used up. None: the waiting has no end yet."""
    today, used = received, 0
    while used < days:
        today += NEXT
        free = [answered for asked, answered in waitings if _is_free(today, asked, answered, demand_day_waits)]
        if None in free:
            return None
        used += 0 if free else 1
    while waited := [answered for asked, answered in waitings if asked <= today and (answered is None or answered > today)]:
        if None in waited:
            return None
        today += NEXT
    return today


def _is_free(today: date, asked: date, answered: date | None, demand_day_waits: bool) -> bool:
    begun = asked <= today if demand_day_waits else asked < today
    return begun and (answered is None or today <= answered)


def resident_has_until(happened: date, days: int, is_closed: Callable[[date], bool]) -> date:
    today = happened
    for _ in range(days):
        today += NEXT
    while is_closed(today):
        today += NEXT
    return today


def months_run_out(known: date, months: int, is_closed: Callable[[date], bool]) -> date:
    """From the day after; ends the evening before the same day of the month comes round, or with the month that has no such day."""
    first = today = known + NEXT
    gone = 0
    while True:
        tomorrow = today + NEXT
        gone += 1 if tomorrow.month != today.month else 0
        comes_round = gone == months and tomorrow.day == first.day
        if comes_round or gone > months:
            break
        today = tomorrow
    while is_closed(today):
        today += NEXT
    return today


def first_after_clear_days(decided: date, clear: int) -> date:
    today, between = decided + NEXT, 0
    while between < clear:
        between += 1
        today += NEXT
    return today
