"""What other parts ask of the chain as a whole. Inside a door."""

from sqlalchemy import select

from portal.audit.models import AuditHead
from portal.db import db


def newest_sequence() -> int:
    """The number of the last record, which is also how many there are."""
    return db.session().scalar(select(AuditHead.sequence).where(AuditHead.id == 1)) or 0
