"""Writing and ending a 申し送り: checked again in the transaction, recorded with it."""

import secrets
from datetime import date

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import visit_of
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import writing
from portal.errors import refuse_if
from portal.permissions import Permission
from portal.residents.note_models import ResidentNote
from portal.residents.note_queries import note_row
from portal.residents.note_rules import HIDDEN_TEXT, NoteEnd, why_not_end, why_not_until
from portal.residents.queries import held_resident, id_of_resident
from portal.web.once import first_result, keep_result


def write_note(resident_public_id: str, text: str, ends_on: date, *, staff: SignedIn, once: str, settings: Settings) -> None:
    """A note for whoever serves this person next. Refused with the rule's reason when its end is past or too far."""
    with writing() as session:
        if first_result(once) is not None:
            return
        visit_of(staff)
        resident = held_resident(id_of_resident(resident_public_id), clock.today(), lapses=settings.protection_lapses)
        refuse_if(why_not_until(ends_on, clock.today()))
        session.add(
            ResidentNote(
                public_id=secrets.token_hex(16),
                resident_id=resident.id,
                text=text,
                ends_on=ends_on,
                under_protection=resident.shield.hidden,
                written_at=clock.now(),
                written_by=staff.id,
            )
        )
        record(Event.NOTE_WRITE, by=staff.actor, subjects=[resident.id], facts={"day": ends_on.isoformat()})
        keep_result(once, resident_public_id)


def end_note(public_id: str, reason: NoteEnd, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """Not shown any longer; gives the person's public id. Refused when somebody else ended it first, or when it is hidden."""
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        visit_of(staff)
        resident = held_resident(note_row(public_id).resident_id, clock.today(), lapses=settings.protection_lapses)
        note = note_row(public_id)
        session.refresh(note)
        is_hidden = resident.shield.hidden and not note.under_protection
        refuse_if(HIDDEN_TEXT if is_hidden and not staff.may(Permission.PROTECTED_OPEN) else None)
        refuse_if(why_not_end(note.ended_at, note.ends_on, clock.today()))
        note.ended_at, note.ended_by, note.end_reason = clock.now(), staff.id, reason
        record(Event.NOTE_END, by=staff.actor, subjects=[resident.id], facts={"reason": reason.value})
        keep_result(once, resident.public_id)
        return resident.public_id
