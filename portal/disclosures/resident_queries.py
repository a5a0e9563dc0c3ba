"""The person whom a case is about, as the register has them now: of a merged record the one that stands. Inside a door."""

from portal import clock
from portal.config import Settings
from portal.db import db
from portal.residents.merged import standing_for
from portal.residents.models import Resident
from portal.residents.queries import ResidentView, view_of
from portal.residents.rules import RecordState


def resident_of(resident_id: int | None, settings: Settings) -> ResidentView | None:
    """None while nobody was looked up, or when the record was taken back with its file."""
    row = db.session().get(Resident, resident_id) if resident_id else None
    if row is not None and row.record_state is RecordState.MERGED:
        standing = standing_for(row.public_id)
        row = db.session().get(Resident, standing.id) if standing else None
    if row is None or row.record_state is not RecordState.CURRENT:
        return None
    return view_of(row, clock.today(), lapses=settings.protection_lapses)
