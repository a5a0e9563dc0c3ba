"""Before a paper is handed over: that post goes elsewhere than to the registered address is said, and where only when it may be."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine

from portal.clock import JAPAN
from portal.residents.contact_rules import MailingReason, Why
from portal.residents.models import Resident
from portal.residents.rules import Protection
from tests.conftest import Browser
from tests.counter.at_counter import SignIn
from tests.factories import a_dose, a_mailing, a_programme, a_resident, a_voucher, the_covid_programme
from tests.vouchers.at_the_counter import issue_page_of, page_of, serving

CAUTION = "郵便は住所でなく送付先に届けることになっています。"


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN), tick=False):
        yield


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    a_programme()
    the_covid_programme()
    return serving(sign_in("madoguchi"))


def every_form(resident: Resident) -> tuple[str, str, str]:
    """Where the way of handing over is chosen."""
    a_dose(resident, programme_code="covid")
    return issue_page_of(resident), page_of(a_voucher(resident, dose_number=2)), f"/residents/{resident.public_id}/certificates/new"


def test_a_mailing_address_in_force_is_told_on_every_form(clerk: Browser) -> None:
    resident = a_resident()
    a_mailing(resident, ends_on=date(2026, 12, 28))
    for url in every_form(resident):
        text = clerk.get(url).text
        assert f"令和8年10月1日から令和8年12月28日まで(入院)、{CAUTION}" in text
        assert "送付先: 茨城県水戸市見本町8番地 見本総合病院 3階東。" in text


def test_a_mailing_address_without_a_building_ends_with_the_house_number(clerk: Browser) -> None:
    resident = a_resident()
    a_mailing(resident, building="")
    assert "送付先: 茨城県水戸市見本町8番地。" in clerk.get(issue_page_of(resident)).text


@pytest.mark.parametrize(
    "values",
    [
        {"ends_on": date(2026, 11, 23)},
        {"starts_on": date(2026, 11, 25)},
        {"why": Why.MISTAKEN},
        {"superseded_at": datetime(2026, 11, 1, tzinfo=JAPAN)},
    ],
)
def test_one_that_is_not_in_force_is_not_told(clerk: Browser, values: dict[str, Any]) -> None:
    resident = a_resident()
    a_mailing(resident, **values)
    for url in every_form(resident):
        assert CAUTION not in clerk.get(url).text
        assert "渡し方" in clerk.text


def test_nothing_is_told_of_somebody_elses(clerk: Browser) -> None:
    a_mailing(a_resident())
    assert CAUTION not in clerk.get(issue_page_of(a_resident())).text


def test_of_a_protected_person_the_chief_is_told_since_when_and_why_but_not_where(sign_in: SignIn, clerk: Browser) -> None:
    resident = a_resident(protection=Protection.STALKING)
    a_mailing(resident, reason=MailingReason.FACILITY)
    chief = serving(sign_in("kacho"))
    for url in every_form(resident):
        text = chief.get(url).text
        assert f"令和8年10月1日から(施設入所)、{CAUTION}" in text
        assert "見本町" not in text
        assert "見本総合病院" not in text
        assert CAUTION not in clerk.get(url).text
