"""`flask demo files --changes`: the same people a month later, with exactly the faults that are listed."""

import csv
import dataclasses
import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal import clock
from portal.demo.change_faults import CHANGE_FAULTS, DOUBLED
from portal.demo.changes import WINDOW, Change
from portal.demo.changes_file import write_changes
from portal.demo.city import city
from portal.demo.files import write_files
from portal.demo.people import Person
from portal.demo.rows import REGISTER_HEADINGS
from portal.intake.cells import without_individual_numbers
from portal.intake.rules import ImportKind
from portal.residents.consequences import FIELDS, Consequence, consequence
from portal.residents.files import LAYOUT, check_row
from portal.residents.intake import apply_register_file, check_register_file
from tests.intake.importing import applied, checked, faults_now

RESIDENTS, CHANGES, FAULTS = 2_000, 600, 15
TODAY = date(2026, 11, 29)
# What each change is called by the preview, beside those who were there before.
CALLED = {
    Change.BORN: Consequence.MOVED_IN,
    Change.MOVED_IN: Consequence.MOVED_IN,
    Change.CLOSE_MATCH: Consequence.MOVED_IN,
    Change.MOVED_WITHIN: Consequence.ADDRESS,
    Change.MOVED_OUT: Consequence.MOVED_OUT,
    Change.DIED: Consequence.DIED,
    Change.NAME_CHANGED: Consequence.NAME,
    Change.PROTECTION_STARTS: Consequence.PROTECTION_STARTS,
    Change.PROTECTION_ENDS: Consequence.PROTECTION_ENDS,
    Change.UNCHANGED: Consequence.NONE,
}


def write(folder: Path, *, seed: int = 1, today: date = TODAY) -> Path:
    write_changes(folder, RESIDENTS, seed, changes=CHANGES, faults=FAULTS, today=today)
    return folder


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("month"))


@pytest.fixture(scope="module")
def people() -> dict[str, Person]:
    return {citizen.person.resident_number: citizen.person for citizen in city(RESIDENTS, 1)}


def rows_of(folder: Path) -> list[tuple[int, dict[str, str]]]:
    with (folder / "register-changes.csv").open(encoding="utf-8", newline="") as file:
        headings, *lines = csv.reader(file)
    assert tuple(headings) == REGISTER_HEADINGS
    lines = [without_individual_numbers(line, frozenset({0, 1})) for line in lines]
    return [(number, dict(zip(headings, line, strict=True))) for number, line in enumerate(lines, start=2)]


def list_of(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "register-changes.json").read_text(encoding="utf-8"))


def test_as_many_rows_as_asked_for_and_exactly_so_many_faulty_ones_of_all_kinds(month: Path) -> None:
    listed = list_of(month)
    assert listed["rows"] == len(rows_of(month)) == CHANGES + FAULTS
    assert sum(listed["changes"].values()) == CHANGES
    assert set(listed["changes"]) == set(Change)
    kinds = Counter(fault["kind"] for fault in listed["faults"])
    assert kinds.total() == FAULTS
    assert kinds[DOUBLED] == 2
    assert set(kinds) == {DOUBLED, *list(CHANGE_FAULTS)[: FAULTS - 2]}


def test_what_an_import_finds_wrong_is_what_is_listed(month: Path) -> None:
    rows = rows_of(month)
    twice = Counter(cells["宛名番号"] for _, cells in rows)
    found = {(number, fault.column) for number, cells in rows for fault in check_row(cells, TODAY, number_length=10)[1]} | {
        (number, "宛名番号") for number, cells in rows if twice[cells["宛名番号"]] > 1
    }

    assert found == {(fault["row"], fault["column"]) for fault in list_of(month)["faults"]}


def test_each_row_tells_of_the_change_it_is_counted_under(month: Path, people: dict[str, Person]) -> None:
    listed = list_of(month)
    faulty = {fault["row"] for fault in listed["faults"]}
    found: Counter[Consequence] = Counter()
    for number, cells in rows_of(month):
        if number not in faulty:
            values, _ = check_row(cells, TODAY, number_length=10)
            assert values is not None
            old = people.get(values["resident_number"])
            found[consequence({field: getattr(old, field) for field in FIELDS} if old else None, values)] += 1

    # A correction is one of the address or of the telephone.
    wanted = Counter({CALLED[Change(change)]: 0 for change in listed["changes"] if change in CALLED})
    for change, count in listed["changes"].items():
        wanted[CALLED.get(Change(change), Consequence.OTHER)] += count
    corrected = found[Consequence.ADDRESS] - listed["changes"]["moved_within"]
    found[Consequence.OTHER] += corrected
    found[Consequence.ADDRESS] -= corrected
    assert corrected > 0
    assert found == wanted


def test_a_close_match_has_the_name_and_the_birth_of_somebody_under_a_new_number(month: Path, people: dict[str, Person]) -> None:
    known = {(person.name, person.birth.key.replace("-", "")) for person in people.values()}
    faulty = {fault["row"] for fault in list_of(month)["faults"]}
    new = [cells for number, cells in rows_of(month) if number not in faulty and cells["宛名番号"] not in people]
    alike = [cells for cells in new if (cells["氏名"], cells["生年月日"]) in known]

    assert len(alike) == list_of(month)["changes"]["close_match"] > 5


def test_what_happened_lies_in_the_month_before_today(month: Path, people: dict[str, Person]) -> None:
    faulty = {fault["row"] for fault in list_of(month)["faults"]}
    first, last = f"{TODAY - WINDOW:%Y%m%d}", f"{TODAY - timedelta(days=1):%Y%m%d}"
    for number, cells in rows_of(month):
        old = people.get(cells["宛名番号"])
        if number not in faulty and cells["異動日"] and not (old and old.moved_on and f"{old.moved_on:%Y%m%d}" == cells["異動日"]):
            assert first <= cells["異動日"] <= last


def test_the_same_numbers_and_day_give_the_same_file(month: Path, tmp_path: Path) -> None:
    def content(folder: Path) -> bytes:
        return (folder / "register-changes.csv").read_bytes()

    assert content(write(tmp_path / "again")) == content(month)
    assert content(write(tmp_path / "other", seed=2)) != content(month)
    assert content(write(tmp_path / "later", today=TODAY + timedelta(days=31))) != content(month)


def test_the_import_counts_the_faulty_rows_that_are_listed(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        app.extensions, "portal_settings", dataclasses.replace(app.extensions["portal_settings"], resident_number_length=10)
    )
    write_files(tmp_path, 300, 1)
    write_changes(tmp_path, 300, 1, changes=60, faults=FAULTS, today=clock.today())
    register = (tmp_path / "register.csv").read_bytes()
    applied(checked(ImportKind.REGISTER, LAYOUT, register, check_register_file), apply_register_file)

    file = checked(ImportKind.REGISTER, LAYOUT, (tmp_path / "register-changes.csv").read_bytes(), check_register_file)

    assert file.rows == 60 + FAULTS
    assert file.faulty == FAULTS
    assert {(fault.number, fault.column) for fault in faults_now(file)} >= {
        (fault["row"], fault["column"]) for fault in list_of(tmp_path)["faults"]
    }
