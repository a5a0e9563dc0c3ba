"""The lists of slips: a page of one, how many each holds and since when (D-3). Every function but the two counts is called inside a door.

A list never reads the long texts of a slip. Nothing depends on how many slips there are: each list is led by an index of `slip`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import defer

from portal import clock
from portal.accounts.chief_queries import section_names, staff_names
from portal.accounts.sessions import SignedIn
from portal.db import db, reading
from portal.inquiries.list_rules import AT_WORK, LISTED, Due, SlipView, late_words
from portal.inquiries.models import Slip
from portal.inquiries.rules import SlipState
from portal.residents.models import Resident
from portal.residents.rules import shield

ROWS_A_PAGE = 50
# Nobody reads them in a list, and they are most of a slip.
WITHOUT_TEXTS = tuple(defer(column, raiseload=True) for column in (Slip.body, Slip.answer, Slip.writers, Slip.search_key))
OPEN_VIEWS = tuple(view for view in LISTED if view is not SlipView.CLOSED)


@dataclass(frozen=True)
class SlipLine:
    """A slip in a list. `call_at`: of the call that is still to be made; `is_shielded`: a person with 支援措置 is attached."""

    row: Slip
    section: str
    holder: str
    late: list[str]
    calls: bool
    resident: str
    is_shielded: bool


@dataclass(frozen=True)
class Tally:
    """How many a list holds, and when the oldest of them came."""

    count: int
    since: datetime | None


def calls() -> ColumnElement[bool]:
    """A call is to be made, and nobody has made it."""
    return and_(Slip.call_back.is_(True), Slip.called_at.is_(None))


def of_view(view: SlipView, staff: SignedIn, now: datetime) -> ColumnElement[bool]:
    at_work = Slip.state.in_(AT_WORK)
    own = or_(Slip.section_id == staff.section_id, Slip.holder_id == staff.id)
    if view is SlipView.CALLS:
        return and_(at_work, own, calls())
    if view is SlipView.MINE:
        return and_(Slip.holder_id == staff.id, at_work)
    if view is SlipView.SECTION:
        return and_(Slip.section_id == staff.section_id, at_work)
    if view is SlipView.LATE:
        waited = and_(Slip.state == SlipState.WAITING, Slip.waits_until < now.date())
        return and_(at_work, own, or_(and_(calls(), Slip.call_at < now), Slip.answer_by < now.date(), waited))
    if view is SlipView.WAITING:
        return and_(Slip.section_id == staff.section_id, Slip.state == SlipState.WAITING)
    return and_(Slip.section_id == staff.section_id, Slip.state == SlipState.CLOSED)


def tallies(staff: SignedIn, now: datetime) -> dict[SlipView, Tally]:
    """Of every list of slips at work, in one statement over them."""
    asked: list[ColumnElement[Any]] = []
    for view in OPEN_VIEWS:
        of = of_view(view, staff, now)
        asked += [func.count(case((of, Slip.id))), func.min(case((of, Slip.taken_at)))]
    own = or_(Slip.section_id == staff.section_id, Slip.holder_id == staff.id)
    row = db.session().execute(select(*asked).where(Slip.state.in_(AT_WORK), own)).one()
    return {view: Tally(row[2 * place], row[2 * place + 1]) for place, view in enumerate(OPEN_VIEWS)}


def count_closed(staff: SignedIn, now: datetime) -> int:
    return db.session().scalar(select(func.count()).where(of_view(SlipView.CLOSED, staff, now))) or 0


def lines_of_page(view: SlipView, page: int, *, staff: SignedIn, now: datetime, lapses: bool) -> list[SlipLine]:
    """`lapses`: settings.protection_lapses."""
    found = select(Slip).where(of_view(view, staff, now)).order_by(*_order(view))
    return lines_of(found.limit(ROWS_A_PAGE).offset((page - 1) * ROWS_A_PAGE), now=now, lapses=lapses)


def lines_of(found: Select[Slip], *, now: datetime, lapses: bool) -> list[SlipLine]:
    """The slips of a statement as lines, in its order: three statements more for any number of them."""
    rows = db.session().scalars(found.options(*WITHOUT_TEXTS)).all()
    names = staff_names({row.holder_id for row in rows if row.holder_id})
    people = _people({row.resident_id for row in rows if row.resident_id}, now, lapses=lapses)
    sections = section_names()
    return [_line(row, sections[row.section_id], names, people, now=now) for row in rows]


def people_on(lines: Sequence[SlipLine]) -> set[int]:
    """The residents whom these slips concern: subjects of the record."""
    return {line.row.resident_id for line in lines if line.row.resident_id}


def count_mine(staff: SignedIn) -> int:
    """Behind 受付票 in the navigation, through a door of its own."""
    with reading() as session:
        return session.scalar(select(func.count()).where(Slip.holder_id == staff.id, Slip.state.in_(AT_WORK))) or 0


def count_calls(staff: SignedIn) -> int:
    """Behind 折返し in the navigation: promised within today, or late. Through a door of its own."""
    _, midnight = clock.hours_of(clock.today())
    own = or_(Slip.section_id == staff.section_id, Slip.holder_id == staff.id)
    with reading() as session:
        return session.scalar(select(func.count()).where(Slip.state.in_(AT_WORK), Slip.call_at < midnight, calls(), own)) or 0


def _order(view: SlipView) -> Sequence[ColumnElement[Any]]:
    if view is SlipView.CALLS:
        return (Slip.call_at.is_(None), Slip.call_at.asc(), Slip.id.asc())
    if view is SlipView.WAITING:
        return (Slip.waits_until.is_(None), Slip.waits_until.asc(), Slip.id.asc())
    if view is SlipView.CLOSED:
        return (Slip.taken_at.desc(), Slip.id.desc())
    return (Slip.taken_at.asc(), Slip.id.asc())


def _people(ids: set[int], now: datetime, *, lapses: bool) -> dict[int, tuple[str, bool]]:
    """Name, and whether whereabouts are hidden."""
    if not ids:
        return {}
    asked = select(Resident.id, Resident.name, Resident.protection, Resident.protected_until).where(Resident.id.in_(ids))
    return {
        row.id: (row.name, shield(row.protection, row.protected_until, now.date(), lapses=lapses).hidden)
        for row in db.session().execute(asked)
    }


def _line(row: Slip, section: str, names: dict[int, Any], people: dict[int, tuple[str, bool]], *, now: datetime) -> SlipLine:
    is_to_call = row.call_back and row.called_at is None and row.state in AT_WORK
    due = Due(row.state, row.call_at if is_to_call else None, row.answer_by, row.waits_until)
    holder = names[row.holder_id].name if row.holder_id else ""
    return SlipLine(row, section, holder, late_words(due, now), is_to_call, *people.get(row.resident_id or 0, ("", False)))
