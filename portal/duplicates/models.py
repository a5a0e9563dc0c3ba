"""Pairs that may be one person, pairs that were ruled not to be, and the journal of each merge (residents/merge_models.py)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment

_STANDS = text("withdrawn_at IS NULL")


class MergeMove(Model):
    """One row that a merge touched: whether it moved to the kept record, and what stood in it before (JSON, empty when only moved)."""

    __tablename__ = "resident_merge_move"
    __table_args__ = (UniqueConstraint("merge_id", "table_name", "row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    merge_id: Mapped[int] = mapped_column(ForeignKey("resident_merge.id"))
    table_name: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int]
    moved: Mapped[bool]
    before: Mapped[str] = mapped_column(Text, default="")


class DuplicateCandidate(Model):
    """Two records that looked like one person when the register was last gone through. The reasons are told anew when they are shown."""

    __tablename__ = "duplicate_candidate"
    __table_args__ = (
        Index("ix_duplicate_candidate_weight", "weight", "first_id", "second_id"),
        Index("ix_duplicate_candidate_job_id", "job_id"),
        CheckConstraint("first_id < second_id", name="in_order"),
    )

    first_id: Mapped[int] = mapped_column(ForeignKey("resident.id"), primary_key=True, autoincrement=False)
    second_id: Mapped[int] = mapped_column(ForeignKey("resident.id"), primary_key=True, autoincrement=False)
    weight: Mapped[int]
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    found_at: Mapped[datetime] = mapped_column(Moment)


class DuplicateRuling(Model):
    """別の方: two records of two people, which are not offered again until the ruling is withdrawn."""

    __tablename__ = "duplicate_ruling"
    __table_args__ = (
        Index("uq_duplicate_ruling_stands", "first_id", "second_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
        Index("ix_duplicate_ruling_ruled_at", "ruled_at"),
        CheckConstraint("first_id < second_id", name="in_order"),
        CheckConstraint("reason <> ''", name="has_reason"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdraw_reason = '')", name="withdrawn_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    reason: Mapped[str] = mapped_column(String(200))
    ruled_at: Mapped[datetime] = mapped_column(Moment)
    ruled_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    withdraw_reason: Mapped[str] = mapped_column(String(200), default="")
