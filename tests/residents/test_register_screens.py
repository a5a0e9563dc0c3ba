"""The screens of the register files, as a records clerk uses them."""

import csv
import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.audit.models import AuditRecord
from portal.db import reading
from portal.intake.models import FileImport, ImportFault
from portal.intake.rules import ImportState
from portal.jobs.models import Job
from portal.jobs.queue import run_job
from portal.residents.models import Resident
from tests.intake.importing import all_rows
from tests.residents.register_rows import a_register, a_row, many_rows

SAID = {"scope": "changes", "as_of": "令和8年11月24日"}
NUMBER_LIKE = "123456789018"


def upload(browser: Any, content: bytes, name: str = "juki_20261124.csv") -> Any:
    browser.get("/register-files")
    return browser.post("/register-files", SAID | {"file": (io.BytesIO(content), name)})


def work_off() -> None:
    for job in all_rows(Job):
        run_job(job.id)


def events() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(AuditRecord.event).order_by(AuditRecord.sequence)))


def test_the_first_visit_says_that_nothing_was_brought_yet(sign_in: Any) -> None:
    browser = sign_in("daicho").get("/register-files")

    assert browser.status == 200
    assert "読み込んだファイルはまだありません" in browser.text
    assert "団体内統合宛名番号" in browser.text


def test_a_file_is_brought_checked_and_applied(app: Flask, sign_in: Any) -> None:
    browser = upload(sign_in("daicho"), a_register([*many_rows(2), a_row(宛名番号="77", 性別="9")]))
    assert browser.status == 303
    page = browser.location

    assert "順番を待っています" in browser.get(page).text
    work_off()
    browser.get(page)
    assert "反映するとこうなります" in browser.text
    assert "転入・出生" in browser.text
    assert "区分表にない値です" in browser.text
    assert "誤りの1行を除いて反映する" in browser.text

    assert browser.post(f"{page}/application").location == page
    work_off()
    browser.get(page)
    assert "2行を書き込みました" in browser.text
    assert len(all_rows(Resident)) == 2
    assert [event for event in events() if event.startswith("residents:register")] == [
        "residents:register:upload",
        "residents:register:show",
        "residents:register:apply",
        "residents:register:apply-chunk",
        "residents:register:show",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空(0バイト)"),
        (b"PK\x03\x04xxxxxxxxxxxx", "Excel"),
        ("宛名番号,番号\n1,2\n".encode(), "この取込にない列です"),
        ("1,見本 花子\n".encode(), "1行目が見出しではありません"),
        (b"\x00\x01\x02\x03\x04\x05\x06\x07\x08", "NUL"),
    ],
)
def test_what_cannot_be_read_is_refused_at_once_and_nothing_is_stored(sign_in: Any, content: bytes, said: str) -> None:
    browser = upload(sign_in("daicho"), content)

    assert browser.status == 422
    assert said in browser.text
    assert all_rows(FileImport) == []
    assert all_rows(Job) == []
    assert "residents:register:upload" not in events()


def test_sending_no_file_says_so(sign_in: Any) -> None:
    browser = sign_in("daicho").get("/register-files")

    assert browser.post("/register-files", {}).status == 422
    assert "ファイルを選んでください" in browser.text


def test_a_heading_of_personal_numbers_is_refused_by_row_and_column(sign_in: Any) -> None:
    head, row = a_register([a_row()]).decode().splitlines()
    content = f"{head},個人番号\r\n{row},{NUMBER_LIKE}\r\n"

    browser = upload(sign_in("daicho"), content.encode())

    assert browser.status == 422
    assert "1行目21列目「個人番号」" in browser.text
    assert NUMBER_LIKE not in browser.text


def test_a_file_over_the_limit_is_refused(app: Flask, sign_in: Any) -> None:
    browser = sign_in("daicho").get("/register-files")
    app.config["MAX_CONTENT_LENGTH"] = 1000

    assert browser.post("/register-files", {"file": (io.BytesIO(b"x" * 5000), "a.csv")}).status == 413
    assert all_rows(FileImport) == []


def test_a_form_sent_twice_brings_one_file(sign_in: Any) -> None:
    browser = sign_in("daicho").get("/register-files")
    tokens = {"csrf_token": browser.hidden("csrf_token"), "once": browser.hidden("once")}
    first = browser.post("/register-files", tokens | SAID | {"file": (io.BytesIO(a_register([a_row()])), "a.csv")}).location

    second = browser.post("/register-files", tokens | SAID | {"file": (io.BytesIO(a_register([a_row()])), "a.csv")}).location

    assert first == second
    assert len(all_rows(FileImport)) == 1


def test_applying_pressed_twice_asks_for_one_job(sign_in: Any) -> None:
    browser = upload(sign_in("daicho"), a_register([a_row()]))
    page = browser.location
    work_off()
    browser.get(page)
    tokens = {"csrf_token": browser.hidden("csrf_token"), "once": browser.hidden("once")}

    assert browser.post(f"{page}/application", tokens).location == page
    assert browser.post(f"{page}/application", tokens).location == page
    assert len(all_rows(Job)) == 2


def test_the_copy_has_every_row_with_what_is_wrong_in_it(sign_in: Any) -> None:
    rows = [a_row(宛名番号="1"), a_row(宛名番号="2", 方書="=SUM(A1)", カナ="漢字"), a_row(宛名番号="3", 方書=NUMBER_LIKE)]
    browser = upload(sign_in("daicho"), a_register(rows))
    page = browser.location
    work_off()

    answer = browser.client.get(f"{page}/faults-copy")

    content = answer.get_data()
    copy = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert content.startswith(b"\xef\xbb\xbf")
    assert answer.mimetype == "text/csv"
    assert [row["宛名番号"] for row in copy] == ["1", "2", "3"]
    assert copy[0]["誤り"] == ""
    assert copy[1]["方書"] == "'=SUM(A1)"
    assert "カナの欄に漢字があります" in copy[1]["誤り"]
    assert NUMBER_LIKE.encode() not in content
    assert events()[-1] == "residents:register:export-faults"


def test_a_corrected_copy_can_be_brought_again(sign_in: Any) -> None:
    browser = upload(sign_in("daicho"), a_register([a_row(カナ="漢字", 方書="-3号棟")]))
    page = browser.location
    work_off()
    copy = browser.client.get(f"{page}/faults-copy").get_data().decode("utf-8-sig").replace("漢字,", "ミホン,")

    page = upload(browser, copy.encode("utf-8-sig")).location
    work_off()
    browser.get(page)
    browser.post(f"{page}/application")
    work_off()

    assert [resident.building for resident in all_rows(Resident)] == ["-3号棟"]


def test_the_copy_is_gone_once_the_file_is_decided_about(sign_in: Any) -> None:
    browser = upload(sign_in("daicho"), a_register([a_row(性別="9"), a_row(宛名番号="2")]))
    page = browser.location
    work_off()
    browser.get(page).post(f"{page}/discard")
    work_off()

    assert browser.get(f"{page}/faults-copy").status == 404
    (file,) = all_rows(FileImport)
    assert file.state is ImportState.DISCARDED
    assert all_rows(ImportFault) == []
    assert "取り込んでいません" in browser.get(page).text
    assert browser.get("/register-files").post(f"{page}/application").status == 409


def test_the_progress_piece_asks_again_until_the_work_is_over(sign_in: Any) -> None:
    browser = upload(sign_in("daicho"), a_register([a_row()]))
    page = browser.location

    assert browser.get(f"{page}/progress").status == 200
    assert "every 1s" in browser.text
    work_off()
    assert browser.get(f"{page}/progress").status == 286
    assert "結果を確かめる" in browser.text
    assert "every 1s" not in browser.text


def test_a_file_without_changes_is_ended_by_saying_so(sign_in: Any) -> None:
    browser = sign_in("daicho")
    for words in ("反映する", "変わりがないことを確かめて終える"):
        page = upload(browser, a_register([a_row()])).location
        work_off()
        assert f"{words}</button>" in browser.get(page).text
        browser.post(f"{page}/application")
        work_off()
    assert "0行を書き込みました" in browser.get(page).text


def test_a_stopped_job_says_why_and_is_gone_on_with_or_given_up(app: Flask, sign_in: Any) -> None:
    browser = upload(sign_in("daicho"), a_register([a_row()]))
    page = browser.location
    (kept,) = (app.extensions["portal_settings"].instance_dir / "uploads").iterdir()
    content = kept.read_bytes()
    kept.unlink()
    work_off()
    browser.get(page)
    assert "サーバーに見つかりません" in browser.text
    assert "続きから行う" in browser.text

    kept.write_bytes(content)
    browser.post(f"{page}/resumption")
    work_off()

    assert "反映するとこうなります" in browser.get(page).text
    assert browser.get("/register-files").post(f"{page}/resumption").status == 409


def test_a_file_whose_check_stopped_can_be_given_up(app: Flask, sign_in: Any) -> None:
    browser = upload(sign_in("daicho"), a_register([a_row()]))
    page = browser.location
    assert browser.get("/register-files").post(f"{page}/discard").status == 409
    (kept,) = (app.extensions["portal_settings"].instance_dir / "uploads").iterdir()
    kept.unlink()
    work_off()

    browser.get(page).post(f"{page}/discard")
    work_off()

    assert "取り込んでいません" in browser.get(page).text


def test_a_dose_file_is_no_register_file(sign_in: Any) -> None:
    browser = upload(sign_in("daicho"), a_register([a_row()]))

    assert browser.get(browser.location.replace("register-files", "dose-files")).status == 404


@pytest.mark.parametrize("login_name", ["madoguchi", "kansa", "kanri"])
def test_others_cannot_reach_the_files(sign_in: Any, login_name: str) -> None:
    assert sign_in(login_name).get("/register-files").status == 403
