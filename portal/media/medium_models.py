"""What happens to a medium itself: its history, a loss, a disposal, the yearly renewal, the stock-take (M-1, M-5)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.chief_rules import SignsAs
from portal.db import Model, Moment, word_column
from portal.media.medium_step_rules import Destroying, MediumStep
from portal.media.stocktake_rules import Found

UNDECIDED = text("decided_at IS NULL")
UNCLOSED = text("closed_at IS NULL")
UNFOUND = text("wiped_at IS NULL")


class MediumEvent(Model):
    """One thing that happened to a medium, told on its page. Never changed, never removed."""

    __tablename__ = "medium_event"
    __table_args__ = (Index("ix_medium_event_medium_id", "medium_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    medium_id: Mapped[int] = mapped_column(ForeignKey("medium.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    what: Mapped[MediumStep] = mapped_column(word_column(MediumStep))
    words: Mapped[str] = mapped_column(String(600), default="")


class MediumLoss(Model):
    """紛失 of a medium and, if it turns up, 発見 and the erasure before it is used again; one open row a medium.

    `is_strong`: what was on it was strongly encrypted (no duty to report). `holds_data`: it was out or not wiped when it was lost.
    """

    __tablename__ = "medium_loss"
    __table_args__ = (
        Index("uq_medium_loss_open", "medium_id", unique=True, sqlite_where=UNFOUND, postgresql_where=UNFOUND),
        CheckConstraint("(found_at IS NULL) = (found_by IS NULL)", name="found_by_somebody"),
        CheckConstraint("(wiped_at IS NULL) = (wiped_by IS NULL)", name="wiped_by_somebody"),
        CheckConstraint("(wiped_at IS NULL) = (witness_id IS NULL)", name="wiped_before_a_witness"),
        CheckConstraint("wiped_at IS NULL OR found_at IS NOT NULL", name="wiped_after_found"),
        CheckConstraint("witness_id IS NULL OR witness_id <> wiped_by", name="witness_is_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    medium_id: Mapped[int] = mapped_column(ForeignKey("medium.id"), index=True)
    noted_at: Mapped[datetime] = mapped_column(Moment)
    noted_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    known_at: Mapped[datetime] = mapped_column(Moment)
    is_strong: Mapped[bool]
    is_malicious: Mapped[bool]
    holds_data: Mapped[bool]
    circumstances: Mapped[str] = mapped_column(String(500))
    note: Mapped[str] = mapped_column(String(500), default="")
    found_at: Mapped[datetime | None] = mapped_column(Moment)
    found_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    found_words: Mapped[str] = mapped_column(String(300), default="")
    wiped_at: Mapped[datetime | None] = mapped_column(Moment)
    wiped_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    witness_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    wipe_tool: Mapped[str] = mapped_column(String(100), default="")
    wipe_result: Mapped[str] = mapped_column(String(300), default="")


class MediumDisposal(Model):
    """廃棄 of a medium: how, before whose eyes, and the certificate of whoever destroyed it."""

    __tablename__ = "medium_disposal"
    __table_args__ = (CheckConstraint("witness_id <> done_by", name="witness_is_another"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    medium_id: Mapped[int] = mapped_column(ForeignKey("medium.id"), unique=True)
    disposed_on: Mapped[date]
    how: Mapped[Destroying] = mapped_column(word_column(Destroying))
    certificate: Mapped[str] = mapped_column(String(100), default="")
    words: Mapped[str] = mapped_column(String(300), default="")
    noted_at: Mapped[datetime] = mapped_column(Moment)
    done_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    witness_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class Renewal(Model):
    """年度更新: the media of a section asked for at once, decided at once, never by who asked. One open a section."""

    __tablename__ = "medium_renewal"
    __table_args__ = (
        Index("uq_medium_renewal_open", "section_id", unique=True, sqlite_where=UNDECIDED, postgresql_where=UNDECIDED),
        Index("ix_medium_renewal_section_id", "section_id", "id"),
        CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="never_by_who_asked"),
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("(decided_at IS NULL) = (is_granted IS NULL)", name="decided_in_words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    fiscal_year: Mapped[int]
    note: Mapped[str] = mapped_column(String(300), default="")
    asked_at: Mapped[datetime] = mapped_column(Moment)
    asked_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    signed_as: Mapped[SignsAs | None] = mapped_column(word_column(SignsAs))
    is_granted: Mapped[bool | None]
    words: Mapped[str] = mapped_column(String(300), default="")


class RenewalMedium(Model):
    """A medium of a renewal. `left_out`: why it was not renewed when the rest was (lost or disposed of meanwhile)."""

    __tablename__ = "medium_renewal_medium"

    renewal_id: Mapped[int] = mapped_column(ForeignKey("medium_renewal.id"), primary_key=True)
    medium_id: Mapped[int] = mapped_column(ForeignKey("medium.id"), primary_key=True)
    left_out: Mapped[str] = mapped_column(String(200), default="")


class Stocktake(Model):
    """棚卸 (現物確認) of a section's media. One open a section; `expected`, `seen`: counted at the close."""

    __tablename__ = "medium_stocktake"
    __table_args__ = (
        Index("uq_medium_stocktake_open", "section_id", unique=True, sqlite_where=UNCLOSED, postgresql_where=UNCLOSED),
        Index("ix_medium_stocktake_section_id", "section_id", "id"),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    started_on: Mapped[date]
    started_at: Mapped[datetime] = mapped_column(Moment)
    started_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    expected: Mapped[int] = mapped_column(default=0)
    seen: Mapped[int] = mapped_column(default=0)


class StocktakeScan(Model):
    """A label that was read: one row a number. `medium_id` is empty for a number that no medium has."""

    __tablename__ = "medium_scan"
    __table_args__ = (UniqueConstraint("stocktake_id", "number"), Index("ix_medium_scan_medium_id", "medium_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    stocktake_id: Mapped[int] = mapped_column(ForeignKey("medium_stocktake.id"))
    medium_id: Mapped[int | None] = mapped_column(ForeignKey("medium.id"))
    number: Mapped[str] = mapped_column(String(20))
    found: Mapped[Found] = mapped_column(word_column(Found))
    words: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class Difference(Model):
    """What the ledger and the cabinet do not agree about; it stays until somebody says in words what it was."""

    __tablename__ = "medium_difference"
    __table_args__ = (
        UniqueConstraint("stocktake_id", "number"),
        Index("ix_medium_difference_medium_id", "medium_id"),
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled_by_somebody"),
        CheckConstraint("settled_at IS NULL OR settled_words <> ''", name="settled_with_words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    stocktake_id: Mapped[int] = mapped_column(ForeignKey("medium_stocktake.id"))
    medium_id: Mapped[int | None] = mapped_column(ForeignKey("medium.id"))
    number: Mapped[str] = mapped_column(String(20))
    found: Mapped[Found] = mapped_column(word_column(Found))
    words: Mapped[str] = mapped_column(String(300))
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    settled_words: Mapped[str] = mapped_column(String(300), default="")
