"""A slip is read, and that it was read is recorded before it is shown (design.md §3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import reading, writing
from portal.inquiries.models import Slip
from portal.inquiries.queries import EntryView, entries_of, slip_row


@dataclass(frozen=True)
class SlipView:
    """A slip as its page shows it."""

    row: Slip
    entries: Sequence[EntryView]


def open_slip(public_id: str, *, staff: SignedIn) -> SlipView:
    """Raises NotFound."""
    with reading():
        row = slip_row(public_id, seen_by=staff)
        view = SlipView(row, entries_of(row.id))
    with writing():
        record(Event.SLIP_OPEN, by=staff.actor, subjects=[row.resident_id] if row.resident_id else [], facts={"slip": row.number.shown})
    return view
