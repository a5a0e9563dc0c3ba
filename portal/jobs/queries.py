"""Jobs read: one for its asker or whoever may see all, the list, what the worker must pick up, and the signs of life."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn
from portal.db import db, reading
from portal.errors import NotFound
from portal.jobs.actions import SILENT_AFTER
from portal.jobs.kinds import JOB_WORDS, RESULT_PAGES, STATE_WORDS
from portal.jobs.models import Job, JobState, WorkerSign
from portal.permissions import Permission

WORKER_SILENT_AFTER = timedelta(seconds=90)
NEWEST = 100


@dataclass(frozen=True)
class JobView:
    """A job as a screen shows it; `asked_by` is empty when a command asked."""

    public_id: str
    words: str
    result_page: str
    state: JobState
    asked_at: datetime
    asked_by: str
    started_at: datetime | None
    finished_at: datetime | None
    done: int
    total: int
    fault: str

    @property
    def is_over(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED)

    @property
    def state_word(self) -> str:
        return STATE_WORDS[self.state][0]

    @property
    def state_kind(self) -> str:
        return STATE_WORDS[self.state][1]


@dataclass(frozen=True)
class Listed:
    jobs: list[JobView]
    total: int


def find_job(public_id: str, *, seen_by: SignedIn) -> JobView:
    """The job of the person who asked for it, or any for who holds JOB_SHOW; NotFound otherwise."""
    with reading() as session:
        row = session.execute(_with_name().where(Job.public_id == public_id)).one_or_none()
    if row is None or (row[0].asked_by != seen_by.id and not seen_by.may(Permission.JOB_SHOW)):
        raise NotFound
    return _view(*row)


def list_jobs() -> Listed:
    """The newest ones, at most NEWEST of them, and how many there are."""
    with reading() as session:
        total = session.scalar(select(func.count()).select_from(Job)) or 0
        rows = session.execute(_with_name().order_by(Job.id.desc()).limit(NEWEST)).all()
    return Listed([_view(*row) for row in rows], total)


def kind_of(job_id: int) -> str:
    with reading() as session:
        return session.scalars(select(Job.kind).where(Job.id == job_id)).one()


def about_of(job_id: int) -> int:
    """The id of the row that the job concerns."""
    with reading() as session:
        return session.scalars(select(Job.about).where(Job.id == job_id)).one()


def waiting_jobs() -> list[int]:
    with reading() as session:
        return list(session.scalars(select(Job.id).where(Job.state == JobState.WAITING).order_by(Job.id)))


def silent_jobs() -> list[int]:
    """Running, but whoever had them in hand has given no sign for a minute."""
    with reading() as session:
        silent = (Job.state == JobState.RUNNING, Job.seen_at < clock.now() - SILENT_AFTER)
        return list(session.scalars(select(Job.id).where(*silent).order_by(Job.id)))


def signs_of_life() -> tuple[bool, bool]:
    """Whether the database answers, and whether the worker gave a sign within 90 seconds."""
    try:
        with reading():
            seen_at = db.session().scalar(select(WorkerSign.seen_at).where(WorkerSign.id == 1))
    except SQLAlchemyError:
        return False, False
    return True, seen_at is not None and clock.now() - seen_at <= WORKER_SILENT_AFTER


def _with_name() -> Select[Job, str]:
    return select(Job, Staff.name).outerjoin(Staff, Staff.id == Job.asked_by)


def _view(job: Job, name: str | None) -> JobView:
    return JobView(
        public_id=job.public_id,
        words=JOB_WORDS.get(job.kind, job.kind),
        result_page=RESULT_PAGES.get(job.kind, ""),
        state=job.state,
        asked_at=job.asked_at,
        asked_by=name or "",
        started_at=job.started_at,
        finished_at=job.finished_at,
        done=job.done,
        total=job.total,
        fault=job.fault,
    )
