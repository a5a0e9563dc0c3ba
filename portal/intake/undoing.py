"""An import taken back in chunks, each one transaction with its record. Killed, it goes on: nothing twice, nothing left half."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal import clock
from portal.audit.record import record
from portal.db import reading, writing
from portal.intake.actions import PURPOSE, actor_of
from portal.intake.bulk import clear_rows, go_by_keys
from portal.intake.checking import Pause
from portal.intake.kinds import KINDS
from portal.intake.models import FileImport
from portal.intake.pace import Pace
from portal.intake.queries import import_of_job
from portal.intake.rules import ImportState
from portal.jobs.actions import advance
from portal.jobs.models import Job
from portal.jobs.queue import stop_if_asked


@dataclass(frozen=True)
class Undone:
    """What was undone of a chunk: the residents it concerns, how many records, and the id after which the next chunk begins."""

    subjects: list[int]
    rows: int
    last: int


# Undoes so many records (the last argument) behind this id, 0 at first, inside the open writing(); None when nothing is left.
# What is undone is no longer found, so that beginning again from the front does nothing twice.
UndoRows = Callable[[FileImport, int, int], Undone | None]


def take_back_file(job_id: int, steps: Sequence[UndoRows], *, pause: Pause = stop_if_asked) -> None:
    """Undoes what the import wrote, step by step, then clears away what of it was still waiting to be applied."""
    with reading() as session:
        file = import_of_job(job_id)
        total = session.scalars(select(Job.total).where(Job.id == job_id)).one()
    if file.state is not ImportState.TAKING_BACK:
        return
    for step in steps:
        _undo_all(job_id, file.id, step, total=total, pause=pause)
    pause()
    clear_rows(file.id)
    pause()
    with writing() as session:
        row = session.get_one(FileImport, file.id)
        row.state = ImportState.TAKEN_BACK
        row.take_back_finished_at = clock.now()


def _undo_all(job_id: int, import_id: int, step: UndoRows, *, total: int, pause: Pause) -> None:
    last, pace = 0, Pace()
    while True:
        pause()
        with pace.writing(pace.rows) as session:
            go_by_keys()
            file = session.get_one(FileImport, import_id)
            undone = step(file, last, pace.rows)
            if undone is None:
                return
            last = undone.last
            file.taken_back_rows += undone.rows
            kind = KINDS[file.kind]
            by = actor_of(file.taken_back_by, kind.title)
            facts = {"import": file.public_id, "rows": undone.rows}
            record(kind.take_back_chunk, by=by, subjects=undone.subjects, purpose=PURPOSE, facts=facts)
            advance(job_id, file.taken_back_rows, total)
