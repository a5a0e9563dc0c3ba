"""接種記録の写し: each copy given out with its page, each refusal with its ground, each printing."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.rules import Channel
from portal.db import Model, Moment, word_column
from portal.vouchers.fee_rules import Waiver
from portal.vouchers.record_copy_rules import Ground
from portal.vouchers.rules import Applicant, Delivery


class RecordCopy(Model):
    """One request: given out, and then with what stands on the page and the PDF made from it once; or refused, with a ground."""

    __tablename__ = "record_copy"
    __table_args__ = (
        Index("ix_record_copy_resident_id", "resident_id"),
        Index("ix_record_copy_issued_at", "issued_at"),
        CheckConstraint("(ground IS NULL) = (sheet <> '')", name="given_or_refused_with_a_ground"),
        CheckConstraint("ground IS NOT NULL OR identity_checked <> ''", name="has_identity_check"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    issued_at: Mapped[datetime] = mapped_column(Moment)
    issued_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    applicant: Mapped[Applicant] = mapped_column(word_column(Applicant))
    identity_checked: Mapped[str] = mapped_column(String(200), default="")
    delivery: Mapped[Delivery | None] = mapped_column(word_column(Delivery))
    channel: Mapped[Channel] = mapped_column(word_column(Channel))
    memo: Mapped[str] = mapped_column(String(200), default="")
    fee_yen: Mapped[int] = mapped_column(default=0)
    waiver: Mapped[Waiver | None] = mapped_column(word_column(Waiver))
    waiver_note: Mapped[str] = mapped_column(String(100), default="")
    ground: Mapped[Ground | None] = mapped_column(word_column(Ground))
    ground_note: Mapped[str] = mapped_column(String(200), default="")
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    sheet: Mapped[str] = mapped_column(Text, default="")
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64), default="")


class RecordCopyPrint(Model):
    """One printing: who, when, and whether it was not the first."""

    __tablename__ = "record_copy_print"
    __table_args__ = (Index("ix_record_copy_print_record_copy_id", "record_copy_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_copy_id: Mapped[int] = mapped_column(ForeignKey("record_copy.id"))
    printed_at: Mapped[datetime] = mapped_column(Moment)
    printed_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    again: Mapped[bool]
