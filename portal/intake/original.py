"""The file handed out again as it was brought: recorded before the first byte, compared with its SHA-256 up to the last."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select

from portal.accounts.sessions import SignedIn
from portal.audit.models import AuditRecord, AuditSubject
from portal.audit.record import record
from portal.db import db, reading, writing
from portal.errors import NotFound
from portal.intake.actions import PURPOSE, Behind
from portal.intake.keeping_rules import IN_CHECK
from portal.intake.kinds import KINDS
from portal.intake.models import FileImport
from portal.intake.queries import find_import
from portal.intake.rules import ImportKind
from portal.intake.uploads import SealedFile

GONE = "元のファイルはもうありません。いつまで保存するかは、取込の画面に出ています。"


def export_original(kind: ImportKind, public_id: str, *, staff: SignedIn, behind: Behind) -> FileImport:
    """Recorded with the people behind its rows; once they are applied, with those whom applying concerned."""
    with reading():
        file = find_import(kind, public_id)
        if file.state in IN_CHECK or not file.kept or not SealedFile(public_id).exists():
            raise NotFound(GONE)
        subjects = people_in(file, behind)
    with writing():
        facts = {"import": public_id, "rows": file.rows}
        record(KINDS[kind].original, by=staff.actor, subjects=subjects, purpose=PURPOSE, facts=facts)
    return file


def original_pieces(file: FileImport) -> Iterator[bytes]:
    """NotOurs or RuntimeError when it is no longer the file that was brought: half an answer must not look whole."""
    digest = hashlib.sha256()
    for piece in SealedFile(file.public_id).pieces():
        digest.update(piece)
        yield piece
    if digest.hexdigest() != file.sha256:
        raise RuntimeError("the kept file is not the one that was brought")


def people_in(file: FileImport, behind: Behind) -> list[int]:
    """Inside a door: the residents in the rows of the file; once it is applied, those whom applying it concerned."""
    return behind(file.id, None) or _concerned(file)


def _concerned(file: FileImport) -> list[int]:
    """Inside a door: the people in the records of its chunks."""
    chunks = (
        AuditRecord.event == KINDS[file.kind].chunk.value,
        AuditRecord.at >= (file.decided_at or file.uploaded_at),
        AuditRecord.facts.contains(f'"import":"{file.public_id}"', autoescape=True),
    )
    people = select(AuditSubject.resident_id).join(AuditRecord, AuditRecord.sequence == AuditSubject.sequence).where(*chunks)
    return list(db.session().scalars(people.distinct()))
