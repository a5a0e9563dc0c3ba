"""The story of a line, told in order on its page. Both functions are called inside a door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal import clock
from portal.accounts.models import Staff
from portal.audit.event_words import EVENT_WORDS
from portal.audit.events import Event
from portal.db import db
from portal.media.line_models import LineEvent


@dataclass(frozen=True)
class Told:
    at: datetime
    what: str
    words: str
    by: str


def tell(line_id: int, what: Event, *, by: int, words: str = "") -> None:
    """One step more; `what` is the event that the action records, `words` what its person wrote or what changed."""
    db.session().add(LineEvent(request_id=line_id, at=clock.now(), by=by, what=what.value, words=words[:600]))


def told_of(line_id: int) -> Sequence[Told]:
    """Oldest first."""
    found = select(LineEvent, Staff.name).join(Staff, Staff.id == LineEvent.by).where(LineEvent.request_id == line_id)
    rows = db.session().execute(found.order_by(LineEvent.id))
    return [Told(event.at, _what(event.what), event.words, name) for event, name in rows]


def _what(what: str) -> str:
    """An event that a later version no longer knows stands as it was written."""
    return EVENT_WORDS.get(Event(what), what) if what in set(Event) else what
