"""Pairs, rulings and merges read. Inside a door; records that are no longer current make no pair."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Staff
from portal.db import db, read_once
from portal.duplicates.models import DuplicateCandidate, DuplicateRuling, MergeMove
from portal.errors import NotFound
from portal.jobs.kinds import JobKind
from portal.jobs.models import Job, JobState
from portal.residents.merge_models import ResidentMerge
from portal.residents.models import Resident
from portal.residents.rules import RecordState

ROWS_A_PAGE = 50
_First, _Second, _Other = aliased(Resident), aliased(Resident), aliased(Staff)


def _open_pairs(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Both records current, and nobody has said that they are two people."""
    ruled = and_(
        DuplicateRuling.first_id == DuplicateCandidate.first_id,
        DuplicateRuling.second_id == DuplicateCandidate.second_id,
        DuplicateRuling.withdrawn_at.is_(None),
    )
    return (
        select(*columns)
        .select_from(DuplicateCandidate)
        .join(_First, and_(_First.id == DuplicateCandidate.first_id, _First.record_state == RecordState.CURRENT))
        .join(_Second, and_(_Second.id == DuplicateCandidate.second_id, _Second.record_state == RecordState.CURRENT))
        .outerjoin(DuplicateRuling, ruled)
        .where(DuplicateRuling.id.is_(None))
    )


def count_pairs() -> int:
    """For the navigation and for the list; outside a door."""
    return read_once(_COUNT, {})[0][0]


_COUNT = _open_pairs(func.count())


def pairs_of_page(page: int) -> list[tuple[Resident, Resident]]:
    """The most likely first."""
    order = (DuplicateCandidate.weight, DuplicateCandidate.first_id, DuplicateCandidate.second_id)
    rows = db.session().execute(_open_pairs(_First, _Second).order_by(*order).limit(ROWS_A_PAGE).offset((page - 1) * ROWS_A_PAGE))
    return [(first, second) for first, second in rows]


@dataclass(frozen=True)
class Search:
    """When the register was last gone through, the work under way, if any, and why the newest one stopped, if it did."""

    finished_at: datetime | None
    under_way: str | None
    fault: str


def last_search() -> Search:
    of_kind = select(Job).where(Job.kind == JobKind.DUPLICATES_FIND).order_by(Job.id.desc())
    newest = db.session().scalar(of_kind.limit(1))
    done = db.session().scalar(of_kind.where(Job.state == JobState.DONE).limit(1))
    is_under_way = newest is not None and newest.state in (JobState.WAITING, JobState.RUNNING)
    return Search(
        finished_at=done.finished_at if done else None,
        under_way=newest.public_id if newest is not None and is_under_way else None,
        fault=newest.fault if newest is not None and newest.state is JobState.FAILED else "",
    )


@dataclass(frozen=True)
class RulingRow:
    """別の方 as it was said; `withdrawn_by` is empty while it stands."""

    ruling: DuplicateRuling
    first: Resident
    second: Resident
    ruled_by: str
    withdrawn_by: str


def count_rulings() -> int:
    return db.session().scalar(select(func.count()).select_from(DuplicateRuling)) or 0


def rulings_of_page(page: int) -> list[RulingRow]:
    """The newest first, those withdrawn among them."""
    order = (DuplicateRuling.ruled_at.desc(), DuplicateRuling.id.desc())
    rows = db.session().execute(_rulings().order_by(*order).limit(ROWS_A_PAGE).offset((page - 1) * ROWS_A_PAGE))
    return [_ruling_row(row) for row in rows]


def ruling_of(first_id: int, second_id: int) -> RulingRow | None:
    """The one that stands for this pair; lower id first."""
    pair = (DuplicateRuling.first_id == first_id, DuplicateRuling.second_id == second_id, DuplicateRuling.withdrawn_at.is_(None))
    row = db.session().execute(_rulings().where(*pair)).one_or_none()
    return _ruling_row(row) if row else None


def _rulings() -> Select[*tuple[Any, ...]]:
    return (
        select(DuplicateRuling, _First, _Second, Staff.name, _Other.name)
        .join(_First, _First.id == DuplicateRuling.first_id)
        .join(_Second, _Second.id == DuplicateRuling.second_id)
        .join(Staff, Staff.id == DuplicateRuling.ruled_by)
        .outerjoin(_Other, _Other.id == DuplicateRuling.withdrawn_by)
    )


def _ruling_row(row: Any) -> RulingRow:
    return RulingRow(row[0], row[1], row[2], row[3], row[4] or "")


@dataclass(frozen=True)
class MergeRow:
    """One merge with both records as they are now."""

    merge: ResidentMerge
    kept: Resident
    absorbed: Resident
    merged_by: str
    undone_by: str

    @property
    def stands(self) -> bool:
        return self.merge.undone_at is None


def count_merges(resident_id: int | None) -> int:
    return db.session().scalar(select(func.count()).select_from(ResidentMerge).where(*_about(resident_id))) or 0


def merges_of_page(resident_id: int | None, page: int) -> list[MergeRow]:
    """The newest first; of one person those of which the record was kept or absorbed."""
    order = (ResidentMerge.merged_at.desc(), ResidentMerge.id.desc())
    statement = _merges().where(*_about(resident_id)).order_by(*order)
    rows = db.session().execute(statement.limit(ROWS_A_PAGE).offset((page - 1) * ROWS_A_PAGE))
    return [_merge_row(row) for row in rows]


def _about(resident_id: int | None) -> list[Any]:
    return [] if resident_id is None else [or_(ResidentMerge.kept_id == resident_id, ResidentMerge.absorbed_id == resident_id)]


def merge_of(public_id: str) -> MergeRow:
    """NotFound when there is none."""
    row = db.session().execute(_merges().where(ResidentMerge.public_id == public_id)).one_or_none()
    if row is None:
        raise NotFound
    return _merge_row(row)


def _merges() -> Select[*tuple[Any, ...]]:
    return (
        select(ResidentMerge, _First, _Second, Staff.name, _Other.name)
        .join(_First, _First.id == ResidentMerge.kept_id)
        .join(_Second, _Second.id == ResidentMerge.absorbed_id)
        .join(Staff, Staff.id == ResidentMerge.merged_by)
        .outerjoin(_Other, _Other.id == ResidentMerge.undone_by)
    )


def _merge_row(row: Any) -> MergeRow:
    return MergeRow(row[0], row[1], row[2], row[3], row[4] or "")


def set_aside_by_table(merge_id: int) -> dict[str, int]:
    """How many rows of each table no longer stand since this merge."""
    counted = select(MergeMove.table_name, func.count()).where(MergeMove.merge_id == merge_id, MergeMove.before != "")
    return {name: count for name, count in db.session().execute(counted.group_by(MergeMove.table_name))}  # noqa: C416


def moves_by_table(merge_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """How many rows each merge moved, by merge and table."""
    counted = (
        select(MergeMove.merge_id, MergeMove.table_name, func.count())
        .where(MergeMove.merge_id.in_(list(merge_ids)), MergeMove.moved)
        .group_by(MergeMove.merge_id, MergeMove.table_name)
    )
    found: dict[int, dict[str, int]] = {merge_id: {} for merge_id in merge_ids}
    for merge_id, name, count in db.session().execute(counted) if merge_ids else ():
        found[merge_id][name] = count
    return found


def ids_by_numbers(numbers: Collection[str]) -> dict[str, str]:
    """By 宛名番号, the public ids of records that are current."""
    current = (Resident.resident_number.in_(list(numbers)), Resident.record_state == RecordState.CURRENT)
    rows = db.session().execute(select(Resident.resident_number, Resident.public_id).where(*current))
    return {number: public_id for number, public_id in rows}  # noqa: C416  (rows are no pairs to the type checker)
