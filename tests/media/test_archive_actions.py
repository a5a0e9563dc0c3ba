"""The hand-over on stored rows: its wrong turns, its records, what is counted, what is dropped and when (M-4)."""

import io
import json
import os
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, update

from portal import clock
from portal.audit.models import AuditRecord, AuditSubject
from portal.db import db, reading, writing
from portal.errors import BadInput, NotFound, Refused
from portal.intake.rules import ImportKind
from portal.intake.uploads import path_of
from portal.jobs.queue import run_job
from portal.media import archive_actions as actions
from portal.media.archive_files import LINE_FILES, archive_path
from portal.media.archive_models import Archive, ArchiveDownload, LineFile
from portal.media.archive_queries import downloaded_archive
from portal.media.archive_rules import NOT_YOURS, OTHER_CONTENTS, ArchiveState, EndReason
from portal.media.copy_models import Copy
from portal.media.lending_actions import hand_line
from portal.media.line_models import LineEvent, MediaRequest, RequestWorker
from portal.media.rules import CopyKind, State, Travel
from portal.residents.files import LAYOUT
from portal.residents.intake import apply_register_file, check_register_file
from portal.residents.models import Resident
from tests.intake.importing import applied, checked
from tests.media.packing import CONTENT, a_line, archive_now, asked, brought, once, packed, passphrase_of, signed_in, unpacked
from tests.media.rows import add_copy, add_worker
from tests.people import staff_id
from tests.residents.register_rows import a_register, a_row, many_rows

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def archive() -> Archive:
    return packed(a_line())


def put(archive: Archive, **values: object) -> None:
    """The line as it has become meanwhile."""
    with writing() as session:
        session.execute(update(MediaRequest).where(MediaRequest.id == archive.request_id).values(**values))


def download(archive: Archive, by: str = "daicho", token: str = "") -> Archive:
    return actions.download_archive(archive.public_id, staff=signed_in(by), once=token or once())


def show(archive: Archive, by: str = "daicho", token: str = "") -> str | None:
    return actions.show_passphrase(archive.public_id, staff=signed_in(by), once=token or once()).passphrase


def facts_of(event: str) -> list[dict[str, object]]:
    with reading() as session:
        found = session.scalars(select(AuditRecord.facts).where(AuditRecord.event == event).order_by(AuditRecord.sequence))
        return [json.loads(facts) for facts in found]


def count(table: type) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_each_time_it_is_received_is_recorded_and_the_fourth_is_refused(archive: Archive) -> None:
    for _ in range(3):
        download(archive)
    with pytest.raises(Refused, match=r"もう3回受け取りました\(3回まで\)"):
        download(archive)

    noted = facts_of("media:archive:download")
    assert [facts["download"] for facts in noted] == [1, 2, 3]
    assert {(facts["archive"], facts["line"], facts["archive_sha256"], facts["bytes"]) for facts in noted} == {
        (archive.file_name, "使8-0001", archive.sha256, archive.size)
    }
    assert count(ArchiveDownload) == 3


def test_a_form_that_comes_twice_is_one_download(archive: Archive) -> None:
    token = once()
    download(archive, token=token)
    with pytest.raises(Refused, match="もう記録しました"):
        download(archive, token=token)

    assert count(ArchiveDownload) == 1


def test_the_passphrase_opens_it_is_shown_once_and_is_then_nowhere(archive: Archive) -> None:
    token = once()
    passphrase = show(archive, token=token)

    assert passphrase is not None
    assert unpacked(archive, passphrase) == CONTENT
    assert show(archive, token=token) is None
    with pytest.raises(Refused, match="もう表示できません"):
        show(archive)
    now = archive_now(archive)
    assert (now.sealed_passphrase, now.shown_at is None) == ("", False)
    assert facts_of("media:archive:show-passphrase") == [{"line": "使8-0001", "archive": "使8-0001_1.zip", "travel": "by_telephone"}]


def test_the_passphrase_stands_in_no_row_as_it_is(archive: Archive) -> None:
    passphrase = passphrase_of(archive)
    db.session.remove()
    with reading() as session:
        for table in db.metadata.sorted_tables:
            rows = session.execute(select(table)).all()
            assert all(passphrase not in str(value) for row in rows for value in row), table.name


@pytest.mark.parametrize("by", ["daicho2", "kacho", "baitai"])
@pytest.mark.parametrize("step", [download, show])
def test_nobody_but_who_asked_or_took_over_receives_anything(archive: Archive, step: Callable[..., object], by: str) -> None:
    with pytest.raises(Refused, match=NOT_YOURS):
        step(archive, by=by)
    with writing():
        other = staff_id(by)
    put(archive, responsible_id=other)
    step(archive, by=by)


@pytest.mark.parametrize("step", [download, show])
def test_another_section_does_not_even_see_it(archive: Archive, step: Callable[..., object]) -> None:
    with pytest.raises(NotFound):
        step(archive, by="soumu")


@pytest.mark.parametrize("step", [download, show])
@pytest.mark.parametrize(
    ("state", "said"), [(State.RETURNED, "返却済"), (State.WITHDRAWN, "取下げ"), (State.CLOSED, "完結"), (State.REFUSED, "不承認")]
)
def test_a_line_that_is_over_gives_nothing(archive: Archive, step: Callable[..., object], state: State, said: str) -> None:
    with writing():
        closed = {"closed_at": clock.now(), "closed_by": staff_id("kacho")} if state is State.CLOSED else {}
    put(archive, state=state, **closed)

    with pytest.raises(Refused, match=said):
        step(archive)
    assert count(ArchiveDownload) == 0


def test_after_its_time_it_is_not_received_and_without_a_worker_neither(archive: Archive) -> None:
    with time_machine.travel(clock.now() + timedelta(hours=4, minutes=1), tick=False), pytest.raises(Refused, match="過ぎています"):
        download(archive)
    with pytest.raises(Refused, match="まだできていません"):
        download(asked(line := a_line(), brought(line).public_id))


def test_lost_passphrase_the_same_file_again_under_the_same_approval(archive: Archive) -> None:
    show(archive)
    download(archive)
    actions.replace_archive(archive.public_id, EndReason.LOST_PASSPHRASE, Travel.BY_MOUTH, staff=signed_in("daicho"), once=once())
    with reading() as session:
        again = session.scalars(select(Archive).where(Archive.ended_at.is_(None))).one()
    run_job(again.job_id)

    assert (again.file_name, again.travel, again.plain_sha256) == ("使8-0001_2.zip", Travel.BY_MOUTH, archive.plain_sha256)
    assert unpacked(again, passphrase_of(again)) == CONTENT
    assert not archive_path(archive.public_id).exists()
    with pytest.raises(Refused, match="パスフレーズが分からなくなった"):
        download(archive)
    download(again)
    assert facts_of("media:archive:end") == [{"line": "使8-0001", "archive": "使8-0001_1.zip", "reason": "lost_passphrase"}]


def test_the_same_file_is_packed_once_at_a_time_and_pressed_twice_once() -> None:
    line = a_line()
    source, clerk, token = brought(line).public_id, signed_in("daicho"), once()
    for _ in range(2):
        actions.make_archive(line.public_id, source, Travel.BY_MOUTH, staff=clerk, once=token)
    assert count(Archive) == 1
    with pytest.raises(Refused, match=r"使8-0001_1\.zipがあります"):
        actions.make_archive(line.public_id, source, Travel.BY_MOUTH, staff=clerk, once=once())


@pytest.mark.thorough
def test_only_the_contents_that_were_approved_are_packed() -> None:
    line = a_line(contents_sha256="0" * 64)
    file = brought(line)
    with pytest.raises(Refused, match="SHA-256が違います") as refused:
        asked(line, file.public_id)

    assert refused.value.message == OTHER_CONTENTS
    again = a_line(contents_sha256=file.sha256)
    assert asked(again, brought(again).public_id).state is ArchiveState.MAKING


@pytest.mark.parametrize("source", ["0" * 32, ""])
def test_a_file_of_another_line_or_of_nobody_is_not_there(source: str) -> None:
    other = brought(a_line())
    line = a_line()
    for public_id in (source, other.public_id):
        with pytest.raises(NotFound):
            asked(line, public_id)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "空"), ("番号,123456789018\n".encode(), "個人番号とみられる"), ("番号\r\n1234-5678-9018".encode("cp932"), "個人番号")],
)
def test_what_may_not_be_brought_leaves_nothing_behind(content: bytes, said: str) -> None:
    line = a_line()
    with pytest.raises(BadInput, match=said):
        brought(line, content)

    assert count(LineFile) == 0
    assert list(path_of("", LINE_FILES).iterdir()) == []


def test_a_file_is_brought_once_and_says_whether_who_signed_had_seen_it() -> None:
    early, token, clerk = a_line(State.ASKED), once(), signed_in("daicho")
    for _ in range(2):
        actions.bring_file(early.public_id, io.BytesIO(CONTENT), "一覧.csv", staff=clerk, once=token)
    late = brought(a_line(), os.urandom(64), "写真.jpg")

    with reading() as session:
        files = session.scalars(select(LineFile).order_by(LineFile.id)).all()
    assert [(file.is_late, file.is_text) for file in files] == [(False, True), (True, False)]
    assert len(list(path_of("", LINE_FILES).iterdir())) == 2
    assert [facts["is_text"] for facts in facts_of("media:file:bring")] == [True, False]
    assert late.sha256 == facts_of("media:file:bring")[1]["file_sha256"]


def test_the_stick_carries_name_and_hash_of_what_was_received_last(archive: Archive) -> None:
    """Received before the medium is handed out, or after."""
    with writing() as session:
        actions.note_received(archive.request_id)
        line = session.get_one(MediaRequest, archive.request_id)
        add_copy(line)
        actions.note_received(archive.request_id)
        assert session.scalars(select(Copy.sha256)).all() == [""]
    download(archive)
    with writing() as session:
        assert session.execute(select(Copy.file_name, Copy.sha256)).all() == [(archive.file_name, archive.sha256)]
        assert downloaded_archive(archive.request_id) == (archive.file_name, archive.sha256)


def test_received_before_the_medium_is_handed_out_it_is_noted_then(archive: Archive) -> None:
    with writing() as session:
        worker = add_worker()
        session.add(RequestWorker(request_id=archive.request_id, worker_id=worker.id))
        public_id, to = session.get_one(MediaRequest, archive.request_id).public_id, worker.public_id
    download(archive)
    hand_line(public_id, to, "", staff=signed_in("baitai"), once=once())

    with reading() as session:
        stick = session.scalars(select(Copy).where(Copy.kind == CopyKind.STICK)).one()
    assert (stick.file_name, stick.sha256) == (archive.file_name, archive.sha256)


def test_every_step_is_told_on_the_lines_page(archive: Archive) -> None:
    show(archive)
    download(archive)
    actions.end_archive(archive.public_id, EndReason.NOT_NEEDED, staff=signed_in("daicho"), once=once())

    with reading() as session:
        told = session.scalars(select(LineEvent.what).where(LineEvent.request_id == archive.request_id).order_by(LineEvent.id)).all()
    assert told == [
        f"media:{step}" for step in ("file:bring", "archive:make", "archive:show-passphrase", "archive:download", "archive:end")
    ]


def test_the_original_of_an_import_is_packed_and_the_people_in_it_are_recorded_when_it_goes() -> None:
    content = a_register(many_rows(3))
    file = applied(checked(ImportKind.REGISTER, LAYOUT, content, check_register_file), apply_register_file)
    archive = asked(a_line(), file.public_id)
    run_job(archive.job_id)

    assert (archive.plain_sha256, archive.entry_name) == (file.sha256, "使8-0001_1.csv")
    assert unpacked(archive, passphrase_of(archive)) == content
    download(archive)
    with reading() as session:
        people = session.scalars(
            select(AuditSubject.resident_id)
            .join(AuditRecord, AuditRecord.sequence == AuditSubject.sequence)
            .where(AuditRecord.event == "media:archive:download")
        ).all()
        assert sorted(people) == sorted(session.scalars(select(Resident.id)))
    assert len(people) == 3


def test_who_may_not_bring_register_files_does_not_reach_one_this_way() -> None:
    file = checked(ImportKind.REGISTER, LAYOUT, a_register(many_rows(3)), check_register_file)
    with pytest.raises(NotFound, match="もうポータルにありません"):
        asked(a_line(by="madoguchi"), file.public_id, by="madoguchi")


def test_an_import_in_which_a_number_was_seen_is_not_there() -> None:
    file = checked(ImportKind.REGISTER, LAYOUT, a_register([a_row(), a_row(宛名番号="2", 方書="123456789018")]), check_register_file)
    with pytest.raises(NotFound):
        asked(a_line(), file.public_id)
