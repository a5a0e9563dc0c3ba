"""The story of a case, told in order on its page. Both functions are called inside a door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal import clock
from portal.accounts.models import Staff
from portal.audit.event_words import EVENT_WORDS
from portal.audit.events import Event
from portal.db import db
from portal.disclosures.models import CaseEvent


@dataclass(frozen=True)
class Told:
    at: datetime
    what: str
    words: str
    by: str


def tell(case_id: int, what: Event, *, by: int, words: str = "") -> None:
    """One step more; `what` is the event that the action records, `words` what its person wrote or what changed."""
    db.session().add(CaseEvent(case_id=case_id, at=clock.now(), by=by, what=what.value, words=words[:1000]))


def told_of(case_id: int) -> Sequence[Told]:
    """Oldest first."""
    found = select(CaseEvent, Staff.name).join(Staff, Staff.id == CaseEvent.by).where(CaseEvent.case_id == case_id)
    rows = db.session().execute(found.order_by(CaseEvent.id))
    return [Told(event.at, _what(event.what), event.words, name) for event, name in rows]


def _what(what: str) -> str:
    """An event that a later version no longer knows stands as it was written."""
    return EVENT_WORDS.get(Event(what), what) if what in set(Event) else what
