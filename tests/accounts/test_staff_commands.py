"""flask staff add, roles, disable: exit 0 when done, 1 with the reason when refused, 2 on wrong use."""

import re
from datetime import timedelta

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.models import Section
from portal.accounts.passwords import password_matches
from portal.accounts.rules import EndReason
from portal.audit.events import Event
from portal.db import reading
from portal.permissions import Role
from tests.accounts.staff_records import facts_of, role_grant, roles_of, session_of, the_staff

ADD = ("add", "sakuma", "--name", "佐久間 遥", "--section", "kenko", "--role", "front_desk")


def staff(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["staff", *words])


def test_a_person_is_added_and_the_password_printed(app: Flask) -> None:
    result = staff(app, *ADD, "--role", "auditor", "--until", "R15.3.31")
    printed = re.search(r"初回パスワード: (\S+)", result.output)
    assert result.exit_code == 0
    assert printed
    added = the_staff("sakuma")
    assert password_matches(added.password_hash, printed.group(1))
    assert added.must_change_password
    assert (added.valid_from, str(added.valid_until)) == (clock.today(), "2033-03-31")
    assert [grant.role for grant in roles_of("sakuma")] == [Role.FRONT_DESK, Role.AUDITOR]
    assert facts_of(Event.STAFF_ADD) == [{"by": "flask staff", "staff": "sakuma", "section": "kenko"}]


def test_an_unknown_section_is_made_only_when_it_is_named(app: Flask) -> None:
    new = ("add", "sakuma", "--name", "佐久間 遥", "--section", "kodomo", "--role", "front_desk")
    refused = staff(app, *new)
    assert refused.exit_code == 1
    assert "--section-name" in refused.output
    assert staff(app, *new, "--section-name", "子ども未来課").exit_code == 0
    with reading() as session:
        assert session.scalar(select(Section.name).where(Section.code == "kodomo")) == "子ども未来課"


@pytest.mark.parametrize("login_name", ["madoguchi", "Sakuma", "ab"])
def test_a_name_taken_or_not_of_its_form_ends_with_1(app: Flask, login_name: str) -> None:
    result = staff(app, "add", login_name, *ADD[2:])
    assert result.exit_code == 1
    assert "ログイン名" in result.output
    assert facts_of(Event.STAFF_ADD) == []


@pytest.mark.parametrize(
    "words",
    [
        ("add",),
        ("add", "sakuma", "--name", "佐久間 遥", "--section", "kenko"),
        ("add", "sakuma", "--name", "佐久間 遥", "--section", "kenko", "--role", "emperor"),
        (*ADD, "--until", "いつか"),
        (*ADD, "--until", "令和8年"),
        ("add", "sakuma", "--name", "名\x07前", *ADD[4:]),
        ("add", "sakuma", "--name", "あ" * 61, *ADD[4:]),
        ("roles",),
        ("disable", "madoguchi"),
    ],
)
def test_wrong_use_ends_with_2(app: Flask, words: tuple[str, ...]) -> None:
    assert staff(app, *words).exit_code == 2
    assert facts_of(Event.STAFF_ADD) == []


def test_roles_are_listed_given_and_ended(app: Flask) -> None:
    assert staff(app, "roles", "madoguchi").output.splitlines() == ["front_desk\t有効\t令和8年4月1日から期限なし"]
    changed = staff(app, "roles", "madoguchi", "--add", "auditor", "--end", "front_desk")
    assert changed.exit_code == 0
    assert role_grant("madoguchi", Role.AUDITOR).starts_on == clock.today()
    assert role_grant("madoguchi", Role.FRONT_DESK).ends_on == clock.today()
    assert [fact["by"] for fact in facts_of(Event.GRANT_CHANGE)] == ["flask staff", "flask staff"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("madoguchi", "--add", "front_desk"), "もう付いています"),
        (("madoguchi", "--end", "auditor"), "付いていません"),
        (("nobody", "--add", "auditor"), "登録されていません"),
    ],
)
def test_a_role_that_does_not_fit_ends_with_1(app: Flask, words: tuple[str, ...], reason: str) -> None:
    result = staff(app, "roles", *words)
    assert result.exit_code == 1
    assert reason in result.output
    assert facts_of(Event.GRANT_CHANGE) == []


def test_the_last_system_admin_stays(app: Flask) -> None:
    assert staff(app, "disable", "kanri2", "--reason", "異動").exit_code == 0
    for words in (("disable", "kanri", "--reason", "異動"), ("roles", "kanri", "--end", "system_admin")):
        result = staff(app, *words)
        assert result.exit_code == 1
        assert "1人もいなくなります" in result.output


def test_disabling_signs_out_and_a_second_time_ends_with_1(app: Flask, sign_in) -> None:
    sign_in("madoguchi")
    assert staff(app, "disable", "madoguchi", "--reason", "退職").exit_code == 0
    assert session_of("madoguchi").end_reason is EndReason.STOPPED
    assert facts_of(Event.STAFF_STOP) == [{"by": "flask staff", "staff": "madoguchi", "reason": "退職"}]
    again = staff(app, "disable", "madoguchi", "--reason", "退職")
    assert again.exit_code == 1
    assert "もう止められています" in again.output


def test_a_person_not_valid_yet_gets_the_roles_from_the_first_day(app: Flask) -> None:
    first = clock.today() + timedelta(days=30)
    assert staff(app, *ADD, "--from", first.isoformat()).exit_code == 0
    assert role_grant("sakuma", Role.FRONT_DESK).starts_on == first
