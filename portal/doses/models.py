"""予防接種台帳: the 18 items of 別添1 and the COVID items that are not ※ (S1-2, S1-3). A correction is a new version."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment


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
