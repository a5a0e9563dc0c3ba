"""The auditor finds who looked at whom, and is recorded doing so (R3-3, R6-4)."""

import json
import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, select

from portal.audit.events import Event
from portal.audit.models import AuditRecord, AuditSubject
from portal.audit.record import Actor, record
from portal.clock import JAPAN
from portal.db import db, reading, writing
from portal.encryption import open_text
from portal.residents.rules import Protection
from tests.conftest import Browser
from tests.factories import a_resident
from tests.people import staff_id

SignIn = Callable[[str], Browser]
MONDAY_MORNING = datetime(2026, 11, 16, 10, 38, tzinfo=JAPAN)
NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)
WHOLE_MONTH = {"begins_on": "令和8年11月"}


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterable[None]:
    with time_machine.travel(NOW, tick=True):
        yield


def a_lookup(
    people: Iterable[int],
    *,
    by: str = "madoguchi",
    at: datetime = MONDAY_MORNING,
    what: Event = Event.RESIDENT_OPEN,
    facts: dict[str, object] | None = None,
    purpose: str = "窓口・再発行",
) -> None:
    with reading():
        actor = Actor(staff_id(by), by, "10.1.2.3", visit_id=1, purpose=purpose)
    with time_machine.travel(at, tick=False), writing():
        record(what, by=actor, subjects=people, facts={"doses": 2, "vouchers": 1} if facts is None else facts)  # pyright: ignore[reportArgumentType]


def search(auditor: Browser, **form: str) -> Browser:
    auditor.get("/audit-records")
    return auditor.post("/audit-records", form)


def newest_record(what: Event) -> AuditRecord:
    with reading() as session:
        return session.scalars(
            select(AuditRecord).where(AuditRecord.event == what.value).order_by(AuditRecord.sequence.desc()).limit(1)
        ).one()


def subjects_of(found: AuditRecord) -> set[int]:
    with reading() as session:
        return set(session.scalars(select(AuditSubject.resident_id).where(AuditSubject.sequence == found.sequence)))


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


def test_opening_the_list_is_recorded_with_everybody_it_names(app: Flask, sign_in: SignIn) -> None:
    first, second, sought = a_resident(), a_resident(), a_resident()
    a_lookup([first.id, second.id, sought.id])

    search(sign_in("kansa"), person=sought.resident_number, event=Event.RESIDENT_OPEN.value, **WHOLE_MONTH)

    found = newest_record(Event.RECORD_SEARCH)
    assert found.staff_login == "kansa"
    assert found.purpose == "監査"
    assert subjects_of(found) == {first.id, second.id, sought.id}
    assert json.loads(found.facts) == {
        "condition": ["見られた方", "操作 住民の記録を開いた", "いつから 令和8年11月1日 0時00分"],
        "count": 1,
    }


def test_what_was_typed_is_kept_sealed_and_nowhere_else(app: Flask, sign_in: SignIn) -> None:
    resident = a_resident()

    search(sign_in("kansa"), person=resident.resident_number, staff="根本", purpose="再発行")

    found = newest_record(Event.RECORD_SEARCH)
    assert found.typed is not None
    key = app.extensions["portal_settings"].data_key
    assert open_text(key, found.typed, place="audit:typed") == f"宛名番号 {resident.resident_number}\n職員 根本\n照会事由 再発行"
    assert resident.resident_number not in found.facts
    assert "根本" not in found.facts


def test_a_person_searched_for_without_result_is_recorded_as_looked_at(app: Flask, sign_in: SignIn) -> None:
    resident = a_resident()

    search(sign_in("kansa"), person=resident.resident_number)

    assert subjects_of(newest_record(Event.RECORD_SEARCH)) == {resident.id}


def test_many_people_are_named_up_to_three_and_counted_beyond(app: Flask, sign_in: SignIn) -> None:
    people = [a_resident(name=f"見本 {name}") for name in ("一", "二", "三", "四", "五")]
    a_lookup([person.id for person in people])

    everybody = search(sign_in("kansa"), staff="madoguchi").text
    sought = search(sign_in("kansa"), person=people[4].resident_number).text

    assert "見本 三" in everybody
    assert "見本 四" not in everybody
    assert "ほか2人" in everybody
    assert "見本 五" in sought
    assert "見本 三" not in sought


def test_pages_of_fifty_go_back_and_forth_without_gap_or_repetition(app: Flask, sign_in: SignIn) -> None:
    resident = a_resident()
    for number in range(120):
        a_lookup([resident.id], at=MONDAY_MORNING + timedelta(minutes=number % 7))
    auditor = sign_in("kansa")

    asked = {"person": resident.resident_number, "event": Event.RESIDENT_OPEN.value}

    pages = [numbers_on(search(auditor, **asked))]
    while 'value="older:' in auditor.text:
        pages.append(numbers_on(turn(auditor, "older", asked)))
    back = [numbers_on(turn(auditor, "newer", asked)) for _ in range(2)]

    with reading() as session:
        newest_first = select(AuditRecord.sequence).where(AuditRecord.event == Event.RESIDENT_OPEN.value)
        expected = list(session.scalars(newest_first.order_by(AuditRecord.at.desc(), AuditRecord.sequence.desc())))
    assert [len(page) for page in pages] == [50, 50, 20]
    assert [number for page in pages for number in page] == expected
    assert back == [pages[1], pages[0]]
    assert 'value="newer:' not in auditor.text
    assert "120件のうち1〜50件目" in auditor.text


def numbers_on(page: Browser) -> list[int]:
    return [int(number) for number in re.findall(r'href="/audit-records/(\d+)"', page.text)]


def turn(auditor: Browser, way: str, asked: dict[str, str]) -> Browser:
    button = auditor.text.split(f'value="{way}:')[1].split('"')[0]
    return auditor.post("/audit-records", asked | {"page": f"{way}:{button}"})


@pytest.mark.parametrize("page", ["older:999999999999:1", "older:x:1", "newer:1", "older:" + "9" * 40 + ":1", "sideways:1:1"])
def test_a_forged_page_is_no_fault(app: Flask, sign_in: SignIn, page: str) -> None:
    assert search(sign_in("kansa"), staff="madoguchi", page=page).status == 200


def test_more_than_a_thousand_are_not_counted_further(app: Flask, sign_in: SignIn) -> None:
    resident = a_resident()
    for_all = [resident.id]
    with reading():
        actor = Actor(staff_id("madoguchi"), "madoguchi", "10.1.2.3")
    with writing():
        for _ in range(1000):
            record(Event.RESIDENT_OPEN, by=actor, subjects=for_all, facts={"doses": 0, "vouchers": 0})
    exactly = search(sign_in("kansa"), person=resident.resident_number, event=Event.RESIDENT_OPEN.value).text
    with writing():
        record(Event.RESIDENT_OPEN, by=actor, subjects=for_all, facts={"doses": 0, "vouchers": 0})

    assert "1,000件のうち" in exactly
    assert "1,000件以上のうち" in search(sign_in("kansa"), person=resident.resident_number, event=Event.RESIDENT_OPEN.value).text


def test_a_page_takes_the_same_few_statements_whatever_it_shows(app: Flask, sign_in: SignIn) -> None:
    residents = [a_resident() for _ in range(60)]
    auditor = sign_in("kansa")
    a_lookup([residents[0].id])
    few = statements_of(lambda: auditor.post("/audit-records", {"person": residents[0].resident_number, "staff": "madoguchi"}), auditor)
    for resident in residents:
        a_lookup([resident.id, residents[0].id])

    many = statements_of(lambda: auditor.post("/audit-records", {"person": residents[0].resident_number, "staff": "madoguchi"}), auditor)

    assert len(numbers_on(auditor)) == 50
    assert many == few
    assert many <= 12


def statements_of(act: Callable[[], object], auditor: Browser) -> int:
    auditor.get("/audit-records")
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    act()
    event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_nothing_of_a_search_is_in_an_address(app: Flask, sign_in: SignIn) -> None:
    resident = a_resident(name="中根 ふみ")
    a_lookup([resident.id])

    page = search(sign_in("kansa"), person=resident.resident_number)

    assert all(resident.resident_number not in url for url in re.findall(r'(?:href|action|hx-post)="([^"]*)"', page.text))
    assert "中根" not in page.text.split("</title>")[0]


@pytest.mark.parametrize("login", ["madoguchi", "daicho", "kacho", "kanri", "toiawase", "soumu", "kaijo", "itaku", "baitai"])
def test_nobody_but_the_auditor_reads_the_records(app: Flask, sign_in: SignIn, login: str) -> None:
    browser = sign_in(login)

    for url in ("/audit-records", "/audit-records/1"):
        assert browser.get(url).status == 403
    for url in ("/audit-records", "/audit-records/export", "/audit-records/verification", "/audit-records/1/typed"):
        assert browser.post(url, {"staff": "kansa", "reason": "x"}).status == 403
