"""Making, changing and ending a 送付先 or 連絡先: checked again in the transaction that adds the version, recorded with it."""

import secrets
from dataclasses import asdict, replace
from datetime import date

from sqlalchemy import select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import visit_of
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, writing
from portal.errors import Changed, NotFound, refuse_if
from portal.permissions import Permission
from portal.residents.contact_models import Contact
from portal.residents.contact_queries import current_contact, details_of
from portal.residents.contact_rules import (
    Details,
    Standing,
    Why,
    standing_on,
    why_not_beside,
    why_not_contacts,
    why_not_end,
    why_not_period,
    why_not_touch,
)
from portal.residents.contact_words import meanwhile_words
from portal.residents.queries import ResidentView, held_resident, id_of_resident
from portal.web.once import first_result, keep_result


def add_contact(resident_public_id: str, details: Details, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """A new entry; gives the person's public id. Refused with the rule's reason (period, two at a time, 支援措置)."""
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        visit_of(staff)
        resident = _person(id_of_resident(resident_public_id), staff, settings)
        refuse_if(why_not_period(details.starts_on, details.ends_on, day=clock.today()))
        refuse_if(why_not_beside(details, _standing(resident.id), hidden=resident.shield.hidden))
        session.add(_version(details, Why.ADDED, public_id=secrets.token_hex(16), number=1, resident_id=resident.id, staff=staff))
        return _done(resident, details, Why.ADDED, staff=staff, once=once)


def change_contact(public_id: str, details: Details, why: Why, *, seen: int, staff: SignedIn, once: str, settings: Settings) -> str:
    """A new version of the entry with this reason; gives the person's public id.

    Raises Changed when another person was first and says what is different now, Refused with the rule's reason.
    """
    with writing():
        if (known := first_result(once)) is not None:
            return known
        visit_of(staff)
        resident, row = _held(public_id, seen, staff=staff, settings=settings)
        if details.kind is not row.kind:
            raise NotFound
        refuse_if(why_not_period(details.starts_on, details.ends_on, day=clock.today()))
        refuse_if(why_not_beside(details, _standing(resident.id, without=public_id), hidden=resident.shield.hidden))
        _supersede(row, details, why, staff=staff)
        return _done(resident, details, why, staff=staff, once=once)


def end_contact(public_id: str, last_day: date | None, why: Why, *, seen: int, staff: SignedIn, once: str, settings: Settings) -> str:
    """The entry ends on its last day, or never stood when it was a mistake; gives the person's public id. Raises as change_contact."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        visit_of(staff)
        resident, row = _held(public_id, seen, staff=staff, settings=settings)
        before = details_of(row)
        refuse_if(why_not_end(before, last_day, why, day=clock.today(), hidden=resident.shield.hidden))
        details = before if why is Why.MISTAKEN else replace(before, ends_on=last_day)
        _supersede(row, details, why, staff=staff)
        return _done(resident, details, why, staff=staff, once=once)


def _person(resident_id: int, staff: SignedIn, settings: Settings) -> ResidentView:
    """Held until the commit, so that of two changes at once the second sees the first."""
    resident = held_resident(resident_id, clock.today(), lapses=settings.protection_lapses)
    refuse_if(why_not_contacts(hidden=resident.shield.hidden, may_open_protected=staff.may(Permission.PROTECTED_OPEN)))
    return resident


def _held(public_id: str, seen: int, *, staff: SignedIn, settings: Settings) -> tuple[ResidentView, Contact]:
    """The person and the version that stands, which must be the one that the page showed."""
    session = db.session()
    owner = session.scalar(select(Contact.resident_id).where(Contact.public_id == public_id).limit(1))
    if owner is None:
        raise NotFound
    resident = _person(owner, staff, settings)
    row = current_contact(public_id)
    if row.version != seen:
        shown = session.scalar(select(Contact).where(Contact.public_id == public_id, Contact.version == seen))
        if shown is None:
            raise NotFound
        raise Changed(meanwhile_words(details_of(shown), details_of(row), row.why, hidden=resident.shield.hidden))
    refuse_if(why_not_touch(row.why))
    return resident, row


def _standing(resident_id: int, *, without: str = "") -> list[Details]:
    """The person's other entries that stand or will stand; one that is over leaves room from the day after."""
    rows = db.session().scalars(
        select(Contact).where(Contact.resident_id == resident_id, Contact.superseded_at.is_(None), Contact.public_id != without)
    )
    return [details_of(row) for row in rows if standing_on(details_of(row), row.why, clock.today()) is not Standing.WITHDRAWN]


def _supersede(row: Contact, details: Details, why: Why, *, staff: SignedIn) -> None:
    session = db.session()
    row.superseded_at = clock.now()
    session.flush()
    session.add(_version(details, why, public_id=row.public_id, number=row.version + 1, resident_id=row.resident_id, staff=staff))


def _version(details: Details, why: Why, *, public_id: str, number: int, resident_id: int, staff: SignedIn) -> Contact:
    return Contact(
        **asdict(details),
        public_id=public_id,
        version=number,
        resident_id=resident_id,
        why=why,
        recorded_at=clock.now(),
        recorded_by=staff.id,
    )


def _done(resident: ResidentView, details: Details, why: Why, *, staff: SignedIn, once: str) -> str:
    facts = {"kind": details.kind.value, "reason": why.value}
    record(Event.CONTACT_CHANGE, by=staff.actor, subjects=[resident.id], facts=facts)
    keep_result(once, resident.public_id)
    return resident.public_id
