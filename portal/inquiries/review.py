"""A slip is read, and that it was read is recorded before it is shown (design.md §3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal import clock
from portal.accounts.chief_queries import section_names, staff_names
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.inquiries.field_rules import FIELDS, Value
from portal.inquiries.models import Slip
from portal.inquiries.news_rules import Mark
from portal.inquiries.queries import EntryView, entries_of, slip_row
from portal.inquiries.rules import EntryKind
from portal.inquiries.slip_queries import Former, Handler, OtherSlip, facts_of, formers_of, handlers_on, others_of, slip_of_visit
from portal.inquiries.slip_rules import AT_WORK, Act, SlipFacts, why_not
from portal.permissions import Permission
from portal.residents.queries import ResidentView, resident_by_id, view_of


@dataclass(frozen=True)
class SlipPage:
    """A slip as its page shows it; `person`: the resident attached."""

    row: Slip
    facts: SlipFacts
    entries: Sequence[EntryView]
    others: Sequence[OtherSlip]
    formers: Sequence[Former]
    names: Mapping[int, str]
    section: str
    person: ResidentView | None

    @property
    def values(self) -> dict[str, Value]:
        """What the fields that are saved while typing hold."""
        return {name: getattr(self.row, name) for name in FIELDS}

    @property
    def handed(self) -> EntryView | None:
        """What the last who handed it over had to say, while it is at work."""
        last = next((each for each in reversed(self.entries) if each.what is EntryKind.HANDED), None)
        return last if last and last.words and self.facts.state in AT_WORK else None

    @property
    def seen(self) -> str:
        """How far this page has read."""
        return Mark(self.row.version, len(self.entries)).written

    @property
    def holder(self) -> str:
        return self.names.get(self.row.holder_id or 0, "")

    @property
    def times_handed(self) -> int:
        return sum(entry.what is EntryKind.HANDED for entry in self.entries)


def open_slip(public_id: str, *, staff: SignedIn, settings: Settings) -> SlipPage:
    """Raises NotFound."""
    with reading():
        view = _view(slip_row(public_id, seen_by=staff), staff, settings)
    with writing():
        subjects = [view.person.id] if view.person else []
        record(Event.SLIP_OPEN, by=staff.actor, subjects=subjects, facts={"slip": view.row.number.shown})
    return view


def _view(row: Slip, staff: SignedIn, settings: Settings) -> SlipPage:
    day, lapses = clock.today(), settings.protection_lapses
    ids = {each for each in (row.holder_id, row.taken_by, row.closed_by, row.reviewed_by) if each is not None}
    return SlipPage(
        row,
        facts_of(row),
        entries_of(row.id),
        others_of(row, seen_by=staff),
        formers_of(row.id),
        {person.id: person.name for person in staff_names(ids).values()},
        section_names()[row.section_id],
        view_of(resident_by_id(row.resident_id), day, lapses=lapses) if row.resident_id else None,
    )


def find_handlers() -> Sequence[Handler]:
    """Nothing of a slip is read."""
    with reading():
        return handlers_on(clock.today())


def find_slip_of_visit(staff: SignedIn) -> tuple[str, str] | None:
    """Public id and number of the slip to which the person served now can be attached; None when the visit is no slip's."""
    if staff.visit is None or not staff.may(Permission.SLIP_WRITE):
        return None
    with reading():
        slip = slip_of_visit(staff.visit.id, seen_by=staff)
        return None if slip is None or why_not(Act.ATTACH, facts_of(slip)) else (slip.public_id, slip.number.shown)
