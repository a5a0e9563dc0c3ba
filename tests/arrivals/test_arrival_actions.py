"""The actions check again by themselves what the forms have checked: nothing gets past them from anywhere else (R2-1)."""

import dataclasses
from datetime import date
from typing import Any

import pytest
from flask import Flask

from portal.accounts.sessions import SignedIn, find_signed_in
from portal.arrivals.actions import NewArrival, take_arrival, withdraw_arrival
from portal.arrivals.rules import Purpose, WithdrawReason
from portal.arrivals.unregistered_actions import NewPerson, register_unregistered
from portal.arrivals.unregistered_rules import Names, RegistrationReason
from portal.errors import Refused
from portal.residents.rules import Sex
from portal.text.wareki import PartialDate
from portal.vouchers.rules import Applicant, Document
from portal.web.rendering import settings
from tests.arrivals.arriving import SignIn, after_a_search, again, arrivals, residents, taken
from tests.conftest import Browser

ARRIVAL = NewArrival(
    name="水戸 来子",
    kana="ミト クルコ",
    birth=PartialDate(1965, 2, 3),
    sex=Sex.FEMALE,
    address="田彦9604番地",
    building="",
    phone="",
    moved_from="茨城県水戸市",
    notified_on=date(2026, 11, 24),
    purposes=frozenset({Purpose.VOUCHER}),
    applicant=Applicant.SELF,
    documents=frozenset({Document.PASSPORT}),
    memo="",
)
PERSON = NewPerson(
    names=Names("里野 帰子", "サトノ カエルコ", "", "", PartialDate(1996, 2, 29)),
    roman_name="",
    sex=Sex.FEMALE,
    address="市毛1番地",
    building="",
    phone="",
    reason=RegistrationReason.CHILDBIRTH,
    note="",
    applicant=Applicant.SELF,
    documents=frozenset({Document.PASSPORT}),
)
NOT_CHECKED = [
    {"documents": frozenset()},
    {"documents": frozenset({Document.POWER_OF_ATTORNEY})},
    {"applicant": Applicant.AGENT},
    {"applicant": Applicant.LEGAL_AGENT},
]


def signed_in(browser: Browser) -> SignedIn:
    with browser.client.session_transaction() as cookie:
        staff = find_signed_in(cookie["_user_id"])
    assert staff is not None
    return staff


@pytest.fixture
def browser(sign_in: SignIn) -> Browser:
    return after_a_search(sign_in("madoguchi"))


@pytest.mark.parametrize("values", [*NOT_CHECKED, {"birth": PartialDate(2026, 12)}, {"notified_on": date(2026, 11, 25)}])
def test_an_application_that_may_not_be_taken_is_refused(app: Flask, browser: Browser, values: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        take_arrival(dataclasses.replace(ARRIVAL, **values), staff=signed_in(browser), once="once")

    assert arrivals() == []
    take_arrival(ARRIVAL, staff=signed_in(browser), once="once")
    assert [arrival.running for arrival in arrivals()] == [1]


@pytest.mark.parametrize(
    "values",
    [
        *NOT_CHECKED,
        {"reason": RegistrationReason.OTHER},
        {"names": Names("里野 帰子", "サトノ", "", "", PartialDate(2026, 12))},
    ],
)
def test_a_person_who_may_not_be_registered_is_refused(app: Flask, browser: Browser, values: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        register_unregistered(dataclasses.replace(PERSON, **values), staff=signed_in(browser), once="once", settings=settings())

    assert residents() == []
    register_unregistered(PERSON, staff=signed_in(browser), once="once", settings=settings())
    assert [person.resident_number for person in residents()] == ["9900000001"]


def test_a_withdrawal_for_another_reason_without_a_word_is_refused(app: Flask, browser: Browser) -> None:
    arrival = taken(browser)

    with pytest.raises(Refused):
        withdraw_arrival(arrival.public_id, WithdrawReason.OTHER, "", version=1, staff=signed_in(browser), once="once")

    assert again(arrival).version == 1
