"""A slip from one key: its number is there before the caller has finished the sentence (D-3)."""

import secrets

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import writing
from portal.inquiries.entries import add_entry
from portal.inquiries.models import Slip
from portal.inquiries.rules import EntryKind, SlipChannel
from portal.inquiries.series import next_number
from portal.web.once import first_result, keep_result

# The telephone rings most, and is the one that leaves no time.
MOST_OFTEN = SlipChannel.PHONE


def start_slip(*, staff: SignedIn, once: str) -> str:
    """Taken now, held by whoever pressed the key; its public id. Pressed twice it is one slip."""
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        now = clock.now()
        number = next_number(clock.fiscal_year(now.date()))
        slip = Slip(
            public_id=secrets.token_hex(16),
            fiscal_year=number.fiscal_year,
            running=number.running,
            section_id=staff.section_id,
            first_section_id=staff.section_id,
            holder_id=staff.id,
            taken_at=now,
            taken_by=staff.id,
            entered_at=now,
            channel=MOST_OFTEN,
        )
        session.add(slip)
        session.flush()
        add_entry(slip.id, EntryKind.STARTED, by=staff.id, channel=MOST_OFTEN)
        record(Event.SLIP_START, by=staff.actor, facts={"slip": number.shown, "channel": MOST_OFTEN.value})
        keep_result(once, slip.public_id)
        return slip.public_id
