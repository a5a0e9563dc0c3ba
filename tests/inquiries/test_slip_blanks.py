"""Numbers for a standstill: made without a gap, printed, typed in with the paper's own time, ended with a reason (D-3)."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.audit.events import Event
from portal.clock import JAPAN
from portal.db import reading, writing
from portal.inquiries.blank_rules import (
    BEFORE_MADE,
    ENDED,
    HOW_MANY,
    IN_FUTURE,
    NO_REASON,
    NO_SUCH_BLANK,
    NOT_BLANK,
    NOTHING_PICKED,
    why_not_fill,
    why_not_make,
)
from portal.inquiries.models import Slip
from portal.inquiries.number_rules import NOT_A_NUMBER
from portal.inquiries.rules import EntryKind, SlipChannel, SlipState
from portal.text.wareki import format_date
from tests.conftest import Browser
from tests.inquiries.at_desk import SignIn, entries_at, started
from tests.inquiries.slip_rows import add_slip, facts_of
from tests.people import staff_id

URL = "/inquiries/blanks"
MADE = datetime(2027, 3, 31, 17, 0, 30, tzinfo=JAPAN)
NOW = datetime(2027, 4, 1, 9, 0, tzinfo=JAPAN)
BLANK = SlipState.BLANK


@pytest.mark.parametrize(("count", "reason"), [(0, HOW_MANY), (1, None), (50, None), (51, HOW_MANY), (-1, HOW_MANY), (None, HOW_MANY)])
def test_one_to_fifty_at_once(count: int | None, reason: str | None) -> None:
    assert why_not_make(count) == reason


@pytest.mark.parametrize(
    ("state", "taken_at", "reason"),
    [
        (BLANK, NOW, None),
        (BLANK, NOW + timedelta(minutes=1), IN_FUTURE),
        (BLANK, MADE.replace(second=0), None),
        (BLANK, MADE.replace(second=0) - timedelta(minutes=1), BEFORE_MADE),
        (SlipState.OPEN, NOW, NOT_BLANK),
        (SlipState.CLOSED, NOW, NOT_BLANK),
        (SlipState.CANCELLED, NOW, ENDED),
    ],
)
def test_a_paper_is_written_after_it_was_printed_and_before_now(state: SlipState, taken_at: datetime, reason: str | None) -> None:
    assert why_not_fill(state, made_at=MADE, taken_at=taken_at, now=NOW) == reason


def make(browser: Browser, count: str = "3") -> Browser:
    return send(browser, URL, 2, count=count)


def send(browser: Browser, url: str, which: int, **form: str | list[str]) -> Browser:
    """With the token of the form that was meant: 1 fill, 2 make, 3 end; the forms of a page follow one another otherwise."""
    page = browser.get(URL).text
    marked = {1: f'action="{URL}/filling"', 2: f'action="{URL}"', 3: f'action="{URL}/ending"'}[which]
    token = re.search(r'name="once" value="([^"]+)"', page.split(marked)[1])
    assert token
    return browser.post(url, {"once": token[1], **form})


def fill(browser: Browser, number: str, at: datetime | None = None, channel: str = "fax") -> Browser:
    at = at or clock.now()
    return send(browser, f"{URL}/filling", 1, number=number, day=format_date(at), at=f"{at.hour}:{at.minute:02}", channel=channel)


def blanks() -> list[Slip]:
    with reading() as session:
        return list(session.scalars(select(Slip).where(Slip.state == BLANK).order_by(Slip.running)))


def set_back(days: int) -> None:
    """As if the numbers had been made earlier."""
    with writing() as session:
        for slip in session.scalars(select(Slip).where(Slip.state == BLANK)):
            slip.entered_at = slip.taken_at = clock.now() - timedelta(days=days)


def test_numbers_follow_one_another_and_nobody_holds_them(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("madoguchi")
    started(browser)
    make(browser)
    started(browser)

    assert [slip.running for slip in blanks()] == [2, 3, 4]
    assert {slip.holder_id for slip in blanks()} == {None}
    assert facts_of(Event.SLIP_BLANK_MAKE) == [{"first": "R8-0002", "last": "R8-0004"}]
    assert "R8-0002〜R8-0004" in browser.get(URL).text
    assert "R8-0002" not in browser.get("/inquiries?view=section").text


@pytest.mark.parametrize("count", ["0", "51", "x", "", "１０"])
def test_another_count_is_refused_or_read(app: Flask, sign_in: SignIn, count: str) -> None:
    browser = make(sign_in("madoguchi"), count)

    assert (browser.status, len(blanks())) == ((303, 10) if count == "１０" else (422 if count in ("x", "", "0") else 409, 0))
    assert count == "１０" or HOW_MANY in browser.text


def test_a_paper_is_typed_in_with_its_own_time(app: Flask, sign_in: SignIn) -> None:
    browser = make(sign_in("madoguchi"))
    set_back(2)
    came = clock.now() - timedelta(days=1)
    fill(browser, "Ｒ８－２", came)
    url = browser.location
    with reading() as session:
        slip = session.scalars(select(Slip).where(Slip.running == 2)).one()
        person = staff_id("madoguchi")

    assert url == f"/inquiries/{slip.public_id}"
    assert (slip.state, slip.channel, slip.holder_id, slip.taken_by) == (SlipState.OPEN, SlipChannel.FAX, person, person)
    assert slip.taken_at == came.replace(second=0, microsecond=0)
    assert slip.entered_at > came
    assert [entry.what for entry in entries_at(url)] == [EntryKind.FILLED]
    assert facts_of(Event.SLIP_BLANK_FILL) == [{"slip": "R8-0002"}]
    assert "R8-0002" in browser.follow().text


@pytest.mark.parametrize(
    ("number", "said"),
    [("R8-0009", NO_SUCH_BLANK), ("券", NOT_A_NUMBER), ("", "番号を読み取るか"), ("R8-0004", NO_SUCH_BLANK), ("R8-0005", NOT_BLANK)],
)
def test_a_number_that_cannot_be_filled_says_why_and_keeps_what_was_typed(app: Flask, sign_in: SignIn, number: str, said: str) -> None:
    browser = make(sign_in("madoguchi"))
    with writing():
        add_slip(BLANK, section="somu")
        add_slip()
    fill(browser, number)

    assert browser.status in (409, 422)
    assert said in browser.text
    assert f'value="{number}"' in browser.text
    assert len(blanks()) == 4


def test_a_number_is_filled_once(app: Flask, sign_in: SignIn) -> None:
    first, second = make(sign_in("madoguchi")), sign_in("daicho")
    fill(first, "R8-0001")
    fill(second, "1")

    assert (first.status, second.status) == (303, 409)
    assert NOT_BLANK in second.text


@pytest.mark.parametrize(("minutes", "status"), [(1, 409), (0, 303)])
def test_the_future_is_refused(app: Flask, sign_in: SignIn, minutes: int, status: int) -> None:
    browser = fill(make(sign_in("madoguchi")), "R8-0001", clock.now() + timedelta(minutes=minutes))

    assert (browser.status, IN_FUTURE in browser.text) == (status, status == 409)


def test_unused_ones_end_with_a_reason_and_keep_their_numbers(app: Flask, sign_in: SignIn) -> None:
    browser = make(sign_in("madoguchi"))
    picked = [slip.public_id for slip in blanks()[:2]]
    send(browser, f"{URL}/ending", 3, slip=picked, reason="停止が終わり回収した")
    with reading() as session:
        ended = session.scalars(select(Slip).where(Slip.state == SlipState.CANCELLED).order_by(Slip.running)).all()

    assert [(slip.running, slip.cancel_reason) for slip in ended] == [(1, "停止が終わり回収した"), (2, "停止が終わり回収した")]
    assert [entry.what for entry in entries_at(f"/{ended[0].public_id}")] == [EntryKind.CANCELLED]
    assert facts_of(Event.SLIP_BLANK_END) == [{"first": "R8-0001", "last": "R8-0002", "count": 2}]
    assert ENDED in fill(browser, "R8-0001").text
    assert [slip.running for slip in blanks()] == [3]


@pytest.mark.parametrize(
    ("picks", "reason", "said"), [([], "回収", NOTHING_PICKED), (["x" * 32], "回収", NOTHING_PICKED), (["a"], "", NO_REASON)]
)
def test_an_end_without_number_or_reason_is_refused(app: Flask, sign_in: SignIn, picks: list[str], reason: str, said: str) -> None:
    browser = send(make(sign_in("madoguchi")), f"{URL}/ending", 3, slip=picks, reason=reason)

    assert browser.status in (409, 422)
    assert said in browser.text
    assert len(blanks()) == 3


def test_one_that_was_filled_meanwhile_stops_the_whole_ending(app: Flask, sign_in: SignIn) -> None:
    browser = make(sign_in("madoguchi"))
    picked = [slip.public_id for slip in blanks()]
    fill(sign_in("daicho"), "R8-0002")
    send(browser, f"{URL}/ending", 3, slip=picked, reason="回収した")

    assert browser.status == 409
    assert "R8-0002: " in browser.text
    assert len(blanks()) == 2


def test_another_section_neither_sees_nor_ends_them(app: Flask, sign_in: SignIn) -> None:
    make(sign_in("madoguchi"))
    browser = make(sign_in("soumu"), "1")
    assert "R8-0001" not in browser.get(URL).text
    send(browser, f"{URL}/ending", 3, slip=[slip.public_id for slip in blanks()[:3]], reason="回収した")

    assert browser.status == 409
    assert len(blanks()) == 4
    assert browser.post(f"{URL}/{blanks()[0].public_id}/paper").status == 404


def test_numbers_of_the_old_year_are_typed_in_in_the_new_one(app: Flask, sign_in: SignIn) -> None:
    """Made on 31 March, used on 1 April: the number stays that of the year in which it was made."""
    with writing():
        slip = add_slip(BLANK, taken_at=datetime(2026, 3, 31, 17, 0, tzinfo=JAPAN), fiscal_year=2025, running=77)
    browser = fill(sign_in("toiawase"), "R7-0077", datetime(2026, 4, 1, 8, 31, tzinfo=JAPAN))

    assert browser.location == f"/inquiries/{slip.public_id}"


def test_nobody_without_the_permission_comes_here(app: Flask, sign_in: SignIn) -> None:
    assert {sign_in(login).get(URL).status for login in ("kansa", "kanri", "baitai", "kaijo")} == {403}
