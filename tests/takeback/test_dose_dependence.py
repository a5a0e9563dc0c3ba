"""What stands in the way of taking a dose file back, and what does not."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.db import writing
from portal.doses.models import Dose
from portal.errors import Refused
from portal.intake.models import FileImport
from portal.intake.rules import ImportState
from portal.takeback.rules import Dependence
from tests.doses.dose_rows import a_row
from tests.factories import a_programme, a_resident, a_voucher, the_covid_programme
from tests.intake.importing import import_now
from tests.residents.register_rows import a_row as a_person_row
from tests.takeback.taking_back import depending, ledger, order_back, person, register, taken_back
from tests.takeback.test_register_dependence import a_certificate

pytestmark = pytest.mark.thorough

NUMBER = "0004000001"


@pytest.fixture
def file(clerk: SignedIn) -> FileImport:
    a_programme()
    a_resident(resident_number=NUMBER)
    return ledger([a_row(接種券番号="")])


def a_change_of_the_dose(**values: Any) -> None:
    with writing() as session:
        session.execute(update(Dose).values(values))


def test_nothing_depends_on_it_yet(file: FileImport) -> None:
    assert depending(file) == {}


def test_a_voucher_for_the_next_dose_rests_on_the_one_before(file: FileImport) -> None:
    a_voucher(person(NUMBER), dose_number=2, issued_at=clock.now())

    assert depending(file) == {Dependence.VOUCHERS: 1}


def test_a_voucher_void_or_of_before_or_of_another_programme_or_person_does_not(file: FileImport) -> None:
    the_covid_programme()
    now = clock.now()
    a_voucher(person(NUMBER), issued_at=now, voided_at=now, void_reason="取りやめ")
    a_voucher(person(NUMBER), issued_at=now - timedelta(days=1))
    a_voucher(person(NUMBER), programme_code="covid", issued_at=now)
    a_voucher(a_resident(), issued_at=now)

    assert depending(file) == {}


def test_a_certificate_tells_the_dose(clerk: SignedIn, file: FileImport) -> None:
    a_certificate(person(NUMBER), clerk)

    assert depending(file) == {Dependence.CERTIFICATES: 1}


def test_a_correction_and_a_verification_are_not_swept_away(file: FileImport) -> None:
    a_change_of_the_dose(verified=True)
    assert depending(file) == {Dependence.VERIFIED_DOSES: 1}

    a_change_of_the_dose(superseded_at=clock.now(), superseded_reason="訂正")
    assert depending(file) == {Dependence.CORRECTED_DOSES: 1}


def test_a_later_dose_file_goes_first_and_a_register_file_does_not(clerk: SignedIn, file: FileImport) -> None:
    register([a_person_row(宛名番号="9")])
    assert depending(file) == {}
    later = ledger([a_row(接種券番号="")])
    assert depending(file) == {Dependence.LATER_IMPORTS: 1}
    with pytest.raises(Refused, match="あとから反映したファイル"):
        order_back(file, clerk)

    taken_back(later, clerk)

    assert taken_back(file, clerk).state is ImportState.TAKEN_BACK


def test_an_order_is_refused_by_what_came_since(clerk: SignedIn, file: FileImport) -> None:
    a_change_of_the_dose(verified=True)

    with pytest.raises(Refused, match="確認済み"):
        order_back(file, clerk)

    assert import_now(file.public_id).state is ImportState.APPLIED
