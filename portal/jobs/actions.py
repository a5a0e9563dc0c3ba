"""A job's life: asked for in the caller's transaction, claimed by one worker, moved on chunk by chunk, then done or failed."""

import secrets
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import and_, func, or_, update

from portal import clock
from portal.db import db, writing
from portal.jobs.models import Job, JobState, WorkerSign

SILENT_AFTER = timedelta(seconds=60)


def ask_for_job(kind: str, about: int, total: int, by_staff_id: int | None) -> Job:
    """Inside the caller's writing(): the job exists exactly when the change that needs it does. enqueue() its id after the commit.

    `about` is the id of the row the work concerns, `total` the number of things to do (0 while it is unknown).
    """
    job = Job(
        public_id=secrets.token_hex(16),
        kind=kind,
        about=about,
        asked_by=by_staff_id,
        asked_at=clock.now(),
        state=JobState.WAITING,
        total=total,
    )
    db.session().add(job)
    db.session().flush()
    return job


def claim(job_id: int) -> bool:
    """True for exactly one caller: the job waits, or whoever had it has been silent for a minute."""
    now = clock.now()
    free = or_(Job.state == JobState.WAITING, and_(Job.state == JobState.RUNNING, Job.seen_at < now - SILENT_AFTER))
    with writing() as session:
        claimed = session.execute(
            update(Job)
            .where(Job.id == job_id, free)
            .values(state=JobState.RUNNING, started_at=func.coalesce(Job.started_at, now), seen_at=now, fault="")
        )
        return claimed.rowcount == 1  # pyright: ignore[reportAttributeAccessIssue]


def take_in_hand(job: Job) -> None:
    """Inside the writing() that asked for it: whoever asked does the work at once (a command), no worker gets it meanwhile."""
    job.state = JobState.RUNNING
    job.started_at = job.seen_at = clock.now()


def advance(job_id: int, done: int, total: int) -> None:
    """Inside the writing() of a chunk: progress is true exactly when the chunk is."""
    db.session().execute(update(Job).where(Job.id == job_id).values(done=done, total=total, seen_at=clock.now()))


def finish(job_id: int) -> None:
    _end(job_id, JobState.DONE, "")


def fail(job_id: int, fault: str) -> None:
    """`fault`: what happened and what to do, in Japanese, without personal data."""
    _end(job_id, JobState.FAILED, fault)


def give_back(job_id: int) -> None:
    """The worker is about to stop: another, or the next one, goes on from the last chunk."""
    with writing() as session:
        session.execute(update(Job).where(Job.id == job_id, Job.state == JobState.RUNNING).values(state=JobState.WAITING))


def give_sign(running: Collection[int]) -> None:
    """The worker lives, and so do the jobs it has in hand."""
    now = clock.now()
    with writing() as session:
        session.merge(WorkerSign(id=1, seen_at=now))
        if running:
            session.execute(update(Job).where(Job.id.in_(running), Job.state == JobState.RUNNING).values(seen_at=now))


def _end(job_id: int, state: JobState, fault: str) -> None:
    now = clock.now()
    with writing() as session:
        session.execute(update(Job).where(Job.id == job_id).values(state=state, fault=fault, seen_at=now, finished_at=now))
