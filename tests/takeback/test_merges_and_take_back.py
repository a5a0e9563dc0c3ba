"""Two records made one, beside a take-back of a file that one of them or their doses came from."""

import pytest
from sqlalchemy import func, select

from portal.accounts.sessions import SignedIn
from portal.db import reading
from portal.doses.models import Dose
from portal.intake.rules import ImportState
from portal.residents.merge_models import ResidentMerge
from portal.takeback.rules import Dependence
from tests.conftest import Browser
from tests.counter.at_counter import SignIn, in_visit
from tests.doses.dose_rows import a_row as a_dose_row
from tests.duplicates.merging import merge, unmerge
from tests.factories import a_dose, a_programme, a_resident
from tests.residents.register_rows import a_row
from tests.takeback.taking_back import depending, ledger, order_back, person, register, taken_back

NUMBER = "0004000001"


@pytest.fixture
def desk(sign_in: SignIn, clerk: SignedIn) -> Browser:
    a_programme()
    return in_visit(sign_in("daicho2"), reason="ledger")


def merged() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(ResidentMerge).where(ResidentMerge.undone_at.is_(None))) or 0


@pytest.mark.parametrize("keep", ["first", "second"])
def test_a_merge_keeps_the_register_file_until_it_is_undone(clerk: SignedIn, desk: Browser, keep: str) -> None:
    other = a_resident(name="架空 桜", birth="1990-01-01")
    file = register([a_row()])
    assert merge(desk, other, person(NUMBER), keep=keep).status == 303, desk.text[:2000]
    assert depending(file) == {Dependence.MERGES: 1}

    unmerge(desk)

    assert merged() == 0
    assert depending(file) == {}
    assert taken_back(file, clerk).state is ImportState.TAKEN_BACK


def test_a_merge_keeps_the_dose_file_of_either(clerk: SignedIn, desk: Browser) -> None:
    one, other = a_resident(resident_number=NUMBER), a_resident(name="架空 桜", birth="1990-01-01")
    a_dose(other, dose_number=2, verified=False)
    file = ledger([a_dose_row(接種券番号="")])
    merge(desk, one, other, keep="first")
    assert merged() == 1, desk.text[:3000]
    assert depending(file) == {Dependence.MERGES: 1}

    unmerge(desk)

    assert taken_back(file, clerk).state is ImportState.TAKEN_BACK
    with reading() as session:
        assert session.scalars(select(Dose.resident_id).where(Dose.superseded_at.is_(None))).all() == [other.id]


def test_nobody_is_merged_while_their_file_is_taken_back(clerk: SignedIn, desk: Browser) -> None:
    other = a_resident(name="架空 桜", birth="1990-01-01")
    order_back(register([a_row()]), clerk)

    assert merge(desk, other, person(NUMBER)).status == 409

    assert "取り消しているところです" in desk.text
    assert merged() == 0
