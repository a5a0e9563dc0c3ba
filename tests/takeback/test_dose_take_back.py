"""A dose file taken back: what it recorded no longer stands, and what it had replaced stands again."""

import pytest
from sqlalchemy import update

from portal.accounts.sessions import SignedIn
from portal.db import reading, writing
from portal.doses.models import Dose
from portal.doses.queries import doses_of
from portal.doses.undoing import take_back_dose_file
from portal.intake.models import FileImport
from portal.intake.rules import ImportState
from tests.doses.dose_rows import a_row
from tests.factories import a_dose, a_programme, a_resident
from tests.intake.importing import Killed, all_rows, counts, import_now, killed_after
from tests.takeback.taking_back import ledger, order_back, taken_back

pytestmark = pytest.mark.thorough

PEOPLE = 25


@pytest.fixture
def file(clerk: SignedIn) -> FileImport:
    """Applied: one dose each of so many people."""
    a_programme()
    people = [a_resident(resident_number=f"{number:010}") for number in range(1, PEOPLE + 1)]
    return ledger([a_row(宛名番号=person.resident_number, 接種券番号="") for person in people])


def standing(dose: Dose) -> bool:
    return dose.superseded_at is None


def test_the_doses_of_the_file_no_longer_stand(clerk: SignedIn, file: FileImport) -> None:
    file = taken_back(file, clerk)

    doses = all_rows(Dose)
    assert (file.state, file.taken_back_rows) == (ImportState.TAKEN_BACK, PEOPLE)
    assert {(standing(dose), dose.superseded_reason) for dose in doses} == {(False, "取込の取消し")}
    with reading():
        assert doses_of(doses[0].resident_id) == []


def test_a_version_that_the_file_replaced_stands_again(clerk: SignedIn, file: FileImport) -> None:
    dose = all_rows(Dose)[0]
    before = earlier_version_of(dose)

    taken_back(file, clerk)

    assert [(each.id, each.superseded_reason) for each in all_rows(Dose) if standing(each)] == [(before.id, "")]


def earlier_version_of(dose: Dose) -> Dose:
    """As a file leaves it that puts a new version in the place of one recorded before it."""
    person = a_resident()
    before = a_dose(person, lot_number="ALT1", verified=False)
    with writing() as session:
        session.get_one(Dose, before.id).superseded_at = dose.recorded_at
        session.get_one(Dose, before.id).superseded_reason = "新しい版"
        session.flush()
        session.execute(update(Dose).where(Dose.id == dose.id).values(resident_id=person.id, replaces_id=before.id))
    return before


@pytest.mark.usefixtures("chunks_of_ten")
@pytest.mark.parametrize("chunks", range(6))
def test_a_killed_take_back_goes_on_and_ends_as_if_it_had_never_been_killed(clerk: SignedIn, file: FileImport, chunks: int) -> None:
    job_id = order_back(file, clerk)

    with pytest.raises(Killed):
        take_back_dose_file(job_id, pause=killed_after(chunks))
    take_back_dose_file(job_id)

    file = import_now(file.public_id)
    assert (file.state, file.taken_back_rows) == (ImportState.TAKEN_BACK, PEOPLE)
    assert not any(standing(dose) for dose in all_rows(Dose))


def test_the_same_file_again_records_the_same_doses(clerk: SignedIn, file: FileImport) -> None:
    numbers = [f"{number:010}" for number in range(1, PEOPLE + 1)]
    taken_back(file, clerk)

    again = ledger([a_row(宛名番号=number, 接種券番号="") for number in numbers])

    assert counts(again) == counts(file)
    assert [dose.import_id for dose in all_rows(Dose) if standing(dose)] == [again.id] * PEOPLE
