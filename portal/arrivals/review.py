"""異動反映待ち looked at: the list with whom the register has brought, one application beside its candidates. Recorded, then shown."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.arrivals.models import Arrival
from portal.arrivals.queries import (
    ROWS_A_PAGE,
    ArrivalRow,
    ArrivalView,
    candidates_of,
    count_late,
    counts_by_state,
    oldest_waiting,
    rejected,
    rejected_count,
    residents_of,
    row_of,
    rows_of_page,
    same_applications,
)
from portal.arrivals.rules import ArrivalState, Compared, Named, side_by_side, why_candidate
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.residents.models import Resident
from portal.residents.queries import ResidentView, view_of
from portal.text.wareki import PartialDate
from portal.vouchers.actions import visit_of
from portal.web.paging import pages_of


@dataclass(frozen=True)
class ArrivalLine:
    """One row of the list. `candidates`: how many the register has brought; `linked`: who it was in the end."""

    arrival: ArrivalView
    candidates: int
    linked: ResidentView | None


@dataclass(frozen=True)
class ArrivalList:
    """`oldest` and `late` speak of all that wait, not of this page alone."""

    lines: list[ArrivalLine]
    state: ArrivalState
    counts: dict[ArrivalState, int]
    oldest: date | None
    late: int
    page: int

    @property
    def total(self) -> int:
        return self.counts[self.state]

    @property
    def pages(self) -> int:
        return pages_of(self.total, ROWS_A_PAGE)


@dataclass(frozen=True)
class Candidate:
    """Somebody of the register beside the application; `why` says what matches. `opened`: brought along by the visit, not by a match."""

    resident: ResidentView
    why: str
    lines: list[Compared]
    opened: bool


@dataclass(frozen=True)
class ArrivalPage:
    """One application; `linked` once somebody has said who it is."""

    arrival: ArrivalView
    candidates: list[Candidate]
    linked: ResidentView | None
    rejected: int


def show_arrivals(state: ArrivalState, page: int, *, staff: SignedIn, settings: Settings) -> ArrivalList:
    """One page of the list, within a visit; a page behind the last is the last. Recorded with everybody of the register it speaks of."""
    day = clock.today()
    with reading():
        visit_of(staff)
        counts = counts_by_state()
        page = min(page, pages_of(counts[state], ROWS_A_PAGE))
        rows = rows_of_page(state, page)
        candidates = candidates_of([row.arrival for row in rows])
        linked = residents_of([row.arrival.resident_id for row in rows if row.arrival.resident_id is not None])
        late = count_late(day - timedelta(days=settings.arrival_late_days))
        oldest = oldest_waiting()
    lines = [_line(row, candidates[row.arrival.id], linked, settings) for row in rows]
    subjects = {*linked, *(resident.id for found in candidates.values() for resident in found)}
    with writing():
        facts = {"state": state.value, "page": page, "count": len(lines)}
        record(Event.ARRIVAL_LIST, by=staff.actor, subjects=subjects, facts=facts)
    return ArrivalList(lines, state, counts, oldest, late, page)


def open_arrival(public_id: str, *, staff: SignedIn, settings: Settings) -> ArrivalPage:
    """One application within a visit, with whom the register has brought since. NotFound when there is none."""
    with reading():
        visit = visit_of(staff)
        row = row_of(public_id)
        matched = candidates_of([row.arrival])[row.arrival.id]
        linked = residents_of([row.arrival.resident_id] if row.arrival.resident_id is not None else [])
        opened = opened_in_visit(row, visit.resident_id, matched)
        others = rejected_count(row.arrival.id)
    views = [_view(resident, settings) for resident in matched]
    known = [_view(resident, settings) for resident in linked.values()]
    arrival = row.view(clock.today(), late_days=settings.arrival_late_days, hidden=any(view.shield.hidden for view in views + known))
    candidates = [_candidate(arrival, view) for view in views]
    candidates += [_candidate(arrival, _view(resident, settings), opened=True) for resident in opened]
    with writing():
        facts = {"arrival": arrival.number, "candidates": len(candidates)}
        record(Event.ARRIVAL_OPEN, by=staff.actor, subjects=[*linked, *(each.resident.id for each in candidates)], facts=facts)
    return ArrivalPage(arrival, candidates, known[0] if known else None, others)


def opened_in_visit(row: ArrivalRow, resident_id: int | None, matched: list[Resident]) -> list[Resident]:
    """Inside a door: the person this visit has opened, when something of name or birth date fits and no match brought them already.

    It is the way for whoever came into the register written differently: the clerk finds them, opens them, and comes back here.
    """
    arrival = row.arrival
    is_new = arrival.state is ArrivalState.WAITING and resident_id is not None and resident_id not in {each.id for each in matched}
    if not is_new or resident_id is None or rejected(arrival.id, resident_id):
        return []
    return [resident for resident in residents_of([resident_id]).values() if why_candidate(_named_of(arrival), _named_of(resident))]


def compare_applications(name_key: str, birth: PartialDate, *, staff: SignedIn, settings: Settings) -> list[ArrivalView]:
    """The applications that wait under the same name and birth date: shown before another one is taken."""
    with reading():
        rows = same_applications(name_key, birth)
        candidates = candidates_of([row.arrival for row in rows])
    hidden = {arrival_id: any(_view(each, settings).shield.hidden for each in found) for arrival_id, found in candidates.items()}
    with writing():
        record(Event.ARRIVAL_COMPARE, by=staff.actor, facts={"count": len(rows)})
    return [row.view(clock.today(), late_days=settings.arrival_late_days, hidden=hidden[row.arrival.id]) for row in rows]


def _line(row: ArrivalRow, candidates: list[Resident], linked: dict[int, Resident], settings: Settings) -> ArrivalLine:
    who = linked.get(row.arrival.resident_id or 0)
    arrival = row.view(clock.today(), late_days=settings.arrival_late_days, hidden=True)
    return ArrivalLine(arrival, len(candidates), _view(who, settings) if who else None)


def _candidate(arrival: ArrivalView, resident: ResidentView, *, opened: bool = False) -> Candidate:
    hidden = arrival.hidden or resident.shield.hidden
    lines = side_by_side(arrival.named, _named_of(resident), hidden=hidden)
    return Candidate(resident, why_candidate(arrival.named, _named_of(resident)), lines, opened)


def _named_of(person: Arrival | Resident | ResidentView) -> Named:
    return Named(person.name, person.kana, person.birth, person.sex, person.address, person.building)


def _view(resident: Resident, settings: Settings) -> ResidentView:
    return view_of(resident, clock.today(), lapses=settings.protection_lapses)
