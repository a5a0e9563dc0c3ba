"""Sessions: found by the browser's token, ended by the person, the clock, another sign-in or the system admin."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_login import UserMixin
from sqlalchemy import ColumnElement, Date, and_, bindparam, exists, func, select, update

from portal import clock
from portal.accounts.models import Deputy, LoginSession, PermissionGrant, RoleGrant, Section, Staff, Visit, VisitPerson
from portal.accounts.rules import CHANNEL_WORDS, VISIT_REASON_WORDS, Channel, EndReason, VisitReason, is_idle
from portal.audit.events import Event
from portal.audit.record import Actor, record
from portal.db import db, read_once, reading, writing
from portal.permissions import ROLE_WORDS, Permission, Role, permissions_of

BY_PASSWORD = "password"
TOUCH_EVERY = timedelta(seconds=60)


@dataclass(frozen=True)
class VisitView:
    """The visit at work: what it is, since when, and whom it serves now."""

    id: int
    channel: Channel
    reason: VisitReason
    started_at: datetime
    resident_id: int | None
    people: int
    typed: str | None

    @property
    def purpose_words(self) -> str:
        """窓口・再発行."""
        return f"{CHANNEL_WORDS[self.channel]}・{VISIT_REASON_WORDS[self.reason]}"


@dataclass(frozen=True)
class SignedIn(UserMixin):
    """The person at the keyboard, never a database row: everything the guard and the rules ask about them."""

    id: int
    login_name: str
    name: str
    section_id: int
    section_name: str
    roles: frozenset[Role]
    permissions: frozenset[Permission]
    session_id: int
    address: str
    visit: VisitView | None
    must_change_password: bool
    token: str
    seen_at: datetime
    left_at: datetime | None
    proved_at: datetime | None = None
    is_deputy: bool = False

    def get_id(self) -> str:
        return self.token

    @property
    def actor(self) -> Actor:
        return Actor(
            staff_id=self.id,
            login_name=self.login_name,
            address=self.address,
            visit_id=self.visit.id if self.visit else None,
            purpose=self.visit.purpose_words if self.visit else "",
        )

    @property
    def roles_words(self) -> str:
        return "・".join(ROLE_WORDS[role] for role in Role if role in self.roles)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions


def find_signed_in(token: str) -> SignedIn | None:
    """The person of a live session, or None, in one statement; whether it is idle or left is for the guard to judge."""
    rows = read_once(_SESSION, {"token_hash": hash_token(token), "day": clock.today()})
    if not rows:
        return None
    row = rows[0]
    roles = frozenset(each.role for each in rows if each.role)
    granted = frozenset(each.permission for each in rows if each.permission)
    return SignedIn(
        id=row.staff_id,
        login_name=row.login_name,
        name=row.name,
        section_id=row.section_id,
        section_name=row.section_name,
        roles=roles,
        permissions=permissions_of(roles, granted, is_deputy=bool(row.is_deputy)),
        session_id=row.session_id,
        address=row.address,
        visit=None if row.visit_id is None else _visit_of(row),
        must_change_password=row.must_change_password,
        token=token,
        seen_at=row.seen_at,
        left_at=row.left_at,
        proved_at=row.proved_at,
        is_deputy=bool(row.is_deputy),
    )


def _visit_of(row: Any) -> VisitView:
    return VisitView(
        id=row.visit_id,
        channel=row.channel,
        reason=row.reason,
        started_at=row.visit_started_at,
        resident_id=row.resident_id,
        people=row.people,
        typed=row.typed,
    )


def _holds(grant: type[RoleGrant] | type[PermissionGrant]) -> ColumnElement[bool]:
    day = bindparam("day", type_=Date)
    return and_(grant.staff_id == Staff.id, grant.starts_on <= day, grant.ends_on.is_(None) | (grant.ends_on >= day))


def _may_work() -> ColumnElement[bool]:
    day = bindparam("day", type_=Date)
    return and_(Staff.stopped_at.is_(None), Staff.valid_from <= day, Staff.valid_until.is_(None) | (Staff.valid_until >= day))


def _is_deputy() -> ColumnElement[bool]:
    """As chief_queries.signs_as: of the section where the person works, ended by nobody."""
    day = bindparam("day", type_=Date)
    runs = and_(Deputy.starts_on <= day, Deputy.ends_on >= day, Deputy.ended_at.is_(None))
    return exists().where(Deputy.staff_id == Staff.id, Deputy.section_id == Staff.section_id, runs)


# Built once: asked at every request, it costs more to write than to run.
_SESSION = (
    select(
        LoginSession.id.label("session_id"),
        LoginSession.address,
        LoginSession.seen_at,
        LoginSession.left_at,
        LoginSession.proved_at,
        Staff.id.label("staff_id"),
        Staff.login_name,
        Staff.name,
        Staff.section_id,
        Staff.must_change_password,
        Section.name.label("section_name"),
        RoleGrant.role,
        Visit.id.label("visit_id"),
        Visit.channel,
        Visit.reason,
        Visit.started_at.label("visit_started_at"),
        Visit.resident_id,
        select(func.count()).where(VisitPerson.visit_id == LoginSession.visit_id).scalar_subquery().label("people"),
        Visit.typed,
        PermissionGrant.permission,
        _is_deputy().label("is_deputy"),
    )
    .join(Staff, Staff.id == LoginSession.staff_id)
    .join(Section, Section.id == Staff.section_id)
    .outerjoin(Visit, and_(Visit.id == LoginSession.visit_id, Visit.ended_at.is_(None)))
    .outerjoin(RoleGrant, _holds(RoleGrant))
    .outerjoin(PermissionGrant, _holds(PermissionGrant))
    .where(LoginSession.token_hash == bindparam("token_hash"), LoginSession.ended_at.is_(None), _may_work())
)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Past:
    """Whose session a browser holds the token of, and why it ended if it has."""

    staff_id: int
    end_reason: EndReason | None


def past_of(token: str) -> Past | None:
    """Live or ended: what was typed goes back to nobody else, and nobody else is told why it ended."""
    with reading() as session:
        row = session.execute(
            select(LoginSession.staff_id, LoginSession.end_reason).where(LoginSession.token_hash == hash_token(token))
        ).one_or_none()
    return Past(*row) if row else None


def open_session(staff: Staff, *, address: str, method: str, previous_token: str = "", idle_after: timedelta | None = None) -> str:
    """Inside writing(): a session for this browser, and the token that it holds.

    A session left by the same person on the same browser is taken up again, unless it has been idle for longer than `idle_after`;
    one that ended idle hands its visit of the same day on. Every other session of the person ends.
    """
    actor = Actor(staff.id, staff.login_name, address)
    previous = db.session().scalar(
        select(LoginSession).where(LoginSession.token_hash == hash_token(previous_token), LoginSession.staff_id == staff.id)
    )
    if previous is not None and idle_after is not None and clock.now() - previous.seen_at > idle_after:
        end_sessions_of(staff.id, EndReason.IDLE, by=actor)
    if previous is not None and previous.ended_at is None:
        previous.left_at = None
        previous.seen_at = clock.now()
        previous.proved_at = _proved_by(method)
        record(Event.SESSION_RETURN, by=actor)
        return previous_token
    end_sessions_of(staff.id, EndReason.ELSEWHERE, by=actor)
    visit_id = _visit_handed_on(previous)
    _end_other_visits(staff.id, visit_id)
    return _new_session(staff, actor, method, visit_id)


def _new_session(staff: Staff, actor: Actor, method: str, visit_id: int | None) -> str:
    now = clock.now()
    token = secrets.token_urlsafe(32)
    db.session().add(
        LoginSession(
            public_id=secrets.token_hex(16),
            token_hash=hash_token(token),
            staff_id=staff.id,
            address=actor.address,
            started_at=now,
            seen_at=now,
            proved_at=_proved_by(method),
            visit_id=visit_id,
        )
    )
    record(Event.SESSION_START, by=actor, facts={"method": method})
    return token


def _proved_by(method: str) -> datetime | None:
    return clock.now() if method == BY_PASSWORD else None


def _visit_handed_on(previous: LoginSession | None) -> int | None:
    """The resident may still be there after a pause, but not on the next day."""
    if previous is None or previous.end_reason is not EndReason.IDLE or previous.seen_at.date() != clock.today():
        return None
    return previous.visit_id


def _end_other_visits(staff_id: int, kept_visit_id: int | None) -> None:
    others = Visit.id != kept_visit_id if kept_visit_id is not None else Visit.id.is_not(None)
    ended = update(Visit).where(Visit.staff_id == staff_id, Visit.ended_at.is_(None), others)
    db.session().execute(ended.values(ended_at=clock.now(), typed=None))


def end_sessions_of(staff_id: int, reason: EndReason, *, by: Actor) -> int:
    """Inside writing(): ends every live session of a person, with its visit, and records it. Returns how many."""
    session = db.session()
    live = session.scalars(select(LoginSession).where(LoginSession.staff_id == staff_id, LoginSession.ended_at.is_(None))).all()
    for login in live:
        login.ended_at = clock.now()
        login.end_reason = reason
        if reason is not EndReason.IDLE:
            visit = update(Visit).where(Visit.id == login.visit_id, Visit.ended_at.is_(None))
            session.execute(visit.values(ended_at=clock.now(), typed=None))
        record(Event.SESSION_END, by=by, facts={"reason": reason.value})
    session.flush()
    return len(live)


def end_session(staff: SignedIn, reason: EndReason) -> None:
    with writing():
        end_sessions_of(staff.id, reason, by=staff.actor)


def touch(staff: SignedIn) -> None:
    """Notes that somebody is at work, at most once a minute."""
    if clock.now() - staff.seen_at < TOUCH_EVERY:
        return
    with writing() as session:
        session.execute(
            update(LoginSession).where(LoginSession.id == staff.session_id, LoginSession.ended_at.is_(None)).values(seen_at=clock.now())
        )


def has_gone_idle(staff: SignedIn, *, end_after_seconds: int) -> bool:
    return is_idle(staff.seen_at, clock.now(), end_after_seconds=end_after_seconds)


def leave_seat(staff: SignedIn) -> None:
    """離席: nothing is shown to anybody on this session until the password is given again."""
    if staff.left_at is not None:
        return
    with writing() as session:
        session.execute(update(LoginSession).where(LoginSession.id == staff.session_id).values(left_at=clock.now()))
        record(Event.SESSION_LEAVE, by=staff.actor, facts={"reason": "離席"})
