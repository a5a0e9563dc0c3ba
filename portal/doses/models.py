"""予防接種台帳: the 18 items of 別添1 and the COVID items that are not ※ (S1-2, S1-3). A correction is a new version."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment, word_column
from portal.doses.match_rules import WaitReason
from portal.doses.waiting_rules import WaitState


class Dose(Model):
    """One vaccination as the ledger knows it.

    `superseded_at` marks a version that no longer stands, `replaces_id` the version that this one came after.
    """

    __tablename__ = "dose"
    __table_args__ = (
        Index("ix_dose_resident_id", "resident_id"),
        Index("ix_dose_voucher_number", "voucher_number"),
        Index("ix_dose_import_id", "import_id"),
        Index(
            "uq_dose_current",
            "resident_id",
            "programme_code",
            "dose_number",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    programme_code: Mapped[str] = mapped_column(String(20))
    dose_number: Mapped[int]
    caution: Mapped[str] = mapped_column(String(200), default="")
    past_infection: Mapped[str] = mapped_column(String(200), default="")
    before_moving_in: Mapped[bool] = mapped_column(default=False)
    method: Mapped[str] = mapped_column(String(20), default="")
    content: Mapped[str] = mapped_column(String(20), default="")
    given_on: Mapped[date]
    age_when_given: Mapped[int | None]
    volume_ml: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    institution: Mapped[str] = mapped_column(String(60), default="")
    screening_doctor: Mapped[str] = mapped_column(String(40), default="")
    giving_doctor: Mapped[str] = mapped_column(String(40), default="")
    lot_number: Mapped[str] = mapped_column(String(20), default="")
    manufacturer: Mapped[str] = mapped_column(String(40), default="")
    claim_month: Mapped[str] = mapped_column(String(7), default="")
    subsidy_yen: Mapped[int | None]
    municipality_code: Mapped[str] = mapped_column(String(6), default="")
    voucher_number: Mapped[str] = mapped_column(String(10), default="")
    verified: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("file_import.id"))
    replaces_id: Mapped[int | None]
    superseded_at: Mapped[datetime | None] = mapped_column(Moment)
    superseded_reason: Mapped[str] = mapped_column(String(200), default="")


class WaitingDose(Model):
    """登録待ち: a dose of a file that a person must decide about, because it is nobody's yet or differs from a verified record.

    `content`: what the file tells of the dose (waiting_rules.content_of). `dose_id`: the record that it differs from; after it was
    recorded, the record it became. `resident_id`: whose that record is. `fingerprint`: the same content waits only once.
    """

    __tablename__ = "waiting_dose"
    __table_args__ = (
        Index("ix_waiting_dose_state_reason_id", "state", "reason", "id"),
        Index("ix_waiting_dose_state_id", "state", "id"),
        Index("ix_waiting_dose_import_id_number", "import_id", "number"),
        Index(
            "uq_waiting_dose_fingerprint",
            "fingerprint",
            unique=True,
            sqlite_where=text("state <> 'withdrawn'"),
            postgresql_where=text("state <> 'withdrawn'"),
        ),
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_when_no_longer_waiting"),
        CheckConstraint("state <> 'dismissed' OR decision <> ''", name="dismissed_with_reason"),
        CheckConstraint("state <> 'recorded' OR (dose_id IS NOT NULL AND resident_id IS NOT NULL)", name="recorded_for_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("file_import.id"))
    number: Mapped[int]
    reason: Mapped[WaitReason] = mapped_column(word_column(WaitReason))
    state: Mapped[WaitState] = mapped_column(word_column(WaitState), default=WaitState.WAITING)
    content: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64))
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("resident.id"))
    dose_id: Mapped[int | None] = mapped_column(ForeignKey("dose.id"))
    came_at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decision: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)


class MakerName(Model):
    """メーカー名の読み替え: a maker as files write it, and its name in the ledger. Never altered, only ended."""

    __tablename__ = "maker_name"
    __table_args__ = (
        Index(
            "uq_maker_name_written_key",
            "written_key",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    written: Mapped[str] = mapped_column(String(40))
    written_key: Mapped[str] = mapped_column(String(80))
    maker: Mapped[str] = mapped_column(String(40))
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
