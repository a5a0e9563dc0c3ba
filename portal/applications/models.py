"""Forms printed in advance for the days on which the portal stands still: batches, and each number from its printing to its end."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.applications.number_rules import BlankState, PaperNumber, SpoilReason
from portal.applications.rules import FormKind
from portal.db import Model, Moment, word_column


class BlankBatch(Model):
    """Numbers that run on, printed together: made, printed, handed to a place, closed when every number has its end."""

    __tablename__ = "blank_batch"
    __table_args__ = (
        UniqueConstraint("fiscal_year", "first"),
        Index("ix_blank_batch_made_at", "made_at"),
        CheckConstraint("first <= last", name="runs_on"),
        CheckConstraint("(handed_at IS NULL) = (place = '')", name="handed_to_a_place"),
        CheckConstraint("closed_at IS NULL OR handed_at IS NOT NULL", name="closed_after_handed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    form: Mapped[FormKind] = mapped_column(word_column(FormKind))
    fiscal_year: Mapped[int]
    first: Mapped[int]
    last: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    printed: Mapped[int] = mapped_column(default=0)
    place: Mapped[str] = mapped_column(String(100), default="")
    receiver: Mapped[str] = mapped_column(String(100), default="")
    handed_at: Mapped[datetime | None] = mapped_column(Moment)
    handed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    @property
    def first_number(self) -> PaperNumber:
        return PaperNumber(self.fiscal_year, self.first)

    @property
    def last_number(self) -> PaperNumber:
        return PaperNumber(self.fiscal_year, self.last)


PAPERS = (
    "(CASE WHEN voucher_id IS NULL THEN 0 ELSE 1 END + CASE WHEN certificate_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN record_copy_id IS NULL THEN 0 ELSE 1 END)"
)


class BlankForm(Model):
    """One number. Used: it leads to exactly one paper, and a paper comes from one number at most; by constraint."""

    __tablename__ = "blank_form"
    __table_args__ = (
        UniqueConstraint("fiscal_year", "running"),
        Index("ix_blank_form_state", "state", "fiscal_year", "running"),
        Index("ix_blank_form_batch_id", "batch_id", "state"),
        Index("ix_blank_form_resident_id", "resident_id"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended_when_no_longer_open"),
        CheckConstraint(f"(state = 'used') = ({PAPERS} = 1)", name="used_for_one_paper"),
        CheckConstraint(f"{PAPERS} <= 1", name="one_paper_at_most"),
        CheckConstraint("(state = 'used') = (resident_id IS NOT NULL)", name="used_for_somebody"),
        CheckConstraint("(state = 'spoilt') = (reason IS NOT NULL)", name="spoilt_for_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("blank_batch.id"))
    fiscal_year: Mapped[int]
    running: Mapped[int]
    state: Mapped[BlankState] = mapped_column(word_column(BlankState), default=BlankState.OPEN)
    reason: Mapped[SpoilReason | None] = mapped_column(word_column(SpoilReason))
    note: Mapped[str] = mapped_column(String(200), default="")
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("resident.id"))
    voucher_id: Mapped[int | None] = mapped_column(ForeignKey("voucher.id"), unique=True)
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), unique=True)
    record_copy_id: Mapped[int | None] = mapped_column(ForeignKey("record_copy.id"), unique=True)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    @property
    def number(self) -> PaperNumber:
        return PaperNumber(self.fiscal_year, self.running)


class BlankSeries(Model):
    """The last number of a fiscal year: one row, counted up in the transaction that makes a batch."""

    __tablename__ = "blank_series"

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
