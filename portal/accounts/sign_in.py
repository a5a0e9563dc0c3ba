"""Signing in: the password is weighed outside any transaction, the outcome is recorded in one (R3-2, R6-4)."""

import math
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from portal import clock
from portal.accounts.failures import count_wrong, forget_wrong, note_failure, seconds_to_wait
from portal.accounts.models import Staff
from portal.accounts.passwords import hash_password, needs_rehash, password_matches
from portal.accounts.rules import UNKNOWN_OR_WRONG, EndReason, why_not_password, why_not_sign_in
from portal.accounts.sessions import BY_PASSWORD, SignedIn, end_sessions_of, open_session
from portal.audit.events import Event
from portal.audit.record import Actor, record
from portal.config import Settings
from portal.db import db, reading, writing

PRESENT_IS_WRONG = "いまのパスワードが違います。"


@dataclass(frozen=True)
class Outcome:
    """A token when it went well, otherwise the reason in the words the screen shows and the status."""

    token: str = ""
    reason: str = ""
    status: int = 200


def sign_in(login_name: str, password: str, *, address: str, settings: Settings, previous_token: str = "") -> Outcome:
    """Weighs login name and password; counts failures by account (lock-out) and by address (slow-down)."""
    login_name = _as_known(login_name)
    if wait := seconds_to_wait(address):
        return Outcome(reason=f"この場所からのサインインの失敗が続いています。{wait}秒待ってから、もう一度お試しください。", status=429)
    with reading() as session:
        stored = session.scalar(select(Staff.password_hash).where(Staff.login_name == login_name))
    right = password_matches(stored, password[:500])
    with writing():
        return _decide(login_name, password, right, address=address, settings=settings, previous_token=previous_token)


def _decide(login_name: str, password: str, right: bool, *, address: str, settings: Settings, previous_token: str) -> Outcome:
    staff = db.session().scalar(select(Staff).where(Staff.login_name == login_name).with_for_update())
    if staff is None:
        return _fail(None, "職員が見つからない", address)
    now = clock.now()
    if staff.locked_until is not None and now < staff.locked_until:
        if not right:
            return _fail(staff, "ロック中", address)
        return _refuse_locked(staff, staff.locked_until - now, address)
    if not right:
        count_wrong(staff, settings)
        return _fail(staff, "パスワード違い", address)
    reason = why_not_sign_in(
        valid_from=staff.valid_from, valid_until=staff.valid_until, stopped=staff.stopped_at is not None, day=clock.today()
    )
    if reason:
        record(Event.SESSION_REFUSE, by=Actor(staff.id, staff.login_name, address), facts={"reason": "利用停止か期間外"})
        return Outcome(reason=reason, status=403)
    forget_wrong(staff)
    if needs_rehash(staff.password_hash):
        staff.password_hash = hash_password(password)
    idle_after = timedelta(seconds=settings.end_after_seconds)
    return Outcome(token=open_session(staff, address=address, method=BY_PASSWORD, previous_token=previous_token, idle_after=idle_after))


def _as_known(login_name: str) -> str:
    """As login names are stored; what cannot be one (PostgreSQL would fail on a NUL) is nobody's name."""
    name = login_name.strip().lower()[:40]
    return name if name.isprintable() else ""


def _refuse_locked(staff: Staff, rest: timedelta, address: str) -> Outcome:
    """Only who gave the right password learns of the lock."""
    record(Event.SESSION_REFUSE, by=Actor(staff.id, staff.login_name, address), facts={"reason": "ロック中に正しいパスワード"})
    minutes = math.ceil(rest.total_seconds() / 60)
    return Outcome(
        reason=f"間違いが続いたため、サインインを止めています。あと{minutes}分待つか、システム管理者に申し出てください。", status=403
    )


def _fail(staff: Staff | None, reason: str, address: str) -> Outcome:
    note_failure(address)
    known = staff.login_name if staff else "(登録のない名前)"
    record(Event.SESSION_REFUSE, by=Actor(staff.id if staff else None, known, address), facts={"reason": reason})
    return Outcome(reason=UNKNOWN_OR_WRONG, status=422)


def change_password(staff: SignedIn, present: str, new: str, *, settings: Settings) -> str | None:
    """Changes one's own password; the reason why not, or None."""
    with reading() as session:
        stored = session.scalar(select(Staff.password_hash).where(Staff.id == staff.id))
    if not password_matches(stored, present):
        return PRESENT_IS_WRONG
    same = password_matches(stored, new)
    reason = why_not_password(new, login_name=staff.login_name, minimum=settings.password_min_length, previous_matches=same)
    if reason:
        return reason
    hashed = hash_password(new)
    with writing():
        row = db.session().get_one(Staff, staff.id)
        row.password_hash = hashed
        row.password_changed_at = clock.now()
        row.must_change_password = False
        record(Event.PASSWORD_CHANGE, by=staff.actor)
    return None


def sign_out(staff: SignedIn) -> None:
    with writing():
        end_sessions_of(staff.id, EndReason.SIGNED_OUT, by=staff.actor)
