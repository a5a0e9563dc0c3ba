"""The city's own closed days: when one may be added or ended, and which residents' deadlines it moves (地方自治法4条の2 4項). Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.disclosures.clock_rules import CLAIM_DAYS, WISH_DAYS, Deadline, IsClosed, claim_due, wish_due
from portal.text.wareki import format_date

LONGEST_AHEAD = timedelta(days=730)
LONGEST_BACK = timedelta(days=365)


class Period(StrEnum):
    """The residents' periods whose last day the portal knows; an appeal's is not dated in the notice."""

    CLAIM = "claim"
    WISH = "wish"


PERIOD_WORDS = {Period.CLAIM: "訂正・利用停止の請求(90日)", Period.WISH: "実施方法の申出(30日)"}
PERIOD_DAYS = {Period.CLAIM: CLAIM_DAYS, Period.WISH: WISH_DAYS}


@dataclass(frozen=True)
class Running:
    """A resident's period: what it began with, and the last day that they were told (None: no day was told)."""

    period: Period
    number: str
    public_id: str
    event_on: date
    told: date | None


@dataclass(frozen=True)
class Moved:
    """A period that ends on another day with the closed day than without it."""

    running: Running
    without: date
    with_it: date

    @property
    def words(self) -> str:
        return PERIOD_WORDS[self.running.period]

    def told_otherwise(self, holds: date) -> bool:
        """Somebody holds a paper with another last day than the one that `holds`."""
        return self.running.told is not None and self.running.told != holds


def why_not_add(day: date, today: date, *, is_closed_anyway: bool, is_own: bool) -> str | None:
    if day > today + LONGEST_AHEAD:
        return "2年より先の日は加えられません。年を確かめてください。"
    if day < today - LONGEST_BACK:
        return "1年より前の日は加えられません。年を確かめてください。"
    if is_closed_anyway:
        return f"{format_date(day)}は土曜日・日曜日・祝日・年末年始のどれかで、もともと閉庁日です。加える必要はありません。"
    return f"{format_date(day)}は、もう市の閉庁日です。" if is_own else None


def why_not_end(*, has_ended: bool) -> str | None:
    return "この閉庁日は、もう取り消されています。" if has_ended else None


def counted_days(day: date, is_closed: IsClosed) -> tuple[date, date]:
    """The first and the last counted day whose deadline the closing of `day` can move: those closed just before it, and it."""
    first = day
    while is_closed(first - timedelta(days=1)):
        first -= timedelta(days=1)
    return first, day


def moved_by(day: date, running: list[Running], is_closed: IsClosed) -> list[Moved]:
    """`is_closed`: without the day. In the order of the deadlines."""
    found = []
    for each in running:
        without = _due(each, is_closed).day
        with_it = _due(each, lambda other: other == day or is_closed(other)).day
        if without is not None and with_it is not None and without != with_it:
            found.append(Moved(each, without, with_it))
    return sorted(found, key=lambda moved: (moved.without, moved.running.number))


def _due(each: Running, is_closed: IsClosed) -> Deadline:
    return claim_due(each.event_on, is_closed) if each.period is Period.CLAIM else wish_due(each.event_on, is_closed)
