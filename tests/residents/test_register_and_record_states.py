"""A register file that names records which are no longer current: ids are never used twice, a merged record is not changed."""

from typing import Any

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.db import reading, writing
from portal.intake.models import FileImport
from portal.intake.rules import ImportKind
from portal.residents.files import LAYOUT
from portal.residents.intake import apply_register_file, check_register_file
from portal.residents.merge_models import ResidentMerge
from portal.residents.models import Resident
from portal.residents.rules import RecordState
from tests.factories import a_resident
from tests.intake.importing import all_rows, applied, checked, counts, faults_now
from tests.people import staff_id
from tests.residents.register_rows import a_register, a_row

pytestmark = pytest.mark.usefixtures("app")


def brought(**cells: str) -> FileImport:
    return checked(ImportKind.REGISTER, LAYOUT, a_register([a_row(**cells)]), check_register_file)


def change(person: Resident, **values: Any) -> None:
    with writing() as session:
        session.execute(update(Resident).where(Resident.id == person.id).values(**values))


def merge(person: Resident, into: Resident) -> None:
    change(person, record_state=RecordState.MERGED)
    with writing() as session:
        words = {"public_id": person.public_id, "reason": "同じ方のため"}
        session.add(ResidentMerge(kept_id=into.id, absorbed_id=person.id, merged_at=clock.now(), merged_by=staff_id("daicho"), **words))


def person_now(person: Resident) -> Resident:
    with reading() as session:
        return session.scalars(select(Resident).where(Resident.id == person.id)).one()


def test_a_number_taken_back_comes_new_and_keeps_its_ids() -> None:
    applied(brought(), apply_register_file)
    (before,) = all_rows(Resident)
    change(before, record_state=RecordState.TAKEN_BACK)
    file = brought(氏名="見本 花江")

    assert counts(file) == (1, 0, 0, 0)
    applied(file, apply_register_file)
    (after,) = all_rows(Resident)
    assert (after.id, after.public_id, after.version) == (before.id, before.public_id, 2)
    assert (after.name, after.name_key, after.record_state) == ("見本 花江", "見本花江", RecordState.CURRENT)
    assert (after.first_import_id, after.import_id) == (file.id, file.id)
    assert after.registered_at is not None


def test_a_record_taken_back_holds_no_integrated_number() -> None:
    other = a_resident(integrated_number="90000000077")
    change(other, record_state=RecordState.TAKEN_BACK)
    applied(brought(団体内統合宛名番号="90000000077"), apply_register_file)

    assert [(row.id == other.id, row.integrated_number) for row in all_rows(Resident)] == [(True, None), (False, "90000000077")]


def test_a_merged_record_that_the_file_leaves_as_it_is_stays_so() -> None:
    applied(brought(), apply_register_file)
    (person,) = all_rows(Resident)
    merge(person, a_resident())
    file = brought()

    assert counts(file) == (0, 0, 1, 0)


def test_a_change_of_a_merged_record_is_a_fault_that_says_where_the_person_is() -> None:
    applied(brought(), apply_register_file)
    (person,) = all_rows(Resident)
    sound = brought(氏名="見本 花江")
    merge(person, a_resident(resident_number="0004999999"))
    file = brought(氏名="見本 花江")

    (fault,) = faults_now(file)
    assert (fault.column, fault.fault) == ("宛名番号", "この宛名番号の記録は、宛名番号0004999999の方に統合されています")
    assert "統合を解いてから" in fault.remedy
    # Merged between the check and the apply: the apply asks again.
    assert applied(sound, apply_register_file).applied_rows == 0
    assert person_now(person).name == "見本 花子"
