"""Which cases stand on a page of 開示等請求処理簿, and their lines (D-1). The functions run inside a door."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, String, case, cast, func, select, true

from portal.accounts.chief_queries import section_names
from portal.accounts.models import Section
from portal.accounts.sessions import SignedIn
from portal.config import Settings
from portal.db import db
from portal.disclosures.ledger_lines import LedgerLine, line_of
from portal.disclosures.ledger_rules import STATE_CHOICES, states_of, year_words
from portal.disclosures.many_queries import whole_cases
from portal.disclosures.models import Case, CaseSeries
from portal.disclosures.queries import closed_days, disclosure_section, reads_all, sees
from portal.disclosures.rules import KIND_WORDS, CaseKind
from portal.permissions import Permission

AT_ONCE = 200


@dataclass(frozen=True)
class Asked:
    """The question as it stands in an address; `year` empty: the present one, "all": all."""

    year: str = ""
    kind: str = ""
    state: str = ""
    section: str = ""


@dataclass(frozen=True)
class Question:
    """What was asked, read. `offered`: of the sections code and name; `conditions`: its words, also for the record."""

    asked: Asked
    fiscal_year: int | None
    kind: CaseKind | None
    section_id: int | None
    years: Sequence[int]
    offered: Sequence[tuple[str, str]]
    conditions: tuple[str, ...]
    reads_all: bool


def question_of(asked: Asked, *, this_year: int, staff: SignedIn, settings: Settings) -> Question:
    """What this person may not ask is not offered and not read."""
    every, states = staff.may(Permission.CASE_HANDLE) or reads_all(staff, disclosure_section(settings)), dict(STATE_CHOICES)
    years = sorted({*db.session().scalars(select(CaseSeries.fiscal_year)), this_year}, reverse=True)
    year = None if asked.year == "all" else int(asked.year) if asked.year in map(str, years) else this_year
    kind = CaseKind(asked.kind) if asked.kind in list(CaseKind) else None
    sections = _sections() if every else []
    section = next((each for each in sections if each[1] == asked.section), None)
    conditions = [
        year_words(year) if year is not None else "すべての年度",
        f"{KIND_WORDS[kind]}請求" if kind else "",
        f"状態 {states[asked.state]}" if asked.state in states else "",
        f"所管課 {section[2]}" if section else "",
        "" if every else f"{staff.section_name}の分",
    ]
    return Question(
        asked=asked,
        fiscal_year=year,
        kind=kind,
        section_id=section[0] if section else None,
        years=years,
        offered=[(code, name) for _, code, name in sections],
        conditions=tuple(each for each in conditions if each),
        reads_all=every,
    )


def count_of(question: Question, staff: SignedIn) -> int:
    return db.session().scalar(select(func.count()).select_from(_wanted(question, staff).subquery())) or 0


def page_of(question: Question, number: int, rows: int, staff: SignedIn) -> list[int]:
    """The newest first."""
    newest = _wanted(question, staff).order_by(Case.received_on.desc(), Case.id.desc())
    return list(db.session().scalars(newest.limit(rows).offset((number - 1) * rows)))


def ids_in_order(question: Question, staff: SignedIn) -> list[int]:
    """As a register is read: by year, kind (開, 訂, 停) and number."""
    kinds = case({kind.value: place for place, kind in enumerate(CaseKind)}, value=cast(Case.kind, String))
    return list(db.session().scalars(_wanted(question, staff).order_by(Case.fiscal_year, kinds, Case.running)))


def lines_of(ids: Sequence[int], settings: Settings) -> Iterator[LedgerLine]:
    """In the order of the ids, never more than AT_ONCE in memory."""
    sections, is_closed = section_names(), closed_days()
    for start in range(0, len(ids), AT_ONCE):
        for whole in whole_cases(ids[start : start + AT_ONCE], settings):
            yield line_of(whole, sections, is_closed)


def _wanted(question: Question, staff: SignedIn) -> Select[Any]:
    found = select(Case.id).where(true() if question.reads_all else sees(staff))
    if question.fiscal_year is not None:
        found = found.where(Case.fiscal_year == question.fiscal_year)
    if question.kind is not None:
        found = found.where(Case.kind == question.kind)
    if states := states_of(question.asked.state):
        found = found.where(Case.state.in_(states))
    return found if question.section_id is None else found.where(Case.section_id == question.section_id)


def _sections() -> list[tuple[int, str, str]]:
    """Those that hold data somebody asked for."""
    found = select(Section.id, Section.code, Section.name).where(Section.id.in_(select(Case.section_id)))
    return [(row.id, row.code, row.name) for row in db.session().execute(found.order_by(Section.code))]
