"""The demo's 受付票: some sixty inquiries in every state, and numbers kept for a standstill (D-3).

They count the minutes back from the moment of loading, so that a call is always late, one due soon, something waits, something is overdue.
"""

import secrets
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.accounts.models import Section
from portal.db import db
from portal.demo.slip_stories import STORIES, SlipStory
from portal.inquiries.models import Slip, SlipEntry, SlipSeries
from portal.inquiries.rules import EntryKind, SlipChannel, SlipState
from portal.inquiries.search_rules import SEARCHED, search_key_of
from portal.residents.models import Resident

# Made this long ago, so many.
BLANKS_AGO, BLANKS = timedelta(days=8), 5


def add_slips(staff: Mapping[str, int]) -> None:
    """Inside writing(), when the people are in; nothing when slips are there already. `staff`: ids by login name."""
    session = db.session()
    if session.scalar(select(Slip.id).limit(1)) is not None:
        return
    now = clock.now().replace(second=0, microsecond=0)
    sections = dict(session.execute(select(Section.code, Section.id)).all())
    residents = _residents()
    stories: list[tuple[datetime, SlipStory | None]] = [(now - timedelta(minutes=story.minutes), story) for story in STORIES]
    stories += [(now - BLANKS_AGO, None)] * BLANKS
    last = Counter[int]()
    for taken_at, story in sorted(stories, key=lambda each: each[0]):
        year = clock.fiscal_year(taken_at.date())
        last[year] += 1
        number = {
            "public_id": secrets.token_hex(16),
            "fiscal_year": year,
            "running": last[year],
            "taken_at": taken_at,
            "entered_at": taken_at,
        }
        section = sections[story.section if story else "kenko"]
        number |= {"section_id": section, "first_section_id": section}
        if story is None:
            session.add(Slip(state=SlipState.BLANK, channel=SlipChannel.PHONE, taken_by=staff["toiawase"], **number))
        else:
            _add(story, number, now, staff=staff, residents=residents)
    session.add_all(SlipSeries(fiscal_year=year, last=running) for year, running in last.items())
    session.flush()


def _residents() -> dict[str, Resident]:
    """Somebody, and somebody with 支援措置, as far as the city has them."""
    session = db.session()
    asked = {"any": Resident.protection.is_(None), "protected": Resident.protection.is_not(None)}
    found = {word: session.scalar(select(Resident).where(condition).order_by(Resident.id).limit(1)) for word, condition in asked.items()}
    return {word: resident for word, resident in found.items() if resident is not None}


def _add(story: SlipStory, number: dict[str, Any], now: datetime, *, staff: Mapping[str, int], residents: Mapping[str, Resident]) -> None:
    taker, holder = staff[story.by], staff[story.holder or story.by]
    resident = residents.get(story.resident)
    slip = Slip(
        **number,
        state=story.state,
        taken_by=taker,
        holder_id=holder,
        channel=story.channel,
        caller=resident.name if resident else story.caller,
        relation=story.relation,
        contact=story.contact or story.call_number,
        subject=story.subject,
        category=story.category,
        body=story.body or story.subject,
        heard_name=bool(story.caller),
        urgency=story.urgency,
        answer=story.answer,
        answer_by=_day(now, story.answer_in),
        waits_for=story.waits_for,
        waits_until=_day(now, story.waits_in),
        resident_id=resident.id if resident else None,
        cancel_reason=story.cancelled,
        about_system="",
        **_called(story, number["taken_at"], now),
        **_ended(story, number["taken_at"], staff),
    )
    slip.search_key = search_key_of(getattr(slip, name) for name in SEARCHED)
    db.session().add(slip)
    db.session().flush()
    _tell(slip)


def _day(now: datetime, days: int | None) -> Any:
    return None if days is None else (now + timedelta(days=days)).date()


def _called(story: SlipStory, taken_at: datetime, now: datetime) -> dict[str, Any]:
    """A call that was made was promised for two hours after the inquiry, and made `calls` minutes before that or after."""
    if story.calls is None:
        return {}
    if not story.reached:
        return {"call_back": True, "call_number": story.call_number, "call_at": now + timedelta(minutes=story.calls)}
    promised = taken_at + timedelta(hours=2)
    return {
        "call_back": True,
        "call_number": "029-000-0100",
        "call_at": promised,
        "called_at": promised - timedelta(minutes=story.calls),
    }


def _ended(story: SlipStory, taken_at: datetime, staff: Mapping[str, int]) -> dict[str, Any]:
    if story.state is not SlipState.CLOSED:
        return {}
    closed_at = taken_at + timedelta(hours=story.hours)
    closed = {"result": story.result, "closed_at": closed_at, "closed_by": staff[story.closed_by or story.holder or story.by]}
    return closed | ({"reviewed_at": closed_at + timedelta(days=3), "reviewed_by": staff["kacho"]} if story.reviewed else {})


def _tell(slip: Slip) -> None:
    """The lines that the steps would have left, in their order."""
    told: list[tuple[datetime | None, EntryKind, int, dict[str, Any]]] = [
        (slip.taken_at, EntryKind.STARTED, slip.taken_by, {"channel": slip.channel})
    ]
    if slip.holder_id != slip.taken_by:
        told.append((slip.taken_at + timedelta(minutes=2), EntryKind.HANDED, slip.taken_by, {"to_staff": slip.holder_id}))
    if slip.resident_id:
        told.append((slip.taken_at + timedelta(minutes=1), EntryKind.ATTACHED, slip.taken_by, {}))
    if slip.state is SlipState.WAITING:
        told.append((slip.taken_at + timedelta(minutes=9), EntryKind.WAITS, slip.taken_by, {"words": slip.waits_for}))
    if slip.called_at:
        told.append((slip.called_at, EntryKind.CALLED, slip.taken_by, {"channel": SlipChannel.PHONE}))
    if slip.state is SlipState.CANCELLED:
        told.append((slip.taken_at + timedelta(minutes=1), EntryKind.CANCELLED, slip.taken_by, {"words": slip.cancel_reason}))
    if slip.closed_by:
        told.append((slip.closed_at, EntryKind.CLOSED, slip.closed_by, {}))
    if slip.reviewed_by:
        told.append((slip.reviewed_at, EntryKind.REVIEWED, slip.reviewed_by, {}))
    in_order = sorted(told, key=lambda each: each[0] or slip.taken_at)
    db.session().add_all(SlipEntry(slip_id=slip.id, at=at, what=what, by=by, **more) for at, what, by, more in in_order)
