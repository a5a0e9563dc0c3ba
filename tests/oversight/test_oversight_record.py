"""One record with everything it says, and what was typed, which stays closed without a reason."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.db import reading
from portal.encryption import seal_text
from portal.residents.rules import Protection
from tests.factories import a_programme, a_resident
from tests.oversight.looking import SignIn, a_record, newest_record, subjects_of


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
        "delivery": "post_to_contact",
        "gaps": ["principal_papers", "photo"],
        "reason": "lost",
    }
    sequence = a_record(Event.VOUCHER_REISSUE, facts, people=[resident.id])

    page = sign_in("kansa").get(f"/audit-records/{sequence}")

    assert page.status == 200
    said = ("2回目", "窓口", "同一世帯", "紛失", "送付先へ郵送", "本人の書類、顔写真のある書類")
    for shown in ("接種券を再発行した", "根本 千夏", "0000400002", "令和8年度 住民接種", *said, "中根 ふみ"):
        assert shown in page.text
    for hidden in ("household", "lost", "counter<", "VOUCHER"):
        assert hidden not in page.text.split("<main")[1]


def test_opening_a_record_is_recorded_with_its_people(app: Flask, sign_in: SignIn) -> None:
    resident = a_resident()
    sequence = a_record(Event.RESIDENT_OPEN, {"doses": 1, "vouchers": 0}, people=[resident.id])

    sign_in("kansa").get(f"/audit-records/{sequence}")

    opened = newest_record(Event.RECORD_OPEN)
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
    assert subjects_of(newest_record(Event.RECORD_OPEN)) == {people[50]}


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
    opened = newest_record(Event.TYPED_OPEN)
    assert (opened.staff_login, opened.purpose) == ("kansa", "監査・目的外の照会の疑い")
    assert json.loads(opened.facts) == {"record": typed_record}


def test_a_record_without_typed_words_has_none_to_open(app: Flask, sign_in: SignIn) -> None:
    sequence = a_record(Event.RESIDENT_OPEN, {"doses": 1, "vouchers": 0})
    auditor = sign_in("kansa").get(f"/audit-records/{sequence}")

    assert "入力された語を開く" not in auditor.text
    assert auditor.post(f"/audit-records/{sequence}/typed", {"reason": "調査"}).status == 409


@pytest.mark.parametrize(
    "sealed",
    ["", "no base64!", "c2VhbGVk", seal_text(b"x" * 32, "なかね", place="audit:typed")],
    ids=["empty", "not base64", "too short", "another key"],
)
def test_words_sealed_with_another_key_are_refused_and_the_attempt_recorded(app: Flask, sign_in: SignIn, sealed: str) -> None:
    sequence = a_record(Event.RESIDENT_SEARCH, {"kinds": ["かな"], "count": 1}, typed=sealed)
    auditor = sign_in("kansa").get(f"/audit-records/{sequence}")

    page = auditor.post(f"/audit-records/{sequence}/typed", {"reason": "調査"})

    assert page.status == 409
    assert "鍵が替わったか" in page.text
    assert json.loads(newest_record(Event.TYPED_OPEN).facts) == {"record": sequence}
