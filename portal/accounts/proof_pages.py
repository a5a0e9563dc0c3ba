"""For routes that ask for a fresh proof: what their form shows, and the person with the proof that came with the form (M-3)."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import g

from portal import clock
from portal.accounts.guard import current_staff
from portal.accounts.proof_actions import prove, require_fresh
from portal.accounts.proof_rules import fresh_until, is_fresh
from portal.accounts.sessions import SignedIn
from portal.web.rendering import settings


@dataclass(frozen=True)
class ProofView:
    """For accounts/_proof.html: `until` is the moment up to which no password is asked for, None when it is asked for now."""

    minutes: int
    until: datetime | None


def proof_view() -> ProofView:
    """Asks nothing of the database."""
    return proof_of(current_staff().proved_at, settings().fresh_proof_minutes)


def proof_of(proved_at: datetime | None, minutes: int) -> ProofView:
    """As proof_view, for a page that is put together outside the routes."""
    if proved_at is None or not is_fresh(proved_at, clock.now(), minutes):
        return ProofView(minutes, None)
    return ProofView(minutes, fresh_until(proved_at, minutes))


def proved(form_password: str | None) -> SignedIn:
    """Outside any door: the person signed in, with a fresh proof. A password that was sent is always weighed.

    Raises NotProved when it is wrong or the account is locked, and when none was sent and the last one is too old.
    """
    staff = current_staff()
    if form_password:
        prove(staff, form_password, settings())
        # The page that answers this request is about the person as they are now.
        g.staff = staff = replace(staff, proved_at=clock.now())
    require_fresh(staff, clock.now(), settings())
    return staff
