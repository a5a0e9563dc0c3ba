"""今日の窓口: what was issued and reissued by hand today, with whom it concerns."""

from dataclasses import dataclass

from sqlalchemy import select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import db, reading, writing
from portal.residents.models import Resident
from portal.residents.rules import RecordState
from portal.vouchers.queries import Issued, issued_on


@dataclass(frozen=True)
class DayLine:
    issued: Issued
    resident_public_id: str
    name: str
    kana: str


def todays_issues(*, staff: SignedIn) -> list[DayLine]:
    """The newest first, at most 1,000; the names are read in one statement and the reading is recorded before it is shown."""
    with reading():
        issues = issued_on(clock.today())
        people = {row.id: row for row in _people({issue.resident_id for issue in issues})}
    with writing():
        facts = {"day": clock.today().isoformat(), "count": len(issues)}
        record(Event.VOUCHER_LIST, by=staff.actor, subjects=people, facts=facts)
    return [DayLine(issue, row.public_id, row.name, row.kana) for issue in issues if (row := people.get(issue.resident_id))]


def _people(ids: set[int]) -> list[Resident]:
    current = (Resident.id.in_(ids), Resident.record_state == RecordState.CURRENT)
    return list(db.session().scalars(select(Resident).where(*current))) if ids else []
