"""棚卸 read: the list, one with what was read and what is left, the differences that nobody has settled (M-1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from portal import clock
from portal.accounts.chief_queries import section_names, staff_names
from portal.accounts.sessions import SignedIn
from portal.db import db, reading
from portal.errors import NotFound
from portal.media.line_queries import medium_facts
from portal.media.medium_models import Difference, Stocktake, StocktakeScan
from portal.media.medium_queries import MediumRow, rows_of
from portal.media.medium_rules import MediumFacts
from portal.media.models import Medium
from portal.media.rules import Condition
from portal.media.stocktake_rules import Scan, is_expected
from portal.permissions import Permission
from portal.web.paging import pages_of

ROWS_A_PAGE = 50
UNSEEN_STOCKTAKE = "この棚卸は見つかりません。ほかの課のものは表示できません。"


@dataclass(frozen=True)
class StocktakeRow:
    """One of the list. `open_differences`: those nobody has settled yet; `differences`: all."""

    stocktake: Stocktake
    section: str
    started_by: str
    closed_by: str
    differences: int
    open_differences: int

    @property
    def state(self) -> tuple[str, str]:
        """Its word and its mark."""
        if self.stocktake.closed_at is None:
            return "読み取り中", "now"
        if self.open_differences:
            return f"違い {self.open_differences:,}件が未解決", "late"
        return ("違いは解決済み", "ok") if self.differences else ("違いなし", "ok")


@dataclass(frozen=True)
class StocktakeList:
    rows: tuple[StocktakeRow, ...]
    total: int
    page: int
    pages: int
    has_open: bool
    media: int


@dataclass(frozen=True)
class ScanLine:
    scan: StocktakeScan
    by: str


@dataclass(frozen=True)
class DifferenceLine:
    """`medium`: public id of the medium, empty for a number that no medium has."""

    difference: Difference
    medium: str
    settled_by: str


@dataclass(frozen=True)
class StocktakePage:
    """`left`: media that lie in the cabinet by the ledger and were not read yet, as long as the stock-take runs."""

    row: StocktakeRow
    expected: int
    read: int
    scans: tuple[ScanLine, ...]
    left: tuple[MediumRow, ...]
    differences: tuple[DifferenceLine, ...]

    @property
    def is_open(self) -> bool:
        return self.row.stocktake.closed_at is None

    @property
    def unsettled(self) -> int:
        return sum(1 for line in self.differences if line.difference.settled_at is None)


def list_all(page: int, *, staff: SignedIn) -> StocktakeList:
    """The newest first; of the own section, an auditor sees all."""
    with reading() as session:
        found = (
            select(Stocktake) if staff.may(Permission.LEDGER_AUDIT) else select(Stocktake).where(Stocktake.section_id == staff.section_id)
        )
        total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
        pages = pages_of(total, ROWS_A_PAGE)
        number = min(max(1, page), pages)
        rows = list(session.scalars(found.order_by(Stocktake.id.desc()).limit(ROWS_A_PAGE).offset((number - 1) * ROWS_A_PAGE)))
        shown = _rows(rows)
        running = select(Stocktake.id).where(Stocktake.section_id == staff.section_id, Stocktake.closed_at.is_(None))
        has_open = session.scalar(running) is not None
        mine = select(func.count()).where(Medium.section_id == staff.section_id, Medium.condition != Condition.DISPOSED)
        media = session.scalar(mine.select_from(Medium)) or 0
    return StocktakeList(shown, total, number, pages, has_open, media)


def show_one(public_id: str, *, staff: SignedIn) -> StocktakePage:
    """Raises NotFound, for another section's as well."""
    with reading() as session:
        row = stocktake_row(public_id, staff)
        scans = list(session.scalars(select(StocktakeScan).where(StocktakeScan.stocktake_id == row.id).order_by(StocktakeScan.id.desc())))
        names = staff_names({scan.by for scan in scans})
        left: tuple[MediumRow, ...] = ()
        expected = row.expected
        if row.closed_at is None:
            media, facts = media_now(row.section_id)
            read = {scan.medium_id for scan in scans}
            expected = sum(1 for each in facts.values() if is_expected(each))
            missing = [medium for medium in media if is_expected(facts[medium.id]) and medium.id not in read]
            left = rows_of(missing, staff_names({medium.keeper_id for medium in missing}), clock.today())
        lines = tuple(ScanLine(scan, names[scan.by].name) for scan in scans)
        differences = _differences(row)
        (shown,) = _rows([row])
    return StocktakePage(shown, expected, len(scans), lines, left, differences)


def stocktake_row(public_id: str, staff: SignedIn, *, held: bool = False) -> Stocktake:
    """Inside a door: an auditor sees all; `held`: for the next step, which only the own section takes. Raises NotFound."""
    statement = select(Stocktake).where(Stocktake.public_id == public_id)
    row = db.session().scalar(statement.with_for_update() if held else statement)
    if row is None or not (row.section_id == staff.section_id or (staff.may(Permission.LEDGER_AUDIT) and not held)):
        raise NotFound(UNSEEN_STOCKTAKE)
    return row


def media_now(section_id: int) -> tuple[list[Medium], dict[int, MediumFacts]]:
    """Inside a door: every medium of the section but those disposed of, and where each stands."""
    found = select(Medium).where(Medium.section_id == section_id, Medium.condition != Condition.DISPOSED)
    media = list(db.session().scalars(found.order_by(Medium.fiscal_year, Medium.running)))
    return media, medium_facts([row.id for row in media])


def scans_of(stocktake: Stocktake) -> dict[str, tuple[int | None, Scan]]:
    """Inside a door: by number, as stocktake_rules.differences takes them."""
    rows = db.session().scalars(select(StocktakeScan).where(StocktakeScan.stocktake_id == stocktake.id).order_by(StocktakeScan.id))
    return {row.number: (row.medium_id, Scan(row.found, row.words)) for row in rows}


def open_differences_of(medium_id: int) -> list[tuple[Difference, Stocktake]]:
    """Inside a door: what nobody has settled yet about a medium."""
    found = select(Difference, Stocktake).join(Stocktake, Stocktake.id == Difference.stocktake_id)
    rows = db.session().execute(found.where(Difference.medium_id == medium_id, Difference.settled_at.is_(None)).order_by(Difference.id))
    return list(rows)


def _rows(stocktakes: Sequence[Stocktake]) -> tuple[StocktakeRow, ...]:
    ids = [row.id for row in stocktakes]
    counted: Select[int, int, int] = select(
        Difference.stocktake_id, func.count(), func.count().filter(Difference.settled_at.is_(None))
    ).where(Difference.stocktake_id.in_(ids))
    counts = {row[0]: (row[1], row[2]) for row in db.session().execute(counted.group_by(Difference.stocktake_id))}
    names = staff_names({row.started_by for row in stocktakes} | {row.closed_by for row in stocktakes if row.closed_by})
    sections = section_names()
    return tuple(
        StocktakeRow(
            row,
            sections[row.section_id],
            names[row.started_by].name,
            names[row.closed_by].name if row.closed_by else "",
            *counts.get(row.id, (0, 0)),
        )
        for row in stocktakes
    )


def _differences(row: Stocktake) -> tuple[DifferenceLine, ...]:
    found = select(Difference, Medium.public_id).outerjoin(Medium, Medium.id == Difference.medium_id)
    rows = list(db.session().execute(found.where(Difference.stocktake_id == row.id).order_by(Difference.id)))
    names = staff_names({each.settled_by for each, _ in rows if each.settled_by})
    return tuple(DifferenceLine(each, public_id or "", names[each.settled_by].name if each.settled_by else "") for each, public_id in rows)
