"""`flask demo files`: the same people as lines, and known damage that a list names."""

import csv
import json
from collections import Counter
from dataclasses import fields
from datetime import datetime
from pathlib import Path

import pytest

from portal.demo.chance import REFERENCE_DAY
from portal.demo.city import city
from portal.demo.doses import MAKERS
from portal.demo.faults import DOSE_FAULTS, REGISTER_FAULTS
from portal.demo.files import write_files
from portal.demo.people import Person
from portal.demo.rows import DOSE_HEADINGS, REGISTER_HEADINGS, dose_line, dose_row, register_line
from portal.doses.deciding import against_person
from portal.doses.fields import COMPARED
from portal.doses.files import Known, read_row
from portal.doses.layout_files import own_layout
from portal.doses.maker_rules import maker_key
from portal.doses.match_rules import Person as Matched
from portal.intake.cells import without_individual_numbers
from portal.residents import files as register
from portal.text.check_digits import looks_like_individual_number
from portal.text.folding import has_kanji

RESIDENTS = 1_000
PROGRAMMES = {"covid": "covid", "resident-r8": "resident-r8"}
KNOWN = Known(REFERENCE_DAY, PROGRAMMES, {maker_key(maker): maker for maker in MAKERS}, number_length=10, own_code="082210")
FULL = own_layout("full")


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "new" / "folder"
    assert write_files(folder, RESIDENTS, 1) == []
    return folder


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("damaged")
    write_files(folder, RESIDENTS, 1, share=0.1)
    return folder


def test_the_files_begin_with_their_headings(whole: Path) -> None:
    assert read(whole / "register.csv")[0] == list(REGISTER_HEADINGS)
    assert read(whole / "doses.csv")[0] == list(DOSE_HEADINGS)


def test_the_files_hold_the_people_of_the_city(whole: Path) -> None:
    citizens = list(city(RESIDENTS, 1))
    assert read(whole / "register.csv")[1:] == [register_line(citizen.person) for citizen in citizens]
    assert read(whole / "doses.csv")[1:] == [dose_line(citizen.person, dose) for citizen in citizens for dose in citizen.doses]


def test_an_import_finds_nothing_wrong_with_the_people() -> None:
    for citizen in city(5_000, 1):
        cells = dict(zip(REGISTER_HEADINGS, register_line(citizen.person), strict=True))
        values, faults = register.check_row(cells, REFERENCE_DAY)
        assert faults == []
        assert values == {field.name: getattr(citizen.person, field.name) for field in fields(Person)}


def test_an_import_reads_the_doses_as_the_loading_writes_them() -> None:
    for citizen in city(2_000, 1):
        for dose in citizen.doses:
            found = read_row(dict(zip(DOSE_HEADINGS, dose_line(citizen.person, dose), strict=True)), FULL, KNOWN)
            assert found.faults == []
            (values,) = found.doses
            assert against_person(values, Matched(1, citizen.person.birth), FULL) == []
            row = dose_row(1, dose)
            assert {name: values[name] for name in COMPARED} == {name: row[name] for name in COMPARED}


def test_an_import_finds_the_damage_in_the_cells_that_are_listed(damaged: Path) -> None:
    sheets = {name: read(damaged / name) for name in ("register.csv", "doses.csv")}
    for fault in json.loads((damaged / "faults.json").read_text(encoding="utf-8")):
        sheet = sheets[fault["file"]]
        cells = dict(zip(sheet[0], without_individual_numbers(sheet[fault["row"] - 1], frozenset()), strict=True))
        found = register.check_row(cells, REFERENCE_DAY)[1] if fault["file"] == "register.csv" else read_row(cells, FULL, KNOWN).faults
        # Whether there is such a person only the register can say.
        assert fault["kind"] == "unknown_person" or fault["column"] in {each.column for each in found}, fault


def test_dates_are_eight_figures_with_noughts_for_what_is_unknown(whole: Path) -> None:
    births = [line[8] for line in read(whole / "register.csv")[1:]]
    assert "19480500" in births
    assert "19400000" in births
    for birth in births:
        assert len(birth) == 8
        assert birth.endswith("00") or datetime.strptime(birth, "%Y%m%d")


def test_without_faults_there_is_no_list_of_faults(whole: Path) -> None:
    assert sorted(path.name for path in whole.iterdir()) == ["doses.csv", "register.csv"]


def test_the_list_names_exactly_the_cells_that_differ(whole: Path, damaged: Path) -> None:
    listed = {(fault["file"], fault["row"], fault["column"]) for fault in json.loads((damaged / "faults.json").read_text(encoding="utf-8"))}
    found = set()
    for name in ("register.csv", "doses.csv"):
        good, bad = read(whole / name), read(damaged / name)
        assert len(good) == len(bad)
        for line, (before, after) in enumerate(zip(good, bad, strict=True), start=1):
            found |= {(name, line, good[0][place]) for place, cell in enumerate(before) if cell != after[place]}
    assert found == listed


def test_the_asked_share_of_lines_is_damaged_in_every_kind(damaged: Path) -> None:
    faults = json.loads((damaged / "faults.json").read_text(encoding="utf-8"))
    lines = {name: len(read(damaged / name)) - 1 for name in ("register.csv", "doses.csv")}
    for name, kinds in (("register.csv", REGISTER_FAULTS), ("doses.csv", DOSE_FAULTS)):
        count = Counter(fault["kind"] for fault in faults if fault["file"] == name)
        assert set(count) == set(kinds)
        assert 0.07 <= count.total() / lines[name] <= 0.13


def test_each_kind_of_damage_is_what_it_says(damaged: Path) -> None:
    sheets = {name: read(damaged / name) for name in ("register.csv", "doses.csv")}
    known = {line[0] for line in sheets["register.csv"]}
    for fault in json.loads((damaged / "faults.json").read_text(encoding="utf-8")):
        sheet = sheets[fault["file"]]
        cell = sheet[fault["row"] - 1][sheet[0].index(fault["column"])]
        match fault["kind"]:
            case "individual_number":
                assert looks_like_individual_number(cell)
            case "kanji_in_kana":
                assert has_kanji(cell)
            case "missing_name" | "missing_date":
                assert cell == ""
            case "letter_in_number":
                assert not cell.isdigit()
            case "future_date":
                assert cell > "20900000"
            case "bad_date":
                with pytest.raises(ValueError, match=r"day is out of range|does not match|unconverted"):
                    datetime.strptime(cell, "%Y%m%d")
            case "unknown_person":
                assert cell not in known
            case kind:
                assert (kind, cell) == ("wrong_category", "9")
