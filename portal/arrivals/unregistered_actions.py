"""住登外 registered by hand: checked again inside the transaction, with a number of its own range, who and why in the history (S2-1)."""

import secrets
from dataclasses import dataclass

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.arrivals.actions import ToConfirm
from portal.arrivals.rules import seen_mark, why_not_birth
from portal.arrivals.series import held_unregistered_series, next_unregistered_number
from portal.arrivals.similar import alike_residents, any_exact
from portal.arrivals.unregistered_rules import (
    LOOK_AT_THEM,
    REGISTRATION_WORDS,
    SAY_WHY,
    Names,
    RegistrationReason,
    protection_for,
    why_not_note,
    why_not_without_search,
)
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, writing
from portal.errors import refuse_if
from portal.residents.consequences import as_text
from portal.residents.keys import search_keys
from portal.residents.models import Resident, ResidentChange
from portal.residents.rules import Category, Sex
from portal.vouchers.actions import visit_of
from portal.vouchers.rules import Applicant, Document, document_words, why_not_identity
from portal.web.once import first_result, keep_result


@dataclass(frozen=True)
class NewPerson:
    """What the form says. `seen`: those alike whom the page showed and the clerk said are somebody else (seen_mark)."""

    names: Names
    roman_name: str
    sex: Sex
    address: str
    building: str
    phone: str
    reason: RegistrationReason
    note: str
    applicant: Applicant
    documents: frozenset[Document]
    seen: str = ""
    namesake_reason: str = ""


def register_unregistered(new: NewPerson, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """Stores the person and returns the public id. Somebody who cannot move their entry because of violence is protected at once.

    Raises Refused without a visit, a search in it or the identity check (R2-1); ToConfirm when people alike are there whom the clerk
    has not been shown, and without a reason beside the same name and birth date.
    """
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        visit = visit_of(staff)
        refuse_if(why_not_without_search(visit.typed is not None) or why_not_identity(new.applicant, new.documents))
        refuse_if(why_not_birth(new.names.birth, clock.today()) or why_not_note(new.reason, new.note))
        series = held_unregistered_series(settings.unregistered_number_start)
        alike = alike_residents(new.names)
        if seen_mark(row.public_id for row in alike) != new.seen:
            raise ToConfirm(LOOK_AT_THEM)
        is_namesake = any_exact(new.names, alike)
        if is_namesake and not new.namesake_reason:
            raise ToConfirm(SAY_WHY)
        resident = _resident(new, next_unregistered_number(series, settings.unregistered_number_start))
        session.add(resident)
        session.flush()
        _write_history(resident, new, staff)
        facts = {"reason": new.reason.value, "checked": len(alike), "namesake": is_namesake, "applicant": new.applicant.value}
        record(Event.RESIDENT_REGISTER, by=staff.actor, subjects=[resident.id], facts=facts)
        keep_result(once, resident.public_id)
        return resident.public_id


def _resident(new: NewPerson, number: str) -> Resident:
    names, protection = new.names, protection_for(new.reason)
    values = {
        "name": names.name,
        "kana": names.kana,
        "former_surname": names.former_surname,
        "alias_name": names.alias_name,
        "roman_name": new.roman_name,
        "birth": names.birth,
        "sex": new.sex,
        "address": new.address,
        "building": new.building,
        "phone": new.phone,
    }
    return Resident(
        **values,
        **search_keys(values),
        public_id=secrets.token_hex(16),
        resident_number=number,
        category=Category.NOT_REGISTERED,
        protection=protection,
        protected_from=clock.today() if protection else None,
        registered_at=clock.now(),
    )


def _write_history(resident: Resident, new: NewPerson, staff: SignedIn) -> None:
    """Who and why, before the first change of any value."""
    words = {
        "category": as_text(resident.category),
        "registration_reason": REGISTRATION_WORDS[new.reason],
        "registration_note": new.note,
        "namesake_reason": new.namesake_reason,
        "identity_checked": document_words(new.documents),
        "protection": as_text(resident.protection),
    }
    db.session().add_all(
        ResidentChange(resident_id=resident.id, at=clock.now(), field=field, old="", new=word, staff_id=staff.id)
        for field, word in words.items()
        if word
    )
