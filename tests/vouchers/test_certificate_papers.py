"""The paper of a 接種済証: printed the same each time, recorded each time, never with a protected person's address."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.audit.events import Event
from portal.clock import JAPAN
from portal.db import reading, writing
from portal.residents.models import Resident
from portal.vouchers.certificate_documents import certificate_pdf
from portal.vouchers.certificate_sheets import certificate_sheet_from_text
from portal.vouchers.models import Certificate, CertificatePrint
from tests.vouchers.certificate_steps import SignIn, a_vaccinated_resident, certificates, form_of, give_out, protect, records, serving


@pytest.fixture
def resident(app: Flask) -> Resident:
    return a_vaccinated_resident()


@pytest.mark.parametrize("login_name", ["madoguchi", "kacho"])
def test_a_paper_with_the_address_is_not_printed_once_the_person_is_protected(sign_in: SignIn, resident: Resident, login_name: str):
    give_out(serving(sign_in), resident)
    protect(resident)
    page = f"/certificates/{certificates()[0].public_id}"
    browser = serving(sign_in, login_name).get(page)

    assert browser.status == 200
    assert "印刷する" not in browser.text
    assert "大字中根" not in browser.text
    assert browser.post(f"{page}/paper").status == 409
    assert records(Event.CERTIFICATE_PRINT) == []


def test_looking_giving_out_and_printing_are_recorded(sign_in: SignIn, resident: Resident):
    browser = give_out(serving(sign_in), resident)
    paper = browser.follow().post(f"{browser.response.request.path}/paper").response.data
    browser.get(form_of(resident))

    assert records(Event.CERTIFICATE_REISSUE) == [
        ("madoguchi", {"programme": "covid", "doses": 2, "applicant": "self", "yen": 0}, "窓口・再発行", 1)
    ]
    assert records(Event.CERTIFICATE_REVIEW) == [("madoguchi", {"doses": 2}, "窓口・再発行", 1)] * 3
    ((login, facts, _, subjects),) = records(Event.CERTIFICATE_PRINT)
    assert (login, facts["programme"], facts["again"], subjects) == ("madoguchi", "covid", False, 1)
    assert paper
    assert facts["sha256"] == certificates()[0].sha256


def test_the_paper_is_the_same_each_time_whatever_the_register_says_later(sign_in: SignIn, resident: Resident):
    browser = give_out(serving(sign_in), resident).follow()
    paper = f"{browser.response.request.path}/paper"
    first = browser.post(paper).response.data
    with writing() as session:
        session.execute(update(Resident).where(Resident.id == resident.id).values(name="見本 変子", address="大字津田9999番地"))
    second = browser.post(paper).response.data

    assert first == second
    with reading() as session:
        assert list(session.scalars(select(CertificatePrint.again).order_by(CertificatePrint.id))) == [False, True]
    assert "再印刷する" in browser.get(paper.removesuffix("/paper")).text


def test_a_page_that_was_never_made_is_made_as_of_the_day_it_was_given_out(sign_in: SignIn, resident: Resident):
    browser = give_out(serving(sign_in), resident).follow()
    long_ago = datetime(2026, 10, 1, 9, 0, tzinfo=JAPAN)
    with writing() as session:
        session.execute(update(Certificate).values(issued_at=long_ago))
    (certificate,) = certificates()
    expected = certificate_pdf(certificate_sheet_from_text(certificate.sheet), issued_at=long_ago)

    assert browser.post(f"{browser.response.request.path}/paper").response.data == expected


def test_a_second_paper_is_a_certificate_of_its_own_and_the_first_is_shown_beside_the_form(sign_in: SignIn, resident: Resident):
    browser = give_out(serving(sign_in), resident)
    first = browser.location
    give_out(browser, resident)

    assert len(certificates()) == 2
    assert first in browser.get(form_of(resident)).text
