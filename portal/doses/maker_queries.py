"""The makers' names read: as they stand, and for a file the ledger's name of each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.accounts.models import Staff
from portal.db import db
from portal.doses.models import MakerName


@dataclass(frozen=True)
class MakerLine:
    """One name that stands; `added_by` is empty where it came with the portal."""

    public_id: str
    written: str
    maker: str
    added_at: datetime
    added_by: str


def makers_by_key() -> dict[str, str]:
    """Inside a door: the ledger's name by the key of each name that files write."""
    rows = db.session().execute(select(MakerName.written_key, MakerName.maker).where(MakerName.ended_at.is_(None)))
    return {key: maker for key, maker in rows}  # noqa: C416  (rows are no pairs to the type checker)


def list_makers() -> list[MakerLine]:
    """Inside a door: by the ledger's name."""
    rows = db.session().execute(
        select(MakerName.public_id, MakerName.written, MakerName.maker, MakerName.added_at, Staff.name)
        .outerjoin(Staff, Staff.id == MakerName.added_by)
        .where(MakerName.ended_at.is_(None))
        .order_by(MakerName.maker, MakerName.id)
    )
    return [MakerLine(row[0], row[1], row[2], row[3], row[4] or "") for row in rows]
