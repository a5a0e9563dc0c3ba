"""What a person decides beside a register file: rows that may be somebody known, and people whom a whole file no longer has (S1-1)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment, word_column
from portal.residents.match_rules import Decision, MatchReason


class RegisterMatch(Model):
    """A row that waits for a decision: it is like somebody the register has.

    `candidates`: ids (JSON) of those who may be meant (match_settling.py). `resident_id`: whose row it is, when it is the same person.
    """

    __tablename__ = "register_match"
    __table_args__ = (
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided_by_somebody"),
        CheckConstraint("(coalesce(decision, '') = 'same') = (resident_id IS NOT NULL)", name="same_as_whom"),
    )

    import_id: Mapped[int] = mapped_column(ForeignKey("file_import.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    reason: Mapped[MatchReason] = mapped_column(word_column(MatchReason))
    candidates: Mapped[str] = mapped_column(Text, default="[]", server_default="[]")
    decision: Mapped[Decision | None] = mapped_column(word_column(Decision))
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("resident.id"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)


class RegisterVanished(Model):
    """Somebody who lives here by the register and was not in this whole file."""

    __tablename__ = "register_vanished"

    import_id: Mapped[int] = mapped_column(ForeignKey("file_import.id"), primary_key=True, autoincrement=False)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"), primary_key=True, autoincrement=False)
