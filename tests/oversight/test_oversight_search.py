"""The auditor finds who looked at whom, when and why (R3-3, R6-4)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask

from portal.audit.events import Event
from portal.audit.record import Actor, record
from portal.clock import JAPAN
from portal.db import writing
from portal.residents.rules import Protection
from tests.factories import a_resident
from tests.oversight.looking import NOW, WHOLE_MONTH, SignIn, a_lookup, search

pytestmark = pytest.mark.thorough


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterable[None]:
    with time_machine.travel(NOW, tick=True):
        yield


def test_nothing_is_listed_before_a_condition_is_given(app: Flask, sign_in: SignIn) -> None:
    a_lookup([a_resident().id])

    page = sign_in("kansa").get("/audit-records")

    assert page.status == 200
    assert "見本 花子" not in page.text


def test_a_search_without_any_condition_is_refused_with_what_to_do(app: Flask, sign_in: SignIn) -> None:
    page = search(sign_in("kansa"))

    assert page.status == 422
    assert "探す条件を1つ以上入れてください" in page.text


def test_the_auditor_finds_who_looked_at_a_person_and_why(app: Flask, sign_in: SignIn) -> None:
    looked_at, other = a_resident(name="中根 ふみ"), a_resident(name="高場 一郎")
    a_lookup([looked_at.id])
    a_lookup([other.id], by="kacho")

    page = search(sign_in("kansa"), person=looked_at.resident_number)

    assert page.status == 200
    for shown in (
        "中根 ふみ",
        looked_at.resident_number,
        "根本 千夏",
        "健康推進課",
        "住民の記録を開いた",
        "窓口・再発行",
        "10.1.2.3",
        "R8.11.16 10:38",
    ):
        assert shown in page.text
    assert "高場 一郎" not in page.text
    assert "大内 恵子" not in page.text


def test_a_number_typed_in_full_width_finds_the_same_person(app: Flask, sign_in: SignIn) -> None:
    resident = a_resident()
    a_lookup([resident.id])
    wide = resident.resident_number.translate(str.maketrans("0123456789", "0123456789"))

    assert "根本 千夏" in search(sign_in("kansa"), person=wide).text


@pytest.mark.parametrize("typed", ["madoguchi", "MADOGUCHI", "根本千夏", "根本 千夏", "根本"])
def test_staff_are_found_by_login_name_and_by_name(app: Flask, sign_in: SignIn, typed: str) -> None:
    a_lookup([a_resident(name="中根 ふみ").id])
    a_lookup([a_resident(name="高場 一郎").id], by="kacho")

    page = search(sign_in("kansa"), staff=typed)

    assert "中根 ふみ" in page.text
    assert "高場 一郎" not in page.text


def test_a_program_is_found_by_its_name(app: Flask, sign_in: SignIn) -> None:
    with writing():
        record(Event.DEMO_LOAD, by=Actor(None, "demo load", ""), facts={"residents": 5000, "seed": 7})

    page = search(sign_in("kansa"), staff="demo load")

    assert "見本の市を用意した" in page.text
    assert "システム" in page.text


def test_records_are_found_by_what_was_done(app: Flask, sign_in: SignIn) -> None:
    a_lookup([a_resident(name="中根 ふみ").id])
    a_lookup([a_resident(name="高場 一郎").id], what=Event.PROTECTED_OPEN, facts={"reason": "来庁"})

    page = search(sign_in("kansa"), event=Event.PROTECTED_OPEN.value)

    assert "高場 一郎" in page.text
    assert "中根 ふみ" not in page.text


@pytest.mark.parametrize(
    ("period", "is_found"),
    [
        ({"begins_on": "令和8年11月16日"}, True),
        ({"begins_on": "R8.11.17"}, False),
        ({"ends_on": "令和8年11月16日"}, True),
        ({"ends_on": "2026-11-15"}, False),
        ({"begins_on": "令和8年11月"}, True),
        ({"begins_on": "令和8年10月", "ends_on": "令和8年10月"}, False),
        ({"begins_on": "R8.11.16", "begins_at": "10:38"}, True),
        ({"begins_on": "R8.11.16", "begins_at": "10時39分"}, False),
        ({"ends_on": "R8.11.16", "ends_at": "10:38"}, True),
        ({"ends_on": "R8.11.16", "ends_at": "1037"}, False),
        ({"begins_on": "R8.11.16", "begins_at": "9", "ends_on": "R8.11.16", "ends_at": "23:59"}, False),
        ({"begins_on": "R8.11.16", "begins_at": "9時", "ends_on": "R8.11.16", "ends_at": "23:59"}, True),
    ],
)
def test_records_are_found_by_time(app: Flask, sign_in: SignIn, period: dict[str, str], is_found: bool) -> None:
    a_lookup([a_resident(name="中根 ふみ").id])

    assert ("中根 ふみ" in search(sign_in("kansa"), staff="madoguchi", **period).text) is is_found


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"begins_on": "11月の初め"}, "日付として読めません"),
        ({"begins_on": "令和8年11月24日", "begins_at": "25:00"}, "時刻は 9:30"),
        ({"begins_at": "9:00", "staff": "madoguchi"}, "時刻だけでは探せません"),
        ({"begins_on": "令和8年11月", "begins_at": "9:00"}, "年月日をすべて入れてください"),
        ({"begins_on": "令和8年11月24日", "ends_on": "令和8年11月23日"}, "いつまで」が「いつから」より前です"),
        ({"begins_on": "不詳"}, "日付を入れてください"),
        ({"purpose": "再発行"}, "照会事由の語で探すときは"),
        ({"after_hours": "y"}, "時間外・土日で探すときは"),
        ({"staff": "あ" * 61}, "60文字までで"),
        ({"person": "あ\x00"}, "使えない文字"),
        ({"staff": "あ\x7f"}, "使えない文字"),
        ({"event": "nothing:of:ours"}, "操作"),
    ],
)
def test_what_cannot_be_searched_is_refused_with_what_to_do(app: Flask, sign_in: SignIn, form: dict[str, str], message: str) -> None:
    page = search(sign_in("kansa"), **form)

    assert page.status == 422
    assert message in page.text


@pytest.mark.parametrize("typed", ["' OR 1=1 --", "%", "_", "\\", "<script>", "𠮷", "葛󠄀", "A" * 60])
def test_any_text_is_searched_as_text(app: Flask, sign_in: SignIn, typed: str) -> None:
    a_lookup([a_resident(name="中根 ふみ").id])

    page = search(sign_in("kansa"), purpose=typed[:40], staff="madoguchi", **WHOLE_MONTH)

    assert page.status == 200
    assert "中根 ふみ" not in page.text
    assert "<script>" not in page.text.split("<main")[1]


def test_records_are_found_by_a_word_of_the_purpose(app: Flask, sign_in: SignIn) -> None:
    a_lookup([a_resident(name="中根 ふみ").id], purpose="窓口・再発行")
    a_lookup([a_resident(name="高場 一郎").id], purpose="電話・問合せ対応")

    page = search(sign_in("kansa"), purpose="電話", **WHOLE_MONTH)

    assert "高場 一郎" in page.text
    assert "中根 ふみ" not in page.text


@pytest.mark.parametrize(
    ("at", "is_found"),
    [
        (datetime(2026, 11, 16, 7, 59, 59, 999000, tzinfo=JAPAN), True),
        (datetime(2026, 11, 16, 8, 0, tzinfo=JAPAN), False),
        (datetime(2026, 11, 16, 18, 59, 59, tzinfo=JAPAN), False),
        (datetime(2026, 11, 16, 19, 0, tzinfo=JAPAN), True),
        (datetime(2026, 11, 16, 0, 0, tzinfo=JAPAN), True),
        (datetime(2026, 11, 20, 18, 0, tzinfo=JAPAN), False),
        (datetime(2026, 11, 21, 12, 0, tzinfo=JAPAN), True),
        (datetime(2026, 11, 22, 12, 0, tzinfo=JAPAN), True),
        (datetime(2026, 11, 23, 8, 30, tzinfo=JAPAN), False),
    ],
)
def test_work_outside_hours_is_found(app: Flask, sign_in: SignIn, at: datetime, is_found: bool) -> None:
    a_lookup([a_resident(name="中根 ふみ").id], at=at)

    page = search(sign_in("kansa"), quick="after_hours")

    assert ("中根 ふみ" in page.text) is is_found
    assert "時間外・土日" in page.text


def test_the_records_of_today_are_one_press_away(app: Flask, sign_in: SignIn) -> None:
    a_lookup([a_resident(name="中根 ふみ").id], at=NOW - timedelta(hours=1))
    a_lookup([a_resident(name="高場 一郎").id], at=NOW - timedelta(days=1))

    page = search(sign_in("kansa"), quick="today")

    assert "中根 ふみ" in page.text
    assert "高場 一郎" not in page.text
    assert 'value="令和8年11月24日"' in page.text


def test_refused_operations_are_one_press_away(app: Flask, sign_in: SignIn) -> None:
    sign_in("kanri").get("/audit-records")

    page = search(sign_in("kansa"), quick="refused")

    assert "権限がなく断った" in page.text
    assert "照沼 誠" in page.text


def test_lookups_of_protected_people_are_one_press_away_without_their_address(app: Flask, sign_in: SignIn) -> None:
    hidden = a_resident(name="中根 ふみ", protection=Protection.STALKING, address="隠された町1番地")
    a_lookup([hidden.id])
    a_lookup([a_resident(name="高場 一郎").id])

    page = search(sign_in("kansa"), quick="protected")

    assert "中根 ふみ" in page.text
    assert "支援措置</span>" in page.text
    assert "高場 一郎" not in page.text
    assert "隠された町" not in page.text


def test_an_empty_answer_says_what_was_searched(app: Flask, sign_in: SignIn) -> None:
    page = search(sign_in("kansa"), person="9999999999", staff="madoguchi", ends_on="R8.11.20")

    assert page.status == 200
    assert "当てはまる記録はありません" in page.text
    for said in ("宛名番号 9999999999", "職員: madoguchi", "令和8年11月20日 23時59分"):
        assert said in page.text
