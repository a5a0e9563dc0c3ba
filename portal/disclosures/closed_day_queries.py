"""The city's own closed days, and whose deadlines each of them moves. The functions that begin with an underscore run inside a door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from portal import clock
from portal.accounts.chief_queries import StaffName, staff_names
from portal.db import db, reading
from portal.disclosures.closed_day_rules import PERIOD_DAYS, Moved, Period, Running, counted_days, moved_by, why_not_add
from portal.disclosures.decision_rules import DraftKind
from portal.disclosures.draft_models import Doing, Draft
from portal.disclosures.models import Case, ClosedDay
from portal.errors import NotFound
from portal.text.holidays import is_closed
from portal.web.paging import pages_of

ROWS_A_PAGE = 50


@dataclass(frozen=True)
class ClosedDayView:
    row: ClosedDay
    added_by: str
    ended_by: str


@dataclass(frozen=True)
class ClosedDays:
    """One page, the latest day first. `pages` counts them all."""

    rows: Sequence[ClosedDayView]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Consequence:
    """What a closed day moves, or would move; `reason`: why it cannot be added."""

    day: date
    moved: list[Moved]
    reason: str | None = None


def list_days(page: int) -> ClosedDays:
    with reading() as session:
        total = session.scalar(select(func.count()).select_from(ClosedDay)) or 0
        pages = pages_of(total, ROWS_A_PAGE)
        number = min(max(page, 1), pages)
        found = select(ClosedDay).order_by(ClosedDay.day.desc(), ClosedDay.id.desc()).limit(ROWS_A_PAGE).offset((number - 1) * ROWS_A_PAGE)
        rows = session.scalars(found).all()
        names = _names(rows)
        return ClosedDays([_view(row, names) for row in rows], total, number, pages)


def review_day(day: date) -> Consequence:
    """Before it is added: what it would move, or why it cannot be added."""
    with reading():
        own = own_days()
        reason = why_not_add(day, clock.today(), is_closed_anyway=is_closed(day), is_own=day in own)
        return Consequence(day, [] if reason else moved_deadlines(day, own), reason)


def show_day(public_id: str) -> tuple[ClosedDayView, Consequence]:
    """A day that was added, with what it moves as long as it stands. Raises NotFound."""
    with reading():
        row = closed_day_row(public_id)
        return _view(row, _names([row])), Consequence(row.day, moved_deadlines(row.day, own_days()))


def closed_day_row(public_id: str, *, held: bool = False) -> ClosedDay:
    """Inside a door; `held`: locked until the commit. Raises NotFound."""
    found = select(ClosedDay).where(ClosedDay.public_id == public_id)
    row = db.session().scalar(found.with_for_update() if held else found)
    if row is None:
        raise NotFound("この閉庁日は見つかりません。市の閉庁日の一覧から選び直してください。")
    return row


def own_days() -> frozenset[date]:
    """Inside a door: those that stand."""
    return frozenset(db.session().scalars(select(ClosedDay.day).where(ClosedDay.ended_at.is_(None))))


def moved_deadlines(day: date, own: frozenset[date]) -> list[Moved]:
    """Inside a door. Only periods that would end on the day, or on the closed days just before it, are read."""
    others = own - {day}

    def without(other: date) -> bool:
        return other in others or is_closed(other)

    first, last = counted_days(day, without)
    return moved_by(day, [*_claims(first, last), *_wishes(first, last)], without)


def _claims(first: date, last: date) -> list[Running]:
    """What was sent counts from the day it arrived."""
    began = func.coalesce(Doing.reached_on, Doing.done_on)
    back = timedelta(days=PERIOD_DAYS[Period.CLAIM])
    found = select(Case, began, Doing.told_until).join(Doing, Doing.case_id == Case.id)
    rows = db.session().execute(found.where(began.between(first - back, last - back)).order_by(Doing.id))
    return [Running(Period.CLAIM, case.number.shown, case.public_id, day, told) for case, day, told in rows]


def _wishes(first: date, last: date) -> list[Running]:
    """Of notices that arrived and on which nobody has said yet how they want it."""
    back = timedelta(days=PERIOD_DAYS[Period.WISH])
    found = (
        select(Case, Draft.reached_on, Draft.told_until)
        .join(Draft, Draft.case_id == Case.id)
        .outerjoin(Doing, Doing.draft_id == Draft.id)
        .where(Draft.kind == DraftKind.GRANT, Draft.reached_on.between(first - back, last - back))
        .where(Doing.wished_on.is_(None), Doing.done_on.is_(None))
        .order_by(Draft.id)
    )
    rows = db.session().execute(found)
    return [Running(Period.WISH, case.number.shown, case.public_id, day, told) for case, day, told in rows if day is not None]


def _names(rows: Sequence[ClosedDay]) -> dict[int, StaffName]:
    return staff_names({row.added_by for row in rows} | {row.ended_by for row in rows if row.ended_by is not None})


def _view(row: ClosedDay, names: dict[int, StaffName]) -> ClosedDayView:
    ended_by = names[row.ended_by].name if row.ended_by is not None else ""
    return ClosedDayView(row, names[row.added_by].name, ended_by)
