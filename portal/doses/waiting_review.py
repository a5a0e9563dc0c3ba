"""登録待ち looked at: the list, and one dose beside whom it may belong to or the record that it differs from. Recorded, then shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, reading, writing
from portal.doses.fields import BY_FIELD, COMPARED
from portal.doses.match_rules import WaitReason
from portal.doses.models import Dose
from portal.doses.people import holders_of_vouchers, people_of_numbers
from portal.doses.waiting_actions import PURPOSE
from portal.doses.waiting_queries import (
    ROWS_A_PAGE,
    WaitingRow,
    count_others,
    counts_by_reason,
    programme_names,
    row_of,
    rows_of_page,
)
from portal.doses.waiting_rules import WaitState, in_words, values_of
from portal.residents.models import Resident
from portal.residents.queries import ResidentView, view_of
from portal.text.folding import digits_key
from portal.web.paging import pages_of

BY_NUMBER = "いまは、この宛名番号の方が住民の記録にあります"
BY_VOUCHER = "いまは、この接種券番号の券をお持ちの方が分かります"
BY_TYPED = "入れた番号の方です"
Values = dict[str, Any]


@dataclass(frozen=True)
class WaitingLine:
    """One row of the list; `name` only where the record is somebody's already (a conflict)."""

    row: WaitingRow
    values: Values
    number: str
    name: str
    programme: str


@dataclass(frozen=True)
class WaitingList:
    lines: list[WaitingLine]
    reason: WaitReason | None
    counts: dict[WaitReason, int]
    page: int

    @property
    def total(self) -> int:
        return sum(self.counts.values()) if self.reason is None else self.counts[self.reason]

    @property
    def pages(self) -> int:
        return pages_of(self.total, ROWS_A_PAGE)


@dataclass(frozen=True)
class Candidate:
    """Somebody of the register whose dose it may be, and what speaks for it; `doses` are those of the programme that stand."""

    resident: ResidentView
    why: str
    doses: int


@dataclass(frozen=True)
class Told:
    """One item: what the file tells, and beside a verified record what that holds; `differs` is None where there is nothing to compare."""

    word: str
    file: str
    ours: str
    differs: bool | None


@dataclass(frozen=True)
class WaitingPage:
    row: WaitingRow
    number: str
    programme: str
    dose: int
    items: list[Told]
    candidates: list[Candidate]
    owner: ResidentView | None
    others: int
    typed: str = ""

    @property
    def is_conflict(self) -> bool:
        return self.row.waiting.reason is WaitReason.CONFLICT


def show_waiting_list(reason: WaitReason | None, page: int, *, staff: SignedIn) -> WaitingList:
    """One page of those that wait; a page behind the last is the last."""
    with reading():
        counts = counts_by_reason()
        total = sum(counts.values()) if reason is None else counts[reason]
        page = min(page, pages_of(total, ROWS_A_PAGE))
        rows = rows_of_page(reason, page)
        names = programme_names()
    lines = [_line(row, names) for row in rows]
    with writing():
        facts = {"reason": reason.value if reason else "", "page": page, "count": len(lines)}
        subjects = {row.resident.id for row in rows if row.resident}
        record(Event.WAITING_LIST, by=staff.actor, subjects=subjects, purpose=PURPOSE, facts=facts)
    return WaitingList(lines, reason, counts, page)


def _line(row: WaitingRow, names: Mapping[str, str]) -> WaitingLine:
    values, number = values_of(row.waiting.content)
    code: str = values["programme_code"]
    return WaitingLine(row, values, number, row.resident.name if row.resident else "", names.get(code, code))


def open_waiting(public_id: str, *, staff: SignedIn, settings: Settings) -> WaitingPage:
    """One dose, with whom its numbers lead to now. NotFound when there is none."""
    with reading():
        row = row_of(public_id)
        values, number = values_of(row.waiting.content)
        found = _led_to(values, number, settings) if _asks_whose(row) else {}
        page = _page(row, found, settings)
    _note_opened(Event.WAITING_OPEN, page, staff, {"waiting": public_id, "candidates": len(page.candidates)})
    return page


def search_person(public_id: str, typed: str, *, staff: SignedIn, settings: Settings) -> WaitingPage:
    """The same page with whoever has the typed 宛名番号 or 接種券番号."""
    figures = digits_key(typed)[:20]
    with reading():
        row = row_of(public_id)
        values, number = values_of(row.waiting.content)
        found = _led_to(values, number, settings) | _of_number(figures, settings) if _asks_whose(row) else {}
        page = _page(row, found, settings, typed=figures)
    _note_opened(Event.WAITING_SEARCH, page, staff, {"waiting": public_id, "count": len(page.candidates)})
    return page


def _asks_whose(row: WaitingRow) -> bool:
    return row.waiting.state is WaitState.WAITING and row.waiting.reason is not WaitReason.CONFLICT


def _led_to(values: Values, number: str, settings: Settings) -> dict[int, str]:
    """Why each resident comes into question, by id."""
    found = {person.id: BY_VOUCHER for person in _holders(values, settings)}
    return found | {person.id: BY_NUMBER for person in people_of_numbers([number] if number else []).values()}


def _holders(values: Values, settings: Settings) -> list[Any]:
    voucher = values.get("voucher_number")
    ours = values.get("municipality_code") == settings.municipality_code
    return list(holders_of_vouchers([voucher]).values()) if voucher and ours else []


def _of_number(figures: str, settings: Settings) -> dict[int, str]:
    if not figures:
        return {}
    people = [*people_of_numbers({figures, figures.zfill(settings.resident_number_length)}).values()]
    return {person.id: BY_TYPED for person in people or holders_of_vouchers([figures.zfill(10)]).values()}


def _page(row: WaitingRow, found: Mapping[int, str], settings: Settings, *, typed: str = "") -> WaitingPage:
    values, number = values_of(row.waiting.content)
    day, lapses = clock.today(), settings.protection_lapses
    residents = db.session().scalars(select(Resident).where(Resident.id.in_(found))).all() if found else []
    counts = _doses_of(list(found), values["programme_code"]) if found else {}
    candidates = [Candidate(view_of(each, day, lapses=lapses), found[each.id], counts.get(each.id, 0)) for each in residents]
    ours = db.session().get(Dose, row.waiting.dose_id) if row.waiting.reason is WaitReason.CONFLICT and row.waiting.dose_id else None
    owner = view_of(row.resident, day, lapses=lapses) if row.resident else None
    code: str = values["programme_code"]
    return WaitingPage(
        row=row,
        number=number,
        programme=programme_names().get(code, code),
        dose=values["dose_number"],
        items=_told(values, ours),
        candidates=candidates,
        owner=owner,
        others=count_others(row.waiting) if _asks_whose(row) else 0,
        typed=typed,
    )


def _doses_of(ids: list[int], programme: str) -> dict[int, int]:
    standing = (Dose.resident_id.in_(ids), Dose.programme_code == programme, Dose.superseded_at.is_(None))
    found: dict[int, int] = {}
    for resident_id in db.session().scalars(select(Dose.resident_id).where(*standing)):
        found[resident_id] = found.get(resident_id, 0) + 1
    return found


def _told(values: Values, ours: Dose | None) -> list[Told]:
    """What the file tells, in the ledger's order; of what it leaves out nothing is said."""
    items = []
    for name in (*COMPARED, "registered_at"):
        if name not in values:
            continue
        file = in_words(name, values[name])
        held = in_words(name, getattr(ours, name)) if ours is not None and name in COMPARED else ""
        compared = ours is not None and name in COMPARED and not (name == "age_when_given" and not file)
        if file or held:
            items.append(Told(BY_FIELD[name].heading, file, held, file != held if compared else None))
    return items


def _note_opened(what: Event, page: WaitingPage, staff: SignedIn, facts: dict[str, Any]) -> None:
    subjects = {candidate.resident.id for candidate in page.candidates} | ({page.owner.id} if page.owner else set())
    with writing():
        record(what, by=staff.actor, subjects=subjects, purpose=PURPOSE, facts=facts)
