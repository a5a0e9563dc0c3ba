"""The page of a take-back, as a records clerk and a chief use it."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from portal.audit.models import AuditRecord, AuditSubject
from portal.db import reading
from portal.intake.rules import ImportState
from portal.jobs.actions import fail
from portal.jobs.models import Job
from portal.jobs.queue import run_job
from portal.residents.models import Resident
from portal.residents.rules import RecordState
from tests.doses.dose_rows import a_row as a_dose_row
from tests.factories import a_programme, a_voucher
from tests.intake.importing import all_rows, import_now
from tests.residents.register_rows import a_row, many_rows
from tests.takeback.taking_back import ledger, person, register

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("app")]
REASON = {"reason": "先月のファイルを読み込んでいました。"}


def page_of(file: Any) -> str:
    return f"/imports/{file.public_id}/take-back"


def work_off() -> None:
    for job in all_rows(Job):
        run_job(job.id)


def test_the_way_leads_from_the_imports_page_to_the_order_and_to_its_end(sign_in: Any) -> None:
    register([a_row()])
    file = register([a_row(方書="見本荘"), *many_rows(3)])
    browser = sign_in("daicho").get(f"/register-files/{file.public_id}")
    assert f'href="{page_of(file)}">この取込を取り消す' in browser.text

    browser.get(page_of(file))
    assert "3人が見つからなくなります" in browser.text
    assert "1人が、この取込の前の内容に戻ります" in browser.text
    assert "方書に「見本荘」が入った。" in browser.text
    assert browser.post(page_of(file), REASON).location == page_of(file)
    assert "順番を待っています" in browser.get(page_of(file)).text
    assert "取消し中" in browser.get("/register-files").text
    work_off()

    assert "4件を元に戻しました" in browser.get(page_of(file)).text
    assert REASON["reason"] in browser.text
    assert "黒澤 拓也" in browser.text
    assert "取り消し済み" in browser.get(f"/register-files/{file.public_id}").text
    assert f"が取り消しました。理由: {REASON['reason']}" in browser.text
    assert "黒澤 拓也" in browser.text
    assert "取り消し済み" in browser.get("/register-files").text


def test_a_reason_is_needed_and_what_was_typed_stays(sign_in: Any) -> None:
    file = register([a_row()])
    browser = sign_in("daicho").get(page_of(file))

    assert browser.post(page_of(file), {"reason": " "}).status == 422
    assert "取り消す理由を入れてください" in browser.text
    assert browser.post(page_of(file), {"reason": "あ" * 201}).status == 422
    assert import_now(file.public_id).state is ImportState.APPLIED


def test_pressed_twice_it_is_ordered_once(sign_in: Any) -> None:
    file = register([a_row()])
    browser = sign_in("daicho").get(page_of(file))
    tokens = {"csrf_token": browser.hidden("csrf_token"), "once": browser.hidden("once")}
    jobs = len(all_rows(Job))

    assert browser.post(page_of(file), tokens | REASON).location == page_of(file)
    assert browser.post(page_of(file), tokens | REASON).location == page_of(file)

    assert len(all_rows(Job)) == jobs + 1


def test_what_depends_is_listed_with_links_and_who_was_shown_is_recorded(sign_in: Any) -> None:
    a_programme()
    file = register(many_rows(22))
    for resident in all_rows(Resident):
        a_voucher(resident, issued_at=file.finished_at)

    browser = sign_in("kacho").get(page_of(file))

    assert "この取込のあとに発行した接種券" in browser.text
    assert browser.text.count("/residents/") == 20
    assert "ほかに2件" in browser.text
    assert "取り消す理由" not in browser.text
    with reading() as session:
        newest = session.scalars(select(AuditRecord).order_by(AuditRecord.sequence.desc()).limit(1)).one()
        shown = session.scalars(select(AuditSubject.resident_id).where(AuditSubject.sequence == newest.sequence)).all()
    assert (newest.event, json.loads(newest.facts)["dependents"]) == ("intake:import:review-take-back", 22)
    assert len(shown) == 20


def test_an_order_that_came_too_late_is_refused_and_changes_nothing(sign_in: Any) -> None:
    a_programme()
    file = register([a_row()])
    browser = sign_in("daicho").get(page_of(file))
    a_voucher(person("0004000001"), issued_at=import_now(file.public_id).finished_at)

    assert browser.post(page_of(file), REASON).status == 409
    assert "この取込のあとに発行した接種券" in browser.text
    assert import_now(file.public_id).state is ImportState.APPLIED


def test_stopped_it_says_why_and_is_gone_on_with(sign_in: Any) -> None:
    file = register([a_row()])
    browser = sign_in("kacho").get(page_of(file))
    browser.post(page_of(file), REASON)
    fail(all_rows(Job)[-1].id, "処理が止まりました。")
    assert "処理が止まりました。" in browser.get(page_of(file)).text

    assert browser.post(f"{page_of(file)}/resumption").location == page_of(file)
    work_off()

    assert "1件を元に戻しました" in browser.get(page_of(file)).text
    assert person("0004000001").record_state is RecordState.TAKEN_BACK


def test_the_progress_piece_asks_again_until_the_work_is_over(sign_in: Any) -> None:
    file = register([a_row()])
    browser = sign_in("daicho").get(page_of(file))
    browser.post(page_of(file), REASON)

    assert browser.get(f"{page_of(file)}/progress").status == 200
    assert "every 1s" in browser.text
    work_off()
    assert browser.get(f"{page_of(file)}/progress").status == 286


def test_the_chief_sees_no_link_to_pages_that_are_not_his(sign_in: Any) -> None:
    a_programme()
    register([a_row()])
    file = ledger([a_dose_row(接種券番号="")])

    assert "1件が、効力のない記録になります" in sign_in("kacho").get(page_of(file)).text
    assert "/waiting" not in sign_in("kacho").get(page_of(file)).text


def test_where_a_protected_person_lives_is_not_told(sign_in: Any) -> None:
    register([a_row(支援措置区分="1")])
    file = register([a_row(支援措置区分="1", 住所="東石川1番地")])

    browser = sign_in("daicho").get(page_of(file))

    assert "住所が変わった(内容は表示しません)。" in browser.text
    assert "東石川" not in browser.text
    assert "中根" not in browser.text


@pytest.mark.parametrize("login_name", ["madoguchi", "kansa", "kanri", "toiawase"])
def test_others_cannot_reach_it(sign_in: Any, login_name: str) -> None:
    file = register([a_row()])

    assert sign_in(login_name).get(page_of(file)).status == 403
