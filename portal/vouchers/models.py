"""接種事業 and 接種券: what is given to whom, and each voucher from its issue to its end."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment, word_column
from portal.vouchers.fee_rules import Waiver
from portal.vouchers.rules import Applicant, Channel, Delivery, Reason


class Programme(Model):
    """A vaccination programme (接種事業) of the city, not COVID alone."""

    __tablename__ = "programme"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    legal_ground: Mapped[str] = mapped_column(String(200))
    kind_digit: Mapped[str] = mapped_column(String(1))
    screening_kind_digit: Mapped[str] = mapped_column(String(1))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    doses: Mapped[int]
    minimum_age: Mapped[int] = mapped_column(default=0)
    interval_days: Mapped[int] = mapped_column(default=0)


class Voucher(Model):
    """One voucher. A live one is neither void nor replaced: at most one for a person, programme and dose, by constraint."""

    __tablename__ = "voucher"
    __table_args__ = (
        Index("ix_voucher_resident_id", "resident_id"),
        Index("ix_voucher_issued_at", "issued_at"),
        Index(
            "uq_voucher_live",
            "resident_id",
            "programme_code",
            "dose_number",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
        Index(
            "ix_voucher_posted_by_hand",
            "resident_id",
            sqlite_where=text("voided_at IS NULL AND issued_by IS NOT NULL AND delivery = 'post_to_address'"),
            postgresql_where=text("voided_at IS NULL AND issued_by IS NOT NULL AND delivery = 'post_to_address'"),
        ),
        CheckConstraint("(voided_at IS NULL) = (void_reason = '')", name="void_has_reason"),
        CheckConstraint("replaces_id IS NULL OR identity_checked <> ''", name="reissue_has_identity_check"),
        CheckConstraint("length(number) = 10", name="ten_digits"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    number: Mapped[str] = mapped_column(String(10), unique=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    programme_code: Mapped[str] = mapped_column(ForeignKey("programme.code"))
    dose_number: Mapped[int]
    issued_at: Mapped[datetime] = mapped_column(Moment)
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    reason: Mapped[Reason | None] = mapped_column(word_column(Reason))
    reason_note: Mapped[str] = mapped_column(String(200), default="")
    channel: Mapped[Channel | None] = mapped_column(word_column(Channel))
    applicant: Mapped[Applicant | None] = mapped_column(word_column(Applicant))
    identity_checked: Mapped[str] = mapped_column(String(200), default="")
    delivery: Mapped[Delivery | None] = mapped_column(word_column(Delivery))
    memo: Mapped[str] = mapped_column(String(200), default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("voucher.id"), unique=True)
    voided_at: Mapped[datetime | None] = mapped_column(Moment)
    void_reason: Mapped[str] = mapped_column(String(100), default="")
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))


class VoucherPaper(Model):
    """The page as it was issued: what stands on it, written in the issuing transaction, and the PDF made from it once."""

    __tablename__ = "voucher_paper"

    voucher_id: Mapped[int] = mapped_column(ForeignKey("voucher.id"), primary_key=True)
    sheet: Mapped[str] = mapped_column(Text)
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    made_at: Mapped[datetime | None] = mapped_column(Moment)


class VoucherPrint(Model):
    """One printing: who, when, and whether it was not the first."""

    __tablename__ = "voucher_print"
    __table_args__ = (Index("ix_voucher_print_voucher_id", "voucher_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    voucher_id: Mapped[int] = mapped_column(ForeignKey("voucher.id"))
    printed_at: Mapped[datetime] = mapped_column(Moment)
    printed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    again: Mapped[bool]


class Certificate(Model):
    """One 接種済証 given out again, and its page: what stands on it, written with it, and the PDF made from it once."""

    __tablename__ = "certificate"
    __table_args__ = (
        Index("ix_certificate_resident_id", "resident_id"),
        Index("ix_certificate_issued_at", "issued_at"),
        CheckConstraint("identity_checked <> ''", name="has_identity_check"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    programme_code: Mapped[str] = mapped_column(ForeignKey("programme.code"))
    issued_at: Mapped[datetime] = mapped_column(Moment)
    issued_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    applicant: Mapped[Applicant] = mapped_column(word_column(Applicant))
    identity_checked: Mapped[str] = mapped_column(String(200))
    principal_checked: Mapped[str] = mapped_column(String(200), default="")
    delivery: Mapped[Delivery] = mapped_column(word_column(Delivery))
    channel: Mapped[Channel] = mapped_column(word_column(Channel))
    memo: Mapped[str] = mapped_column(String(200), default="")
    fee_yen: Mapped[int] = mapped_column(default=0)
    waiver: Mapped[Waiver | None] = mapped_column(word_column(Waiver))
    waiver_note: Mapped[str] = mapped_column(String(100), default="")
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    sheet: Mapped[str] = mapped_column(Text)
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64), default="")


class CertificatePrint(Model):
    """One printing: who, when, and whether it was not the first."""

    __tablename__ = "certificate_print"
    __table_args__ = (Index("ix_certificate_print_certificate_id", "certificate_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"))
    printed_at: Mapped[datetime] = mapped_column(Moment)
    printed_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    again: Mapped[bool]


class VoucherSeries(Model):
    """The next running number: one row, counted up in the issuing transaction."""

    __tablename__ = "voucher_series"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(BigInteger)
