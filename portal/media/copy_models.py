"""What happens to a line after its approval: lent and back, the copies and how each ended, more time (M-4, M-5)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.chief_rules import SignsAs
from portal.db import Model, Moment, word_column
from portal.media.number_rules import Number, Series
from portal.media.rules import CopyKind, How

NOT_REFUSED = text("rejected_at IS NULL")
OUT = text("returned_at IS NULL")
OPEN = text("decided_at IS NULL")


class Lending(Model):
    """貸出・持出・受入, the use, and the way back: each step with its person and its time. A medium has one open row at most."""

    __tablename__ = "media_lending"
    __table_args__ = (
        Index("uq_media_lending_out", "medium_id", unique=True, sqlite_where=OUT, postgresql_where=OUT),
        CheckConstraint("(returned_at IS NULL) = (received_by IS NULL)", name="received_by_somebody"),
        CheckConstraint("returned_at IS NULL OR returned_at >= handed_at", name="back_after_out"),
        CheckConstraint("(started_at IS NULL) = (started_by IS NULL)", name="started_by_somebody"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
        CheckConstraint("ended_at IS NULL OR started_at IS NOT NULL", name="ended_after_started"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("media_request.id"), unique=True)
    medium_id: Mapped[int | None] = mapped_column(ForeignKey("medium.id"))
    handed_at: Mapped[datetime] = mapped_column(Moment)
    handed_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    handed_to: Mapped[int | None] = mapped_column(ForeignKey("media_worker.id"))
    hand_note: Mapped[str] = mapped_column(String(300), default="")
    virus_tool: Mapped[str] = mapped_column(String(60), default="")
    virus_checked_at: Mapped[datetime | None] = mapped_column(Moment)
    virus_result: Mapped[str] = mapped_column(String(200), default="")
    due_at: Mapped[datetime] = mapped_column(Moment)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    started_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    anomaly: Mapped[str] = mapped_column(String(1000), default="")
    returned_at: Mapped[datetime | None] = mapped_column(Moment)
    brought_by: Mapped[str] = mapped_column(String(60), default="")
    received_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    return_note: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Copy(Model):
    """A place where the data lie; what was written there, with the hash where the portal wrote it (M-4, M-5)."""

    __tablename__ = "media_copy"
    __table_args__ = (Index("ix_media_copy_request_id", "request_id"), Index("ix_media_copy_medium_id", "medium_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("media_request.id"))
    medium_id: Mapped[int | None] = mapped_column(ForeignKey("medium.id"))
    terminal_id: Mapped[int | None] = mapped_column(ForeignKey("media_terminal.id"))
    kind: Mapped[CopyKind] = mapped_column(word_column(CopyKind))
    place: Mapped[str] = mapped_column(String(200))
    file_name: Mapped[str] = mapped_column(String(200), default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")
    people: Mapped[int | None]
    beyond_leave: Mapped[bool] = mapped_column(default=False)
    noted_at: Mapped[datetime] = mapped_column(Moment)
    noted_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class CopyEnd(Model):
    """消去・廃棄記録 of one copy: done by one person, confirmed by another (M-5). A rejected one stays, and another follows."""

    __tablename__ = "media_copy_end"
    __table_args__ = (
        UniqueConstraint("fiscal_year", "running"),
        Index("uq_media_copy_end_standing", "copy_id", unique=True, sqlite_where=NOT_REFUSED, postgresql_where=NOT_REFUSED),
        Index("ix_media_copy_end_confirmed_at", "confirmed_at", "rejected_at"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> performed_by", name="confirmed_by_another"),
        CheckConstraint("rejected_by IS NULL OR rejected_by <> performed_by", name="rejected_by_another"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by IS NULL)", name="confirmed_by_somebody"),
        CheckConstraint("(rejected_at IS NULL) = (rejected_by IS NULL)", name="rejected_by_somebody"),
        CheckConstraint("confirmed_at IS NULL OR rejected_at IS NULL", name="confirmed_or_rejected"),
        CheckConstraint("began_at <= ended_at", name="times"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    fiscal_year: Mapped[int]
    running: Mapped[int]
    copy_id: Mapped[int] = mapped_column(ForeignKey("media_copy.id"))
    how: Mapped[How] = mapped_column(word_column(How))
    tool: Mapped[str] = mapped_column(String(100), default="")
    passes: Mapped[int | None]
    began_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime] = mapped_column(Moment)
    place: Mapped[str] = mapped_column(String(100))
    result: Mapped[str] = mapped_column(String(300))
    certificate: Mapped[str] = mapped_column(String(100), default="")
    noted_at: Mapped[datetime] = mapped_column(Moment)
    performed_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    confirm_note: Mapped[str] = mapped_column(String(300), default="")
    rejected_at: Mapped[datetime | None] = mapped_column(Moment)
    rejected_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    reject_note: Mapped[str] = mapped_column(String(300), default="")

    @property
    def number(self) -> Number:
        return Number(Series.END, self.fiscal_year, self.running)


class Extension(Model):
    """More time, asked by one and granted by a chief."""

    __tablename__ = "media_extension"
    __table_args__ = (
        Index("uq_media_extension_open", "request_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="never_by_who_asked"),
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="decided_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("media_request.id"), index=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    asked_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    until: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(String(300))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    signed_as: Mapped[SignsAs | None] = mapped_column(word_column(SignsAs))
    is_granted: Mapped[bool | None]
    words: Mapped[str] = mapped_column(String(300), default="")
