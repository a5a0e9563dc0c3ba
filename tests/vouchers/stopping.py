"""People whose live voucher meets a stop, or just does not: what the tests of 接種券を止める方 share."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from portal.clock import JAPAN
from portal.db import reading, writing
from portal.residents.models import Resident, ResidentChange
from portal.residents.rules import Category, Movement
from portal.vouchers.models import Voucher, VoucherPrint
from portal.vouchers.rules import Delivery
from tests.factories import a_resident, a_voucher
from tests.people import staff_id

NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)
ISSUED = datetime(2026, 9, 14, 9, 0, tzinfo=JAPAN)
DAY = date(2026, 10, 1)


def gone(category: Category = Category.DEAD, **values: Any) -> Resident:
    movement = Movement.DIED if category is Category.DEAD else Movement.MOVED_OUT
    return a_resident(**({"category": category, "movement": movement, "moved_on": DAY} | values))


def a_change(resident: Resident, field: str, old: str, new: str, *, days: int = 10, **values: Any) -> None:
    """`days` after the issue; the row of the person is given its new value by the test."""
    base = {"resident_id": resident.id, "at": ISSUED + timedelta(days=days), "field": field, "old": old, "new": new}
    with writing() as session:
        session.add(ResidentChange(**(base | values)))


def posted_by_hand(resident: Resident, *, printed: bool = False, **values: Any) -> Voucher:
    """A voucher that one member of staff issued to be posted; its page may be printed already."""
    with reading():
        by = staff_id("madoguchi")
    voucher = a_voucher(resident, **({"issued_by": by, "delivery": Delivery.POST_TO_ADDRESS, "issued_at": ISSUED} | values))
    if printed:
        with writing() as session:
            session.add(VoucherPrint(voucher_id=voucher.id, printed_at=ISSUED + timedelta(hours=1), printed_by=by, again=False))
    return voucher


def many_dead(count: int) -> None:
    """So many dead with a live voucher each, quickly."""
    first = gone(name="多数 零")
    voucher = a_voucher(first)
    people = {column.key: getattr(first, column.key) for column in Resident.__table__.columns if column.key != "id"}
    papers = {column.key: getattr(voucher, column.key) for column in Voucher.__table__.columns if column.key != "id"}
    with writing() as session:
        copies = [
            Resident(
                **people | {"public_id": secrets.token_hex(16), "resident_number": f"{5000000 + number:010}", "integrated_number": None}
            )
            for number in range(1, count)
        ]
        session.add_all(copies)
        session.flush()
        session.add_all(
            Voucher(**papers | {"public_id": secrets.token_hex(16), "number": f"{7000000 + copy.id:010}", "resident_id": copy.id})
            for copy in copies
        )
