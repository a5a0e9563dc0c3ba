"""One's own password: asked for before anything else while it is a first one, changed by the rules."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from portal.accounts.models import Staff
from portal.audit.events import Event
from portal.db import writing
from tests.accounts.signing_in import at_terminal, give_password
from tests.accounts.staff_records import facts_of, session_of, the_staff
from tests.conftest import Browser
from tests.people import PASSWORD

SignIn = Callable[[str], Browser]
NEW = "atarashii-uta-hitotsu"


def with_a_first_password(login_name: str) -> None:
    with writing() as session:
        session.execute(update(Staff).where(Staff.login_name == login_name).values(must_change_password=True))


def send(browser: Browser, present: str = PASSWORD, new: str = NEW, again: str | None = None) -> Browser:
    browser.get("/password")
    return browser.post("/password", {"present": present, "new_password": new, "new_password_again": new if again is None else again})


def test_a_first_password_is_changed_before_anything_else(sign_in: SignIn) -> None:
    with_a_first_password("madoguchi")
    browser = sign_in("madoguchi")

    assert browser.get("/residents").location == "/password"
    assert browser.get("/").location == "/password"
    assert "初めてのサインイン" in browser.get("/password").text
    assert send(browser).location == "/"
    assert browser.get("/residents").status == 200


def test_with_a_first_password_the_seat_can_be_left_and_the_session_ended(sign_in: SignIn) -> None:
    with_a_first_password("madoguchi")
    browser = sign_in("madoguchi").get("/password")

    assert browser.post("/away", headers={"X-Requested-With": "fetch"}).status == 204
    assert session_of("madoguchi").left_at is not None


def test_a_changed_password_opens_and_the_old_one_does_not(app: Flask, sign_in: SignIn) -> None:
    send(sign_in("madoguchi"))

    assert give_password(at_terminal(app), "madoguchi", NEW).status == 303
    assert give_password(at_terminal(app), "madoguchi", PASSWORD).status == 422
    assert facts_of(Event.PASSWORD_CHANGE) == [{"by": "madoguchi"}]
    assert the_staff("madoguchi").must_change_password is False


@pytest.mark.parametrize(
    ("present", "new", "again", "words"),
    [
        ("not-the-password", NEW, NEW, "いまのパスワードが違います。"),
        (PASSWORD, "mijikai", "mijikai", "12文字以上にしてください"),
        (PASSWORD, PASSWORD, PASSWORD, "いまと同じパスワードは使えません。"),
        (PASSWORD, "kyou-madoguchi-de", "kyou-madoguchi-de", "ログイン名を入れないで"),
        (PASSWORD, NEW, f"{NEW}x", "2回の入力が違います。"),
        ("", NEW, NEW, "いまのパスワードを入れてください。"),
        (PASSWORD, "", "", "新しいパスワードを入れてください。"),
        (PASSWORD, "a" * 1_000_000, "a" * 1_000_000, "200文字まで"),
    ],
)
def test_what_does_not_do_is_said_and_changes_nothing(sign_in: SignIn, present: str, new: str, again: str, words: str) -> None:
    before = the_staff("madoguchi").password_hash
    browser = send(sign_in("madoguchi"), present, new, again)

    assert browser.status == 422
    assert words in browser.text
    assert the_staff("madoguchi").password_hash == before
    assert facts_of(Event.PASSWORD_CHANGE) == []
    assert PASSWORD not in browser.text
