"""The lists of slips: a page of one, how many each holds and since when (D-3). Every function but count_waiting is called inside a door.

A list never reads the long texts of a slip. Nothing depends on how many slips there are: each list is led by an index of `slip`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, text
from sqlalchemy.orm import defer

from portal import clock
from portal.accounts.chief_queries import section_names, staff_names
from portal.accounts.sessions import SignedIn
from portal.db import db, reading
from portal.inquiries.list_rules import AT_WORK as AT_WORK_STATES
from portal.inquiries.list_rules import LISTED, Due, Place, SlipView, is_in, late_words, order_of
from portal.inquiries.models import Slip
from portal.inquiries.rules import SlipState
from portal.residents.models import Resident
from portal.residents.rules import shield

ROWS_A_PAGE = 50
# As the partial index ix_slip_at_work says it, since a bound value proves nothing to the planner of SQLite; the range makes it seek there.
AT_WORK = and_(text("slip.state IN ('open', 'waiting')"), Slip.taken_at > datetime(2000, 1, 1, tzinfo=clock.JAPAN))
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


@dataclass(frozen=True)
class Waiting:
    """What the navigation counts: mine, calls promised within today or late, and what the section has closed and nobody seen off."""

    mine: int
    calls: int
    reviews: int


def places_of(staff: SignedIn) -> list[Place]:
    """Every slip at work of the own section, or in the own hands: a few hundred at most, in one statement."""
    columns = (Slip.id, Slip.holder_id, Slip.section_id, Slip.taken_at, Slip.state, Slip.call_back, Slip.call_at, Slip.called_at)
    asked = select(*columns, Slip.answer_by, Slip.waits_until).where(AT_WORK, _own(staff))
    return [_place(row, staff) for row in db.session().execute(asked)]


def ids_of_page(view: SlipView, places: Sequence[Place], page: int, now: datetime) -> list[int]:
    sorted_places = sorted((place for place in places if is_in(view, place, now)), key=lambda place: order_of(view, place))
    return [place.id for place in sorted_places[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]]


def ids_of_closed(page: int, *, staff: SignedIn) -> Sequence[int]:
    found = select(Slip.id).where(_is_closed(staff)).order_by(Slip.taken_at.desc(), Slip.id.desc())
    return db.session().scalars(found.limit(ROWS_A_PAGE).offset((page - 1) * ROWS_A_PAGE)).all()


def tallies(places: Sequence[Place], now: datetime) -> dict[SlipView, Tally]:
    """Of every list of slips at work."""
    listed = {view: [place.taken_at for place in places if is_in(view, place, now)] for view in OPEN_VIEWS}
    return {view: Tally(len(since), min(since, default=None)) for view, since in listed.items()}


def count_closed(staff: SignedIn) -> int:
    return db.session().scalar(select(func.count()).where(_is_closed(staff))) or 0


def lines_of(ids: Sequence[int], *, now: datetime, lapses: bool) -> list[SlipLine]:
    """These slips as lines, in this order: four statements for any number of them. `lapses`: settings.protection_lapses."""
    found = {row.id: row for row in db.session().scalars(select(Slip).where(Slip.id.in_(ids)).options(*WITHOUT_TEXTS))}
    rows = [found[slip_id] for slip_id in ids]
    names = staff_names({row.holder_id for row in rows if row.holder_id})
    people = _people({row.resident_id for row in rows if row.resident_id}, now, lapses=lapses)
    sections = section_names()
    return [_line(row, sections[row.section_id], names, people, now=now) for row in rows]


def people_on(lines: Sequence[SlipLine]) -> set[int]:
    """The residents whom these slips concern: subjects of the record."""
    return {line.row.resident_id for line in lines if line.row.resident_id}


def count_waiting(staff: SignedIn) -> Waiting:
    """Through a door of its own, in one statement: every page asks it."""
    _, midnight = clock.hours_of(clock.today())
    calls = (Slip.call_back.is_(True), Slip.called_at.is_(None), Slip.call_at < midnight)
    count = select(func.count()).select_from(Slip)
    asked = (
        count.where(Slip.holder_id == staff.id, AT_WORK),
        count.where(AT_WORK, *calls, _own(staff)),
        count.where(Slip.section_id == staff.section_id, Slip.reviewed_at.is_(None), Slip.state == SlipState.CLOSED),
    )
    with reading() as session:
        return Waiting(*session.execute(select(*(each.scalar_subquery() for each in asked))).one())


def _own(staff: SignedIn) -> ColumnElement[bool]:
    return or_(Slip.section_id == staff.section_id, Slip.holder_id == staff.id)


def _is_closed(staff: SignedIn) -> ColumnElement[bool]:
    return and_(Slip.section_id == staff.section_id, Slip.state == SlipState.CLOSED)


def _place(row: Any, staff: SignedIn) -> Place:
    calls = row.call_back and row.called_at is None
    due = Due(row.state, row.call_at if calls else None, row.answer_by, row.waits_until)
    return Place(row.id, row.holder_id == staff.id, row.section_id == staff.section_id, row.taken_at, calls, due)


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
    is_to_call = row.call_back and row.called_at is None and row.state in AT_WORK_STATES
    due = Due(row.state, row.call_at if is_to_call else None, row.answer_by, row.waits_until)
    holder = names[row.holder_id].name if row.holder_id else ""
    return SlipLine(row, section, holder, late_words(due, now), is_to_call, *people.get(row.resident_id or 0, ("", False)))
