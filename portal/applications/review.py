"""Batches and numbers looked at: read, recorded where a person stands on the page, then shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import note_person, visit_of
from portal.applications.number_actions import why_not_link
from portal.applications.number_rules import BlankState, PaperNumber, read_number, unknown_number, why_not_end
from portal.applications.queries import (
    ROWS_A_PAGE,
    BatchView,
    BlankRow,
    PaperOffered,
    batch_view,
    batches_of_page,
    count_batches,
    counts_by_state,
    papers_offered,
    public_id_of,
    row_of,
    rows_of_page,
)
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, reading, writing
from portal.doses.people import holders_of_vouchers, people_of_numbers
from portal.residents.models import Resident
from portal.residents.queries import ResidentView, view_of
from portal.residents.rules import RecordState
from portal.text.folding import digits_key
from portal.vouchers.codes import read_ocr_line
from portal.web.paging import pages_of

NOBODY = "この番号の方は、住民の記録にも接種券にもありません。番号を確かめるか、「住民を探す」で氏名から開いてください。"
SEVERAL = "この番号の方が何人もいます。「住民を探す」で開いて、氏名と生年月日を確かめてください。"


@dataclass(frozen=True)
class BatchList:
    batches: list[BatchView]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return pages_of(self.total, ROWS_A_PAGE)


@dataclass(frozen=True)
class NumberList:
    """One page of the numbers in one state, of one batch or of all."""

    rows: list[BlankRow]
    state: BlankState
    counts: Mapping[BlankState, int]
    page: int
    batch: BatchView | None

    @property
    def total(self) -> int:
        return self.counts[self.state]

    @property
    def pages(self) -> int:
        return pages_of(self.total, ROWS_A_PAGE)


@dataclass(frozen=True)
class Offer:
    """A paper of the person served now; `why_not` says why it cannot be this number's."""

    paper: PaperOffered
    why_not: str | None


@dataclass(frozen=True)
class NumberPage:
    """One number. `resident` is who is served now, whose papers are offered; `why_not` why it can have no end from here."""

    row: BlankRow
    resident: ResidentView | None
    offers: list[Offer]
    why_not: str | None

    @property
    def is_open(self) -> bool:
        return self.row.form.state is BlankState.OPEN

    @property
    def possible(self) -> list[Offer]:
        return [offer for offer in self.offers if offer.why_not is None]


def show_batches(page: int) -> BatchList:
    """Nobody stands on it. A page behind the last is the last."""
    with reading():
        total = count_batches()
        page = min(page, pages_of(total, ROWS_A_PAGE))
        return BatchList(batches_of_page(page), total, page)


def show_batch(public_id: str) -> BatchView:
    with reading():
        return batch_view(public_id)


def show_numbers(state: BlankState, page: int, batch_public_id: str, *, staff: SignedIn) -> NumberList:
    """Whoever is named on the page is a subject of the record. A page behind the last is the last."""
    with reading():
        batch = batch_view(batch_public_id) if batch_public_id else None
        counts = batch.counts if batch else counts_by_state()
        page = min(page, pages_of(counts[state], ROWS_A_PAGE))
        rows = rows_of_page(state, page, batch.batch.id if batch else None)
    with writing():
        facts = {"state": state.value, "page": page, "count": len(rows)}
        record(Event.BLANK_LIST, by=staff.actor, subjects={row.resident.id for row in rows if row.resident}, facts=facts)
    return NumberList(rows, state, counts, page, batch)


def find_number(typed: str) -> tuple[str, str | None]:
    """The page of a number that was scanned or typed, or why there is none: misread, or never printed by this city."""
    number, reason = read_number(typed)
    if number is None:
        return "", reason
    with reading():
        public_id = public_id_of(number)
    return public_id or "", None if public_id else unknown_number(number)


def open_number(public_id: str, *, staff: SignedIn, settings: Settings) -> NumberPage:
    """With the papers of who is served now. NotFound when there is none."""
    visit = visit_of(staff)
    with reading():
        row = row_of(public_id)
        resident = _served(visit.resident_id, settings)
        offers = _offers(row, resident)
    named = {each.id for each in (resident, row.resident) if each}
    with writing():
        record(Event.BLANK_OPEN, by=staff.actor, subjects=named, facts={"number": row.shown})
    is_handed, is_closed = row.batch.handed_at is not None, row.batch.closed_at is not None
    why_not = why_not_end(row.shown, row.ended, is_handed=is_handed, is_closed=is_closed)
    return NumberPage(row, resident, offers, why_not)


def search_person(typed: str, *, staff: SignedIn, settings: Settings) -> str | None:
    """By 宛名番号 or 接種券番号: who is found is the one being served from now on. None, or why nobody is."""
    visit_of(staff)
    with reading():
        found = _people_of(typed, settings)
    if len(found) != 1:
        return SEVERAL if found else NOBODY
    with writing():
        note_person(staff, found[0])
    return None


def count_numbers(first: str, last: str) -> tuple[tuple[PaperNumber, PaperNumber] | None, list[str | None]]:
    """Two numbers as they were scanned, or for each why it is none."""
    (one, why_one), (other, why_other) = read_number(first), read_number(last)
    return (one, other) if one and other else None, [why_one, why_other]


def _people_of(typed: str, settings: Settings) -> list[int]:
    line = read_ocr_line(typed)
    figures = line.voucher_number if line else digits_key(typed)
    if not figures:
        return []
    people = people_of_numbers({figures, figures.zfill(settings.resident_number_length)}) or holders_of_vouchers([figures.zfill(10)])
    return sorted({person.id for person in people.values()})


def _served(resident_id: int | None, settings: Settings) -> ResidentView | None:
    row = db.session().get(Resident, resident_id) if resident_id else None
    if row is None or row.record_state is not RecordState.CURRENT:
        return None
    return view_of(row, clock.today(), lapses=settings.protection_lapses)


def _offers(row: BlankRow, resident: ResidentView | None) -> list[Offer]:
    if resident is None or row.form.state is not BlankState.OPEN:
        return []
    return [Offer(paper, why_not_link(row.batch, paper)) for paper in papers_offered(resident.id)]
