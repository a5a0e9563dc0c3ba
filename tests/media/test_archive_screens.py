"""What a clerk reads and presses of the hand-over, from the file to the passphrase (M-4)."""

import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db import reading
from portal.jobs.queue import run_job
from portal.media.archive_models import Archive
from portal.media.archive_rules import NOT_YOURS
from portal.media.rules import Kind, State, Thing
from tests.asked import statements
from tests.conftest import Browser
from tests.media.packing import CONTENT, a_line, asked, brought, packed, passphrase_of, unpacked

SignIn = Callable[[str], Browser]


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    return sign_in("daicho")


def bring(browser: Browser, line_public_id: str, content: bytes, name: str) -> Browser:
    browser.get(f"/media/requests/{line_public_id}/files/new")
    form: dict[str, Any] = {"file": (io.BytesIO(content), name)}
    return browser.post(f"/media/requests/{line_public_id}/files", form, content_type="multipart/form-data")


def the_archive() -> Archive:
    with reading() as session:
        return session.scalars(select(Archive).order_by(Archive.id.desc())).first() or Archive()


def test_from_the_file_to_the_passphrase(clerk: Browser) -> None:
    line = a_line(kind=Kind.TAKE_OUT)
    assert bring(clerk, line.public_id, CONTENT, "一覧.csv").follow().status == 200
    assert "見当たりませんでした" in clerk.text
    assert "承認の後" in clerk.text

    clerk.get(f"/media/requests/{line.public_id}/archives/new")
    source = re.search(r'name="source"[^>]*value="([0-9a-f]{32})"', clerk.text)
    assert source is not None
    assert clerk.post(f"/media/requests/{line.public_id}/archives", {"source": source[1]}).status == 422
    assert "パスフレーズの伝え方を選んでください。" in clerk.text
    form = {"source": source[1], "travel": "by_mouth"}
    assert "持8-0001_1.zipを作っています" in clerk.post(f"/media/requests/{line.public_id}/archives", form).follow().text

    archive = the_archive()
    assert clerk.get(f"/media/requests/{line.public_id}/archives/progress").status == 200
    run_job(archive.job_id)
    assert clerk.get(f"/media/requests/{line.public_id}/archives/progress").status == 286
    assert "Windowsのエクスプローラーでは開けません" in clerk.get(f"/media/requests/{line.public_id}/archives").text

    answer = clerk.post(f"/media/archives/{archive.public_id}/download").response
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{quote('持8-0001_1.zip')}"
    assert len(answer.data) == int(answer.headers["Content-Length"])
    assert "持8-0001_1.zip" in clerk.get(f"/media/archives/{archive.public_id}/passphrase").text
    shown = clerk.post(f"/media/archives/{archive.public_id}/passphrase")
    passphrase = re.search(r'class="passphrase fig">([^<]+)<', shown.text)
    assert passphrase is not None
    assert unpacked(archive, passphrase[1]) == CONTENT
    assert clerk.response.headers["Cache-Control"] == "no-store"

    page = clerk.get(f"/media/requests/{line.public_id}/archives").text
    assert "黒澤 拓也さんが表示しました" in page
    assert "残り2回" in page
    assert passphrase[1] not in page
    assert "残り2回" in clerk.get(f"/media/requests/{line.public_id}").text


def test_a_file_with_a_number_is_refused_at_its_field(clerk: Browser) -> None:
    line = a_line()

    assert bring(clerk, line.public_id, b"123456789018", "a.csv").status == 422
    assert "個人番号とみられる12桁の数字が入っています" in clerk.text
    assert bring(clerk, line.public_id, b"", "a.csv").status == 422
    assert clerk.post(f"/media/requests/{line.public_id}/files").status == 422
    assert "ファイルを選んでください。" in clerk.text


def test_after_three_times_the_page_says_what_to_do_instead(clerk: Browser) -> None:
    archive = packed(line := a_line())
    for _ in range(3):
        clerk.get(f"/media/requests/{line.public_id}/archives")
        assert clerk.post(f"/media/archives/{archive.public_id}/download").status == 200

    page = clerk.get(f"/media/requests/{line.public_id}/archives").text
    assert "受け取る(残り" not in page
    assert "使8-0001_1.zipは、もう3回受け取りました(3回まで)。必要なときは「作り直す」を押してください。" in page


def test_making_it_again_and_ending_it_say_why(clerk: Browser) -> None:
    archive = packed(line := a_line())
    url = f"/media/archives/{archive.public_id}/replacement"
    assert "渡し済みのものは開けるままなので、回収して消してください。" in clerk.get(url).text
    assert clerk.post(url, {"travel": "by_mouth"}).status == 422
    assert clerk.post(url, {"reason": "not_needed", "travel": "by_mouth"}).status == 422
    assert clerk.post(url, {"reason": "lost_passphrase", "travel": "by_mouth"}).status == 303
    again = the_archive()
    assert again.file_name == "使8-0001_2.zip"

    url = f"/media/archives/{again.public_id}/end"
    clerk.get(url)
    assert clerk.post(url, {"reason": "lost_passphrase"}).status == 422
    assert clerk.post(url, {"reason": "not_needed"}).follow().status == 200
    assert "使8-0001_2.zipを終了しました。もう受け取れません。" in clerk.text
    assert "終了したもの(2個)を見る" in clerk.text
    assert clerk.get(f"/media/archives/{again.public_id}/replacement").status == 409
    assert line.public_id in clerk.get(f"/media/requests/{line.public_id}/archives").text


def test_a_colleague_sees_everything_but_what_opens_it(sign_in: SignIn) -> None:
    archive = packed(line := a_line())
    chief = sign_in("kacho").get(f"/media/requests/{line.public_id}/archives")

    assert archive.plain_sha256 in chief.text
    assert NOT_YOURS in chief.text
    assert passphrase_of(archive) not in chief.text
    for url in ("passphrase", "end", "replacement"):
        assert chief.get(f"/media/archives/{archive.public_id}/{url}").status == 409
    assert sign_in("soumu").get(f"/media/requests/{line.public_id}/archives").status == 404


def test_a_line_without_such_files_shows_none(clerk: Browser) -> None:
    papers = a_line(thing=Thing.PAPERS, thing_words="予診票")

    assert "この申請では、暗号化したファイルは作りません" in clerk.get(f"/media/requests/{papers.public_id}/archives").text
    assert clerk.get(f"/media/requests/{papers.public_id}/archives/new").status == 409


def test_a_job_that_stopped_says_why_and_can_be_made_again(clerk: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    file = brought(line := a_line())
    archive = asked(line, file.public_id)
    monkeypatch.setattr("portal.media.archive_making.write_archive", lambda *_a, **_k: (_ for _ in ()).throw(FileNotFoundError()))
    run_job(archive.job_id)

    page = clerk.get(f"/media/requests/{line.public_id}/archives").text
    assert "元のファイルは、もうポータルにありません。" in page
    assert "止まりました" in page
    assert clerk.get(f"/media/archives/{archive.public_id}/replacement").status == 200


def test_the_page_asks_the_same_for_one_archive_and_for_many(app: Flask, clerk: Browser) -> None:
    line = a_line()
    counts = []
    for number in range(6):
        asked(line, brought(line, f"{number}\n".encode()).public_id)
        with statements() as seen:
            clerk.get(f"/media/requests/{line.public_id}/archives")
        counts.append(len(seen))

    assert counts[0] == counts[-1] <= 20


def test_before_the_approval_the_one_who_signs_sees_the_very_file(sign_in: SignIn, clerk: Browser) -> None:
    line = a_line(State.ASKED)
    bring(clerk, line.public_id, CONTENT, "一覧.csv")
    seen = sign_in("kacho").get(f"/media/requests/{line.public_id}/archives").text

    assert brought(a_line()).sha256 in seen
    assert "承認の後" not in seen
    assert "使8-0001は承認待ちです。" in clerk.get(f"/media/requests/{line.public_id}/archives").text
