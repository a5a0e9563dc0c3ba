"""接種券: each voucher from its issue to its end, and the 接種済証."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment, word_column
from portal.vouchers.application_rules import Accepted
from portal.vouchers.fee_rules import Waiver
from portal.vouchers.post_rules import Early
from portal.vouchers.rules import Applicant, Channel, Delivery, Reason
from portal.vouchers.state_rules import ReturnReason, VoidReason

# Where a voucher is that is not void, as partial indexes and the lists by state ask for it.
IN_OFFICE = "voided_at IS NULL AND posted_at IS NULL AND handed_over_at IS NULL AND returned_at IS NULL"
POSTED = "voided_at IS NULL AND posted_at IS NOT NULL AND handed_over_at IS NULL AND returned_at IS NULL"
HANDED_OVER = "voided_at IS NULL AND handed_over_at IS NOT NULL AND returned_at IS NULL"
RETURNED = "voided_at IS NULL AND returned_at IS NOT NULL"


def _where(condition: str) -> dict[str, Any]:
    """The same condition of a partial index on both engines."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Voucher(Model):
    """One voucher. A live one is neither void nor replaced: at most one for a person, programme and dose, by constraint.

    `posted_at`, `handed_over_at` and `returned_at` say where it is now; what it went through stands in state_models.VoucherEvent
    (docs/decisions/021-voucher-states.md). A number is one voucher's alone, or, where `shares_number`, one person's (series.py): then
    kind, dose and `issue` tell the vouchers apart.
    """

    __tablename__ = "voucher"
    __table_args__ = (
        UniqueConstraint("number", "kind_code", "dose_number", "issue", name="uq_voucher_key"),
        Index("uq_voucher_number", "number", unique=True, **_where("NOT shares_number")),
        Index("ix_voucher_in_office", "issued_at", "id", **_where(IN_OFFICE)),
        Index("ix_voucher_posted", "posted_at", "id", **_where(POSTED)),
        Index("ix_voucher_handed_over", "handed_over_at", "id", **_where(HANDED_OVER)),
        Index("ix_voucher_returned", "returned_at", "id", **_where(RETURNED)),
        Index("ix_voucher_voided", "voided_at", "id", **_where("voided_at IS NOT NULL")),
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
        CheckConstraint("(returned_at IS NULL) = (return_reason IS NULL)", name="return_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    number: Mapped[str] = mapped_column(String(10))
    shares_number: Mapped[bool] = mapped_column(default=False, server_default=false())
    kind_code: Mapped[str] = mapped_column(String(1), default="", server_default="")
    issue: Mapped[int] = mapped_column(default=1, server_default="1")
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
    void_why: Mapped[VoidReason | None] = mapped_column(word_column(VoidReason))
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    posted_at: Mapped[datetime | None] = mapped_column(Moment)
    handed_over_at: Mapped[datetime | None] = mapped_column(Moment)
    returned_at: Mapped[datetime | None] = mapped_column(Moment)
    return_reason: Mapped[ReturnReason | None] = mapped_column(word_column(ReturnReason))
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


class PaperRequest(Model):
    """What an application said beyond the paper's own row: of whom else what was seen, what was asked, what stayed unsure and why it was
    accepted, where the paper was posted to. Kinds in words, never a number of a document, never an answer (R2-1, R2-2)."""

    __tablename__ = "paper_request"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN voucher_id IS NULL THEN 0 ELSE 1 END + CASE WHEN certificate_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN record_copy_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_paper",
        ),
        CheckConstraint("(gaps = '') = (accepted IS NULL)", name="gap_is_accepted"),
        CheckConstraint("gaps <> '' OR gap_note = ''", name="note_is_about_a_gap"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    voucher_id: Mapped[int | None] = mapped_column(ForeignKey("voucher.id"), unique=True)
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), unique=True)
    record_copy_id: Mapped[int | None] = mapped_column(ForeignKey("record_copy.id"), unique=True)
    principal_checked: Mapped[str] = mapped_column(String(200), default="")
    asked: Mapped[str] = mapped_column(String(200), default="")
    gaps: Mapped[str] = mapped_column(String(200), default="")
    accepted: Mapped[Accepted | None] = mapped_column(word_column(Accepted))
    gap_note: Mapped[str] = mapped_column(String(200), default="")
    early: Mapped[Early | None] = mapped_column(word_column(Early))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))


class VoucherSeries(Model):
    """The next running number: one row, counted up in the issuing transaction."""

    __tablename__ = "voucher_series"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(BigInteger)
