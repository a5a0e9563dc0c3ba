"""代決者: appointed and ended by the chief, what a deputy may while the term runs, and what the database itself refuses."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from portal import permissions
from portal.accounts import chief_queries
from portal.accounts.chief_rules import SignsAs
from portal.accounts.models import Deputy, PermissionGrant
from portal.audit.events import Event
from portal.clock import JAPAN
from portal.db import reading, writing
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.web.once import new_once
from tests.accounts.staff_records import facts_of, send_twice
from tests.conftest import Browser
from tests.people import PASSWORD, section_id, staff_id

SignIn = Callable[[str], Browser]
NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)
TODAY = NOW.date()
PAGE = "/deputies"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def moment() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def wanted(person: str = "daicho", start: date = TODAY, end: date = TODAY + 6 * DAY, password: str = PASSWORD) -> dict[str, str]:
    return {"staff": person, "starts_on": format_date(start), "ends_on": format_date(end), "password": password}


def appoint(browser: Browser, **changed: Any) -> Browser:
    return browser.get(PAGE).post(PAGE, wanted(**changed))


def deputies() -> list[Deputy]:
    with reading() as session:
        return list(session.scalars(select(Deputy).order_by(Deputy.id)))


def signs(person: str, section: str, day: date) -> SignsAs | None:
    with reading():
        return chief_queries.signs_as(staff_id(person), section_id(section), day)


def test_a_chief_appoints_with_the_password_and_it_is_recorded(sign_in: SignIn) -> None:
    chief = sign_in("kacho")
    assert "いま、代決者はいません" in chief.get(PAGE).text
    assert appoint(chief).status == 303
    page = chief.follow()
    assert "代決者を決めました(令和8年11月24日から令和8年11月30日まで)。" in page.text
    assert "代決中" in page.text
    assert "10時48分</span>までは、入れ直さずに続けられます" in page.text
    facts = {"by": "kacho", "staff": "daicho", "section": "kenko", "starts": "2026-11-24", "ends": "2026-11-30"}
    assert facts_of(Event.DEPUTY_APPOINT) == [facts]
    assert facts_of(Event.PROOF_GIVE) == [{"by": "kacho"}]
    assert "代決者に決めた" in sign_in("kanri").get("/staff/daicho").text


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"password": ""}, 422, "10分以内に確かめたパスワードが要ります"),
        ({"password": "not-the-password"}, 422, "パスワードが違います"),
        ({"end": TODAY + 100 * DAY}, 409, "3か月まで"),
        ({"start": TODAY - DAY}, 409, "さかのぼって"),
        ({"end": TODAY - DAY}, 422, "始まりの日より前"),
        ({"person": "kaijo"}, 409, "接種会場の職員は代決者になれません"),
        ({"person": "soumu"}, 422, "一覧から選び直してください"),
        ({"person": "kacho"}, 422, "一覧から選び直してください"),
        ({"person": ""}, 422, "代決する職員を選んでください"),
    ],
)
def test_what_does_not_fit_is_refused_and_what_was_typed_stays(sign_in: SignIn, changed: dict[str, Any], status: int, words: str) -> None:
    page = appoint(sign_in("kacho"), **changed)
    assert (page.status, words in page.text) == (status, True)
    assert f'value="{wanted(**changed)["ends_on"]}"' in page.text
    assert PASSWORD not in page.text
    assert deputies() == []


def test_several_are_appointed_with_one_password_until_it_is_old(sign_in: SignIn, moment: Any) -> None:
    chief = sign_in("kacho")
    appoint(chief)
    moment.shift(timedelta(minutes=10))
    assert appoint(chief, person="daicho2", password="").status == 303
    moment.shift(timedelta(seconds=1))
    assert appoint(chief, person="madoguchi", password="").status == 422
    assert len(deputies()) == 2


def test_pressed_twice_appoints_once(sign_in: SignIn) -> None:
    assert send_twice(sign_in("kacho"), PAGE, wanted()).status == 303
    assert len(deputies()) == len(facts_of(Event.DEPUTY_APPOINT)) == 1


def test_the_same_person_is_no_deputy_twice_at_once(sign_in: SignIn) -> None:
    chief = sign_in("kacho")
    appoint(chief)
    page = appoint(chief, start=TODAY + 6 * DAY, end=TODAY + 8 * DAY)
    assert (page.status, "もう代決者です(令和8年11月24日から" in page.text) == (409, True)
    assert appoint(chief, start=TODAY + 7 * DAY, end=TODAY + 8 * DAY).status == 303


def test_who_signs_at_the_edges_of_a_term(sign_in: SignIn) -> None:
    appoint(sign_in("kacho"), start=TODAY + DAY, end=TODAY + 3 * DAY)
    days = [TODAY, TODAY + DAY, TODAY + 3 * DAY, TODAY + 4 * DAY]
    assert [signs("daicho", "kenko", day) for day in days] == [None, SignsAs.DEPUTY, SignsAs.DEPUTY, None]
    assert signs("daicho", "somu", TODAY + DAY) is None
    with reading():
        kenko = section_id("kenko")
        assert [each.login_name for each in chief_queries.deputies_of(kenko, TODAY + DAY)] == ["daicho"]
        assert chief_queries.deputies_of(kenko, TODAY) == []


def test_ended_early_ends_at_once_and_what_was_before_stays(sign_in: SignIn, moment: Any) -> None:
    chief = sign_in("kacho")
    appoint(chief)
    moment.shift(2 * DAY)
    late, address = sign_in("kacho").get(PAGE), f"{PAGE}/{deputies()[0].public_id}/end"
    once = late.get(address).hidden("once")
    late.get(address).post(address)
    assert [signs("daicho", "kenko", TODAY + days * DAY) for days in range(4)] == [SignsAs.DEPUTY, SignsAs.DEPUTY, None, None]
    page = late.get(PAGE).text
    assert "途中で終えた" in page
    assert "R8.11.26 10:38 大内 恵子" in page
    assert facts_of(Event.DEPUTY_END)[0]["staff"] == "daicho"
    again = late.post(address, {"once": once})
    assert (again.status, "もう終えられています" in again.text) == (409, True)
    assert len(facts_of(Event.DEPUTY_END)) == 1


def test_a_deputy_holds_what_signing_needs_while_the_term_runs(
    app: Flask, sign_in: SignIn, moment: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(permissions, "DEPUTY_MAY", frozenset({Permission.FEE_CHANGE}))
    appoint(sign_in("kacho"), start=TODAY + DAY, end=TODAY + 2 * DAY)
    reached = []
    for _ in range(4):
        reached.append(sign_in("daicho").get("/fees").status)
        moment.shift(DAY)
    assert reached == [403, 200, 200, 403]
    assert sign_in("daicho2").get("/fees").status == 403


def test_a_deputy_who_leaves_the_section_or_is_stopped_signs_no_more(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "DEPUTY_MAY", frozenset({Permission.FEE_CHANGE}))
    chief = sign_in("kacho")
    appoint(chief)
    appoint(chief, person="daicho2")
    with writing() as session:
        session.execute(text("UPDATE staff SET section_id = :there WHERE login_name = 'daicho'"), {"there": section_id("somu")})
        session.execute(text("UPDATE staff SET stopped_at = valid_from WHERE login_name = 'daicho2'"))
    assert sign_in("daicho").get("/fees").status == 403
    assert [signs(person, section, TODAY) for person in ("daicho", "daicho2") for section in ("kenko", "somu")] == [None] * 4


def test_only_the_chief_of_the_section_sees_and_ends_its_deputies(sign_in: SignIn) -> None:
    appoint(sign_in("kacho"))
    other = sign_in("somukacho")
    assert "黒澤 拓也" not in other.get(PAGE).text
    once = other.hidden("once")
    assert other.get(f"{PAGE}/{deputies()[0].public_id}/end").status == 404
    assert other.post(f"{PAGE}/{deputies()[0].public_id}/end", {"once": once}).status == 404
    assert sign_in("daicho").get(PAGE).status == 403
    assert deputies()[0].ended_at is None


def test_the_permission_alone_makes_nobody_a_chief(app: Flask, sign_in: SignIn) -> None:
    """Granted to one person for a while, it opens the page and no more."""
    with writing() as session:
        clerk_id = staff_id("daicho")
        values = {"staff_id": clerk_id, "permission": Permission.DEPUTY_APPOINT, "starts_on": TODAY, "ends_on": TODAY}
        session.add(PermissionGrant(**values))
    clerk = sign_in("daicho")
    assert "その所属の所属長です" in clerk.get(PAGE).text
    with app.test_request_context():
        once = new_once(clerk_id)
    page = clerk.post(PAGE, wanted("madoguchi") | {"once": once})
    assert (page.status, "代決者が次の代決者を" in page.text) == (409, True)
    assert deputies() == []


def test_a_chief_alone_in_a_section_reads_that_there_is_nobody(sign_in: SignIn) -> None:
    page = sign_in("bucho").get(PAGE).text
    assert "代決者になれる職員がいません" in page
    assert "代決者にする</button>" not in page


RAW = (
    "INSERT INTO deputy (public_id, section_id, staff_id, starts_on, ends_on, appointed_by, appointed_at, ended_at, ended_by)"
    " VALUES ('x', :section, :staff, :starts, :ends, :by, :at, :ended_at, :ended_by)"
)


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({}, ""),
        ({"by": "daicho"}, "ck_deputy_appointed_by_another"),
        ({"ends": TODAY - DAY}, "ck_deputy_ends_after_it_starts"),
        ({"ended_at": "2026-11-24 01:38:00+00:00"}, "ck_deputy_ended_by_somebody"),
    ],
)
def test_the_database_itself_refuses_a_deputy_of_ones_own_making(app: Flask, changed: dict[str, Any], constraint: str) -> None:
    values = {"staff": "daicho", "by": "kacho", "starts": TODAY, "ends": TODAY, "at": "2026-11-24 01:38:00+00:00"}
    values |= {"ended_at": None, "ended_by": None} | changed
    with reading():
        values |= {"section": section_id("kenko"), "staff": staff_id(values["staff"]), "by": staff_id(values["by"])}
    if not constraint:
        with writing() as session:
            session.execute(text(RAW), values)
        return
    with pytest.raises(IntegrityError, match=constraint), writing() as session:
        session.execute(text(RAW), values)
