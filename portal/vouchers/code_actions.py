"""A code added, or ended: each one transaction with its record."""

import secrets

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import Fact, record
from portal.db import db, writing
from portal.errors import Changed, NotFound, Refused
from portal.programmes.models import Programme
from portal.vouchers.code_queries import codes_now
from portal.vouchers.code_rules import Code, Part, why_not_add, why_not_end
from portal.vouchers.state_models import VoucherCode
from portal.web.once import first_result, keep_result

PURPOSE = "券種・回数のコード"
MEANWHILE = "同じコードを、いま別の職員が加えました。画面を開き直して確かめてください。"


def add_code(code: Code, *, staff: SignedIn, once: str) -> None:
    """For vouchers issued from now on. Refused with the rule's reason."""
    with writing() as session:
        if first_result(once) is not None:
            return
        if reason := why_not_add(codes_now(), code.part, code.digit, code.dose_number):
            raise Refused(reason)
        words = code.words.strip() or (f"{code.dose_number}回目" if code.part is Part.DOSE else "")
        row = VoucherCode(
            public_id=secrets.token_hex(16),
            part=code.part,
            digit=code.digit,
            dose_number=code.dose_number,
            words=words,
            added_at=clock.now(),
            added_by=staff.id,
        )
        session.add(row)
        try:
            session.flush()
        except IntegrityError:
            raise Changed(MEANWHILE) from None
        record(Event.CODE_ADD, by=staff.actor, purpose=PURPOSE, facts=_facts(row))
        keep_result(once, row.public_id)


def end_code(public_id: str, *, staff: SignedIn, once: str) -> None:
    """No voucher is coded with it any more; what was printed is still read. Ended already, nothing happens."""
    with writing():
        if first_result(once) is not None:
            return
        row = db.session().scalar(select(VoucherCode).where(VoucherCode.public_id == public_id).with_for_update())
        if row is None:
            raise NotFound
        if reason := why_not_end(row.part, row.digit, _programmes_with(row.digit)):
            raise Refused(reason)
        if row.ended_at is None:
            row.ended_at, row.ended_by = clock.now(), staff.id
            record(Event.CODE_END, by=staff.actor, purpose=PURPOSE, facts=_facts(row))
        keep_result(once, public_id)


def _facts(row: VoucherCode) -> dict[str, Fact]:
    return {"part": row.part.value, "digit": row.digit, "dose": row.dose_number}


def _programmes_with(digit: str) -> list[str]:
    """Those that have not ended: on their vouchers it is still printed."""
    uses = or_(Programme.kind_digit == digit, Programme.screening_kind_digit == digit)
    runs = or_(Programme.ends_on.is_(None), Programme.ends_on >= clock.today())
    return list(db.session().scalars(select(Programme.name).where(uses, runs).order_by(Programme.name)))
