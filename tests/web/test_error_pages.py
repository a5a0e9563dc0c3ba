"""Error pages: Japanese, with what to do, whole for htmx as well, and still there when the database is not."""

import re
from collections.abc import Callable

import pytest
from flask import Flask, abort
from sqlalchemy import text
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from portal.db import writing
from portal.web.allow import allow_everybody
from portal.web.error_pages import BUSY, MEANWHILE, UNSTORABLE
from tests.conftest import Browser
from tests.factories import a_resident
from tests.vouchers.at_the_counter import serving
from tests.web.hostile import english_in, told

SignIn = Callable[[str], Browser]
CAUSE = Exception("secret of 見本 花子")


def failing(app: Flask, fault: Exception | int) -> Browser:
    """A stranger who opens a page that fails in this way."""

    @allow_everybody
    def fail() -> str:
        if isinstance(fault, int):
            abort(fault)
        raise fault

    app.add_url_rule("/fail", "fail", fail)
    return Browser(app).get("/fail")


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 410, 413, 414, 415, 418, 422, 429, 431, 500, 501, 503, 504])
def test_every_status_has_a_japanese_page(app: Flask, status: int) -> None:
    page = failing(app, status)

    assert page.status == status
    assert page.response.mimetype == "text/html"
    assert english_in(told(page.text)) == []
    assert "ください" in told(page.text)


@pytest.mark.parametrize(
    ("fault", "status", "words", "logged"),
    [
        (IntegrityError("INSERT", {}, CAUSE), 409, MEANWHILE, True),
        (StaleDataError("of a row"), 409, MEANWHILE, False),
        (DataError("SELECT", {}, CAUSE), 400, UNSTORABLE, True),
        (OperationalError("SELECT", {}, CAUSE), 503, BUSY, True),
        (ZeroDivisionError("secret of 見本 花子"), 500, "操作は取り消しました。何も保存していません。", True),
    ],
)
def test_a_fault_is_told_in_words_and_logged_by_its_place(
    app: Flask, capfd: pytest.CaptureFixture[str], *, fault: Exception, status: int, words: str, logged: bool
) -> None:
    page = failing(app, fault)
    written = "".join(capfd.readouterr())

    assert (page.status, words in page.text) == (status, True)
    assert "secret" not in page.text
    assert "secret" not in written
    assert ('"request failed"' in written) is logged
    if logged:
        assert type(fault).__name__ in written
        assert "test_error_pages.py" in written


def test_what_is_not_there_and_what_is_opened_in_the_wrong_way_say_so(sign_in: SignIn) -> None:
    clerk = sign_in("madoguchi")
    assert clerk.get("/nowhere").status == 404
    assert clerk.get("/visits").status == 405
    assert english_in(told(clerk.text)) == []


def test_a_piece_of_a_page_gives_way_to_the_whole_error_page(app: Flask) -> None:
    app.add_url_rule("/fail", "fail", allow_everybody(lambda: abort(409)))
    page = Browser(app).get("/fail", headers={"HX-Request": "true"})

    assert page.response.headers["HX-Retarget"] == "body"
    assert "<html" in page.text


@pytest.mark.parametrize("table", ["resident", "visit", "login_session"])
def test_when_the_database_fails_the_page_still_comes_and_shows_nobody(
    sign_in: SignIn, capfd: pytest.CaptureFixture[str], table: str
) -> None:
    resident = a_resident(name="隠れた 人")
    clerk = serving(sign_in("madoguchi"))
    clerk.get(f"/residents/{resident.public_id}")
    assert "隠れた 人" in clerk.text
    with writing() as session:
        session.execute(text(f"ALTER TABLE {table} RENAME TO elsewhere"))
    capfd.readouterr()
    page = clerk.get("/residents")

    assert page.status in (500, 503)
    assert re.search(r'"places": \["accounts/guard.py:[0-9]+ _guard"|"counter/', capfd.readouterr().out)
    assert english_in(told(page.text)) == []
    assert "何も保存していません" in page.text
    assert "隠れた" not in page.text
