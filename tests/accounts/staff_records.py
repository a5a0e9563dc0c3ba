"""What the tests of staff administration read back: records, rows, and a form sent a second time."""

import json
from typing import Any

from sqlalchemy import select

from portal.accounts.models import LoginSession, RoleGrant, Staff
from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.db import reading
from portal.permissions import Role
from tests.conftest import Browser
from tests.people import staff_id


def facts_of(event: Event) -> list[dict[str, Any]]:
    """The facts of every record of this event, the oldest first, with the login name of who did it."""
    wanted = select(AuditRecord).where(AuditRecord.event == event.value).order_by(AuditRecord.sequence)
    with reading() as session:
        return [{"by": record.staff_login} | json.loads(record.facts) for record in session.scalars(wanted)]


def the_staff(login_name: str) -> Staff:
    with reading() as session:
        return session.scalars(select(Staff).where(Staff.login_name == login_name)).one()


def roles_of(login_name: str) -> list[RoleGrant]:
    with reading() as session:
        mine = select(RoleGrant).where(RoleGrant.staff_id == staff_id(login_name)).order_by(RoleGrant.id)
        return list(session.scalars(mine))


def role_grant(login_name: str, role: Role) -> RoleGrant:
    return next(grant for grant in reversed(roles_of(login_name)) if grant.role is role)


def session_of(login_name: str) -> LoginSession:
    """The newest one, live or ended."""
    with reading() as session:
        mine = select(LoginSession).where(LoginSession.staff_id == staff_id(login_name)).order_by(LoginSession.id.desc())
        return session.scalars(mine.limit(1)).one()


def send_twice(browser: Browser, url: str, form: dict[str, Any]) -> Browser:
    """The form of the page at `url`, pressed twice; the browser then holds the second answer."""
    browser.get(url)
    tokens = {"once": browser.hidden("once"), "csrf_token": browser.hidden("csrf_token")}
    browser.post(url, form | tokens)
    return browser.post(url, form | tokens)
