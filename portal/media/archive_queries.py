"""Archives read: the piece of the line's page, the files that may be packed, what the sheets show (M-4)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_queries import staff_names
from portal.accounts.sessions import SignedIn
from portal.config import Settings
from portal.db import db, reading
from portal.errors import NotFound
from portal.jobs.models import Job, JobState
from portal.media.archive_models import Archive, ArchiveDownload
from portal.media.archive_rules import (
    ARCHIVE_MARKS,
    ARCHIVE_STATE_WORDS,
    END_REASON_WORDS,
    ArchiveFacts,
    ArchiveState,
    Handler,
    is_for,
    size_words,
    why_not_bring,
    why_not_download,
    why_not_end,
    why_not_make,
    why_not_pack,
    why_not_show,
)
from portal.media.archive_sources import Source, line_files, sources_of
from portal.media.line_models import MediaRequest
from portal.media.line_queries import UNSEEN, is_seen_by, line_of, line_row
from portal.media.line_rules import Line
from portal.media.rules import TRAVEL_WORDS
from portal.text.wareki import format_datetime
from portal.web.once import new_once


@dataclass(frozen=True)
class ArchiveShown:
    """An archive as the line's page shows it; `percent` and `fault` of the job that makes it, `once` for its download."""

    row: Archive
    travel: str
    asked_by: str
    shown: str
    ended: str
    downloads: tuple[tuple[datetime, str], ...]
    left: int
    percent: int
    fault: str
    once: str
    why_not_download: str | None
    why_not_show: str | None
    why_not_end: str | None

    @property
    def is_making(self) -> bool:
        return self.row.state is ArchiveState.MAKING and not self.fault

    @property
    def state(self) -> tuple[str, str]:
        """Its word and its shape."""
        if self.fault:
            return "止まりました", "late"
        return ARCHIVE_STATE_WORDS[self.row.state], ARCHIVE_MARKS[self.row.state]

    @property
    def size(self) -> str:
        return size_words(self.row.size)


@dataclass(frozen=True)
class ArchivesPart:
    """`is_relevant`: the line is of a kind that can have archives; nothing is shown otherwise."""

    is_relevant: bool
    public_id: str
    archives: tuple[ArchiveShown, ...] = ()
    files: tuple[Source, ...] = ()
    keep_days: int = 0
    at_most: int = 0
    why_not_make: str | None = None
    why_not_bring: str | None = None

    @property
    def is_making(self) -> bool:
        return any(archive.is_making for archive in self.archives)

    @property
    def live(self) -> tuple[ArchiveShown, ...]:
        return tuple(archive for archive in self.archives if archive.row.state is not ArchiveState.ENDED)

    @property
    def ended(self) -> tuple[ArchiveShown, ...]:
        return tuple(archive for archive in self.archives if archive.row.state is ArchiveState.ENDED)

    @property
    def next_download(self) -> str:
        """Of the newest archive that nobody has received yet; empty when there is none."""
        waiting = (each.row.public_id for each in self.live if not each.why_not_download and not each.downloads)
        return next(waiting, "")

    @property
    def cannot(self) -> tuple[tuple[str, str], ...]:
        """What cannot be done, and why: of the whole line, or of single archives while the line allows it."""
        pairs = [("暗号化したファイルを作る・受け取る", self.why_not_make), ("ファイルを持ち込む", self.why_not_bring)]
        for archive in [each for each in self.live if not self.why_not_make and not each.is_making and not each.fault]:
            pairs.append((f"{archive.row.file_name}を受け取る", archive.why_not_download))
            pairs.append((f"{archive.row.file_name}のパスフレーズを表示する", archive.why_not_show))
        return tuple((label, reason) for label, reason in pairs if reason)


@dataclass(frozen=True)
class ArchivesPage:
    """A page about the archives of one line."""

    row: MediaRequest
    line: Line
    archives: ArchivesPart


@dataclass(frozen=True)
class ArchiveSheet:
    """A sheet about one archive."""

    row: MediaRequest
    archive: Archive
    travel: str
    why_not_show: str | None
    why_not_end: str | None
    why_not_pack: str | None


def archives_part(row: MediaRequest, line: Line, staff: SignedIn, settings: Settings) -> ArchivesPart:
    """Inside a door: six statements at most, however many archives the line has."""
    if not is_for(line):
        return ArchivesPart(is_relevant=False, public_id=row.public_id)
    handler = handler_of(row, staff)
    pack = why_not_pack(line, handler, clock.now())
    return ArchivesPart(
        is_relevant=True,
        public_id=row.public_id,
        archives=tuple(_archives_shown(row, pack, handler, settings)),
        files=tuple(line_files(row)),
        keep_days=settings.archive_keep_days,
        at_most=settings.archive_downloads,
        why_not_make=pack,
        why_not_bring=why_not_bring(line, handler),
    )


def archives_page(public_id: str, *, staff: SignedIn, settings: Settings) -> ArchivesPage:
    """Raises NotFound."""
    with reading():
        row = line_row(public_id, seen_by=staff)
        line = line_of(row)
        return ArchivesPage(row, line, archives_part(row, line, staff, settings))


def find_sources(public_id: str, *, staff: SignedIn) -> tuple[MediaRequest, tuple[Source, ...], str | None]:
    """The line, the files of which one may be packed (each with the reason when not that one), and why none may. Raises NotFound."""
    with reading():
        row = line_row(public_id, seen_by=staff)
        pack = why_not_pack(line_of(row), handler_of(row, staff), clock.now())
        live, approved = _live_archives(row.id), row.contents_sha256
        judged = tuple(
            replace(source, why_not=why_not_make(pack, live=live.get(source.key, ""), approved_sha256=approved, sha256=source.sha256))
            for source in (sources_of(row, staff) if pack is None else ())
        )
        return row, judged, pack


def find_archive(public_id: str, *, staff: SignedIn) -> ArchiveSheet:
    """Raises NotFound."""
    with reading():
        archive, row = archive_row(public_id, seen_by=staff)
        handler = handler_of(row, staff)
        pack = why_not_pack(line_of(row), handler, clock.now())
        names = {staff_id: person.name for staff_id, person in staff_names(_people(archive)).items()}
        facts = facts_of(archive, 0, names)
        return ArchiveSheet(row, archive, TRAVEL_WORDS[archive.travel], why_not_show(pack, facts), why_not_end(facts, handler), pack)


def archive_row(public_id: str, *, seen_by: SignedIn, held: bool = False) -> tuple[Archive, MediaRequest]:
    """Inside a door: an archive and its line. `held`: whoever comes next waits. Raises NotFound for what this person may not see."""
    joined = select(Archive, MediaRequest).join(MediaRequest, MediaRequest.id == Archive.request_id)
    asked = joined.where(Archive.public_id == public_id, is_seen_by(seen_by))
    found = db.session().execute(asked.with_for_update() if held else asked).one_or_none()
    if found is None:
        raise NotFound(UNSEEN)
    return found


def live_archive_of(request_id: int, source: Source) -> str:
    """Inside a door: the name of the archive of the same file that has not ended; empty when there is none."""
    return _live_archives(request_id).get(source.key, "")


def downloaded_archive(request_id: int) -> tuple[str, str] | None:
    """Inside a door: file name and SHA-256 of the archive received last, for the copy that comes to be when the medium is handed out."""
    received = select(Archive.file_name, Archive.sha256).join(ArchiveDownload, ArchiveDownload.archive_id == Archive.id)
    last = received.where(Archive.request_id == request_id).order_by(ArchiveDownload.id.desc()).limit(1)
    return db.session().execute(last).first()


def downloads_of(archive_ids: Collection[int]) -> dict[int, list[ArchiveDownload]]:
    """Inside a door: of each archive, in order."""
    found: dict[int, list[ArchiveDownload]] = defaultdict(list)
    rows = select(ArchiveDownload).where(ArchiveDownload.archive_id.in_(archive_ids)).order_by(ArchiveDownload.id)
    for download in db.session().scalars(rows):
        found[download.archive_id].append(download)
    return found


def handler_of(row: MediaRequest, staff: SignedIn) -> Handler:
    return Handler(staff.id, row.requester_id, row.responsible_id)


def facts_of(archive: Archive, downloads: int, names: dict[int, str] | None = None) -> ArchiveFacts:
    """`names`: by id of the staff; without them the sentences name nobody."""
    return ArchiveFacts(archive.file_name, archive.state, downloads, _shown_words(archive, names or {}), _ended_words(archive, names or {}))


def _shown_words(archive: Archive, names: dict[int, str]) -> str:
    if archive.shown_at is None or archive.shown_by is None:
        return ""
    who = f"{names[archive.shown_by]}さんが" if archive.shown_by in names else ""
    return f"{format_datetime(archive.shown_at)}に{who}表示しました"


def _ended_words(archive: Archive, names: dict[int, str]) -> str:
    if archive.ended_at is None or archive.end_reason is None:
        return ""
    who = f"{names[archive.ended_by]}さんが" if archive.ended_by in names else ""
    return f"{format_datetime(archive.ended_at)}に{who}終了しました({END_REASON_WORDS[archive.end_reason]})"


def _archives_shown(row: MediaRequest, pack: str | None, handler: Handler, settings: Settings) -> Sequence[ArchiveShown]:
    joined = select(Archive, Job).join(Job, Job.id == Archive.job_id).where(Archive.request_id == row.id).order_by(Archive.running.desc())
    found = db.session().execute(joined).all()
    downloads = downloads_of([archive.id for archive, _ in found])
    people = {person for archive, _ in found for person in _people(archive)} | {each.by for rows in downloads.values() for each in rows}
    names = {staff_id: person.name for staff_id, person in staff_names(people).items()}
    return [_shown(archive, job, downloads[archive.id], names, pack=pack, handler=handler, settings=settings) for archive, job in found]


def _shown(
    archive: Archive,
    job: Job,
    downloads: list[ArchiveDownload],
    names: dict[int, str],
    *,
    pack: str | None,
    handler: Handler,
    settings: Settings,
) -> ArchiveShown:
    facts = facts_of(archive, len(downloads), names)
    why_not = why_not_download(pack, facts, settings.archive_downloads)
    return ArchiveShown(
        row=archive,
        travel=TRAVEL_WORDS[archive.travel],
        asked_by=names[archive.asked_by],
        shown=facts.shown_words,
        ended=facts.ended_words,
        downloads=tuple((each.at, names[each.by]) for each in downloads),
        left=max(settings.archive_downloads - len(downloads), 0),
        percent=job.done * 100 // job.total if job.total else 0,
        fault=job.fault if job.state is JobState.FAILED else "",
        once=new_once(handler.id) if why_not is None else "",
        why_not_download=why_not,
        why_not_show=why_not_show(pack, facts),
        why_not_end=why_not_end(facts, handler),
    )


def _people(archive: Archive) -> set[int]:
    return {person for person in (archive.asked_by, archive.shown_by, archive.ended_by) if person is not None}


def _live_archives(request_id: int) -> dict[tuple[int | None, int | None], str]:
    rows = select(Archive.file_id, Archive.import_id, Archive.file_name).where(Archive.request_id == request_id, Archive.ended_at.is_(None))
    return {(file_id, import_id): name for file_id, import_id, name in db.session().execute(rows)}
