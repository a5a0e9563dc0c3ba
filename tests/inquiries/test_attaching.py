"""A resident comes to a slip through the look-up alone, and a protected one says so before anybody answers (D-3; design.md §3)."""

import pytest
from flask import Flask

from portal.audit.events import Event
from portal.inquiries.models import Slip
from portal.inquiries.rules import EntryKind
from portal.residents.rules import Protection
from tests.conftest import Browser
from tests.counter.at_counter import in_visit, records, records_about, search, subjects_of
from tests.factories import a_resident
from tests.inquiries.at_desk import SignIn, act, entries_at, ready, slip_at, started, type_into

DO_NOT_TELL = "電話で所在・接種歴を答えないでください。"


@pytest.fixture
def handler(app: Flask, sign_in: SignIn) -> Browser:
    return sign_in("toiawase")


def looked_up(browser: Browser, url: str, name: str = "見本 花子") -> Browser:
    """From the slip to the page of the only person of that name."""
    act(browser, url, "look-ups")
    assert browser.location == "/residents"
    search(browser, name)
    public_id = browser.text.split('<th scope="row"><a href="/residents/', 1)[1][:32]
    return browser.get(f"/residents/{public_id}")


def attach(browser: Browser, url: str, resident_public_id: str) -> Browser:
    return browser.post(f"{url}/resident", {"resident": resident_public_id})


def test_the_slip_is_the_visit(handler: Browser) -> None:
    person, url = a_resident(), started(handler)
    type_into(handler, url, was={"channel": "phone"}, channel="mail")
    looked_up(handler, url)
    number = slip_at(url).number.shown
    assert "電子・問合せ対応" in handler.text
    assert f'受付票 <span class="fig">{number}</span> に結び付ける' in handler.text
    attach(handler, url, person.public_id)

    assert slip_at(url).resident_id == person.id
    assert entries_at(url)[-1].what is EntryKind.ATTACHED
    assert subjects_of(records(Event.SLIP_ATTACH)[0]) == {person.id}
    page = handler.get(url).text
    assert "見本 花子" in page
    assert DO_NOT_TELL not in page
    assert records_about(person)[-1] == Event.SLIP_OPEN
    assert "に結び付ける" not in handler.get(f"/residents/{person.public_id}").text


def test_a_protected_person_is_told_on_the_slip(handler: Browser) -> None:
    person, url = a_resident(protection=Protection.SPOUSE_VIOLENCE), started(handler)
    looked_up(handler, url)
    attach(handler, url, person.public_id)
    page = handler.get(url).text

    assert DO_NOT_TELL in page
    assert "大字中根" not in page


def test_only_whom_the_visit_serves_is_attached(handler: Browser) -> None:
    person, other, url = a_resident(), a_resident(name="架空 太郎"), started(handler)
    looked_up(handler, url)
    assert attach(handler, url, other.public_id).status == 409
    assert "いま開いている住民の画面ではありません" in handler.text
    handler.get(f"/residents/{other.public_id}")
    handler.get(url)
    assert attach(handler, url, person.public_id).status == 409
    assert attach(handler, url, "x" * 32).status == 404
    assert slip_at(url).resident_id is None


def test_a_visit_of_its_own_is_not_the_slips(handler: Browser) -> None:
    person, url = a_resident(), started(handler)
    in_visit(handler, reason="inquiry", channel="phone")
    page = handler.get(f"/residents/{person.public_id}")
    assert "に結び付ける" not in page.text
    handler.get(url)

    assert attach(handler, url, person.public_id).status == 409
    assert "受付票から始めた対応ではありません" in handler.text


def test_another_person_only_after_the_first_was_taken_off(handler: Browser) -> None:
    person, url = a_resident(), ready(handler)
    looked_up(handler, url)
    attach(handler, url, person.public_id)
    assert "先に結び付けを外して" in act(handler, url, "look-ups").text
    assert act(handler, url, "detachment", reason="").status == 422
    act(handler, url, "detachment", reason="同姓同名の別の方だった")

    slip: Slip = slip_at(url)
    assert slip.resident_id is None
    assert (entries_at(url)[-1].what, entries_at(url)[-1].words) == (EntryKind.DETACHED, "同姓同名の別の方だった")
    assert subjects_of(records(Event.SLIP_DETACH)[0]) == {person.id}
    assert "結び付けていません" in act(handler, url, "detachment", reason="もう一度").text


def test_what_is_done_with_the_slip_names_the_person(handler: Browser) -> None:
    person, url = a_resident(), ready(handler)
    looked_up(handler, url)
    attach(handler, url, person.public_id)
    type_into(handler, url, answer="古いほうは使えない")
    act(handler, url, "closing", result="answered", answer="古いほうは使えない", was_answer="古いほうは使えない")

    assert {Event.SLIP_WRITE, Event.SLIP_CLOSE} <= set(records_about(person))
    assert act(handler, url, "detachment", reason="終わった").status == 409
