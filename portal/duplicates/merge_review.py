"""The merges there were, and one of them with what undoing it would do: read, recorded, then shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import visit_of
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.duplicates import queries
from portal.duplicates.merge_actions import why_not_undo
from portal.duplicates.merge_rules import moved_words
from portal.duplicates.moving import MOVING, what_goes_back
from portal.duplicates.queries import MergeRow
from portal.duplicates.review import ROWS_A_PAGE
from portal.residents.queries import ResidentView, id_of_resident, resident_by_id, view_of
from portal.web.paging import pages_of


@dataclass(frozen=True)
class MergeLine:
    row: MergeRow
    moved: str


@dataclass(frozen=True)
class MergeList:
    """One page; `person` when only the merges of one record were asked for."""

    lines: list[MergeLine]
    person: ResidentView | None
    number: int
    total: int

    @property
    def pages(self) -> int:
        return pages_of(self.total, ROWS_A_PAGE)


@dataclass(frozen=True)
class MergePage:
    """One merge: what moved, what was not used any more, what undoing would take back, what came since and would stay."""

    row: MergeRow
    moved: str
    set_aside: str
    back: str
    staying: str
    why_not: str | None


def show_merges(person_public_id: str, page: int, *, staff: SignedIn, settings: Settings) -> MergeList:
    """All of them, or with a public id those of one person. NotFound when there is no such person."""
    with reading():
        visit_of(staff)
        resident_id = id_of_resident(person_public_id) if person_public_id else None
        person = None
        if resident_id is not None:
            person = view_of(resident_by_id(resident_id), clock.today(), lapses=settings.protection_lapses)
        total = queries.count_merges(resident_id)
        number = min(page, pages_of(total, ROWS_A_PAGE))
        rows = queries.merges_of_page(resident_id, number)
        moves = queries.moves_by_table([row.merge.id for row in rows])
    with writing():
        subjects = [row_id for row in rows for row_id in (row.kept.id, row.absorbed.id)]
        record(Event.MERGE_LIST, by=staff.actor, subjects=subjects, facts={"page": number, "count": len(rows)})
    return MergeList([MergeLine(row, _words(moves[row.merge.id])) for row in rows], person, number, total)


def open_merge(public_id: str, *, staff: SignedIn, settings: Settings) -> MergePage:
    """NotFound when there is none."""
    with reading():
        visit_of(staff)
        row = queries.merge_of(public_id)
        moves = queries.moves_by_table([row.merge.id])[row.merge.id]
        set_aside = queries.set_aside_by_table(row.merge.id)
        going = what_goes_back(row.merge)
        why_not = why_not_undo(row.merge, row.kept, row.absorbed, staff=staff, settings=settings)
    with writing():
        record(Event.MERGE_OPEN, by=staff.actor, subjects=[row.kept.id, row.absorbed.id], facts={"merge": row.merge.id})
    back, staying = (_words({name: len(ids) for name, ids in each.items()}) for each in (going.back, going.staying))
    return MergePage(row, _words(moves), _words(set_aside), back, staying, why_not)


def _words(counts: Mapping[str, int]) -> str:
    return moved_words([(table.word, counts.get(table.name, 0)) for table in MOVING])
