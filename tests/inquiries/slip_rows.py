"""Slips as rows, and much of everything for pages that must not ask more when there is more to show."""

import json
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.db import db, reading, writing
from portal.inquiries.models import Slip, SlipEntry, SlipSeries
from portal.inquiries.rules import Category, EntryKind, Result, SlipChannel, SlipState
from portal.inquiries.search_rules import SEARCHED, search_key_of
from tests.people import section_id, staff_id


def add_slip(
    state: SlipState = SlipState.OPEN, *, section: str = "kenko", first: str = "", holder: str = "toiawase", **values: Any
) -> Slip:
    """Inside writing(): the next number of 令和8年度, with its key and what its state needs."""
    session = db.session()
    series = session.get(SlipSeries, 2026) or SlipSeries(fiscal_year=2026, last=0)
    session.add(series)
    series.last += 1
    taken_at = values.pop("taken_at", clock.now())
    given: dict[str, Any] = {
        "public_id": secrets.token_hex(16),
        "fiscal_year": 2026,
        "running": series.last,
        "state": state,
        "section_id": section_id(section),
        "first_section_id": section_id(first or section),
        "holder_id": staff_id(holder) if state is not SlipState.BLANK else None,
        "taken_at": taken_at,
        "taken_by": staff_id(holder),
        "entered_at": taken_at,
        "channel": SlipChannel.PHONE,
    }
    if state is SlipState.CLOSED:
        closed_by = staff_id(values.pop("closed_by", holder))
        given |= {"result": Result.ANSWERED, "closed_at": taken_at + timedelta(hours=1), "closed_by": closed_by}
    if state is SlipState.CANCELLED:
        given |= {"cancel_reason": "誤起票"}
    slip = Slip(**(given | values))
    slip.search_key = search_key_of(str(getattr(slip, name) or "") for name in SEARCHED)
    session.add(slip)
    session.flush()
    session.add(SlipEntry(slip_id=slip.id, at=taken_at, by=slip.taken_by, what=EntryKind.STARTED, words="", other_public_id=""))
    session.flush()
    return slip


def many_slips(count: int) -> dict[str, str]:
    """Of every list more than one; the arguments of the pages' addresses."""
    now = clock.now()
    promised = {"call_back": True, "call_number": "029-000-1111"}
    with writing():
        for number in range(count):
            add_slip(caller=f"見本 {number}", call_at=now + timedelta(minutes=number - 5), category=Category.COMPLAINT, **promised)
            add_slip(SlipState.WAITING, waits_for="総務課", waits_until=now.date())
            add_slip(SlipState.CLOSED, caller="みほん", answer="案内した")
            add_slip(SlipState.BLANK)
        slip = add_slip()
    return dict.fromkeys(("inquiries.show_slip", "inquiries.show_news"), slip.public_id)


def facts_of(event: Event) -> list[dict[str, Any]]:
    """Of every record of this event, the oldest first."""
    with reading() as session:
        rows = session.scalars(select(AuditRecord).where(AuditRecord.event == event.value).order_by(AuditRecord.sequence))
        return [json.loads(row.facts) for row in rows]
