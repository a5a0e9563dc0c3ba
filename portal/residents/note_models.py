"""申し送り: a caution from one member of staff to the next, with an end. Never rewritten, only ended."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment, word_column
from portal.residents.note_rules import NoteEnd


class ResidentNote(Model):
    """One note. `under_protection`: who wrote it was warned not to tell where the person lives."""

    __tablename__ = "resident_note"
    __table_args__ = (
        Index("ix_resident_note_resident_id", "resident_id"),
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="end_has_reason"),
        CheckConstraint("text <> ''", name="has_text"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    text: Mapped[str] = mapped_column(String(200))
    ends_on: Mapped[date]
    under_protection: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[datetime] = mapped_column(Moment)
    written_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    end_reason: Mapped[NoteEnd | None] = mapped_column(word_column(NoteEnd))
