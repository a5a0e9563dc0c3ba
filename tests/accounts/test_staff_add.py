"""Adding a person: a first password shown once, roles with their days, one account however often it is pressed."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.accounts.models import Staff
from portal.accounts.passwords import password_matches
from portal.audit.events import Event
from portal.db import reading
from portal.permissions import Role
from portal.text.wareki import format_date
from tests.accounts.staff_records import facts_of, roles_of, send_twice, the_staff
from tests.conftest import Browser

SignIn = Callable[[str], Browser]
PASSWORD = re.compile(r'<b class="fig">([a-z-]+)</b>')


def entry(**values: Any) -> dict[str, Any]:
    base = {"login_name": "sakuma", "name": "佐久間 遥", "section": "kenko", "starts_on": format_date(clock.today()), "ends_on": ""}
    return base | {"roles": ["front_desk", "records_clerk"], "roles_end_on": ""} | values


def count_staff() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(Staff)) or 0


def test_a_person_is_added_with_roles_and_a_password_shown_once(sign_in: SignIn) -> None:
    admin = sign_in("kanri")
    page = admin.get("/staff-entry").post("/staff-entry", entry(ends_on="R9.3.31"))
    found = PASSWORD.search(page.text)
    assert page.status == 200
    assert found
    added = the_staff("sakuma")
    assert password_matches(added.password_hash, found.group(1))
    assert added.must_change_password
    assert str(added.valid_until) == "2027-03-31"
    assert {(grant.role, grant.starts_on, grant.ends_on) for grant in roles_of("sakuma")} == {
        (Role.FRONT_DESK, clock.today(), None),
        (Role.RECORDS_CLERK, clock.today(), None),
    }
    assert found.group(1) not in admin.get("/staff/sakuma").text


def test_adding_is_recorded_without_the_password(sign_in: SignIn) -> None:
    sign_in("kanri").get("/staff-entry").post("/staff-entry", entry(roles=["front_desk"]))
    assert facts_of(Event.STAFF_ADD) == [{"by": "kanri", "staff": "sakuma", "section": "kenko"}]
    (grant,) = facts_of(Event.GRANT_CHANGE)
    assert grant["staff"] == "sakuma"
    assert grant["changes"] == [f"「窓口担当」を付けた({format_date(clock.today())}から期限なし)"]


def test_a_new_person_changes_the_password_before_anything_else(sign_in: SignIn) -> None:
    sign_in("kanri").get("/staff-entry").post("/staff-entry", entry())
    new = sign_in("sakuma").get("/")
    assert new.status == 303
    assert new.location.endswith("/password")


def test_pressed_twice_it_is_one_person_and_the_password_is_not_shown_again(sign_in: SignIn) -> None:
    before = count_staff()
    second = send_twice(sign_in("kanri"), "/staff-entry", entry())
    assert count_staff() == before + 1
    assert second.status == 200
    assert not PASSWORD.search(second.text)
    assert "一度だけ表示しました" in second.text
    assert len(facts_of(Event.STAFF_ADD)) == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"login_name": "Sakuma"}, "半角の英小文字"),
        ({"login_name": "sakuma\0"}, "半角の英小文字"),
        ({"login_name": ""}, "ログイン名を入れてください"),
        ({"name": " "}, "氏名を入れてください"),
        ({"name": "あ" * 61}, "60文字まで"),
        ({"name": "名\0前"}, "制御文字"),
        ({"section": ""}, "所属を選んでください"),
        ({"section": "nowhere"}, "一覧から選び直してください"),
        ({"roles": ["emperor"]}, "一覧から選び直してください"),
        ({"starts_on": ""}, "利用を始める日を入れてください"),
        ({"starts_on": "令和8年"}, "年月日をすべて"),
        ({"starts_on": "不詳"}, "年月日をすべて"),
        ({"starts_on": "2月30日"}, "日付として読めません"),
        ({"starts_on": "R8.12.1", "ends_on": "R8.11.30"}, "終わりの日が始まりの日より前"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_stored(sign_in: SignIn, wrong: dict[str, Any], message: str) -> None:
    before = count_staff()
    page = sign_in("kanri").get("/staff-entry").post("/staff-entry", entry(**wrong))
    assert page.status == 422
    assert message in page.text
    assert count_staff() == before
    assert facts_of(Event.STAFF_ADD) == []


def test_a_name_taken_by_anybody_even_stopped_is_refused_and_what_was_typed_stays(sign_in: SignIn) -> None:
    page = sign_in("kanri").get("/staff-entry").post("/staff-entry", entry(login_name="madoguchi"))
    assert page.status == 409
    assert "もう使われています" in page.text
    assert "佐久間 遥" in page.text
    assert facts_of(Event.STAFF_ADD) == []


def test_a_role_that_would_end_before_it_begins_adds_nobody(sign_in: SignIn) -> None:
    yesterday = format_date(clock.today() - timedelta(days=1))
    page = sign_in("kanri").get("/staff-entry").post("/staff-entry", entry(roles_end_on=yesterday))
    assert page.status == 409
    assert "終わりの日が始まりの日より前" in page.text
    with reading() as session:
        assert session.scalar(select(Staff).where(Staff.login_name == "sakuma")) is None


def test_only_the_system_admin_adds(sign_in: SignIn) -> None:
    clerk = sign_in("kacho")
    assert clerk.get("/staff-entry").status == 403
    assert clerk.post("/staff-entry", entry()).status == 403
    refused = facts_of(Event.REQUEST_REFUSE)
    assert [fact["endpoint"] for fact in refused] == ["accounts.new_staff", "accounts.add_staff"]
    assert facts_of(Event.STAFF_ADD) == []


def test_another_persons_form_is_not_taken(sign_in: SignIn) -> None:
    once = sign_in("kanri2").get("/staff-entry").hidden("once")
    page = sign_in("kanri").get("/staff-entry").post("/staff-entry", entry(once=once))
    assert page.status == 400
    assert facts_of(Event.STAFF_ADD) == []
