"""While an import is taken back, nothing new comes to depend on it: every door asks, and of two at once the second sees the first."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.arrivals.models import Arrival
from portal.db import db, writing
from portal.doses.intake import check_dose_file
from portal.errors import Refused
from portal.intake.queries import locked, refuse_while_taken_back
from portal.intake.rules import ImportKind, ImportState
from portal.residents.contact_models import Contact
from portal.residents.files import LAYOUT
from portal.residents.intake import check_register_file
from portal.residents.models import Resident
from portal.residents.note_models import ResidentNote
from portal.vouchers.models import Certificate, Voucher
from tests.arrivals.arriving import decide, taken
from tests.conftest import Browser
from tests.counter.at_counter import in_visit
from tests.doses.dose_rows import LAYOUT as DOSE_LAYOUT
from tests.doses.dose_rows import a_ledger
from tests.doses.dose_rows import a_row as a_dose_row
from tests.factories import a_programme, a_resident, a_voucher
from tests.intake.importing import all_rows, checked, import_now, order
from tests.residents.register_rows import a_register, a_row
from tests.takeback.taking_back import ledger, order_back, person, register
from tests.vouchers.at_the_counter import answers, first_answers, issue_page_of, page_of
from tests.vouchers.certificate_steps import give_out

pytestmark = pytest.mark.thorough

SignIn = Callable[[str], Browser]
NUMBER = "0004000001"
SAID = "取り消しているところです"
TUESDAY = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PHONE = {"phone": "029-000-7788", "whose": "family", "relation": "child", "note": "", "starts_on": "R8.11.24", "ends_on": ""}
NOTE = {"text": "耳が遠い方です。", "ends_on": "R9.3.31"}


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(TUESDAY, tick=True):
        yield


@pytest.fixture
def counter(sign_in: SignIn) -> Browser:
    a_programme()
    return in_visit(sign_in("madoguchi"))


def issue(counter: Browser, resident: Resident) -> Browser:
    return counter.get(issue_page_of(resident)).post(issue_page_of(resident), first_answers())


def write_note(counter: Browser, resident: Resident) -> Browser:
    url = f"/residents/{resident.public_id}/notes/new"
    return counter.get(url).post(url, NOTE)


def add_phone(counter: Browser, resident: Resident) -> Browser:
    url = f"/residents/{resident.public_id}/telephones/new"
    return counter.get(url).post(url, PHONE)


def give_certificate(counter: Browser, resident: Resident) -> Browser:
    return give_out(counter, resident, programme="resident-r8")


DOORS = (issue, write_note, add_phone)


@pytest.mark.parametrize("knock", DOORS)
def test_whose_register_file_is_taken_back_is_given_nothing_new(clerk: SignedIn, counter: Browser, knock: Any) -> None:
    file = register([a_row()])
    resident, other = person(NUMBER), a_resident()
    order_back(file, clerk)

    assert knock(counter, resident).status == 409
    assert SAID in counter.text

    assert [all_rows(model) for model in (Voucher, Contact, ResidentNote)] == [[], [], []]
    assert knock(counter, other).status == 303, counter.text[:1500]


def test_a_voucher_is_not_reissued_meanwhile(clerk: SignedIn, counter: Browser) -> None:
    register([a_row()])
    voucher = a_voucher(person(NUMBER))
    order_back(register([a_row(方書="見本荘")]), clerk)

    counter.get(page_of(voucher)).post(page_of(voucher), answers())

    assert counter.status == 409
    assert SAID in counter.text
    assert len(all_rows(Voucher)) == 1


def test_an_application_is_not_linked_to_somebody_who_is_about_to_go(clerk: SignedIn, counter: Browser) -> None:
    arrival = taken(counter)
    brought = {"氏名": arrival.name, "カナ": arrival.kana, "生年月日": arrival.birth.key.replace("-", ""), "性別": arrival.sex.value}
    order_back(register([a_row(**brought)]), clerk)

    decide(counter, arrival, "link", person(NUMBER))

    assert counter.status == 409
    assert SAID in counter.text
    assert [row.resident_id for row in all_rows(Arrival)] == [None]


def test_whose_doses_are_taken_back_gets_no_paper_that_counts_them(clerk: SignedIn, counter: Browser) -> None:
    a_resident(resident_number=NUMBER)
    file = ledger([a_dose_row(接種券番号="")])
    order_back(file, clerk)

    for knock in (issue, give_certificate):
        assert knock(counter, person(NUMBER)).status == 409
        assert SAID in counter.text

    assert [all_rows(model) for model in (Voucher, Certificate)] == [[], []]
    assert write_note(counter, person(NUMBER)).status == 303


def test_no_file_of_any_kind_is_applied_meanwhile(clerk: SignedIn, counter: Browser) -> None:
    file = register([a_row()])
    doses = checked(ImportKind.DOSES, DOSE_LAYOUT, a_ledger([a_dose_row(接種券番号="")]), check_dose_file)
    order_back(file, clerk)

    with pytest.raises(Refused, match="取り消しています"):
        order(doses)


def test_nothing_is_taken_back_while_a_file_of_any_kind_is_applied(clerk: SignedIn, counter: Browser) -> None:
    a_resident(resident_number=NUMBER)
    doses = ledger([a_dose_row(接種券番号="")])
    order(checked(ImportKind.REGISTER, LAYOUT, a_register([a_row(宛名番号="2")]), check_register_file))

    with pytest.raises(Refused, match="別のファイルを取込中"):
        order_back(doses, clerk)


def test_an_order_waits_for_a_voucher_that_is_being_issued_and_then_sees_it(app: Flask, clerk: SignedIn, counter: Browser) -> None:
    file = register([a_row()])
    resident = person(NUMBER)
    outcome: list[str] = []

    def take_back() -> None:
        with app.app_context():
            try:
                order_back(file, clerk)
            except Refused as refused:
                outcome.append(refused.message)

    second = threading.Thread(target=take_back)
    with writing() as session:
        refuse_while_taken_back([resident.import_id])
        second.start()
        second.join(timeout=1)
        session.add(a_voucher_for(resident))
    second.join()

    assert len(outcome) == 1
    assert "この取込のあとに発行した接種券" in outcome[0]
    assert import_now(file.public_id).state is ImportState.APPLIED


def test_a_voucher_waits_for_an_order_and_is_then_refused(app: Flask, counter: Browser) -> None:
    file = register([a_row()])
    outcome: list[str] = []

    def ask() -> None:
        with app.app_context(), writing():
            try:
                refuse_while_taken_back([file.id])
            except Refused as refused:
                outcome.append(refused.message)

    second = threading.Thread(target=ask)
    with writing():
        now = locked(file.kind, file.public_id)
        second.start()
        second.join(timeout=1)
        now.state = ImportState.TAKING_BACK
        db.session().flush()
    second.join()

    assert len(outcome) == 1
    assert SAID in outcome[0]


def a_voucher_for(resident: Resident) -> Voucher:
    return Voucher(
        public_id="f" * 32,
        number="0000000001",
        resident_id=resident.id,
        programme_code="resident-r8",
        dose_number=1,
        issued_at=clock.now(),
    )
