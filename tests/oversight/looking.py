"""Records to look for, and the auditor's way of looking."""

from collections.abc import Callable, Iterable
from datetime import datetime

import time_machine
from sqlalchemy import select

from portal.audit.events import Event
from portal.audit.models import AuditRecord, AuditSubject
from portal.audit.record import Actor, record
from portal.clock import JAPAN
from portal.db import reading, writing
from tests.conftest import Browser
from tests.people import staff_id

SignIn = Callable[[str], Browser]
MONDAY_MORNING = datetime(2026, 11, 16, 10, 38, tzinfo=JAPAN)
NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)
WHOLE_MONTH = {"begins_on": "令和8年11月"}


def a_lookup(
    people: Iterable[int],
    *,
    by: str = "madoguchi",
    at: datetime = MONDAY_MORNING,
    what: Event = Event.RESIDENT_OPEN,
    facts: dict[str, object] | None = None,
    purpose: str = "窓口・再発行",
) -> None:
    with reading():
        actor = Actor(staff_id(by), by, "10.1.2.3", visit_id=1, purpose=purpose)
    with time_machine.travel(at, tick=False), writing():
        record(what, by=actor, subjects=people, facts={"doses": 2, "vouchers": 1} if facts is None else facts)  # pyright: ignore[reportArgumentType]


def search(auditor: Browser, **form: str) -> Browser:
    auditor.get("/audit-records")
    return auditor.post("/audit-records", form)


def newest_record(what: Event) -> AuditRecord:
    with reading() as session:
        return session.scalars(
            select(AuditRecord).where(AuditRecord.event == what.value).order_by(AuditRecord.sequence.desc()).limit(1)
        ).one()


def subjects_of(found: AuditRecord) -> set[int]:
    with reading() as session:
        return set(session.scalars(select(AuditSubject.resident_id).where(AuditSubject.sequence == found.sequence)))


def a_record(
    what: Event, facts: dict[str, object], *, people: list[int] | None = None, typed: str | None = None, by: str = "madoguchi"
) -> int:
    """One record made now; returns its number."""
    with reading():
        actor = Actor(staff_id(by), by, "10.1.2.3", visit_id=1, purpose="窓口・再発行")
    with writing():
        record(what, by=actor, subjects=people or [], facts=facts, typed=typed)  # pyright: ignore[reportArgumentType]
    return newest_record(what).sequence
