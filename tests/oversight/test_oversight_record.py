"""One record, what was typed, the file, and the state of the chain."""

import csv
import io
import json
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy import select, text

from portal.audit.events import EVENT_WORDS, FACTS, Event
from portal.audit.models import AuditRecord, AuditSubject
from portal.audit.record import Actor, record
from portal.audit.seals import write_seal
from portal.db import reading, writing
from portal.encryption import seal_text
from portal.oversight import actions, rules
from portal.oversight.files import csv_line
from portal.oversight.rules import Asked, condition_facts, event_choices, fact_words
from portal.residents.rules import Protection
from tests.conftest import Browser
from tests.factories import a_programme, a_resident
from tests.people import staff_id

SignIn = Callable[[str], Browser]


def a_record(
    what: Event, facts: dict[str, object], *, people: list[int] | None = None, typed: str | None = None, by: str = "madoguchi"
) -> int:
    with reading():
        actor = Actor(staff_id(by), by, "10.1.2.3", visit_id=1, purpose="窓口・再発行")
    with writing():
        record(what, by=actor, subjects=people or [], facts=facts, typed=typed)  # pyright: ignore[reportArgumentType]
    return newest(what).sequence


def newest(what: Event) -> AuditRecord:
    with reading() as session:
        return session.scalars(
            select(AuditRecord).where(AuditRecord.event == what.value).order_by(AuditRecord.sequence.desc()).limit(1)
        ).one()


def subjects_of(found: AuditRecord) -> set[int]:
    with reading() as session:
        return set(session.scalars(select(AuditSubject.resident_id).where(AuditSubject.sequence == found.sequence)))


def test_a_record_says_everything_in_japanese(app: Flask, sign_in: SignIn) -> None:
    a_programme("r8", name="令和8年度 住民接種")
    resident = a_resident(name="中根 ふみ")
    facts = {
        "voucher": "0000400002",
        "replaces": "0000400001",
        "programme": "r8",
        "dose": 2,
        "channel": "counter",
        "applicant": "household",
        "reason": "lost",
    }
    sequence = a_record(Event.VOUCHER_REISSUE, facts, people=[resident.id])

    page = sign_in("kansa").get(f"/audit-records/{sequence}")

    assert page.status == 200
    for shown in ("接種券を再発行した", "根本 千夏", "0000400002", "令和8年度 住民接種", "2回目", "窓口", "同一世帯", "紛失", "中根 ふみ"):
        assert shown in page.text
    for hidden in ("household", "lost", "counter<", "VOUCHER"):
        assert hidden not in page.text.split("<main")[1]


def test_opening_a_record_is_recorded_with_its_people(app: Flask, sign_in: SignIn) -> None:
    resident = a_resident()
    sequence = a_record(Event.RESIDENT_OPEN, {"doses": 1, "vouchers": 0}, people=[resident.id])

    sign_in("kansa").get(f"/audit-records/{sequence}")

    opened = newest(Event.RECORD_OPEN)
    assert json.loads(opened.facts) == {"record": sequence}
    assert subjects_of(opened) == {resident.id}


def test_the_people_of_a_record_come_by_the_page(app: Flask, sign_in: SignIn) -> None:
    people = [a_resident(name=f"見本 {number:03}").id for number in range(51)]
    sequence = a_record(Event.REGISTER_CHUNK, {"import": 3, "rows": 51}, people=people)
    auditor = sign_in("kansa")

    first = auditor.get(f"/audit-records/{sequence}").text
    second = auditor.get(f"/audit-records/{sequence}?page=2").text

    assert "見本 049" in first
    assert "見本 050" not in first
    assert "2ページのうち1ページ目" in first
    assert "見本 050" in second
    assert subjects_of(newest(Event.RECORD_OPEN)) == {people[50]}


@pytest.mark.parametrize("url", ["999999", "0", "1?page=0", "1?page=2", "1?page=-1", "99999999999999999999", "x"])
def test_a_record_that_is_not_there_is_not_found(app: Flask, sign_in: SignIn, url: str) -> None:
    assert sign_in("kansa").get(f"/audit-records/{url}").status == 404


def test_a_protected_persons_address_never_shows(app: Flask, sign_in: SignIn) -> None:
    hidden = a_resident(name="中根 ふみ", protection=Protection.STALKING, address="隠された町1番地", phone="029-999-0000")
    sequence = a_record(Event.RESIDENT_OPEN, {"doses": 1, "vouchers": 0}, people=[hidden.id])

    page = sign_in("kansa").get(f"/audit-records/{sequence}").text

    assert "支援措置" in page
    assert "隠された町" not in page
    assert "029-999-0000" not in page


@pytest.fixture
def typed_record(app: Flask) -> int:
    sealed = seal_text(app.extensions["portal_settings"].data_key, "なかね ふみ\n昭和23年5月14日", place="audit:typed")
    return a_record(Event.RESIDENT_SEARCH, {"kinds": ["かな"], "count": 1}, typed=sealed)


def test_what_was_typed_stays_closed_until_a_reason_is_given(app: Flask, sign_in: SignIn, typed_record: int) -> None:
    auditor = sign_in("kansa")

    closed = auditor.get(f"/audit-records/{typed_record}")
    without = auditor.post(f"/audit-records/{typed_record}/typed", {"reason": " "})

    assert "なかね" not in closed.text
    assert without.status == 422
    assert "理由を入れてください" in without.text
    assert "なかね" not in without.text
    with reading() as session:
        assert session.scalars(select(AuditRecord).where(AuditRecord.event == Event.TYPED_OPEN.value)).first() is None


def test_what_was_typed_opens_with_a_reason_that_is_recorded(app: Flask, sign_in: SignIn, typed_record: int) -> None:
    auditor = sign_in("kansa").get(f"/audit-records/{typed_record}")

    page = auditor.post(f"/audit-records/{typed_record}/typed", {"reason": "目的外の照会の疑い"})

    assert page.status == 200
    assert "なかね ふみ" in page.text
    assert "昭和23年5月14日" in page.text
    opened = newest(Event.TYPED_OPEN)
    assert (opened.staff_login, opened.purpose) == ("kansa", "監査・目的外の照会の疑い")
    assert json.loads(opened.facts) == {"record": typed_record}


def test_a_record_without_typed_words_has_none_to_open(app: Flask, sign_in: SignIn) -> None:
    sequence = a_record(Event.RESIDENT_OPEN, {"doses": 1, "vouchers": 0})
    auditor = sign_in("kansa").get(f"/audit-records/{sequence}")

    assert "入力された語を開く" not in auditor.text
    assert auditor.post(f"/audit-records/{sequence}/typed", {"reason": "調査"}).status == 409


@pytest.mark.parametrize("sealed", ["", "no base64!", "c2VhbGVk", seal_text(b"x" * 32, "なかね", place="audit:typed")])
def test_words_sealed_with_another_key_are_refused_and_the_attempt_recorded(app: Flask, sign_in: SignIn, sealed: str) -> None:
    sequence = a_record(Event.RESIDENT_SEARCH, {"kinds": ["かな"], "count": 1}, typed=sealed)
    auditor = sign_in("kansa").get(f"/audit-records/{sequence}")

    page = auditor.post(f"/audit-records/{sequence}/typed", {"reason": "調査"})

    assert page.status == 409
    assert "鍵が替わったか" in page.text
    assert json.loads(newest(Event.TYPED_OPEN).facts) == {"record": sequence}


def exported(browser: Browser) -> list[list[str]]:
    assert browser.text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(browser.text.removeprefix("\ufeff"))))


def test_all_matching_records_go_into_a_file_that_a_spreadsheet_opens(app: Flask, sign_in: SignIn) -> None:
    residents = [a_resident(name=f"見本 {name}") for name in ("一", "二", "三", "四")]
    sequence = a_record(Event.RESIDENT_OPEN, {"doses": 1, "vouchers": 0}, people=[resident.id for resident in residents])
    for _ in range(60):
        a_record(Event.RESIDENT_OPEN, {"doses": 0, "vouchers": 0})
    a_record(Event.RESIDENT_OPEN, {"doses": 0, "vouchers": 0}, by="kacho")

    auditor = sign_in("kansa").get("/audit-records")
    auditor.post("/audit-records/export", {"staff": "madoguchi", "event": Event.RESIDENT_OPEN.value}, buffered=True)

    assert auditor.response.mimetype == "text/csv"
    assert "操作記録_" in unquote(auditor.response.headers["Content-Disposition"])
    rows = exported(auditor)
    assert len(rows) == 62
    first = dict(zip(rows[0], rows[1], strict=True))
    assert first["番号"] == str(sequence)
    assert first["操作"] == "住民の記録を開いた"
    assert first["対象の人数"] == "4"
    assert first["対象の方1"] == f"{residents[0].resident_number} 見本 一"
    assert first["内容"] == "見た接種記録の数 1件、見た接種券の数 0件"
    assert "見本 四" not in auditor.text


def test_an_export_is_recorded_before_its_first_byte_with_everybody_in_the_file(app: Flask, sign_in: SignIn) -> None:
    residents = [a_resident() for _ in range(4)]
    a_record(Event.RESIDENT_OPEN, {"doses": 1, "vouchers": 0}, people=[resident.id for resident in residents])
    auditor = sign_in("kansa").get("/audit-records")

    answer = auditor.client.post(
        "/audit-records/export", data={"csrf_token": auditor.hidden("csrf_token"), "staff": "madoguchi"}, buffered=False
    )

    found = newest(Event.RECORD_EXPORT)
    assert json.loads(found.facts) == {"condition": ["職員"], "count": 1}
    assert subjects_of(found) == {resident.id for resident in residents[:3]}
    assert answer.get_data(as_text=True).count("\r\n") == 2


def test_a_record_made_after_the_count_is_not_in_the_file(app: Flask, sign_in: SignIn) -> None:
    a_record(Event.RESIDENT_OPEN, {"doses": 1, "vouchers": 0})
    auditor = sign_in("kansa").get("/audit-records")

    auditor.post("/audit-records/export", {"begins_on": "令和8年1月1日"}, buffered=True)

    assert "操作記録を書き出した" not in auditor.text


def test_too_many_records_are_refused_rather_than_cut_off(app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "EXPORTED_AT_MOST", 2)
    for _ in range(3):
        a_record(Event.RESIDENT_OPEN, {"doses": 1, "vouchers": 0})
    auditor = sign_in("kansa").get("/audit-records")

    page = auditor.post("/audit-records/export", {"staff": "madoguchi"})

    assert page.status == 409
    assert "期間を短く区切って" in page.text


@pytest.mark.parametrize("cell", ["=1+1", "+81", "-1", "@SUM(A1)", "\tx", "\rx", "\nx"])
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    assert next(csv.reader(io.StringIO(csv_line(["a", cell]), newline="")))[1] == f"'{cell}"


def test_an_export_needs_a_condition(app: Flask, sign_in: SignIn) -> None:
    auditor = sign_in("kansa").get("/audit-records")

    assert auditor.post("/audit-records/export").status == 422


def test_the_chain_is_verified_by_a_button_and_its_state_stays_on_top(app: Flask, sign_in: SignIn) -> None:
    a_record(Event.RESIDENT_OPEN, {"doses": 1, "vouchers": 0})
    write_seal("interval")
    auditor = sign_in("kansa")

    before = auditor.get("/audit-records").text
    page = auditor.post("/audit-records/verification").follow()
    after = page.text

    assert "まだ確かめていません" in before
    assert page.status == 200
    assert "から切れ目なくつながっています(" in after
    assert "最後の確認 令和" in after
    assert "封印がまだありません" not in after
    assert newest(Event.CHAIN_VERIFY).staff_login == "kansa"


def test_a_broken_chain_is_an_alarm_on_every_page_of_the_records(app: Flask, sign_in: SignIn) -> None:
    a_record(Event.RESIDENT_OPEN, {"doses": 1, "vouchers": 0})
    with writing() as session:
        session.execute(text("INSERT INTO audit_subject (sequence, resident_id) VALUES (1, 99)"))
    auditor = sign_in("kansa").get("/audit-records")

    after = auditor.post("/audit-records/verification").follow().text
    searched = auditor.post("/audit-records", {"staff": "madoguchi"}).text

    for page in (after, searched):
        assert "異常あり" in page
        assert "1番: 対象者の一覧が変えられています" in page


def test_a_long_chain_is_left_to_the_command(app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "VERIFIED_IN_A_REQUEST", 1)
    a_record(Event.RESIDENT_OPEN, {"doses": 1, "vouchers": 0})
    a_record(Event.RESIDENT_OPEN, {"doses": 1, "vouchers": 0})

    page = sign_in("kansa").get("/audit-records").post("/audit-records/verification").follow()

    assert "flask audit verify" in page.text
    assert "まだ確かめていません" in page.text


def test_every_event_can_be_chosen_once_and_every_fact_has_a_label() -> None:
    offered = [value for choices in event_choices().values() for value, _ in choices if value not in ("", rules.ANY_REFUSAL)]

    assert sorted(offered) == sorted(Event)
    assert set(EVENT_WORDS) == set(Event)
    labels = [word for names in FACTS.values() for word, _ in fact_words(dict.fromkeys(names, 1), {})]
    assert "そのほか" not in labels


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("channel", "phone", "電話"),
        ("reason", "lost", "紛失"),
        ("reason", "idle", "一定時間操作がなかった"),
        ("reason", "本人の申し出", "本人の申し出"),
        ("applicant", "agent", "任意代理人"),
        ("permission", "audit:record:search", "操作記録の閲覧"),
        ("endpoint", "counter.show_resident", "住民の検索・住民の記録"),
        ("endpoint", "", "なし"),
        ("day", "2026-11-24", "令和8年11月24日"),
        ("day", "soon", "soon"),
        ("again", True, "再印刷"),
        ("again", False, "初めて"),
        ("changes", ["窓口担当を付けた", "期限を改めた"], "窓口担当を付けた、期限を改めた"),
        ("changes", [], "なし"),
        ("bytes", 1048576, "1,048,576バイト"),
        ("import", 12, "12"),
        ("section", None, "なし"),
        ("unheard", "of", "of"),
    ],
)
def test_a_fact_reads_as_a_clerk_would_say_it(name: str, value: object, words: str) -> None:
    assert fact_words({name: value}, {})[0][1] == words


def test_the_record_of_a_search_names_what_was_typed_without_its_text() -> None:
    facts = condition_facts(Asked(person="0000400001", staff="根本", purpose="再発行", protected=True, after_hours=True))

    assert facts == ["見られた方", "職員", "照会事由", "対象 支援措置の方を開いたもの", "時間帯 時間外・土日"]
