"""終業点検: who looked at a section's open media at the end of a day, and what they saw then (M-5)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment


class DayCheck(Model):
    """One signature a section and day, never changed; the counts are those of the moment."""

    __tablename__ = "media_day_check"
    __table_args__ = (
        UniqueConstraint("section_id", "day"),
        CheckConstraint("not_returned >= 0 AND not_erased >= 0 AND not_confirmed >= 0 AND waiting >= 0 AND sessions >= 0", name="counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    day: Mapped[date]
    signed_at: Mapped[datetime] = mapped_column(Moment)
    signed_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    not_returned: Mapped[int]
    not_erased: Mapped[int]
    not_confirmed: Mapped[int]
    waiting: Mapped[int]
    sessions: Mapped[int]
    note: Mapped[str] = mapped_column(String(300), default="")
