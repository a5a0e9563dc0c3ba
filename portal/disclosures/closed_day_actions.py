"""A closed day of the city added, or ended when it was a mistake; no deadline is stored, so nothing else changes (D-2)."""

import secrets
from datetime import date

from sqlalchemy import select

from portal import clock
from portal.accounts.models import Section
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import writing
from portal.disclosures.closed_day_queries import closed_day_row, moved_deadlines, own_days
from portal.disclosures.closed_day_rules import why_not_add, why_not_end
from portal.disclosures.models import ClosedDay
from portal.errors import refuse_if
from portal.text.holidays import is_closed
from portal.web.once import first_result, keep_result


def add_closed_day(day: date, words: str, *, staff: SignedIn, once: str) -> str:
    """Its public id. Raises Refused: closed anyway, added already, too far away."""
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        # Two who add the same day at once follow one another.
        session.execute(select(Section.id).order_by(Section.id).limit(1).with_for_update())
        own = own_days()
        refuse_if(why_not_add(day, clock.today(), is_closed_anyway=is_closed(day), is_own=day in own))
        moved = moved_deadlines(day, own)
        row = ClosedDay(public_id=secrets.token_hex(16), day=day, words=words.strip(), added_at=clock.now(), added_by=staff.id)
        session.add(row)
        session.flush()
        record(Event.CLOSED_DAY_ADD, by=staff.actor, facts={"day": day.isoformat(), "moved": len(moved)})
        keep_result(once, row.public_id)
        return row.public_id


def end_closed_day(public_id: str, *, staff: SignedIn, once: str) -> None:
    """The day is open again; the row stays. Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        row = closed_day_row(public_id, held=True)
        refuse_if(why_not_end(has_ended=row.ended_at is not None))
        row.ended_at, row.ended_by = clock.now(), staff.id
        record(Event.CLOSED_DAY_END, by=staff.actor, facts={"day": row.day.isoformat()})
        keep_result(once, public_id)
