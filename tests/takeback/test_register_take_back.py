"""A register file taken back: the register is as it was before, and nothing of what happened is lost."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from portal.accounts.sessions import SignedIn
from portal.audit.models import AuditRecord, AuditSubject
from portal.db import db, reading
from portal.errors import Refused
from portal.intake.rules import ImportKind, ImportState
from portal.jobs.actions import fail
from portal.residents.files import LAYOUT
from portal.residents.intake import apply_register_file, check_register_file
from portal.residents.models import Resident, ResidentChange
from portal.residents.rules import Category, RecordState
from portal.residents.undoing import take_back_register_file
from tests.intake.importing import (
    Killed,
    all_rows,
    checked,
    counts,
    import_now,
    killed_after,
    order,
    staged_now,
)
from tests.residents.register_rows import a_register, a_row, many_rows
from tests.takeback.taking_back import order_back, person, register, taken_back

pytestmark = pytest.mark.thorough

BACK = {"version", "import_id"}


def values_of(resident: Resident) -> dict[str, object]:
    """All that the register says of the person, with the keys of the searches."""
    return {column.name: getattr(resident, column.name) for column in Resident.__table__.columns if column.name not in BACK}


def test_whom_the_file_brought_is_no_longer_there_but_keeps_row_and_number(clerk: SignedIn) -> None:
    file = register(many_rows(3))
    before = {resident.id: resident.public_id for resident in all_rows(Resident)}

    file = taken_back(file, clerk)

    people = all_rows(Resident)
    assert (file.state, file.taken_back_rows, file.taken_back_by) == (ImportState.TAKEN_BACK, 3, clerk.id)
    assert file.take_back_reason == "別の月のファイルでした。"
    assert file.take_back_finished_at is not None
    assert {resident.id: resident.public_id for resident in people} == before
    assert {(resident.record_state, resident.version, resident.integrated_number) for resident in people} == {
        (RecordState.TAKEN_BACK, 2, None)
    }


NAMES = {"氏名": "架空 桜", "カナ": "カクウ サクラ", "旧氏": "見本", "通称": "サクラ", "ローマ字": "KAKU SAKURA"}
ALL_BUT_NAMES = {
    "団体内統合宛名番号": "", "世帯番号": "8", "生年月日": "S23.5.00", "性別": "0", "郵便番号": "312-0002", "住所": "東石川1番地",
    "方書": "見本荘", "電話番号": "", "住民区分": "4", "異動事由": "05", "異動日": "R8.11.1",
    "支援措置区分": "1", "支援措置開始日": "R8.1.1", "支援措置終了日": "R9.1.1",
}  # fmt: skip


@pytest.mark.parametrize("cells", [NAMES, ALL_BUT_NAMES])
def test_whom_the_file_changed_is_exactly_as_before(clerk: SignedIn, cells: dict[str, str]) -> None:
    first = register([a_row(団体内統合宛名番号="90000000001"), a_row(宛名番号="2", 氏名="見本 次郎")])
    before = values_of(person("0004000001"))
    file = register([a_row(**{"団体内統合宛名番号": "90000000001"} | cells)])
    assert values_of(person("0004000001")) != before

    taken_back(file, clerk)

    now = person("0004000001")
    assert values_of(now) == before
    assert (now.version, now.import_id) == (3, first.id)


def test_the_way_back_stands_in_the_history(clerk: SignedIn) -> None:
    register([a_row()])
    file = register([a_row(住民区分="4", 異動事由="05", 異動日="R8.11.1")])

    taken_back(file, clerk)

    lines = [(line.field, line.old, line.new, line.undone, line.is_return, line.staff_id) for line in all_rows(ResidentChange)]
    assert person("0004000001").category is Category.JAPANESE
    assert sorted(lines) == sorted(
        [
            ("category", "1", "4", True, False, None),
            ("movement", "", "05", True, False, None),
            ("moved_on", "", "2026-11-01", True, False, None),
            ("category", "4", "1", False, True, clerk.id),
            ("movement", "05", "", False, True, clerk.id),
            ("moved_on", "2026-11-01", "", False, True, clerk.id),
        ]
    )


def test_an_undone_file_is_not_counted_when_the_one_before_it_is_taken_back(clerk: SignedIn) -> None:
    first = register([a_row()])
    second = register([a_row(方書="見本荘")])
    third = register([a_row(方書="見本荘", 電話番号="029-000-0001")])

    taken_back(third, clerk)
    assert (person("0004000001").building, person("0004000001").import_id) == ("見本荘", second.id)
    taken_back(second, clerk)
    assert (person("0004000001").building, person("0004000001").import_id) == ("", first.id)
    taken_back(first, clerk)

    assert person("0004000001").record_state is RecordState.TAKEN_BACK


def test_the_same_file_again_gives_the_same_register(clerk: SignedIn) -> None:
    register([a_row(宛名番号="0000000001", 団体内統合宛名番号="90000000001")])
    rows = many_rows(4, 電話番号="029-000-0001")
    file = register(rows)
    before = [values_of(resident) for resident in all_rows(Resident)]
    taken_back(file, clerk)

    again = register(rows)

    after = [values_of(resident) for resident in all_rows(Resident)]
    assert counts(again) == counts(file)
    for row in before:
        if row["first_import_id"] == file.id:
            row["first_import_id"] = again.id
    for row in (*before, *after):
        row.pop("registered_at")
    assert after == before
    assert {resident.import_id for resident in all_rows(Resident)} == {again.id}


def test_a_number_of_a_person_taken_back_may_be_anothers(clerk: SignedIn) -> None:
    taken_back(register([a_row(宛名番号="1", 団体内統合宛名番号="7")]), clerk)

    file = register([a_row(宛名番号="2", 団体内統合宛名番号="7")])

    assert counts(file) == (1, 0, 0, 0)
    assert person("2").integrated_number == "7"


@pytest.mark.usefixtures("chunks_of_ten")
def test_each_chunk_is_recorded_with_its_people(clerk: SignedIn) -> None:
    register(many_rows(12))
    file = register(many_rows(25, 電話番号="029-000-0001"))

    taken_back(file, clerk)

    with reading() as session:
        events = session.execute(
            select(AuditRecord.event, AuditRecord.facts, AuditRecord.staff_id)
            .where(AuditRecord.event.like("residents:register:take-back%"))
            .order_by(AuditRecord.sequence)
        ).all()
        subjects = select(AuditSubject.resident_id).join(AuditRecord, AuditRecord.sequence == AuditSubject.sequence)
        shown = db.session().scalars(subjects.where(AuditRecord.event == "residents:register:take-back-chunk")).all()
    assert [(event.rpartition(":")[2], json.loads(facts)["rows"], by) for event, facts, by in events] == [
        ("take-back", 25, clerk.id),
        *(("take-back-chunk", rows, clerk.id) for rows in (10, 2, 10, 3)),
    ]
    assert sorted(shown) == sorted(resident.id for resident in all_rows(Resident))


@pytest.mark.usefixtures("chunks_of_ten")
@pytest.mark.parametrize("chunks", range(8))
def test_a_killed_take_back_goes_on_and_ends_as_if_it_had_never_been_killed(clerk: SignedIn, chunks: int) -> None:
    register(many_rows(12))
    file = register(many_rows(25, 電話番号="029-000-0001", 生年月日="S30.1.1"))
    job_id = order_back(file, clerk)

    with pytest.raises(Killed):
        take_back_register_file(job_id, pause=killed_after(chunks))
    take_back_register_file(job_id)

    file = import_now(file.public_id)
    people = all_rows(Resident)
    assert (file.state, file.taken_back_rows) == (ImportState.TAKEN_BACK, 25)
    assert [resident.record_state for resident in people] == [RecordState.CURRENT] * 12 + [RecordState.TAKEN_BACK] * 13
    assert [resident.version for resident in people] == [3] * 12 + [2] * 13
    assert {resident.phone for resident in people[:12]} == {"029-000-4471"}
    assert len(all_rows(ResidentChange)) == 48


@pytest.mark.usefixtures("chunks_of_ten")
@pytest.mark.parametrize("chunks", range(6))
def test_what_a_stopped_apply_has_written_is_taken_back_by_one_click(clerk: SignedIn, chunks: int) -> None:
    register(many_rows(12))
    file = checked(ImportKind.REGISTER, LAYOUT, a_register(many_rows(35, 電話番号="029-000-0001")), check_register_file)
    job_id = order(file)
    with pytest.raises(Killed):
        apply_register_file(job_id, pause=killed_after(chunks))
    with pytest.raises(Refused):
        order_back(file, clerk)
    stop(job_id)

    file = taken_back(file, clerk)

    assert file.state is ImportState.TAKEN_BACK
    assert staged_now(file) == []
    current = [resident for resident in all_rows(Resident) if resident.record_state is RecordState.CURRENT]
    assert [(resident.resident_number, resident.phone) for resident in current] == [
        (f"{number:010}", "029-000-4471") for number in range(1, 13)
    ]


def stop(job_id: int) -> None:
    fail(job_id, "止まりました。")


def test_a_file_compared_before_the_take_back_must_be_read_again(clerk: SignedIn) -> None:
    file = register(many_rows(2))
    waiting = checked(ImportKind.REGISTER, LAYOUT, a_register(many_rows(3)), check_register_file)
    job_id = order_back(file, clerk)
    with pytest.raises(Refused, match="取り消しています"):
        order(waiting)
    take_back_register_file(job_id)

    with pytest.raises(Refused, match="比べ直す"):
        order(waiting)


def test_nobody_is_younger_or_older_for_having_been_here_twice(clerk: SignedIn) -> None:
    taken_back(register([a_row()]), clerk)

    register([a_row(生年月日="S30.1.1", 異動事由="01", 異動日="R8.11.1")])

    now = person("0004000001")
    assert (now.record_state, now.birth.year, now.moved_on, now.version) == (RecordState.CURRENT, 1955, date(2026, 11, 1), 3)
    assert all_rows(ResidentChange) == []
