"""What a voucher went through after its issue, the envelopes that were scanned, the numbers of people, the codes of the 18 digits."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment, word_column
from portal.vouchers.code_rules import Part
from portal.vouchers.return_rules import Outcome
from portal.vouchers.state_rules import ReturnReason, Step


class VoucherEvent(Model):
    """One step, never changed: who, when, why. The columns of `voucher` say where it is now, these lines how it came there."""

    __tablename__ = "voucher_event"
    __table_args__ = (Index("ix_voucher_event_voucher_id", "voucher_id"), Index("ix_voucher_event_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    voucher_id: Mapped[int] = mapped_column(ForeignKey("voucher.id"))
    step: Mapped[Step] = mapped_column(word_column(Step))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    why: Mapped[str] = mapped_column(String(200), default="")
    about_id: Mapped[int | None] = mapped_column(ForeignKey("voucher.id"))


class ReturnedMail(Model):
    """One envelope that was scanned as it came back, also one whose number led to nothing; `settled_at`: looked into since."""

    __tablename__ = "returned_mail"
    __table_args__ = (
        Index("ix_returned_mail_at", "at"),
        Index("ix_returned_mail_voucher_id", "voucher_id"),
        Index(
            "ix_returned_mail_open",
            "id",
            sqlite_where=text("outcome <> 'returned' AND settled_at IS NULL"),
            postgresql_where=text("outcome <> 'returned' AND settled_at IS NULL"),
        ),
        CheckConstraint("outcome <> 'returned' OR voucher_id IS NOT NULL", name="returned_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    scanned: Mapped[str] = mapped_column(String(18))
    outcome: Mapped[Outcome] = mapped_column(word_column(Outcome))
    voucher_id: Mapped[int | None] = mapped_column(ForeignKey("voucher.id"))
    reason: Mapped[ReturnReason] = mapped_column(word_column(ReturnReason))
    note: Mapped[str] = mapped_column(String(100), default="")
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class PersonNumber(Model):
    """The one 券番号 of a person, where the city keeps it for life (PORTAL_VOUCHER_NUMBERS=per_person)."""

    __tablename__ = "person_number"

    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"), primary_key=True, autoincrement=False)
    number: Mapped[str] = mapped_column(String(10), unique=True)
    drawn_at: Mapped[datetime] = mapped_column(Moment)


class VoucherCode(Model):
    """A digit of the 18 and what it stands for: a 券種, or a dose (`dose_number`). An ended one is still read."""

    __tablename__ = "voucher_code"
    __table_args__ = (
        Index(
            "uq_voucher_code_digit",
            "part",
            "digit",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "uq_voucher_code_dose",
            "dose_number",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("(part = 'dose') = (dose_number IS NOT NULL)", name="dose_has_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    part: Mapped[Part] = mapped_column(word_column(Part))
    digit: Mapped[str] = mapped_column(String(1))
    dose_number: Mapped[int | None]
    words: Mapped[str] = mapped_column(String(40))
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
