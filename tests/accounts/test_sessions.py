"""A session: one a person, ended by the clock, by another sign-in, by leaving for good; left and taken up again (R3-4)."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from portal.accounts.models import LoginSession, PermissionGrant, RoleGrant, Staff
from portal.accounts.rules import EndReason
from portal.audit.events import Event
from portal.clock import JAPAN
from portal.db import reading, writing
from portal.jobs.actions import ask_for_job
from portal.permissions import Permission, Role
from tests.accounts.signing_in import VISIT, at_terminal, give_password, is_served, sign_in_again
from tests.accounts.staff_records import facts_of, session_of
from tests.conftest import Browser
from tests.factories import a_resident
from tests.people import staff_id

pytestmark = pytest.mark.thorough

SignIn = Callable[[str], Browser]
NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)
LIMIT = timedelta(seconds=900)


@pytest.fixture(autouse=True)
def moment() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def in_visit(browser: Browser) -> tuple[Browser, str]:
    """At work, on the page whose token is given back."""
    browser.get("/visits/new").post("/visits", VISIT)
    token = browser.get("/residents").hidden("csrf_token")
    assert "窓口・再発行" in browser.text
    return browser, token


def live_sessions(login_name: str) -> int:
    with reading() as session:
        mine = select(LoginSession).where(LoginSession.staff_id == staff_id(login_name), LoginSession.ended_at.is_(None))
        return len(session.scalars(mine).all())


def test_a_second_sign_in_ends_the_first_and_says_so_there(app: Flask) -> None:
    first = give_password(at_terminal(app, "10.0.0.1"), "madoguchi")
    second = give_password(at_terminal(app, "10.0.0.2"), "madoguchi")

    assert is_served(second)
    assert live_sessions("madoguchi") == 1
    assert first.get("/residents").location == "/sign-in"
    first.follow()
    assert "同じ職員が別の端末でサインインしたため" in first.text
    assert "すぐにシステム管理者に知らせてください。" in first.text
    assert facts_of(Event.SESSION_END) == [{"by": "madoguchi", "reason": EndReason.ELSEWHERE.value}]


def test_the_sign_in_page_says_nothing_of_an_earlier_end_after_a_new_beginning(app: Flask) -> None:
    first = give_password(at_terminal(app, "10.0.0.1"), "madoguchi")
    give_password(at_terminal(app, "10.0.0.2"), "madoguchi")
    first.get("/residents").follow()
    give_password(first, "madoguchi")

    assert "別の端末で" not in first.get("/sign-in").text


def test_two_people_work_at_once(app: Flask) -> None:
    one, other = give_password(at_terminal(app), "madoguchi"), give_password(at_terminal(app), "madoguchi2")

    assert is_served(one)
    assert is_served(other)


def test_the_server_ends_a_session_that_nobody_uses(sign_in: SignIn, moment: Any) -> None:
    browser = sign_in("madoguchi").get("/residents")
    moment.shift(LIMIT)
    assert is_served(browser)
    moment.shift(LIMIT + timedelta(seconds=1))

    assert browser.get("/residents").location == "/sign-in"
    assert "しばらく操作がなかったため" in browser.follow().text
    assert session_of("madoguchi").end_reason is EndReason.IDLE
    assert facts_of(Event.SESSION_END) == [{"by": "madoguchi", "reason": EndReason.IDLE.value}]


def test_work_keeps_a_session_alive(sign_in: SignIn, moment: Any) -> None:
    browser = sign_in("madoguchi")
    for _ in range(5):
        moment.shift(timedelta(minutes=10))
        assert is_served(browser)


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(sign_in: SignIn, moment: Any) -> None:
    with writing():
        job = ask_for_job("residents:register:check", about=1, total=200, by_staff_id=staff_id("daicho"))
    browser = sign_in("daicho")
    browser.get(f"/jobs/{job.public_id}")
    for _ in range(15):
        moment.shift(timedelta(minutes=1))
        assert browser.get(f"/jobs/{job.public_id}/progress", headers={"HX-Request": "true"}).status == 200
    moment.shift(timedelta(seconds=1))

    assert browser.get(f"/jobs/{job.public_id}/progress", headers={"HX-Request": "true"}).status == 401
    assert session_of("daicho").end_reason is EndReason.IDLE


def test_at_a_seat_that_was_left_nothing_is_served(sign_in: SignIn) -> None:
    resident = a_resident(name="見本 太郎")
    browser, token = in_visit(sign_in("madoguchi"))
    browser.get(f"/residents/{resident.public_id}")
    assert browser.post("/away", {"csrf_token": token}, headers={"X-Requested-With": "fetch"}).status == 204

    for url in ("/residents", f"/residents/{resident.public_id}", "/password", "/"):
        browser.get(url)
        assert (browser.status, browser.location) == (303, "/sign-in")
    assert browser.get("/residents", headers={"HX-Request": "true"}).status == 401
    assert browser.post("/visits/end", {"csrf_token": token}).location == "/sign-in"
    assert "見本 太郎" not in browser.follow().text
    assert facts_of(Event.SESSION_LEAVE) == [{"by": "madoguchi", "reason": "離席"}]


def test_the_password_brings_back_to_the_seat_with_session_visit_and_open_forms(sign_in: SignIn) -> None:
    browser, token = in_visit(sign_in("madoguchi"))
    before = session_of("madoguchi")
    browser.post("/away", {"csrf_token": token}, headers={"X-Requested-With": "fetch"})
    assert sign_in_again(browser, "madoguchi", token).status == 204

    assert session_of("madoguchi").id == before.id
    assert browser.post("/residents", {"csrf_token": token, "q": "ミホン", "birth": ""}).location == "/residents"
    assert session_of("madoguchi").visit_id == before.visit_id
    assert facts_of(Event.SESSION_RETURN) == [{"by": "madoguchi"}]


def test_a_wrong_password_leaves_the_seat_left(sign_in: SignIn) -> None:
    browser, token = in_visit(sign_in("madoguchi"))
    browser.post("/away", {"csrf_token": token})
    sign_in_again(browser, "madoguchi", token, password="not-the-password")

    assert browser.status == 422
    assert browser.response.mimetype == "text/plain"
    assert "パスワードが違います" in browser.text
    assert not is_served(browser)


@pytest.mark.parametrize("asks_before", [True, False])
def test_after_the_idle_end_the_same_page_goes_on_in_a_new_session(sign_in: SignIn, moment: Any, asks_before: bool) -> None:
    """Also when the covered page asked for nothing meanwhile, so that the server had no occasion to end the session."""
    browser, token = in_visit(sign_in("madoguchi"))
    before = session_of("madoguchi")
    moment.shift(LIMIT + timedelta(seconds=1))
    if asks_before:
        assert browser.get("/residents", headers={"HX-Request": "true"}).status == 401
    assert sign_in_again(browser, "madoguchi", token).status == 204

    after = session_of("madoguchi")
    assert after.id != before.id
    assert after.visit_id == before.visit_id
    assert browser.post("/residents", {"csrf_token": token, "q": "ミホン", "birth": ""}).location == "/residents"
    assert "窓口・再発行" in browser.follow().text
    assert facts_of(Event.SESSION_END) == [{"by": "madoguchi", "reason": EndReason.IDLE.value}]
    assert live_sessions("madoguchi") == 1


def test_a_visit_does_not_outlive_its_day(sign_in: SignIn, moment: Any) -> None:
    browser, token = in_visit(sign_in("madoguchi"))
    moment.shift(timedelta(hours=22))
    sign_in_again(browser, "madoguchi", token)

    assert session_of("madoguchi").visit_id is None
    assert "窓口・再発行" not in browser.get("/residents").text


def test_another_person_at_the_same_browser_takes_over_no_visit(app: Flask, moment: Any) -> None:
    browser = give_password(at_terminal(app), "madoguchi")
    in_visit(browser)
    moment.shift(LIMIT + timedelta(seconds=1))
    give_password(browser.get("/residents").follow(), "madoguchi2")

    assert session_of("madoguchi2").visit_id is None
    assert "窓口・再発行" not in browser.get("/residents").text


def test_signing_out_ends_session_and_visit(sign_in: SignIn) -> None:
    browser, token = in_visit(sign_in("madoguchi"))
    assert browser.post("/sign-out", {"csrf_token": token}).location == "/sign-in"

    assert "サインアウトしました。" in browser.follow().text
    assert not is_served(browser)
    assert session_of("madoguchi").end_reason is EndReason.SIGNED_OUT
    assert facts_of(Event.SESSION_END) == [{"by": "madoguchi", "reason": EndReason.SIGNED_OUT.value}]


@pytest.mark.parametrize("values", [{"stopped_at": NOW}, {"valid_until": date(2026, 11, 23)}, {"valid_from": date(2026, 11, 25)}])
def test_who_may_no_longer_sign_in_is_served_no_longer(sign_in: SignIn, values: dict[str, Any]) -> None:
    browser = sign_in("madoguchi")
    assert is_served(browser)
    with writing() as session:
        session.execute(update(Staff).where(Staff.login_name == "madoguchi").values(**values))

    assert not is_served(browser)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "status"),
    [
        (date(2026, 11, 24), date(2026, 11, 24), 200),
        (date(2026, 11, 25), date(2026, 12, 31), 403),
        (date(2026, 4, 1), date(2026, 11, 23), 403),
    ],
)
@pytest.mark.parametrize("grant", [(RoleGrant, {"role": Role.AUDITOR}), (PermissionGrant, {"permission": Permission.RECORD_SEARCH})])
def test_roles_and_permissions_hold_on_their_days_alone(
    sign_in: SignIn, grant: tuple[Any, dict[str, Any]], starts_on: date, ends_on: date, status: int
) -> None:
    table, what = grant
    with writing() as session:
        session.add(table(staff_id=staff_id("kaijo"), starts_on=starts_on, ends_on=ends_on, **what))

    assert sign_in("kaijo").get("/audit-records").status == status


def test_what_one_may_not_is_refused_in_words_and_recorded(sign_in: SignIn) -> None:
    browser = sign_in("madoguchi").get("/staff")

    assert browser.status == 403
    assert "所属長かシステム管理者へ申し出てください。" in browser.text
    assert facts_of(Event.REQUEST_REFUSE) == [
        {"by": "madoguchi", "endpoint": "accounts.list_staff", "permission": Permission.STAFF_MANAGE.value}
    ]


def test_a_forged_token_is_nobody(stranger: Browser) -> None:
    with stranger.client.session_transaction() as cookie:
        cookie["_user_id"] = "forged-\udcff"

    assert not is_served(stranger)
    assert not is_served(stranger)
