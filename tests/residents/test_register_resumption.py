"""A register file whose work is killed on the way: it goes on, ends as it should, and nothing is done twice."""

import dataclasses
import time
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.db import db, reading
from portal.intake.applying import Applied, apply_file
from portal.intake.checking import StagedRow
from portal.intake.models import FileImport, ImportRow
from portal.intake.rules import ImportKind, ImportState
from portal.residents.files import LAYOUT, check_row
from portal.residents.intake import apply_register_file, check_register_file
from portal.residents.models import Resident, ResidentChange
from tests.intake.importing import (
    Killed,
    all_rows,
    applied,
    bring,
    checked,
    counts,
    faults_now,
    import_now,
    killed_after,
    order,
    staged_now,
)
from tests.residents.register_rows import a_register, a_row, many_rows

pytestmark = pytest.mark.thorough

REGISTER = ImportKind.REGISTER


@pytest.fixture
def chunks_of_ten(app: Flask) -> Iterator[None]:
    settings = app.extensions["portal_settings"]
    app.extensions["portal_settings"] = dataclasses.replace(settings, chunk_rows=10)
    yield
    app.extensions["portal_settings"] = settings


def check(content: bytes) -> FileImport:
    return checked(REGISTER, LAYOUT, content, check_register_file)


def apply(file: FileImport) -> FileImport:
    return applied(file, apply_register_file)


@pytest.mark.usefixtures("app", "chunks_of_ten")
@pytest.mark.parametrize("chunks", range(9))
def test_a_killed_check_goes_on_and_ends_as_if_it_had_never_been_killed(chunks: int) -> None:
    rows = many_rows(33)
    rows[12]["性別"] = "9"
    rows[30]["宛名番号"] = rows[2]["宛名番号"]
    job_id, public_id = bring(REGISTER, LAYOUT, a_register(rows))

    with pytest.raises(Killed):
        check_register_file(job_id, pause=killed_after(chunks))
    check_register_file(job_id)

    file = import_now(public_id)
    assert counts(file) == (30, 0, 0, 3)
    assert file.rows == 33
    assert len(staged_now(file)) == 34
    assert len(faults_now(file)) == 3


@pytest.mark.usefixtures("app", "chunks_of_ten")
@pytest.mark.parametrize("chunks", range(8))
def test_a_killed_apply_goes_on_and_does_nothing_twice(chunks: int) -> None:
    apply(check(a_register(many_rows(12))))
    file = check(a_register(many_rows(35, 電話番号="029-000-0001")))
    job_id = order(file)

    with pytest.raises(Killed):
        apply_register_file(job_id, pause=killed_after(chunks))
    done = import_now(file.public_id).applied_rows
    apply_register_file(job_id)

    file = import_now(file.public_id)
    assert done <= 35
    assert (file.state, file.applied_rows) == (ImportState.APPLIED, 35)
    assert [resident.version for resident in all_rows(Resident)] == [2] * 12 + [1] * 23
    assert len(all_rows(ResidentChange)) == 12
    assert staged_now(file) == []


@pytest.mark.usefixtures("app")
def test_a_chunk_that_fails_leaves_nothing_of_itself() -> None:
    file = check(a_register(many_rows(5)))
    job_id = order(file)

    def write_and_die(_file: FileImport, rows: list[StagedRow]) -> Applied:
        a_resident_inside(len(rows))
        raise Killed

    with pytest.raises(Killed):
        apply_file(job_id, apply_rows=write_and_die)

    assert all_rows(Resident) == []
    assert len(staged_now(file)) == 6
    assert import_now(file.public_id).applied_rows == 0


def a_resident_inside(number: int) -> None:
    values, _ = check_row(a_row(宛名番号=str(number)), date(2026, 11, 24))
    assert values is not None
    keys = {"name_key": "", "kana_key": "", "public_id": "x" * 32}
    db.session().add(Resident(**values, **keys))
    db.session().flush()


@pytest.mark.thorough
@pytest.mark.usefixtures("app")
def test_twenty_thousand_rows_are_checked_and_applied_in_reasonable_time() -> None:
    began = time.monotonic()

    file = apply(check(a_register(many_rows(20_000))))

    assert file.applied_rows == 20_000
    assert time.monotonic() - began < 120
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(ImportRow)) == 0
