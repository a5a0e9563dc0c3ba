"""The worker as a process: it works what waits, stops when told, and a killed one's work is gone on with."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from portal.audit.record import program
from portal.config import ROOT
from portal.db import writing
from portal.intake.actions import accept_from_command
from portal.intake.models import FileImport
from portal.intake.rules import ImportKind, ImportState
from portal.intake.uploads import keep
from portal.jobs.actions import SILENT_AFTER
from portal.jobs.models import Job, JobState
from portal.jobs.queries import signs_of_life
from portal.jobs.queue import enqueue
from portal.residents.files import LAYOUT
from tests.conftest import overrides
from tests.intake.importing import all_rows
from tests.residents.register_rows import a_register, many_rows

Start = Callable[[], subprocess.Popen[bytes]]


pytestmark = pytest.mark.thorough


@pytest.fixture
def start_worker(app: Flask) -> Iterator[Start]:
    settings = app.extensions["portal_settings"]
    environment = os.environ | overrides(settings.instance_dir, settings.database_url)
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "run"], cwd=ROOT, env=environment, stderr=subprocess.PIPE
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def a_waiting_check(tmp_path: Path, rows: int) -> int:
    path = tmp_path / "register.csv"
    path.write_bytes(a_register(many_rows(rows)))
    with path.open("rb") as stream:
        job_id = accept_from_command(ImportKind.REGISTER, LAYOUT, keep(stream, path.name), by=program("test"))
    with writing() as session:
        session.execute(update(Job).where(Job.id == job_id).values(state=JobState.WAITING, started_at=None, seen_at=None))
    return job_id


def job_is(state: JobState) -> Callable[[], bool]:
    return lambda: [job.state for job in all_rows(Job)] == [state]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_takes_up_what_waits_and_stops_when_told(start_worker: Start, tmp_path: Path, number: signal.Signals) -> None:
    a_waiting_check(tmp_path, 30)

    process = start_worker()
    wait_until(job_is(JobState.DONE))
    assert signs_of_life() == (True, True)
    process.send_signal(number)

    assert process.wait(timeout=15) == 0


def test_a_stopped_worker_leaves_the_rest_to_the_next(start_worker: Start, tmp_path: Path) -> None:
    a_waiting_check(tmp_path, 12_000)
    process = start_worker()
    wait_until(lambda: all_rows(FileImport)[0].rows > 0)

    process.terminate()
    assert process.wait(timeout=15) == 0
    wait_until(job_is(JobState.WAITING), seconds=1)
    start_worker()

    wait_until(job_is(JobState.DONE))
    (file,) = all_rows(FileImport)
    assert (file.state, file.rows, file.new) == (ImportState.CHECKED, 12_000, 12_000)


def test_a_killed_workers_job_is_gone_on_with_once_it_has_been_silent(start_worker: Start, tmp_path: Path) -> None:
    job_id = a_waiting_check(tmp_path, 12_000)
    process = start_worker()
    wait_until(lambda: all_rows(FileImport)[0].rows > 0)
    process.kill()
    process.wait()
    with writing() as session:
        seen_at = session.get_one(Job, job_id).asked_at - SILENT_AFTER
        session.execute(update(Job).where(Job.id == job_id).values(seen_at=seen_at))

    start_worker()

    wait_until(job_is(JobState.DONE))
    (file,) = all_rows(FileImport)
    assert (file.state, file.rows, file.new) == (ImportState.CHECKED, 12_000, 12_000)


def test_an_id_in_the_queue_is_taken_up_within_a_moment(start_worker: Start, tmp_path: Path) -> None:
    start_worker()
    wait_until(lambda: signs_of_life()[1])

    enqueue(a_waiting_check(tmp_path, 5))

    wait_until(job_is(JobState.DONE), seconds=10)
