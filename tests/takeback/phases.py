"""An import's life in three jobs: checked, applied, taken back. One story for a register file, one for a dose file."""

import io
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from portal.accounts.sessions import SignedIn
from portal.db import reading
from portal.intake import uploads
from portal.intake.actions import accept_file, apply_import
from portal.intake.files import Layout
from portal.intake.models import FileImport
from portal.intake.rules import ImportKind
from portal.jobs.queue import run_job
from portal.residents import files as register_files
from portal.takeback.actions import take_back_import
from tests.doses.dose_rows import LAYOUT as DOSE_LAYOUT
from tests.doses.dose_rows import a_ledger
from tests.doses.dose_rows import a_row as a_dose_row
from tests.factories import a_programme
from tests.residents.register_rows import a_register, many_rows
from tests.takeback.taking_back import ledger, register


class Phase(StrEnum):
    CHECK = "check"
    APPLY = "apply"
    TAKE_BACK = "take_back"


@dataclass(frozen=True)
class Story:
    """What is there before the file comes, and the file."""

    kind: ImportKind
    layout: Layout
    before: Callable[[], object]
    content: Callable[[], bytes]


def _monthly_rows() -> list[dict[str, str]]:
    """In chunks of ten: four of 38 rows, of which 12 change somebody, 23 are new, and 3 are faulty."""
    rows = many_rows(38, 電話番号="029-000-0001", 生年月日="S30.1.1")
    for row in (rows[4], rows[20], rows[37]):
        row["性別"] = "9"
    return rows


def _people_with_a_dose_each() -> None:
    a_programme()
    register(many_rows(40))
    ledger([a_dose_row(宛名番号=f"{number:010}", 接種券番号="") for number in range(1, 6)])


def _doses() -> bytes:
    rows = [a_dose_row(宛名番号=f"{number:010}", 接種券番号="") for number in range(1, 39)]
    rows[30]["接種日"] = ""
    return a_ledger(rows)


STORIES = {
    "register": Story(ImportKind.REGISTER, register_files.LAYOUT, lambda: register(many_rows(13)), lambda: a_register(_monthly_rows())),
    "doses": Story(ImportKind.DOSES, DOSE_LAYOUT, _people_with_a_dose_each, _doses),
}


def order(story: Story, phase: Phase, clerk: SignedIn) -> int:
    """What the clerk does before each job: the id of the job that then waits."""
    once = secrets.token_hex(16)
    if phase is Phase.CHECK:
        accept_file(story.kind, story.layout, uploads.keep(io.BytesIO(story.content()), "見本.csv"), staff=clerk, once=once)
    elif phase is Phase.APPLY:
        apply_import(story.kind, the_file().public_id, staff=clerk, once=once)
    else:
        take_back_import(the_file().public_id, "別の月のファイルでした。", staff=clerk, once=once)
    job_id = the_file().job_id
    assert job_id is not None
    return job_id


def the_file() -> FileImport:
    """The newest import."""
    with reading() as session:
        return session.scalars(select(FileImport).order_by(FileImport.id.desc()).limit(1)).one()


def live(story: Story, clerk: SignedIn, work: Callable[[Phase, int], None] = lambda _phase, job_id: run_job(job_id)) -> None:
    """The whole life, each job done by `work`."""
    story.before()
    for phase in Phase:
        work(phase, order(story, phase, clerk))
