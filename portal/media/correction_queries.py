"""訂正: the lines that follow other lines, and what may be added to one (M-6)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.accounts.models import Staff
from portal.db import db
from portal.media.ledger_item_rules import item_of
from portal.media.line_models import Correction
from portal.media.number_rules import Series


@dataclass(frozen=True)
class Corrected:
    """One correcting line, as it stands under the line it corrects."""

    item: str
    heading: str
    was: str
    becomes: str
    reason: str
    at: datetime
    by: str


def corrections_of(ledger: Series, row_ids: Collection[int]) -> dict[int, list[Corrected]]:
    """Inside a door, by the id of the line, the oldest first; lines without any are left out."""
    found: dict[int, list[Corrected]] = defaultdict(list)
    joined = select(Correction, Staff.name).join(Staff, Staff.id == Correction.by)
    asked = joined.where(Correction.ledger == ledger, Correction.line_id.in_(row_ids)).order_by(Correction.id)
    for row, name in db.session().execute(asked):
        item = item_of(ledger, row.item)
        heading = item.heading if item is not None else row.item
        found[row.line_id].append(Corrected(row.item, heading, row.was, row.becomes, row.reason, row.at, name))
    return dict(found)
