"""Who is signed in now, and ending it from outside (R3-4)."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, select

from portal import clock
from portal.accounts.models import LoginSession, Section, Staff
from portal.accounts.rules import EndReason, is_idle
from portal.accounts.sessions import end_sessions_of
from portal.accounts.staff_rules import SessionState, why_not_end_session
from portal.audit.events import Event
from portal.audit.record import Actor, record
from portal.db import reading, writing
from portal.errors import NotFound, Refused
from portal.web.once import first_result, keep_result

NO_SUCH_SESSION = "このサインインは見つかりません。もう終わっているかもしれません。サインイン中の職員の一覧から選び直してください。"
_PUBLIC_ID = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True)
class Live:
    """A sign-in that has not ended; `public_id` names it in addresses."""

    public_id: str
    staff_id: int
    login_name: str
    name: str
    section_name: str
    address: str
    started_at: datetime
    seen_at: datetime
    left_at: datetime | None
    state: SessionState


def list_live_sessions(*, end_after_seconds: int) -> list[Live]:
    """Everybody signed in, those at work first; one row a person."""
    with reading() as session:
        rows = [_live(row, end_after_seconds) for row in session.execute(_live_sessions())]
    order = list(SessionState)
    return sorted(rows, key=lambda row: (order.index(row.state), -row.seen_at.timestamp()))


def find_live_session(public_id: str, *, end_after_seconds: int) -> Live:
    """NotFound when there never was such a session or it has ended."""
    if not _PUBLIC_ID.fullmatch(public_id):
        raise NotFound(NO_SUCH_SESSION)
    with reading() as session:
        row = session.execute(_live_sessions().where(LoginSession.public_id == public_id)).one_or_none()
    if row is None:
        raise NotFound(NO_SUCH_SESSION)
    return _live(row, end_after_seconds)


def end_live_session(public_id: str, reason: str, *, by: Actor, once: str) -> None:
    """強制サインアウト: the person's screen shows nothing more. Recorded with the reason under the person's account."""
    with writing() as session:
        if first_result(once) is not None:
            return
        found = session.execute(
            select(LoginSession, Staff.login_name)
            .join(Staff, Staff.id == LoginSession.staff_id)
            .where(LoginSession.public_id == public_id, LoginSession.ended_at.is_(None))
            .with_for_update(of=LoginSession)
        ).one_or_none()
        if found is None:
            raise NotFound(NO_SUCH_SESSION)
        login, login_name = found
        if why_not := why_not_end_session(staff_id=login.staff_id, by_staff_id=by.staff_id):
            raise Refused(why_not)
        end_sessions_of(login.staff_id, EndReason.FORCED, by=by)
        record(Event.STAFF_CHANGE, by=by, facts={"staff": login_name, "changes": ["サインインを終了させた", f"理由: {reason}"]})
        keep_result(once, public_id)


def _live_sessions() -> Select[LoginSession, str, str, str]:
    return (
        select(LoginSession, Staff.login_name, Staff.name, Section.name)
        .join(Staff, Staff.id == LoginSession.staff_id)
        .join(Section, Section.id == Staff.section_id)
        .where(LoginSession.ended_at.is_(None))
    )


def _live(row: Row[LoginSession, str, str, str], end_after_seconds: int) -> Live:
    login, login_name, name, section_name = row
    idle = is_idle(login.seen_at, clock.now(), end_after_seconds=end_after_seconds)
    return Live(
        public_id=login.public_id,
        staff_id=login.staff_id,
        login_name=login_name,
        name=name,
        section_name=section_name,
        address=login.address,
        started_at=login.started_at,
        seen_at=login.seen_at,
        left_at=login.left_at,
        state=SessionState.IDLE if idle else SessionState.AWAY if login.left_at else SessionState.AT_WORK,
    )
