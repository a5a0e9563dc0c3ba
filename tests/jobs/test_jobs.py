"""A job's life: claimed once, moved on, ended with its fault, taken up again when its worker is silent."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from portal import clock
from portal.db import writing
from portal.errors import Refused
from portal.jobs.actions import advance, ask_for_job, claim, give_sign, take_in_hand
from portal.jobs.models import Job, JobState
from portal.jobs.queries import signs_of_life, silent_jobs, waiting_jobs
from portal.jobs.queue import Queue, Stopping, carrier_of, enqueue, run_job, stop_if_asked
from portal.jobs.worker import Pulse
from tests.intake.importing import all_rows

KIND = "residents:register:check"


def a_job(**values: Any) -> int:
    with writing():
        job = ask_for_job(KIND, about=1, total=0, by_staff_id=None)
        for name, value in values.items():
            setattr(job, name, value)
    return job.id


def ago(seconds: int) -> Any:
    return clock.now() - timedelta(seconds=seconds)


@pytest.fixture
def working(app: Flask) -> Iterator[Callable[[Callable[[int], None]], None]]:
    """Lets a function stand where portal.work has one."""
    queue: Queue = app.extensions["portal_queue"]

    def put(work: Callable[[int], None]) -> None:
        app.extensions["portal_queue"] = replace(queue, work={KIND: work})

    yield put
    app.extensions["portal_queue"] = queue


@pytest.mark.usefixtures("app")
def test_a_waiting_job_is_claimed_by_one_alone() -> None:
    job_id = a_job()

    assert [claim(job_id), claim(job_id)] == [True, False]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("state", "silent_seconds", "free"),
    [
        (JobState.RUNNING, 61, True),
        (JobState.RUNNING, 30, False),
        (JobState.DONE, 600, False),
        (JobState.FAILED, 600, False),
    ],
)
def test_only_a_silent_worker_loses_its_job(state: JobState, silent_seconds: int, free: bool) -> None:
    job_id = a_job(state=state, seen_at=ago(silent_seconds))

    assert silent_jobs() == ([job_id] if free else [])
    assert claim(job_id) is free


def test_a_job_that_ends_well_is_done(app: Flask, working: Any) -> None:
    done: list[int] = []
    working(done.append)
    job_id = a_job()

    run_job(job_id)
    run_job(job_id)

    (job,) = all_rows(Job)
    assert done == [job_id]
    assert job.state is JobState.DONE
    assert job.finished_at is not None


def test_a_refusal_becomes_the_fault_of_the_row(app: Flask, working: Any) -> None:
    def work(_: int) -> None:
        raise Refused("先に別のファイルを片付けてください。")

    working(work)
    run_job(a_job())

    (job,) = all_rows(Job)
    assert (job.state, job.fault) == (JobState.FAILED, "先に別のファイルを片付けてください。")


def test_a_job_stays_for_another_try_when_the_database_was_away(app: Flask, working: Any) -> None:
    def work(_: int) -> None:
        raise OperationalError("", None, Exception())

    working(work)
    run_job(a_job())

    assert [job.state for job in all_rows(Job)] == [JobState.RUNNING]


def test_a_worker_told_to_stop_gives_its_job_back(app: Flask, working: Any) -> None:
    def work(_: int) -> None:
        app.extensions["portal_queue"].stop_asked.set()
        stop_if_asked()

    working(work)
    run_job(a_job())
    app.extensions["portal_queue"].stop_asked.clear()

    assert [job.state for job in all_rows(Job)] == [JobState.WAITING]


def test_nothing_stops_while_nobody_asked(app: Flask) -> None:
    stop_if_asked()
    app.extensions["portal_queue"].stop_asked.set()
    with pytest.raises(Stopping):
        stop_if_asked()


def test_what_nobody_expected_fails_the_row_without_a_word_of_the_person(
    app: Flask, working: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    def work(_: int) -> None:
        raise ValueError("見本 花子")

    working(work)
    job_id = a_job()
    enqueue(job_id)
    carrier = carrier_of(app)
    task = carrier.dequeue()
    carrier.execute(task)

    (job,) = all_rows(Job)
    assert job.state is JobState.FAILED
    assert "内部の誤り" in job.fault
    assert "見本" not in job.fault
    assert "見本" not in capsys.readouterr().out


@pytest.mark.usefixtures("app")
def test_progress_is_written_with_the_chunk_it_tells_of() -> None:
    job_id = a_job()
    with writing():
        advance(job_id, 3, 10)

    (job,) = all_rows(Job)
    assert (job.done, job.total) == (3, 10)


@pytest.mark.usefixtures("app")
def test_a_command_keeps_its_job_to_itself() -> None:
    with writing():
        job = ask_for_job(KIND, about=1, total=0, by_staff_id=None)
        take_in_hand(job)

    assert waiting_jobs() == []
    assert claim(job.id) is False


def test_the_pulse_gives_a_sign_and_finds_what_was_left_lying(app: Flask) -> None:
    waiting, silent = a_job(), a_job(state=JobState.RUNNING, seen_at=ago(70))
    assert signs_of_life() == (True, False)

    Pulse(app).beat()

    assert signs_of_life() == (True, True)
    assert [task.args[0] for task in carrier_of(app).pending()] == [silent, waiting]


def test_a_queue_with_work_in_it_is_not_filled_again(app: Flask) -> None:
    enqueue(a_job())

    Pulse(app).beat()

    assert carrier_of(app).pending_count() == 1


@pytest.mark.usefixtures("app")
def test_a_job_in_hand_is_not_silent() -> None:
    job_id = a_job(state=JobState.RUNNING, seen_at=ago(70))

    give_sign([job_id])

    assert silent_jobs() == []


def test_the_pulse_writes_the_seals(app: Flask) -> None:
    Pulse(app).beat()

    settings = app.extensions["portal_settings"]
    assert (settings.seal_dir / "seals.jsonl").read_text().count("interval") == 1
