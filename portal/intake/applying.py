"""A checked file applied in chunks, each one transaction with its journal and its record. Killed, it goes on; nothing is done twice."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sqlalchemy import delete, select

from portal import clock
from portal.audit.record import record
from portal.db import db, reading, writing
from portal.intake.actions import PURPOSE, actor_of
from portal.intake.bulk import NOT_LOADED, clear_rows, go_by_keys
from portal.intake.cells import Fault
from portal.intake.checking import Pause, StagedRow, add_faults
from portal.intake.kinds import KINDS
from portal.intake.models import FileImport, ImportFault, ImportRow
from portal.intake.pace import Pace
from portal.intake.queries import headings_of, import_of_job
from portal.intake.rules import ImportState, Outcome
from portal.jobs.actions import advance
from portal.jobs.queue import stop_if_asked


@dataclass
class Applied:
    """What became of a chunk: the residents it concerns, and the rows that could not be applied after all."""

    subjects: list[int] = field(default_factory=list)
    faults: dict[int, list[Fault]] = field(default_factory=dict)


# Applies rows that were found new or changed, inside the writing() of their chunk; compares them with the database once more.
ApplyRows = Callable[[FileImport, list[StagedRow]], Applied]


def apply_file(job_id: int, *, apply_rows: ApplyRows, pause: Pause = stop_if_asked) -> None:
    """Carries out what was decided: applies the file and clears its rows, or only clears them when it is not taken."""
    with reading():
        file = import_of_job(job_id)
        headings = headings_of(file.id) if file.state is ImportState.APPLYING else ()
    if file.state is ImportState.APPLYING:
        for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.WAITING):
            _apply_outcome(job_id, file.id, outcome, headings, apply_rows=apply_rows, pause=pause)
        with writing() as session:
            row = session.get_one(FileImport, file.id)
            row.state = ImportState.APPLIED
            row.finished_at = clock.now()
    pause()
    undecided = file.matches > 0 and file.state is not ImportState.DISCARDED
    clear_rows(file.id, but=Outcome.MATCH if undecided else None)
    if file.state is ImportState.DISCARDED:
        with writing() as session:
            session.execute(delete(ImportFault).where(ImportFault.import_id == file.id))


def _apply_outcome(
    job_id: int, import_id: int, outcome: Outcome, headings: tuple[str, ...], *, apply_rows: ApplyRows, pause: Pause
) -> None:
    last, pace = 0, Pace()
    while True:
        pause()
        rows = _next_rows(import_id, outcome, last, headings, limit=pace.rows)
        if not rows:
            return
        last = rows[-1].number
        with pace.writing(len(rows)) as session:
            go_by_keys()
            file = session.get_one(FileImport, import_id)
            applied = apply_rows(file, rows)
            _keep_journal(file, rows, applied, outcome)
            kind = KINDS[file.kind]
            by = actor_of(file.decided_by, kind.title)
            record(kind.chunk, by=by, subjects=applied.subjects, purpose=PURPOSE, facts={"import": file.public_id, "rows": len(rows)})
            advance(job_id, file.applied_rows, file.applied_rows + _left(file))


def _next_rows(import_id: int, outcome: Outcome, after: int, headings: Iterable[str], *, limit: int) -> list[StagedRow]:
    with reading() as session:
        go_by_keys()
        rows = session.execute(
            select(ImportRow.number, ImportRow.cells)
            .where(ImportRow.import_id == import_id, ImportRow.outcome == outcome, ImportRow.number > after)
            .order_by(ImportRow.number)
            .limit(limit)
        ).all()
    return [StagedRow(number, dict(zip(headings, json.loads(cells), strict=True))) for number, cells in rows]


def _keep_journal(file: FileImport, rows: list[StagedRow], applied: Applied, outcome: Outcome) -> None:
    """A row is gone exactly when what it said is in the ledger: that is what makes going on safe."""
    chunk = (ImportRow.outcome == outcome, ImportRow.number.between(rows[0].number, rows[-1].number))
    db.session().execute(delete(ImportRow).where(ImportRow.import_id == file.id, *chunk), execution_options=NOT_LOADED)
    file.applied_rows += len(rows) - len(applied.faults)
    if applied.faults:
        add_faults(file.id, applied.faults)
        file.faulty += len(applied.faults)
        file.faults += sum(len(found) for found in applied.faults.values())
        if outcome is Outcome.NEW:
            file.new -= len(applied.faults)
        elif outcome is Outcome.CHANGED:
            file.changed -= len(applied.faults)
        else:
            file.waiting -= len(applied.faults)


def _left(file: FileImport) -> int:
    return file.to_apply - file.applied_rows
