"""One line of any ledger, for its own page and for the correction of it (M-6)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select

from portal import clock
from portal.accounts.chief_queries import section_names
from portal.accounts.sessions import SignedIn
from portal.db import db, reading
from portal.errors import NotFound
from portal.media.copy_models import Copy, CopyEnd
from portal.media.correction_queries import Corrected, corrections_of
from portal.media.ledger_item_rules import ITEMS, Item, words_of
from portal.media.ledger_lines import LedgerLine
from portal.media.ledger_other_lines import lines_with
from portal.media.ledger_queries import KIND_OF, sections_read_by
from portal.media.ledger_rules import Entry as CorrectedEntry
from portal.media.ledger_rules import why_not_correct
from portal.media.line_models import MediaRequest
from portal.media.line_queries import UNSEEN, is_seen_by
from portal.media.models import Medium
from portal.media.number_rules import SERIES_OF, Series
from portal.media.rules import State
from portal.permissions import Permission


@dataclass(frozen=True)
class Entry:
    """A line of any ledger with what its correction asks about; `row_id` is of the table that the ledger names."""

    ledger: Series
    row_id: int
    line: LedgerLine
    facts: CorrectedEntry


def entry_of(ledger: Series, public_id: str, *, seen_by: SignedIn, held: bool = False) -> Entry:
    """Inside a door. `held`: whoever corrects it next waits for the other. Raises NotFound for what this person may not see."""
    table = {Series.MEDIUM: Medium, Series.END: CopyEnd}.get(ledger, MediaRequest)
    statement: Any = select(table).where(table.public_id == public_id, _seen(ledger, seen_by))
    row = db.session().scalar(statement.with_for_update(of=table) if held else statement)
    if row is None:
        raise NotFound(UNSEEN)
    (line,) = lines_with(ledger, [row.id], clock.now())
    section_id, state = _owner(ledger, row)
    facts = CorrectedEntry(ledger, line.number, section_id, section_names().get(section_id, ""), state)
    return Entry(ledger, row.id, line, facts)


def _seen(ledger: Series, staff: SignedIn) -> ColumnElement[bool]:
    if ledger is Series.MEDIUM:
        return Medium.section_id.in_([section_id for section_id, _ in sections_read_by(staff).values()])
    if ledger is Series.END:
        seen = exists().where(Copy.id == CopyEnd.copy_id, Copy.request_id == MediaRequest.id, is_seen_by(staff))
        return seen.correlate(CopyEnd)
    return and_(MediaRequest.kind == KIND_OF[ledger], is_seen_by(staff))


def _owner(ledger: Series, row: Any) -> tuple[int, State | None]:
    """Whose line it is; an end belongs to the section whose line it ends."""
    if ledger is Series.END:
        line = select(MediaRequest.section_id).join(Copy, Copy.request_id == MediaRequest.id).where(Copy.id == row.copy_id)
        return db.session().scalars(line).one(), None
    return row.section_id, row.state if ledger is not Series.MEDIUM else None


@dataclass(frozen=True)
class EntryPage:
    """A line with all that its ledger says of it, and why it may not be corrected, if it may not."""

    entry: Entry
    why_not: str | None

    @property
    def line(self) -> LedgerLine:
        return self.entry.line

    @property
    def all_items(self) -> tuple[Item, ...]:
        return ITEMS[self.entry.ledger]


@dataclass(frozen=True)
class CorrectionsPart:
    """The corrections of a line of a request, as the piece of its page shows them."""

    ledger: Series
    public_id: str
    corrections: tuple[Corrected, ...]
    why_not: str | None


def show_entry(ledger: Series, public_id: str, *, staff: SignedIn) -> EntryPage:
    """Raises NotFound."""
    with reading():
        entry = entry_of(ledger, public_id, seen_by=staff)
    return EntryPage(entry, why_not_by(entry.facts, staff))


def corrections_part(row: MediaRequest, staff: SignedIn) -> CorrectionsPart:
    """Inside a door: for the page of a line (templates/media/_line_corrections.html as `shown.corrections`)."""
    ledger = SERIES_OF[row.kind]
    facts = CorrectedEntry(ledger, row.number.shown, row.section_id, section_names().get(row.section_id, ""), row.state)
    return CorrectionsPart(ledger, row.public_id, tuple(corrections_of(ledger, [row.id]).get(row.id, ())), why_not_by(facts, staff))


def why_not_by(facts: CorrectedEntry, staff: SignedIn) -> str | None:
    """The rule, asked for the person at the keyboard."""
    may = staff.may
    return why_not_correct(facts, section_id=staff.section_id, asks=may(Permission.LINE_ASK), keeps=may(Permission.MEDIUM_CHANGE))


def value_now(line: LedgerLine, key: str) -> str:
    """What the ledger says of an item by now: what the newest correction made of it, or the line itself."""
    newest = next((each.becomes for each in reversed(line.corrections) if each.item == key), None)
    return words_of(line.values.get(key)) if newest is None else newest
