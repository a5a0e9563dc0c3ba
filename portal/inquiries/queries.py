"""Which slips a person sees, one slip with its lines (D-3). Every function is called inside a door."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from portal import clock
from portal.accounts.chief_queries import staff_names
from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn
from portal.db import db
from portal.errors import NotFound
from portal.inquiries.models import Slip, SlipEntry
from portal.inquiries.review_queries import reader_of, waits_for
from portal.inquiries.rules import EntryKind, SlipChannel
from portal.permissions import Permission


@dataclass(frozen=True)
class EntryView:
    """A line of the 対応の記録; `to`: to whom it was handed; `other_public_id`: the slip or case it names."""

    at: datetime
    what: EntryKind
    channel: SlipChannel | None
    words: str
    by: str
    to: str
    other_public_id: str


def sees(staff: SignedIn) -> ColumnElement[bool]:
    """A slip is seen by the section that has it, by the one that took it, and by whoever wrote it or holds it."""
    of_section = or_(Slip.section_id == staff.section_id, Slip.first_section_id == staff.section_id)
    return or_(of_section, Slip.taken_by == staff.id, Slip.holder_id == staff.id)


def ways_to(staff: SignedIn) -> Iterator[ColumnElement[bool]]:
    """One slip by its address, asked one after the other: no list and no search goes that far.

    Whoever handed it on, typed while it was handed on or has a line in it is not shut out; and whoever is to see it off reads it first.
    """
    in_lines = select(SlipEntry.id).outerjoin(Staff, Staff.id == SlipEntry.to_staff).where(SlipEntry.slip_id == Slip.id)
    yield or_(sees(staff), in_lines.where(or_(Staff.section_id == staff.section_id, SlipEntry.by == staff.id)).exists())
    if staff.may(Permission.SLIP_REVIEW):
        yield waits_for(reader_of(staff, clock.today()))


def slip_row(public_id: str, *, seen_by: SignedIn, held: bool = False) -> Slip:
    """`held`: locked until the commit, inside writing(). Raises NotFound."""
    for way in ways_to(seen_by):
        found = select(Slip).where(Slip.public_id == public_id, way)
        if row := db.session().scalar(found.with_for_update(of=Slip) if held else found):
            return row
    raise NotFound


def entries_of(slip_id: int) -> Sequence[EntryView]:
    """Oldest first."""
    rows = list(db.session().scalars(select(SlipEntry).where(SlipEntry.slip_id == slip_id).order_by(SlipEntry.id)))
    ids = {row.by for row in rows} | {row.to_staff for row in rows if row.to_staff}
    names = {person.id: person.name for person in staff_names(ids).values()}
    return [
        EntryView(row.at, row.what, row.channel, row.words, names[row.by], names[row.to_staff] if row.to_staff else "", row.other_public_id)
        for row in rows
    ]
