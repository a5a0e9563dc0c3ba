"""One key, one slip, its number at once: on the last day of a year too, and once however often it is pressed (D-3)."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import clock
from portal.audit.events import Event
from portal.clock import JAPAN
from portal.db import reading
from portal.inquiries.models import Slip
from portal.inquiries.rules import EntryKind, SlipChannel, SlipState
from portal.inquiries.start_actions import start_slip
from tests.conftest import Browser
from tests.inquiries.at_desk import SignIn, entries_at, signed_in, slip_at, start_token, started
from tests.inquiries.slip_rows import facts_of


def test_a_slip_has_its_number_at_once(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("toiawase")
    url = started(browser)
    slip = slip_at(url)

    assert f"{slip.number.shown}" in browser.follow().text
    assert 'id="body"' in browser.text
    assert "autofocus" in browser.text.split('id="body"')[1].split(">")[0] + browser.text.split('id="body"')[0].rsplit("<", 1)[1]
    assert (slip.state, slip.channel, slip.taken_by, slip.section_id) == (
        SlipState.OPEN,
        SlipChannel.PHONE,
        slip.holder_id,
        slip.first_section_id,
    )
    assert [entry.what for entry in entries_at(url)] == [EntryKind.STARTED]
    assert facts_of(Event.SLIP_START) == [{"slip": slip.number.shown, "channel": "phone"}]
    assert facts_of(Event.SLIP_OPEN) == [{"slip": slip.number.shown}]


def test_pressed_twice_it_is_one_slip(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("toiawase")
    token = start_token(browser)
    first = browser.post("/inquiries", {"once": token}).location

    assert browser.post("/inquiries", {"once": token}).location == first
    assert started(browser) != first
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Slip)) == 2


@pytest.mark.parametrize("login_name", ["madoguchi", "daicho", "kacho", "soumu"])
def test_whoever_may_write_slips_has_the_key_on_every_page(sign_in: SignIn, login_name: str) -> None:
    assert 'data-key="F2"' in sign_in(login_name).get("/password").text


@pytest.mark.parametrize("login_name", ["baitai", "kansa", "kanri", "kaijo"])
def test_nobody_else_has_it(sign_in: SignIn, login_name: str) -> None:
    browser = sign_in(login_name).get("/password")

    assert "/inquiries" not in browser.text
    assert browser.post("/inquiries").status == 403


@pytest.mark.parametrize(
    ("moments", "numbers"),
    [
        ([(2026, 12, 31, 23, 59), (2027, 1, 1, 0, 0)], ["R8-0001", "R8-0002"]),
        ([(2027, 3, 31, 23, 59), (2027, 4, 1, 0, 0)], ["R8-0001", "R9-0001"]),
        ([(2028, 2, 29, 9, 0), (2028, 3, 31, 9, 0)], ["R9-0001", "R9-0002"]),
    ],
)
def test_the_number_is_of_the_fiscal_year(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, moments: list[tuple[int, ...]], numbers: list[str]
) -> None:
    staff = signed_in(sign_in("toiawase"))
    found = []
    for number, parts in enumerate(moments):
        at = datetime(*parts, tzinfo=JAPAN)  # pyright: ignore[reportArgumentType]
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        found.append(slip_at(f"/{start_slip(staff=staff, once=f'{number:032}')}").number.shown)

    assert found == numbers


def test_a_slip_of_another_section_is_not_there(app: Flask, sign_in: SignIn) -> None:
    url = started(sign_in("toiawase"))

    assert sign_in("soumu").get(url).status == 404
    assert sign_in("madoguchi").get(url).status == 200
    other: Browser = sign_in("soumu")
    assert other.post(url, {"body": "x", "was_body": ""}).status == 404
