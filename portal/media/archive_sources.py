"""Files that may be packed: those of the line itself, and the kept originals of imports (M-4)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.accounts.sessions import SignedIn
from portal.db import db
from portal.doses.people import residents_behind as doses_behind
from portal.errors import NotFound
from portal.intake.keeping_rules import IN_CHECK
from portal.intake.kinds import KINDS
from portal.intake.models import FileImport
from portal.intake.original import people_in
from portal.intake.rules import ImportKind
from portal.media.archive_models import Archive, LineFile
from portal.media.archive_rules import GONE, size_words
from portal.media.line_models import MediaRequest
from portal.residents.intake import residents_behind as register_behind

BEHIND = {ImportKind.REGISTER: register_behind, ImportKind.DOSES: doses_behind}
# Of each kind; older ones are packed from a file that is brought to the line.
NEWEST_IMPORTS = 10


@dataclass(frozen=True)
class Source:
    """A file that may be packed: one of the line, or the original of an import."""

    public_id: str
    file_name: str
    size: int
    sha256: str
    came_at: datetime
    file_id: int | None = None
    import_id: int | None = None
    title: str = ""
    is_text: bool = True
    is_late: bool = False
    why_not: str | None = None

    @property
    def size_words(self) -> str:
        return size_words(self.size)

    @property
    def key(self) -> tuple[int | None, int | None]:
        return self.file_id, self.import_id


def sources_of(row: MediaRequest, staff: SignedIn) -> list[Source]:
    """Inside a door: the files of this line, then the newest originals that this person may bring."""
    return [*line_files(row), *_imports(staff)]


def source_of(row: MediaRequest, public_id: str, staff: SignedIn) -> Source:
    """Inside a door: a file of this line, or the original of an import that this person may bring. Raises NotFound."""
    for source in (*line_files(row), *_imports(staff, public_id)):
        if source.public_id == public_id:
            return source
    raise NotFound(GONE)


def source_of_archive(archive: Archive) -> Source:
    """Inside a door: of what it was made, while that is still kept. Raises NotFound."""
    session = db.session()
    if archive.file_id is not None:
        file = session.get_one(LineFile, archive.file_id)
        found = _of_line(file) if file.dropped_at is None else None
    else:
        brought = session.get_one(FileImport, archive.import_id)
        found = _of_import(brought) if brought.kept else None
    if found is None:
        raise NotFound(GONE)
    return found


def people_in_archive(archive: Archive) -> list[int]:
    """Inside a door: the residents whose rows are in it, of an import; of a file that was brought nothing is known."""
    if archive.import_id is None:
        return []
    file = db.session().get_one(FileImport, archive.import_id)
    return people_in(file, BEHIND[file.kind])


def line_files(row: MediaRequest) -> list[Source]:
    """Inside a door: newest first, without those that were dropped."""
    kept = select(LineFile).where(LineFile.request_id == row.id, LineFile.dropped_at.is_(None)).order_by(LineFile.id.desc())
    return [_of_line(file) for file in db.session().scalars(kept)]


def _imports(staff: SignedIn, public_id: str = "") -> list[Source]:
    """The newest originals that are kept, of the kinds that this person may bring; never one in which a 個人番号 was seen."""
    kept = select(FileImport).where(FileImport.kept, FileImport.withheld == 0, FileImport.state.not_in(IN_CHECK))
    found: list[Source] = []
    for kind in [kind for kind in ImportKind if staff.may(KINDS[kind].permission)]:
        of_kind = kept.where(FileImport.kind == kind)
        newest = of_kind.order_by(FileImport.id.desc()).limit(NEWEST_IMPORTS)
        found += [
            _of_import(file) for file in db.session().scalars(of_kind.where(FileImport.public_id == public_id) if public_id else newest)
        ]
    return found


def _of_line(file: LineFile) -> Source:
    return Source(
        public_id=file.public_id,
        file_name=file.file_name,
        size=file.size,
        sha256=file.sha256,
        came_at=file.brought_at,
        file_id=file.id,
        title="この申請に持ち込んだファイル",
        is_text=file.is_text,
        is_late=file.is_late,
    )


def _of_import(file: FileImport) -> Source:
    title = f"{KINDS[file.kind].title}の取込の元のファイル"
    return Source(file.public_id, file.file_name, file.size, file.sha256, file.uploaded_at, import_id=file.id, title=title)
