"""送付先 and 連絡先 read. What a protected person's say never leaves this file while the place is hidden."""

from dataclasses import fields
from datetime import date

from sqlalchemy import bindparam, select

from portal.accounts.models import Staff
from portal.db import db
from portal.errors import NotFound
from portal.residents.contact_models import Contact
from portal.residents.contact_rules import Details, Entry, Kind, Standing, standing_on
from portal.residents.queries import ResidentView


def contacts_of(resident: ResidentView, day: date) -> list[Entry]:
    """Every version of every entry, the newest first, in one statement."""
    rows = db.session().execute(_CONTACTS, {"resident_id": resident.id})
    return [_entry(contact, name, day, hide=resident.hides_place) for contact, name in rows]


_CONTACTS = (
    select(Contact, Staff.name)
    .outerjoin(Staff, Staff.id == Contact.recorded_by)
    .where(Contact.resident_id == bindparam("resident_id"))
    .order_by(Contact.recorded_at.desc(), Contact.id.desc())
)


def mailing_now(resident_id: int, day: date) -> Details | None:
    """Where post goes on this day when not to the registered address: one place or none."""
    contact = mailing_contact(resident_id, day)
    return details_of(contact) if contact else None


def mailing_contact(resident_id: int, day: date) -> Contact | None:
    """The same as the version that says so: a paper that was posted there names it."""
    rows = db.session().scalars(select(Contact).where(Contact.resident_id == resident_id, Contact.superseded_at.is_(None)))
    found = (row for row in rows if row.kind is Kind.MAILING and standing_on(details_of(row), row.why, day) is Standing.NOW)
    return next(found, None)


def current_contact(public_id: str) -> Contact:
    """The version that stands, inside a door. NotFound when there is none."""
    contact = db.session().scalar(select(Contact).where(Contact.public_id == public_id, Contact.superseded_at.is_(None)))
    if contact is None:
        raise NotFound
    return contact


def details_of(contact: Contact) -> Details:
    return Details(**{field.name: getattr(contact, field.name) for field in fields(Details)})


def entry_of(contact: Contact, day: date, *, hide: bool) -> Entry:
    """One version alone, without the name of who recorded it."""
    return _entry(contact, "", day, hide=hide)


def _entry(contact: Contact, recorded_by: str | None, day: date, *, hide: bool) -> Entry:
    details = details_of(contact)
    return Entry(
        public_id=contact.public_id,
        version=contact.version,
        kind=contact.kind,
        details=None if hide else details,
        standing=standing_on(details, contact.why, day),
        why=contact.why,
        recorded_at=contact.recorded_at,
        recorded_by=recorded_by or "",
        is_current=contact.superseded_at is None,
    )
