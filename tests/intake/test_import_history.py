"""The history of imports on the screen, and the file handed out again as it was brought."""

import io
from contextvars import Context
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.audit.models import AuditRecord, AuditSubject
from portal.db import reading, writing
from portal.encryption import FRAME, NotOurs
from portal.intake import uploads
from portal.intake.history_queries import AT_ONCE
from portal.intake.keeping_rules import WITHHELD_NUMBERS, keeping_words, may_be_kept
from portal.intake.models import FileImport
from portal.intake.rules import ImportKind, ImportState
from portal.residents.files import LAYOUT
from portal.residents.intake import apply_register_file, check_register_file
from portal.residents.models import Resident
from tests.intake.importing import all_rows, applied, checked
from tests.residents.register_rows import a_register, a_row, many_rows

REGISTER = ImportKind.REGISTER


def check(content: bytes) -> FileImport:
    return checked(REGISTER, LAYOUT, content, check_register_file)


def many_imports(count: int, state: ImportState, first: int = 0) -> None:
    with writing() as session:
        for number in range(first, first + count):
            session.add(
                FileImport(
                    public_id=f"{number:032x}",
                    kind=REGISTER,
                    file_name=f"file{number}.csv",
                    size=1,
                    sha256=f"{number:064x}",
                    state=state,
                    uploaded_at=clock.now(),
                )
            )


def received(browser: Any, file: FileImport) -> bytes:
    """The whole answer, read in the context of its request."""
    return Context().run(lambda: browser.client.get(f"/register-files/{file.public_id}/original").get_data())


def newest_record() -> tuple[AuditRecord, list[int]]:
    with reading() as session:
        newest = session.scalars(select(AuditRecord).order_by(AuditRecord.sequence.desc()).limit(1)).one()
        people = select(AuditSubject.resident_id).where(AuditSubject.sequence == newest.sequence).order_by(AuditSubject.resident_id)
        return newest, list(session.scalars(people))


@pytest.mark.usefixtures("app")
def test_every_file_is_reached_page_by_page(sign_in: Any) -> None:
    many_imports(AT_ONCE + 3, ImportState.APPLIED)
    browser = sign_in("daicho").get("/register-files")

    assert f"file{AT_ONCE + 2}.csv" in browser.text
    assert "file0.csv" not in browser.text
    assert "53件" in browser.text
    browser.get("/register-files?page=2")
    assert "file0.csv" in browser.text
    assert "file3.csv" not in browser.text


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("query", ["page=0", "page=999", "page=x", "page=９", "state=nothing", "state=", "page=-1"])
def test_an_address_that_means_nothing_shows_the_list(sign_in: Any, query: str) -> None:
    many_imports(2, ImportState.APPLIED)

    browser = sign_in("daicho").get(f"/register-files?{query}")
    assert browser.status == 200
    assert "file1.csv" in browser.text


@pytest.mark.usefixtures("app")
def test_the_list_can_be_narrowed_to_a_state(sign_in: Any) -> None:
    many_imports(AT_ONCE + 1, ImportState.APPLIED)
    many_imports(1, ImportState.DISCARDED, first=900)
    browser = sign_in("daicho").get("/register-files?state=discarded")

    assert "file900.csv" in browser.text
    assert "file1.csv" not in browser.text
    browser.get("/register-files?state=applied")
    assert "state=applied&amp;page=2" in browser.text
    browser.get("/register-files?state=staging")
    assert "この状態のファイルはありません" in browser.text


@pytest.mark.usefixtures("app")
def test_the_page_tells_the_whole_sum_and_until_when_the_file_is_kept(sign_in: Any) -> None:
    file = check(a_register(many_rows(3)))
    browser = sign_in("daicho").get(f"/register-files/{file.public_id}")

    assert file.sha256 in browser.text
    assert "まで、暗号化して保存しています" in browser.text
    assert f"/register-files/{file.public_id}/original" in browser.text


@pytest.mark.usefixtures("app")
def test_the_file_is_handed_out_as_it_was_brought_and_that_is_recorded(sign_in: Any) -> None:
    content = a_register([*many_rows(3), a_row(宛名番号="77", 性別="9")])
    file = applied(check(content), apply_register_file)

    assert received(sign_in("daicho"), file) == content
    record, people = newest_record()
    assert record.event == "residents:register:export-file"
    assert people == sorted(resident.id for resident in all_rows(Resident))
    assert record.facts == f'{{"import":"{file.public_id}","rows":4}}'


@pytest.mark.usefixtures("app")
def test_a_file_that_is_not_kept_is_not_there(sign_in: Any) -> None:
    file = check(a_register([a_row(方書="123456789018"), a_row(宛名番号="2")]))
    browser = sign_in("daicho")

    assert WITHHELD_NUMBERS in browser.get(f"/register-files/{file.public_id}").text
    assert browser.get(f"/register-files/{file.public_id}/original").status == 404
    assert browser.get("/register-files/0/original").status == 404


@pytest.mark.usefixtures("app")
def test_another_file_in_its_place_breaks_the_answer_off(sign_in: Any) -> None:
    file = check(a_register(many_rows(3)))
    other = uploads.keep(io.BytesIO(b"other"), "other.csv")
    uploads.path_of(file.public_id).write_bytes(uploads.path_of(other.public_id).read_bytes())

    with pytest.raises(NotOurs):
        received(sign_in("daicho"), file)


def test_a_large_file_comes_through_the_form_unchanged(app: Flask, sign_in: Any) -> None:
    content = a_register(many_rows(3)) + ("," * 19 + "\r\n").encode() * (3 * FRAME // 21)
    browser = sign_in("daicho").get("/register-files")
    browser.post("/register-files", {"file": (io.BytesIO(content), "大.csv"), "scope": "changes", "as_of": "R8.11.24"})

    (file,) = all_rows(FileImport)
    assert file.size == len(content)
    assert uploads.SealedFile(file.public_id).open("rb").read() == content


@pytest.mark.parametrize(
    ("state", "kept", "withheld", "days", "words"),
    [
        (ImportState.STAGING, True, 0, 30, "確認が終わるまで"),
        (ImportState.CHECKED, True, 0, 30, "令和8年12月23日まで"),
        (ImportState.APPLIED, False, 0, 30, "保存期間(30日)を過ぎた"),
        (ImportState.APPLIED, False, 0, 0, "保存していません"),
        (ImportState.APPLIED, False, 2, 30, "個人番号"),
        (ImportState.DISCARDED, False, 0, 30, "取り込まないため"),
        (ImportState.UNREADABLE, False, 0, 30, "取り込まないため"),
    ],
)
def test_what_the_page_says_of_the_file(state: ImportState, kept: bool, withheld: int, days: int, words: str) -> None:
    day = clock.now().replace(year=2026, month=11, day=24)
    assert words in keeping_words(state, day, kept=kept, withheld=withheld, days=days)


def test_a_file_with_a_number_or_without_days_is_not_kept() -> None:
    assert may_be_kept(30, withheld=0)
    assert not may_be_kept(30, withheld=1)
    assert not may_be_kept(0, withheld=0)
