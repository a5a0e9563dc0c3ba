"""Two in the same second: one number becomes one slip, one slip is seen off once, numbers made together never meet (D-3)."""

import re

from flask import Flask
from sqlalchemy import func, select

from portal import clock
from portal.audit.events import Event
from portal.db import reading, writing
from portal.inquiries.models import Slip, SlipEntry
from portal.inquiries.rules import EntryKind, SlipState
from portal.text.wareki import format_date
from tests.conftest import Browser
from tests.inquiries.at_desk import SignIn
from tests.inquiries.slip_rows import add_slip, facts_of
from tests.media.deciding import appoint
from tests.vouchers.test_at_the_same_time import at_once, chain_is_whole

BLANKS, REVIEWS = "/inquiries/blanks", "/inquiries/reviews"


def tokens(browser: Browser, url: str, form: str) -> dict[str, str]:
    """Of the form of the page that is sent to this address."""
    page = browser.get(url).text
    found = re.search(r'name="once" value="([^"]+)"', page.split(f'action="{form}"')[1])
    assert found
    return {"csrf_token": browser.hidden("csrf_token"), "once": found[1]}


def lines_of(kind: EntryKind) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).where(SlipEntry.what == kind)) or 0


def test_one_paper_typed_in_twice_is_one_slip(app: Flask, sign_in: SignIn) -> None:
    with writing():
        slip = add_slip(SlipState.BLANK)
    now = clock.now()
    paper = {"number": slip.number.shown, "day": format_date(now), "at": f"{now.hour}:{now.minute:02}", "channel": "phone"}
    people = [sign_in("madoguchi"), sign_in("daicho")]
    at_once([(each, f"{BLANKS}/filling", paper | tokens(each, BLANKS, f"{BLANKS}/filling")) for each in people])

    assert sorted(each.status for each in people) == [303, 409]
    assert (lines_of(EntryKind.FILLED), len(facts_of(Event.SLIP_BLANK_FILL))) == (1, 1)
    assert chain_is_whole()


def test_one_slip_seen_off_twice_is_seen_off_once(app: Flask, sign_in: SignIn) -> None:
    appoint("madoguchi2")
    with writing():
        slip = add_slip(SlipState.CLOSED)
    people = [sign_in("kacho"), sign_in("madoguchi2")]
    pick = {"slip": f"{slip.public_id}:1", "note": ""}
    at_once([(each, REVIEWS, pick | tokens(each, REVIEWS, f"{REVIEWS}?page=1")) for each in people])

    assert sorted(each.status for each in people) == [303, 409]
    assert (lines_of(EntryKind.REVIEWED), len(facts_of(Event.SLIP_REVIEW))) == (1, 1)
    assert chain_is_whole()


def test_numbers_made_together_never_meet(app: Flask, sign_in: SignIn) -> None:
    people = [sign_in("madoguchi"), sign_in("daicho"), sign_in("soumu")]
    at_once([(each, BLANKS, {"count": "7"} | tokens(each, BLANKS, BLANKS)) for each in people])
    with reading() as session:
        numbers = sorted(session.scalars(select(Slip.running)))

    assert numbers == list(range(1, 22))
    assert chain_is_whole()
