"""登録待ちの接種記録: worked off by a person, each decision recorded, nothing twice, nothing over a verified record by itself."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.audit.models import AuditRecord, AuditSubject
from portal.db import reading, writing
from portal.doses.intake import apply_dose_file, check_dose_file
from portal.doses.match_rules import WaitReason
from portal.doses.models import Dose, WaitingDose
from portal.doses.waiting_actions import withdraw_waiting
from portal.doses.waiting_queries import count_waiting
from portal.doses.waiting_rules import WaitState
from portal.intake.models import FileImport
from portal.intake.rules import ImportKind
from portal.residents.models import Resident
from tests.doses.dose_rows import VRS, a_vrs_dose, a_vrs_file, a_vrs_row
from tests.factories import a_dose, a_resident, a_voucher, the_covid_programme
from tests.intake.importing import all_rows, applied, checked

pytestmark = pytest.mark.thorough


@pytest.fixture(autouse=True)
def hanako(app: Flask) -> Resident:
    the_covid_programme()
    return a_resident(resident_number="0004000001")


@pytest.fixture
def clerk(sign_in: Any) -> Any:
    return sign_in("daicho")


def bring(**cells: str) -> FileImport:
    return applied(checked(ImportKind.DOSES, VRS.sheet, a_vrs_file([a_vrs_row(**cells)]), check_dose_file), apply_dose_file)


def one() -> WaitingDose:
    (waiting,) = all_rows(WaitingDose)
    return waiting


def subjects_of(event: str) -> list[int]:
    with reading() as session:
        record = session.scalars(select(AuditRecord).where(AuditRecord.event == event).order_by(AuditRecord.sequence.desc())).first()
        assert record is not None
        return list(session.scalars(select(AuditSubject.resident_id).where(AuditSubject.sequence == record.sequence)))


def page_of(waiting: WaitingDose) -> str:
    return f"/waiting-doses/{waiting.public_id}"


def decision(waiting: WaitingDose, **fields: str) -> dict[str, str]:
    return {"version": str(waiting.version)} | fields


def test_nothing_waits(clerk: Any) -> None:
    assert "待っている接種はありません" in clerk.get("/waiting-doses").text


def test_the_list_says_why_each_waits_and_how_many(clerk: Any) -> None:
    bring(個別宛名番号="77")
    bring(個別宛名番号="", **{"1回目券番号": ""})

    clerk.get("/waiting-doses")

    assert count_waiting() == 2
    assert "0000000077" in clerk.text
    assert "宛名番号の方がいない 1件" in clerk.text
    clerk.get("/waiting-doses?reason=no_number")
    assert "宛名番号なし" in clerk.text
    assert "0000000077" not in clerk.text


def test_whoever_came_into_the_register_since_is_offered(clerk: Any) -> None:
    bring(個別宛名番号="77")
    assert "いまは住民の記録にいません" in clerk.get(page_of(one())).text

    taro = a_resident(resident_number="0000000077", name="見本 太郎")
    clerk.get(page_of(one()))

    assert "いまは、この宛名番号の方が住民の記録にあります" in clerk.text
    assert "見本 太郎" in clerk.text
    assert subjects_of("doses:waiting:open") == [taro.id]


def test_a_dose_is_recorded_for_whom_the_clerk_found(clerk: Any, hanako: Resident) -> None:
    file = bring(個別宛名番号="", **{"1回目券番号": "999"})
    clerk.get(page_of(one()))
    clerk.post(f"{page_of(one())}/person", {"number": "4000001"})
    assert clerk.status == 200
    assert "入れた番号の方です" in clerk.text

    clerk.post(f"{page_of(one())}/record", decision(one(), resident=hanako.public_id)).follow()

    (dose,) = all_rows(Dose)
    waiting = one()
    assert "この方の接種として記録しました" in clerk.text
    assert (dose.resident_id, dose.dose_number, dose.given_on, dose.import_id) == (hanako.id, 1, date(2021, 6, 20), file.id)
    assert (dose.voucher_number, dose.age_when_given) == ("0000000999", 73)
    assert (waiting.state, waiting.resident_id, waiting.dose_id) == (WaitState.RECORDED, hanako.id, dose.id)
    assert (subjects_of("doses:waiting:record"), count_waiting()) == ([hanako.id], 0)


def test_a_person_is_found_by_their_voucher_as_well(clerk: Any, hanako: Resident) -> None:
    a_voucher(hanako, number="0000400009", programme_code="covid")
    bring(個別宛名番号="77")

    clerk.get(page_of(one())).post(f"{page_of(one())}/person", {"number": "400009"})

    assert "入れた番号の方です" in clerk.text
    clerk.post(f"{page_of(one())}/person", {"number": "5"})
    assert clerk.status == 422
    assert "この番号の方は" in clerk.text


def test_a_row_of_several_doses_is_one_persons(clerk: Any, hanako: Resident) -> None:
    bring(個別宛名番号="77", **a_vrs_dose(2), **a_vrs_dose(3, 接種日="20220210"))
    first, _, last = all_rows(WaitingDose)
    clerk.get(page_of(last)).post(f"{page_of(last)}/person", {"number": "4000001"})
    assert "この行のほかの2回分も、この方の接種として記録する" in clerk.text

    clerk.post(f"{page_of(last)}/record", decision(last, resident=hanako.public_id, together="1"))

    assert [dose.dose_number for dose in all_rows(Dose)] == [1, 2, 3]
    assert {waiting.state for waiting in all_rows(WaitingDose)} == {WaitState.RECORDED}
    assert first.id < last.id


def test_a_row_put_aside_is_put_aside_as_a_whole_only_when_asked(clerk: Any) -> None:
    bring(個別宛名番号="77", **a_vrs_dose(2), **a_vrs_dose(3, 接種日="20220210"))
    first, second, _ = all_rows(WaitingDose)
    clerk.get(page_of(first)).post(f"{page_of(first)}/dismissal", decision(first, reason="予診票で確認"))
    assert count_waiting() == 2

    clerk.get(page_of(second)).post(f"{page_of(second)}/dismissal", decision(second, reason="他市の方", together="1"))

    assert count_waiting() == 0


def test_pressed_twice_it_is_recorded_once(clerk: Any, hanako: Resident) -> None:
    bring(個別宛名番号="77")
    form = decision(one(), resident=hanako.public_id)
    clerk.get(page_of(one()))
    sent = form | {"once": clerk.hidden("once")}

    clerk.post(f"{page_of(one())}/record", sent)
    clerk.post(f"{page_of(one())}/record", sent)

    assert clerk.status == 303
    assert len(all_rows(Dose)) == 1


def test_the_second_of_two_clerks_is_told(clerk: Any, hanako: Resident) -> None:
    bring(個別宛名番号="77")
    seen_first = decision(one(), resident=hanako.public_id) | {"once": clerk.get(page_of(one())).hidden("once")}
    clerk.get(page_of(one())).post(f"{page_of(one())}/dismissal", decision(one(), reason="予診票で別人と確認"))

    clerk.post(f"{page_of(one())}/record", seen_first)

    assert clerk.status == 409
    assert "「記録しない」としています" in clerk.text
    assert all_rows(Dose) == []


def test_a_dose_put_aside_needs_a_reason_and_does_not_come_back(clerk: Any) -> None:
    bring(個別宛名番号="77")
    clerk.get(page_of(one())).post(f"{page_of(one())}/dismissal", decision(one(), reason=" "))
    assert (clerk.status, one().state) == (422, WaitState.WAITING)

    clerk.post(f"{page_of(one())}/dismissal", decision(one(), reason="他市の方の記録"))
    bring(個別宛名番号="77")

    assert (one().state, one().decision, count_waiting()) == (WaitState.DISMISSED, "他市の方の記録", 0)


def test_a_day_before_birth_is_refused_for_that_person(clerk: Any) -> None:
    child = a_resident(resident_number="0000000078", birth="2022-01-01")
    bring(個別宛名番号="77")

    clerk.get(page_of(one())).post(f"{page_of(one())}/record", decision(one(), resident=child.public_id))

    assert clerk.status == 409
    assert "生年月日より前の日付です" in clerk.text
    assert (all_rows(Dose), one().state) == ([], WaitState.WAITING)


def test_beside_a_verified_record_it_waits_to_be_compared(clerk: Any, hanako: Resident) -> None:
    a_dose(hanako, programme_code="covid", given_on=date(2021, 6, 21))
    bring(個別宛名番号="77")

    clerk.get(page_of(one())).post(f"{page_of(one())}/record", decision(one(), resident=hanako.public_id)).follow()

    assert (one().reason, one().state) == (WaitReason.CONFLICT, WaitState.WAITING)
    assert "令和3年6月21日" in clerk.text
    assert "令和3年6月20日" in clerk.text
    assert len(all_rows(Dose)) == 1


def test_ours_is_kept(clerk: Any, hanako: Resident) -> None:
    dose = a_dose(hanako, programme_code="covid", given_on=date(2021, 6, 21))
    bring()

    clerk.get(page_of(one())).post(f"{page_of(one())}/dismissal", decision(one(), reason="予診票で確認"))

    assert [each.id for each in all_rows(Dose)] == [dose.id]
    assert (one().state, subjects_of("doses:waiting:dismiss")) == (WaitState.DISMISSED, [hanako.id])
    bring()
    assert count_waiting() == 0


def test_the_files_content_is_taken_as_a_new_version(clerk: Any, hanako: Resident) -> None:
    a_dose(hanako, programme_code="covid", given_on=date(2021, 6, 21), caution="卵アレルギー")
    file = bring()

    clerk.get(page_of(one())).post(f"{page_of(one())}/taking", decision(one(), reason="予診票で21日は誤りと確認"))

    before, now = all_rows(Dose)
    assert (before.superseded_reason, before.verified) == ("接種記録ファイルの取込: 予診票で21日は誤りと確認", True)
    assert (now.replaces_id, now.given_on, now.caution, now.verified) == (before.id, date(2021, 6, 20), "卵アレルギー", False)
    assert (now.import_id, one().dose_id, one().state) == (file.id, now.id, WaitState.RECORDED)


def test_a_record_corrected_meanwhile_is_compared_again(clerk: Any, hanako: Resident) -> None:
    dose = a_dose(hanako, programme_code="covid", given_on=date(2021, 6, 21))
    bring()
    clerk.get(page_of(one()))
    with writing() as session:
        session.get_one(Dose, dose.id).superseded_at = dose.recorded_at
    a_dose(hanako, programme_code="covid", given_on=date(2021, 6, 22))

    clerk.post(f"{page_of(one())}/taking", decision(one(), reason="予診票で確認"))

    assert clerk.status == 409
    assert len(all_rows(Dose)) == 2


def test_taking_an_import_back_withdraws_what_waits_and_it_may_come_again() -> None:
    file = bring(個別宛名番号="77")

    with writing():
        assert withdraw_waiting(file.id) == 1

    assert (one().state, count_waiting()) == (WaitState.WITHDRAWN, 0)
    bring(個別宛名番号="77")
    assert count_waiting() == 1


def test_what_is_not_there_is_not_found(clerk: Any) -> None:
    assert clerk.get("/waiting-doses/00000000000000000000000000000000").status == 404
