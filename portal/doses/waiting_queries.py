"""登録待ち read: how many wait, a page of them, one beside whom the register has now and what the ledger holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, column, func, select, table
from sqlalchemy.orm import aliased

from portal.accounts.models import Staff
from portal.db import db, read_once
from portal.doses.match_rules import WaitReason
from portal.doses.models import WaitingDose
from portal.doses.waiting_rules import WaitState
from portal.errors import NotFound
from portal.intake.bulk import among
from portal.intake.models import FileImport
from portal.residents.models import Resident

ROWS_A_PAGE = 50


@dataclass(frozen=True)
class WaitingRow:
    """One dose that waits or waited, with what it is shown beside: its file, who decided (empty while it waits), whose record it is."""

    waiting: WaitingDose
    file_name: str
    file_public_id: str
    brought_at: datetime
    decided_by: str
    resident: Resident | None


def known_fingerprints(fingerprints: Iterable[str]) -> set[str]:
    """Inside a door: those of doses that wait, or were decided about by a person."""
    wanted = set(fingerprints)
    if not wanted:
        return set()
    found = select(WaitingDose.fingerprint).where(among(WaitingDose.fingerprint, wanted), WaitingDose.state != WaitState.WITHDRAWN)
    return set(db.session().scalars(found))


def count_waiting() -> int:
    """For the navigation of everybody who may see the list: one count in the index."""
    return read_once(_WAITING, {})[0][0]


_WAITING = select(func.count()).where(WaitingDose.state == WaitState.WAITING)


def counts_by_reason() -> dict[WaitReason, int]:
    """Inside a door: of those that wait."""
    statement = select(WaitingDose.reason, func.count()).where(WaitingDose.state == WaitState.WAITING).group_by(WaitingDose.reason)
    return dict.fromkeys(WaitReason, 0) | {reason: count for reason, count in db.session().execute(statement)}  # noqa: C416


def rows_of_page(reason: WaitReason | None, page: int) -> list[WaitingRow]:
    """Inside a door: those that wait, for this reason or any, as they came."""
    statement = _with_names().where(WaitingDose.state == WaitState.WAITING)
    if reason is not None:
        statement = statement.where(WaitingDose.reason == reason)
    rows = db.session().execute(statement.order_by(WaitingDose.id).limit(ROWS_A_PAGE).offset((page - 1) * ROWS_A_PAGE))
    return [WaitingRow(*row) for row in rows]


def row_of(public_id: str) -> WaitingRow:
    """Inside a door; NotFound when there is none."""
    row = db.session().execute(_with_names().where(WaitingDose.public_id == public_id)).one_or_none()
    if row is None:
        raise NotFound
    return WaitingRow(*row)


def others_of_row(waiting: WaitingDose) -> tuple[ColumnElement[bool], ...]:
    """The other doses of the same row of the file that still wait for somebody; a conflict is a question of its own."""
    return (
        WaitingDose.import_id == waiting.import_id,
        WaitingDose.number == waiting.number,
        WaitingDose.id != waiting.id,
        WaitingDose.state == WaitState.WAITING,
        WaitingDose.reason != WaitReason.CONFLICT,
    )


def count_others(waiting: WaitingDose) -> int:
    """Inside a door."""
    return db.session().scalar(select(func.count()).where(*others_of_row(waiting))) or 0


def programme_names() -> dict[str, str]:
    """Inside a door: by code."""
    rows = db.session().execute(select(_PROGRAMME.c.code, _PROGRAMME.c.name))
    return {str(code): str(name) for code, name in rows}


# Kept by the part above, which builds upon doses.
_PROGRAMME = table("programme", column("code", String), column("name", String))
_Decider = aliased(Staff)


def _with_names() -> Select[WaitingDose, str, str, datetime, str, Resident]:
    return (
        select(
            WaitingDose,
            FileImport.file_name,
            FileImport.public_id,
            FileImport.uploaded_at,
            func.coalesce(_Decider.name, ""),
            Resident,
        )
        .join(FileImport, FileImport.id == WaitingDose.import_id)
        .outerjoin(_Decider, _Decider.id == WaitingDose.decided_by)
        .outerjoin(Resident, Resident.id == WaitingDose.resident_id)
    )
