"""What the tests of a voucher's steps do and read back."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.db import reading, writing
from portal.residents.models import Resident
from portal.vouchers.models import Voucher, VoucherPrint
from portal.vouchers.rules import Delivery
from portal.vouchers.state_models import ReturnedMail, VoucherEvent
from tests.conftest import Browser
from tests.factories import a_voucher
from tests.people import staff_id

RETURNS = "/returned-mail"


def by_hand(resident: Resident, *, printed: bool = True, **values: Any) -> Voucher:
    """Issued just now by 根本 to be handed over, and printed."""
    with reading():
        by = staff_id("madoguchi")
    base = {"issued_by": by, "delivery": Delivery.HANDED_OVER, "issued_at": clock.now(), "kind_code": "2"}
    voucher = a_voucher(resident, **(base | values))
    if printed:
        with writing() as session:
            session.add(VoucherPrint(voucher_id=voucher.id, printed_at=clock.now(), printed_by=by, again=False))
    return voucher


def in_the_post(resident: Resident, **values: Any) -> Voucher:
    """Of a bulk issue, posted as it was issued."""
    return a_voucher(resident, **({"posted_at": datetime(2026, 9, 14, 9, 0, tzinfo=clock.JAPAN), "kind_code": "2"} | values))


def steps_of(voucher: Voucher) -> list[str]:
    with reading() as session:
        steps = select(VoucherEvent.step).where(VoucherEvent.voucher_id == voucher.id).order_by(VoucherEvent.id)
        return [step.value for step in session.scalars(steps)]


def page_of_voucher(voucher: Voucher, tail: str = "") -> str:
    return f"/vouchers/{voucher.public_id}{tail}"


def scan(browser: Browser, number: str, **values: Any) -> Browser:
    """One envelope through the form, on to the page that follows."""
    browser.get(RETURNS).post(RETURNS, {"reason": "unknown_address", "note": "", "number": number} | values)
    return browser.follow() if browser.status == 303 else browser


def mails() -> list[tuple[str, str]]:
    """Every scan: what was kept of the number, and what became of it."""
    with reading() as session:
        return [(mail.scanned, mail.outcome.value) for mail in session.scalars(select(ReturnedMail).order_by(ReturnedMail.id))]


def yesterday() -> datetime:
    return clock.now() - timedelta(days=1)
