"""A take-back read: what it would do, what stands in its way, how far it is."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Staff
from portal.db import db, reading
from portal.doses.models import Dose
from portal.errors import NotFound
from portal.intake.models import FileImport
from portal.intake.queries import job_failed
from portal.intake.rules import ImportKind, ImportState
from portal.jobs.models import Job, JobState
from portal.residents.models import Resident, ResidentChange
from portal.residents.undoing import brought_by, changed_by
from portal.takeback.dependents import Dependent, files
from portal.takeback.dose_queries import depending_on_doses
from portal.takeback.register_queries import depending_on_register
from portal.takeback.rules import Dependence, Standing


@dataclass(frozen=True)
class ToUndo:
    """How much the import wrote that still stands: people it brought, people it changed, doses it recorded."""

    brought: int = 0
    changed: int = 0
    doses: int = 0

    @property
    def total(self) -> int:
        return self.brought + self.changed + self.doses


@dataclass(frozen=True)
class Undoing:
    """An import on the way back or there: the row, who ordered it, and its work."""

    file: FileImport
    taken_back_by: str
    job: Job | None

    @property
    def is_at_work(self) -> bool:
        return self.file.state is ImportState.TAKING_BACK

    @property
    def has_stopped(self) -> bool:
        return self.job is not None and self.job.state is JobState.FAILED


def kind_of_import(public_id: str) -> ImportKind:
    """Inside a door; NotFound when there is none."""
    kind = db.session().scalar(select(FileImport.kind).where(FileImport.public_id == public_id))
    if kind is None:
        raise NotFound
    return kind


def undoing_of(public_id: str) -> Undoing:
    """Inside a door; NotFound when there is none."""
    orderer = aliased(Staff)
    statement = (
        select(FileImport, orderer.name, Job)
        .outerjoin(orderer, orderer.id == FileImport.taken_back_by)
        .outerjoin(Job, Job.id == FileImport.job_id)
        .where(FileImport.public_id == public_id)
    )
    row = db.session().execute(statement).one_or_none()
    if row is None:
        raise NotFound
    return Undoing(row[0], row[1] or "", row[2])


def read_undoing(public_id: str) -> Undoing:
    """How far it is; nothing of it is personal."""
    with reading():
        return undoing_of(public_id)


def is_register(file: FileImport) -> bool:
    return file.kind is ImportKind.REGISTER


def to_undo(file: FileImport) -> ToUndo:
    """Inside a door."""
    if not is_register(file):
        return ToUndo(doses=_count(select(Dose.id).where(Dose.import_id == file.id, Dose.superseded_at.is_(None))))
    changed = select(ResidentChange.resident_id).where(*changed_by(file.id)).distinct()
    return ToUndo(brought=_count(select(Resident.id).where(*brought_by(file.id))), changed=_count(changed))


def dependents_of(file: FileImport) -> list[Dependent]:
    """Inside a door: everything that was built upon the import since."""
    found = depending_on_register(file) if is_register(file) else depending_on_doses(file)
    later = files(Dependence.LATER_IMPORTS, _later(file))
    return [later, *found] if later else found


def standing_of(file: FileImport, written: ToUndo) -> Standing:
    """Inside a door: what the rule asks. Before first_import_id was kept, nothing says whom an import brought."""
    others = select(FileImport.id).where(FileImport.id != file.id, FileImport.state.in_((ImportState.APPLYING, ImportState.TAKING_BACK)))
    at_work = db.session().scalar(others.limit(1)) is not None
    traced = not (is_register(file) and file.state is ImportState.APPLIED and file.new and not written.brought)
    return Standing(file.state, job_failed=job_failed(file), traced=traced, at_work=at_work)


def _later(file: FileImport) -> Select[*tuple[Any, ...]]:
    """Applied since and compared with the result of this one, the newest first."""
    same = FileImport.kind == ImportKind.REGISTER if is_register(file) else FileImport.kind != ImportKind.REGISTER
    later = (FileImport.id != file.id, FileImport.state == ImportState.APPLIED, FileImport.decided_at > file.decided_at)
    return select(FileImport.public_id, FileImport.file_name).where(same, *later).order_by(FileImport.decided_at.desc())


def _count(rows: Select[*tuple[Any, ...]]) -> int:
    return db.session().scalar(select(func.count()).select_from(rows.subquery())) or 0
