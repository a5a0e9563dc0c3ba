"""Batches and numbers read: pages of the two lists, one of each, and the papers that may have been entered from a number."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Staff
from portal.applications.models import BlankBatch, BlankForm
from portal.applications.number_rules import BLANK_STATE_WORDS, SPOIL_WORDS, BlankState, Ended, PaperNumber
from portal.applications.rules import FORM_WORDS
from portal.db import db
from portal.errors import NotFound
from portal.residents.models import Resident
from portal.residents.rules import RecordState
from portal.vouchers.fee_rules import PAPER_WORDS, PaperKind
from portal.vouchers.models import Certificate, Voucher
from portal.vouchers.record_copy_models import RecordCopy

ROWS_A_PAGE = 50


@dataclass(frozen=True)
class BatchView:
    """One batch with the names of who made, handed and closed it, and how many of its numbers are in which state."""

    batch: BlankBatch
    made_by: str
    handed_by: str
    closed_by: str
    counts: Mapping[BlankState, int]

    @property
    def form_word(self) -> str:
        return FORM_WORDS[self.batch.form]

    @property
    def numbers(self) -> str:
        return f"{self.batch.first_number.shown} から {self.batch.last_number.shown}"

    @property
    def left(self) -> int:
        return self.counts[BlankState.OPEN]

    @property
    def is_handed(self) -> bool:
        return self.batch.handed_at is not None

    @property
    def is_closed(self) -> bool:
        return self.batch.closed_at is not None

    @property
    def state(self) -> tuple[str, str]:
        """Its word and its mark."""
        if self.is_closed:
            return "締めた", "done"
        if not self.is_handed:
            return ("未印刷", "wait") if not self.batch.printed else ("印刷済み・まだ渡していない", "wait")
        return (f"結果なし {self.left:,}枚", "care") if self.left else ("締められます", "ok")


@dataclass(frozen=True)
class BlankRow:
    """One number as the lists show it. `paper_*`: what was entered from it; the name of a person is theirs who was served."""

    form: BlankForm
    batch: BlankBatch
    ended_by: str
    resident: Resident | None
    paper: str = ""

    @property
    def shown(self) -> str:
        return self.form.number.shown

    @property
    def form_word(self) -> str:
        return FORM_WORDS[self.batch.form]

    @property
    def ended(self) -> Ended:
        return Ended(self.form.state, self.form.ended_at, self.ended_by)

    @property
    def state_word(self) -> str:
        return BLANK_STATE_WORDS[self.form.state]

    @property
    def result(self) -> str:
        """What became of it: the paper, or the reason."""
        reason = SPOIL_WORDS[self.form.reason] if self.form.reason else ""
        return "。".join(part for part in (self.paper, reason, self.form.note) if part)


@dataclass(frozen=True)
class PaperOffered:
    """A paper that was issued to a person, and the number that claims it already, if one does."""

    word: str
    detail: str
    kind: PaperKind | None
    row_id: int
    public_id: str
    issued_at: datetime
    taken_by: str

    @property
    def key(self) -> str:
        """How the form names it."""
        return f"{self.kind.value if self.kind else 'voucher'}:{self.public_id}"


_Handed, _Closed = aliased(Staff), aliased(Staff)


def _batches() -> Select[BlankBatch, str, str, str]:
    return (
        select(BlankBatch, Staff.name, _Handed.name, _Closed.name)
        .join(Staff, Staff.id == BlankBatch.made_by)
        .outerjoin(_Handed, _Handed.id == BlankBatch.handed_by)
        .outerjoin(_Closed, _Closed.id == BlankBatch.closed_by)
    )


def count_batches() -> int:
    return db.session().scalar(select(func.count()).select_from(BlankBatch)) or 0


def batches_of_page(page: int) -> list[BatchView]:
    """Inside a door: those still at work first, the newest first."""
    order = (BlankBatch.closed_at.is_not(None), BlankBatch.id.desc())
    rows = db.session().execute(_batches().order_by(*order).limit(ROWS_A_PAGE).offset((page - 1) * ROWS_A_PAGE)).all()
    counts = counts_of({row[0].id for row in rows})
    return [BatchView(batch, made, handed or "", closed or "", counts[batch.id]) for batch, made, handed, closed in rows]


def batch_view(public_id: str) -> BatchView:
    """Inside a door; NotFound when there is none."""
    row = db.session().execute(_batches().where(BlankBatch.public_id == public_id)).one_or_none()
    if row is None:
        raise NotFound
    batch, made, handed, closed = row
    return BatchView(batch, made, handed or "", closed or "", counts_of({batch.id})[batch.id])


def counts_of(batch_ids: Collection[int]) -> dict[int, dict[BlankState, int]]:
    """Inside a door: by batch, how many numbers are in which state."""
    found = {batch_id: dict.fromkeys(BlankState, 0) for batch_id in batch_ids}
    grouped = select(BlankForm.batch_id, BlankForm.state, func.count()).where(BlankForm.batch_id.in_(batch_ids))
    for batch_id, state, count in db.session().execute(grouped.group_by(BlankForm.batch_id, BlankForm.state)):
        found[batch_id][state] = count
    return found


def counts_by_state() -> dict[BlankState, int]:
    """Inside a door: over all batches."""
    rows = db.session().execute(select(BlankForm.state, func.count()).group_by(BlankForm.state))
    return dict.fromkeys(BlankState, 0) | {state: count for state, count in rows}  # noqa: C416  (rows are no pairs to the type checker)


def rows_of_page(state: BlankState, page: int, batch_id: int | None = None) -> list[BlankRow]:
    """Inside a door: in the order of their numbers, of one batch or of all."""
    statement = _rows().where(BlankForm.state == state)
    if batch_id is not None:
        statement = statement.where(BlankForm.batch_id == batch_id)
    order = (BlankForm.fiscal_year, BlankForm.running)
    return _with_papers(statement.order_by(*order).limit(ROWS_A_PAGE).offset((page - 1) * ROWS_A_PAGE))


def row_of(public_id: str) -> BlankRow:
    """Inside a door; NotFound when there is none."""
    rows = _with_papers(_rows().where(BlankForm.public_id == public_id))
    if not rows:
        raise NotFound
    return rows[0]


def public_id_of(number: PaperNumber) -> str | None:
    """Inside a door: the page of a number that was read; None when there is no such number."""
    same = (BlankForm.fiscal_year == number.fiscal_year, BlankForm.running == number.running)
    return db.session().scalar(select(BlankForm.public_id).where(*same))


def _rows() -> Select[BlankForm, BlankBatch, str, Resident]:
    return (
        select(BlankForm, BlankBatch, Staff.name, Resident)
        .join(BlankBatch, BlankBatch.id == BlankForm.batch_id)
        .outerjoin(Staff, Staff.id == BlankForm.ended_by)
        .outerjoin(Resident, and_(Resident.id == BlankForm.resident_id, Resident.record_state == RecordState.CURRENT))
    )


def _with_papers(statement: Select[BlankForm, BlankBatch, str, Resident]) -> list[BlankRow]:
    rows = db.session().execute(statement).all()
    words = _paper_words([form for form, _, _, _ in rows])
    return [BlankRow(form, batch, ended_by or "", resident, words.get(form.id, "")) for form, batch, ended_by, resident in rows]


def _paper_words(forms: Collection[BlankForm]) -> dict[int, str]:
    """By row, the paper in words; a voucher is named by its number."""
    used = [form.voucher_id for form in forms if form.voucher_id]
    numbers = dict(db.session().execute(select(Voucher.id, Voucher.number).where(Voucher.id.in_(used))).all()) if used else {}
    words = {form.id: f"接種券 {numbers[form.voucher_id]}" for form in forms if form.voucher_id}
    words |= {form.id: PAPER_WORDS[PaperKind.CERTIFICATE] for form in forms if form.certificate_id}
    return words | {form.id: PAPER_WORDS[PaperKind.RECORD_COPY] for form in forms if form.record_copy_id}


def papers_offered(resident_id: int) -> list[PaperOffered]:
    """Inside a door: what this person was given by hand, the newest first, each with the number that claims it."""
    session = db.session()
    vouchers = session.scalars(select(Voucher).where(Voucher.resident_id == resident_id, Voucher.issued_by.is_not(None)))
    certificates = session.scalars(select(Certificate).where(Certificate.resident_id == resident_id))
    copies = session.scalars(select(RecordCopy).where(RecordCopy.resident_id == resident_id, RecordCopy.ground.is_(None)))
    claimed = _claimed(resident_id)
    found = [
        PaperOffered("接種券", voucher.number, None, voucher.id, voucher.public_id, voucher.issued_at, claimed.get((None, voucher.id), ""))
        for voucher in vouchers
    ]
    for kind, papers in ((PaperKind.CERTIFICATE, certificates), (PaperKind.RECORD_COPY, copies)):
        found += [
            PaperOffered(PAPER_WORDS[kind], "", kind, paper.id, paper.public_id, paper.issued_at, claimed.get((kind, paper.id), ""))
            for paper in papers
        ]
    return sorted(found, key=lambda paper: paper.issued_at, reverse=True)


def _claimed(resident_id: int) -> dict[tuple[PaperKind | None, int], str]:
    """By paper, the number that was linked to it."""
    theirs = or_(
        BlankForm.resident_id == resident_id,
        BlankForm.voucher_id.in_(select(Voucher.id).where(Voucher.resident_id == resident_id)),
    )
    claimed: dict[tuple[PaperKind | None, int], str] = {}
    for form in db.session().scalars(select(BlankForm).where(theirs, BlankForm.state == BlankState.USED)):
        pairs = ((None, form.voucher_id), (PaperKind.CERTIFICATE, form.certificate_id), (PaperKind.RECORD_COPY, form.record_copy_id))
        claimed |= {(kind, paper_id): form.number.shown for kind, paper_id in pairs if paper_id}
    return claimed
