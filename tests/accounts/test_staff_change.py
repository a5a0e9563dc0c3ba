"""Changing name, section and validity: recorded before and after, and never over another admin's change."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts import staff_actions
from portal.accounts.models import Staff
from portal.accounts.rules import EndReason
from portal.accounts.staff_rules import Details, Period
from portal.audit.events import Event
from portal.audit.record import Actor
from portal.db import writing
from portal.errors import Refused
from portal.text.wareki import format_date
from tests.accounts.staff_records import facts_of, send_twice, session_of, the_staff
from tests.conftest import Browser
from tests.people import KNOWN_SINCE

SignIn = Callable[[str], Browser]
PAGE = "/staff/madoguchi/details"


def details(browser: Browser, **values: Any) -> dict[str, Any]:
    base = {"name": "根本 千夏", "section": "kenko", "starts_on": "令和8年4月1日", "ends_on": ""}
    return base | {"seen": browser.hidden("seen")} | values


def change(browser: Browser, **values: Any) -> Browser:
    browser.get(PAGE)
    return browser.post(PAGE, details(browser, **values))


def test_a_change_is_stored_and_recorded_with_before_and_after(sign_in: SignIn) -> None:
    answer = change(sign_in("kanri"), name="鈴木 千夏", section="somu", ends_on="令和15年3月31日")
    assert answer.status == 303
    changed = the_staff("madoguchi")
    assert (changed.name, str(changed.valid_until)) == ("鈴木 千夏", "2033-03-31")
    assert facts_of(Event.STAFF_CHANGE) == [
        {
            "by": "kanri",
            "staff": "madoguchi",
            "changes": ["氏名: 根本 千夏 → 鈴木 千夏", "所属: 健康推進課 → 総務課", "利用終了日: 期限なし → 令和15年3月31日まで"],
        }
    ]


def test_the_history_of_the_account_shows_it(sign_in: SignIn) -> None:
    page = change(sign_in("kanri"), name="鈴木 千夏").follow()
    assert "氏名: 根本 千夏 → 鈴木 千夏" in page.text
    assert "職員の内容を改めた" in page.text
    assert "全1件" in page.text


def test_the_history_of_a_name_that_begins_alike_is_another_ones(sign_in: SignIn) -> None:
    admin = sign_in("kanri")
    admin.get("/staff/madoguchi2/stop").post("/staff/madoguchi2/stop", {"reason": "異動"})
    assert "理由: 異動" in admin.get("/staff/madoguchi2").text
    assert "理由: 異動" not in admin.get("/staff/madoguchi").text


def test_nothing_changed_is_nothing_recorded(sign_in: SignIn) -> None:
    page = change(sign_in("kanri")).follow()
    assert "変わったところがない" in page.text
    assert facts_of(Event.STAFF_CHANGE) == []


def test_pressed_twice_it_is_one_change(sign_in: SignIn) -> None:
    admin = sign_in("kanri").get(PAGE)
    second = send_twice(admin, PAGE, details(admin, name="鈴木 千夏"))
    assert second.status == 303
    assert "改めた内容を保存しました" in second.follow().text
    assert len(facts_of(Event.STAFF_CHANGE)) == 1


def test_the_second_of_two_admins_learns_what_changed_and_keeps_what_was_typed(sign_in: SignIn) -> None:
    late = sign_in("kanri2").get(PAGE)
    typed = details(late, name="根本 ちなつ")
    change(sign_in("kanri"), section="somu")

    page = late.post(PAGE, typed)

    assert page.status == 409
    assert "所属: 健康推進課 → 総務課" in page.text
    assert 'value="根本 ちなつ"' in page.text
    assert the_staff("madoguchi").name == "根本 千夏"

    again = late.post(PAGE, typed | {"section": "somu", "seen": late.hidden("seen"), "once": late.hidden("once")})
    assert again.status == 303
    assert the_staff("madoguchi").name == "根本 ちなつ"


def test_a_sign_in_meanwhile_is_no_change_by_another(sign_in: SignIn) -> None:
    admin = sign_in("kanri").get(PAGE)
    with writing() as session:
        session.scalars(select(Staff).where(Staff.login_name == "madoguchi")).one().failures = 2
    assert admin.post(PAGE, details(admin, name="鈴木 千夏")).status == 303


def test_a_forged_picture_of_what_was_seen_is_refused(sign_in: SignIn) -> None:
    admin = sign_in("kanri").get(PAGE)
    assert admin.post(PAGE, details(admin, seen="")).status == 400
    assert admin.get(PAGE).post(PAGE, details(admin, seen='["a","b","c",null]')).status == 400


def test_outside_the_new_days_the_person_is_signed_out(sign_in: SignIn) -> None:
    clerk = sign_in("madoguchi")
    admin = sign_in("kanri")
    change(admin, ends_on=format_date(clock.today() - timedelta(days=1)))
    assert session_of("madoguchi").end_reason is EndReason.STOPPED
    assert clerk.get("/password").status == 303
    assert "期間外" in admin.get("/staff/madoguchi").text


def test_wrong_days_are_said(sign_in: SignIn) -> None:
    page = change(sign_in("kanri"), starts_on="令和8年12月1日", ends_on="令和8年11月1日")
    assert page.status == 422
    assert "終わりの日が始まりの日より前" in page.text


def test_an_admin_puts_the_own_name_right_but_not_the_own_days(sign_in: SignIn) -> None:
    admin = sign_in("kanri").get("/staff/kanri/details")
    own = {"name": "照沼 マコト", "section": "joho", "starts_on": "令和8年4月1日", "ends_on": "", "seen": admin.hidden("seen")}
    refused = admin.post("/staff/kanri/details", own | {"ends_on": "令和20年3月31日"})
    assert refused.status == 409
    assert "自分の利用できる期間" in refused.text
    assert admin.get("/staff/kanri/details").post("/staff/kanri/details", own).status == 303
    assert the_staff("kanri").name == "照沼 マコト"


@pytest.mark.parametrize(
    "last_day", [clock.today() - timedelta(days=1), clock.today() + timedelta(days=100)], ids=["yesterday", "in 100 days"]
)
def test_the_last_system_admins_days_cannot_be_made_to_end(app: Flask, last_day: date) -> None:
    command = Actor(staff_id=None, login_name="program", address="")
    staff_actions.stop_staff("kanri2", "異動", by=command)
    seen = Details("照沼 誠", "joho", Period(KNOWN_SINCE, None))
    ending = Details("照沼 誠", "joho", Period(KNOWN_SINCE, last_day))
    with pytest.raises(Refused, match="1人もいなくなります"):
        staff_actions.change_staff("kanri", ending, seen=seen, by=command, once="a form of the test")
    assert the_staff("kanri").valid_until is None


def test_only_the_system_admin_changes(sign_in: SignIn) -> None:
    clerk = sign_in("kansa")
    assert clerk.get(PAGE).status == 403
    assert clerk.post(PAGE, {"name": "別人"}).status == 403
    assert [fact["endpoint"] for fact in facts_of(Event.REQUEST_REFUSE)] == ["accounts.edit_staff", "accounts.change_staff"]
