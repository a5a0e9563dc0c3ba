"""A whole import taken back: shown with what depends on it, and ordered; the worker does the rest (intake/undoing.py)."""

from dataclasses import dataclass

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import reading, writing
from portal.errors import Refused
from portal.intake.actions import PURPOSE, resume_import
from portal.intake.kinds import KINDS
from portal.intake.models import FileImport
from portal.intake.queries import locked
from portal.intake.rules import ImportState
from portal.jobs.actions import ask_for_job
from portal.jobs.queue import enqueue
from portal.takeback.dependents import Dependent
from portal.takeback.queries import ToUndo, Undoing, dependents_of, is_register, kind_of_import, standing_of, to_undo, undoing_of
from portal.takeback.rules import why_not_take_back
from portal.takeback.samples import Sample, samples_of_doses, samples_of_people
from portal.web.once import first_result, keep_result


@dataclass(frozen=True)
class Review:
    """The page before the order: what would be undone, what stands in the way, and the reason when it cannot be."""

    undoing: Undoing
    written: ToUndo
    dependents: list[Dependent]
    samples: list[Sample]
    why_not: str | None


def show_review(public_id: str, *, staff: SignedIn) -> Review:
    """Who is named in it is recorded before it is shown."""
    with reading():
        undoing = undoing_of(public_id)
        file = undoing.file
        written, dependents, why_not = _look_at(file)
        samples = (samples_of_people if is_register(file) else samples_of_doses)(file)
    subjects = [sample.resident_id for sample in samples] + [each for dependent in dependents for each in dependent.subjects]
    with writing():
        facts = {"import": public_id, "dependents": sum(dependent.count for dependent in dependents)}
        record(Event.TAKE_BACK_REVIEW, by=staff.actor, subjects=subjects, purpose=PURPOSE, facts=facts)
    return Review(undoing, written, dependents, samples, why_not)


def take_back_import(public_id: str, reason: str, *, staff: SignedIn, once: str) -> None:
    """Orders it, after everything was asked again. Raises Refused with the rule's reason.

    From here on nothing new may come to depend on it: the doors that would ask (intake/queries.refuse_while_taken_back).
    """
    with reading():
        kind = kind_of_import(public_id)
    with writing():
        if first_result(once) is not None:
            return
        file = locked(kind, public_id)
        written, _, why_not = _look_at(file)
        if why_not:
            raise Refused(why_not)
        job = ask_for_job(KINDS[kind].undo, file.id, written.total, staff.id)
        file.state, file.job_id = ImportState.TAKING_BACK, job.id
        file.taken_back_by, file.taken_back_at, file.take_back_reason = staff.id, clock.now(), reason
        facts = {"import": public_id, "rows": written.total, "reason": reason}
        record(KINDS[kind].take_back, by=staff.actor, purpose=PURPOSE, facts=facts)
        keep_result(once, public_id)
    enqueue(job.id)


def resume_take_back(public_id: str, *, staff: SignedIn, once: str) -> None:
    """Goes on where the work stopped with a fault."""
    with reading():
        kind = kind_of_import(public_id)
    resume_import(kind, public_id, staff=staff, once=once)


def _look_at(file: FileImport) -> tuple[ToUndo, list[Dependent], str | None]:
    """Inside a door: what would be undone, what depends on it, and why it may not be."""
    if file.state not in (ImportState.APPLYING, ImportState.APPLIED):
        written, dependents = ToUndo(), []
    else:
        written, dependents = to_undo(file), dependents_of(file)
    return written, dependents, why_not_take_back(standing_of(file, written), {dependent.what for dependent in dependents})
