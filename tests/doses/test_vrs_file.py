"""The file of the national record system (台帳向け): one row a person, several doses, numbers without their leading zeros."""

import io
import json
from datetime import date
from typing import Any

import pytest
from flask import Flask

from portal.doses.intake import apply_dose_file, check_dose_file
from portal.doses.match_rules import WaitReason
from portal.doses.models import Dose, WaitingDose
from portal.intake.models import FileImport
from portal.intake.rules import ImportKind
from portal.residents.models import Resident
from portal.residents.rules import Category, Movement, RecordState
from tests.doses.dose_rows import VRS, a_vrs_dose, a_vrs_file, a_vrs_row
from tests.factories import a_dose, a_resident, a_voucher, the_covid_programme
from tests.intake.importing import all_rows, applied, checked, counts, faults_now


@pytest.fixture(autouse=True)
def hanako(app: Flask) -> Resident:
    the_covid_programme()
    return a_resident(resident_number="0004000001")


def check(*rows: dict[str, str], doses: int = 7) -> FileImport:
    return checked(ImportKind.DOSES, VRS.sheet, a_vrs_file(rows, doses=doses), check_dose_file)


def apply(file: FileImport) -> FileImport:
    return applied(file, apply_dose_file)


def waiting() -> list[tuple[int, WaitReason]]:
    return [(each.number, each.reason) for each in all_rows(WaitingDose)]


def test_one_row_brings_every_dose_of_a_person(hanako: Resident) -> None:
    file = apply(check(a_vrs_row() | a_vrs_dose(2) | a_vrs_dose(3, 接種日="20220210", ワクチンメーカー="ﾌｧｲｻﾞｰ")))

    doses = all_rows(Dose)
    assert (file.layout, counts(file)) == ("vrs", (1, 0, 0, 0))
    assert json.loads(file.tallies) == {"new:covid": 3}
    assert [(dose.resident_id, dose.programme_code, dose.dose_number) for dose in doses] == [(hanako.id, "covid", n) for n in (1, 2, 3)]
    assert [dose.given_on for dose in doses] == [date(2021, 6, 20), date(2021, 7, 18), date(2022, 2, 10)]
    assert [dose.manufacturer for dose in doses] == ["武田/モデルナ", "武田/モデルナ", "ファイザー"]
    assert (doses[0].voucher_number, doses[0].municipality_code, doses[0].age_when_given) == ("0000400001", "082210", 73)
    assert (doses[0].institution, doses[0].giving_doctor, doses[0].lot_number) == ("総合体育館", "見本 一", "3004733")


def test_a_file_of_two_doses_a_person_is_read_too() -> None:
    file = apply(check(a_vrs_row() | a_vrs_dose(2), doses=2))

    assert counts(file) == (1, 0, 0, 0)
    assert len(all_rows(Dose)) == 2


def test_the_same_file_again_changes_nothing() -> None:
    rows = (a_vrs_row() | a_vrs_dose(2), a_vrs_row(個別宛名番号="77"))
    apply(check(*rows))

    again = apply(check(*rows))

    assert counts(again) == (0, 0, 2, 0)
    assert json.loads(again.tallies) == {"unchanged": 3}
    assert len(all_rows(Dose)) == 2
    assert waiting() == [(3, WaitReason.NUMBER_UNKNOWN)]


def test_what_the_layout_does_not_tell_stays_as_it_is(hanako: Resident) -> None:
    a_dose(
        hanako, programme_code="covid", given_on=date(2021, 6, 20), verified=False, caution="卵アレルギー", lot_number="OLD", method="集団"
    )

    apply(check(a_vrs_row(**{"1回目接種会場名": ""})))

    _, now = all_rows(Dose)
    assert (now.lot_number, now.caution, now.method, now.institution) == ("3004733", "卵アレルギー", "集団", "なかね内科")


def test_a_row_may_be_new_and_waiting_at_once(hanako: Resident) -> None:
    a_dose(hanako, programme_code="covid", given_on=date(2021, 6, 21), verified=True)

    file = check(a_vrs_row() | a_vrs_dose(2))

    assert counts(file) == (1, 0, 0, 0)
    assert json.loads(file.tallies) == {"new:covid": 1, "waiting:conflict": 1}
    apply(file)
    (conflict,) = all_rows(WaitingDose)
    assert (conflict.reason, conflict.resident_id) == (WaitReason.CONFLICT, hanako.id)
    assert [dose.dose_number for dose in all_rows(Dose)] == [1, 2]


def test_what_waits_already_is_not_laid_down_again_beside_something_new(hanako: Resident) -> None:
    a_dose(hanako, programme_code="covid", given_on=date(2021, 6, 21), verified=True)
    apply(check(a_vrs_row()))

    file = apply(check(a_vrs_row() | a_vrs_dose(2)))

    assert json.loads(file.tallies) == {"new:covid": 1, "unchanged": 1}
    assert waiting() == [(2, WaitReason.CONFLICT)]
    assert [dose.dose_number for dose in all_rows(Dose)] == [1, 2]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"個別宛名番号": ""}, None),
        ({"個別宛名番号": "", "1回目券番号": "999"}, WaitReason.VOUCHER_UNKNOWN),
        ({"個別宛名番号": "", "1回目券番号": ""}, WaitReason.NO_NUMBER),
        ({"個別宛名番号": "", "1回目接種自治体コード": "082015"}, WaitReason.VOUCHER_UNKNOWN),
        ({"個別宛名番号": "77"}, WaitReason.NUMBER_UNKNOWN),
        ({"1回目券番号": "999"}, None),
        ({"1回目券番号": "400002"}, WaitReason.DISAGREE),
        ({"1回目券番号": "400002", "1回目接種自治体コード": "082015"}, None),
    ],
)
def test_whose_a_row_is(hanako: Resident, cells: dict[str, str], reason: WaitReason | None) -> None:
    """By 宛名番号, else by a voucher of ours; both must agree, and what we do not know contradicts nothing."""
    a_voucher(hanako, number="0000400001", programme_code="covid")
    a_voucher(a_resident(), number="0000400002", programme_code="covid")

    file = apply(check(a_vrs_row(**cells)))

    if reason is None:
        assert [dose.resident_id for dose in all_rows(Dose)] == [hanako.id]
    else:
        assert (all_rows(Dose), waiting(), file.waiting, file.faulty) == ([], [(2, reason)], 1, 0)


def test_nobody_is_found_whose_record_was_taken_back() -> None:
    a_resident(resident_number="0000000077", record_state=RecordState.TAKEN_BACK)

    apply(check(a_vrs_row(個別宛名番号="77")))

    assert waiting() == [(2, WaitReason.NUMBER_UNKNOWN)]


@pytest.mark.parametrize(
    ("second", "fault"),
    [
        ({"接種日": "20210619"}, "1回目(令和3年6月20日)より前の日付です"),
        ({"接種日": "20210620"}, "1回目と同じ日です"),
    ],
)
def test_days_out_of_order_within_a_row_are_told(second: dict[str, str], fault: str) -> None:
    file = check(a_vrs_row() | a_vrs_dose(2, **second))

    assert fault in [found.fault for found in faults_now(file)]
    assert counts(file) == (0, 0, 0, 1)


def test_a_day_after_death_is_told() -> None:
    a_resident(resident_number="0000000088", category=Category.DEAD, movement=Movement.DIED, moved_on=date(2021, 6, 1))

    (fault,) = faults_now(check(a_vrs_row(個別宛名番号="88")))

    assert (fault.column, fault.fault) == ("1回目接種日", "亡くなった日より後の日付です")


def test_a_dose_told_without_its_day_is_a_fault_in_its_own_column() -> None:
    (fault,) = faults_now(check(a_vrs_row() | a_vrs_dose(2, 接種日="")))

    assert (fault.column, fault.fault) == ("2回目接種日", "空です")


def test_one_person_twice_in_the_file_is_told_on_both_rows() -> None:
    file = check(a_vrs_row(), a_vrs_row(個別宛名番号="0004000001"))

    column = "個別宛名番号(空なら接種券番号)"
    assert [(fault.number, fault.column) for fault in faults_now(file)] == [(2, column), (3, column)]


def test_one_dose_told_by_number_and_again_by_voucher_is_told(hanako: Resident) -> None:
    a_voucher(hanako, number="0000400001", programme_code="covid")

    file = check(a_vrs_row(), a_vrs_row(**{"個別宛名番号": "", "1回目ワクチンロット番号": "9999999"}))

    assert [(fault.number, fault.fault) for fault in faults_now(file)] == [(3, "同じ回が、ファイルの別の行と違います(ロットNo.)")]


def test_the_screen_recognises_the_layout_by_its_headings(sign_in: Any) -> None:
    browser = sign_in("daicho").get("/dose-files")

    browser.post("/dose-files", {"file": (io.BytesIO(a_vrs_file([a_vrs_row()])), "vrs.csv")})

    assert browser.status == 303
    assert [file.layout for file in all_rows(FileImport)] == ["vrs"]


def test_the_wrong_layout_is_told_by_its_headings(sign_in: Any) -> None:
    browser = sign_in("daicho").get("/dose-files")

    browser.post("/dose-files", {"layout": "full", "file": (io.BytesIO(a_vrs_file([a_vrs_row()])), "vrs.csv")})

    assert browser.status == 422
    assert all_rows(FileImport) == []


def test_the_command_brings_it(app: Flask, tmp_path: Any) -> None:
    path = tmp_path / "vrs.csv"
    path.write_bytes(a_vrs_file([a_vrs_row(), a_vrs_row(個別宛名番号="77")]))

    result = app.test_cli_runner().invoke(args=["doses", "import", str(path), "--layout", "vrs", "--apply", "--json"])

    told = json.loads(result.output)
    assert (result.exit_code, told["applied"], told["waiting"]) == (0, 2, 1)
