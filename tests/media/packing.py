"""Files brought to a line, packed as the worker packs them, and opened as whoever receives them does: by 7-Zip."""

import io
import secrets
import subprocess
from pathlib import Path

from sqlalchemy import select

from portal import clock
from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn
from portal.db import reading, writing
from portal.encryption import open_text
from portal.jobs.queue import run_job
from portal.media.archive_actions import bring_file, make_archive
from portal.media.archive_files import archive_path
from portal.media.archive_making import place_of
from portal.media.archive_models import Archive, LineFile
from portal.media.line_models import MediaRequest
from portal.media.rules import State, Travel
from portal.permissions import permissions_of
from portal.web.rendering import settings
from tests.media.rows import add_line
from tests.people import CAST

MARK = "ひたちなか市見本町一丁目"
PLAIN = "宛名番号,住所\n" + "".join(f"{number:010},{MARK}{number}番地\n" for number in range(400))
CONTENT = PLAIN.encode()


def signed_in(login_name: str) -> SignedIn:
    """Without a session, so that a browser of the same person goes on."""
    with reading() as session:
        staff = session.scalars(select(Staff).where(Staff.login_name == login_name)).one()
    roles = frozenset(CAST[login_name][2])
    return SignedIn(
        id=staff.id,
        login_name=login_name,
        name=staff.name,
        section_id=staff.section_id,
        section_name="",
        roles=roles,
        permissions=permissions_of(roles, frozenset()),
        session_id=0,
        address="127.0.0.1",
        visit=None,
        must_change_password=False,
        token="",
        seen_at=clock.now(),
        left_at=None,
    )


def once() -> str:
    return secrets.token_hex(16)


def a_line(state: State = State.APPROVED, by: str = "daicho", **values: object) -> MediaRequest:
    with writing():
        return add_line(state, by, **values)


def brought(line: MediaRequest, content: bytes = CONTENT, name: str = "接種券発行一覧.csv", by: str = "daicho") -> LineFile:
    bring_file(line.public_id, io.BytesIO(content), name, staff=signed_in(by), once=once())
    with reading() as session:
        return session.scalars(select(LineFile).order_by(LineFile.id.desc())).first() or LineFile()


def asked(line: MediaRequest, source: str, by: str = "daicho") -> Archive:
    """Asked for; no worker has taken it up."""
    make_archive(line.public_id, source, Travel.BY_TELEPHONE, staff=signed_in(by), once=once())
    with reading() as session:
        return session.scalars(select(Archive).order_by(Archive.id.desc())).first() or Archive()


def packed(line: MediaRequest, content: bytes = CONTENT, name: str = "接種券発行一覧.csv") -> Archive:
    archive = asked(line, brought(line, content, name).public_id)
    run_job(archive.job_id)
    return archive_now(archive)


def archive_now(archive: Archive) -> Archive:
    with reading() as session:
        return session.get_one(Archive, archive.id)


def passphrase_of(archive: Archive) -> str:
    """As long as nobody has been shown it."""
    return open_text(settings().data_key, archive_now(archive).sealed_passphrase, place=place_of(archive.public_id))


def seven_zip(command: str, path: Path, passphrase: str, *options: str) -> "subprocess.CompletedProcess[bytes]":
    """deploy/bootstrap.sh brings 7zz (package 7zip) for the tests."""
    return subprocess.run(["7zz", command, f"-p{passphrase}", *options, str(path)], capture_output=True, check=False)


def unpacked(archive: Archive, passphrase: str) -> bytes:
    """What 7-Zip makes of it; AssertionError when it does not open."""
    done = seven_zip("x", archive_path(archive.public_id), passphrase, "-so")
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
