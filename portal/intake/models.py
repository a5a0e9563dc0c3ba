"""Files on their way in: the import, its rows as they were read and judged, and every fault by row and column."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, Moment, word_column
from portal.intake.rules import ImportKind, ImportState, Outcome, Scope


class FileImport(Model):
    """One file: who brought it, what it is, how far it got.

    `scope` and `as_of`: what the file covers and the day it was drawn from the register, as whoever brought it said.
    `matches`, `waiting`: rows that a person must decide. `stops`: the reasons (JSON) that only a chief may release.
    `vanished`: people whom a whole file no longer has. `newest_day`: the newest day that its rows speak of.
    `samples`: numbers of a few rows of every tally (JSON). `kept`: whether the sealed file is still there.
    `withheld`: how many of its cells looked like a 個人番号.
    """

    __tablename__ = "file_import"
    __table_args__ = (
        Index("ix_file_import_kind_id", "kind", "id"),
        CheckConstraint("released_by <> uploaded_by", name="released_by_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[ImportKind] = mapped_column(word_column(ImportKind))
    file_name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    encoding: Mapped[str] = mapped_column(String(20), default="")
    state: Mapped[ImportState] = mapped_column(word_column(ImportState), default=ImportState.UPLOADED)
    uploaded_at: Mapped[datetime] = mapped_column(Moment)
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    rows: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    scope: Mapped[Scope] = mapped_column(word_column(Scope), default=Scope.CHANGES, server_default=Scope.CHANGES.value)
    as_of: Mapped[date | None]
    layout: Mapped[str] = mapped_column(String(40), default="", server_default="")
    matches: Mapped[int] = mapped_column(default=0, server_default="0")
    waiting: Mapped[int] = mapped_column(default=0, server_default="0")
    faulty: Mapped[int] = mapped_column(default=0)
    faults: Mapped[int] = mapped_column(default=0)
    tallies: Mapped[str] = mapped_column(Text, default="{}")
    unreadable_reason: Mapped[str] = mapped_column(Text, default="")
    applied_rows: Mapped[int] = mapped_column(default=0)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    vanished: Mapped[int] = mapped_column(default=0, server_default="0")
    newest_day: Mapped[date | None]
    samples: Mapped[str] = mapped_column(Text, default="{}", server_default="{}")
    stops: Mapped[str] = mapped_column(Text, default="[]", server_default="[]")
    released_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    release_reason: Mapped[str] = mapped_column(String(200), default="", server_default="")
    taken_back_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    taken_back_at: Mapped[datetime | None] = mapped_column(Moment)
    take_back_reason: Mapped[str] = mapped_column(String(200), default="", server_default="")
    take_back_finished_at: Mapped[datetime | None] = mapped_column(Moment)
    taken_back_rows: Mapped[int] = mapped_column(default=0, server_default="0")
    kept: Mapped[bool] = mapped_column(default=False, server_default="0")
    withheld: Mapped[int] = mapped_column(default=0, server_default="0")

    @property
    def to_apply(self) -> int:
        """Rows that applying the file must do something about."""
        return self.new + self.changed + self.waiting


class ImportRow(Model):
    """One line of the file, as cells in JSON; dropped once the import is applied or discarded."""

    __tablename__ = "import_row"
    __table_args__ = (Index("ix_import_row_outcome", "import_id", "outcome", "number"),)

    import_id: Mapped[int] = mapped_column(ForeignKey("file_import.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cells: Mapped[str] = mapped_column(Text)
    outcome: Mapped[Outcome | None] = mapped_column(word_column(Outcome))
    note: Mapped[str] = mapped_column(String(200), default="")


class ImportFault(Model):
    """What is wrong in one cell, and what to do; `value` is empty where it must not be shown (個人番号)."""

    __tablename__ = "import_fault"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("file_import.id"), index=True)
    number: Mapped[int]
    column: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(String(100))
    fault: Mapped[str] = mapped_column(String(200))
    remedy: Mapped[str] = mapped_column(String(200))
