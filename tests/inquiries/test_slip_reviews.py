"""供覧: by whom, of what, all or ticked ones at once, each slip with its own line (D-3)."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import clock
from portal.accounts.models import Deputy
from portal.audit.events import Event
from portal.clock import JAPAN
from portal.db import reading, writing
from portal.inquiries.models import Slip, SlipEntry
from portal.inquiries.review_rules import (
    CHANGED_SINCE,
    CLOSED_BY_ONESELF,
    NOT_CLOSED,
    NOTHING_PICKED,
    OF_OTHERS,
    REVIEWED_ALREADY,
    TOO_MANY,
    Reader,
    ToReview,
    outcome_words,
    why_not_pick,
    why_not_review,
)
from portal.inquiries.rules import EntryKind, SlipState
from tests.asked import statements
from tests.conftest import Browser
from tests.factories import a_resident
from tests.inquiries.at_desk import SignIn
from tests.inquiries.slip_rows import add_slip, facts_of
from tests.inquiries.test_lists import listed
from tests.people import section_id, staff_id

URL = "/inquiries/reviews"
AT = datetime(2027, 3, 31, 17, 15, tzinfo=JAPAN)
CLOSED, OPEN = SlipState.CLOSED, SlipState.OPEN
CHIEF, ABOVE = Reader(1, {10}), Reader(2, {20}, {10}, {1})


@pytest.mark.parametrize(
    ("slip", "reader", "reason"),
    [
        (ToReview(CLOSED, 10, 5, None, 3), CHIEF, None),
        (ToReview(OPEN, 10, None, None, 3), CHIEF, NOT_CLOSED),
        (ToReview(SlipState.CANCELLED, 10, None, None, 3), CHIEF, NOT_CLOSED),
        (ToReview(CLOSED, 10, 5, AT, 3), CHIEF, REVIEWED_ALREADY),
        (ToReview(CLOSED, 10, 1, None, 3), CHIEF, CLOSED_BY_ONESELF),
        (ToReview(CLOSED, 11, 5, None, 3), CHIEF, OF_OTHERS),
        (ToReview(CLOSED, 10, 1, None, 3), ABOVE, None),
        (ToReview(CLOSED, 10, 5, None, 3), ABOVE, OF_OTHERS),
        (ToReview(CLOSED, 10, 1, None, 3), Reader(6, {10}), None),
        (ToReview(CLOSED, 10, 5, None, 3), Reader(7, ()), OF_OTHERS),
    ],
)
def test_who_may_see_a_slip_off(slip: ToReview, reader: Reader, reason: str | None) -> None:
    assert why_not_review(slip, reader) == reason


@pytest.mark.parametrize(("seen", "reason"), [(3, None), (2, CHANGED_SINCE), (None, None)])
def test_only_what_was_on_the_screen_is_seen_off(seen: int | None, reason: str | None) -> None:
    assert why_not_review(ToReview(CLOSED, 10, 5, None, 3), CHIEF, seen_version=seen) == reason


@pytest.mark.parametrize(("count", "reason"), [(0, NOTHING_PICKED), (1, None), (200, None), (201, TOO_MANY)])
def test_at_most_two_hundred_at_once(count: int, reason: str | None) -> None:
    assert why_not_pick(count) == reason


def picks(text: str) -> list[str]:
    return re.findall(r'name="shown" value="([^"]+)"', text)


def reviewed(public_id: str) -> bool:
    with reading() as session:
        row = session.scalars(select(Slip).where(Slip.public_id == public_id)).one()
        line = session.scalars(select(SlipEntry).where(SlipEntry.slip_id == row.id).order_by(SlipEntry.id.desc())).first()
    assert (row.reviewed_at is not None) is (line is not None and line.what is EntryKind.REVIEWED)
    return row.reviewed_at is not None


def deputise(login: str) -> None:
    today = clock.today()
    with writing() as session:
        by = {"appointed_at": clock.now(), "appointed_by": staff_id("kacho")}
        term = {"starts_on": today, "ends_on": today + timedelta(days=3), "reason": "出張"}
        columns = {column.key for column in Deputy.__table__.columns}
        given = {name: value for name, value in (by | term).items() if name in columns}
        session.add(Deputy(public_id="d" * 32, section_id=section_id("kenko"), staff_id=staff_id(login), **given))


@pytest.mark.parametrize(
    ("done", "refused", "words"),
    [
        (3, 0, "3件を供覧しました。"),
        (2, 1, "2件を供覧しました。1件は供覧できませんでした。"),
        (0, 2, "2件は供覧できませんでした。"),
    ],
)
def test_what_became_of_those_that_were_ticked(done: int, refused: int, words: str) -> None:
    assert outcome_words(done, refused) == words


def test_ticked_ones_are_seen_off_each_with_its_line(app: Flask, sign_in: SignIn) -> None:
    resident = a_resident()
    with writing():
        first = add_slip(CLOSED, caller="渡邉", subject="券が2通", answer="新しい方を使うよう案内した", resident_id=resident.id)
        second, third = add_slip(CLOSED), add_slip(CLOSED)
        add_slip()
    browser = sign_in("kacho").get(URL)
    assert listed(browser.text) == [slip.number.shown for slip in (first, second, third)]
    assert "新しい方を使うよう案内した" in browser.text
    browser.post(URL, {"slip": picks(browser.text)[:2], "note": "よい対応です"})

    assert browser.location == URL
    assert [reviewed(slip.public_id) for slip in (first, second, third)] == [True, True, False]
    assert facts_of(Event.SLIP_REVIEW) == [{"slips": [first.number.shown, second.number.shown], "count": 2}]
    assert "2件を供覧しました" in browser.follow().text
    assert listed(browser.text) == [third.number.shown]


def test_everything_on_the_screen_at_once_and_twice_is_once(app: Flask, sign_in: SignIn) -> None:
    with writing():
        slips = [add_slip(CLOSED) for _ in range(3)]
    browser = sign_in("kacho").get(URL)
    form = {"shown": picks(browser.text), "all": "1", "note": "", "once": browser.hidden("once")}
    browser.post(URL, form)
    browser.post(URL, form)

    assert all(reviewed(slip.public_id) for slip in slips)
    assert len(facts_of(Event.SLIP_REVIEW)) == 1


def test_what_the_chief_closed_waits_for_the_one_above_or_the_deputy(app: Flask, sign_in: SignIn) -> None:
    with writing():
        own, other = add_slip(CLOSED, closed_by="kacho"), add_slip(CLOSED)
    chief, above = sign_in("kacho").get(URL), sign_in("bucho").get(URL)

    assert CLOSED_BY_ONESELF in chief.text
    assert len(picks(chief.text)) == 1
    assert listed(above.text) == [own.number.shown]
    assert f"/inquiries/{own.public_id}" in above.text
    chief.post(URL, {"slip": [f"{own.public_id}:1", f"{other.public_id}:1"], "note": ""})
    assert chief.status == 409
    assert CLOSED_BY_ONESELF in chief.text
    assert "1件を供覧しました。1件は供覧できませんでした。" in chief.text
    above.post(URL, {"slip": picks(above.text), "note": ""})
    assert reviewed(own.public_id)


def test_whoever_is_to_see_a_slip_off_reads_it_first_and_opens_no_other(app: Flask, sign_in: SignIn) -> None:
    with writing():
        own, other = add_slip(CLOSED, closed_by="kacho", answer="最後の行まで読む"), add_slip(CLOSED)
        at_work, seen = add_slip(), add_slip(CLOSED, closed_by="kacho", reviewed_at=clock.now(), reviewed_by=staff_id("daicho"))
    above = sign_in("bucho")
    assert "最後の行まで読む" in above.get(f"/inquiries/{own.public_id}").text
    assert [above.get(f"/inquiries/{slip.public_id}").status for slip in (other, at_work, seen)] == [404, 404, 404]
    assert above.get(f"/inquiries/{own.public_id}/news?seen=1.1").status == 204

    above.post(URL, {"slip": picks(above.get(URL).text), "note": "了解した"})
    assert above.get(f"/inquiries/{own.public_id}").status == 200
    assert above.get("/inquiries?view=closed").status == 200
    assert own.number.shown not in above.text


def test_a_deputy_who_may_nothing_else_opens_what_is_to_be_seen_off(app: Flask, sign_in: SignIn) -> None:
    with writing():
        own = add_slip(CLOSED, closed_by="kacho")
    deputise("baitai")
    browser = sign_in("baitai")
    assert f"/inquiries/{own.public_id}" in browser.get(URL).text

    assert browser.get(f"/inquiries/{own.public_id}").status == 200


def test_a_deputy_sees_off_for_the_chief_while_the_period_runs(app: Flask, sign_in: SignIn) -> None:
    with writing():
        own = add_slip(CLOSED, closed_by="kacho")
    assert sign_in("daicho").get(URL).status == 403
    deputise("daicho")
    browser = sign_in("daicho").get(URL)
    browser.post(URL, {"slip": picks(browser.text), "note": ""})

    assert reviewed(own.public_id)


@pytest.mark.parametrize("login", ["somukacho", "somubucho"])
def test_another_chief_sees_nothing_and_can_do_nothing(app: Flask, sign_in: SignIn, login: str) -> None:
    with writing():
        slip = add_slip(CLOSED)
    browser = sign_in(login).get(URL)
    assert "供覧を待つ受付票はありません" in browser.text
    browser.post(URL, {"slip": f"{slip.public_id}:1", "note": ""})

    assert (browser.status, reviewed(slip.public_id)) == (409, False)
    assert slip.number.shown not in browser.text


def test_what_changed_since_the_screen_stays_and_says_so(app: Flask, sign_in: SignIn) -> None:
    with writing():
        slip = add_slip(CLOSED)
    browser = sign_in("kacho").get(URL)
    with writing() as session:
        session.scalars(select(Slip).where(Slip.id == slip.id)).one().answer = "別の回答"
    browser.post(URL, {"slip": picks(browser.text), "note": ""})

    assert (browser.status, reviewed(slip.public_id)) == (409, False)
    assert CHANGED_SINCE in browser.text


@pytest.mark.parametrize("sent", [{}, {"slip": "x"}, {"slip": "0" * 32 + ":99999999999999999999"}, {"shown": "a" * 32 + ":1"}])
def test_nothing_ticked_is_said(app: Flask, sign_in: SignIn, sent: dict[str, str]) -> None:
    with writing():
        add_slip(CLOSED)
    browser = sign_in("kacho").get(URL)
    browser.post(URL, {"note": "あとで"} | sent)

    assert browser.status == 409
    assert NOTHING_PICKED in browser.text
    assert "あとで" in browser.text


def review_all(browser: Browser) -> Browser:
    browser.get(URL)
    return browser.post(URL, {"shown": picks(browser.text), "all": "1", "note": ""})


@pytest.mark.thorough
def test_a_thousand_are_seen_off_two_hundred_at_a_time(app: Flask, sign_in: SignIn) -> None:
    with writing():
        for _ in range(1_000):
            add_slip(CLOSED, answer="長" * 500)
    browser = sign_in("kacho")
    with statements() as asked:
        browser.get(URL)
    assert len(asked) < 25
    assert len(picks(browser.text)) == 200
    assert "続きは受付票にあります" in browser.text
    review_all(browser)
    with reading() as session:
        left = session.scalar(select(func.count()).where(Slip.reviewed_at.is_(None)))
    assert left == 800
    browser.get(f"{URL}?page=9")
    assert "4ページのうち4ページ目" in browser.text
