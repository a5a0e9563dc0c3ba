"""Layouts are data: the package's own tables, a city's table in its place, and every fault of a table with its line and remedy."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.doses.fields import COLUMNS
from portal.doses.intake import apply_dose_file, check_dose_file
from portal.doses.layout_files import NAMES, default_text, layout_named
from portal.doses.layout_rules import LayoutFault, layout_from
from portal.doses.models import Dose
from portal.intake.rules import ImportKind
from portal.web.rendering import settings
from tests.doses.dose_rows import FULL, VRS, a_vrs_row
from tests.factories import a_resident, the_covid_programme
from tests.intake.importing import all_rows, applied, checked, counts, faults_now

SMALL = """title = "小さい並び"
programme = "covid"
doses = 2
[[columns]]
heading = "番号"
field = "resident_number"
[[dose_columns]]
heading = "{n}回目の日"
field = "given_on"
"""


def city_writes(text: str, name: str = "vrs") -> None:
    path = settings().instance_dir / "layouts" / f"{name}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_the_full_layout_has_every_item_of_the_ledger_in_its_order() -> None:
    assert FULL.sheet.headings == tuple(column.heading for column in COLUMNS)
    assert not FULL.has_many


def test_the_layout_of_the_national_system_has_eight_columns_a_dose() -> None:
    assert len(VRS.sheet.headings) == 1 + 8 * 7
    assert VRS.sheet.headings[:3] == ("個別宛名番号", "1回目接種履歴登録日時", "1回目接種日")
    assert (VRS.sheet.headings[12], VRS.sheet.headings[16]) == ("2回目接種自治体コード", "2回目ワクチンロット番号")


def test_a_small_layout_is_read() -> None:
    layout = layout_from(SMALL, "vrs")

    assert layout.sheet.headings == ("番号", "1回目の日", "2回目の日")
    assert (layout.programme, layout.zero_pad, layout.blank_keeps, layout.sheet.by_position) == ("covid", False, False, False)


@pytest.mark.parametrize(
    ("change", "by", "said"),
    [
        ("doses = 2", "doses =", "3行目: TOMLとして読めません"),
        ('"小さい並び"', "小さい並び", "1行目: TOMLとして読めません"),
        ("doses = 2", 'doses = "2"', "3行目「doses」: 数字で書いてください"),
        ("doses = 2", "dose = 2", "3行目「dose」: 知らない名前です"),
        ("doses = 2", "doses = 0", "3行目「doses」: 1行に入る接種の回数を"),
        ("doses = 2", "doses = 99", "3行目「doses」: 1行に入る接種の回数を"),
        ('title = "小さい並び"', "", "「title」がありません"),
        ('"resident_number"', '"number"', "4行目からの[[columns]]: field が項目の名前ではありません。使えるのは resident_number、"),
        ('heading = "番号"', 'heading = ""', "4行目からの[[columns]]: heading に列の見出しを"),
        ('heading = "番号"', 'heading = "個人番号"', "「個人番号」の列は取り込めません"),
        ('heading = "番号"', 'heading = "番号"\nneeded = "はい"', "「needed」はtrue か falseで書いてください"),
        ('heading = "番号"', 'heading = "番号"\nlength = 5', "「length」は知らない名前です"),
        ("{n}回目の日", "接種の日", "7行目からの[[dose_columns]]: heading に、回数を表す {n}"),
        ('"given_on"', '"lot_number"', "接種日(given_on)の列がありません"),
        ('"given_on"', '"resident_number"', "項目 resident_number が2つの列にあります"),
        ('"resident_number"', '"caution"', "どなたの接種かが分かる列"),
        ('programme = "covid"\n', "", "接種事業は、programme に事業のコードを書くか"),
        ('"resident_number"', '"dose_number"', "接種回数(dose_number)の列は要りません"),
    ],
)
def test_every_fault_of_a_table_says_where_and_what_to_do(change: str, by: str, said: str) -> None:
    assert change in SMALL
    with pytest.raises(LayoutFault) as told:
        layout_from(SMALL.replace(change, by), "vrs")

    assert any(said in reason for reason in told.value.reasons), told.value.reasons


def test_without_columns_a_dose_the_row_says_its_number() -> None:
    with pytest.raises(LayoutFault) as told:
        layout_from(SMALL.replace("doses = 2\n", "").replace("[[dose_columns]]", "[[columns]]").replace("{n}", ""), "full")

    assert "接種回数(dose_number)の列がありません" in told.value.reasons[0]


def test_the_citys_own_table_is_used_and_read_anew_when_edited(app: Flask) -> None:
    city_writes(SMALL)
    assert layout_named("vrs").title == "小さい並び"

    city_writes(SMALL.replace("小さい", "改めた小さい"))

    assert layout_named("vrs").title == "改めた小さい並び"
    assert layout_named("full").title == FULL.title


def test_a_broken_table_is_told_and_the_other_layout_goes_on(app: Flask, sign_in: Any) -> None:
    city_writes(SMALL.replace("doses = 2", "doses = 0"))

    browser = sign_in("daicho").get("/dose-files")

    assert browser.status == 200
    assert "3行目「doses」" in browser.text
    assert FULL.title in browser.text
    assert VRS.title not in browser.text


def test_a_file_without_headings_is_read_by_place(app: Flask) -> None:
    the_covid_programme()
    a_resident(resident_number="0004000001")
    city_writes(default_text("vrs").replace("headings = true", "headings = false"))
    row = a_vrs_row()
    line = ",".join(row.get(heading, "") for heading in VRS.sheet.headings[:9])
    content = f"{line}\r\n{line.replace('20210620,', '29990620,')}\r\n".encode()

    file = checked(ImportKind.DOSES, layout_named("vrs").sheet, content, check_dose_file)

    assert (file.rows, counts(file)) == (2, (0, 0, 0, 2))
    assert {fault.number for fault in faults_now(file)} == {1, 2}
    assert "1行目" in {fault.fault[:3] for fault in faults_now(file)}
    file = checked(ImportKind.DOSES, layout_named("vrs").sheet, f"{line}\r\n".encode(), check_dose_file)
    applied(file, apply_dose_file)
    assert [dose.lot_number for dose in all_rows(Dose)] == ["3004733"]


def test_a_file_of_another_width_is_refused_by_its_columns(app: Flask, sign_in: Any, tmp_path: Path) -> None:
    the_covid_programme()
    city_writes(default_text("vrs").replace("headings = true", "headings = false"))
    path = tmp_path / "a.csv"
    path.write_text("," * 60 + "x\r\n", encoding="utf-8")

    result = app.test_cli_runner().invoke(args=["doses", "import", str(path), "--layout", "vrs"])

    assert result.exit_code == 1
    assert "1行目が61列です" in result.output


def test_a_layout_of_a_programme_that_we_do_not_have_is_refused(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("個別宛名番号\r\n1\r\n", encoding="utf-8")

    result = app.test_cli_runner().invoke(args=["doses", "import", str(path), "--layout", "vrs"])

    assert result.exit_code == 1
    assert "接種事業「covid」が登録されていません" in result.output


@pytest.mark.parametrize("name", NAMES)
def test_the_command_writes_the_table_for_editing(app: Flask, name: str) -> None:
    result = app.test_cli_runner().invoke(args=["doses", "layout", name])

    assert result.exit_code == 0
    assert result.output == default_text(name)
    assert layout_from(result.output, name).sheet.name == name
