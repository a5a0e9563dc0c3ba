"""Each golden file is told as it is expected, and each message that can be told stands in one of them."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask

from portal import clock
from portal.app import create_app
from portal.db import db
from portal.residents.rules import Category, Movement, Sex
from tests.conftest import overrides
from tests.factories import a_dose, a_programme, a_resident, a_voucher, the_covid_programme
from tests.intake.golden_files import FOLDER, expected_of, found_in, golden_files

TODAY = datetime(2026, 11, 24, 10, 0, tzinfo=clock.JAPAN)


@pytest.fixture(scope="module")
def city(engine: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One portal for all files, which are only checked: people, programmes, a dose, a voucher; the settings of a new city."""
    instance = tmp_path_factory.mktemp("golden")
    shutil.copy(template, instance / "portal.db")
    app = create_app({name: value for name, value in overrides(instance).items() if name != "PORTAL_RESIDENT_NUMBER_LENGTH"})
    with app.app_context():
        _people()
        yield app
        db.session.remove()
        db.engine.dispose()


def _people() -> None:
    a_programme()
    the_covid_programme()
    known = {"birth": "1950-01-01", "name": "控え 一郎", "kana": "ヒカエ イチロウ", "sex": Sex.MALE}
    person = a_resident(resident_number="0004000001", integrated_number="90000000001", **known)
    a_dose(person, dose_number=7, given_on=date(2026, 9, 1))
    a_voucher(person, programme_code="covid", number="0000400777")
    dead = {"category": Category.DEAD, "movement": Movement.DIED, "moved_on": date(2026, 9, 15)}
    a_resident(resident_number="0003000008", integrated_number="90000900008", **known | {"name": "控え 三郎"} | dead)
    a_resident(resident_number="0003000009", integrated_number="90000900009", **known | {"birth": "1990-00-00", "name": "控え 二郎"})


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("path", golden_files(), ids=lambda path: path.name)
def test_a_file_is_told_as_expected(path: Path, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config) -> None:
    monkeypatch.setattr(clock, "now", lambda: TODAY)

    found = found_in(path)

    if pytestconfig.getoption("--rewrite-golden"):
        expected_of(path).write_text(found, encoding="utf-8")
    assert found == expected_of(path).read_text(encoding="utf-8")


def test_every_file_has_what_is_expected_of_it_and_the_other_way_round() -> None:
    assert {expected_of(path) for path in golden_files()} == set(FOLDER.glob("*.expected.txt"))
    assert len(golden_files()) >= 34
