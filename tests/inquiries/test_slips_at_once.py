"""Two at the same moment: numbers without gaps, one result, and every letter kept (D-3)."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.db import reading
from portal.inquiries.models import Slip
from portal.inquiries.rules import EntryKind, SlipState
from tests.conftest import Browser
from tests.inquiries.at_desk import SignIn, entries_at, formers_at, ready, slip_at, start_token, started
from tests.vouchers.test_at_the_same_time import Sending, at_once, chain_is_whole

pytestmark = pytest.mark.thorough
PEOPLE = ("toiawase", "madoguchi", "madoguchi2", "daicho")


def tokens(browser: Browser, url: str) -> dict[str, object]:
    browser.get(url)
    return {name: browser.hidden(name) for name in ("once", "csrf_token")}


def typing(browser: Browser, url: str, body: str, was: str) -> Sending:
    """As the script sends it, in a form: the script's header would need a signature of its own here."""
    return (browser, url, {"body": body, "was_body": was, "csrf_token": tokens(browser, url)["csrf_token"]})


def test_four_telephones_ring_and_four_numbers_follow(app: Flask, sign_in: SignIn) -> None:
    people = [sign_in(each) for each in PEOPLE]
    at_once([(each, "/inquiries", {"once": start_token(each)}) for each in people])

    assert [each.status for each in people] == [303] * 4
    with reading() as session:
        assert sorted(session.scalars(select(Slip.running))) == [1, 2, 3, 4]
    assert chain_is_whole()


def test_one_key_held_down_is_one_slip(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("toiawase")
    second = Browser(app)
    with browser.client.session_transaction() as mine, second.client.session_transaction() as other:
        other.update(mine)
    token = start_token(browser)
    second.get("/password")
    at_once([(each, "/inquiries", {"once": token}) for each in (browser, second)])

    assert browser.location == second.location
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Slip)) == 1


def test_what_four_people_type_at_once_is_all_there(app: Flask, sign_in: SignIn) -> None:
    people = [sign_in(each) for each in PEOPLE]
    url = started(people[0])
    at_once([typing(each, url, f"{number}人目の文", "") for number, each in enumerate(people)])

    assert [each.status for each in people] == [303] * 4
    words = [slip_at(url).body, *[entry.words for entry in entries_at(url)], *[former.words for former in formers_at(url)]]
    assert all(any(f"{number}人目の文" in each for each in words) for number in range(4)), words
    assert chain_is_whole()


def test_lines_added_by_four_at_once_stand_in_one_text(app: Flask, sign_in: SignIn) -> None:
    people = [sign_in(each) for each in PEOPLE]
    url = ready(people[0])
    was = slip_at(url).body
    at_once([typing(each, url, f"{was}\n{number}人目の行", was) for number, each in enumerate(people)])

    lines = slip_at(url).body.split("\n")
    assert sorted(lines) == sorted([was, *[f"{number}人目の行" for number in range(4)]])
    assert [entry.what for entry in entries_at(url)] == [EntryKind.STARTED]


def test_of_two_who_close_one_is_told(app: Flask, sign_in: SignIn) -> None:
    people = [sign_in(each) for each in PEOPLE[:2]]
    url = ready(people[0])
    at_once([(each, f"{url}/closing", {"result": "no_answer", "answer": "", "was_answer": ""} | tokens(each, url)) for each in people])

    assert sorted(each.status for each in people) == [303, 409]
    assert slip_at(url).state is SlipState.CLOSED


def test_typing_while_another_hands_it_over_and_closes(app: Flask, sign_in: SignIn) -> None:
    one, two = (sign_in(each) for each in PEOPLE[:2])
    url = ready(one)
    was = slip_at(url).body
    handing: Sending = (two, f"{url}/handover", {"to": "soumu", "note": "総務で"} | tokens(two, url))
    at_once([typing(one, url, was + "\n最後の行", was), handing])

    assert (one.status, two.status) == (303, 303)
    assert slip_at(url).body.endswith("最後の行")
