"""The history of imports: every file of a kind, newest first, page by page, by its state."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from portal.accounts.models import Staff
from portal.db import reading
from portal.intake.models import FileImport
from portal.intake.rules import ImportKind, ImportState
from portal.web.paging import pages_of

AT_ONCE = 50


@dataclass(frozen=True)
class ImportLine:
    """One import of the list, and the names of those who had to do with it (empty: nobody, or a command)."""

    file: FileImport
    brought_by: str
    decided_by: str
    taken_back_by: str


@dataclass(frozen=True)
class ImportList:
    """A page of the history. `states`: how many of each state there are; `wanted`: the state asked for, None for all."""

    lines: list[ImportLine]
    states: Mapping[ImportState, int]
    wanted: ImportState | None
    page: int

    @property
    def every(self) -> int:
        return sum(self.states.values())

    @property
    def total(self) -> int:
        return self.every if self.wanted is None else self.states.get(self.wanted, 0)

    @property
    def pages(self) -> int:
        return pages_of(self.total, AT_ONCE)


def list_imports(kind: ImportKind, *, state: ImportState | None = None, page: int = 1) -> ImportList:
    """A page that is not there is the nearest one that is."""
    decider, taker_back = aliased(Staff), aliased(Staff)
    with reading() as session:
        states = select(FileImport.state, func.count()).where(FileImport.kind == kind).group_by(FileImport.state)
        listed = ImportList([], {row[0]: row[1] for row in session.execute(states)}, state, 1)
        page = min(max(page, 1), listed.pages)
        rows = session.execute(
            select(FileImport, Staff.name, decider.name, taker_back.name)
            .outerjoin(Staff, Staff.id == FileImport.uploaded_by)
            .outerjoin(decider, decider.id == FileImport.decided_by)
            .outerjoin(taker_back, taker_back.id == FileImport.taken_back_by)
            .where(FileImport.kind == kind, FileImport.state == state if state else FileImport.kind == kind)
            .order_by(FileImport.id.desc())
            .limit(AT_ONCE)
            .offset((page - 1) * AT_ONCE)
        ).all()
    lines = [ImportLine(file, *(name or "" for name in names)) for file, *names in rows]
    return ImportList(lines, listed.states, state, page)
