"""How long the files of a line are kept, and what the tables of the hand-over refuse when asked without the portal (M-4)."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DatabaseError

from portal import clock
from portal.audit.models import AuditRecord
from portal.db import reading, writing
from portal.errors import NotFound
from portal.intake.uploads import path_of
from portal.media import archive_actions as actions
from portal.media.archive_files import ARCHIVES, LINE_FILES, archive_path
from portal.media.archive_keeping import clear_archives
from portal.media.archive_models import Archive, ArchiveDownload, LineFile
from portal.media.archive_rules import ArchiveState, EndReason
from portal.media.line_models import MediaRequest
from portal.media.rules import State, Travel
from tests.media.packing import a_line, archive_now, once, packed, signed_in
from tests.people import staff_id

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def archive() -> Archive:
    return packed(a_line())


def close(archive: Archive, at: datetime, by: int) -> None:
    with writing() as session:
        line = update(MediaRequest).where(MediaRequest.id == archive.request_id)
        session.execute(line.values(state=State.CLOSED, closed_at=at, closed_by=by))


def expiries() -> list[dict[str, object]]:
    with reading() as session:
        return [json.loads(facts) for facts in session.scalars(select(AuditRecord.facts).where(AuditRecord.event == "media:file:expire"))]


@pytest.fixture
def two_days(app: Flask) -> Iterator[None]:
    settings = app.extensions["portal_settings"]
    app.extensions["portal_settings"] = replace(settings, archive_keep_days=2)
    yield
    app.extensions["portal_settings"] = settings


@pytest.mark.usefixtures("two_days")
def test_two_days_after_the_line_closed_everything_goes_and_that_is_recorded_once(archive: Archive) -> None:
    open_line = packed(a_line(State.HANDED))
    with writing():
        chief = staff_id("kacho")
    closed_at = clock.now()
    close(archive, closed_at, chief)

    with time_machine.travel(closed_at + timedelta(days=2, seconds=-1), tick=False):
        clear_archives()
    assert archive_path(archive.public_id).exists()
    with time_machine.travel(closed_at + timedelta(days=2), tick=False):
        clear_archives()
        clear_archives()

    now = archive_now(archive)
    assert (now.state, now.end_reason, now.sealed_passphrase) == (ArchiveState.ENDED, EndReason.TIME_OVER, "")
    assert [path.name for path in path_of("", ARCHIVES).iterdir()] == [open_line.public_id]
    assert len(list(path_of("", LINE_FILES).iterdir())) == 1
    assert expiries() == [{"files": 1, "archives": 1, "lines": ["使8-0001"]}]


def test_what_belongs_to_no_row_goes_after_a_day(archive: Archive) -> None:
    for folder in (LINE_FILES, ARCHIVES):
        for name in ("a" * 32, f"{archive.public_id}.0123abcd.part"):
            path_of(name, folder).write_bytes(b"left behind")
    clear_archives()
    assert len(list(path_of("", ARCHIVES).iterdir())) == 3
    for folder in (LINE_FILES, ARCHIVES):
        for path in path_of("", folder).iterdir():
            os.utime(path, (0, 0))
    clear_archives()

    assert [path.name for path in path_of("", ARCHIVES).iterdir()] == [archive.public_id]
    assert len(list(path_of("", LINE_FILES).iterdir())) == 1


TABLES_REFUSE = {
    "a download removed": lambda archive: delete(ArchiveDownload),
    "a download rewritten": lambda archive: update(ArchiveDownload).values(by=1),
    "a download counted twice": lambda archive: insert(ArchiveDownload).values(archive_id=archive.id, running=1, at=clock.now(), by=1),
    "an archive removed": lambda archive: delete(Archive),
    "the way of the passphrase rewritten": lambda archive: update(Archive).values(travel=Travel.BY_MOUTH),
    "a file removed": lambda archive: delete(LineFile),
    "another file in its place": lambda archive: update(LineFile).values(sha256="0" * 64),
    "a passphrase that stays once shown": lambda archive: update(Archive).values(shown_at=clock.now(), shown_by=1),
    "a passphrase gone unseen": lambda archive: update(Archive).values(sealed_passphrase=""),
    "ready without having been made": lambda archive: update(Archive).values(made_at=None, sha256=""),
}


@pytest.mark.parametrize("attempt", TABLES_REFUSE.values(), ids=TABLES_REFUSE.keys())
def test_the_tables_refuse(archive: Archive, attempt: Callable[[Archive], object]) -> None:
    actions.download_archive(archive.public_id, staff=signed_in("daicho"), once=once())
    with pytest.raises(DatabaseError), writing() as session:
        session.execute(attempt(archive))  # pyright: ignore[reportArgumentType, reportCallIssue]


def test_two_live_archives_of_one_file_are_refused_by_the_table(archive: Archive) -> None:
    columns = {column.name: getattr(archive, column.name) for column in Archive.__table__.columns if column.name != "id"}
    with pytest.raises(DatabaseError), writing() as session:
        session.execute(insert(Archive).values(**(columns | {"public_id": "b" * 32, "running": 2})))


def test_an_archive_that_is_not_on_the_disk_is_not_counted_as_received(archive: Archive) -> None:
    archive_path(archive.public_id).unlink()
    with pytest.raises(NotFound, match="ポータルに見当たりません"):
        actions.download_archive(archive.public_id, staff=signed_in("daicho"), once=once())

    with reading() as session:
        assert session.scalars(select(ArchiveDownload)).all() == []
