"""接種券を止める方: the people whose live voucher meets a stop, one page; recorded with everybody who is shown, then shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import visit_of
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.residents.movement_rules import HAPPENED_WORDS, Happened, Happening, gravest
from portal.residents.queries import ResidentView, view_of
from portal.text.wareki import format_short
from portal.vouchers.models import Voucher
from portal.vouchers.queries import is_to_be_mailed
from portal.vouchers.rules import DELIVERED_WORDS
from portal.vouchers.stop_queries import count_stops, stopped_vouchers
from portal.vouchers.stops import changes_on_paper, paper_of, stops_of
from portal.web.paging import pages_of

ROWS_A_PAGE = 50
ROWS_ON_PAPER = 1_000


@dataclass(frozen=True)
class StopLine:
    """One voucher that must not go on. `also`: what else happened that stops it, in words."""

    resident: ResidentView
    number: str
    programme_name: str
    dose_number: int
    issued_at: datetime
    way: str
    stop: Happening
    also: tuple[str, ...]

    @property
    def word(self) -> str:
        return HAPPENED_WORDS[self.stop.what]

    @property
    def since_words(self) -> str:
        """R8.10.1; the day of a movement of somebody protected is not told."""
        if self.stop.since:
            return format_short(self.stop.since)
        return "日は表示しません" if self.resident.hides_place and self.stop.what is not Happened.PROTECTED else "日は不明"


@dataclass(frozen=True)
class StopList:
    """One page of the list; `kind` None stands for every reason. `on_paper`: as many rows as are printed at once."""

    lines: list[StopLine]
    kind: Happened | None
    counts: Mapping[Happened, int]
    page: int
    on_paper: bool
    day: date

    @property
    def all(self) -> int:
        return sum(self.counts.values())

    @property
    def total(self) -> int:
        return self.all if self.kind is None else self.counts[self.kind]

    @property
    def pages(self) -> int:
        return pages_of(self.total, _rows_a_page(on_paper=self.on_paper))


def show_stops(kind: Happened | None, page: int, *, on_paper: bool, staff: SignedIn, settings: Settings) -> StopList:
    """Within a visit; a page behind the last is the last."""
    day = clock.today()
    asked = {"lapses": settings.protection_lapses, "name_stops": settings.name_change_stops}
    with reading():
        visit_of(staff)
        counts = count_stops(day, **asked)
        total = sum(counts.values()) if kind is None else counts[kind]
        page = min(max(page, 1), pages_of(total, _rows_a_page(on_paper=on_paper)))
        rows = _rows_a_page(on_paper=on_paper)
        kinds, offset = kinds_on_page({kind: counts[kind]} if kind else counts, first=(page - 1) * rows, rows=rows)
        found = stopped_vouchers(kinds, day, limit=rows, offset=offset, **asked)
        changes = changes_on_paper([resident.id for _, _, resident, _ in found])
        lines = []
        for voucher, programme_name, resident, is_printed in found:
            view = view_of(resident, day, lapses=settings.protection_lapses)
            to_be_mailed = is_to_be_mailed(voucher, is_printed=is_printed)
            paper = paper_of(view, changes.get(resident.id, ()), issued_at=voucher.issued_at, to_be_mailed=to_be_mailed)
            lines.append(_line(voucher, programme_name, view, stops_of(view, paper, name_stops=settings.name_change_stops)))
    with writing():
        facts = {"happened": kind.value if kind else "", "page": page, "count": total}
        record(Event.STOP_LIST, by=staff.actor, subjects=[line.resident.id for line in lines if line], facts=facts)
    return StopList([line for line in lines if line], kind, counts, page, on_paper, day)


def _line(voucher: Voucher, programme_name: str, resident: ResidentView, stops: tuple[Happening, ...]) -> StopLine | None:
    """None when the rules stop nothing: they decide, the query only finds."""
    first = gravest(stops)
    if first is None:
        return None
    way = "一括" if voucher.issued_by is None else DELIVERED_WORDS[voucher.delivery] if voucher.delivery else "窓口"
    return StopLine(
        resident=resident,
        number=voucher.number,
        programme_name=programme_name,
        dose_number=voucher.dose_number,
        issued_at=voucher.issued_at,
        way=way,
        stop=first,
        also=tuple(HAPPENED_WORDS[each.what] for each in stops if each.stops and each is not first),
    )


def kinds_on_page(counts: Mapping[Happened, int], *, first: int, rows: int) -> tuple[tuple[Happened, ...], int]:
    """Which reasons have rows on a page, and how many rows of the first of them lie before it: nothing else need be looked for."""
    kinds, passed, offset = [], 0, 0
    for kind, count in counts.items():
        if count and passed < first + rows and passed + count > first:
            offset = offset if kinds else first - passed
            kinds.append(kind)
        passed += count
    return tuple(kinds), max(offset, 0)


def _rows_a_page(*, on_paper: bool) -> int:
    return ROWS_ON_PAPER if on_paper else ROWS_A_PAGE
