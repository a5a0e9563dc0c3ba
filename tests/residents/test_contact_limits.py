"""送付先・連絡先: who may, what the form cannot be talked into, and what the table itself refuses."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.db import reading
from portal.residents.contact_models import Contact
from tests.conftest import Browser
from tests.counter.at_counter import SignIn, in_visit
from tests.factories import a_mailing, a_phone, a_resident

MAILING = {"postal_code": "310-8899", "address": "茨城県水戸市見本町8番地", "reason": "hospital", "starts_on": "R8.11.24", "ends_on": ""}
PHONE = {"phone": "029-000-7788", "whose": "family", "relation": "child", "note": "", "starts_on": "R8.11.24", "ends_on": ""}


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    return in_visit(sign_in("madoguchi"))


def versions() -> list[Contact]:
    with reading() as session:
        return list(session.scalars(select(Contact).order_by(Contact.id)))


def sent(browser: Browser, url: str, form: dict[str, Any]) -> Browser:
    return browser.get(url).post(url, form)


def test_the_version_that_the_page_saw_cannot_be_made_up(clerk: Browser) -> None:
    contact = a_phone(a_resident())
    url = f"/contacts/{contact.public_id}/change"
    for seen in ("7", "", "\u0661", "x", "9" * 30):
        sent(clerk, url, PHONE | {"why": "asked", "seen": seen})
        assert clerk.status == 404, seen
    assert len(versions()) == 1


@pytest.mark.parametrize(("login_name", "status"), [("madoguchi", 200), ("daicho", 200), ("kacho", 200), ("toiawase", 403), ("soumu", 403)])
def test_who_may_change_where_a_person_is_reached(sign_in: SignIn, login_name: str, status: int) -> None:
    resident = a_resident()
    browser = in_visit(sign_in(login_name))

    assert browser.get(f"/residents/{resident.public_id}/contacts").status == status
    assert ("送付先・連絡先を改める</b>" in browser.get(f"/residents/{resident.public_id}").text) is (status == 403)


def test_the_form_of_one_kind_cannot_change_the_other(clerk: Browser) -> None:
    contact = a_phone(a_resident())
    url = f"/contacts/{contact.public_id}/change"
    sent(clerk, url, MAILING | {"why": "asked", "seen": "1"})

    assert clerk.status == 422
    assert len(versions()) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": date(2026, 9, 30)},
        {"address": ""},
        {"phone": "029-000-0000"},
    ],
)
def test_the_table_refuses_what_is_no_mailing_address(clerk: Browser, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        a_mailing(a_resident(), **wrong)


def test_the_table_keeps_one_version_that_stands(clerk: Browser) -> None:
    first = a_mailing(a_resident())
    values = {column.name: getattr(first, column.name) for column in Contact.__table__.columns if column.name != "id"}
    with pytest.raises(IntegrityError):
        a_mailing(a_resident(), **(values | {"version": 2}))
