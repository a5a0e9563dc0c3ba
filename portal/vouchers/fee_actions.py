"""手数料 changed: an amount added, an amount ended. What was taken already is never touched."""

import secrets
from datetime import date

from sqlalchemy import select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import writing
from portal.errors import NotFound, Refused
from portal.vouchers.fee_models import Fee
from portal.vouchers.fee_rules import FeeFacts, why_not_end_fee, why_not_fee
from portal.web.once import first_result, keep_result


def add_fee(new: FeeFacts, *, staff: SignedIn, once: str) -> None:
    """Raises Refused with the rule's reason: out of range, or another amount stands on one of these days."""
    with writing() as session:
        if first_result(once) is not None:
            return
        others = list(session.scalars(select(Fee).where(Fee.kind == new.kind).with_for_update()))
        if reason := why_not_fee(new, [fee.facts for fee in others]):
            raise Refused(reason)
        session.add(
            Fee(
                public_id=secrets.token_hex(16),
                kind=new.kind,
                yen=new.yen,
                starts_on=new.starts_on,
                ends_on=new.ends_on,
                added_at=clock.now(),
                added_by=staff.id,
            )
        )
        record(Event.FEE_ADD, by=staff.actor, facts=_facts(new))
        keep_result(once, "added")


def end_fee(public_id: str, last: date, *, staff: SignedIn, once: str) -> None:
    """`last` is the last day on which the amount is taken. Raises NotFound, Refused."""
    with writing() as session:
        if first_result(once) is not None:
            return
        fee = session.scalar(select(Fee).where(Fee.public_id == public_id).with_for_update())
        if fee is None:
            raise NotFound
        if reason := why_not_end_fee(fee.facts, last, clock.today()):
            raise Refused(reason)
        fee.ends_on = last
        fee.version += 1
        record(Event.FEE_END, by=staff.actor, facts=_facts(fee.facts))
        keep_result(once, "ended")


def _facts(fee: FeeFacts) -> dict[str, str | int | None]:
    return {
        "paper": fee.kind.value,
        "yen": fee.yen,
        "starts": fee.starts_on.isoformat(),
        "ends": fee.ends_on.isoformat() if fee.ends_on else "",
    }
