"""The audit log: records in one chain, the people each concerns, and the head of the chain.

Triggers (migrations/) refuse UPDATE and DELETE on records and subjects on both engines.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment

Sequence = BigInteger().with_variant(Integer, "sqlite")
GENESIS = "0" * 64


class AuditRecord(Model):
    """Who did what, when, on whose behalf, why. `facts` is canonical JSON; `typed` is sealed (search terms)."""

    __tablename__ = "audit_record"
    __table_args__ = (
        Index("ix_audit_record_at", "at"),
        Index("ix_audit_record_staff_id_at", "staff_id", "at"),
        Index("ix_audit_record_event_at", "event", "at"),
        Index(
            "ix_audit_record_staff_login_at",
            "staff_login",
            "at",
            sqlite_where=text("staff_id IS NULL"),
            postgresql_where=text("staff_id IS NULL"),
        ),
    )

    sequence: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    event: Mapped[str] = mapped_column(String(60))
    staff_id: Mapped[int | None]
    staff_login: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(60))
    visit_id: Mapped[int | None]
    purpose: Mapped[str] = mapped_column(String(80))
    facts: Mapped[str] = mapped_column(Text)
    typed: Mapped[str | None] = mapped_column(Text)
    subject_count: Mapped[int]
    subjects_sha256: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditSubject(Model):
    """One resident whom a record concerns: "who looked at this person" is one index range."""

    __tablename__ = "audit_subject"
    __table_args__ = (Index("ix_audit_subject_resident_id_sequence", "resident_id", "sequence"),)

    sequence: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=False)
    resident_id: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=False)


class AuditHead(Model):
    """The last link: one row, locked last in every transaction that records."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int] = mapped_column(Sequence)
    hash: Mapped[str] = mapped_column(String(64))
