"""Whether a slip has moved since its page was shown (D-3): no word of the slip is read, so nothing is recorded."""

import json

from sqlalchemy import func, select

from portal.accounts.chief_queries import staff_names
from portal.accounts.sessions import SignedIn
from portal.db import db, reading
from portal.errors import NotFound
from portal.inquiries.models import Slip, SlipEntry
from portal.inquiries.news_rules import Mark, news_words, read_mark, who_wrote
from portal.inquiries.queries import ways_to

_LINES = select(func.count()).select_from(SlipEntry)


def find_news(public_id: str, seen: str, *, staff: SignedIn) -> str | None:
    """Through a door of its own, in one statement while nothing has moved; then None. Raises NotFound."""
    lines = _LINES.where(SlipEntry.slip_id == Slip.id).scalar_subquery()
    with reading() as session:
        asked = select(Slip.id, Slip.version, Slip.writers, lines).where(Slip.public_id == public_id)
        row = next((found for way in ways_to(staff) if (found := session.execute(asked.where(way)).one_or_none())), None)
        if row is None:
            raise NotFound
        slip_id, version, writers, count = row
        mark = read_mark(seen)
        if mark == Mark(version, count):
            return None
        added = select(SlipEntry.by).where(SlipEntry.slip_id == slip_id).order_by(SlipEntry.id).offset(mark.lines)
        by_fields = list(json.loads(writers).values()) if version != mark.version else []
        people = who_wrote(session.scalars(added).all(), by_fields, staff.id)
        names = staff_names(people or ())
        return news_words(None if people is None else [names[each].name for each in people])


def mark_of(slip: Slip) -> Mark:
    """Inside a door."""
    return Mark(slip.version, db.session().scalar(_LINES.where(SlipEntry.slip_id == slip.id)) or 0)
