"""The paper of a slip: every field, the whole record, texts of any length; each printing recorded with its hash (D-3)."""

import hashlib
import subprocess
from datetime import datetime

import pytest
from flask import Flask

from portal import clock
from portal.audit.events import Event
from portal.clock import JAPAN
from portal.db import writing
from portal.inquiries.entries import add_entry
from portal.inquiries.rules import EntryKind, Relation, SlipState
from portal.residents.rules import Protection
from tests.factories import a_resident
from tests.inquiries.at_desk import SignIn
from tests.inquiries.slip_rows import add_slip, facts_of
from tests.people import staff_id

MOST = 20_000


def pages_of(pdf: bytes) -> list[str]:
    """By page, without blanks and line ends, which depend on the layout."""
    found = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return ["".join(page.split()) for page in found.stdout.decode().split("\f")[:-1]]


def test_every_field_stands_on_the_paper(app: Flask, sign_in: SignIn) -> None:
    resident = a_resident(name="見本 花子", protection=Protection.SPOUSE_VIOLENCE, address="見本町1-1")
    at = datetime(2027, 3, 31, 23, 59, tzinfo=JAPAN)
    texts = {"caller": "渡邉 和子", "contact": "090-0000-2718", "subject": "券が2通", "about_system": "予防接種台帳"}
    call = {"call_back": True, "call_number": "029-000-1111", "call_at": at}
    with writing():
        slip = add_slip(
            SlipState.CLOSED,
            taken_at=at,
            body="昨日届いた",
            answer="新しい方を使う",
            relation=Relation.FACILITY,
            heard_name=True,
            answer_by=at.date(),
            resident_id=resident.id,
            **texts,
            **call,
        )
        add_entry(slip.id, EntryKind.HANDED, by=staff_id("toiawase"), words="折返しを頼む", to_staff=staff_id("kacho"))
        other = add_slip()
        add_entry(slip.id, EntryKind.LINKED, by=staff_id("toiawase"), other_public_id=other.public_id)
    browser = sign_in("toiawase")
    browser.post(f"/inquiries/{slip.public_id}/paper")
    pdf = browser.response.get_data()
    (text,) = pages_of(pdf)

    told = ["令和9年3月31日 23時59分", "医療機関・施設", "昨日届いた", "新しい方を使う", "折返しを頼む", "見本 花子", "所属長"]
    told += [slip.number.shown, other.number.shown, "安 真由 → 大内 恵子", "電話で所在・接種歴を答えないこと"]
    told += ["029-000-1111", "回答した", *texts.values()]
    assert [words for words in told if "".join(words.split()) not in text] == []
    assert "見本町" not in text
    assert facts_of(Event.SLIP_PRINT) == [{"slip": slip.number.shown, "sha256": hashlib.sha256(pdf).hexdigest()}]


@pytest.mark.thorough
def test_texts_of_full_length_run_over_pages_and_lose_nothing(app: Flask, sign_in: SignIn) -> None:
    with writing():
        slip = add_slip(body="あ" * (MOST - 1) + "終", answer="x" * (MOST - 1) + "Z", caller="長" * 100, subject="件" * 200)
        add_entry(slip.id, EntryKind.TYPED_BESIDE, by=staff_id("toiawase"), words="ぬ\n" * (MOST // 2))
    browser = sign_in("toiawase")
    browser.post(f"/inquiries/{slip.public_id}/paper")
    text = "".join(pages_of(browser.response.get_data()))

    assert text.count("あ") == MOST - 1
    assert text.count("ぬ") == MOST // 2
    assert "終" in text
    assert "Z" in text
    assert text.count("件") >= 200


def test_a_character_that_no_font_has_is_told_and_nothing_recorded(app: Flask, sign_in: SignIn) -> None:
    with writing():
        slip = add_slip(body="\U0001f600")
    browser = sign_in("toiawase")
    browser.post(f"/inquiries/{slip.public_id}/paper")

    assert browser.status == 409
    assert "U+1F600" in browser.text
    assert facts_of(Event.SLIP_PRINT) == []


@pytest.mark.parametrize("login", ["soumu", "bucho"])
def test_nobody_prints_a_slip_that_they_do_not_see(app: Flask, sign_in: SignIn, login: str) -> None:
    with writing():
        slip = add_slip()
    browser = sign_in(login)
    browser.post(f"/inquiries/{slip.public_id}/paper")

    assert browser.status == 404


def test_each_empty_number_has_a_page_of_its_own(app: Flask, sign_in: SignIn) -> None:
    with writing():
        at = clock.now()
        slips = [add_slip(SlipState.BLANK, taken_at=at) for _ in range(50)]
    browser = sign_in("toiawase")
    browser.post(f"/inquiries/blanks/{slips[0].public_id}/paper")
    pages = pages_of(browser.response.get_data())

    assert len(pages) == 50
    assert all(slip.number.shown in page for slip, page in zip(slips, pages, strict=True))
    assert facts_of(Event.SLIP_PRINT)[0]["slip"] == f"{slips[0].number.shown}〜{slips[-1].number.shown}"
