"""The file that was brought: sealed on the disk, kept for its time, dropped when it may not stay."""

import dataclasses
import io
import os
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.audit.models import AuditRecord
from portal.db import reading
from portal.errors import PortalError
from portal.intake import uploads
from portal.intake.keeping import clear_uploads
from portal.intake.models import FileImport
from portal.intake.rules import ImportKind, ImportState
from portal.residents.files import LAYOUT
from portal.residents.intake import apply_register_file, check_register_file
from tests.intake.importing import applied, bring, checked, import_now
from tests.residents.register_rows import a_register, a_row, many_rows

REGISTER = ImportKind.REGISTER


@pytest.fixture
def keep_nothing(app: Flask) -> Iterator[None]:
    settings = app.extensions["portal_settings"]
    app.extensions["portal_settings"] = dataclasses.replace(settings, upload_keep_days=0)
    yield
    app.extensions["portal_settings"] = settings


def check(content: bytes) -> FileImport:
    return checked(REGISTER, LAYOUT, content, check_register_file)


def is_there(file: FileImport) -> bool:
    return uploads.path_of(file.public_id).exists()


def expiries() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(AuditRecord.facts).where(AuditRecord.event == "intake:uploads:expire")))


@pytest.mark.usefixtures("app")
def test_the_file_lies_sealed_on_the_disk_and_opens_as_it_was_brought() -> None:
    content = a_register(many_rows(3))
    upload = uploads.keep(io.BytesIO(content), "見本.csv")

    raw = uploads.path_of(upload.public_id).read_bytes()
    assert "見本".encode() not in raw
    assert "宛名番号".encode() not in raw
    assert upload.sealed.open("rb").read() == content
    assert uploads.path_of(upload.public_id).stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("app")
def test_a_checked_and_an_applied_file_are_kept() -> None:
    file = check(a_register(many_rows(3)))
    assert (file.kept, is_there(file), file.withheld) == (True, True, 0)

    file = applied(file, apply_register_file)
    assert (file.state, file.kept, is_there(file)) == (ImportState.APPLIED, True, True)


@pytest.mark.usefixtures("app")
def test_a_file_with_an_individual_number_is_not_kept() -> None:
    file = check(a_register([a_row(), a_row(宛名番号="2", 方書="123456789018"), a_row(宛名番号="3")]))

    assert (file.state, file.kept, is_there(file), file.withheld) == (ImportState.CHECKED, False, False, 1)


@pytest.mark.usefixtures("app", "keep_nothing")
def test_a_city_may_keep_nothing() -> None:
    file = check(a_register(many_rows(3)))

    assert (file.kept, is_there(file)) == (False, False)


@pytest.mark.usefixtures("app")
def test_after_its_days_the_file_goes_and_that_is_recorded_once() -> None:
    file = applied(check(a_register(many_rows(3))), apply_register_file)
    day = file.uploaded_at.date()

    with time_machine.travel(clock.now().replace(hour=23, minute=59) + timedelta(days=29), tick=False):
        clear_uploads()
    assert import_now(file.public_id).kept
    assert is_there(file)

    with time_machine.travel(clock.now().replace(hour=0, minute=1) + timedelta(days=30), tick=False):
        assert clock.today() == day + timedelta(days=30)
        clear_uploads()
        clear_uploads()
    assert not import_now(file.public_id).kept
    assert not is_there(file)
    assert [f'"files":1,"imports":["{file.public_id}"]' in facts for facts in expiries()] == [True]


@pytest.mark.usefixtures("app")
def test_a_file_whose_check_waits_is_never_dropped() -> None:
    _, public_id = bring(REGISTER, LAYOUT, a_register(many_rows(3)))

    with time_machine.travel(clock.now() + timedelta(days=99), tick=False):
        clear_uploads()

    assert uploads.path_of(public_id).exists()
    assert expiries() == []


@pytest.mark.usefixtures("app")
def test_what_belongs_to_no_import_goes_after_a_day_and_what_was_let_go_at_once_when_old() -> None:
    young = uploads.keep(io.BytesIO(b"a"), "a.csv")
    old = uploads.keep(io.BytesIO(b"b"), "b.csv")
    file = check(a_register(many_rows(3)))
    for public_id in (old.public_id, file.public_id):
        os.utime(uploads.path_of(public_id), (0, 0))

    clear_uploads()

    assert uploads.path_of(young.public_id).exists()
    assert not uploads.path_of(old.public_id).exists()
    assert is_there(file)


@pytest.mark.usefixtures("app")
def test_a_file_spoilt_on_the_disk_is_told_and_not_taken_for_a_short_one() -> None:
    job_id, public_id = bring(REGISTER, LAYOUT, a_register(many_rows(3)))
    path = uploads.path_of(public_id)
    path.write_bytes(path.read_bytes()[:-1])

    with pytest.raises(PortalError, match="壊れています"):
        check_register_file(job_id)
