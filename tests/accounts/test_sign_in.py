"""The sign-in: who is let in, what a stranger learns, how guessing is slowed (R3-2, R6-4)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from portal.accounts.models import SignInFailure, Staff
from portal.accounts.rules import UNKNOWN_OR_WRONG
from portal.accounts.sessions import hash_token
from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.clock import JAPAN
from portal.db import db, reading, writing
from tests.accounts.signing_in import OFFICE, at_terminal, give_password, is_served
from tests.accounts.staff_records import facts_of, session_of, the_staff
from tests.conftest import Browser
from tests.people import PASSWORD

NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)
NOBODY = "yamada-hanako"


@pytest.fixture(autouse=True)
def moment() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def change(login_name: str, **values: Any) -> None:
    with writing() as session:
        session.execute(update(Staff).where(Staff.login_name == login_name).values(**values))


def all_texts() -> str:
    """Every value of every table."""
    with reading() as session:
        return "\n".join(repr(row) for table in db.metadata.sorted_tables for row in session.execute(select(table)))


def test_the_right_password_opens_the_first_page_of_ones_work(app: Flask) -> None:
    browser = give_password(at_terminal(app), "madoguchi")

    assert (browser.status, browser.location) == (303, "/")
    browser.follow()
    assert browser.location == "/residents"
    assert "根本 千夏" in browser.follow().text
    assert facts_of(Event.SESSION_START) == [{"by": "madoguchi", "method": "password"}]
    assert session_of("madoguchi").address == OFFICE


@pytest.mark.parametrize("login_name", [" madoguchi ", "Madoguchi", "MADOGUCHI"])
def test_blanks_and_capitals_do_not_matter_in_a_login_name(app: Flask, login_name: str) -> None:
    assert give_password(at_terminal(app), login_name).status == 303


def test_the_browser_holds_a_token_and_the_table_its_hash_alone(app: Flask) -> None:
    browser = give_password(at_terminal(app), "madoguchi")
    with browser.client.session_transaction() as cookie:
        token = cookie["_user_id"]

    assert session_of("madoguchi").token_hash == hash_token(token)
    assert token not in all_texts()


def test_a_stranger_does_not_learn_whether_the_name_exists(app: Flask) -> None:
    wrong = give_password(at_terminal(app), "madoguchi", "not-the-password")
    unknown = give_password(at_terminal(app), NOBODY, "not-the-password")

    assert (wrong.status, unknown.status) == (422, 422)
    assert wrong.text.replace("madoguchi", "") == _with_token_of(wrong, unknown).replace(NOBODY, "")
    assert UNKNOWN_OR_WRONG in wrong.text
    assert not is_served(wrong)


def _with_token_of(one: Browser, other: Browser) -> str:
    return other.text.replace(other.hidden("csrf_token"), one.hidden("csrf_token"))


def test_the_password_field_comes_back_empty(app: Flask) -> None:
    browser = give_password(at_terminal(app), "madoguchi", "not-the-password")

    assert "not-the-password" not in browser.text


def test_an_unknown_name_is_recorded_without_what_was_typed(app: Flask) -> None:
    give_password(at_terminal(app), NOBODY, "not-the-password")

    assert facts_of(Event.SESSION_REFUSE) == [{"by": "(登録のない名前)", "reason": "職員が見つからない"}]
    assert NOBODY not in all_texts()


def test_a_wrong_password_is_recorded_under_the_account(app: Flask) -> None:
    give_password(at_terminal(app), "madoguchi", "not-the-password")

    assert facts_of(Event.SESSION_REFUSE) == [{"by": "madoguchi", "reason": "パスワード違い"}]
    assert "not-the-password" not in all_texts()


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(app: Flask) -> None:
    browser = at_terminal(app)
    for _ in range(4):
        give_password(browser, "madoguchi", "not-the-password")
    assert the_staff("madoguchi").locked_until is None
    give_password(browser, "madoguchi", "not-the-password")

    assert the_staff("madoguchi").locked_until == NOW + timedelta(minutes=15)
    assert UNKNOWN_OR_WRONG in give_password(browser, "madoguchi", "not-the-password").text
    give_password(browser, "madoguchi")
    assert browser.status == 403
    assert "あと15分待つか、システム管理者に申し出てください。" in browser.text
    assert [facts["reason"] for facts in facts_of(Event.SESSION_REFUSE)][-2:] == ["ロック中", "ロック中に正しいパスワード"]


def test_a_lock_ends_by_itself_and_the_count_begins_anew(app: Flask, moment: Any) -> None:
    change("madoguchi", failures=0, locked_until=NOW + timedelta(minutes=15))
    browser = at_terminal(app)
    moment.shift(timedelta(minutes=14, seconds=59))
    assert "あと1分待つか" in give_password(browser, "madoguchi").text

    moment.shift(timedelta(seconds=1))
    give_password(browser, "madoguchi", "not-the-password")
    assert the_staff("madoguchi").failures == 1
    assert give_password(browser, "madoguchi").status == 303
    assert (the_staff("madoguchi").failures, the_staff("madoguchi").locked_until) == (0, None)


@pytest.mark.thorough
def test_the_lock_of_one_is_no_lock_of_another(app: Flask) -> None:
    browser = at_terminal(app)
    for _ in range(6):
        give_password(browser, "madoguchi", "not-the-password")

    assert give_password(at_terminal(app), "madoguchi2").status == 303


def failures_from(address: str, count: int, at: datetime = NOW) -> None:
    with writing() as session:
        session.add_all(SignInFailure(address=address, at=at) for _ in range(count))


def test_an_office_behind_one_address_works_on_below_twenty_failures(app: Flask) -> None:
    failures_from(OFFICE, 19)

    assert give_password(at_terminal(app), "madoguchi").status == 303


def test_from_twenty_failures_on_an_address_waits_and_is_then_let_in(app: Flask, moment: Any) -> None:
    failures_from(OFFICE, 19)
    assert give_password(at_terminal(app), NOBODY).status == 422  # the twentieth
    browser = give_password(at_terminal(app), "madoguchi")
    assert browser.status == 429
    assert "1秒待ってから、もう一度お試しください。" in browser.text

    moment.shift(timedelta(seconds=1))
    assert give_password(browser, "madoguchi").status == 303


def test_another_address_does_not_wait(app: Flask) -> None:
    failures_from("10.99.0.1", 200)

    assert give_password(at_terminal(app), "madoguchi").status == 303
    assert give_password(at_terminal(app, "10.99.0.1"), "madoguchi2").status == 429


def test_old_failures_of_an_address_are_forgotten(app: Flask) -> None:
    failures_from(OFFICE, 200, at=NOW - timedelta(minutes=15))

    assert give_password(at_terminal(app), "madoguchi").status == 303


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 24), date(2026, 11, 24), ""),
        (date(2026, 11, 25), None, "まだ始まっていません"),
        (date(2026, 4, 1), date(2026, 11, 23), "終わっています"),
    ],
)
def test_an_account_lets_in_from_its_first_day_to_its_last(app: Flask, first: date, last: date | None, words: str) -> None:
    change("madoguchi", valid_from=first, valid_until=last)
    browser = give_password(at_terminal(app), "madoguchi")

    assert browser.status == (403 if words else 303)
    assert words in browser.text
    if words:
        assert facts_of(Event.SESSION_REFUSE) == [{"by": "madoguchi", "reason": "利用停止か期間外"}]


def test_a_stopped_person_is_not_let_in_and_a_stranger_does_not_learn_of_it(app: Flask) -> None:
    change("madoguchi", stopped_at=NOW, stopped_reason="休職")

    assert UNKNOWN_OR_WRONG in give_password(at_terminal(app), "madoguchi", "not-the-password").text
    browser = give_password(at_terminal(app), "madoguchi")
    assert (browser.status, "止められています" in browser.text) == (403, True)
    assert not is_served(browser)


@pytest.mark.parametrize("login_name", ["ma\x00doguchi", "madoguchi\x00", "\x1b[31m", "' OR 1=1 --", "a" * 5000, "𠮷\U000e0101"])
def test_a_name_that_can_be_nobodys_is_refused_like_any_other(app: Flask, login_name: str) -> None:
    browser = give_password(at_terminal(app), login_name)

    assert browser.status == 422
    assert UNKNOWN_OR_WRONG in browser.text


@pytest.mark.parametrize(("login_name", "password"), [("", ""), ("madoguchi", ""), ("", PASSWORD), ("  ", PASSWORD)])
def test_an_empty_field_is_asked_for(app: Flask, login_name: str, password: str) -> None:
    browser = give_password(at_terminal(app), login_name, password)

    assert browser.status == 422
    assert "入れてください。" in browser.text
    assert facts_of(Event.SESSION_REFUSE) == []


def test_a_form_without_the_pages_token_is_stale(app: Flask) -> None:
    browser = Browser(app)
    browser.post("/sign-in", {"login_name": "madoguchi", "password": PASSWORD, "csrf_token": "forged"})

    assert browser.status == 400
    assert "画面を開き直して" in browser.text
    assert facts_of(Event.SESSION_START) == []


def test_the_record_tells_from_where(app: Flask) -> None:
    give_password(at_terminal(app, "10.33.0.4"), "madoguchi", "not-the-password")

    with reading() as session:
        addresses = session.scalars(select(AuditRecord.address)).all()
    assert addresses == ["10.33.0.4"]
