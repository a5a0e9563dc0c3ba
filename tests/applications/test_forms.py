"""Application forms from the screen: blank for everybody; with a person's data a reading that is recorded and tells no whereabouts."""

from typing import Any

import pytest
from flask import Flask

from portal.applications import form_actions
from portal.applications.documents import ApplicationSheet
from portal.applications.rules import FORM_WORDS, FormKind
from portal.audit.events import Event
from portal.residents.models import Resident
from portal.vouchers.rules import HIDDEN
from tests.applications.numbered import SignIn
from tests.factories import a_programme, a_resident
from tests.vouchers.certificate_steps import protect, records, serving

FILLED = {"kind": "voucher", "applicant": "self", "programme": "resident-r8", "reason": "lost", "delivery": "handed_over"}


@pytest.fixture
def resident(app: Flask) -> Resident:
    a_programme()
    return a_resident(phone="029-000-4471")


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[ApplicationSheet]:
    """The sheets that go to the printer."""
    sheets: list[ApplicationSheet] = []
    real = form_actions.application_pdf

    def keep(kind: FormKind, made: list[ApplicationSheet], **options: Any) -> bytes:
        sheets.extend(made)
        return real(kind, made, **options)

    monkeypatch.setattr(form_actions, "application_pdf", keep)
    return sheets


def form_of(resident: Resident) -> str:
    return f"/residents/{resident.public_id}/application-forms"


@pytest.mark.parametrize("kind", FormKind)
def test_every_form_is_printed_blank_without_a_visit_and_without_a_record(sign_in: SignIn, resident: Resident, kind: FormKind):
    browser = sign_in("madoguchi").get("/application-forms")
    assert FORM_WORDS[kind] in browser.text

    pdfs = [browser.get("/application-forms").post("/application-forms/paper", {"kind": kind.value}).response.data for _ in range(2)]
    assert pdfs[0] == pdfs[1]
    assert pdfs[0].startswith(b"%PDF-1.7")
    assert records(Event.FORM_PRINT) == []


def test_a_form_that_is_none_prints_nothing(sign_in: SignIn, resident: Resident):
    assert sign_in("madoguchi").get("/application-forms").post("/application-forms/paper", {"kind": "x"}).status == 422


def test_a_form_with_a_persons_data_is_a_reading_and_recorded(sign_in: SignIn, resident: Resident, printed: list[ApplicationSheet]):
    browser = serving(sign_in).get(form_of(resident))
    assert records(Event.FORM_REVIEW) == [("madoguchi", {}, "窓口・再発行", 1)]
    assert browser.post(form_of(resident), FILLED).response.data.startswith(b"%PDF-1.7")

    (sheet,) = printed
    assert records(Event.FORM_PRINT) == [("madoguchi", {"form": "voucher"}, "窓口・再発行", 1)]
    assert sheet.person is not None
    assert (sheet.person.name, sheet.person.address_lines, sheet.person.phone) == (
        "見本 花子",
        ("ひたちなか市大字中根9871番地3",),
        "029-000-4471",
    )
    assert sheet.applies_self
    assert [box.word for box in (*sheet.programmes, *sheet.reasons) if box.on] == ["令和8年度 住民接種", "紛失"]


def test_who_acts_for_the_person_writes_their_own_name(sign_in: SignIn, resident: Resident, printed: list[ApplicationSheet]):
    serving(sign_in).get(form_of(resident)).post(form_of(resident), FILLED | {"applicant": "agent"})

    assert not printed[0].applies_self


def test_of_a_protected_person_nothing_tells_where_they_live(sign_in: SignIn, resident: Resident, printed: list[ApplicationSheet]):
    protect(resident)
    browser = serving(sign_in).get(form_of(resident))
    assert HIDDEN in browser.text
    assert browser.post(form_of(resident), FILLED).status == 409
    assert printed == []

    chief = serving(sign_in, "kacho").get(form_of(resident))
    assert "大字中根" not in chief.text
    assert "写しません(支援措置)" in chief.text
    chief.post(form_of(resident), FILLED)
    (sheet,) = printed
    assert sheet.person is not None
    assert (sheet.person.address_lines, sheet.person.phone) == ((), "")


def test_nobody_is_looked_at_outside_a_visit(sign_in: SignIn, resident: Resident):
    browser = sign_in("madoguchi")

    assert browser.get(form_of(resident)).location.startswith("/visits/new?next=")
    assert browser.post(form_of(resident), FILLED).status == 409
    assert records(Event.FORM_PRINT) == []


def test_the_residents_page_leads_to_it(sign_in: SignIn, resident: Resident):
    assert f'href="{form_of(resident)}"' in serving(sign_in).get(f"/residents/{resident.public_id}").text


@pytest.mark.parametrize("login_name", ["daicho", "kansa", "kanri"])
def test_who_does_not_serve_the_counter_prints_none(sign_in: SignIn, resident: Resident, login_name: str):
    assert sign_in(login_name).get(form_of(resident)).status == 403
