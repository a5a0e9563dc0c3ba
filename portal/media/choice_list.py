"""The four lists as their screen shows them, those ended last; a section sees its own terminals and people."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from portal import clock
from portal.accounts.chief_queries import StaffName, staff_of
from portal.accounts.sessions import SignedIn
from portal.db import db, reading
from portal.media.choice_queries import employer_words
from portal.media.choice_rules import ListKind, has_ended
from portal.media.models import Destination, ListedSystem, ListedTerminal, Worker
from portal.media.rules import PLACE_WORDS
from portal.web.paging import pages_of

ROWS_A_PAGE = 50
Entry = ListedSystem | ListedTerminal | Worker | Destination
MODELS: dict[ListKind, type[Entry]] = {
    ListKind.SYSTEM: ListedSystem,
    ListKind.TERMINAL: ListedTerminal,
    ListKind.WORKER: Worker,
    ListKind.DESTINATION: Destination,
}


@dataclass(frozen=True)
class EntryRow:
    """`beside`: kind, place or company; `ends_on`: its last day, when one is set."""

    public_id: str
    name: str
    beside: str
    starts_on: date | None
    ends_on: date | None
    has_ended: bool


@dataclass(frozen=True)
class ChoiceList:
    """One of the lists on the screen; `total` counts all, `running` those that have not ended. `staff`: whom the section may list."""

    kind: ListKind
    rows: tuple[EntryRow, ...]
    total: int
    running: int
    page: int
    pages: int
    staff: tuple[StaffName, ...]


def show_list(kind: ListKind, page: int, *, staff: SignedIn) -> ChoiceList:
    today = clock.today()
    with reading() as session:
        found = _of_section(kind, staff.section_id)
        entry = MODELS[kind]
        ended = _last_day(entry) < today
        total, gone = _count(found), _count(found.where(ended))
        pages = pages_of(total, ROWS_A_PAGE)
        number = min(max(1, page), pages)
        ordered = found.order_by(func.coalesce(ended, False), entry.name, entry.id).limit(ROWS_A_PAGE).offset((number - 1) * ROWS_A_PAGE)
        rows = tuple(_row(row, today) for row in session.scalars(ordered))
        people = tuple(staff_of(staff.section_id, today)) if kind is ListKind.WORKER else ()
    return ChoiceList(kind, rows, total, total - gone, number, pages, people)


def _count(found: Select[Any]) -> int:
    return db.session().scalar(select(func.count()).select_from(found.subquery())) or 0


def _of_section(kind: ListKind, section_id: int) -> Select[Any]:
    if kind is ListKind.TERMINAL:
        return select(ListedTerminal).where(ListedTerminal.section_id == section_id)
    if kind is ListKind.WORKER:
        return select(Worker).where(Worker.section_id == section_id)
    return select(MODELS[kind])


def _last_day(entry: type[Entry]) -> Any:
    return entry.ends_on if entry in (ListedTerminal, Worker) else entry.ended_on  # pyright: ignore[reportAttributeAccessIssue]


def last_day_of(row: Entry) -> date | None:
    return row.ends_on if isinstance(row, ListedTerminal | Worker) else row.ended_on


def _row(row: Entry, today: date) -> EntryRow:
    starts_on = row.starts_on if isinstance(row, ListedTerminal | Worker) else None
    ends_on = last_day_of(row)
    return EntryRow(row.public_id, row.name, _beside(row), starts_on, ends_on, has_ended(ends_on, today))


def _beside(row: Entry) -> str:
    if isinstance(row, ListedTerminal):
        return row.place
    if isinstance(row, Worker):
        return employer_words(row)
    if isinstance(row, Destination):
        return " ".join(part for part in (PLACE_WORDS[row.kind], row.address) if part)
    return ""
