"""What the tests of the counter share: a visit, a search, and what stands in the answers and in the records."""

import json
import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from portal.audit.events import Event
from portal.audit.models import AuditRecord, AuditSubject
from portal.db import db, reading
from portal.encryption import open_text
from portal.residents.models import Resident
from portal.web.rendering import settings
from tests.conftest import Browser

SignIn = Callable[[str], Browser]
VISIT = {"channel": "counter", "reason": "reissue"}
SEALED = (("visit", "typed", "audit:typed"), ("audit_record", "typed", "audit:typed"), ("kept_form", "sealed", "accounts:kept-form"))


def in_visit(browser: Browser, **form: str) -> Browser:
    browser.get("/visits/new").post("/visits", VISIT | form)
    assert browser.status == 303
    return browser


def search(browser: Browser, q: str = "", birth: str = "", **form: str) -> Browser:
    """The answer as it is read: after the way on when there is one."""
    browser.get("/residents").post("/residents", {"q": q, "birth": birth} | form)
    return browser.follow() if browser.status == 303 else browser


def rows_of(browser: Browser) -> list[tuple[str, str]]:
    """(public id, why) of each hit, in the order shown."""
    rows = re.findall(r'<tr class="[^"]*">\s*<th scope="row"><a href="/residents/([0-9a-f]{32})"(.*?)</tr>', browser.text, re.S)
    return [(public_id, " ".join(re.sub("<[^>]+>", " ", row.rpartition("<td>")[2]).split())) for public_id, row in rows]


def whys(browser: Browser) -> dict[str, str]:
    return dict(rows_of(browser))


def records(*events: Event) -> list[AuditRecord]:
    with reading() as session:
        wanted = select(AuditRecord).where(AuditRecord.event.in_([event.value for event in events])).order_by(AuditRecord.sequence)
        return list(session.scalars(wanted))


def subjects_of(record: AuditRecord) -> set[int]:
    with reading() as session:
        return set(session.scalars(select(AuditSubject.resident_id).where(AuditSubject.sequence == record.sequence)))


def records_about(resident: Resident) -> list[str]:
    """The events that name this person, the oldest first."""
    with reading() as session:
        of_person = select(AuditRecord.event).join(AuditSubject, AuditSubject.sequence == AuditRecord.sequence)
        return list(session.scalars(of_person.where(AuditSubject.resident_id == resident.id).order_by(AuditRecord.sequence)))


def facts(record: AuditRecord) -> dict[str, Any]:
    return json.loads(record.facts)


def everything_stored() -> str:
    """Every value of every table, and what is sealed opened."""
    with reading() as session:
        lines = [repr(row) for table in db.metadata.sorted_tables for row in session.execute(select(table))]
        for name, column, place in SEALED:
            sealed = session.scalars(select(db.metadata.tables[name].c[column])).all()
            lines += [open_text(settings().data_key, text, place=place) for text in sealed if text]
    return "\n".join(lines)
