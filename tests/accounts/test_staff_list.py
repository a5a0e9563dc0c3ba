"""The list of staff: who is found, in which state, and that opening it is recorded."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.models import Section, Staff
from portal.audit.events import Event
from portal.db import writing
from portal.permissions import Role
from tests.accounts.staff_records import facts_of
from tests.conftest import Browser
from tests.people import CAST

SignIn = Callable[[str], Browser]
NOT_ADMINS = [login_name for login_name, (_, _, roles) in CAST.items() if Role.SYSTEM_ADMIN not in roles]


def change(login_name: str, **values: object) -> None:
    with writing() as session:
        staff = session.scalars(select(Staff).where(Staff.login_name == login_name)).one()
        for name, value in values.items():
            setattr(staff, name, value)


def add_many(count: int) -> None:
    with writing() as session:
        section = session.scalars(select(Section).where(Section.code == "somu")).one()
        for number in range(count):
            session.add(
                Staff(
                    login_name=f"oozei{number:04}",
                    name=f"大勢 {number}",
                    section_id=section.id,
                    password_hash="none",
                    password_changed_at=clock.now(),
                    valid_from=clock.today(),
                )
            )


def test_everybody_stands_in_the_list_with_section_and_roles(sign_in: SignIn) -> None:
    page = sign_in("kanri").get("/staff")
    assert page.status == 200
    for login_name, (name, _, _) in CAST.items():
        assert f"/staff/{login_name}" in page.text
        assert name in page.text
    assert f"{len(CAST)}人" in page.text
    assert "システム管理者" in page.text
    assert "健康推進課" in page.text


def test_opening_the_list_is_recorded_with_its_count(sign_in: SignIn) -> None:
    sign_in("kanri").get("/staff?word=根本")
    assert facts_of(Event.STAFF_LIST) == [{"by": "kanri", "count": 1}]


@pytest.mark.parametrize("login_name", NOT_ADMINS)
def test_nobody_but_the_system_admin_opens_it(sign_in: SignIn, login_name: str) -> None:
    assert sign_in(login_name).get("/staff").status == 403
    assert facts_of(Event.STAFF_LIST) == []
    assert facts_of(Event.REQUEST_REFUSE) == [{"by": login_name, "endpoint": "accounts.list_staff", "permission": "accounts:staff:manage"}]


@pytest.mark.parametrize("word", ["根本千夏", "千夏", "根本 千夏", "  根本 ", "MADOGUCHI", "madoguchi"])
def test_a_name_is_found_however_its_blanks_and_widths_are_written(sign_in: SignIn, word: str) -> None:
    page = sign_in("kanri").get("/staff", query_string={"word": word})
    assert "根本 千夏" in page.text
    assert "黒澤 拓也" not in page.text


def test_section_narrows_the_list(sign_in: SignIn) -> None:
    page = sign_in("kanri").get("/staff?section=somu")
    assert "磯崎 均" in page.text
    assert "根本 千夏" not in page.text


def test_each_state_is_told_and_found(sign_in: SignIn) -> None:
    admin = sign_in("kanri")
    change("daicho", stopped_at=clock.now(), stopped_reason="異動")
    change("daicho2", locked_until=clock.now() + timedelta(minutes=10))
    change("baitai", must_change_password=True)
    change("itaku", valid_until=clock.today() - timedelta(days=1))
    expected = {"stopped": "黒澤 拓也", "locked": "飛田 結", "first-password": "打越 進", "outside": "委託先 一号"}
    for state, name in expected.items():
        page = admin.get(f"/staff?state={state}")
        assert name in page.text
        assert "1人(絞り込み中)" in page.text
    assert "根本 千夏" in admin.get("/staff?state=in-use").text


def test_nothing_found_says_so_and_what_to_try(sign_in: SignIn) -> None:
    page = sign_in("kanri").get("/staff?word=だれでもない")
    assert page.status == 200
    assert "あてはまる職員はいません" in page.text
    assert "すべて表示する" in page.text


@pytest.mark.thorough
def test_a_thousand_come_in_pages_of_fifty(sign_in: SignIn) -> None:
    add_many(1000)
    admin = sign_in("kanri")
    first = admin.get("/staff?word=oozei")
    assert first.text.count("<tr") == 51
    assert "20ページのうち1ページ目" in first.text
    assert "oozei0000" in first.text
    last = admin.get("/staff?word=oozei&page=20")
    assert "oozei0999" in last.text
    assert "20ページのうち20ページ目" in admin.get("/staff?word=oozei&page=999").text


@pytest.mark.parametrize(
    "query",
    ["page=-1", "page=x", "page=99999999999999999999", "state=none", "section=%00", "word=%00%ED%A0%80%25_'", "word=" + "あ" * 2000],
)
def test_odd_addresses_still_show_a_page(sign_in: SignIn, query: str) -> None:
    assert sign_in("kanri").get(f"/staff?{query}").status == 200


def test_a_last_sign_in_is_shown(sign_in: SignIn, app: Flask) -> None:
    page = sign_in("kanri").get("/staff/madoguchi")
    assert "まだありません" in page.text
    sign_in("madoguchi")
    page = sign_in("kanri").get("/staff/madoguchi")
    assert "まだありません" not in page.text


@pytest.mark.parametrize(
    "address", ["/staff/nobody", "/staff/%00", "/staff/..%2f", "/staff/KANRI", "/staff/nobody/stop", "/staff/nobody/details"]
)
def test_an_unknown_person_is_not_found(sign_in: SignIn, address: str) -> None:
    assert sign_in("kanri").get(address).status == 404
