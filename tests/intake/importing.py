"""Files of invented people for the tests of the two imports, brought as the screens bring them and worked off as the worker does."""

import csv
import io
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import inspect, select

from portal.accounts.models import Staff
from portal.accounts.sessions import find_signed_in, open_session
from portal.audit.record import program
from portal.db import db, reading, writing
from portal.intake import uploads
from portal.intake.actions import accept_from_command, apply_from_command
from portal.intake.files import Layout
from portal.intake.models import FileImport, ImportFault, ImportRow
from portal.intake.rules import ImportKind
from portal.jobs.actions import finish
from portal.residents.match_actions import decide_match
from portal.residents.match_models import RegisterMatch
from portal.residents.match_rules import Decision

Work = Callable[[int], None]


def as_file(headings: Iterable[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """UTF-8, the headings of the layout, one line a row."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(headings), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def bring(kind: ImportKind, layout: Layout, content: bytes) -> tuple[int, str]:
    """The job that must check the file, and the import's public id."""
    upload = uploads.keep(io.BytesIO(content), "見本.csv")
    return accept_from_command(kind, layout, upload, by=program("test")), upload.public_id


def checked(kind: ImportKind, layout: Layout, content: bytes, check: Work) -> FileImport:
    job_id, public_id = bring(kind, layout, content)
    check(job_id)
    finish(job_id)
    return import_now(public_id)


def order(file: FileImport) -> int:
    """The job that must apply the file."""
    return apply_from_command(file.kind, file.public_id, by=program("test"))


def applied(file: FileImport, apply: Work) -> FileImport:
    job_id = order(file)
    apply(job_id)
    finish(job_id)
    return import_now(file.public_id)


def decide_all(decision: Decision, candidate: str = "") -> None:
    """Every row that waits for a person, decided alike by the records clerk."""
    with reading() as session:
        waiting = list(session.scalars(select(RegisterMatch.public_id).where(RegisterMatch.decision.is_(None))))
    with writing() as session:
        clerk = session.scalars(select(Staff).where(Staff.login_name == "daicho")).one()
        token = open_session(clerk, address="127.0.0.1", method="test") if waiting else ""
    for public_id in waiting:
        staff = find_signed_in(token)
        assert staff is not None
        decide_match(public_id, decision, candidate, staff=staff, once=secrets.token_hex(16))


def import_now(public_id: str) -> FileImport:
    with reading() as session:
        return session.scalars(select(FileImport).where(FileImport.public_id == public_id)).one()


def faults_now(file: FileImport) -> list[ImportFault]:
    with reading() as session:
        return list(
            session.scalars(select(ImportFault).where(ImportFault.import_id == file.id).order_by(ImportFault.number, ImportFault.id))
        )


def staged_now(file: FileImport) -> list[ImportRow]:
    with reading() as session:
        return list(session.scalars(select(ImportRow).where(ImportRow.import_id == file.id).order_by(ImportRow.number)))


def counts(file: FileImport) -> tuple[int, int, int, int]:
    """New, changed, unchanged, faulty."""
    return file.new, file.changed, file.unchanged, file.faulty


def all_rows(model: Any) -> list[Any]:
    with reading():
        return list(db.session().scalars(select(model).order_by(*inspect(model).primary_key)))


class Killed(Exception):
    """What a killed worker looks like from inside."""


def killed_after(chunks: int) -> Callable[[], None]:
    """A pause that lets so many chunks begin."""
    left = iter(range(chunks))

    def pause() -> None:
        if next(left, None) is None:
            raise Killed

    return pause
