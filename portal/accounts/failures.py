"""Wrong passwords counted, at the sign-in and wherever else one is asked for: by account (lock-out) and by address (slow-down) (R3-2)."""

from datetime import timedelta

from sqlalchemy import func, select

from portal import clock
from portal.accounts.models import SignInFailure, Staff
from portal.accounts.rules import locked_for, seconds_left
from portal.config import Settings
from portal.db import db, reading

FAILURE_WINDOW = timedelta(minutes=15)


def seconds_to_wait(address: str) -> int:
    """Whole seconds until this place may try again; 0 when it may."""
    since = clock.now() - FAILURE_WINDOW
    with reading() as session:
        count, last = session.execute(
            select(func.count(), func.max(SignInFailure.at)).where(SignInFailure.address == address, SignInFailure.at > since)
        ).one()
    return seconds_left(count, last, clock.now()) if count else 0


def note_failure(address: str) -> None:
    """Inside writing()."""
    db.session().add(SignInFailure(address=address, at=clock.now()))


def count_wrong(staff: Staff, settings: Settings) -> None:
    """Inside writing(), the row held: one more wrong password in a row, and the lock when it was the last one allowed."""
    staff.failures += 1
    if rest := locked_for(staff.failures, lock_after=settings.lock_after_failures, lock_minutes=settings.lock_minutes):
        staff.locked_until = clock.now() + rest
        staff.failures = 0


def forget_wrong(staff: Staff) -> None:
    """Inside writing(), the row held: the right one was given."""
    staff.failures = 0
    staff.locked_until = None
