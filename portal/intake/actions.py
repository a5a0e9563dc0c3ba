"""Bringing a file, deciding about it, and looking at what it would do: each one transaction with its record."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update

from portal import clock
from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import Actor, program, record
from portal.db import db, reading, writing
from portal.errors import NotFound, Refused
from portal.intake import queries, uploads
from portal.intake.files import Layout, Unreadable, look_at
from portal.intake.kinds import KINDS
from portal.intake.models import FileImport
from portal.intake.rules import ImportKind, ImportState, Scope, why_not_apply, why_not_discard, why_not_resume
from portal.intake.uploads import Upload
from portal.jobs.actions import ask_for_job, take_in_hand
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.web.once import first_result, keep_result

PURPOSE = "ファイルの取込"
# Given the import's id and the rows' numbers (all rows when None), inside a door: the ids of the residents the rows are about.
Behind = Callable[[int, list[int] | None], list[int]]


@dataclass(frozen=True)
class Said:
    """What whoever brings a file says of it: whom it covers, and the day it was drawn."""

    scope: Scope = Scope.CHANGES
    as_of: date | None = None


AS_USUAL = Said()


def accept_file(kind: ImportKind, layout: Layout, upload: Upload, *, staff: SignedIn, once: str, said: Said = AS_USUAL) -> str:
    """The file becomes an import whose check is asked for. Returns its public id; Unreadable keeps nothing."""
    _refuse_unreadable(upload, layout)
    with writing():
        first = first_result(once)
        job = _add_import(kind, layout, upload, said, by=staff.actor) if first is None else None
        keep_result(once, first or upload.public_id)
    if job is None:
        uploads.drop(upload.public_id)
    else:
        enqueue(job.id)
    return first or upload.public_id


def accept_from_command(kind: ImportKind, layout: Layout, upload: Upload, *, by: Actor, said: Said = AS_USUAL) -> int:
    """As accept_file, but whoever called does the work itself: the id of the job, in hand."""
    _refuse_unreadable(upload, layout)
    with writing():
        job = _add_import(kind, layout, upload, said, by=by)
        take_in_hand(job)
    return job.id


def apply_import(kind: ImportKind, public_id: str, *, staff: SignedIn, once: str) -> None:
    """Orders the file to be applied, less its faulty rows. Refused while another is being applied, or when one has been since."""
    with writing():
        if first_result(once) is not None:
            return
        job = _order_apply(kind, public_id, by=staff.actor)
        keep_result(once, public_id)
    enqueue(job.id)


def apply_from_command(kind: ImportKind, public_id: str, *, by: Actor) -> int:
    with writing():
        job = _order_apply(kind, public_id, by=by)
        take_in_hand(job)
    return job.id


def discard_import(kind: ImportKind, public_id: str, *, staff: SignedIn, once: str) -> None:
    """The file is not taken; what was read of it is cleared away by the worker."""
    with writing():
        if first_result(once) is not None:
            return
        file = queries.locked(kind, public_id)
        if reason := why_not_discard(file.state, job_failed=queries.job_failed(file)):
            raise Refused(reason)
        file.kept = False
        job = _decide(file, ImportState.DISCARDED, by=staff.actor)
        record(KINDS[kind].discard, by=staff.actor, purpose=PURPOSE, facts={"import": public_id})
        keep_result(once, public_id)
    uploads.drop(public_id)
    enqueue(job.id)


def release_import(public_id: str, reason: str, *, staff: SignedIn, once: str) -> None:
    """A chief has looked into what stopped a register file and says so; it may then be applied. Never by whoever brought it."""
    with writing():
        if first_result(once) is not None:
            return
        file = queries.locked(ImportKind.REGISTER, public_id)
        if why_not := queries.why_not_release_of(file, staff):
            raise Refused(why_not)
        file.released_by, file.released_at, file.release_reason = staff.id, clock.now(), reason
        facts = {"import": public_id, "stops": queries.stop_kinds(file), "reason": reason}
        record(Event.REGISTER_RELEASE, by=staff.actor, purpose=PURPOSE, facts=facts)
        keep_result(once, public_id)


def resume_import(kind: ImportKind, public_id: str, *, staff: SignedIn, once: str) -> None:
    """Goes on where the job stopped with a fault: a new job of the same kind."""
    with writing() as session:
        if first_result(once) is not None:
            return
        file = queries.locked(kind, public_id)
        if reason := why_not_resume(file.state, job_failed=queries.job_failed(file)):
            raise Refused(reason)
        stopped = session.get_one(Job, file.job_id)
        job = ask_for_job(stopped.kind, file.id, stopped.total, staff.id)
        file.job_id = job.id
        keep_result(once, public_id)
    enqueue(job.id)


def show_import(kind: ImportKind, public_id: str, *, staff: SignedIn, behind: Behind) -> queries.ImportPage:
    """What the file would do or did. Its faults show people's data: recorded before anything is shown."""
    with reading():
        page = queries.import_page(kind, public_id)
        subjects = behind(page.file.id, [fault.number for fault in page.faults])
    if page.faults:
        with writing():
            record(KINDS[kind].show, by=staff.actor, subjects=subjects, purpose=PURPOSE, facts=_facts(page.file))
    return page


def export_faults(kind: ImportKind, public_id: str, *, staff: SignedIn, behind: Behind) -> FileImport:
    """Recorded before the first byte: who takes the copy, and whose rows are in it."""
    with reading():
        file = queries.find_import(kind, public_id)
        if file.state is not ImportState.CHECKED or not file.faults:
            raise NotFound("受け取れる写しがありません。反映したあとと取りやめたあとは、ファイルの内容を残していません。")
        subjects = behind(file.id, None)
    with writing():
        record(KINDS[kind].export, by=staff.actor, subjects=subjects, purpose=PURPOSE, facts=_facts(file))
    return file


def actor_of(staff_id: int | None, program_name: str) -> Actor:
    """Inside a door: on whose behalf a job works."""
    login_name = db.session().scalar(select(Staff.login_name).where(Staff.id == staff_id)) if staff_id else None
    return Actor(staff_id, login_name, "") if login_name else program(program_name)


def _refuse_unreadable(upload: Upload, layout: Layout) -> None:
    try:
        look_at(upload.sealed, layout)
    except Unreadable:
        uploads.drop(upload.public_id)
        raise


def _add_import(kind: ImportKind, layout: Layout, upload: Upload, said: Said, *, by: Actor) -> Job:
    file = FileImport(
        public_id=upload.public_id,
        kind=kind,
        layout=layout.name,
        file_name=upload.file_name,
        size=upload.size,
        sha256=upload.sha256,
        uploaded_at=clock.now(),
        uploaded_by=by.staff_id,
        kept=True,
        scope=said.scope,
        as_of=said.as_of,
    )
    db.session().add(file)
    db.session().flush()
    job = ask_for_job(KINDS[kind].check, file.id, 0, by.staff_id)
    file.job_id = job.id
    record(KINDS[kind].upload, by=by, purpose=PURPOSE, facts={"import": upload.public_id, "bytes": upload.size})
    return job


def _order_apply(kind: ImportKind, public_id: str, *, by: Actor) -> Job:
    file = queries.locked(kind, public_id)
    others = [
        (other.state, other.take_back_finished_at or other.finished_at) for other in queries.imports_that_count(kind, except_id=file.id)
    ]
    sound = file.to_apply + file.unchanged + file.matches
    if reason := why_not_apply(file.state, file.uploaded_at, sound_rows=sound, others=others, stopped=queries.is_stopped(file)):
        raise Refused(reason)
    job = _decide(file, ImportState.APPLYING, by=by)
    record(KINDS[kind].decide, by=by, purpose=PURPOSE, facts={"import": public_id, "rows": file.to_apply})
    return job


def _decide(file: FileImport, state: ImportState, *, by: Actor) -> Job:
    job = ask_for_job(KINDS[file.kind].apply, file.id, file.to_apply if state is ImportState.APPLYING else 0, by.staff_id)
    db.session().execute(
        update(FileImport)
        .where(FileImport.id == file.id)
        .values(state=state, decided_by=by.staff_id, decided_at=clock.now(), job_id=job.id)
    )
    return job


def _facts(file: FileImport) -> dict[str, str | int | bool | list[str] | None]:
    return {"import": file.public_id, "rows": file.rows}
