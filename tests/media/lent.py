"""Lines on their way, by people of the cast: what the tests of the lending need beside the rows."""

import secrets
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select, update

from portal import clock
from portal.accounts.models import RoleGrant, Section, Staff
from portal.accounts.sessions import SignedIn
from portal.config import Settings
from portal.db import writing
from portal.media.copy_models import Copy, CopyEnd, Lending
from portal.media.copy_rules import Done
from portal.media.line_models import LineEvent, MediaRequest
from portal.media.models import Medium
from portal.media.rules import How, State
from portal.permissions import permissions_of
from tests.media.rows import add_line, add_terminal, add_worker, allow_on


def person(login_name: str, *, is_deputy: bool = False) -> SignedIn:
    """Somebody of the cast as the actions see them, with a password given just now."""
    with writing() as session:
        staff = session.scalars(select(Staff).where(Staff.login_name == login_name)).one()
        section = session.get_one(Section, staff.section_id)
        roles = frozenset(session.scalars(select(RoleGrant.role).where(RoleGrant.staff_id == staff.id)))
        now = clock.now()
        return SignedIn(
            id=staff.id,
            login_name=login_name,
            name=staff.name,
            section_id=section.id,
            section_name=section.name,
            roles=roles,
            permissions=permissions_of(roles, frozenset(), is_deputy=is_deputy),
            session_id=0,
            address="127.0.0.1",
            visit=None,
            must_change_password=False,
            token="",
            seen_at=now,
            left_at=None,
            proved_at=now,
            is_deputy=is_deputy,
        )


def once() -> str:
    return secrets.token_hex(16)


def approved(**values: Any) -> tuple[str, str]:
    """A line that may be handed out to 黒澤, who asked for it: its public id and the worker's."""
    with writing():
        line = add_line(State.APPROVED, **values)
        worker = add_worker()
        allow_on(line, worker, add_terminal())
        return line.public_id, worker.public_id


def line(public_id: str) -> MediaRequest:
    with writing() as session:
        return session.scalars(select(MediaRequest).where(MediaRequest.public_id == public_id)).one()


def lending(public_id: str) -> Lending:
    with writing() as session:
        return session.scalars(select(Lending).join(MediaRequest).where(MediaRequest.public_id == public_id)).one()


def copies(public_id: str) -> list[Copy]:
    with writing() as session:
        of_line = select(Copy).join(MediaRequest, MediaRequest.id == Copy.request_id).where(MediaRequest.public_id == public_id)
        return list(session.scalars(of_line.order_by(Copy.id)))


def ends() -> list[CopyEnd]:
    with writing() as session:
        return list(session.scalars(select(CopyEnd).order_by(CopyEnd.id)))


def told(public_id: str) -> list[str]:
    with writing() as session:
        of_line = select(LineEvent.words).join(MediaRequest).where(MediaRequest.public_id == public_id)
        return list(session.scalars(of_line.order_by(LineEvent.id)))


def medium_of(public_id: str) -> Medium:
    with writing() as session:
        return session.scalars(
            select(Medium).join(MediaRequest, MediaRequest.medium_id == Medium.id).where(MediaRequest.public_id == public_id)
        ).one()


def due(public_id: str, at: datetime) -> None:
    """The time went by, or is still to come."""
    with writing() as session:
        request_id = session.scalar(select(MediaRequest.id).where(MediaRequest.public_id == public_id))
        session.execute(update(Lending).where(Lending.request_id == request_id).values(due_at=at))


def erased(how: How = How.ERASED, **values: Any) -> Done:
    now = clock.now()
    given = {"tool": "消去ソフト", "result": "復元ソフトで読めないことを確かめた", "began_at": now, "ended_at": now}
    return Done(how, **(given | values))


def settings() -> Settings:
    return current_app.extensions["portal_settings"]
