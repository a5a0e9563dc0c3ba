"""An import killed after every single step that it makes: what is left in the end is what is left without being killed, in every table."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.db import reading
from portal.intake.models import FileImport, ImportRow
from portal.intake.rules import ImportState
from portal.jobs.actions import claim, finish
from portal.jobs.models import Job
from portal.jobs.queries import kind_of
from portal.work import WORK
from tests.intake.importing import Killed
from tests.takeback.dumping import Dump, differences, dump
from tests.takeback.phases import STORIES, Phase, live, the_file
from tests.takeback.portals import a_portal, signed_in

# At least as many times each phase is killed: chunks of ten of 38 rows are staged and judged, applied and undone.
LEAST_KILLS = {Phase.CHECK: 8, Phase.APPLY: 4, Phase.TAKE_BACK: 4}


@pytest.fixture(scope="module", params=STORIES)
def story(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def undisturbed(engine: str, template: str, story: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dump]:
    with a_portal(engine, template, tmp_path_factory.mktemp("undisturbed")):
        live(STORIES[story], signed_in("daicho"))
        assert the_file().state is ImportState.TAKEN_BACK
        yield dump()


@pytest.mark.thorough
def test_killed_after_every_step_it_leaves_the_same(engine: str, template: str, story: str, undisturbed: Dump, tmp_path: Path) -> None:
    kills: dict[Phase, int] = {}
    with a_portal(engine, template, tmp_path):
        live(STORIES[story], signed_in("daicho"), work=lambda phase, job_id: kills.update({phase: worked_off_in_steps(job_id)}))

        assert differences(undisturbed, dump()) == []
    assert {phase: kills[phase] >= least for phase, least in LEAST_KILLS.items()} == dict.fromkeys(Phase, True), kills


def worked_off_in_steps(job_id: int) -> int:
    """Begun again and again, killed each time as soon as something more of it is done; how many times that was."""
    assert claim(job_id)
    work, kills, before = WORK[kind_of(job_id)], 0, [so_far(job_id)]

    def pause() -> None:
        now = so_far(job_id)
        if now != before[0]:
            before[0] = now
            raise Killed

    while True:
        try:
            work(job_id, pause=pause)
        except Killed:
            kills += 1
        else:
            finish(job_id)
            return kills


def so_far(job_id: int) -> tuple[object, ...]:
    with reading() as session:
        job = session.get_one(Job, job_id)
        staged = session.scalar(select(func.count()).select_from(ImportRow).where(ImportRow.import_id == job.about))
        state = session.scalars(select(FileImport.state).where(FileImport.id == job.about)).one()
        return job.done, job.total, staged, state
