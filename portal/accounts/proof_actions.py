"""The password given again before something grave is signed: the same counting and locking as at the sign-in (M-3, R3-2)."""

from datetime import datetime

from sqlalchemy import select, update

from portal import clock
from portal.accounts.failures import count_wrong, forget_wrong, note_failure, seconds_to_wait
from portal.accounts.models import LoginSession, Staff
from portal.accounts.passwords import password_matches
from portal.accounts.proof_rules import WRONG_PASSWORD, locked_words, slowed_words, why_not_fresh
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, reading, writing
from portal.errors import Refused


class NotProved(Refused):
    """The password was wrong, or is to be given again: a page says so at the field, not on top."""


def prove(staff: SignedIn, password: str, settings: Settings) -> None:
    """Outside any door: the session's proof is of this moment.

    Raises NotProved with what to do; the failure was counted and recorded before.
    """
    if wait := seconds_to_wait(staff.address):
        with writing():
            record(Event.PROOF_REFUSE, by=staff.actor, facts={"reason": "場所の待ち時間中"})
        raise NotProved(slowed_words(wait))
    with reading() as session:
        stored = session.scalar(select(Staff.password_hash).where(Staff.id == staff.id))
    right = password_matches(stored, password[:500])
    with writing():
        reason = _decide(staff, right, settings)
    # Raised only now: what was counted and recorded would be taken back with the transaction.
    if reason:
        raise NotProved(reason)


def require_fresh(staff: SignedIn, now: datetime, settings: Settings) -> None:
    """For an action, inside its writing() or before. Raises NotProved when the password is to be given again."""
    if reason := why_not_fresh(staff.proved_at, now, settings.fresh_proof_minutes):
        raise NotProved(reason)


def _decide(staff: SignedIn, right: bool, settings: Settings) -> str | None:
    now = clock.now()
    row = db.session().get_one(Staff, staff.id, with_for_update=True)
    if not right:
        note_failure(staff.address)
    if words := _locked(row, now):
        return _refuse(staff, "ロック中", words)
    if not right:
        count_wrong(row, settings)
        return _refuse(staff, "パスワード違い", _locked(row, now) or WRONG_PASSWORD)
    forget_wrong(row)
    db.session().execute(update(LoginSession).where(LoginSession.id == staff.session_id).values(proved_at=now))
    record(Event.PROOF_GIVE, by=staff.actor)
    return None


def _locked(row: Staff, now: datetime) -> str | None:
    return None if row.locked_until is None or row.locked_until <= now else locked_words(row.locked_until - now)


def _refuse(staff: SignedIn, reason: str, words: str) -> str:
    record(Event.PROOF_REFUSE, by=staff.actor, facts={"reason": reason})
    return words
