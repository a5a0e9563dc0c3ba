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
from portal.errors import refuse_if


def prove(staff: SignedIn, password: str, settings: Settings) -> None:
    """Outside any door: the session's proof is of this moment. Raises Refused with what to do; the failure is stored and recorded first."""
    if wait := seconds_to_wait(staff.address):
        with writing():
            reason = _refuse(staff, "場所の待ち時間中", slowed_words(wait))
        refuse_if(reason)
    with reading() as session:
        stored = session.scalar(select(Staff.password_hash).where(Staff.id == staff.id))
    right = password_matches(stored, password[:500])
    with writing():
        reason = _decide(staff, right, settings)
    refuse_if(reason)


def require_fresh(staff: SignedIn, now: datetime, settings: Settings) -> None:
    """For an action, inside its writing() or before. Raises Refused when the password is to be given again."""
    refuse_if(why_not_fresh(staff.proved_at, now, settings.fresh_proof_minutes))


def _decide(staff: SignedIn, right: bool, settings: Settings) -> str | None:
    now = clock.now()
    row = db.session().get_one(Staff, staff.id, with_for_update=True)
    if row.locked_until is not None and now < row.locked_until:
        if not right:
            note_failure(staff.address)
        return _refuse(staff, "ロック中", locked_words(row.locked_until - now))
    if not right:
        count_wrong(row, settings)
        note_failure(staff.address)
        return _refuse(staff, "パスワード違い", locked_words(row.locked_until - now) if row.locked_until else WRONG_PASSWORD)
    forget_wrong(row)
    db.session().execute(update(LoginSession).where(LoginSession.id == staff.session_id).values(proved_at=now))
    record(Event.PROOF_GIVE, by=staff.actor)
    return None


def _refuse(staff: SignedIn, reason: str, words: str) -> str:
    record(Event.PROOF_REFUSE, by=staff.actor, facts={"reason": reason})
    return words
