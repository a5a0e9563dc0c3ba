"""An application form printed: blank for anybody, or with what the register knows of a person, which is a reading and is recorded."""

from dataclasses import dataclass
from datetime import datetime

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import note_person, visit_of
from portal.applications.documents import ApplicationSheet, application_pdf
from portal.applications.rules import FormKind
from portal.applications.sheets import Filled, blank_sheet, sheet_of_person
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.errors import refuse_if
from portal.programmes.queries import programmes
from portal.residents.queries import ResidentView, find_resident
from portal.vouchers.actions import person_facts
from portal.vouchers.kept_paper import refusing_unprintable
from portal.vouchers.rules import why_not_hidden


@dataclass(frozen=True)
class FormReview:
    """What may be filled in for this person; `why_not` is the rule's reason, and then only a blank form is printed."""

    resident: ResidentView
    programmes: list[tuple[str, str]]
    why_not: str | None
    people: int


def offered_programmes() -> list[tuple[str, str]]:
    """Inside a door: code and name of the programmes that stand on a form, the newest first."""
    return [(programme.code, programme.name) for programme in programmes()]


def review_form(public_id: str, *, staff: SignedIn, settings: Settings) -> FormReview:
    """Recorded before it is shown. NotFound when there is no such person."""
    with reading():
        resident, _ = find_resident(public_id, clock.today(), lapses=settings.protection_lapses)
        offered = offered_programmes()
    with writing():
        people = note_person(staff, resident.id)
        record(Event.FORM_REVIEW, by=staff.actor, subjects=[resident.id])
    return FormReview(resident, offered, why_not_hidden(person_facts(resident, staff)), people)


def print_blank_form(kind: FormKind, settings: Settings) -> bytes:
    """The same bytes all day: nobody stands on it."""
    with reading():
        offered = offered_programmes()
    morning = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return _pages(kind, blank_sheet(kind, offered, settings), morning)


def print_form_of(public_id: str, kind: FormKind, filled: Filled, *, staff: SignedIn, settings: Settings) -> bytes:
    """With the person's own data, as far as it may be shown; recorded before it is given out. Raises NotFound, Refused."""
    visit_of(staff)
    with reading():
        resident, _ = find_resident(public_id, clock.today(), lapses=settings.protection_lapses)
        offered = offered_programmes()
    refuse_if(why_not_hidden(person_facts(resident, staff)))
    sheet = sheet_of_person(blank_sheet(kind, offered, settings, filled), resident, filled, settings)
    pdf = _pages(kind, sheet, clock.now())
    with writing():
        note_person(staff, resident.id)
        record(Event.FORM_PRINT, by=staff.actor, subjects=[resident.id], facts={"form": kind.value})
    return pdf


def _pages(kind: FormKind, sheet: ApplicationSheet, made_at: datetime) -> bytes:
    with refusing_unprintable("何も記録していません。空の用紙は印刷できます。"):
        return application_pdf(kind, [sheet], made_at=made_at)
