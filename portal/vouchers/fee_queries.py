"""手数料 read: all amounts, the one of a day, and what was taken on a day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select, union_all

from portal.accounts.models import Staff
from portal.clock import JAPAN
from portal.db import db
from portal.vouchers.fee_models import Fee
from portal.vouchers.fee_rules import FeeFacts, PaperKind, fee_on
from portal.vouchers.models import Certificate
from portal.vouchers.record_copy_models import RecordCopy


@dataclass(frozen=True)
class FeeLine:
    public_id: str
    facts: FeeFacts
    added_by: str


@dataclass(frozen=True)
class Taking:
    """収納 of a day for one kind of paper: how many were given out, for how many something was taken, how much."""

    kind: PaperKind
    given: int
    paid: int
    yen: int


def fee_lines() -> list[FeeLine]:
    """Inside a door: by kind, the newest first; there are few."""
    rows = db.session().execute(select(Fee, Staff.name).outerjoin(Staff, Staff.id == Fee.added_by).order_by(Fee.kind, Fee.starts_on.desc()))
    return [FeeLine(fee.public_id, fee.facts, name or "") for fee, name in rows]


def fee_now(kind: PaperKind, day: date) -> int:
    """Inside a door: what this paper costs on that day."""
    return fee_on([fee.facts for fee in db.session().scalars(select(Fee).where(Fee.kind == kind))], kind, day)


def takings_on(day: date) -> list[Taking]:
    """Inside a door: one line for each kind of paper given out that day."""
    start = datetime.combine(day, time(), JAPAN)
    papers = union_all(
        select(func.count(), func.count().filter(Certificate.fee_yen > 0), func.coalesce(func.sum(Certificate.fee_yen), 0)).where(
            Certificate.issued_at >= start, Certificate.issued_at < start + timedelta(days=1)
        ),
        select(func.count(), func.count().filter(RecordCopy.fee_yen > 0), func.coalesce(func.sum(RecordCopy.fee_yen), 0)).where(
            RecordCopy.issued_at >= start, RecordCopy.issued_at < start + timedelta(days=1), RecordCopy.ground.is_(None)
        ),
    )
    rows = db.session().execute(papers)
    return [Taking(kind, *row) for kind, row in zip(PaperKind, rows, strict=True)]
