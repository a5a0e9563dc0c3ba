"""The list of records itself: recorded when it is opened, paged, counted, cheap, and the auditor's alone."""

import json
import re
from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.audit.record import Actor, record
from portal.db import reading, writing
from portal.encryption import open_text
from tests.asked import statements
from tests.conftest import Browser
from tests.factories import a_resident
from tests.oversight.looking import MONDAY_MORNING, NOW, WHOLE_MONTH, SignIn, a_lookup, newest_record, search, subjects_of
from tests.people import staff_id


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterable[None]:
    with time_machine.travel(NOW, tick=True):
        yield


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


@pytest.mark.parametrize("forged", ["older:999999999999:1", "older:x:1", "newer:1", "older:" + "9" * 40 + ":1", "sideways:1:1"])
def test_a_forged_page_is_no_fault(app: Flask, sign_in: SignIn, forged: str) -> None:
    assert search(sign_in("kansa"), staff="madoguchi", page=forged).status == 200


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
    with statements() as asked:
        act()
    return len(asked)


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
