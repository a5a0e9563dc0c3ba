"""The table of codes read: as it stands, and whether a voucher can be coded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.accounts.models import Staff
from portal.db import db
from portal.vouchers.code_rules import Code, Part
from portal.vouchers.state_models import VoucherCode


@dataclass(frozen=True)
class CodeLine:
    """One line as the screen shows it; `by` is empty where it came with the portal."""

    public_id: str
    code: Code
    added_at: datetime
    by: str


def codes_now() -> list[Code]:
    """Inside a door: what stands, in one statement."""
    rows = db.session().execute(
        select(VoucherCode.part, VoucherCode.digit, VoucherCode.dose_number, VoucherCode.words).where(VoucherCode.ended_at.is_(None))
    )
    return [Code(*row) for row in rows]


def codes_ever() -> list[Code]:
    """Inside a door: to read what was printed once; what stands comes first, then what ended last."""
    columns = (VoucherCode.part, VoucherCode.digit, VoucherCode.dose_number, VoucherCode.words)
    rows = db.session().execute(select(*columns).order_by(VoucherCode.ended_at.is_(None).desc(), VoucherCode.id.desc()))
    return [Code(*row) for row in rows]


def list_codes(part: Part) -> Sequence[CodeLine]:
    """Inside a door: by digit, for doses by dose."""
    rows = db.session().execute(
        select(VoucherCode, Staff.name)
        .outerjoin(Staff, Staff.id == VoucherCode.added_by)
        .where(VoucherCode.part == part, VoucherCode.ended_at.is_(None))
        .order_by(VoucherCode.dose_number, VoucherCode.digit)
    )
    return [CodeLine(row.public_id, Code(row.part, row.digit, row.dose_number, row.words), row.added_at, name or "") for row, name in rows]
