"""手数料 read: all amounts, the one of a day, and what was taken on a day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select, union_all

from portal import clock
from portal.accounts.models import Staff
from portal.db import db
from portal.vouchers.fee_models import Fee
from portal.vouchers.fee_rules import AT_THE_COUNTER, PAPER_WORDS, FeeFacts, PaperKind, fee_on
from portal.vouchers.models import Certificate
from portal.vouchers.record_copy_models import RecordCopy


@dataclass(frozen=True)
class FeeLine:
    public_id: str
    facts: FeeFacts
    added_by: str


@dataclass(frozen=True)
class Taking:
    """収納 of a day for one kind of paper: for how many something was taken, how much, and for how many it was waived (減免)."""

    kind: PaperKind
    paid: int
    yen: int
    waived: int

    @property
    def word(self) -> str:
        return PAPER_WORDS[self.kind]


def fee_lines() -> list[FeeLine]:
    """Inside a door: by kind, the newest first; there are few."""
    rows = db.session().execute(select(Fee, Staff.name).outerjoin(Staff, Staff.id == Fee.added_by).order_by(Fee.kind, Fee.starts_on.desc()))
    return [FeeLine(fee.public_id, fee.facts, name or "") for fee, name in rows]


def fee_now(kind: PaperKind, day: date) -> int:
    """Inside a door: what this paper costs on that day."""
    return fee_on([fee.facts for fee in db.session().scalars(select(Fee).where(Fee.kind == kind))], kind, day)


def takings_on(day: date) -> list[Taking]:
    """Inside a door, in one statement: summed from what was stored with each paper, never from the table of fees of today."""
    start, end = clock.hours_of(day)
    papers = union_all(
        _sums(Certificate).where(Certificate.issued_at >= start, Certificate.issued_at < end),
        _sums(RecordCopy).where(RecordCopy.issued_at >= start, RecordCopy.issued_at < end, RecordCopy.ground.is_(None)),
    )
    rows = db.session().execute(papers)
    return [Taking(kind, *row) for kind, row in zip(AT_THE_COUNTER, rows, strict=True)]


def _sums(paper: type[Certificate] | type[RecordCopy]) -> Select[int, int, int]:
    paid = func.count().filter(paper.fee_yen > 0)
    return select(paid, func.coalesce(func.sum(paper.fee_yen), 0), func.count().filter(paper.waiver.is_not(None)))
