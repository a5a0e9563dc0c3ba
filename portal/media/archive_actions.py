"""Files brought to a line; archives made, received, their passphrase shown once, ended: each one transaction with its record (M-4)."""

import secrets
from dataclasses import dataclass

from sqlalchemy import func, select, update

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import db, reading, writing
from portal.encryption import open_text, seal_text
from portal.errors import BadInput, NotFound, Refused, refuse_if
from portal.intake import uploads
from portal.intake.uploads import Brought, Upload
from portal.jobs.actions import ask_for_job
from portal.jobs.kinds import JobKind
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.media.archive_files import ARCHIVES, LINE_FILES, Searched, archive_path, new_passphrase
from portal.media.archive_making import KIB, place_of
from portal.media.archive_models import Archive, ArchiveDownload, LineFile
from portal.media.archive_queries import archive_row, downloaded_archive, downloads_of, facts_of, handler_of, live_archive_of
from portal.media.archive_rules import (
    ARCHIVE_GONE,
    EMPTY_FILE,
    END_REASON_WORDS,
    HOLDS_NUMBER,
    OPEN,
    ArchiveState,
    EndReason,
    archive_name,
    entry_name,
    size_words,
    why_not_bring,
    why_not_download,
    why_not_end,
    why_not_make,
    why_not_pack,
    why_not_show,
)
from portal.media.archive_sources import Source, people_in_archive, source_of, source_of_archive
from portal.media.copy_models import Copy
from portal.media.line_events import tell
from portal.media.line_models import MediaRequest
from portal.media.line_queries import line_of, line_row
from portal.media.rules import TRAVEL_WORDS, CopyKind, Travel
from portal.web.once import first_result, keep_result
from portal.web.rendering import settings

SENT_ALREADY = "この画面からの受取りは、もう記録しました。もう一度受け取るときは、画面を開き直してから押してください。"


@dataclass(frozen=True)
class Shown:
    """A passphrase on its way to the screen; None when the same form came twice and it was shown the first time."""

    archive: Archive
    line_public_id: str
    passphrase: str | None

    @property
    def travel(self) -> str:
        return TRAVEL_WORDS[self.archive.travel]


def bring_file(public_id: str, stream: Brought, file_name: str, *, staff: SignedIn, once: str) -> None:
    """Sealed from the first byte, read for 個人番号 on the way. Raises NotFound, Refused, BadInput: then nothing of it is kept."""
    _refuse_before_taking(public_id, staff)
    searched = Searched(stream)
    upload = uploads.keep(searched, file_name, LINE_FILES)
    is_kept = False
    try:
        is_kept = _keep_file(public_id, upload, searched, staff=staff, once=once)
    finally:
        if not is_kept:
            uploads.drop(upload.public_id, LINE_FILES)


def make_archive(public_id: str, source: str, travel: Travel, *, staff: SignedIn, once: str) -> None:
    """Asks for an AES-256 ZIP of `source` (public id of a file of the line, or of an import). Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        row = line_row(public_id, seen_by=staff, held=True)
        job = _ask(row, source_of(row, source, staff), travel, staff=staff)
        keep_result(once, "asked")
    enqueue(job.id)


def replace_archive(public_id: str, reason: EndReason, travel: Travel, *, staff: SignedIn, once: str) -> None:
    """The old one ends, and the same file is packed once more under the same approval, with another passphrase."""
    with writing():
        if first_result(once) is not None:
            return
        archive, row = _held(public_id, staff)
        source = source_of_archive(archive)
        _end(archive, row, reason, staff=staff)
        db.session().flush()
        job = _ask(row, source, travel, staff=staff)
        keep_result(once, "replaced")
    uploads.drop(public_id, ARCHIVES)
    enqueue(job.id)


def end_archive(public_id: str, reason: EndReason, *, staff: SignedIn, once: str) -> None:
    """It can no longer be received, and its passphrase is gone. Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        archive, row = _held(public_id, staff)
        _end(archive, row, reason, staff=staff)
        keep_result(once, "ended")
    uploads.drop(public_id, ARCHIVES)


def download_archive(public_id: str, *, staff: SignedIn, once: str) -> Archive:
    """Noted, counted and recorded with the people in the file, before the first byte. Raises NotFound, Refused."""
    people = _people_in(public_id, staff)
    with writing() as session:
        if first_result(once) is not None:
            raise Refused(SENT_ALREADY)
        archive, row = _held(public_id, staff)
        downloads = downloads_of([archive.id])[archive.id]
        pack = why_not_pack(line_of(row), handler_of(row, staff), clock.now())
        refuse_if(why_not_download(pack, facts_of(archive, len(downloads)), settings().archive_downloads))
        if not archive_path(public_id).exists():
            raise NotFound(ARCHIVE_GONE)
        session.add(ArchiveDownload(archive_id=archive.id, running=len(downloads) + 1, at=clock.now(), by=staff.id))
        note_on_stick(row.id, archive.file_name, archive.sha256)
        facts = {"download": len(downloads) + 1, "archive_sha256": archive.sha256, "bytes": archive.size}
        record(Event.ARCHIVE_DOWNLOAD, by=staff.actor, subjects=people, facts=_about(row, archive) | facts)
        tell(row.id, Event.ARCHIVE_DOWNLOAD, by=staff.id, words=f"{archive.file_name}({len(downloads) + 1}回目)")
        keep_result(once, "sent")
    return archive


def show_passphrase(public_id: str, *, staff: SignedIn, once: str) -> Shown:
    """Opened for the one answer that follows, and taken out of the row in the same transaction. Raises NotFound, Refused."""
    with writing():
        archive, row = _held(public_id, staff)
        if first_result(once) is not None:
            return Shown(archive, row.public_id, None)
        pack = why_not_pack(line_of(row), handler_of(row, staff), clock.now())
        refuse_if(why_not_show(pack, facts_of(archive, 0)))
        passphrase = open_text(settings().data_key, archive.sealed_passphrase, place=place_of(archive.public_id))
        archive.sealed_passphrase, archive.shown_at, archive.shown_by = "", clock.now(), staff.id
        record(Event.ARCHIVE_PASSPHRASE, by=staff.actor, facts=_about(row, archive) | {"travel": archive.travel.value})
        tell(row.id, Event.ARCHIVE_PASSPHRASE, by=staff.id, words=archive.file_name)
        keep_result(once, "shown")
    return Shown(archive, row.public_id, passphrase)


def note_on_stick(request_id: int, file_name: str, sha256: str) -> None:
    """Inside writing(): the copy on the medium carries the name and the hash of what the portal wrote for it; the last received counts."""
    stick = update(Copy).where(Copy.request_id == request_id, Copy.kind == CopyKind.STICK)
    db.session().execute(stick.values(file_name=file_name, sha256=sha256))


def note_received(request_id: int) -> None:
    """Inside writing(), when the medium is handed out and its copy comes to be: an archive may have been received before."""
    if received := downloaded_archive(request_id):
        note_on_stick(request_id, *received)


def _refuse_before_taking(public_id: str, staff: SignedIn) -> None:
    """Before hundreds of megabytes are read for nothing; asked again when they have come."""
    with reading():
        row = line_row(public_id, seen_by=staff)
        refuse_if(why_not_bring(line_of(row), handler_of(row, staff)))


def _keep_file(public_id: str, upload: Upload, searched: Searched, *, staff: SignedIn, once: str) -> bool:
    """False when the same form brought it before."""
    if upload.size == 0:
        raise BadInput(EMPTY_FILE)
    if searched.is_text and searched.holds_number:
        raise BadInput(HOLDS_NUMBER)
    with writing() as session:
        if first_result(once) is not None:
            return False
        row = line_row(public_id, seen_by=staff, held=True)
        refuse_if(why_not_bring(line_of(row), handler_of(row, staff)))
        file = LineFile(
            public_id=upload.public_id,
            request_id=row.id,
            file_name=upload.file_name,
            size=upload.size,
            sha256=upload.sha256,
            is_text=searched.is_text,
            is_late=row.state in OPEN,
            brought_at=clock.now(),
            brought_by=staff.id,
        )
        session.add(file)
        facts = {"line": row.number.shown, "file": upload.public_id, "bytes": upload.size, "file_sha256": upload.sha256}
        record(Event.LINE_FILE_BRING, by=staff.actor, facts=facts | {"is_text": searched.is_text})
        tell(row.id, Event.LINE_FILE_BRING, by=staff.id, words=f"{size_words(upload.size)}、SHA-256 {upload.sha256[:16]}…")
        keep_result(once, "kept")
    return True


def _ask(row: MediaRequest, source: Source, travel: Travel, *, staff: SignedIn) -> Job:
    pack = why_not_pack(line_of(row), handler_of(row, staff), clock.now())
    live = live_archive_of(row.id, source)
    refuse_if(why_not_make(pack, live=live, approved_sha256=row.contents_sha256, sha256=source.sha256))
    session = db.session()
    running = (session.scalar(select(func.max(Archive.running)).where(Archive.request_id == row.id)) or 0) + 1
    public_id, shown = secrets.token_hex(16), row.number.shown
    job = ask_for_job(JobKind.ARCHIVE_MAKE, 0, max(source.size // KIB, 1), staff.id)
    archive = Archive(
        public_id=public_id,
        request_id=row.id,
        running=running,
        file_id=source.file_id,
        import_id=source.import_id,
        file_name=archive_name(shown, running),
        entry_name=entry_name(shown, running, source.file_name),
        plain_name=source.file_name,
        plain_size=source.size,
        plain_sha256=source.sha256,
        travel=travel,
        asked_at=clock.now(),
        asked_by=staff.id,
        job_id=job.id,
        sealed_passphrase=seal_text(settings().data_key, new_passphrase(), place=place_of(public_id)),
    )
    session.add(archive)
    session.flush()
    job.about = archive.id
    record(Event.ARCHIVE_MAKE, by=staff.actor, facts=_about(row, archive) | {"file_sha256": source.sha256, "travel": travel.value})
    tell(row.id, Event.ARCHIVE_MAKE, by=staff.id, words=archive.file_name)
    return job


def _end(archive: Archive, row: MediaRequest, reason: EndReason, *, staff: SignedIn) -> None:
    refuse_if(why_not_end(facts_of(archive, 0), handler_of(row, staff)))
    archive.state, archive.ended_at, archive.ended_by = ArchiveState.ENDED, clock.now(), staff.id
    archive.end_reason, archive.sealed_passphrase = reason, ""
    record(Event.ARCHIVE_END, by=staff.actor, facts=_about(row, archive) | {"reason": reason.value})
    tell(row.id, Event.ARCHIVE_END, by=staff.id, words=f"{archive.file_name}({END_REASON_WORDS[reason]})")


def _people_in(public_id: str, staff: SignedIn) -> list[int]:
    """Read beforehand, so that nobody waits while hundreds of thousands are looked up; not for one who may not receive it anyway."""
    with reading():
        archive, row = archive_row(public_id, seen_by=staff)
        refuse_if(why_not_pack(line_of(row), handler_of(row, staff), clock.now()))
        return people_in_archive(archive)


def _held(public_id: str, staff: SignedIn) -> tuple[Archive, MediaRequest]:
    """Both rows, held: whoever comes second waits, then reads what the first did."""
    return archive_row(public_id, seen_by=staff, held=True)


def _about(row: MediaRequest, archive: Archive) -> dict[str, str | int | bool | list[str] | None]:
    return {"line": row.number.shown, "archive": archive.file_name}
