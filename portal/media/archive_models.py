"""Files handed over under a line: what was brought to it, the archives made of them, every time one was received (M-4)."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment, word_column
from portal.media.archive_rules import ArchiveState, EndReason
from portal.media.rules import Travel

LIVE = text("ended_at IS NULL")


class LineFile(Model):
    """A file that was brought to a line; `public_id` is its name in the folder. `is_text`: read and searched for 個人番号.

    `is_late`: brought after the approval, so that who signed has not seen it.
    """

    __tablename__ = "media_file"
    __table_args__ = (
        Index("ix_media_file_request_id", "request_id"),
        Index("ix_media_file_dropped_at", "dropped_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("media_request.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    is_text: Mapped[bool]
    is_late: Mapped[bool]
    brought_at: Mapped[datetime] = mapped_column(Moment)
    brought_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    dropped_at: Mapped[datetime | None] = mapped_column(Moment)


class Archive(Model):
    """An AES-256 ZIP of one file: a file of the line, or the original of an import. `sealed_passphrase` goes when it is shown or ended.

    `sha256`, `size`: of the archive; `plain_…`: of the file in it.
    """

    __tablename__ = "media_archive"
    __table_args__ = (
        UniqueConstraint("request_id", "running"),
        Index("uq_media_archive_live_file", "request_id", "file_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        Index("uq_media_archive_live_import", "request_id", "import_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        Index("ix_media_archive_ended_at", "ended_at"),
        CheckConstraint("(file_id IS NULL) <> (import_id IS NULL)", name="of_one_file"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended_with_its_time"),
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended_for_a_reason"),
        CheckConstraint("(shown_at IS NULL) = (shown_by IS NULL)", name="shown_to_somebody"),
        CheckConstraint("(shown_at IS NULL AND ended_at IS NULL) = (sealed_passphrase <> '')", name="passphrase_goes_once_shown"),
        CheckConstraint("(made_at IS NULL) = (sha256 = '')", name="made_with_its_hash"),
        CheckConstraint("state <> 'ready' OR made_at IS NOT NULL", name="ready_when_made"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("media_request.id"))
    running: Mapped[int]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("media_file.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("file_import.id"))
    file_name: Mapped[str] = mapped_column(String(60))
    entry_name: Mapped[str] = mapped_column(String(60))
    plain_name: Mapped[str] = mapped_column(String(200))
    plain_size: Mapped[int] = mapped_column(BigInteger)
    plain_sha256: Mapped[str] = mapped_column(String(64))
    travel: Mapped[Travel] = mapped_column(word_column(Travel))
    state: Mapped[ArchiveState] = mapped_column(word_column(ArchiveState), default=ArchiveState.MAKING)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    asked_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    made_at: Mapped[datetime | None] = mapped_column(Moment)
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    sealed_passphrase: Mapped[str] = mapped_column(Text)
    shown_at: Mapped[datetime | None] = mapped_column(Moment)
    shown_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    end_reason: Mapped[EndReason | None] = mapped_column(word_column(EndReason))


class ArchiveDownload(Model):
    """Once received: noted before the first byte went."""

    __tablename__ = "media_archive_download"
    __table_args__ = (UniqueConstraint("archive_id", "running"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    archive_id: Mapped[int] = mapped_column(ForeignKey("media_archive.id"))
    running: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
