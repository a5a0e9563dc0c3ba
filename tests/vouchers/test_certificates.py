"""接種済証 given out again: who may have one, what the form asks, what is kept of it."""

import json
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.db import reading, writing
from portal.residents.models import Resident
from portal.residents.rules import Category, Movement
from portal.vouchers.rules import HIDDEN
from tests.factories import a_dose, a_resident
from tests.vouchers.certificate_steps import (
    FILLED,
    SignIn,
    a_covid_dose,
    a_vaccinated_resident,
    certificates,
    form_of,
    give_out,
    protect,
    records,
    serving,
)

pytestmark = pytest.mark.thorough


@pytest.fixture
def resident(app: Flask) -> Resident:
    return a_vaccinated_resident()


def test_a_certificate_of_an_ended_programme_is_given_out_and_printed(sign_in: SignIn, resident: Resident):
    browser = give_out(serving(sign_in), resident)
    (certificate,) = certificates()

    assert browser.status == 303
    assert browser.location == f"/certificates/{certificate.public_id}"
    assert "再交付済" in browser.follow().text
    assert browser.post(f"/certificates/{certificate.public_id}/paper").response.data.startswith(b"%PDF-1.7")


def test_the_certificate_keeps_who_asked_and_what_was_seen(sign_in: SignIn, resident: Resident):
    papers = {"documents": ["power_of_attorney", "passport"], "principal_documents": ["driving_licence"]}
    give_out(serving(sign_in), resident, applicant="agent", memo="窓口で受付", **papers)
    (certificate,) = certificates()

    assert (certificate.applicant, certificate.identity_checked, certificate.delivery, certificate.channel, certificate.memo) == (
        "agent",
        "旅券・委任状",
        "handed_over",
        "counter",
        "窓口で受付",
    )


def test_every_dose_of_the_programme_stands_on_it_the_first_one_first(sign_in: SignIn, resident: Resident):
    a_dose(resident)
    a_covid_dose(resident, dose_number=3, given_on=date(2022, 2, 1), content="予診のみ")
    give_out(serving(sign_in), resident)
    sheet = json.loads(certificates()[0].sheet)

    assert [(dose["number"], dose["given_on_words"]) for dose in sheet["doses"]] == [(1, "令和3年6月1日"), (2, "令和3年6月22日")]
    assert (sheet["doses"][1]["lot_number"], sheet["doses"][1]["institution"]) == ("***", "***")
    assert sheet["address_lines"] == ["ひたちなか市大字中根9871番地3"]


def test_of_several_programmes_the_newest_is_chosen_beforehand_and_another_can_be_taken(sign_in: SignIn, resident: Resident):
    a_dose(resident)
    browser = serving(sign_in).get(form_of(resident))

    assert 'checked id="programme-0" name="programme" type="radio" value="resident-r8"' in browser.text
    assert "新型コロナウイルスワクチン 特例臨時接種(2回・令和6年3月31日まで)" in browser.text

    browser.post(form_of(resident), FILLED)
    assert [certificate.programme_code for certificate in certificates()] == ["covid"]


def test_a_person_who_moved_out_can_still_prove_their_doses(sign_in: SignIn, resident: Resident):
    with writing() as session:
        gone = {"category": Category.MOVED_OUT, "movement": Movement.MOVED_OUT, "moved_on": date(2026, 3, 31)}
        session.execute(update(Resident).where(Resident.id == resident.id).values(gone))

    assert give_out(serving(sign_in), resident).status == 303


def test_without_a_dose_there_is_no_form_and_no_certificate(sign_in: SignIn, resident: Resident):
    stranger_to_vaccines = a_resident(name="見本 次郎")
    browser = serving(sign_in).get(form_of(stranger_to_vaccines))

    assert browser.status == 200
    assert "接種記録がありません" in browser.text
    assert "再交付する <kbd>" not in browser.text

    browser.get(form_of(resident)).post(form_of(stranger_to_vaccines), FILLED)
    assert (browser.status, certificates()) == (409, [])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"documents": []}, "見た書類を選んでください"),
        ({"documents": ["power_of_attorney"]}, "本人確認をした書類を選んでください"),
        ({"applicant": "agent"}, "委任状を見て"),
        ({"applicant": "legal_agent"}, "戸籍・登記事項証明書"),
        ({"applicant": ""}, "申請した方を選んでください"),
        ({"programme": ""}, "どの接種の接種済証かを選んでください"),
        ({"memo": "あ" * 101}, "100文字まで"),
        ({"memo": "123456789018"}, "個人番号"),
    ],
)
def test_a_form_that_lacks_something_comes_back_with_what_to_do(sign_in: SignIn, resident: Resident, change: dict[str, Any], words: str):
    browser = give_out(serving(sign_in), resident, **change)

    assert browser.status == 422
    assert words in browser.text
    assert certificates() == []


def test_on_the_telephone_nothing_is_handed_over(sign_in: SignIn, resident: Resident):
    browser = serving(sign_in, channel="phone")
    heard = {"documents": ["hearing"], "asked": ["birth", "address"]}

    assert give_out(browser, resident, **heard).status == 422
    assert "その場では渡せません" in browser.text
    assert give_out(browser, resident, delivery="post_to_address", **heard).status == 303
    assert "確かめてから郵送してください" in browser.follow().text


def test_pressed_twice_there_is_one_certificate(sign_in: SignIn, resident: Resident):
    browser = serving(sign_in).get(form_of(resident))
    once, csrf_token = browser.hidden("once"), browser.hidden("csrf_token")
    first, second = (browser.post(form_of(resident), FILLED | {"once": once, "csrf_token": csrf_token}).location for _ in range(2))

    assert first == second
    assert len(certificates()) == 1
    assert len(records(Event.CERTIFICATE_REISSUE)) == 1


@pytest.mark.parametrize("programme", ["none", "resident-r8"])
def test_a_programme_that_is_not_the_persons_own_is_refused(sign_in: SignIn, resident: Resident, programme: str):
    assert give_out(serving(sign_in), resident, programme=programme).status in (404, 409)
    assert certificates() == []


def test_a_name_that_no_font_can_print_leaves_no_certificate(sign_in: SignIn, resident: Resident):
    unprintable = a_resident(name="見本 \ue000")
    a_covid_dose(unprintable)
    browser = give_out(serving(sign_in), unprintable)

    assert browser.status == 409
    assert "U+E000" in browser.text
    assert "何も変えていません" in browser.text
    assert certificates() == []


def test_the_front_desk_is_refused_for_a_protected_person_and_the_chief_is_not(sign_in: SignIn, resident: Resident):
    protect(resident)
    browser = serving(sign_in).get(form_of(resident))
    assert HIDDEN in browser.text
    assert "再交付する <kbd>" not in browser.text
    assert "大字中根" not in browser.text

    once = {"once": browser.hidden("once")}
    assert browser.post(form_of(resident), FILLED | once).status == 409
    assert certificates() == []

    assert give_out(serving(sign_in, "kacho"), resident).status == 303
    (certificate,) = certificates()
    assert json.loads(certificate.sheet)["address_lines"] == []


def test_a_protected_persons_certificate_is_not_posted_to_the_address(sign_in: SignIn, resident: Resident):
    protect(resident)

    assert give_out(serving(sign_in, "kacho"), resident, delivery="post_to_address").status == 422
    assert certificates() == []


@pytest.mark.parametrize("path", ["/residents/{}/certificates/new", "/certificates/{}"])
def test_nobody_is_looked_at_outside_a_visit(sign_in: SignIn, resident: Resident, path: str):
    browser = sign_in("madoguchi").get(path.format(resident.public_id))

    assert browser.status == 303
    assert browser.location.startswith("/visits/new?next=")
    with reading() as session:
        assert session.scalar(select(func.count()).where(AuditRecord.event == Event.CERTIFICATE_REVIEW.value)) == 0


def test_a_form_sent_after_the_visit_ended_gives_nothing_out(sign_in: SignIn, resident: Resident):
    browser = serving(sign_in).get(form_of(resident))
    tokens = {name: browser.hidden(name) for name in ("once", "csrf_token")}
    browser.post("/visits/end", {"csrf_token": tokens["csrf_token"]})

    assert browser.post(form_of(resident), FILLED | tokens).status == 409
    assert certificates() == []


@pytest.mark.parametrize("path", ["/residents/{}/certificates/new", "/certificates/{}"])
def test_an_unknown_address_shows_nobody(sign_in: SignIn, resident: Resident, path: str):
    assert serving(sign_in).get(path.format("0" * 32)).status == 404


@pytest.mark.parametrize("login_name", ["daicho", "toiawase", "kansa", "kanri", "kaijo"])
def test_who_does_not_serve_the_counter_gives_out_no_certificate(sign_in: SignIn, resident: Resident, login_name: str):
    assert sign_in(login_name).get(form_of(resident)).status == 403


def test_the_residents_page_offers_it_though_the_programme_has_ended(sign_in: SignIn, resident: Resident):
    browser = serving(sign_in).get(f"/residents/{resident.public_id}")

    assert f'href="{form_of(resident)}"' in browser.text


def test_the_residents_page_says_to_the_front_desk_why_not_for_a_protected_person(sign_in: SignIn, resident: Resident):
    protect(resident)
    browser = serving(sign_in).get(f"/residents/{resident.public_id}")

    assert form_of(resident) not in browser.text
    assert HIDDEN in browser.text
