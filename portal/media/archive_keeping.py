"""What the worker clears away of the hand-over: files and archives of lines that are over, and what belongs to no row (M-4)."""

import time
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import or_, select, update

from portal import clock
from portal.audit.events import Event
from portal.audit.record import program, record
from portal.db import reading, writing
from portal.intake import uploads
from portal.intake.bulk import among
from portal.media.archive_files import ARCHIVES, LINE_FILES
from portal.media.archive_models import Archive, LineFile
from portal.media.archive_rules import ArchiveState, EndReason, kept_until
from portal.media.line_models import MediaRequest
from portal.media.rules import State
from portal.web.rendering import settings

PROGRAM = "媒体の申請のファイルの保存期間"
ORPHANED_AFTER_SECONDS = 24 * 3600


def clear_archives() -> None:
    """May be interrupted anywhere and called again: the rows first, the disk when they stand."""
    _let_go()
    for folder in (LINE_FILES, ARCHIVES):
        for name in _orphans(folder):
            uploads.drop(name, folder)


def _let_go() -> None:
    over = list(_lines_over())
    if not over:
        return
    with writing() as session:
        now, ids = clock.now(), [row.id for row in over]
        kept = (among(LineFile.request_id, ids), LineFile.dropped_at.is_(None))
        live = (among(Archive.request_id, ids), Archive.ended_at.is_(None))
        files = session.scalars(select(LineFile.public_id).where(*kept)).all()
        archives = session.scalars(select(Archive.public_id).where(*live)).all()
        session.execute(update(LineFile).where(*kept).values(dropped_at=now))
        ended = {"state": ArchiveState.ENDED, "ended_at": now, "end_reason": EndReason.TIME_OVER, "sealed_passphrase": ""}
        session.execute(update(Archive).where(*live).values(**ended))
        lines = [row.number.shown for row in over]
        record(Event.LINE_FILE_EXPIRE, by=program(PROGRAM), facts={"files": len(files), "archives": len(archives), "lines": lines})
    for names, folder in ((files, LINE_FILES), (archives, ARCHIVES)):
        for name in names:
            uploads.drop(name, folder)


def _lines_over() -> Iterator[MediaRequest]:
    """Lines with something left whose days are over; the rule decides, the query only narrows."""
    days, now = settings().archive_keep_days, clock.now()
    last = now - timedelta(days=days)
    with_something = or_(
        MediaRequest.id.in_(select(LineFile.request_id).where(LineFile.dropped_at.is_(None))),
        MediaRequest.id.in_(select(Archive.request_id).where(Archive.ended_at.is_(None))),
    )
    out = MediaRequest.state.not_in((State.HANDED, State.RETURNED))
    with reading() as session:
        rows = session.scalars(
            select(MediaRequest).where(with_something, out, or_(MediaRequest.closed_at <= last, MediaRequest.ends_at <= last))
        ).all()
    for row in rows:
        until = kept_until(row.state, ends_at=row.ends_at, closed_at=row.closed_at, days=days)
        if until is not None and until <= now:
            yield row


def _orphans(folder: str) -> list[str]:
    """Left behind where a process died between the disk and the row: attempts, files without a row, archives that have ended."""
    names = uploads.names_on_disk(older_than=time.time() - ORPHANED_AFTER_SECONDS, folder=folder)
    if not names:
        return []
    table, there = (LineFile, LineFile.dropped_at.is_(None)) if folder == LINE_FILES else (Archive, Archive.ended_at.is_(None))
    with reading() as session:
        wanted = set(session.scalars(select(table.public_id).where(among(table.public_id, names), there)))
    return [name for name in names if name not in wanted]
