"""The job that makes an archive: killed half-way it is made again from the beginning, and nothing half-made can be received (M-4)."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, update

from portal import clock
from portal.db import reading, writing
from portal.encryption import NotOurs, open_text
from portal.errors import Refused
from portal.intake.models import FileImport
from portal.intake.uploads import SealedFile
from portal.jobs.actions import advance
from portal.jobs.models import Job
from portal.jobs.queue import stop_if_asked
from portal.media.archive_files import LINE_FILES, Written, archive_path, unfinished_path, write_archive
from portal.media.archive_models import Archive, LineFile
from portal.media.archive_rules import GONE, SPOILT, ArchiveState
from portal.web.rendering import settings

# Progress is written so often at most (seconds): each time costs a commit.
EVERY = 0.5
KIB = 1024


@dataclass(frozen=True)
class _Task:
    """What the job needs of its rows."""

    archive: Archive
    plain: SealedFile


def place_of(archive_public_id: str) -> str:
    """What a sealed passphrase belongs to."""
    return f"media_archive:{archive_public_id}"


def make_archive(job_id: int, *, pause: Callable[[], None] = stop_if_asked) -> None:
    """Nothing to do when it was made or ended meanwhile. Raises Refused when the file is gone or spoilt: the job says so."""
    task = _task_of(job_id)
    if task is None:
        return
    path = unfinished_path(task.archive.public_id)
    try:
        _settle(task.archive, path, _write(job_id, task, path, pause))
    finally:
        path.unlink(missing_ok=True)


def _task_of(job_id: int) -> _Task | None:
    joined = select(Archive, LineFile.public_id, FileImport.public_id)
    joined = joined.outerjoin(LineFile, LineFile.id == Archive.file_id).outerjoin(FileImport, FileImport.id == Archive.import_id)
    with reading() as session:
        archive, of_line, of_import = session.execute(joined.join(Job, Job.about == Archive.id).where(Job.id == job_id)).one()
    if archive.state is not ArchiveState.MAKING:
        return None
    return _Task(archive, SealedFile(of_line, LINE_FILES) if of_line else SealedFile(of_import or ""))


def _write(job_id: int, task: _Task, path: Path, pause: Callable[[], None]) -> Written:
    archive, told_at = task.archive, 0.0

    def step(done: int) -> None:
        nonlocal told_at
        if time.monotonic() - told_at >= EVERY:
            told_at = time.monotonic()
            with writing():
                advance(job_id, done // KIB, max(archive.plain_size // KIB, 1))
            pause()

    passphrase = open_text(settings().data_key, archive.sealed_passphrase, place=place_of(archive.public_id))
    try:
        written = write_archive(
            path,
            task.plain.pieces(),
            entry=archive.entry_name,
            passphrase=passphrase,
            made_at=clock.now().timetuple(),
            size=archive.plain_size,
            step=step,
        )
    except FileNotFoundError as error:
        raise Refused(GONE) from error
    except NotOurs as error:
        raise Refused(SPOILT) from error
    if written.plain_sha256 != archive.plain_sha256:
        raise Refused(SPOILT)
    return written


def _settle(archive: Archive, path: Path, written: Written) -> None:
    """The file takes its place exactly when the row says that it is ready; who comes second, or after the end, finds no row."""
    ready = {"state": ArchiveState.READY, "made_at": clock.now(), "size": written.size, "sha256": written.sha256}
    with writing() as session:
        waiting = update(Archive).where(Archive.id == archive.id, Archive.state == ArchiveState.MAKING)
        if session.execute(waiting.values(**ready)).rowcount == 1:  # pyright: ignore[reportAttributeAccessIssue]
            path.replace(archive_path(archive.public_id))
