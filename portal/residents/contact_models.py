"""送付先 and 連絡先 beside the register: one row a version, none ever overwritten."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment, word_column
from portal.residents.contact_rules import Kind, MailingReason, Relation, Whose, Why


class Contact(Model):
    """One version of where post goes or who answers the telephone; `superseded_at` marks one that a later version replaced.

    The versions of one entry share `public_id`; who made this one, when and why stands in it.
    """

    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("public_id", "version"),
        Index("ix_contact_resident_id", "resident_id"),
        Index(
            "uq_contact_current",
            "public_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        CheckConstraint("(kind = 'mailing') = (address <> '')", name="mailing_has_address"),
        CheckConstraint("(kind = 'phone') = (phone <> '')", name="phone_has_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(default=1)
    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"))
    kind: Mapped[Kind] = mapped_column(word_column(Kind))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    postal_code: Mapped[str] = mapped_column(String(7), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    building: Mapped[str] = mapped_column(String(200), default="")
    recipient: Mapped[str] = mapped_column(String(100), default="")
    reason: Mapped[MailingReason | None] = mapped_column(word_column(MailingReason))
    phone: Mapped[str] = mapped_column(String(20), default="")
    whose: Mapped[Whose | None] = mapped_column(word_column(Whose))
    relation: Mapped[Relation | None] = mapped_column(word_column(Relation))
    note: Mapped[str] = mapped_column(String(60), default="")
    why: Mapped[Why] = mapped_column(word_column(Why))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    superseded_at: Mapped[datetime | None] = mapped_column(Moment)
