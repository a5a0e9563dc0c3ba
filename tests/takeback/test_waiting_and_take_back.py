"""Dose rows that wait for a person, beside a take-back of their own file and of the file that brought the person."""

import secrets

import pytest
from sqlalchemy import update

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.db import writing
from portal.doses.models import Dose, WaitingDose
from portal.doses.waiting_actions import record_waiting
from portal.doses.waiting_rules import WaitState
from portal.errors import Refused
from portal.intake.models import FileImport
from portal.intake.rules import ImportState
from portal.residents.rules import RecordState
from portal.takeback.rules import Dependence
from tests.doses.dose_rows import a_row
from tests.factories import a_dose, a_programme, a_resident
from tests.intake.importing import all_rows
from tests.residents.register_rows import a_row as a_person_row
from tests.takeback.taking_back import depending, ledger, order_back, person, register, taken_back

NUMBER = "0004000001"


@pytest.fixture
def waiting(clerk: SignedIn) -> FileImport:
    """A dose file with one row of somebody whom the register does not have yet."""
    a_programme()
    return ledger([a_row(接種券番号="")])


def record_it(clerk: SignedIn) -> bool:
    row = all_rows(WaitingDose)[-1]
    return record_waiting(row.public_id, person(NUMBER).public_id, version=row.version, staff=clerk, once=secrets.token_hex(16))


def states() -> list[WaitState]:
    return [row.state for row in all_rows(WaitingDose)]


def test_what_waits_is_withdrawn_and_waits_again_when_the_file_comes_again(clerk: SignedIn, waiting: FileImport) -> None:
    assert states() == [WaitState.WAITING]

    taken_back(waiting, clerk)
    assert states() == [WaitState.WITHDRAWN]

    ledger([a_row(接種券番号="")])
    assert states() == [WaitState.WITHDRAWN, WaitState.WAITING]


def test_a_row_recorded_later_keeps_the_register_file_however_old_its_own_file_is(clerk: SignedIn, waiting: FileImport) -> None:
    brought = register([a_person_row()])
    assert depending(brought) == {}

    assert record_it(clerk)
    assert depending(brought) == {Dependence.DOSE_FILES: 1}
    taken_back(waiting, clerk)

    assert depending(brought) == {}
    assert taken_back(brought, clerk).state is ImportState.TAKEN_BACK
    assert person(NUMBER).record_state is RecordState.TAKEN_BACK


def test_nothing_is_recorded_while_either_file_is_taken_back(clerk: SignedIn, waiting: FileImport) -> None:
    brought = register([a_person_row()])
    order_back(brought, clerk)
    with pytest.raises(Refused, match="取り消しているところです"):
        record_it(clerk)
    assert all_rows(Dose) == []


def test_nothing_is_recorded_of_a_file_that_is_taken_back(clerk: SignedIn, waiting: FileImport) -> None:
    a_resident(resident_number=NUMBER)
    order_back(waiting, clerk)

    with pytest.raises(Refused, match="取り消しているところです"):
        record_it(clerk)

    assert all_rows(Dose) == []


def test_a_version_of_the_same_file_does_not_come_back_for_the_one_that_replaced_it(clerk: SignedIn) -> None:
    a_programme()
    someone = a_resident(resident_number=NUMBER)
    by_hand = a_dose(someone, verified=False, superseded_at=clock.now(), superseded_reason="新しい版")
    file = ledger([a_row(接種券番号="")])
    first = all_rows(Dose)[-1]
    with writing() as session:
        values = {"replaces_id": by_hand.id, "superseded_at": clock.now(), "superseded_reason": "新しい版"}
        session.execute(update(Dose).where(Dose.id == first.id).values(values))
    a_dose(someone, import_id=file.id, replaces_id=first.id, verified=False)
    assert depending(file) == {}

    taken_back(file, clerk)

    assert [dose.id for dose in all_rows(Dose) if dose.superseded_at is None] == [by_hand.id]
