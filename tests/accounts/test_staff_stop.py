"""Stopping and resuming: signed out at once, never oneself, never the last system admin."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, select

from portal.accounts import staff_actions
from portal.accounts.models import LoginSession, RoleGrant, Staff
from portal.accounts.rules import EndReason
from portal.audit.events import Event
from portal.audit.record import Actor
from portal.db import db, reading, writing
from portal.errors import Refused
from portal.permissions import Role
from tests.accounts.staff_records import facts_of, send_twice, session_of, the_staff
from tests.conftest import Browser
from tests.people import staff_id

SignIn = Callable[[str], Browser]
PAGE = "/staff/madoguchi/stop"


def admins_in_use() -> int:
    admins = select(Staff.id).join(RoleGrant, RoleGrant.staff_id == Staff.id).where(RoleGrant.role == Role.SYSTEM_ADMIN)
    with reading() as session:
        return len(session.scalars(admins.where(Staff.stopped_at.is_(None))).all())


def leave_only(login_name: str) -> None:
    with writing() as session:
        session.execute(delete(RoleGrant).where(RoleGrant.role == Role.SYSTEM_ADMIN, RoleGrant.staff_id != staff_id(login_name)))


def test_a_stopped_person_is_signed_out_and_the_reason_stands_on_the_page(sign_in: SignIn) -> None:
    clerk, admin = sign_in("madoguchi"), sign_in("kanri")
    assert admin.get(PAGE).post(PAGE, {"reason": "令和8年10月1日付けで\n異動"}).status == 303
    assert the_staff("madoguchi").stopped_at is not None
    assert session_of("madoguchi").end_reason is EndReason.STOPPED
    assert clerk.get("/password").location.endswith("/sign-in")
    page = admin.get("/staff/madoguchi")
    assert "令和8年10月1日付けで 異動" in page.text
    assert "利用を再開する" in page.text
    assert facts_of(Event.STAFF_STOP) == [{"by": "kanri", "staff": "madoguchi", "reason": "令和8年10月1日付けで 異動"}]


def test_a_reason_is_needed(sign_in: SignIn) -> None:
    page = sign_in("kanri").get(PAGE).post(PAGE, {"reason": " "})
    assert page.status == 422
    assert "理由を入れてください" in page.text
    assert the_staff("madoguchi").stopped_at is None


def test_an_individual_number_is_not_taken_as_a_reason(sign_in: SignIn) -> None:
    page = sign_in("kanri").get(PAGE).post(PAGE, {"reason": "本人 123456789018 より"})
    assert page.status == 422
    assert "123456789018" not in str(facts_of(Event.STAFF_STOP))


def test_pressed_twice_it_is_stopped_once(sign_in: SignIn) -> None:
    second = send_twice(sign_in("kanri"), PAGE, {"reason": "異動"})
    assert second.status == 303
    assert len(facts_of(Event.STAFF_STOP)) == 1


def test_stopped_already_by_another_admin_is_said(sign_in: SignIn) -> None:
    late = sign_in("kanri2").get(PAGE)
    sign_in("kanri").get(PAGE).post(PAGE, {"reason": "異動"})
    page = late.post(PAGE, {"reason": "退職"})
    assert page.status == 409
    assert "もう止められています" in page.text
    assert the_staff("madoguchi").stopped_reason == "異動"
    assert late.get(PAGE).status == 409


def test_nobody_stops_themselves(sign_in: SignIn) -> None:
    admin = sign_in("kanri")
    assert admin.get("/staff/kanri/stop").status == 409
    once = admin.get(PAGE).hidden("once")
    page = admin.post("/staff/kanri/stop", {"reason": "休みたい", "once": once})
    assert page.status == 409
    assert "自分の利用を止めることはできません" in page.text
    assert the_staff("kanri").stopped_at is None
    assert facts_of(Event.STAFF_STOP) == []


def test_the_last_system_admin_stays(app: Flask) -> None:
    leave_only("kanri")
    with pytest.raises(Refused, match="1人もいなくなります"):
        staff_actions.stop_staff("kanri", "整理", by=Actor(staff_id=None, login_name="program", address=""))
    assert the_staff("kanri").stopped_at is None
    assert facts_of(Event.STAFF_STOP) == []


@pytest.mark.thorough
def test_two_admins_who_stop_each_other_at_once_do_not_both_succeed(app: Flask) -> None:
    with reading():
        actors = {login_name: Actor(staff_id(login_name), login_name, "127.0.0.1") for login_name in ("kanri", "kanri2")}
    start, outcomes = threading.Barrier(2), []

    def stop(whom: str, by: Actor) -> None:
        with app.app_context():
            start.wait()
            try:
                staff_actions.stop_staff(whom, "争い", by=by)
                outcomes.append("stopped")
            except Refused:
                outcomes.append("refused")
            db.session.remove()

    threads = [
        threading.Thread(target=stop, args=("kanri2", actors["kanri"])),
        threading.Thread(target=stop, args=("kanri", actors["kanri2"])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "stopped"]
    assert admins_in_use() == 1


def test_resuming_needs_a_reason_and_is_recorded(sign_in: SignIn) -> None:
    admin = sign_in("kanri")
    admin.get(PAGE).post(PAGE, {"reason": "休職"})
    page = "/staff/madoguchi/resumption"
    assert admin.get(page).post(page, {"reason": ""}).status == 422
    assert admin.get(page).post(page, {"reason": "復職"}).status == 303
    resumed = the_staff("madoguchi")
    assert (resumed.stopped_at, resumed.stopped_reason) == (None, "")
    assert facts_of(Event.STAFF_RESUME) == [{"by": "kanri", "staff": "madoguchi", "reason": "復職"}]
    history = admin.get("/staff/madoguchi").text
    assert "理由: 休職" in history
    assert "理由: 復職" in history


def test_resuming_one_who_is_not_stopped_is_refused(sign_in: SignIn) -> None:
    admin = sign_in("kanri")
    once = admin.get(PAGE).hidden("once")
    assert admin.get("/staff/madoguchi/resumption").status == 409
    assert admin.post("/staff/madoguchi/resumption", {"reason": "復職", "once": once}).status == 409
    assert facts_of(Event.STAFF_RESUME) == []


def test_only_the_system_admin_stops_and_resumes(sign_in: SignIn) -> None:
    clerk = sign_in("somukacho")
    for address in (PAGE, "/staff/madoguchi/resumption"):
        assert clerk.get(address).status == 403
        assert clerk.post(address, {"reason": "なし"}).status == 403
    assert len(facts_of(Event.REQUEST_REFUSE)) == 4
    with reading() as session:
        assert session.scalar(select(LoginSession.ended_at).where(LoginSession.staff_id == staff_id("somukacho"))) is None
