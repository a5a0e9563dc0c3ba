"""A first password issued anew, and a lock lifted."""

import re
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.models import Staff
from portal.accounts.passwords import password_matches
from portal.accounts.rules import EndReason
from portal.audit.events import Event
from portal.db import writing
from tests.accounts.staff_records import facts_of, send_twice, session_of, the_staff
from tests.conftest import Browser
from tests.people import PASSWORD

SignIn = Callable[[str], Browser]
PAGE = "/staff/madoguchi/first-password"
UNLOCK = "/staff/madoguchi/unlocking"
SHOWN = re.compile(r'<b class="fig">([a-z-]+)</b>')


def lock(login_name: str) -> None:
    with writing() as session:
        staff = session.scalars(select(Staff).where(Staff.login_name == login_name)).one()
        staff.locked_until, staff.failures = clock.now() + timedelta(minutes=10), 3


def test_the_new_password_is_shown_once_and_must_be_changed(sign_in: SignIn) -> None:
    clerk, admin = sign_in("madoguchi"), sign_in("kanri")
    lock("madoguchi")
    page = admin.get(PAGE).post(PAGE)
    found = SHOWN.search(page.text)
    assert page.status == 200
    assert found
    changed = the_staff("madoguchi")
    assert password_matches(changed.password_hash, found.group(1))
    assert not password_matches(changed.password_hash, PASSWORD)
    assert changed.must_change_password
    assert (changed.locked_until, changed.failures) == (None, 0)
    assert session_of("madoguchi").end_reason is EndReason.PASSWORD
    assert clerk.get("/password").status == 303
    assert facts_of(Event.STAFF_CHANGE) == [{"by": "kanri", "staff": "madoguchi", "changes": ["初回パスワードを発行し直した"]}]


def test_pressed_twice_the_first_password_stays_and_is_not_shown_again(sign_in: SignIn) -> None:
    admin = sign_in("kanri").get(PAGE)
    tokens = {"once": admin.hidden("once"), "csrf_token": admin.hidden("csrf_token")}
    first = SHOWN.search(admin.post(PAGE, tokens).text)
    second = admin.post(PAGE, tokens)
    assert first
    assert not SHOWN.search(second.text)
    assert "一度だけ表示しました" in second.text
    assert password_matches(the_staff("madoguchi").password_hash, first.group(1))
    assert len(facts_of(Event.STAFF_CHANGE)) == 1


def test_ones_own_password_is_changed_with_the_present_one_only(sign_in: SignIn) -> None:
    admin = sign_in("kanri")
    assert admin.get("/staff/kanri/first-password").status == 409
    once = admin.get(PAGE).hidden("once")
    assert admin.post("/staff/kanri/first-password", {"once": once}).status == 409
    assert password_matches(the_staff("kanri").password_hash, PASSWORD)


def test_a_lock_is_lifted_and_recorded(sign_in: SignIn) -> None:
    lock("madoguchi")
    admin = sign_in("kanri")
    assert "ロックを解く" in admin.get("/staff/madoguchi").text
    assert admin.get(UNLOCK).post(UNLOCK).status == 303
    unlocked = the_staff("madoguchi")
    assert (unlocked.locked_until, unlocked.failures) == (None, 0)
    assert facts_of(Event.STAFF_CHANGE) == [{"by": "kanri", "staff": "madoguchi", "changes": ["ロックを解いた"]}]


def test_a_lock_lifted_twice_is_recorded_once(sign_in: SignIn) -> None:
    lock("madoguchi")
    assert send_twice(sign_in("kanri"), UNLOCK, {}).status == 303
    assert len(facts_of(Event.STAFF_CHANGE)) == 1


def test_who_is_not_locked_cannot_be_unlocked(sign_in: SignIn) -> None:
    lock("madoguchi")
    late = sign_in("kanri2").get(UNLOCK)
    sign_in("kanri").get(UNLOCK).post(UNLOCK)
    assert late.post(UNLOCK).status == 409
    assert "ロックされていません" in late.text
    assert late.get(UNLOCK).status == 409


def test_only_the_system_admin_issues_and_unlocks(sign_in: SignIn, app: Flask) -> None:
    clerk = sign_in("daicho")
    for address in (PAGE, UNLOCK):
        assert clerk.get(address).status == 403
        assert clerk.post(address).status == 403
    assert len(facts_of(Event.REQUEST_REFUSE)) == 4
    assert password_matches(the_staff("madoguchi").password_hash, PASSWORD)
