"""接種記録の写し: whose right it is, what stands on it, and that it is refused on a ground alone."""

import json
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from portal.audit.events import Event
from portal.db import writing
from portal.residents.models import Resident
from portal.residents.rules import Category, Movement
from portal.vouchers.record_copy_rules import NO_DOSES, NOT_BY_HOUSEHOLD, NOT_BY_THE_DEAD, ONLY_TO_THEMSELVES
from portal.vouchers.rules import HIDDEN
from tests.factories import a_dose, a_resident
from tests.vouchers.certificate_steps import SignIn, a_covid_dose, a_vaccinated_resident, protect, records, serving
from tests.vouchers.record_copy_steps import FILLED, copies, copy_form_of, give_copy, refuse_copy


@pytest.fixture
def resident(app: Flask) -> Resident:
    return a_vaccinated_resident()


def test_a_copy_is_given_out_and_printed(sign_in: SignIn, resident: Resident):
    browser = give_copy(serving(sign_in), resident)
    (copy,) = copies()

    assert (browser.status, browser.location) == (303, f"/record-copies/{copy.public_id}")
    assert "交付済" in browser.follow().text
    assert browser.post(f"/record-copies/{copy.public_id}/paper").response.data.startswith(b"%PDF-1.7")


def test_everything_the_ledger_has_is_offered_and_chosen_beforehand(sign_in: SignIn, resident: Resident):
    a_dose(resident)
    page = serving(sign_in).get(copy_form_of(resident)).text

    assert page.count('type="checkbox" value="covid"') == page.count('checked id="chosen-1"') == 1
    assert "新型コロナウイルスワクチン 特例臨時接種(2回)" in page


def test_every_item_of_the_law_stands_on_it_also_a_screening(sign_in: SignIn, resident: Resident):
    a_covid_dose(
        resident,
        dose_number=3,
        given_on=date(2022, 2, 1),
        content="予診のみ",
        caution="卵アレルギー",
        screening_doctor="予診 一郎",
        giving_doctor="",
        volume_ml="0.30",
        verified=False,
    )
    give_copy(serving(sign_in), resident)
    sheet = json.loads(copies()[0].sheet)
    last = sheet["doses"][2]

    assert [dose["dose"] for dose in sheet["doses"]] == ["1回目", "2回目", "3回目"]
    assert (last["doctor"], last["volume"], last["content"]) == ("予診 一郎", "0.30 mL", "予診のみ・個別")
    assert last["remarks"] == "要注意者: 卵アレルギー。予診票との照合を済ませていない記録"
    assert sheet["scope"] == "台帳にあるすべての接種"
    assert sheet["address_lines"] == ["ひたちなか市大字中根9871番地3"]


def test_a_part_is_said_to_be_a_part(sign_in: SignIn, resident: Resident):
    a_dose(resident)
    give_copy(serving(sign_in), resident)
    sheet = json.loads(copies()[0].sheet)

    assert (sheet["scope"], len(sheet["doses"])) == ("請求のあった接種(2回)", 2)


def test_who_asked_and_whose_papers_were_seen_are_kept(sign_in: SignIn, resident: Resident):
    asked = {"applicant": "agent", "documents": ["passport", "power_of_attorney"], "principal_documents": ["driving_licence"]}
    give_copy(serving(sign_in), resident, **asked)
    (copy,) = copies()

    assert (copy.applicant, copy.identity_checked) == ("agent", "旅券・委任状")
    assert records(Event.COPY_GIVE) == [("madoguchi", {"doses": 2, "applicant": "agent", "yen": 0}, "窓口・再発行", 1)]


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"chosen": []}, 422, "載せる接種を1つ以上"),
        ({"chosen": ["measles"]}, 409, "載せる接種を1つ以上"),
        ({"documents": []}, 422, "見た書類を選んでください"),
        ({"applicant": "household"}, 409, NOT_BY_HOUSEHOLD),
        ({"applicant": "agent", "documents": ["passport", "power_of_attorney"]}, 422, "本人の書類も選んでください"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(sign_in: SignIn, resident: Resident, change: dict[str, Any], status: int, words: str):
    browser = give_copy(serving(sign_in), resident, **change)

    assert browser.status == status
    assert words in browser.text
    assert copies() == []


def test_pressed_twice_gives_one(sign_in: SignIn, resident: Resident):
    browser = serving(sign_in).get(copy_form_of(resident))
    tokens = {name: browser.hidden(name) for name in ("once", "csrf_token")}
    answers = [browser.post(copy_form_of(resident), FILLED | tokens).location for _ in range(2)]

    assert len(copies()) == 1
    assert len(set(answers)) == 1


def test_of_nobody_who_was_vaccinated_there_is_no_copy_but_a_refusal_with_its_ground(sign_in: SignIn, resident: Resident):
    stranger = a_resident(name="見本 次郎")
    browser = serving(sign_in).get(copy_form_of(stranger))

    assert NO_DOSES in browser.text
    assert "交付する <kbd>" not in browser.text
    assert refuse_copy(browser, stranger, ground="not_held").status == 303
    (copy,) = copies()
    assert (copy.ground, copy.sheet, copy.identity_checked) == ("not_held", "", "")


def test_a_refusal_is_recorded_and_stands_on_the_residents_page(sign_in: SignIn, resident: Resident):
    browser = refuse_copy(serving(sign_in), resident, asked_by="agent", ground="agency_unclear")

    assert records(Event.COPY_REFUSE) == [("madoguchi", {"reason": "agency_unclear", "applicant": "agent"}, "窓口・再発行", 1)]
    assert "代理人の資格を確かめられない" in browser.follow().text
    assert browser.get(f"/record-copies/{copies()[0].public_id}").status == 404


@pytest.mark.parametrize(("form", "words"), [({"ground": ""}, "お断りする理由を選んで"), ({"ground": "other_law"}, "どの法令のどの理由か")])
def test_without_a_ground_nothing_is_refused(sign_in: SignIn, resident: Resident, form: dict[str, str], words: str):
    browser = refuse_copy(serving(sign_in), resident, **form)

    assert browser.status == 422
    assert words in browser.text
    assert copies() == []


def test_of_a_protected_person_only_the_chief_gives_one_and_without_the_address(sign_in: SignIn, resident: Resident):
    protect(resident)
    browser = serving(sign_in).get(copy_form_of(resident))
    assert HIDDEN in browser.text
    assert browser.post(copy_form_of(resident), FILLED).status == 409

    chief = serving(sign_in, "kacho")
    assert "本人か法定代理人にだけ" in chief.get(copy_form_of(resident)).text
    asked = {"applicant": "agent", "documents": ["passport", "power_of_attorney"], "principal_documents": ["passport"]}
    assert ONLY_TO_THEMSELVES in give_copy(chief, resident, **asked).text
    assert give_copy(chief, resident).status == 303
    assert json.loads(copies()[0].sheet)["address_lines"] == []


def test_the_dead_do_not_ask_themselves(sign_in: SignIn, resident: Resident):
    gone = {"category": Category.DEAD, "movement": Movement.DIED, "moved_on": date(2026, 3, 31)}
    with writing() as session:
        session.execute(update(Resident).where(Resident.id == resident.id).values(gone))
    asked = {"applicant": "legal_agent", "documents": ["passport", "legal_agent_proof"], "principal_documents": ["passport"]}
    browser = serving(sign_in)

    assert NOT_BY_THE_DEAD in give_copy(browser, resident).text
    assert give_copy(browser, resident, **asked).status == 303


@pytest.mark.parametrize("login_name", ["daicho", "toiawase", "soumu", "kansa", "kanri"])
def test_who_does_not_serve_the_counter_gives_none(sign_in: SignIn, resident: Resident, login_name: str):
    assert sign_in(login_name).get(copy_form_of(resident)).status == 403


def test_both_papers_stand_in_one_panel_of_the_residents_page(sign_in: SignIn, resident: Resident):
    browser = give_copy(serving(sign_in), resident)
    browser.get(f"/residents/{resident.public_id}")

    assert f'href="{copy_form_of(resident)}"' in browser.text
    assert f"/record-copies/{copies()[0].public_id}" in browser.text
    assert "接種済証・記録の写し" in browser.text
