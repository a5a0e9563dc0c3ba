"""The state of the chain on top of the auditor's page."""

import pytest
from flask import Flask
from sqlalchemy import text

from portal.audit.events import Event
from portal.audit.seals import write_seal
from portal.db import writing
from portal.oversight import actions
from tests.oversight.looking import SignIn, a_record, newest_record


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
    assert newest_record(Event.CHAIN_VERIFY).staff_login == "kansa"


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
