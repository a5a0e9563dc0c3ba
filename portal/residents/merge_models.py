"""Which record was merged into which: the register's own knowledge of it; what moved with it is the journal of portal/duplicates."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment

_STANDS = text("undone_at IS NULL")


class ResidentMerge(Model):
    """One merge. It stands until it is undone; a record is merged into one other at a time."""

    __tablename__ = "resident_merge"
    __table_args__ = (
        Index("uq_resident_merge_absorbed", "absorbed_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
        Index("ix_resident_merge_kept_id", "kept_id"),
        Index("ix_resident_merge_merged_at", "merged_at"),
        CheckConstraint("kept_id <> absorbed_id", name="two_records"),
        CheckConstraint("reason <> ''", name="has_reason"),
        CheckConstraint("(undone_at IS NULL) = (undo_reason = '')", name="undone_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    absorbed_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    reason: Mapped[str] = mapped_column(String(200))
    merged_at: Mapped[datetime] = mapped_column(Moment)
    merged_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    undo_reason: Mapped[str] = mapped_column(String(200), default="")
