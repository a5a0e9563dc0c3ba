"""The archive itself: opened by 7-Zip with its passphrase alone, AES-256, made whole or not at all, its plain bytes nowhere (M-4)."""

import io
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.config import ROOT
from portal.db import reading, writing
from portal.errors import Refused
from portal.intake.uploads import path_of
from portal.jobs.models import Job, JobState
from portal.jobs.queue import Stopping, run_job
from portal.media.archive_actions import end_archive
from portal.media.archive_files import ARCHIVES, LINE_FILES, Searched, archive_path, new_passphrase, write_archive
from portal.media.archive_making import make_archive
from portal.media.archive_models import Archive
from portal.media.archive_rules import ArchiveState, EndReason
from portal.media.rules import Kind
from portal.web.rendering import settings
from tests.conftest import overrides
from tests.media.packing import (
    CONTENT,
    MARK,
    a_line,
    archive_now,
    asked,
    brought,
    once,
    packed,
    passphrase_of,
    seven_zip,
    signed_in,
    unpacked,
)

PIECE = 1 << 20


def files_of_archives() -> list[str]:
    folder = path_of("", ARCHIVES)
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.usefixtures("app")
def test_seven_zip_opens_it_with_the_passphrase_and_with_no_other() -> None:
    archive = packed(a_line())
    passphrase = passphrase_of(archive)

    assert archive.state is ArchiveState.READY
    assert unpacked(archive, passphrase) == CONTENT
    for wrong in ("", passphrase.upper(), passphrase[:-1], new_passphrase()):
        assert seven_zip("t", archive_path(archive.public_id), wrong).returncode != 0, wrong


@pytest.mark.usefixtures("app")
def test_every_entry_is_aes_256_and_no_name_tells_what_is_inside() -> None:
    archive = packed(a_line(kind=Kind.TAKE_OUT), name="ワクチン未接種者の名簿.CSV")
    listed = seven_zip("l", archive_path(archive.public_id), "", "-slt").stdout.decode()
    entries = listed.partition("----------")[2]

    assert re.findall("^Path = (.*)$", entries, re.MULTILINE) == [archive.entry_name] == [archive.file_name.replace(".zip", ".csv")]
    assert re.fullmatch(r"持8-0001_1\.zip", archive.file_name)
    assert re.findall("^Method = (.*)$", entries, re.MULTILINE) == ["AES-256 Deflate"]
    assert re.findall(r"^Encrypted = (.*)$", entries, re.MULTILINE) == ["+"]
    # The check sum of what is inside would tell a small file's content.
    assert re.findall(r"^CRC = (.*)$", entries, re.MULTILINE) == [""]


@pytest.mark.usefixtures("app")
def test_the_plain_bytes_are_nowhere_on_the_disk() -> None:
    packed(a_line())
    found = [path for path in settings().instance_dir.rglob("*") if path.is_file() and MARK.encode() in path.read_bytes()]

    assert found == []
    assert [path.stat().st_mode & 0o777 for path in path_of("", ARCHIVES).iterdir()] == [0o600]


@pytest.mark.usefixtures("app")
def test_told_to_stop_half_way_it_is_made_by_the_next_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.media.archive_making.EVERY", 0.0)
    archive = asked(line := a_line(), brought(line, CONTENT * 200).public_id)
    asks = iter(range(9))

    def stop() -> None:
        if next(asks) == 2:
            raise Stopping

    with pytest.raises(Stopping):
        make_archive(archive.job_id, pause=stop)
    assert (archive_now(archive).state, files_of_archives()) == (ArchiveState.MAKING, [])

    run_job(archive.job_id)
    assert files_of_archives() == [archive.public_id]
    assert unpacked(archive, passphrase_of(archive)) == CONTENT * 200


@pytest.mark.usefixtures("app")
def test_a_second_worker_finds_nothing_to_do() -> None:
    archive = packed(a_line())

    make_archive(archive.job_id)

    assert archive_now(archive).sha256 == archive.sha256
    assert unpacked(archive, passphrase_of(archive)) == CONTENT


@pytest.mark.usefixtures("app")
def test_ended_while_it_was_made_nothing_is_left_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.media.archive_making.EVERY", 0.0)
    archive = asked(line := a_line(), brought(line, CONTENT * 200).public_id)
    clerk = signed_in("daicho")
    ends = iter([lambda: end_archive(archive.public_id, EndReason.NOT_NEEDED, staff=clerk, once=once())])

    make_archive(archive.job_id, pause=lambda: next(ends, lambda: None)())

    assert archive_now(archive).state is ArchiveState.ENDED
    assert files_of_archives() == []


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(("harm", "said"), [("cut", "壊れています"), ("gone", "もうポータルにありません"), ("other", "壊れています")])
def test_a_file_that_is_spoilt_or_gone_is_said_and_gives_no_archive(harm: str, said: str) -> None:
    line = a_line()
    file = brought(line)
    path = path_of(file.public_id, LINE_FILES)
    if harm == "cut":
        path.write_bytes(path.read_bytes()[:-1])
    elif harm == "gone":
        path.unlink()
    archive = asked(line, file.public_id)
    if harm == "other":
        path.write_bytes(path_of(brought(line, b"other").public_id, LINE_FILES).read_bytes())

    with pytest.raises(Refused, match=said):
        make_archive(archive.job_id)
    assert (archive_now(archive).state, files_of_archives()) == (ArchiveState.MAKING, [])


@pytest.mark.thorough
def test_a_worker_killed_half_way_leaves_nothing_that_can_be_received(app: Flask, engine: str) -> None:
    """SIGKILL: what it had written stays under a name that nobody receives, until the chore finds it a day later."""
    archive = asked(line := a_line(), brought(line, os.urandom(24 * PIECE), "無作為.bin").public_id)
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    environment = os.environ | overrides(settings().instance_dir, "" if engine == "sqlite" else url)
    code = (
        "import os, signal; from portal.app import create_app; import portal.media.archive_making as m; m.EVERY = 0.0\n"
        "with create_app().app_context():\n"
        "    asks = iter(range(9)); die = lambda: next(asks) == 3 and os.kill(os.getpid(), signal.SIGKILL)\n"
        f"    m.make_archive({archive.job_id}, pause=die)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=False).returncode == -9
    assert [name.partition(".")[0] for name in files_of_archives()] == [archive.public_id]
    assert not archive_path(archive.public_id).exists()

    run_job(archive.job_id)
    with reading() as session:
        assert session.scalars(select(Job.state).where(Job.id == archive.job_id)).one() is JobState.DONE
    assert seven_zip("t", archive_path(archive.public_id), passphrase_of(archive)).returncode == 0


def test_passphrases_are_strong_and_readable() -> None:
    made = {new_passphrase() for _ in range(200)}

    assert len(made) == 200
    assert all(re.fullmatch(r"[a-z0-9]{4}(-[a-z0-9]{4}){5}", one) for one in made)
    assert not set("".join(made)) & set("ilo012568bgqsvz")


@pytest.mark.parametrize(
    ("content", "is_text", "holds"),
    [
        pytest.param("氏名\n見本 花子\n".encode(), True, False, id="UTF-8"),
        pytest.param("氏名\n見本 花子\n".encode("cp932"), True, False, id="CP932"),
        pytest.param("氏名,番号\n見本 花子,123456789018\n".encode(), True, True, id="a number in a cell"),
        pytest.param("氏名,番号\n見本 花子,1234 5678 9018\n".encode("cp932"), True, True, id="grouped, in CP932"),
        pytest.param("氏名,番号\n見本 花子,123456789018\n".encode("utf-16"), True, True, id="UTF-16"),
        pytest.param("番号１２３４５６７８９０１８".encode(), True, True, id="wide, at the end without a line end"),
        pytest.param(b"123456789019\n", True, False, id="a wrong check digit"),
        pytest.param(b"0123456789018\n1234567890180\n", True, False, id="thirteen figures"),
        pytest.param(b"20260401,1234\n1234\n56789018", True, False, id="neighbouring cells and lines are no number"),
        pytest.param(b"PK\x03\x04\x00\x00123456789018", False, False, id="no text"),
        pytest.param(b"\xff\xfb\x90123456789018\xff", False, False, id="neither UTF-8 nor CP932"),
    ],
)
@pytest.mark.parametrize("size", [PIECE, 7])
def test_what_is_brought_is_read_on_its_way(content: bytes, is_text: bool, holds: bool, size: int) -> None:
    searched, stream = Searched(io.BytesIO(content)), b""
    while piece := searched.read(size):
        stream += piece

    assert stream == content
    assert searched.is_text is is_text
    assert (searched.holds_number and searched.is_text) is holds


def test_a_wrong_piece_of_the_archive_is_never_taken_for_a_whole_one(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    write_archive(
        path, [CONTENT], entry="使8-0001_1.csv", passphrase="acde-fhjk", made_at=time.localtime(), size=len(CONTENT), step=lambda _: None
    )
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)

    assert seven_zip("t", path, "acde-fhjk").returncode != 0


@pytest.mark.usefixtures("app")
def test_progress_is_counted_in_kibibytes_up_to_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.media.archive_making.EVERY", 0.0)
    archive = asked(line := a_line(), brought(line, CONTENT * 200).public_id)
    run_job(archive.job_id)

    with writing() as session:
        job = session.get_one(Job, archive.job_id)
        assert session.get_one(Archive, archive.id).plain_size == len(CONTENT * 200)
        assert (job.done, job.total) == (len(CONTENT * 200) // 1024,) * 2
