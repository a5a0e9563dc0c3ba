"""返戻: one envelope scanned, a scan undone, an odd one settled. Each one transaction with its record."""

import secrets

from sqlalchemy import select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import visit_of
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, writing
from portal.errors import NotFound, Refused
from portal.vouchers.code_queries import codes_ever
from portal.vouchers.code_rules import dose_of
from portal.vouchers.models import Voucher
from portal.vouchers.queries import IS_PRINTED, IS_USED, standing_of
from portal.vouchers.return_rules import Held, Outcome, Scan, read_scan, which
from portal.vouchers.state_actions import held_voucher
from portal.vouchers.state_models import ReturnedMail
from portal.vouchers.state_rules import ReturnReason, VoucherState
from portal.vouchers.steps import note_return_cancelled, note_returned
from portal.web.once import first_result, keep_result

NOT_RETURNED = "この読み取りは、もう取り消されています。"
WENT_ON = "この券は、返戻のあとで先へ進んでいます(郵送・交付・再発行・接種)。取り消せません。"
NOT_TODAY = "読み取った日のうちだけ取り消せます。住民の画面で券の状態を確かめてください。"


def scan_returned(typed: str, reason: ReturnReason, note: str, *, staff: SignedIn, once: str, settings: Settings) -> None:
    """Every scan leaves its line, also one that leads to nothing; only a voucher in the post becomes 返戻."""
    with writing() as session:
        if first_result(once) is not None:
            return
        visit_of(staff)
        scan = read_scan(typed, settings.municipality_code)
        outcome, voucher = (scan.fault, None) if scan.fault else _voucher_of(scan)
        if outcome is Outcome.RETURNED and voucher is not None:
            note_returned(voucher, reason, note, by=staff.id)
        mail = ReturnedMail(
            public_id=secrets.token_hex(16),
            scanned=scan.kept,
            outcome=outcome,
            voucher_id=voucher.id if voucher else None,
            reason=reason,
            note=note,
            at=clock.now(),
            by=staff.id,
        )
        session.add(mail)
        facts = {"voucher": voucher.number if voucher else "", "result": outcome.value, "reason": reason.value}
        record(Event.RETURN_SCAN, by=staff.actor, subjects=[voucher.resident_id] if voucher else [], facts=facts)
        keep_result(once, mail.public_id)


def _voucher_of(scan: Scan) -> tuple[Outcome, Voucher | None]:
    """Every voucher of the number, held; the rule says which of them was in the envelope."""
    session = db.session()
    numbered = select(Voucher.id).where(Voucher.number == scan.number)
    session.execute(numbered.with_for_update())
    found = session.execute(select(Voucher, IS_PRINTED, IS_USED).where(Voucher.number == scan.number)).all()
    held = [
        Held(voucher.id, voucher.kind_code, voucher.dose_number, standing_of(voucher, is_used=used, is_printed=printed).state)
        for voucher, printed, used in found
    ]
    dose = dose_of(codes_ever(), scan.dose_digit) if scan.dose_digit else None
    outcome, meant = which(held, kind_digit=scan.kind_digit, dose_number=dose)
    return outcome, session.get_one(Voucher, meant.id) if meant else None


def cancel_return(public_id: str, *, staff: SignedIn, once: str) -> None:
    """The number was misread and the envelope is another person's: the voucher is in the post again."""
    with writing():
        if first_result(once) is not None:
            return
        visit_of(staff)
        mail = _held_mail(public_id)
        if mail.outcome is not Outcome.RETURNED:
            raise Refused(NOT_RETURNED)
        if mail.at.date() != clock.today():
            raise Refused(NOT_TODAY)
        voucher, standing = held_voucher(db.session().scalars(select(Voucher.public_id).where(Voucher.id == mail.voucher_id)).one())
        if standing.state is not VoucherState.RETURNED:
            raise Refused(WENT_ON)
        note_return_cancelled(voucher, by=staff.id)
        mail.outcome, mail.settled_at, mail.settled_by = Outcome.CANCELLED, clock.now(), staff.id
        record(Event.RETURN_CANCEL, by=staff.actor, subjects=[voucher.resident_id], facts={"voucher": voucher.number})
        keep_result(once, public_id)


def settle_return(public_id: str, *, staff: SignedIn, once: str) -> None:
    """Somebody looked into an odd envelope; settled already, nothing happens."""
    with writing():
        if first_result(once) is not None:
            return
        mail = _held_mail(public_id)
        if mail.outcome is Outcome.RETURNED:
            raise Refused("返戻にした券です。確かめる一覧にはありません。")
        if mail.settled_at is None:
            mail.settled_at, mail.settled_by = clock.now(), staff.id
            record(Event.RETURN_SETTLE, by=staff.actor, facts={"result": mail.outcome.value})
        keep_result(once, public_id)


def _held_mail(public_id: str) -> ReturnedMail:
    mail = db.session().scalar(select(ReturnedMail).where(ReturnedMail.public_id == public_id).with_for_update())
    if mail is None:
        raise NotFound
    return mail
