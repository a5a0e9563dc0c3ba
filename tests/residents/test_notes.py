"""申し送り: written with an end, shown until then, ended early with a reason, never rewritten."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from portal.audit.events import Event
from portal.clock import JAPAN
from portal.db import reading, writing
from portal.residents.note_models import ResidentNote
from portal.residents.note_rules import HIDDEN_TEXT
from portal.residents.rules import Protection
from tests.conftest import Browser
from tests.counter.at_counter import SignIn, facts, in_visit, records, subjects_of
from tests.factories import a_note, a_resident

NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)
TEXT = "通訳が要ります。来庁の前に電話で日時を決めることになっています。"


@pytest.fixture(autouse=True)
def moment() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    return in_visit(sign_in("madoguchi"))


def notes() -> list[ResidentNote]:
    with reading() as session:
        return list(session.scalars(select(ResidentNote).order_by(ResidentNote.id)))


def notices(browser: Browser) -> str:
    return browser.text.split('class="person"')[1].split('<dl class="facts"')[0]


def test_a_note_is_shown_until_its_last_day(sign_in: SignIn, clerk: Browser, moment: Any) -> None:
    resident = a_resident()
    page, url = f"/residents/{resident.public_id}", f"/residents/{resident.public_id}/notes/new"
    clerk.get(url).post(url, {"text": TEXT, "ends_on": "R8.12.24"})

    assert clerk.location == page
    assert f"{TEXT}(令和8年12月24日まで・根本 千夏)" in notices(clerk.get(page))
    (record,) = records(Event.NOTE_WRITE)
    assert (facts(record), subjects_of(record)) == ({"day": "2026-12-24"}, {resident.id})

    moment.move_to(datetime(2026, 12, 24, 16, 0, tzinfo=JAPAN))
    assert TEXT in notices(in_visit(sign_in("toiawase")).get(page))
    moment.move_to(datetime(2026, 12, 25, 9, 0, tzinfo=JAPAN))
    reader = in_visit(sign_in("toiawase")).get(page)
    assert TEXT not in notices(reader)
    assert "終わった申し送り 1件" in reader.text
    assert "令和8年12月24日で終わり" in reader.text


@pytest.mark.parametrize(
    ("form", "status", "words"),
    [
        ({"text": ""}, 422, "申し送りを入れてください。"),
        ({"text": "あ" * 201}, 422, "200文字までで入れてください(いま201文字です)。"),
        ({"text": "番号は 123456789018"}, 422, "個人番号とみられる12桁が入っています。"),
        ({"text": "筆談\x07"}, 422, "使えない文字"),
        ({"ends_on": ""}, 422, "いつまで出すかを入れてください。"),
        ({"ends_on": "R8"}, 422, "年月日をすべて入れてください。"),
        ({"ends_on": "R8.11.23"}, 409, "終わりの日が過ぎています。"),
        ({"ends_on": "R9.11.25"}, 409, "終わりの日は1年先までです。"),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept_in_the_form(clerk: Browser, form: dict[str, str], status: int, words: str) -> None:
    url = f"/residents/{a_resident().public_id}/notes/new"
    clerk.get(url).post(url, {"text": TEXT, "ends_on": "R8.12.24"} | form)

    assert (clerk.status, words in clerk.text) == (status, True)
    assert (TEXT in clerk.text) is ("text" not in form)
    assert notes() == []


def test_a_note_is_ended_early_with_a_reason(clerk: Browser) -> None:
    resident = a_resident()
    note = a_note(resident, text=TEXT)
    url = f"/notes/{note.public_id}/end"
    clerk.get(url).post(url, {})
    assert (clerk.status, "理由を選んでください。" in clerk.text, TEXT in clerk.text) == (422, True, True)
    clerk.post(url, {"reason": "settled"})

    assert clerk.location == f"/residents/{resident.public_id}"
    page = clerk.get(clerk.location)
    assert TEXT not in notices(page)
    assert "用が済んだ(根本 千夏)" in page.text
    assert f"申し送り「{TEXT}」を終えた(用が済んだ)。" in page.text
    assert facts(records(Event.NOTE_END)[0]) == {"reason": "settled"}


def test_of_two_who_end_it_the_second_is_told(sign_in: SignIn) -> None:
    note = a_note(a_resident())
    url = f"/notes/{note.public_id}/end"
    first, second = in_visit(sign_in("madoguchi")).get(url), in_visit(sign_in("daicho")).get(url)
    first.post(url, {"reason": "settled"})
    second.post(url, {"reason": "miswritten"})

    assert (second.status, "ほかの人がもう終えています。" in second.text) == (409, True)
    assert [row.end_reason for row in notes()] == ["settled"]
    assert len(records(Event.NOTE_END)) == 1


def test_pressed_twice_it_is_written_and_ended_once(clerk: Browser) -> None:
    resident = a_resident()
    url = f"/residents/{resident.public_id}/notes/new"
    clerk.get(url)
    tokens = {"once": clerk.hidden("once"), "csrf_token": clerk.hidden("csrf_token")}
    for _ in range(2):
        clerk.post(url, {"text": TEXT, "ends_on": "R8.12.24"} | tokens)
        assert clerk.status == 303
    end = f"/notes/{notes()[0].public_id}/end"
    clerk.get(end)
    tokens = {"once": clerk.hidden("once"), "csrf_token": clerk.hidden("csrf_token")}
    for _ in range(2):
        clerk.post(end, {"reason": "settled"} | tokens)
        assert clerk.location == f"/residents/{resident.public_id}"

    assert len(notes()) == len(records(Event.NOTE_WRITE)) == len(records(Event.NOTE_END)) == 1


@pytest.mark.parametrize(
    ("login_name", "may"), [("madoguchi", True), ("daicho", True), ("kacho", True), ("toiawase", True), ("soumu", False)]
)
def test_who_serves_people_may_write(sign_in: SignIn, login_name: str, may: bool) -> None:
    resident = a_resident()
    a_note(resident)
    browser = in_visit(sign_in(login_name))

    assert browser.get(f"/residents/{resident.public_id}/notes/new").status == (200 if may else 403)
    page = browser.get(f"/residents/{resident.public_id}").text
    assert "耳が遠い方です。" in page
    assert ("/end" in notices(browser)) is may
    assert ("申し送りを書く</b>" in page) is not may


def test_a_protected_persons_note_is_a_caution_for_everybody(sign_in: SignIn, clerk: Browser) -> None:
    resident = a_resident(protection=Protection.STALKING)
    url = f"/residents/{resident.public_id}/notes/new"
    assert "所在がわかることは書かないでください。" in clerk.get(url).text
    clerk.post(url, {"text": "呼び出しは番号でしてください。", "ends_on": "R8.12.24"})

    assert "呼び出しは番号でしてください。" in notices(in_visit(sign_in("toiawase")).get(f"/residents/{resident.public_id}"))


def test_a_note_from_before_the_protection_is_hidden_until_the_chief_opens(sign_in: SignIn, clerk: Browser) -> None:
    resident = a_resident(protection=Protection.STALKING)
    note = a_note(resident, text="見本苑に入っています。")
    page = f"/residents/{resident.public_id}"
    assert "見本苑" not in clerk.get(page).text
    assert "支援措置の前に書かれた申し送り1件は表示しません。" in clerk.text
    end = f"/notes/{note.public_id}/end"
    assert "見本苑" not in clerk.get(end).text
    clerk.post(end, {"reason": "settled"})
    assert (clerk.status, HIDDEN_TEXT in clerk.text, "見本苑" in clerk.text) == (409, True, False)

    chief = in_visit(sign_in("kacho")).get(page)
    chief.post(f"{page}/protected", {"reason": "本人の依頼"})
    assert "見本苑に入っています。" in chief.text
    chief.get(end).post(end, {"reason": "settled"})
    assert chief.status == 303
    with writing() as session:
        assert session.get_one(ResidentNote, note.id).ended_at == NOW


def test_an_ended_note_cannot_be_ended_by_its_day_again(clerk: Browser) -> None:
    note = a_note(a_resident(), ends_on=date(2026, 11, 23))
    url = f"/notes/{note.public_id}/end"
    clerk.get(url).post(url, {"reason": "settled"})

    assert (clerk.status, "終わりの日が過ぎています。" in clerk.text) == (409, True)
