"""A real worker killed by SIGKILL at each kind of boundary; the next one finishes, and the database is as if it had never happened."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import select, update

from portal import clock
from portal.config import ROOT
from portal.db import reading, writing
from portal.jobs.actions import SILENT_AFTER
from portal.jobs.models import Job, JobState
from portal.jobs.queue import run_job
from tests.conftest import overrides
from tests.takeback.dumping import Dump, differences, dump
from tests.takeback.phases import STORIES, Phase, live
from tests.takeback.portals import SMALL, a_portal, signed_in

pytestmark = pytest.mark.thorough

# Which pause: a check of 38 rows stages four chunks and judges four, with a pause before each. An apply pauses before each chunk and before
# it finds that none is left, first of the 23 new rows and then of the 12 changed ones; a take-back the other way round.
BOUNDARIES = {
    "staging": (Phase.CHECK, 3),
    "checking": (Phase.CHECK, 6),
    "apply, first chunk": (Phase.APPLY, 1),
    "apply, middle chunk": (Phase.APPLY, 3),
    "apply, last chunk": (Phase.APPLY, 6),
    "take-back, first chunk": (Phase.TAKE_BACK, 1),
    "take-back, middle chunk": (Phase.TAKE_BACK, 4),
    "take-back, last chunk": (Phase.TAKE_BACK, 6),
}
# Of a dose file the way in and the way back are its own, the check is not.
OF_DOSES = ("apply, middle chunk", "take-back, middle chunk")
CASES = [*(("register", name) for name in BOUNDARIES), *(("doses", name) for name in OF_DOSES)]


@pytest.fixture(scope="module")
def undisturbed(engine: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, bool], Dump]:
    """By story, with the ids as they are and by their rank: both from one run."""
    dumps: dict[tuple[str, bool], Dump] = {}
    for name, story in STORIES.items():
        with a_portal(engine, template, tmp_path_factory.mktemp("undisturbed")):
            live(story, signed_in("daicho"))
            dumps |= {(name, by_rank): dump(by_rank=by_rank) for by_rank in (False, True)}
    return dumps


@dataclass
class Workers:
    """Processes that work off the queue of the portal whose context is open."""

    environment: dict[str, str]
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=self.environment, stderr=subprocess.DEVNULL)
        self.started.append(process)
        return process

    def end(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.wait()


@pytest.fixture
def portal(engine: str, template: str, tmp_path: Path) -> Iterator[Flask]:
    with a_portal(engine, template, tmp_path) as app:
        yield app


@pytest.fixture
def workers(portal: Flask) -> Iterator[Workers]:
    settings = current_app.extensions["portal_settings"]
    found = Workers(os.environ | overrides(settings.instance_dir, settings.database_url) | SMALL)
    yield found
    found.end()


@pytest.mark.parametrize("where", ["between", "inside"])
@pytest.mark.parametrize(("name", "boundary"), CASES)
def test_a_killed_worker_leaves_no_trace(
    engine: str, undisturbed: dict[tuple[str, bool], Dump], workers: Workers, name: str, boundary: str, *, where: str
) -> None:
    doomed, pause = BOUNDARIES[boundary]

    def work(phase: Phase, job_id: int) -> None:
        if phase is doomed:
            killed_and_finished(workers, job_id, where, pause)
        else:
            run_job(job_id)

    live(STORIES[name], signed_in("daicho"), work=work)

    by_rank = engine == "postgresql" and where == "inside"
    assert differences(undisturbed[name, by_rank], dump(by_rank=by_rank)) == []


def killed_and_finished(workers: Workers, job_id: int, where: str, pause: int) -> None:
    first = workers.start("tests.takeback.dying_worker", where, str(pause))
    assert first.wait(timeout=60) == -9
    assert state_of(job_id) is JobState.RUNNING
    with writing() as session:
        session.execute(update(Job).where(Job.id == job_id).values(seen_at=clock.now() - 2 * SILENT_AFTER))
    second = workers.start("flask", "--app", "wsgi", "worker", "run")
    deadline = time.monotonic() + 60
    while state_of(job_id) is not JobState.DONE:
        assert time.monotonic() < deadline, "nobody went on"
        time.sleep(0.05)
    second.terminate()
    assert second.wait(timeout=15) == 0


def state_of(job_id: int) -> JobState:
    with reading() as session:
        return session.scalars(select(Job.state).where(Job.id == job_id)).one()
