"""A register file from its bytes to the register: staged, judged, applied in chunks, and never twice."""

import dataclasses
import json
from datetime import date

import pytest
from flask import current_app
from sqlalchemy import func, select

from portal.audit.models import AuditRecord, AuditSubject
from portal.db import reading
from portal.errors import Refused
from portal.intake import uploads
from portal.intake.files import Unreadable
from portal.intake.models import FileImport
from portal.intake.rules import ImportKind, ImportState
from portal.residents.files import LAYOUT
from portal.residents.intake import apply_register_file, check_register_file
from portal.residents.models import Resident, ResidentChange
from portal.residents.rules import Category
from portal.text.wareki import PartialDate
from portal.web.rendering import settings
from tests.factories import a_resident
from tests.intake.importing import (
    all_rows,
    applied,
    bring,
    checked,
    counts,
    faults_now,
    order,
    staged_now,
)
from tests.residents.register_rows import a_register, a_row, many_rows

REGISTER = ImportKind.REGISTER
NUMBER_LIKE = "123456789018"


def check(content: bytes) -> FileImport:
    return checked(REGISTER, LAYOUT, content, check_register_file)


def apply(file: FileImport) -> FileImport:
    return applied(file, apply_register_file)


@pytest.mark.usefixtures("app")
def test_checking_changes_nothing_and_says_what_would_change() -> None:
    file = check(a_register(many_rows(3)))

    assert file.state is ImportState.CHECKED
    assert file.encoding == "UTF-8"
    assert counts(file) == (3, 0, 0, 0)
    assert json.loads(file.tallies) == {"moved_in": 3}
    assert all_rows(Resident) == []


@pytest.mark.usefixtures("app")
def test_applying_writes_the_people_as_the_file_says() -> None:
    file = apply(check(a_register([a_row(団体内統合宛名番号="90000000001", 支援措置区分="1", 生年月日="19480500")])))

    (resident,) = all_rows(Resident)
    assert file.state is ImportState.APPLIED
    assert file.applied_rows == 1
    assert (resident.resident_number, resident.integrated_number) == ("0004000001", "90000000001")
    assert resident.birth == PartialDate(1948, 5)
    assert resident.postal_code == "3120001"
    assert (resident.name_key, resident.kana_key) == ("見本花子", "ミホンハナコ")
    assert resident.import_id == file.id
    assert len(resident.public_id) == 32
    assert staged_now(file) == []


@pytest.mark.usefixtures("app")
def test_the_same_file_again_changes_nothing() -> None:
    content = a_register(many_rows(5))
    apply(check(content))

    again = apply(check(content))

    assert counts(again) == (0, 0, 5, 0)
    assert {resident.version for resident in all_rows(Resident)} == {1}
    assert all_rows(ResidentChange) == []


@pytest.mark.usefixtures("app")
def test_a_change_keeps_the_value_before_it() -> None:
    apply(check(a_register([a_row()])))

    file = apply(check(a_register([a_row(住所="東石川1番地", 住民区分="4", 異動事由="05", 異動日="R8.11.1")])))

    (resident,) = all_rows(Resident)
    changes = {change.field: (change.old, change.new) for change in all_rows(ResidentChange)}
    assert resident.category is Category.DEAD
    assert resident.moved_on == date(2026, 11, 1)
    assert resident.version == 2
    assert json.loads(file.tallies) == {"died": 1}
    assert changes == {
        "address": ("大字中根9871番地3", "東石川1番地"),
        "category": ("1", "4"),
        "movement": ("", "05"),
        "moved_on": ("", "2026-11-01"),
    }


@pytest.mark.usefixtures("app")
def test_faulty_rows_stay_out_and_the_others_go_in() -> None:
    file = check(a_register([a_row(宛名番号="1"), a_row(宛名番号="2", 性別="9"), a_row(宛名番号="3", カナ="漢字", 郵便番号="1")]))

    assert counts(file) == (1, 0, 0, 2)
    assert file.faults == 3
    assert [(fault.number, fault.column, fault.value) for fault in faults_now(file)] == [
        (3, "性別", "9"),
        (4, "カナ", "漢字"),
        (4, "郵便番号", "1"),
    ]
    assert [resident.resident_number for resident in all_rows(Resident)] == []
    apply(file)
    assert [resident.resident_number for resident in all_rows(Resident)] == ["1"]


@pytest.mark.usefixtures("app")
def test_a_number_that_stands_twice_is_told_on_both_rows() -> None:
    rows = [a_row(宛名番号="1", 団体内統合宛名番号="7"), a_row(宛名番号="2", 団体内統合宛名番号="7"), a_row(宛名番号="1")]

    found = [(fault.number, fault.column, fault.fault) for fault in faults_now(check(a_register(rows)))]

    assert found == [
        (2, "宛名番号", "4行目にも同じものがあります"),
        (2, "団体内統合宛名番号", "3行目にも同じものがあります"),
        (3, "団体内統合宛名番号", "2行目にも同じものがあります"),
        (4, "宛名番号", "2行目にも同じものがあります"),
    ]


@pytest.mark.usefixtures("app")
def test_a_number_that_is_another_persons_is_refused() -> None:
    apply(check(a_register([a_row(宛名番号="1", 団体内統合宛名番号="7")])))

    apply(check(a_register([a_row(宛名番号="2", 生年月日="S40.1.2", 団体内統合宛名番号="8")])))
    file = check(a_register([a_row(宛名番号="2", 生年月日="S40.1.2", 団体内統合宛名番号="7")]))

    assert [(fault.column, fault.fault) for fault in faults_now(file)] == [
        ("団体内統合宛名番号", "別の宛名番号の方の番号として、もう記録されています")
    ]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("number", ["9900000001", "9900000123", "9999999999", "09900000001"])
def test_a_number_that_only_the_counter_gives_is_refused_and_what_stands_under_it_stays(number: str) -> None:
    by_hand = a_resident(resident_number=number, name="手入 力子", category=Category.NOT_REGISTERED)

    file = check(a_register([a_row(宛名番号=number), a_row(宛名番号="9899999999", カナ="ベツノ カナ")]))

    assert [(fault.number, fault.column, fault.value, fault.fault) for fault in faults_now(file)] == [
        (2, "宛名番号", number, "窓口で登録した住登外の方に付ける番号の範囲です")
    ]
    apply(file)
    names = {resident.resident_number: (resident.name, resident.version) for resident in all_rows(Resident)}
    assert names == {by_hand.resident_number: ("手入 力子", 1), "9899999999": ("見本 花子", 1)}


@pytest.mark.usefixtures("app")
def test_a_file_that_was_checked_before_the_range_was_set_is_held_back_when_it_is_applied(monkeypatch: pytest.MonkeyPatch) -> None:
    file = check(a_register([a_row(宛名番号="8800000001"), a_row(宛名番号="1")]))
    moved = dataclasses.replace(settings(), unregistered_number_start=8_800_000_001)
    monkeypatch.setitem(current_app.extensions, "portal_settings", moved)

    file = apply(file)

    assert (file.applied_rows, file.faulty) == (1, 1)
    assert [resident.resident_number for resident in all_rows(Resident)] == ["1"]


@pytest.mark.usefixtures("app")
def test_a_personal_number_is_refused_and_kept_nowhere() -> None:
    file = check(a_register([a_row(方書=f"番号 {NUMBER_LIKE}")]))

    (fault,) = faults_now(file)
    assert (fault.number, fault.column, fault.value) == (2, "方書", "")
    assert "個人番号" in fault.fault
    assert all(NUMBER_LIKE not in row.cells for row in staged_now(file))


@pytest.mark.usefixtures("app")
def test_a_row_with_a_cell_too_few_is_a_fault_of_the_whole_row() -> None:
    content = a_register([a_row()]).decode().rstrip().removesuffix(",") + "\r\n"

    (fault,) = faults_now(check(content.encode()))

    assert (fault.column, fault.fault) == ("行全体", "20列のところ19列あります")


@pytest.mark.usefixtures("app")
def test_a_faulty_row_of_a_protected_person_is_counted_apart() -> None:
    file = check(a_register([a_row(性別="9", 支援措置区分="1"), a_row(宛名番号="2", 性別="9")]))

    assert json.loads(file.tallies) == {"faulty": 1, "faulty:grave": 1}


@pytest.mark.usefixtures("app")
def test_a_file_that_breaks_off_in_the_middle_leaves_only_the_reason() -> None:
    content = a_register(many_rows(30)) + '"開いたまま'.encode()

    file = check(content)

    assert file.state is ImportState.UNREADABLE
    assert "32行目の引用符" in file.unreadable_reason
    assert staged_now(file) == []
    assert not uploads.path_of(file.public_id).exists()


@pytest.mark.usefixtures("app")
def test_of_a_file_that_is_no_csv_nothing_is_kept() -> None:
    with pytest.raises(Unreadable):
        bring(REGISTER, LAYOUT, b"PK\x03\x04 a spreadsheet")

    with reading() as session:
        assert session.scalar(select(func.count()).select_from(FileImport)) == 0
    assert list(uploads.path_of("x").parent.iterdir()) == []


@pytest.mark.usefixtures("app")
def test_a_second_file_waits_until_the_first_is_applied() -> None:
    first, second = check(a_register(many_rows(2))), check(a_register(many_rows(3)))
    order(first)

    with pytest.raises(Refused, match="取込中"):
        order(second)


@pytest.mark.usefixtures("app")
def test_a_file_checked_before_another_was_applied_must_be_read_again() -> None:
    first, second = check(a_register(many_rows(2))), check(a_register(many_rows(3)))
    apply(second)

    with pytest.raises(Refused, match="もう一度読み込んで"):
        order(first)


@pytest.mark.usefixtures("app")
def test_a_file_is_not_applied_twice() -> None:
    file = apply(check(a_register(many_rows(2))))

    with pytest.raises(Refused, match="もう反映"):
        order(file)


@pytest.mark.usefixtures("app")
def test_each_chunk_is_recorded_with_the_people_it_concerns() -> None:
    apply(check(a_register(many_rows(3))))

    with reading() as session:
        record = session.scalars(select(AuditRecord).where(AuditRecord.event == "residents:register:apply-chunk")).one()
        subjects = session.scalars(select(AuditSubject.resident_id).where(AuditSubject.sequence == record.sequence)).all()
    assert sorted(subjects) == [resident.id for resident in all_rows(Resident)]
    assert json.loads(record.facts)["rows"] == 3
