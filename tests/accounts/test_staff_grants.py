"""Roles and single permissions: given for days to come, ended at once or today, never by oneself, kept as history."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts import staff_actions
from portal.accounts.models import PermissionGrant
from portal.audit.events import Event
from portal.audit.record import Actor
from portal.db import reading
from portal.errors import Refused
from portal.permissions import Permission, Role
from portal.text.wareki import format_date
from tests.accounts.staff_records import facts_of, role_grant, roles_of, send_twice
from tests.conftest import Browser
from tests.people import KNOWN_SINCE, staff_id

SignIn = Callable[[str], Browser]
ROLES = "/staff/madoguchi/roles/new"
PERMISSIONS = "/staff/madoguchi/permissions/new"
END = f"/staff/madoguchi/grants/front_desk/{KNOWN_SINCE.isoformat()}/end"
COMMAND = Actor(staff_id=None, login_name="program", address="")


def in_days(days: int) -> str:
    return format_date(clock.today() + timedelta(days=days))


def role(word: str = "records_clerk", start: int = 0, end: int | None = None) -> dict[str, Any]:
    return {"word": word, "starts_on": in_days(start), "ends_on": "" if end is None else in_days(end)}


def permissions_of(login_name: str) -> list[PermissionGrant]:
    with reading() as session:
        return list(session.scalars(select(PermissionGrant).where(PermissionGrant.staff_id == staff_id(login_name))))


def test_a_role_is_given_with_its_days_and_by_whom(sign_in: SignIn) -> None:
    admin = sign_in("kanri")
    assert admin.get(ROLES).post(ROLES, role(start=1, end=30)).status == 303
    given = role_grant("madoguchi", Role.RECORDS_CLERK)
    with reading():
        assert given.granted_by == staff_id("kanri")
    assert (given.starts_on, given.ends_on) == (clock.today() + timedelta(days=1), clock.today() + timedelta(days=30))
    words = f"「台帳担当」を付けた({in_days(1)}から{in_days(30)}まで)"
    assert facts_of(Event.GRANT_CHANGE) == [{"by": "kanri", "staff": "madoguchi", "changes": [words]}]
    page = admin.get("/staff/madoguchi").text
    assert "これから" in page
    assert words in page


def test_a_role_given_today_opens_its_screens_at_the_next_request(sign_in: SignIn) -> None:
    clerk, admin = sign_in("madoguchi"), sign_in("kanri")
    assert clerk.get("/staff").status == 403
    admin.get(ROLES).post(ROLES, role("system_admin"))
    assert clerk.get("/staff").status == 200


def test_a_role_pressed_twice_is_given_once(sign_in: SignIn) -> None:
    assert send_twice(sign_in("kanri"), ROLES, role()).status == 303
    assert len([grant for grant in roles_of("madoguchi") if grant.role is Role.RECORDS_CLERK]) == 1
    assert len(facts_of(Event.GRANT_CHANGE)) == 1


@pytest.mark.parametrize(
    ("wrong", "status", "message"),
    [
        (role("front_desk"), 409, "もう付いています"),
        (role(start=-1), 409, "さかのぼって"),
        (role(start=3, end=1), 422, "終わりの日が始まりの日より前"),
        (role(""), 422, "役割を選んでください"),
        (role("accounts:staff:manage"), 422, "一覧から選び直してください"),
        (role() | {"starts_on": ""}, 422, "始まりの日を入れてください"),
    ],
)
def test_a_role_that_does_not_fit_is_refused_and_what_was_typed_stays(sign_in: SignIn, wrong: dict, status: int, message: str) -> None:
    page = sign_in("kanri").get(ROLES).post(ROLES, wrong)
    assert page.status == status
    assert message in page.text
    assert f'value="{wrong["starts_on"]}"' in page.text
    assert facts_of(Event.GRANT_CHANGE) == []


def test_two_admins_who_give_the_same_role_give_it_once(sign_in: SignIn) -> None:
    late = sign_in("kanri2").get(ROLES)
    sign_in("kanri").get(ROLES).post(ROLES, role())
    page = late.post(ROLES, role())
    assert page.status == 409
    assert "もう付いています" in page.text
    assert len(facts_of(Event.GRANT_CHANGE)) == 1


def test_a_single_permission_needs_an_end(sign_in: SignIn) -> None:
    admin = sign_in("kanri")
    wanted = {"word": Permission.RECORD_SEARCH.value, "starts_on": in_days(0), "ends_on": ""}
    page = admin.get(PERMISSIONS).post(PERMISSIONS, wanted)
    assert page.status == 422
    assert "権限を終える日を入れてください" in page.text
    assert permissions_of("madoguchi") == []

    assert admin.get(PERMISSIONS).post(PERMISSIONS, wanted | {"ends_on": in_days(6)}).status == 303
    (given,) = permissions_of("madoguchi")
    assert (given.permission, given.ends_on) == (Permission.RECORD_SEARCH, clock.today() + timedelta(days=6))
    assert facts_of(Event.GRANT_CHANGE)[0]["changes"] == [f"「操作記録の閲覧」を付けた({in_days(0)}から{in_days(6)}まで)"]


def test_a_single_permission_works_and_ends_at_once(sign_in: SignIn) -> None:
    clerk, admin = sign_in("madoguchi"), sign_in("kanri")
    admin.get(PERMISSIONS).post(PERMISSIONS, {"word": "accounts:session:end", "starts_on": in_days(0), "ends_on": in_days(6)})
    assert clerk.get("/sessions").status == 200
    end = f"/staff/madoguchi/grants/accounts:session:end/{clock.today().isoformat()}/end"
    assert admin.get(end).post(end, {"when": "at-once"}).status == 303
    assert clerk.get("/sessions").status == 403
    assert "取消" in admin.get("/staff/madoguchi").text


def test_a_role_ended_today_holds_until_tonight(sign_in: SignIn) -> None:
    admin = sign_in("kanri")
    assert admin.get(END).post(END, {"when": "today"}).status == 303
    assert role_grant("madoguchi", Role.FRONT_DESK).ends_on == clock.today()
    assert facts_of(Event.GRANT_CHANGE) == [{"by": "kanri", "staff": "madoguchi", "changes": ["「窓口担当」を今日で終えた"]}]


def test_a_role_ended_at_once_stays_as_history(sign_in: SignIn) -> None:
    admin = sign_in("kanri")
    admin.get(END).post(END, {"when": "at-once"})
    assert role_grant("madoguchi", Role.FRONT_DESK).ends_on == clock.today() - timedelta(days=1)
    page = admin.get("/staff/madoguchi").text
    assert "終了" in page
    assert "「窓口担当」をただちに外した" in page


def test_a_role_ended_may_be_given_again(sign_in: SignIn) -> None:
    admin = sign_in("kanri")
    admin.get(END).post(END, {"when": "at-once"})
    for _ in range(2):
        assert admin.get(ROLES).post(ROLES, role("front_desk")).status == 303
        today = f"/staff/madoguchi/grants/front_desk/{clock.today().isoformat()}/end"
        assert admin.get(today).post(today, {"when": "at-once"}).status == 303
    assert len(roles_of("madoguchi")) == 3


def test_ending_pressed_twice_is_recorded_once(sign_in: SignIn) -> None:
    assert send_twice(sign_in("kanri"), END, {"when": "today"}).status == 303
    assert len(facts_of(Event.GRANT_CHANGE)) == 1


def test_ended_by_another_admin_meanwhile_is_said(sign_in: SignIn) -> None:
    late = sign_in("kanri2").get(END)
    sign_in("kanri").get(END).post(END, {"when": "at-once"})
    page = late.post(END, {"when": "today"})
    assert page.status == 409
    assert "もう終わることになっています" in page.text
    assert late.get(END).status == 404


@pytest.mark.parametrize(
    "address",
    [
        "/staff/madoguchi/grants/auditor/2026-04-01/end",
        "/staff/madoguchi/grants/emperor/2026-04-01/end",
        "/staff/madoguchi/grants/front_desk/2026-04-02/end",
        "/staff/madoguchi/grants/front_desk/yesterday/end",
    ],
)
def test_what_is_not_held_cannot_be_ended(sign_in: SignIn, address: str) -> None:
    admin = sign_in("kanri")
    once = admin.get(END).hidden("once")
    assert admin.get(address).status == 404
    assert admin.post(address, {"when": "today", "once": once}).status == 404


def test_nobody_changes_their_own_roles_and_permissions(sign_in: SignIn) -> None:
    admin = sign_in("kanri")
    own_end = f"/staff/kanri/grants/system_admin/{KNOWN_SINCE.isoformat()}/end"
    sent = {
        "/staff/kanri/roles/new": role(),
        "/staff/kanri/permissions/new": {"word": "audit:record:search", "starts_on": in_days(0), "ends_on": in_days(1)},
        own_end: {"when": "today"},
    }
    for address, form in sent.items():
        assert admin.get(address).status == 409
        page = admin.post(address, form | {"once": admin.get(ROLES).hidden("once")})
        assert page.status == 409
        assert "自分の役割と権限は変えられません" in page.text
    assert facts_of(Event.GRANT_CHANGE) == []
    assert "自分の役割と権限は変えられません" in admin.get("/staff/kanri").text


@pytest.mark.parametrize("at_once", [True, False])
def test_the_last_system_admins_role_cannot_be_ended(sign_in: SignIn, at_once: bool) -> None:
    staff_actions.stop_staff("kanri2", "異動", by=COMMAND)
    with pytest.raises(Refused, match="1人もいなくなります"):
        staff_actions.end_grant("kanri", Role.SYSTEM_ADMIN, KNOWN_SINCE, at_once=at_once, by=COMMAND)
    assert role_grant("kanri", Role.SYSTEM_ADMIN).ends_on is None
    assert facts_of(Event.GRANT_CHANGE) == []


def test_only_the_system_admin_gives_and_ends(sign_in: SignIn) -> None:
    clerk = sign_in("kacho")
    for address in (ROLES, PERMISSIONS, END):
        assert clerk.get(address).status == 403
        assert clerk.post(address, role()).status == 403
    assert len(facts_of(Event.REQUEST_REFUSE)) == 6
    assert facts_of(Event.GRANT_CHANGE) == []
