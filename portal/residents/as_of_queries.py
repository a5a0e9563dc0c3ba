"""The register's values as they stood before a moment, read for the page of a past day. What is hidden never leaves this file."""

from datetime import datetime

from sqlalchemy import bindparam, select

from portal.db import db
from portal.residents.as_of_rules import Fact, facts_then, values_then
from portal.residents.consequences import FIELDS, as_text
from portal.residents.models import ResidentChange
from portal.residents.queries import HIDDEN_FIELDS, ResidentView, resident_by_id


def register_then(resident: ResidentView, end: datetime) -> list[Fact]:
    """Inside a door: every value at the last moment before `end`, beside today's."""
    row = resident_by_id(resident.id)
    now = {field: as_text(getattr(row, field)) for field in FIELDS}
    later = [(change.field, change.old) for change in db.session().execute(_LATER, {"resident_id": resident.id, "end": end})]
    hidden = HIDDEN_FIELDS if resident.hides_place else frozenset[str]()
    return facts_then(values_then(now, later), now, hidden=hidden)


_LATER = (
    select(ResidentChange.field, ResidentChange.old)
    .where(ResidentChange.resident_id == bindparam("resident_id"), ResidentChange.at >= bindparam("end"))
    .order_by(ResidentChange.at.desc(), ResidentChange.id.desc())
)
