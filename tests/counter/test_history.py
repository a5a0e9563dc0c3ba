"""これまでの変更: since when and from which file somebody is in the register, one entry a moment, what was undone, the doses' versions."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine

from portal.clock import JAPAN
from portal.db import reading, writing
from portal.doses.models import Dose
from portal.intake.models import FileImport
from portal.intake.rules import ImportKind
from portal.residents import files as register_files
from portal.residents.intake import apply_register_file, check_register_file
from portal.residents.models import Resident, ResidentChange
from portal.residents.rules import Protection
from tests.conftest import Browser
from tests.counter.at_counter import SignIn, in_visit
from tests.factories import a_dose, a_programme, a_resident
from tests.intake.importing import all_rows, applied, checked
from tests.people import staff_id
from tests.residents.register_rows import a_register, a_row

NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    return in_visit(sign_in("madoguchi"))


def a_file(kind: ImportKind = ImportKind.REGISTER, letter: str = "f") -> FileImport:
    values = {"file_name": "見本.csv", "size": 1, "sha256": "0" * 64, "uploaded_at": NOW - timedelta(days=20), "public_id": letter * 32}
    file = FileImport(kind=kind, **values)
    with writing() as session:
        session.add(file)
    return file


def a_change(resident: Resident, field: str, old: str, new: str, **values: object) -> None:
    with writing() as session:
        base = {"at": NOW - timedelta(days=1), "resident_id": resident.id, "field": field, "old": old, "new": new}
        session.add(ResidentChange(**(base | values)))


def entries(browser: Browser, resident: Resident) -> list[str]:
    """Each entry's words, the newest first."""
    log = browser.get(f"/residents/{resident.public_id}").text.split("これまでの変更</h2>")[1].split("</ol>")[0]
    return [" ".join(re.sub("<[^>]+>", " ", entry).split()) for entry in re.findall(r"<li>(.*?)</li>", log, re.S)]


def test_who_came_by_a_file_came_by_that_file_and_the_changes_of_the_next_are_one_entry(clerk: Browser) -> None:
    first = checked(ImportKind.REGISTER, register_files.LAYOUT, a_register([a_row()]), check_register_file)
    applied(first, apply_register_file)
    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        row = a_row(氏名="見本 桜子", カナ="ミホン サクラコ", 住所="東石川1番地", 異動事由="06", 異動日="R8.12.20")
        applied(checked(ImportKind.REGISTER, register_files.LAYOUT, a_register([row]), check_register_file), apply_register_file)
    (resident,) = all_rows(Resident)
    newest, oldest = entries(clerk, resident)

    assert (resident.first_import_id, resident.registered_at) == (first.id, NOW)
    assert newest.startswith("R8.12.24 10:38")
    for words in (
        "氏名が「見本 花子」から「見本 桜子」に変わった。",
        "カナが",
        "住所が「大字中根9871番地3」から「東石川1番地」に",
        "異動日に",
    ):
        assert words in newest
    assert newest.count("住民登録ファイル(令和8年12月24日に読み込み)") == 1
    assert oldest == "R8.11.24 10:38 住民の記録に入った。 住民登録ファイル(令和8年11月24日に読み込み)"


@pytest.mark.parametrize(("login_name", "leads"), [("madoguchi", (False, False)), ("daicho", (True, True)), ("kacho", (True, True))])
def test_the_way_to_the_file_is_for_those_who_may_open_it(sign_in: SignIn, login_name: str, leads: tuple[bool, bool]) -> None:
    file, doses = a_file(), a_file(ImportKind.DOSES, "e")
    resident = a_resident(first_import_id=file.id, registered_at=NOW - timedelta(days=19))
    a_programme()
    a_dose(resident, import_id=doses.id)
    page = in_visit(sign_in(login_name)).get(f"/residents/{resident.public_id}").text

    assert "住民登録ファイル(令和8年11月4日に読み込み)" in page
    assert "接種記録ファイル(令和8年11月4日に読み込み)" in page
    assert (f"/register-files/{'f' * 32}" in page, f"/dose-files/{'e' * 32}" in page) == leads


def test_what_an_import_changed_and_its_take_back_changed_again_are_both_told(clerk: Browser) -> None:
    resident, file = a_resident(), a_file()
    with reading():
        way_back = {"import_id": file.id, "is_return": True, "staff_id": staff_id("daicho")}
    a_change(resident, "address", "田彦1番地", "津田2番地", import_id=file.id, undone=True, at=NOW - timedelta(days=3))
    a_change(resident, "address", "津田2番地", "田彦1番地", **way_back)
    a_change(resident, "alias_name", "", "かず", **way_back)
    newer, older = entries(clerk, resident)

    assert "住所が「田彦1番地」から「津田2番地」に変わった。 (この取込は取り消されています)" in older
    assert "取込の取消しで、住所が「津田2番地」から「田彦1番地」に戻った。" in newer
    assert "取込の取消しで、通称が「かず」に戻った。" in newer
    assert "住民登録ファイル(令和8年11月4日に読み込み)の取消し・黒澤 拓也" in newer


def test_the_take_back_tells_nothing_that_is_hidden(clerk: Browser) -> None:
    resident = a_resident(protection=Protection.STALKING)
    a_change(resident, "address", "秘匿町1番地", "隠町2番地", is_return=True)

    assert "取込の取消しで、住所が前の内容に戻った(内容は表示しません)。" in entries(clerk, resident)[0]
    assert "秘匿町" not in clerk.text
    assert "隠町" not in clerk.text


def test_each_version_of_a_dose_is_told_and_those_of_one_file_are_one_entry(clerk: Browser) -> None:
    a_programme()
    resident, file = a_resident(), a_file(ImportKind.DOSES)
    first = a_dose(resident, import_id=file.id, recorded_at=NOW - timedelta(days=9), superseded_at=NOW - timedelta(days=2))
    a_dose(resident, dose_number=2, given_on=date(2026, 11, 20), import_id=file.id, recorded_at=NOW - timedelta(days=9))
    a_dose(resident, recorded_at=NOW - timedelta(days=2), replaces_id=first.id, lot_number="ZX9")
    anew, came = entries(clerk, resident)

    which = "令和8年度 住民接種 1回目(R8.10.20接種)の記録"
    assert anew == f"R8.11.22 10:38 {which}を改めた。"
    assert came.startswith(f"R8.11.15 10:38 {which}が入った。 令和8年度 住民接種 2回目(R8.11.20接種)の記録が入った。 接種記録")

    ended(first, "誤りの行")
    a_dose(a_resident(), recorded_at=NOW)
    assert len(entries(clerk, resident)) == 2


def test_a_dose_that_nothing_replaced_is_told_as_cancelled(clerk: Browser) -> None:
    a_programme()
    resident = a_resident()
    ended(a_dose(resident, recorded_at=NOW - timedelta(days=9)), "誤りの行")
    cancelled, _ = entries(clerk, resident)

    assert cancelled == "R8.11.24 10:38 令和8年度 住民接種 1回目(R8.10.20接種)の記録を取り消した(誤りの行)。"


def ended(dose: Dose, reason: str) -> None:
    with writing() as session:
        row = session.get_one(Dose, dose.id)
        row.superseded_at = NOW
        row.superseded_reason = reason
