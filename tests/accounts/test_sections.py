"""Sections: added, renamed, put under another; circles refused; who signs where, as other features ask."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.accounts import chief_queries
from portal.accounts.chief_rules import SignsAs
from portal.accounts.models import Section
from portal.audit.events import Event
from portal.db import reading, writing
from tests.accounts.staff_records import facts_of, send_twice
from tests.conftest import Browser
from tests.people import CAST, KNOWN_SINCE, section_id, staff_id

SignIn = Callable[[str], Browser]
PAGE = "/sections"
KENKO = "/sections/kenko"
NEW = {"name": "感染症対策課", "code": "kansen", "above": "hofuku"}


def the_section(code: str) -> Section:
    with reading() as session:
        return session.scalars(select(Section).where(Section.code == code)).one()


def change(browser: Browser, url: str = KENKO, **typed: str) -> Browser:
    browser.get(url)
    sent = {"version": browser.hidden("version"), "name": "健康推進課", "above": "hofuku"} | typed
    return browser.post(url, sent)


def test_the_list_shows_each_section_under_the_one_above_with_its_chief(sign_in: SignIn) -> None:
    page = sign_in("kanri").get(PAGE).text
    assert page.index("保健福祉部<") < page.index("健康推進課<") < page.index("総務部<") < page.index("情報政策課<")
    assert "小松崎 修" in page
    assert "所属長がいません" in page.split("情報政策課<")[1].split("</tr>")[0]
    assert "所属長がいません" not in page.split("健康推進課<")[1].split("</tr>")[0]
    people = sum(section == "kenko" for _, section, _ in CAST.values())
    assert f"{people}人" in page.split("健康推進課<")[1].split("</tr>")[0]


def test_a_section_is_added_once_and_recorded(sign_in: SignIn) -> None:
    assert send_twice(sign_in("kanri"), PAGE, NEW).status == 303
    assert (the_section("kansen").name, the_section("kansen").above_id) == ("感染症対策課", the_section("hofuku").id)
    assert facts_of(Event.SECTION_ADD) == [{"by": "kanri", "section": "kansen", "above": "保健福祉部"}]


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"code": "kenko"}, 409, "もう使われています"),
        ({"name": "健康推進課"}, 409, "もう登録されています"),
        ({"code": "感染"}, 422, "半角の英小文字"),
        ({"name": ""}, 422, "所属の名前を入れてください"),
        ({"name": "課" * 61}, 422, "60文字まで"),
        ({"above": "nowhere"}, 422, "一覧から選び直してください"),
    ],
)
def test_a_section_that_does_not_fit_is_refused(sign_in: SignIn, changed: dict[str, str], status: int, words: str) -> None:
    page = sign_in("kanri").get(PAGE).post(PAGE, NEW | changed)
    assert (page.status, words in page.text) == (status, True)
    assert facts_of(Event.SECTION_ADD) == []


def test_a_section_is_renamed_and_put_under_another(sign_in: SignIn) -> None:
    admin = sign_in("kanri")
    assert change(admin, name="健康づくり課", above="somubu").status == 303
    assert "改めた内容を保存しました。" in admin.follow().text
    words = ["名前: 健康推進課 → 健康づくり課", "上の所属: 保健福祉部 → 総務部"]
    assert facts_of(Event.SECTION_CHANGE) == [{"by": "kanri", "section": "kenko", "changes": words}]
    change(admin, name="健康づくり課", above="somubu")
    assert "変わったところがない" in admin.follow().text
    assert len(facts_of(Event.SECTION_CHANGE)) == 1


def test_a_circle_is_refused(sign_in: SignIn) -> None:
    page = change(sign_in("kanri"), "/sections/hofuku", name="保健福祉部", above="kenko")
    assert (page.status, "輪になります" in page.text) == (409, True)
    assert the_section("hofuku").above_id is None


def test_the_second_of_two_admins_reads_what_stands_now(sign_in: SignIn) -> None:
    late = sign_in("kanri2").get(KENKO)
    seen = late.hidden("version")
    change(sign_in("kanri"), above="")
    page = late.post(KENKO, {"name": "健康増進課", "above": "hofuku", "version": seen})
    assert (page.status, "名前「健康推進課」・上の所属「なし」" in page.text) == (409, True)
    assert 'value="健康増進課"' in page.text
    assert page.post(KENKO, {"name": "健康増進課", "above": "hofuku", "version": page.hidden("version")}).status == 303


def test_a_version_that_is_no_number_is_a_stale_page(sign_in: SignIn) -> None:
    assert change(sign_in("kanri"), version="²").status == 400


@pytest.mark.parametrize("address", [PAGE, KENKO])
def test_only_the_system_admin_sees_sections(sign_in: SignIn, address: str) -> None:
    assert sign_in("kacho").get(address).status == 403


def test_the_database_itself_refuses_a_section_above_itself(app: Flask) -> None:
    with pytest.raises(IntegrityError, match="ck_section_not_above_itself"), writing() as session:
        session.execute(text("UPDATE section SET above_id = id WHERE code = 'kenko'"))


def test_who_signs_where(app: Flask) -> None:
    day = clock.today()
    with reading():
        kenko, hofuku, joho = (section_id(code) for code in ("kenko", "hofuku", "joho"))
        chief, clerk = staff_id("kacho"), staff_id("daicho")
        assert [person.name for person in chief_queries.chiefs_of(kenko, day)] == ["大内 恵子"]
        assert chief_queries.chiefs_of(joho, day) == []
        assert chief_queries.chiefs_of(kenko, KNOWN_SINCE - timedelta(days=1)) == []
        assert chief_queries.section_above(kenko) == hofuku
        assert chief_queries.section_above(hofuku) is None
        assert chief_queries.sections_signed_by(chief, day) == {kenko: SignsAs.CHIEF}
        assert chief_queries.sections_signed_by(clerk, day) == {}
        assert chief_queries.signs_as(chief, hofuku, day) is None
        assert chief_queries.section_names()[hofuku] == "保健福祉部"
        assert "kaijo" in [person.login_name for person in chief_queries.staff_of(kenko, day)]
        assert chief_queries.staff_names([chief, 999_999])[chief].login_name == "kacho"
        assert set(chief_queries.staff_names([chief, 999_999])) == {chief}


@pytest.mark.parametrize(
    ("values", "day"),
    [
        ({"valid_until": date(2026, 11, 30)}, date(2026, 11, 30)),
        ({"stopped_at": "2026-11-01 00:00:00+00:00"}, None),
    ],
)
def test_a_chief_who_may_not_work_signs_nothing(app: Flask, values: dict[str, Any], day: date | None) -> None:
    with writing() as session:
        for name, value in values.items():
            session.execute(text(f"UPDATE staff SET {name} = :value WHERE login_name = 'kacho'"), {"value": value})
    with reading():
        kenko, chief = section_id("kenko"), staff_id("kacho")
        if day:
            assert chief_queries.signs_as(chief, kenko, day) is SignsAs.CHIEF
        after = (day or date(2026, 11, 24)) + timedelta(days=1)
        assert chief_queries.signs_as(chief, kenko, after) is None
        assert chief_queries.chiefs_of(kenko, after) == []
        assert chief_queries.staff_names([chief])[chief].name == "大内 恵子"
