"""The records as a file: recorded first, complete, and safe to open in a spreadsheet."""

import csv
import io
import json
from urllib.parse import unquote

import pytest
from flask import Flask

from portal.audit.events import Event
from portal.oversight import actions
from portal.oversight.files import csv_line
from tests.conftest import Browser
from tests.factories import a_resident
from tests.oversight.looking import SignIn, a_record, newest_record, subjects_of


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

    found = newest_record(Event.RECORD_EXPORT)
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
