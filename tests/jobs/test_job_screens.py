"""The screens of long work and the sign of life."""

from typing import Any

import pytest
from flask import Flask

from portal.db import db, writing
from portal.jobs.actions import ask_for_job, fail, finish, give_sign
from tests.people import staff_id


def a_job_of(login_name: str) -> tuple[int, str]:
    with writing():
        job = ask_for_job("residents:register:check", about=1, total=200, by_staff_id=staff_id(login_name))
        job.done = 50
    return job.id, job.public_id


def test_the_list_says_how_many_and_that_the_worker_is_silent(sign_in: Any) -> None:
    browser = sign_in("kanri").get("/jobs")
    assert "処理はまだありません" in browser.text

    a_job_of("daicho")
    browser.get("/jobs")

    assert "住民登録ファイルの確認" in browser.text
    assert "黒澤 拓也" in browser.text
    assert "処理が動いていません" in browser.text


def test_the_asker_follows_the_job_until_it_is_over(sign_in: Any) -> None:
    job_id, public_id = a_job_of("daicho")
    browser = sign_in("daicho").get(f"/jobs/{public_id}")
    assert "順番を待っています" in browser.text
    assert "every 1s" in browser.text

    finish(job_id)

    assert browser.get(f"/jobs/{public_id}/progress").status == 286
    assert "終わりました" in browser.text
    assert "every 1s" not in browser.text


def test_a_stopped_job_says_why(sign_in: Any) -> None:
    job_id, public_id = a_job_of("daicho")
    fail(job_id, "ファイルが見つかりません。")

    assert "ファイルが見つかりません。" in sign_in("daicho").get(f"/jobs/{public_id}").text


@pytest.mark.parametrize(("login_name", "status"), [("daicho", 200), ("daicho2", 200), ("kanri", 200), ("madoguchi", 404), ("kansa", 404)])
def test_a_job_exists_for_its_asker_and_for_who_may_see_all(sign_in: Any, login_name: str, status: int) -> None:
    _, public_id = a_job_of("daicho")

    assert sign_in(login_name).get(f"/jobs/{public_id}").status == status
    assert sign_in(login_name).get(f"/jobs/{public_id}/progress").status == status


def test_the_asker_needs_no_permission_beyond_having_asked(sign_in: Any) -> None:
    _, public_id = a_job_of("madoguchi")

    assert sign_in("madoguchi").get(f"/jobs/{public_id}").status == 200
    assert sign_in("madoguchi").get("/jobs").status == 403


def test_the_sign_of_life_needs_no_sign_in_and_says_two_things(stranger: Any) -> None:
    stranger.get("/healthz")
    assert (stranger.status, stranger.text) == (200, "database: ok\nworker: no sign\n")

    give_sign([])

    stranger.get("/healthz")
    assert stranger.text == "database: ok\nworker: ok\n"


@pytest.mark.sqlite_only
def test_without_its_database_the_portal_says_so(app: Flask, stranger: Any) -> None:
    db.session.remove()
    db.engine.dispose()
    folder = app.extensions["portal_settings"].instance_dir
    for path in folder.glob("portal.db*"):
        path.unlink()
    (folder / "portal.db").mkdir()

    stranger.get("/healthz")

    assert (stranger.status, stranger.text) == (503, "database: no answer\nworker: no sign\n")
