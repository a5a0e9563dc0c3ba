"""What the worker clears away now and then: files whose time is over, and those that belong to no import."""

import time
from datetime import timedelta

from sqlalchemy import or_, select, update

from portal import clock
from portal.audit.events import Event
from portal.audit.record import program, record
from portal.db import reading, writing
from portal.intake import uploads
from portal.intake.bulk import among
from portal.intake.keeping_rules import IN_CHECK
from portal.intake.models import FileImport
from portal.web.rendering import settings

PROGRAM = "元のファイルの保存期間"
# Long after any upload has ended that was under way.
ORPHANED_AFTER_SECONDS = 24 * 3600


def clear_uploads() -> None:
    """May be interrupted anywhere and called again: a file is dropped from the disk only when no row says that it is kept."""
    _let_go_of_old_files()
    for public_id in _orphans():
        uploads.drop(public_id)


def _let_go_of_old_files() -> None:
    """Recorded with their number; the disk follows once that stands."""
    last_day = (clock.now() - timedelta(days=settings().upload_keep_days)).replace(hour=23, minute=59, second=59, microsecond=999_999)
    due = (FileImport.kept, FileImport.state.not_in(IN_CHECK), FileImport.uploaded_at <= last_day)
    with reading() as session:
        old = session.scalars(select(FileImport.public_id).where(*due).order_by(FileImport.id)).all()
    if not old:
        return
    with writing() as session:
        session.execute(update(FileImport).where(*due, among(FileImport.public_id, old)).values(kept=False))
        record(Event.UPLOAD_EXPIRE, by=program(PROGRAM), facts={"files": len(old), "imports": list(old)})
    for public_id in old:
        uploads.drop(public_id)


def _orphans() -> list[str]:
    """Left behind where a process died between the disk and the row."""
    names = uploads.names_on_disk(older_than=time.time() - ORPHANED_AFTER_SECONDS)
    if not names:
        return []
    with reading() as session:
        there = or_(FileImport.kept, FileImport.state.in_(IN_CHECK))
        wanted = set(session.scalars(select(FileImport.public_id).where(among(FileImport.public_id, names), there)))
    return [name for name in names if name not in wanted]
