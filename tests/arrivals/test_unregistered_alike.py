"""Before somebody is registered by hand: those alike side by side, 「該当なし」, and the running number (S2-1)."""

import dataclasses
from typing import Any

import pytest
from flask import current_app
from sqlalchemy import select

from portal.arrivals.models import UnregisteredSeries
from portal.arrivals.series import USED_UP
from portal.arrivals.unregistered_rules import LOOK_AT_THEM, SAY_NONE_OF_THEM, SAY_WHY
from portal.audit.events import Event
from portal.audit.verify import verify
from portal.db import reading
from portal.residents.rules import Category, Protection
from portal.web.rendering import settings
from tests.arrivals.arriving import (
    NEW_UNREGISTERED,
    SignIn,
    after_a_search,
    at_once,
    errors_of,
    history_of,
    nobody_entered,
    registered,
    resident_at,
    residents,
    tokens_of,
)
from tests.conftest import Browser
from tests.counter.at_counter import facts, records, subjects_of
from tests.factories import a_resident

BIRTH = "1996-02-29"


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    return after_a_search(sign_in("madoguchi"))


def sent(clerk: Browser, **values: Any) -> Browser:
    return clerk.get(NEW_UNREGISTERED).post(NEW_UNREGISTERED, nobody_entered(**values))


def sent_again(clerk: Browser, **values: Any) -> Browser:
    """From the page that shows those alike."""
    return clerk.post(NEW_UNREGISTERED, nobody_entered(seen=clerk.hidden("seen"), **values))


@pytest.mark.parametrize(
    ("there", "why"),
    [
        ({"name": "里野 帰子", "kana": ""}, "氏名が同じ"),
        ({"name": "山田 花", "kana": "さとの かえるこ"}, "カナが同じ"),
        ({"name": "山田 花", "kana": "", "alias_name": "里野 帰子"}, "通称が同じ"),
        ({"name": "山田 帰子", "kana": "ヤマダ カエルコ"}, "名のカナが同じ"),
        ({"name": "山田 帰子", "kana": "", "former_surname": "里野"}, "旧氏と名が同じ"),
        ({"name": "里野 帰子", "birth": "1996-02-00"}, "氏名が同じ"),
        ({"name": "里野 帰子", "category": Category.MOVED_OUT}, "氏名が同じ"),
    ],
)
def test_those_alike_are_shown_with_why_and_nothing_is_stored(clerk: Browser, there: dict[str, Any], why: str) -> None:
    alike = a_resident(**({"birth": BIRTH, "kana": "ベツノ カナ"} | there))
    sent(clerk)

    assert clerk.status == 409
    assert LOOK_AT_THEM in clerk.text
    assert f"/residents/{alike.public_id}" in clerk.text
    assert why in clerk.text
    assert "大字中根9871番地3" in clerk.text
    assert errors_of(clerk) == []
    assert 'value="市毛1番地"' in clerk.text
    assert len(residents()) == 1
    (record,) = records(Event.RESIDENT_COMPARE)
    assert (facts(record), subjects_of(record)) == ({"count": 1}, {alike.id})


@pytest.mark.parametrize(
    "there",
    [
        {"name": "山田 花", "kana": "ヤマダ ハナ"},
        {"name": "里野 帰子", "birth": "1996-03-01"},
        {"name": "里野 一郎", "kana": "サトノ イチロウ"},
    ],
)
def test_others_do_not_stop_anybody(clerk: Browser, there: dict[str, Any]) -> None:
    a_resident(**({"birth": BIRTH} | there))

    assert registered(clerk).resident_number == "9900000001"
    assert records(Event.RESIDENT_COMPARE) == []


def test_none_of_them_must_be_said(clerk: Browser) -> None:
    a_resident(name="山田 花", kana="サトノ カエルコ", birth=BIRTH)
    sent_again(sent(clerk))

    assert (clerk.status, errors_of(clerk)) == (409, ["none_of_them"])
    assert SAY_NONE_OF_THEM in clerk.text

    sent_again(clerk, none_of_them="y")
    assert clerk.status == 303
    assert facts(records(Event.RESIDENT_REGISTER)[0]) == {"reason": "childbirth", "checked": 1, "namesake": False, "applicant": "self"}


def test_saying_it_before_having_seen_anybody_counts_for_nothing(clerk: Browser) -> None:
    a_resident(name="里野 帰子", birth=BIRTH)
    sent(clerk, none_of_them="y", namesake_reason="知らない")

    assert (clerk.status, len(residents())) == (409, 1)
    assert LOOK_AT_THEM in clerk.text
    assert 'name="none_of_them" type="checkbox" value="y">' in clerk.text


def test_the_same_name_and_birth_date_need_a_reason(clerk: Browser) -> None:
    a_resident(name="里野 帰子", kana="サトノ カエルコ", birth=BIRTH)
    sent_again(sent(clerk), none_of_them="y", namesake_reason="　")

    assert (clerk.status, errors_of(clerk)) == (409, ["namesake_reason"])
    assert SAY_WHY in clerk.text
    assert 'checked id="none_of_them"' in clerk.text

    sent_again(clerk, none_of_them="y", namesake_reason="双子の姉で、免許証が別")
    person = resident_at(clerk.location)
    assert history_of(person)["namesake_reason"][0] == "双子の姉で、免許証が別"
    assert facts(records(Event.RESIDENT_REGISTER)[0])["namesake"] is True


def test_somebody_protected_is_shown_without_a_place(clerk: Browser) -> None:
    a_resident(
        name="里野 帰子", birth=BIRTH, protection=Protection.STALKING, address="秘匿町9977番地", building="隠れ荘", phone="029-999-9977"
    )
    sent(clerk)

    assert "支援措置" in clerk.text
    assert [word for word in ("秘匿町", "隠れ荘", "029-999-9977") if word in clerk.text] == []


def test_of_an_unknown_birth_date_the_whole_name_or_kana_counts(clerk: Browser) -> None:
    same, _ = a_resident(name="里野 帰子", birth="1996-07-01", kana="ア"), a_resident(name="山田 帰子", kana="ヤマダ カエルコ", birth=BIRTH)
    sent(clerk, birth="H8")

    assert subjects_of(records(Event.RESIDENT_COMPARE)[0]) == {same.id}
    sent(clerk, birth="不詳")
    assert subjects_of(records(Event.RESIDENT_COMPARE)[1]) == {same.id}
    assert sent(clerk, birth="H9").status == 303


def test_somebody_registered_meanwhile_is_shown_first(clerk: Browser, sign_in: SignIn) -> None:
    clerk.get(NEW_UNREGISTERED)
    form = nobody_entered() | tokens_of(clerk)
    first = registered(after_a_search(sign_in("madoguchi2")))
    clerk.post(NEW_UNREGISTERED, form)

    assert (clerk.status, len(residents())) == (409, 1)
    assert f"/residents/{first.public_id}" in clerk.text


def test_two_clerks_who_register_one_person_at_once_make_one_record(sign_in: SignIn) -> None:
    clerks = [after_a_search(sign_in(login_name)) for login_name in ("madoguchi", "kacho", "daicho")]
    at_once((clerk, NEW_UNREGISTERED, nobody_entered() | tokens_of(clerk.get(NEW_UNREGISTERED))) for clerk in clerks)

    assert sorted(clerk.status for clerk in clerks) == [303, 409, 409]
    assert [person.resident_number for person in residents()] == ["9900000001"]
    with reading() as session:
        assert verify(session).unbroken


def test_numbers_run_without_a_gap_over_what_was_refused(clerk: Browser, sign_in: SignIn) -> None:
    registered(clerk)
    sent(clerk)
    sent(clerk, name="")
    registered(clerk, name="別の 方", kana="ベツノ カタ")
    registered(after_a_search(sign_in("kacho")), name="また 別", kana="マタ ベツ")

    assert [person.resident_number for person in residents()] == ["9900000001", "9900000002", "9900000003"]
    with reading() as session:
        assert session.scalars(select(UnregisteredSeries.last)).one() == 9_900_000_003


def test_a_number_that_came_in_from_elsewhere_is_passed_over(clerk: Browser) -> None:
    a_resident(resident_number="9900000001")
    a_resident(resident_number="9900000007")
    a_resident(resident_number="99000000099")

    assert registered(clerk).resident_number == "9900000008"


def test_after_the_last_number_nobody_is_registered_and_it_is_said(clerk: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    last = dataclasses.replace(settings(), unregistered_number_start=9_999_999_999)
    monkeypatch.setitem(current_app.extensions, "portal_settings", last)
    assert registered(clerk).resident_number == "9999999999"

    sent(clerk, name="別の 方", kana="ベツノ カタ")
    assert (clerk.status, USED_UP in clerk.text, len(residents())) == (409, True, 1)


def test_a_range_that_is_moved_up_is_followed(clerk: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    registered(clerk)
    monkeypatch.setitem(current_app.extensions, "portal_settings", dataclasses.replace(settings(), unregistered_number_start=9_950_000_001))

    assert registered(clerk, name="別の 方", kana="ベツノ カタ").resident_number == "9950000001"
