"""What stands on the pages of 送付先・連絡先 and 申し送り: read in a snapshot, recorded, then shown."""

from dataclasses import dataclass, replace

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import note_person
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.permissions import Permission
from portal.residents.contact_queries import contacts_of, current_contact, entry_of
from portal.residents.contact_rules import Entry, why_not_contacts, why_not_touch
from portal.residents.note_queries import note_row, view_of_note
from portal.residents.note_rules import NoteView
from portal.residents.queries import ResidentView, find_resident, resident_by_id, view_of


@dataclass(frozen=True)
class ContactReview:
    """The person, the entries that the page is about, and the rule's reason when there is nothing to change for this member of staff."""

    resident: ResidentView
    entries: list[Entry]
    why_not: str | None
    people: int = 0

    @property
    def current(self) -> list[Entry]:
        """What can be changed or ended: the versions that stand."""
        return [entry for entry in self.entries if entry.is_current]


def review_contacts(resident_public_id: str, *, staff: SignedIn, settings: Settings) -> ContactReview:
    """All entries of a person. NotFound when there is none."""
    with reading():
        resident, _ = find_resident(resident_public_id, clock.today(), lapses=settings.protection_lapses)
        entries = contacts_of(resident, clock.today())
    return _looked_at(ContactReview(resident, entries, _why_not(resident, staff)), staff)


def review_contact(public_id: str, *, staff: SignedIn, settings: Settings) -> ContactReview:
    """One entry as it stands now. NotFound when there is none."""
    with reading():
        row = current_contact(public_id)
        resident = view_of(resident_by_id(row.resident_id), clock.today(), lapses=settings.protection_lapses)
    entry = entry_of(row, clock.today(), hide=resident.hides_place)
    return _looked_at(ContactReview(resident, [entry], _why_not(resident, staff) or why_not_touch(row.why)), staff)


def _why_not(resident: ResidentView, staff: SignedIn) -> str | None:
    return why_not_contacts(hidden=resident.shield.hidden, may_open_protected=staff.may(Permission.PROTECTED_OPEN))


def _looked_at(review: ContactReview, staff: SignedIn) -> ContactReview:
    return replace(review, people=_look(review.resident, Event.CONTACT_REVIEW, staff))


@dataclass(frozen=True)
class NoteReview:
    """The person, and the note when one is about to be ended."""

    resident: ResidentView
    note: NoteView | None
    people: int


def review_note_page(resident_public_id: str, *, staff: SignedIn, settings: Settings) -> NoteReview:
    """For a new note. NotFound when there is no such person."""
    with reading():
        resident, _ = find_resident(resident_public_id, clock.today(), lapses=settings.protection_lapses)
    return NoteReview(resident, None, _look(resident, Event.NOTE_REVIEW, staff))


def review_note(public_id: str, *, staff: SignedIn, settings: Settings) -> NoteReview:
    """For the end of this one. NotFound when there is none."""
    with reading():
        row = note_row(public_id)
        resident = view_of(resident_by_id(row.resident_id), clock.today(), lapses=settings.protection_lapses)
    return NoteReview(resident, view_of_note(row, resident, clock.today()), _look(resident, Event.NOTE_REVIEW, staff))


def _look(resident: ResidentView, event: Event, staff: SignedIn) -> int:
    """Recorded before anything is shown, and the person becomes the one being served. Returns how many people the visit has opened."""
    with writing():
        people = note_person(staff, resident.id)
        record(event, by=staff.actor, subjects=[resident.id])
    return people
