"""The rows of a register file that may be somebody known, beside whom they may be: read, recorded, then shown (S1-1, S2-1)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal import clock
from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, reading, writing
from portal.intake import queries
from portal.intake.actions import PURPOSE
from portal.intake.models import FileImport, ImportRow
from portal.intake.rules import ImportKind
from portal.residents.consequences import as_text
from portal.residents.files import Values, check_row
from portal.residents.match_models import RegisterMatch
from portal.residents.match_rules import Decision, MatchReason
from portal.residents.matching import candidates_of
from portal.residents.models import Resident
from portal.residents.queries import ResidentView, view_of
from portal.residents.rules import FIELD_WORDS, value_words
from portal.web.paging import pages_of

A_PAGE = 10
SHOWN = ("resident_number", "name", "kana", "birth", "sex", "category", "movement", "moved_on", "address", "building")
WHEREABOUTS = frozenset({"address", "building", "moved_on", "movement"})


@dataclass(frozen=True)
class Line:
    """One field of the row beside the same field of the person; `differs` is None where it is hidden."""

    word: str
    in_file: str
    known: str
    differs: bool | None


@dataclass(frozen=True)
class Candidate:
    resident: ResidentView
    lines: list[Line]


@dataclass(frozen=True)
class Match:
    """A row with those it may be; a decided one without them. `name`: of the row, for its heading."""

    public_id: str
    number: int
    reason: MatchReason
    name: str
    candidates: list[Candidate]
    decision: Decision | None
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True)
class MatchPage:
    file: FileImport
    matches: list[Match]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return pages_of(self.total, A_PAGE)


def list_matches(public_id: str, page: int, *, staff: SignedIn, settings: Settings) -> MatchPage:
    """The undecided rows first; of pages that do not exist the nearest. NotFound when there is no such file."""
    with reading():
        file = queries.find_import(ImportKind.REGISTER, public_id)
        total = db.session().scalar(select(func.count()).select_from(RegisterMatch).where(RegisterMatch.import_id == file.id)) or 0
        page = min(max(page, 1), pages_of(total, A_PAGE))
        matches = _matches(file, page, settings)
    people = [candidate.resident.id for match in matches for candidate in match.candidates]
    with writing():
        facts = {"import": public_id, "page": page, "count": len(matches)}
        record(Event.MATCH_LIST, by=staff.actor, subjects=people, purpose=PURPOSE, facts=facts)
    return MatchPage(file, matches, total, page)


def row_values(cells: str, headings: Iterable[str]) -> Values | None:
    """A staged row by field of Resident."""
    values, _ = check_row(dict(zip(headings, json.loads(cells), strict=True)), clock.today())
    return values


def ids_of_candidates(rows: list[tuple[MatchReason, Values]]) -> dict[str, list[int]]:
    """Inside a door: by 宛名番号 of the row the ids of the people it may be; of a stranger's row whoever has the number."""
    strangers = [values["resident_number"] for reason, values in rows if reason is MatchReason.STRANGER]
    owners = select(Resident.resident_number, Resident.id).where(Resident.resident_number.in_(strangers))
    found = {number: [resident_id] for number, resident_id in db.session().execute(owners)} if strangers else {}
    return found | candidates_of(values for reason, values in rows if reason is not MatchReason.STRANGER)


def meant(match: RegisterMatch, ids: Iterable[int]) -> list[int]:
    """Of those whom the row is like now the ones who may be meant; whoever came later is not asked about."""
    return [person for person in ids if match.reason is MatchReason.STRANGER or person in json.loads(match.candidates)]


def _matches(file: FileImport, page: int, settings: Settings) -> list[Match]:
    rows = (
        db.session()
        .execute(
            select(RegisterMatch, ImportRow.cells, Staff.name)
            .outerjoin(ImportRow, (ImportRow.import_id == RegisterMatch.import_id) & (ImportRow.number == RegisterMatch.number))
            .outerjoin(Staff, Staff.id == RegisterMatch.decided_by)
            .where(RegisterMatch.import_id == file.id)
            .order_by(RegisterMatch.decided_at.is_not(None), RegisterMatch.number)
            .limit(A_PAGE)
            .offset((page - 1) * A_PAGE)
        )
        .all()
    )
    headings = queries.headings_of(file.id) if any(cells for _, cells, _ in rows) else ()
    values = {match.number: row_values(cells, headings) for match, cells, _ in rows if cells}
    open_rows = [(match.reason, row) for match, _, _ in rows if match.decision is None and (row := values.get(match.number))]
    candidates = ids_of_candidates(open_rows)
    people = _people([person for ids in candidates.values() for person in ids])
    beside = {
        match.number: [people[person] for person in meant(match, candidates.get(row["resident_number"], []))]
        for match, _, _ in rows
        if (row := values.get(match.number))
    }
    return [_match(match, by or "", values.get(match.number), beside.get(match.number, []), settings=settings) for match, _, by in rows]


def _people(ids: list[int]) -> dict[int, Resident]:
    return {resident.id: resident for resident in db.session().scalars(select(Resident).where(Resident.id.in_(ids)))} if ids else {}


def _match(match: RegisterMatch, decided_by: str, values: Values | None, people: list[Resident], *, settings: Settings) -> Match:
    return Match(
        public_id=match.public_id,
        number=match.number,
        reason=match.reason,
        name=values["name"] if values else "",
        candidates=[_candidate(values, person, settings) for person in people] if values and match.decision is None else [],
        decision=match.decision,
        decided_by=decided_by,
        decided_at=match.decided_at,
    )


def _candidate(values: Values, resident: Resident, settings: Settings) -> Candidate:
    view = view_of(resident, clock.today(), lapses=settings.protection_lapses)
    hide = view.hides_place or bool(values["protection"])
    return Candidate(view, [_line(field, values, resident, hide=hide and field in WHEREABOUTS) for field in SHOWN])


def _line(field: str, values: Values, resident: Resident, *, hide: bool) -> Line:
    if hide:
        return Line(FIELD_WORDS[field], "", "", None)
    in_file, known = (value_words(field, as_text(value)) for value in (values[field], getattr(resident, field)))
    return Line(FIELD_WORDS[field], in_file, known, in_file != known)
