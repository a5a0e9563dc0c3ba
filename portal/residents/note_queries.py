"""申し送り read: a protected person's notes are cautions for everybody, but those from before the protection began stay hidden."""

from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Staff
from portal.db import db
from portal.errors import NotFound
from portal.residents.note_models import ResidentNote
from portal.residents.note_rules import NoteView, is_shown
from portal.residents.queries import ResidentView


def notes_of(resident: ResidentView, day: date) -> list[NoteView]:
    """Every note of the person, the newest first, in one statement."""
    rows = db.session().execute(_NOTES, {"resident_id": resident.id})
    return [view_of_note(note, resident, day, written_by=writer or "", ended_by=ender or "") for note, writer, ender in rows]


_Ender = aliased(Staff)
_NOTES = (
    select(ResidentNote, Staff.name, _Ender.name)
    .outerjoin(Staff, Staff.id == ResidentNote.written_by)
    .outerjoin(_Ender, _Ender.id == ResidentNote.ended_by)
    .where(ResidentNote.resident_id == bindparam("resident_id"))
    .order_by(ResidentNote.written_at.desc(), ResidentNote.id.desc())
)


def note_row(public_id: str) -> ResidentNote:
    """Inside a door; NotFound when there is none."""
    note = db.session().scalar(select(ResidentNote).where(ResidentNote.public_id == public_id))
    if note is None:
        raise NotFound
    return note


def view_of_note(note: ResidentNote, resident: ResidentView, day: date, *, written_by: str = "", ended_by: str = "") -> NoteView:
    hide = resident.hides_place and not note.under_protection
    return NoteView(
        public_id=note.public_id,
        text="" if hide else note.text,
        ends_on=note.ends_on,
        written_at=note.written_at,
        written_by=written_by,
        ended_at=note.ended_at,
        ended_by=ended_by,
        end_reason=note.end_reason,
        is_hidden=hide,
        is_shown=is_shown(note.ends_on, note.ended_at, day),
    )
