"""A dose file from its bytes to the ledger: held against the register, never over what is recorded, never twice."""

import io
import json
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.audit.models import AuditRecord, AuditSubject
from portal.db import reading
from portal.doses.intake import apply_dose_file, check_dose_file
from portal.doses.match_rules import WaitReason
from portal.doses.models import Dose, WaitingDose
from portal.intake.models import FileImport
from portal.intake.rules import ImportKind, ImportState
from portal.jobs.models import Job
from portal.jobs.queue import run_job
from portal.residents.models import Resident
from tests.doses.dose_rows import LAYOUT, a_ledger, a_row
from tests.factories import a_dose, a_programme, a_resident
from tests.intake.importing import Killed, all_rows, applied, checked, counts, faults_now, import_now, killed_after, order, staged_now


@pytest.fixture(autouse=True)
def hanako(app: Flask) -> Resident:
    a_programme()
    return a_resident(resident_number="0004000001")


def check(*rows: dict[str, str]) -> FileImport:
    return checked(ImportKind.DOSES, LAYOUT, a_ledger(rows), check_dose_file)


def apply(file: FileImport) -> FileImport:
    return applied(file, apply_dose_file)


def test_a_dose_is_recorded_as_the_file_says(hanako: Resident) -> None:
    file = check(a_row(要注意者="卵アレルギー", 予診医師="見本 一", 接種医師="見本 二"))
    assert counts(file) == (1, 0, 0, 0)
    assert json.loads(file.tallies) == {"new:resident-r8": 1}
    assert all_rows(Dose) == []

    apply(file)

    (dose,) = all_rows(Dose)
    assert (dose.resident_id, dose.programme_code, dose.dose_number) == (hanako.id, "resident-r8", 1)
    assert (dose.given_on, dose.age_when_given) == (date(2026, 10, 20), 78)
    assert (dose.caution, dose.screening_doctor, dose.giving_doctor) == ("卵アレルギー", "見本 一", "見本 二")
    assert (dose.claim_month, dose.voucher_number, dose.verified) == ("2026-11", "0000400001", False)
    assert dose.import_id == file.id


def test_the_same_file_again_records_nothing() -> None:
    apply(check(a_row(), a_row(接種回数="2", 接種日="R8.11.20")))

    again = apply(check(a_row(), a_row(接種回数="2", 接種日="R8.11.20")))

    assert counts(again) == (0, 0, 2, 0)
    assert len(all_rows(Dose)) == 2


def test_what_nobody_has_verified_gets_a_new_version() -> None:
    apply(check(a_row()))

    file = apply(check(a_row(接種日="R8.10.21", 医療機関="ひがし医院")))

    before, now = all_rows(Dose)
    assert counts(file) == (0, 1, 0, 0)
    assert json.loads(file.tallies) == {"changed:resident-r8": 1}
    assert (before.superseded_reason, before.given_on) == ("接種記録ファイルの取込", date(2026, 10, 20))
    assert before.superseded_at is not None
    assert (now.replaces_id, now.superseded_at, now.import_id) == (before.id, None, file.id)
    assert (now.given_on, now.institution, now.lot_number) == (date(2026, 10, 21), "ひがし医院", "ZX1180")


@pytest.mark.parametrize(
    ("cells", "column", "fault"),
    [
        ({"予防接種区分": "インフル"}, "予防接種区分", "登録されていない予防接種です"),
        ({"接種日": "S23.5.13"}, "接種日", "生年月日より前の日付です"),
        ({"接種日年齢": "40"}, "接種日年齢", "接種日の年齢は78歳です"),
        ({"製造メーカー": "ふぁいざー製薬"}, "製造メーカー", "知らないメーカー名です"),
    ],
)
def test_what_the_register_says_against_a_row(cells: dict[str, str], column: str, fault: str) -> None:
    (found,) = faults_now(check(a_row(**cells)))

    assert (found.column, found.fault) == (column, fault)


def test_one_dose_twice_in_the_file_is_told_on_both_rows() -> None:
    file = check(a_row(), a_row(予防接種区分="令和8年度 住民接種", 接種回数="01"))

    assert [(fault.number, fault.fault) for fault in faults_now(file)] == [
        (2, "3行目にも同じものがあります"),
        (3, "2行目にも同じものがあります"),
    ]


def test_a_dose_verified_meanwhile_is_left_and_waits(hanako: Resident) -> None:
    file = check(a_row(), a_row(接種回数="2", 接種日="R8.11.20"))
    a_dose(hanako, lot_number="ZX9999")

    apply(file)

    assert [dose.lot_number for dose in all_rows(Dose)] == ["ZX9999", "ZX1180"]
    assert [(waiting.number, waiting.reason) for waiting in all_rows(WaitingDose)] == [(2, WaitReason.CONFLICT)]


def test_what_stands_against_the_ledger_when_it_is_applied_is_told(hanako: Resident) -> None:
    file = check(a_row(), a_row(接種回数="2", 接種日="R8.11.20"))
    a_dose(hanako, dose_number=3, given_on=date(2026, 11, 1))

    file = apply(file)

    assert (file.applied_rows, file.new, file.faulty) == (1, 1, 1)
    assert [(fault.number, fault.fault) for fault in faults_now(file)] == [(3, "3回目(令和8年11月1日)より後の日付です")]


def test_a_killed_apply_goes_on_and_records_nothing_twice() -> None:
    file = check(a_row(), a_row(接種回数="2", 接種日="R8.11.20"))
    job_id = order(file)
    with pytest.raises(Killed):
        apply_dose_file(job_id, pause=killed_after(1))
    assert len(all_rows(Dose)) == 2

    apply_dose_file(job_id)

    file = import_now(file.public_id)
    assert (file.state, file.applied_rows) == (ImportState.APPLIED, 2)
    assert len(all_rows(Dose)) == 2
    assert staged_now(file) == []


def test_the_chunk_is_recorded_with_the_people_it_concerns(hanako: Resident) -> None:
    apply(check(a_row(), a_row(接種回数="2", 接種日="R8.11.20")))

    with reading() as session:
        record = session.scalars(select(AuditRecord).where(AuditRecord.event == "doses:file:apply-chunk")).one()
        subjects = session.scalars(select(AuditSubject.resident_id).where(AuditSubject.sequence == record.sequence)).all()
    assert subjects == [hanako.id]


def test_the_screens_bring_a_file_to_the_ledger(sign_in: Any) -> None:
    browser = sign_in("daicho").get("/dose-files")
    assert "予診医師" in browser.text
    content = a_ledger([a_row(), a_row(宛名番号="12")])
    page = browser.post("/dose-files", {"file": (io.BytesIO(content), "sesshu.csv")}).location
    work_off()
    browser.get(page)
    assert "新しい接種 令和8年度 住民接種" in browser.text
    assert "登録待ちになる接種" in browser.text

    browser.post(f"{page}/application")
    work_off()

    assert "2行を書き込みました" in browser.get(page).text
    assert len(all_rows(Dose)) == 1


def test_looking_at_the_faults_is_recorded_with_the_person_they_show(sign_in: Any, hanako: Resident) -> None:
    browser = sign_in("daicho").get("/dose-files")
    page = browser.post("/dose-files", {"file": (io.BytesIO(a_ledger([a_row(接種日年齢="40")])), "a.csv")}).location
    work_off()

    browser.get(page)

    with reading() as session:
        record = session.scalars(select(AuditRecord).where(AuditRecord.event == "doses:file:show")).one()
        assert session.scalars(select(AuditSubject.resident_id).where(AuditSubject.sequence == record.sequence)).all() == [hanako.id]


def test_the_chief_looks_at_what_a_file_brought_and_brings_none(sign_in: Any) -> None:
    file = check(a_row(宛名番号="12"))
    chief = sign_in("kacho").get("/dose-files")
    assert "登録待ち" in chief.text
    assert 'type="file"' not in chief.text

    assert '/application"' not in chief.get(f"/dose-files/{file.public_id}").text
    assert chief.post(f"/dose-files/{file.public_id}/application").status == 403


def test_a_certificates_column_is_refused_on_the_screen(sign_in: Any) -> None:
    head, row = a_ledger([a_row()]).decode().splitlines()
    browser = sign_in("daicho").get("/dose-files")

    browser.post("/dose-files", {"file": (io.BytesIO(f"{head},証明書ID\r\n{row},\r\n".encode()), "a.csv")})

    assert browser.status == 422
    assert "1行目21列目「証明書ID」" in browser.text
    assert all_rows(FileImport) == []


def test_the_command_records_a_file(app: Flask, tmp_path: Any) -> None:
    path = tmp_path / "doses.csv"
    path.write_bytes(a_ledger([a_row()]))

    result = app.test_cli_runner().invoke(args=["doses", "import", str(path), "--layout", "full", "--apply", "--json"])

    assert result.exit_code == 0
    assert json.loads(result.output)["applied"] == 1
    assert len(all_rows(Dose)) == 1


@pytest.mark.parametrize("options", [[], ["--layout", "other"]])
def test_the_layout_must_be_named(app: Flask, tmp_path: Any, options: list[str]) -> None:
    path = tmp_path / "doses.csv"
    path.write_bytes(a_ledger([a_row()]))

    assert app.test_cli_runner().invoke(args=["doses", "import", str(path), *options]).exit_code == 2


def work_off() -> None:
    for job in all_rows(Job):
        run_job(job.id)
