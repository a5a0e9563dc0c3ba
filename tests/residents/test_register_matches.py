"""Rows that may be somebody known, decided one by one; what stops a file; who is missing from a whole one: on both engines."""

import dataclasses
import io
from typing import Any

import pytest
from flask import Flask, current_app

from portal.errors import Refused
from portal.intake.models import FileImport, ImportRow
from portal.intake.rules import ImportKind
from portal.residents.files import LAYOUT
from portal.residents.intake import apply_register_file, check_register_file
from portal.residents.match_models import RegisterMatch
from portal.residents.match_rules import Decision
from portal.residents.models import Resident, ResidentChange
from portal.residents.rules import Protection
from portal.web.rendering import settings
from tests.intake.importing import all_rows, applied, checked, counts, decide_all, faults_now, import_now
from tests.residents.register_rows import a_register, a_row, many_rows
from tests.residents.test_register_screens import upload, work_off

pytestmark = pytest.mark.thorough

KNOWN = a_row(宛名番号="0004000001", 団体内統合宛名番号="90000000001")
TWIN = a_row(宛名番号="0004000002", 団体内統合宛名番号="90000000002", 住所="大字津田1番地")
MOVED_NUMBER = a_row(宛名番号="0004000003", 団体内統合宛名番号="90000000001")
STRANGER = a_row(宛名番号="0004000001", 団体内統合宛名番号="90000000001", 氏名="別野 人", カナ="ベツノ ヒト", 生年月日="S50.1.1")


def check(*rows: dict[str, str]) -> FileImport:
    return checked(ImportKind.REGISTER, LAYOUT, a_register(rows), check_register_file)


def apply(file: FileImport) -> FileImport:
    return applied(file, apply_register_file)


@pytest.fixture
def known(app: Flask) -> Resident:
    apply(check(KNOWN))
    return all_rows(Resident)[0]


def the_match(file: FileImport) -> RegisterMatch:
    (match,) = [match for match in all_rows(RegisterMatch) if match.import_id == file.id]
    return match


@pytest.mark.parametrize(
    ("row", "reason"),
    [(TWIN, "same_name"), (TWIN | {"氏名": "見本 華子"}, "same_kana"), (MOVED_NUMBER, "same_integrated"), (STRANGER, "stranger")],
)
def test_a_row_like_somebody_waits_and_changes_nothing(known: Resident, row: dict[str, str], reason: str) -> None:
    file = apply(check(row, a_row(宛名番号="9", 生年月日="H1.2.3")))

    assert the_match(file).reason == reason
    assert (file.new, file.changed, file.faulty, file.matches, file.applied_rows) == (1, 0, 0, 1, 1)
    assert [(person.resident_number, person.version) for person in all_rows(Resident)] == [("0004000001", 1), ("9", 1)]
    assert [row.number for row in all_rows(ImportRow)] == [0, 2]


@pytest.mark.usefixtures("known")
def test_the_same_person_gets_the_new_number_and_the_history_tells(known: Resident) -> None:
    file = check(TWIN)
    decide_all(Decision.SAME, known.public_id)
    file = apply(import_now(file.public_id))

    (person,) = all_rows(Resident)
    assert (person.id, person.resident_number, person.address, person.version) == (known.id, "0004000002", "大字津田1番地", 2)
    assert {(change.field, change.old) for change in all_rows(ResidentChange)} >= {("resident_number", "0004000001")}
    assert (file.new, file.changed, file.matches, file.applied_rows) == (0, 1, 0, 1)
    assert all_rows(ImportRow) == []


@pytest.mark.usefixtures("known")
def test_another_person_comes_new() -> None:
    file = check(TWIN)
    decide_all(Decision.OTHER)
    apply(import_now(file.public_id))

    assert [person.resident_number for person in all_rows(Resident)] == ["0004000001", "0004000002"]


@pytest.mark.usefixtures("known")
def test_what_is_decided_after_the_file_was_applied_is_done_at_once() -> None:
    file = apply(check(TWIN))
    decide_all(Decision.OTHER)

    assert [person.resident_number for person in all_rows(Resident)] == ["0004000001", "0004000002"]
    assert (import_now(file.public_id).matches, import_now(file.public_id).applied_rows) == (0, 1)
    assert all_rows(ImportRow) == []


def test_a_strangers_row_is_left_out_as_a_fault(known: Resident) -> None:
    file = check(STRANGER)
    decide_all(Decision.OTHER)

    assert counts(import_now(file.public_id)) == (0, 0, 0, 1)
    assert all_rows(Resident)[0].name == "見本 花子"


def test_the_page_sets_row_and_record_side_by_side_and_a_second_press_changes_nothing(known: Resident, sign_in: Any) -> None:
    file = apply(check(TWIN))
    browser = sign_in("daicho").get(f"/register-files/{file.public_id}/matches")
    assert "氏名と生年月日が同じ方がいます" in browser.text
    assert "大字津田1番地" in browser.text
    assert "大字中根9871番地3" in browser.text

    sent = {"decision": "same", "candidate": known.public_id, "once": browser.hidden("once")}
    decision = f"/register-matches/{the_match(file).public_id}/decision"
    assert browser.post(decision, sent).status == 303
    assert browser.post(decision, sent).status == 303
    assert "同じ方" in browser.get(f"/register-files/{file.public_id}/matches").text
    assert [person.version for person in all_rows(Resident)] == [2]
    browser.get(f"/register-files/{file.public_id}/matches")


def test_two_clerks_decide_one_row_once(known: Resident, sign_in: Any) -> None:
    file = check(TWIN)
    page, decision = f"/register-files/{file.public_id}/matches", f"/register-matches/{the_match(file).public_id}/decision"
    first, second = sign_in("daicho").get(page), sign_in("daicho2").get(page)

    first.post(decision, {"decision": "other", "once": first.hidden("once")})
    second.post(decision, {"decision": "same", "candidate": known.public_id, "once": second.hidden("once")})

    assert second.status == 409
    assert "もう「別の方」と決まっています" in second.text
    assert the_match(file).decision is Decision.OTHER


def test_nobodys_row_goes_to_a_person_who_is_no_candidate(known: Resident, sign_in: Any) -> None:
    apply(check(a_row(宛名番号="9", 生年月日="H1.2.3")))
    stranger = next(person for person in all_rows(Resident) if person.resident_number == "9")
    file = check(TWIN)
    browser = sign_in("daicho").get(f"/register-files/{file.public_id}/matches")

    browser.post(
        f"/register-matches/{the_match(file).public_id}/decision",
        {"decision": "same", "candidate": stranger.public_id, "once": browser.hidden("once")},
    )

    assert browser.status == 409
    assert the_match(file).decision is None


def test_the_whereabouts_of_protected_people_are_in_no_comparison(known: Resident, sign_in: Any) -> None:
    file = check(TWIN | {"支援措置区分": Protection.STALKING.value})

    text = sign_in("daicho").get(f"/register-files/{file.public_id}/matches").text

    assert "大字津田" not in text
    assert "大字中根" not in text
    assert "支援措置" in text


@pytest.mark.parametrize(
    ("own", "outcome"), [(KNOWN, "new"), (KNOWN | {"電話番号": "029-000-0001"}, "new"), (KNOWN | {"性別": "9"}, "new")]
)
def test_whose_own_number_stands_in_the_file_is_somebody_else(known: Resident, own: dict[str, str], outcome: str) -> None:
    file = check(TWIN, own)

    assert (file.matches, file.new) == (0, 1)
    apply(file)
    assert [person.resident_number for person in all_rows(Resident)] == ["0004000001", "0004000002"]


def test_a_number_of_all_offices_beside_its_owners_own_row_is_a_fault(known: Resident) -> None:
    file = check(MOVED_NUMBER, KNOWN | {"団体内統合宛名番号": "90000000008"})

    assert (file.matches, file.faulty, file.changed) == (0, 1, 1)
    assert [fault.column for fault in faults_now(file)] == ["団体内統合宛名番号"]


def test_two_rows_are_not_one_person(known: Resident) -> None:
    file = check(TWIN, TWIN | {"宛名番号": "0004000009", "団体内統合宛名番号": "90000000009"})

    with pytest.raises(Refused, match="行目の方と同じ方と決まっています"):
        decide_all(Decision.SAME, known.public_id)
    assert import_now(file.public_id).matches == 1


def test_samples_tell_in_words_what_changes(known: Resident, sign_in: Any) -> None:
    file = check(KNOWN | {"住所": "大字津田1番地"}, a_row(宛名番号="9", 生年月日="H1.2.3"))
    browser = sign_in("daicho")

    assert (
        "住所が「大字中根9871番地3」から「大字津田1番地」に変わる。"
        in browser.get(f"/register-files/{file.public_id}/samples?of=address").text
    )
    assert "新しい方として記録に載ります" in browser.get(f"/register-files/{file.public_id}/samples?of=moved_in").text
    assert browser.get(f"/register-files/{file.public_id}/samples?of=died").status == 404


@pytest.fixture
def strict(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(current_app.extensions, "portal_settings", dataclasses.replace(settings(), stop_from_people=2))


@pytest.mark.usefixtures("strict")
def test_a_file_that_stops_waits_for_the_chief(sign_in: Any) -> None:
    rows = many_rows(6)
    apply(check(*rows))
    dead = [row | {"住民区分": "4", "異動事由": "05", "異動日": "R8.11.4"} for row in rows[:3]]
    page = upload(sign_in("daicho"), a_register(dead)).location
    work_off()
    clerk = sign_in("daicho").get(page)
    assert "亡くなった方が3人います(住民6人の50.00%)" in clerk.text
    assert "いまは反映できません" in clerk.text
    assert clerk.post(f"{page}/application").status == 409
    assert clerk.get(page).post(f"{page}/release", {"reason": "見た"}).status == 403

    chief = sign_in("kacho").get(page)
    assert chief.post(f"{page}/release", {"reason": ""}).status == 422
    assert "何を確かめたかを入れてください" in chief.text
    assert chief.post(f"{page}/release", {"reason": "施設の記録と照らした"}).location == page

    assert "施設の記録と照らした" in clerk.get(page).text
    assert clerk.post(f"{page}/application").location == page
    work_off()
    assert {person.category for person in all_rows(Resident)} == {"1", "4"}


@pytest.mark.usefixtures("strict")
def test_who_is_missing_from_a_whole_file_is_counted_and_listed(sign_in: Any) -> None:
    rows = many_rows(6)
    apply(check(*rows))
    browser = sign_in("daicho").get("/register-files")
    sent = {"scope": "whole", "as_of": "令和8年11月24日", "file": (io.BytesIO(a_register(rows[:3])), "全員.csv")}
    page = browser.post("/register-files", sent).location
    work_off()

    assert "ファイルにない方が3人います" in browser.get(page).text
    listed = browser.get(f"{page}/vanished").text
    assert all(row["宛名番号"] in listed for row in rows[3:])
    assert rows[0]["宛名番号"] not in listed


@pytest.mark.usefixtures("app")
def test_a_file_drawn_before_the_last_one_is_stopped(sign_in: Any) -> None:
    browser = sign_in("daicho")
    page = upload(browser, a_register(many_rows(2))).location
    work_off()
    browser.get(page).post(f"{page}/application")
    work_off()
    browser.get("/register-files")
    sent = {"scope": "changes", "as_of": "令和8年11月1日", "file": (io.BytesIO(a_register(many_rows(2))), "古い.csv")}
    page = browser.post("/register-files", sent).location
    work_off()

    assert "令和8年11月1日現在のファイルです" in browser.get(page).text


@pytest.mark.usefixtures("app")
def test_a_day_ahead_is_no_day_of_a_file(sign_in: Any) -> None:
    browser = sign_in("daicho").get("/register-files")
    browser.post("/register-files", {"scope": "changes", "as_of": "令和9年1月1日", "file": (io.BytesIO(b"x"), "a.csv")})

    assert browser.status == 422
    assert "今日より後の日付です" in browser.text
