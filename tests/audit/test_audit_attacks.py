"""Every way of touching the records behind the portal's back is told, with the first bad record."""

import re
import shutil

import pytest
from flask import Flask

from portal.audit.seals import write_seal
from portal.audit.verify import Fault, FaultKind
from portal.config import Settings
from tests.audit.attacking import Shell, check, drop_triggers, fault, forge, in_psql, in_sqlite, record_lookups

pytestmark = pytest.mark.thorough


@pytest.fixture
def shell(app: Flask) -> Shell:
    """The database's own shell, past the portal: psql, or SQLite itself."""
    settings: Settings = app.extensions["portal_settings"]
    if settings.is_sqlite:
        return lambda sql: in_sqlite(str(settings.instance_dir / "portal.db"), sql)
    if shutil.which("psql") is None:
        pytest.skip("psql is not installed")
    return lambda sql: in_psql(re.sub(r"\+psycopg", "", settings.database_url), sql)


@pytest.fixture
def unguarded(app: Flask, shell: Shell) -> Shell:
    """The shell with the triggers gone and ten records to spoil; says so when a statement fails."""
    record_lookups(10)
    for table in ("audit_record", "audit_subject", "audit_head"):
        shell(drop_triggers(app, table))

    def run(sql: str) -> str:
        problem = shell(sql)
        assert problem == "", problem
        return problem

    return run


def test_an_untouched_chain_is_unbroken(app: Flask) -> None:
    assert check().unbroken

    record_lookups(3)

    verdict = check()
    assert verdict.unbroken
    assert verdict.records == 3


@pytest.mark.parametrize(
    "change",
    [
        'facts = \'{"doses":9,"vouchers":1}\'',
        "staff_login = 'kacho'",
        "staff_id = NULL",
        "address = '10.9.9.9'",
        "visit_id = 8",
        "purpose = '窓口・開示'",
        "event = 'residents:resident:search'",
        "typed = 'b3RoZXI='",
        "at = '2026-11-01 01:02:03.000004'",
        "subject_count = 1",
    ],
)
def test_a_changed_value_is_told(unguarded: Shell, change: str) -> None:
    unguarded(f"UPDATE audit_record SET {change} WHERE sequence = 4")

    assert fault() == Fault(FaultKind.CHANGED, 4)
    assert fault().words == "4番: 内容が変えられています"


def test_a_changed_value_with_its_own_hash_made_anew_is_told_by_the_next_record(unguarded: Shell) -> None:
    forge(unguarded, first=4, last=4, purpose="窓口・開示")

    assert fault() == Fault(FaultKind.LINK, 5)


def test_removed_people_are_told(unguarded: Shell) -> None:
    unguarded("DELETE FROM audit_subject WHERE sequence = 6 AND resident_id = 105")

    assert fault() == Fault(FaultKind.SUBJECTS, 6)


def test_added_people_are_told(unguarded: Shell) -> None:
    unguarded("INSERT INTO audit_subject (sequence, resident_id) VALUES (2, 999)")

    assert fault() == Fault(FaultKind.SUBJECTS, 2)


def test_a_person_put_in_place_of_another_is_told(unguarded: Shell) -> None:
    unguarded("UPDATE audit_subject SET resident_id = 999 WHERE sequence = 3 AND resident_id = 102")

    assert fault() == Fault(FaultKind.SUBJECTS, 3)


@pytest.mark.parametrize("sequence", [-1, 0, 11])
def test_people_of_a_record_that_is_not_there_are_told(unguarded: Shell, sequence: int) -> None:
    unguarded(f"INSERT INTO audit_subject (sequence, resident_id) VALUES ({sequence}, 999)")

    assert fault() == Fault(FaultKind.SUBJECTS, sequence)


def test_a_record_removed_in_the_middle_is_told(unguarded: Shell) -> None:
    unguarded("DELETE FROM audit_record WHERE sequence IN (5, 6)")

    assert (fault().kind, fault().number, fault().note) == (FaultKind.GAP, 5, "5番から6番までがありません。")


def test_the_first_record_removed_is_told(unguarded: Shell) -> None:
    unguarded("DELETE FROM audit_record WHERE sequence = 1")

    assert (fault().kind, fault().number) == (FaultKind.GAP, 1)


def test_a_record_removed_and_the_rest_moved_up_is_told(unguarded: Shell) -> None:
    unguarded("DELETE FROM audit_record WHERE sequence = 5; DELETE FROM audit_subject WHERE sequence = 5")
    for number in range(6, 11):
        for table in ("audit_record", "audit_subject"):
            unguarded(f"UPDATE {table} SET sequence = {number - 1} WHERE sequence = {number}")

    assert fault() == Fault(FaultKind.LINK, 5)


def test_the_last_record_removed_is_told_by_the_head(unguarded: Shell) -> None:
    unguarded("DELETE FROM audit_record WHERE sequence = 10")

    assert (fault().kind, fault().number) == (FaultKind.CUT, 10)
    assert "末尾の記録が消されています" in fault().words


def test_the_last_records_removed_with_the_head_moved_back_are_told_by_the_seal(unguarded: Shell) -> None:
    write_seal("interval")
    unguarded("DELETE FROM audit_record WHERE sequence > 8; DELETE FROM audit_subject WHERE sequence > 8")
    unguarded("UPDATE audit_head SET sequence = 8, hash = (SELECT hash FROM audit_record WHERE sequence = 8)")

    assert (fault().kind, fault().number, fault().note) == (FaultKind.CUT, 9, "10番まであったはずです。")


def test_everything_removed_is_told_by_the_seal(unguarded: Shell) -> None:
    write_seal("daily")
    unguarded(f"DELETE FROM audit_record; DELETE FROM audit_subject; UPDATE audit_head SET sequence = 0, hash = '{'0' * 64}'")

    assert (fault().kind, fault().number) == (FaultKind.CUT, 1)


@pytest.mark.parametrize("change", ["sequence = 8", f"hash = '{'a' * 64}'"])
def test_a_head_that_is_not_the_last_record_is_told(unguarded: Shell, change: str) -> None:
    unguarded(f"UPDATE audit_head SET {change} WHERE id = 1")

    assert fault() == Fault(FaultKind.HEAD, 10)


def test_a_removed_head_is_told(unguarded: Shell) -> None:
    unguarded("DELETE FROM audit_head")

    assert fault() == Fault(FaultKind.HEAD, 10)


def test_an_inserted_record_with_all_after_it_moved_down_is_told(unguarded: Shell) -> None:
    for number in range(10, 4, -1):
        for table in ("audit_record", "audit_subject"):
            unguarded(f"UPDATE {table} SET sequence = {number + 1} WHERE sequence = {number}")
    unguarded(
        "INSERT INTO audit_record SELECT 5, at, event, staff_id, staff_login, address, visit_id, purpose, facts, typed, subject_count,"
        " subjects_sha256, hash, hash FROM audit_record WHERE sequence = 4"
    )
    unguarded("INSERT INTO audit_subject SELECT 5, resident_id FROM audit_subject WHERE sequence = 4")
    forge(unguarded, first=5, last=5)

    assert fault() == Fault(FaultKind.LINK, 6)
    assert "差し込み" in fault().words


def test_a_record_put_before_the_first_is_told(unguarded: Shell) -> None:
    unguarded(
        "INSERT INTO audit_record SELECT 0, at, event, staff_id, staff_login, address, visit_id, purpose, facts, typed, subject_count,"
        " subjects_sha256, previous_hash, hash FROM audit_record WHERE sequence = 1"
    )

    assert fault() == Fault(FaultKind.LINK, 0)


def test_a_tail_rewritten_without_a_fault_is_told_by_the_seal(unguarded: Shell) -> None:
    write_seal("interval")
    record_lookups(10)
    write_seal("interval")

    forge(unguarded, first=17, last=20, purpose="窓口・開示")

    found = fault()
    assert (found.kind, found.number) == (FaultKind.SEAL, 20)
    assert "11番から20番までのどこか" in found.note


def test_a_tail_rewritten_without_a_fault_is_hidden_where_no_seal_was_written(unguarded: Shell) -> None:
    forge(unguarded, first=7, last=10, purpose="窓口・開示")

    assert check().unbroken
    assert check().last_seal is None


def test_a_whole_chain_written_anew_is_told_by_an_earlier_seal(unguarded: Shell) -> None:
    write_seal("interval")
    record_lookups(2)

    forge(unguarded, first=1, last=12, address="10.9.9.9")

    assert (fault().kind, fault().number) == (FaultKind.SEAL, 10)
    assert "封印と違います" in fault().words


@pytest.mark.sqlite_only
@pytest.mark.parametrize("value", ["CAST(x'ff' AS TEXT)", "x'00ff'", "1.5", "'x'"])
@pytest.mark.parametrize("column", ["facts", "at", "hash", "subject_count"])
def test_a_value_of_another_type_is_told_and_never_stops_the_verification(unguarded: Shell, column: str, value: str) -> None:
    unguarded(f"UPDATE audit_record SET {column} = {value} WHERE sequence = 4")

    assert fault().kind in (FaultKind.CHANGED, FaultKind.UNREADABLE)
    assert fault().number == 4


@pytest.mark.sqlite_only
def test_people_that_are_no_numbers_are_told(unguarded: Shell) -> None:
    unguarded("UPDATE audit_subject SET resident_id = 'x' WHERE sequence = 4 AND resident_id = 103")

    assert fault() == Fault(FaultKind.SUBJECTS, 4)


def test_the_records_before_the_fault_are_counted(unguarded: Shell) -> None:
    unguarded("UPDATE audit_record SET address = 'x' WHERE sequence = 4")

    assert check().records == 3
