"""A page learns that somebody else wrote in its slip, by two figures and a name: nothing of the slip is read for it (D-3)."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import clock
from portal.accounts.models import LoginSession
from portal.audit.models import AuditRecord
from portal.db import reading, writing
from portal.inquiries.news_rules import BY_ONESELF, BY_SOMEBODY, Mark, mark_after, news_words, read_mark, who_wrote
from tests.asked import statements
from tests.conftest import Browser
from tests.inquiries.at_desk import FETCHED, SignIn, act, ready, slip_at, type_into


def seen_on(browser: Browser, url: str) -> str:
    page = browser.get(url).text
    return page.split('id="seen" name="seen" value="', 1)[1].split('"', 1)[0]


def news(browser: Browser, url: str, seen: str) -> str:
    """What the line says; empty when nothing has moved."""
    browser.get(f"{url}/news?seen={seen}")
    assert browser.status in (200, 204), browser.text[:200]
    return browser.text.split('state--now">', 1)[1].split("<", 1)[0] if browser.status == 200 else ""


def name_of(browser: Browser) -> str:
    return browser.get("/password").text.split('class="topbar__staff">', 1)[1].split("<b>", 1)[1].split("<", 1)[0]


@pytest.mark.parametrize(
    ("by_lines", "by_fields", "named"),
    [
        ([], [], []),
        ([7], [7], []),
        ([8], [7, 9], [8]),
        ([8, 7, 8, 9], [], [8, 9]),
        ([], [7, 8, 8], [8]),
        ([7], [7, 8], [8]),
        ([], [7, 8, 9], None),
    ],
)
def test_who_is_named(by_lines: list[int], by_fields: list[int], named: list[int] | None) -> None:
    assert who_wrote(by_lines, by_fields, 7) == named


def test_the_line_names_everybody_or_nobody() -> None:
    assert news_words(["安 真由", "﨑山 𠮷雄"]) == "安 真由さん、﨑山 𠮷雄さんが追記しました。"
    assert (news_words([]), news_words(None)) == (BY_ONESELF, BY_SOMEBODY)


@pytest.mark.parametrize("written", ["", "1", "1.", "a.b", "-1.2", "1.2.3", "1" * 12 + ".1"])
def test_what_is_no_mark_has_seen_nothing(written: str) -> None:
    assert read_mark(written) == Mark()


def test_a_save_reads_nothing_that_another_wrote_before_it() -> None:
    assert mark_after("3.1", Mark(3, 1), Mark(4, 2)) == "4.2"
    assert mark_after("3.1", Mark(4, 1), Mark(5, 1)) == "3.1"


def test_nothing_is_said_while_nothing_moves(sign_in: SignIn) -> None:
    one = sign_in("toiawase")
    url = ready(one)
    seen = seen_on(one, url)
    with statements() as asked:
        assert news(one, url, seen) == ""

    assert len(asked) == 2, asked


def test_a_line_and_a_field_of_somebody_else_are_told_with_the_name(sign_in: SignIn) -> None:
    one, other = sign_in("toiawase"), sign_in("madoguchi")
    url = ready(one)
    seen = seen_on(one, url)
    act(other, url, "entries", words="会場に確かめた", note_channel="")
    assert news(one, url, seen) == f"{name_of(other)}さんが追記しました。"

    seen = seen_on(one, url)
    type_into(other, url, caller="﨑山 𠮷雄")
    assert news(one, url, seen) == f"{name_of(other)}さんが追記しました。"
    assert news(other, url, seen_on(other, url)) == ""


def test_ones_own_save_is_no_news_and_hides_none(sign_in: SignIn) -> None:
    one, other = sign_in("toiawase"), sign_in("madoguchi")
    url = ready(one)
    seen = seen_on(one, url)
    one.post(url, {"contact": "029-000-1111", "was_contact": "", "seen": seen}, headers=FETCHED)
    after = one.response.get_json()["seen"]
    assert after != seen
    assert news(one, url, after) == ""

    type_into(other, url, caller="鈴木")
    one.post(url, {"about_system": "台帳", "was_about_system": "", "seen": after}, headers=FETCHED)
    assert one.response.get_json()["seen"] == after
    assert news(one, url, after) == f"{name_of(other)}さんが追記しました。"


def test_looking_somebody_up_writes_nothing_in_the_slip(sign_in: SignIn) -> None:
    one, other = sign_in("toiawase"), sign_in("madoguchi")
    url = ready(one)
    seen = seen_on(one, url)
    act(other, url, "look-ups")
    assert slip_at(url).visit_id is not None

    assert news(one, url, seen) == ""


def test_it_is_no_look_at_the_slip_and_no_presence(sign_in: SignIn) -> None:
    one, other = sign_in("toiawase"), sign_in("madoguchi")
    url = ready(one)
    seen = seen_on(one, url)
    act(other, url, "entries", words="見ました", note_channel="")
    with writing() as session:
        for login in session.scalars(select(LoginSession)):
            login.seen_at = clock.now() - timedelta(minutes=3)
    before = counted()
    assert news(one, url, seen)

    assert counted() == before
    with reading() as session:
        assert max(session.scalars(select(LoginSession.seen_at))) < clock.now() - timedelta(minutes=2)


def counted() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(AuditRecord)) or 0


def test_nobody_else_learns_that_there_is_such_a_slip(app: Flask, sign_in: SignIn) -> None:
    url = ready(sign_in("toiawase"))
    stranger = sign_in("soumu")
    stranger.get(f"{url}/news?seen=1.1")

    assert stranger.status == 404


def test_whoever_hands_a_slip_back_can_still_open_it(sign_in: SignIn) -> None:
    one, between = sign_in("toiawase"), sign_in("soumu")
    url = ready(one)
    act(one, url, "handover", to="soumu", note="")
    act(between, url, "handover", to="toiawase", note="答えは出ています")
    assert between.location == url

    assert between.get(url).status == 200
    assert type_into(between, url, body="引き継ぐ間に打った文", was={"body": slip_at(url).body})["now"]
    between.get("/inquiries?view=section")
    assert url not in between.text
