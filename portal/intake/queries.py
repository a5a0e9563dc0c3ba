"""Imports read: one with its consequences and faults, and what the jobs and the copy take from the staged rows."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn
from portal.db import db, read_once, reading
from portal.errors import NotFound, Refused
from portal.intake.files import FAULTS_HEADING, HEADING_ROW, as_csv, guarded
from portal.intake.models import FileImport, ImportFault, ImportRow
from portal.intake.rules import AT_WORK, STANDING, ImportKind, ImportState, why_not_touch
from portal.intake.stop_rules import STOP_WORDS, Stop, why_not_release
from portal.jobs.models import Job, JobState
from portal.permissions import Permission

FAULTS_SHOWN = 200
COPIED_AT_ONCE = 1000


@dataclass(frozen=True)
class ImportPage:
    """All that the page of one import shows. `previous`: the import of the kind applied last before this one."""

    file: FileImport
    brought_by: str
    decided_by: str
    released_by: str
    taken_back_by: str
    job: Job | None
    previous: FileImport | None
    faults: list[ImportFault]

    @property
    def tallies(self) -> dict[str, int]:
        return json.loads(self.file.tallies)

    @property
    def is_at_work(self) -> bool:
        return self.file.state in AT_WORK

    @property
    def has_stopped(self) -> bool:
        return self.job is not None and self.job.state is JobState.FAILED


def find_import(kind: ImportKind, public_id: str) -> FileImport:
    """Inside a door; NotFound when there is none of this kind."""
    file = db.session().scalar(select(FileImport).where(FileImport.kind == kind, FileImport.public_id == public_id))
    if file is None:
        raise NotFound
    return file


def import_of_job(job_id: int) -> FileImport:
    """Inside a door: the import that a job is about."""
    return db.session().scalars(select(FileImport).join(Job, Job.about == FileImport.id).where(Job.id == job_id)).one()


def import_page(kind: ImportKind, public_id: str, *, faults: int = FAULTS_SHOWN) -> ImportPage:
    """Inside a door; at most so many of its faults."""
    decider, chief, undoer = aliased(Staff), aliased(Staff), aliased(Staff)
    row = (
        db.session()
        .execute(
            select(FileImport, Staff.name, decider.name, chief.name, undoer.name, Job)
            .outerjoin(Staff, Staff.id == FileImport.uploaded_by)
            .outerjoin(decider, decider.id == FileImport.decided_by)
            .outerjoin(chief, chief.id == FileImport.released_by)
            .outerjoin(undoer, undoer.id == FileImport.taken_back_by)
            .outerjoin(Job, Job.id == FileImport.job_id)
            .where(FileImport.kind == kind, FileImport.public_id == public_id)
        )
        .one_or_none()
    )
    if row is None:
        raise NotFound
    file, *names, job = row
    brought_by, decided_by, released_by, taken_back_by = (name or "" for name in names)
    return ImportPage(
        file=file,
        brought_by=brought_by,
        decided_by=decided_by,
        released_by=released_by,
        taken_back_by=taken_back_by,
        job=job,
        previous=_applied_before(file),
        faults=faults_of(file.id, faults),
    )


def read_page(kind: ImportKind, public_id: str) -> ImportPage:
    """How far the work on an import is; without its faults nothing of it is personal."""
    with reading():
        return import_page(kind, public_id, faults=0)


def faults_of(import_id: int, limit: int | None = None) -> list[ImportFault]:
    """Inside a door: in the order of the rows."""
    statement = select(ImportFault).where(ImportFault.import_id == import_id).order_by(ImportFault.number, ImportFault.id)
    return list(db.session().scalars(statement.limit(limit)))


def locked(kind: ImportKind, public_id: str) -> FileImport:
    """Inside writing(): the import, with every other that could be decided about held still, so that two are never applied together,
    and none is applied while another is taken back. Of every kind: what one brought, the other may build upon.
    """
    standing = select(FileImport.id).where(FileImport.state.in_(STANDING)).order_by(FileImport.id)
    db.session().execute(standing.with_for_update()).all()
    return find_import(kind, public_id)


def imports_that_count(kind: ImportKind, *, except_id: int) -> list[FileImport]:
    """Inside a door: those being applied, those of any kind being taken back, and the ones that came last to either end."""
    session, others = db.session(), select(FileImport).where(FileImport.id != except_id)
    going_back = session.scalars(others.where(FileImport.state == ImportState.TAKING_BACK)).all()
    others = others.where(FileImport.kind == kind)
    applying = session.scalars(others.where(FileImport.state == ImportState.APPLYING)).all()
    applied = others.where(FileImport.state == ImportState.APPLIED).order_by(FileImport.finished_at.desc())
    taken_back = others.where(FileImport.state == ImportState.TAKEN_BACK).order_by(FileImport.take_back_finished_at.desc())
    return [*going_back, *applying, *session.scalars(applied.limit(1)), *session.scalars(taken_back.limit(1))]


def refuse_while_taken_back(import_ids: Select[*tuple[Any, ...]] | Collection[int | None]) -> None:
    """Inside writing(): Refused when one of the imports that a person's record came from is being taken back.

    The imports are held until the commit: whoever orders a take-back waits, and then sees what was done to the person meanwhile.
    """
    held = select(FileImport.state).where(FileImport.id.in_(import_ids)).with_for_update(read=True, key_share=True)
    if reason := why_not_touch(db.session().scalars(held).all()):
        raise Refused(reason)


def job_failed(file: FileImport) -> bool:
    """Inside a door: whether the work on this import stopped with a fault."""
    return db.session().scalar(select(Job.state).where(Job.id == file.job_id)) is JobState.FAILED


def headings_of(import_id: int) -> tuple[str, ...]:
    """Inside a door: the file's own headings in its own order."""
    cells = db.session().scalars(select(ImportRow.cells).where(ImportRow.import_id == import_id, ImportRow.number == HEADING_ROW)).one()
    return tuple(json.loads(cells))


def count_stopped() -> int:
    """For the navigation: files that a chief has still to look into."""
    return read_once(_STOPPED, {})[0][0]


_STOPPED = (
    select(func.count())
    .select_from(FileImport)
    .where(FileImport.state == ImportState.CHECKED, FileImport.stops != "[]", FileImport.released_at.is_(None))
)


def stop_kinds(file: FileImport) -> list[str]:
    return [kind for kind, _ in json.loads(file.stops)]


def stop_words(file: FileImport) -> list[tuple[str, str]]:
    """What stopped the file: the word and the figures, released or not."""
    return [(STOP_WORDS[Stop(kind)], words) for kind, words in json.loads(file.stops)]


def is_stopped(file: FileImport) -> bool:
    """Whether a chief has still to look."""
    return file.stops != "[]" and file.released_at is None


def why_not_release_of(file: FileImport, staff: SignedIn) -> str | None:
    return why_not_release(
        stop_kinds(file),
        released=file.released_at is not None,
        is_checked=file.state is ImportState.CHECKED,
        may_release=staff.may(Permission.REGISTER_RELEASE),
        uploaded_by=file.uploaded_by,
        staff_id=staff.id,
    )


def copy_with_faults(file: FileImport) -> Iterator[str]:
    """The file again with one column added that says what is wrong in each row; for a spreadsheet: with BOM, formulas made text.

    Opens reading() for each piece. RuntimeError when the rows are cleared away meanwhile: half a copy must not look whole.
    """
    with reading():
        headings = headings_of(file.id)
    yield "\ufeff" + as_csv([[*headings, FAULTS_HEADING]])
    last, copied = HEADING_ROW, 0
    while piece := _piece_of_copy(file.id, last):
        last = piece[-1][0]
        copied += len(piece)
        yield as_csv([[guarded(cell) for cell in cells] + [words] for _, cells, words in piece])
    if copied != file.rows:
        raise RuntimeError("the staged rows were cleared away while they were being copied")


def _piece_of_copy(import_id: int, after: int) -> list[tuple[int, list[str], str]]:
    with reading() as session:
        rows = session.execute(
            select(ImportRow.number, ImportRow.cells)
            .where(ImportRow.import_id == import_id, ImportRow.number > after)
            .order_by(ImportRow.number)
            .limit(COPIED_AT_ONCE)
        ).all()
        if not rows:
            return []
        between = ImportFault.number.between(rows[0][0], rows[-1][0])
        words: dict[int, list[str]] = {}
        for fault in session.scalars(select(ImportFault).where(ImportFault.import_id == import_id, between).order_by(ImportFault.id)):
            words.setdefault(fault.number, []).append(f"{fault.column}: {fault.fault}({fault.remedy})")
    return [(number, json.loads(cells), " / ".join(words.get(number, ()))) for number, cells in rows]


def _applied_before(file: FileImport) -> FileImport | None:
    return db.session().scalar(
        select(FileImport)
        .where(FileImport.kind == file.kind, FileImport.state == ImportState.APPLIED, FileImport.id < file.id)
        .order_by(FileImport.id.desc())
        .limit(1)
    )
