"""A record taken back with its file or merged into another: on no page, in no search; only the auditor still reads its name."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from flask import Flask

from portal.clock import JAPAN
from portal.db import reading, writing
from portal.residents.merge_models import ResidentMerge
from portal.residents.merged import standing_of
from portal.residents.models import Resident
from portal.residents.rules import RecordState
from portal.vouchers.queries import voucher_row
from tests.arrivals.arriving import NEW_UNREGISTERED, page_of, taken
from tests.conftest import Browser
from tests.counter.at_counter import SignIn, in_visit, search
from tests.factories import a_dose, a_mailing, a_note, a_phone, a_programme, a_resident, a_voucher
from tests.oversight.looking import WHOLE_MONTH, a_lookup
from tests.oversight.looking import search as search_records
from tests.people import staff_id

pytestmark = pytest.mark.thorough

NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)
GONE = [RecordState.TAKEN_BACK, RecordState.MERGED]
ROLES = ("madoguchi", "daicho", "kacho", "toiawase", "soumu", "kanri")
NAME = "消田 去子"


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def gone(state: RecordState, **values: str) -> Resident:
    """Somebody whose record is no longer current; a merged one is merged into a record of its own."""
    base = {"name": NAME, "kana": "キエダ サリコ", "household_number": "0007775555", "address": "大字去町5555番地", "phone": "029-555-5555"}
    person = a_resident(**(base | {"former_surname": "前田", "alias_name": "通名 花", "roman_name": "GONE SARIKO"} | values))
    set_state(person, state, into=a_resident(name="残田 居子", birth="1950-01-01") if state is RecordState.MERGED else None)
    return person


def set_state(person: Resident, state: RecordState, into: Resident | None = None) -> None:
    with writing() as session:
        session.get_one(Resident, person.id).record_state = state
        if into is not None:
            values = {"public_id": person.public_id, "kept_id": into.id, "absorbed_id": person.id, "reason": "同じ方のため"}
            session.add(ResidentMerge(merged_at=NOW, merged_by=staff_id("daicho"), **values))


def things_of(person: Resident) -> list[str]:
    """Whatever still hangs on the record, by public id."""
    a_programme()
    a_dose(person, voucher_number="0000777777")
    voucher = a_voucher(person, dose_number=2, issued_at=NOW, issued_by=1)
    return [
        voucher.public_id,
        *(made(person).public_id for made in (a_mailing, a_phone, a_note)),
    ]


# A merge's own pages name the record that went, so that it can be undone.
TELLS_OF_BOTH = "/merges"


def pages(app: Flask, ids: list[str]) -> Iterator[str]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if "GET" not in (rule.methods or ()) or rule.arguments - {"public_id", "programme_code"}:
            continue
        for public_id in ids if "public_id" in rule.arguments else [""]:
            built = rule.build({name: "resident-r8" if name == "programme_code" else public_id for name in rule.arguments})
            assert built is not None
            yield built[1]


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    return in_visit(sign_in("madoguchi"))


def at_work(sign_in: SignIn, login_name: str) -> Browser:
    browser = sign_in(login_name)
    return browser if login_name == "kanri" else in_visit(browser)


@pytest.mark.parametrize("state", GONE)
@pytest.mark.parametrize("login_name", ROLES)
def test_no_page_shows_the_person_to_any_role(app: Flask, sign_in: SignIn, login_name: str, state: RecordState) -> None:
    person = gone(state)
    ids = [person.public_id, *things_of(person)]
    housemate = a_resident(name="同居 一郎", household_number=person.household_number)
    browser = at_work(sign_in, login_name)
    asked = [url for url in pages(app, [*ids, housemate.public_id]) if not url.startswith(TELLS_OF_BOTH)]
    shown = [url for url in asked if NAME in browser.get(url).text]

    assert shown == []


@pytest.mark.parametrize("state", [*GONE, RecordState.CURRENT])
def test_no_search_finds_the_person(sign_in: SignIn, state: RecordState) -> None:
    """Each of these ways finds a record that is current, as the last of the three states says."""
    person = gone(state)
    voucher = things_of(person)[0]
    browser = in_visit(sign_in("madoguchi"))
    with reading():
        number = voucher_row(voucher).number
    asked = {
        "宛名番号": (person.resident_number, ""),
        "統合番号": (person.integrated_number or "", ""),
        "接種券番号": (number, ""),
        "接種記録の券番号": ("0000777777", ""),
        "氏名": (NAME, ""),
        "氏名の一部": ("去子", ""),
        "カナ": ("キエダ", ""),
        "ローマ字": ("GONE SARIKO", ""),
        "旧氏": ("前田", ""),
        "通称": ("通名 花", ""),
        "生年月日": ("", "S23.5.14"),
        "電話": ("0295555555", ""),
        "電話の末尾": ("消田 5555", ""),
        "住所": ("去町", ""),
        "番地": ("5555番地", ""),
    }
    found = {way for way, (typed, birth) in asked.items() if person.public_id in search(browser, typed, birth).text}

    assert found == (set(asked) if state is RecordState.CURRENT else set())


@pytest.mark.parametrize("state", GONE)
def test_nobody_is_a_namesake_a_housemate_or_a_candidate_any_more(clerk: Browser, state: RecordState) -> None:
    a_programme()
    arrival = taken(clerk, name=NAME, kana="キエダ サリコ", birth="S23.5.14")
    person = gone(state)
    alive = a_resident(name=NAME, kana="キエダ サリコ", household_number=person.household_number)
    clerk.get(f"/residents/{alive.public_id}")
    assert "同姓同名" not in clerk.text
    assert person.resident_number not in clerk.get(f"/residents/{alive.public_id}/household").text
    clerk.get(page_of(arrival))
    assert (alive.public_id in clerk.text, person.public_id in clerk.text) == (True, False)


@pytest.mark.parametrize("state", GONE)
def test_nobody_alike_is_shown_before_registering_by_hand(clerk: Browser, state: RecordState) -> None:
    gone(state)
    search(clerk, "消田")
    form = {"name": NAME, "kana": "キエダ サリコ", "birth": "S23.5.14", "sex": "2", "municipality": "ひたちなか市", "address": "津田1番地"}
    form |= {"reason": "facility", "applicant": "self", "documents": "passport"}
    clerk.get(NEW_UNREGISTERED).post(NEW_UNREGISTERED, form)

    assert "似た方が登録されています" not in clerk.text


def test_a_link_to_a_merged_record_leads_to_the_one_it_was_merged_into(sign_in: SignIn) -> None:
    person, kept, last = a_resident(name=NAME), a_resident(name="残田 居子"), a_resident(name="終田 居子")
    set_state(person, RecordState.MERGED, into=kept)
    browser = in_visit(sign_in("madoguchi"))
    browser.get(f"/residents/{person.public_id}")
    assert (browser.status, browser.location) == (303, f"/residents/{kept.public_id}")
    assert "この方の記録に統合されています" in browser.follow().text

    set_state(kept, RecordState.MERGED, into=last)
    assert browser.get(f"/residents/{person.public_id}").location == f"/residents/{last.public_id}"


def test_a_link_to_a_record_taken_back_leads_nowhere(sign_in: SignIn) -> None:
    browser = in_visit(sign_in("kacho"))
    person = gone(RecordState.TAKEN_BACK)

    assert browser.get(f"/residents/{person.public_id}").status == 404
    assert browser.get("/residents/" + "0" * 32).status == 404


def test_whoever_is_being_served_leaves_the_strip_when_the_record_goes(sign_in: SignIn) -> None:
    browser = in_visit(sign_in("madoguchi"))
    person = a_resident(name=NAME)
    assert NAME in browser.get(f"/residents/{person.public_id}").text
    set_state(person, RecordState.TAKEN_BACK)
    browser.get("/residents")

    assert (browser.status, NAME in browser.text) == (200, False)


@pytest.mark.parametrize(("state", "words"), [(GONE[0], "(取り消した取込の記録)"), (GONE[1], "(統合した記録)")])
def test_the_auditor_still_reads_whose_record_it_was(sign_in: SignIn, state: RecordState, words: str) -> None:
    person = gone(state)
    a_lookup([person.id])
    auditor = sign_in("kansa")

    assert f"{NAME}{words}" in search_records(auditor, **WHOLE_MONTH, person=person.resident_number).text


@pytest.mark.usefixtures("app")
def test_which_record_stands_for_a_number() -> None:
    one, two, three = a_resident(), a_resident(birth="1950-01-01"), gone(RecordState.TAKEN_BACK)
    set_state(one, RecordState.MERGED, into=two)
    with reading():
        stands = standing_of([one.resident_number, two.resident_number, three.resident_number, "9"])

    assert {number: record.id for number, record in stands.items()} == {one.resident_number: two.id, two.resident_number: two.id}
    assert (stands[one.resident_number].resident_number, stands[one.resident_number].birth) == (two.resident_number, two.birth)
