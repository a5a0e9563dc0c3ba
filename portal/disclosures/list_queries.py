"""The cases that a person sees, those that wait for a decision first and of them the late ones first (D-2). Inside a door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from portal import clock
from portal.accounts.chief_queries import section_names, staff_names
from portal.accounts.models import Section
from portal.accounts.sessions import SignedIn
from portal.config import Settings
from portal.db import db
from portal.disclosures.case_queries import UNDECIDED
from portal.disclosures.clock_rules import Deadline
from portal.disclosures.draft_models import Draft
from portal.disclosures.models import Case, CaseMending
from portal.disclosures.number_rules import read_number
from portal.disclosures.queries import IS_OPEN, clock_of, sees
from portal.disclosures.rules import CaseKind, CaseState
from portal.web.paging import pages_of

ROWS_A_PAGE = 50
OPEN = "open"
ALL = "all"
FAR = date.max


@dataclass(frozen=True)
class Wanted:
    """`state`: OPEN (nothing has ended), ALL, or a state's own word; never a name, which would stand in the address."""

    state: str = OPEN
    kind: CaseKind | None = None
    section: str = ""
    number: str = ""
    late: bool = False
    mine: bool = False

    @property
    def is_narrow(self) -> bool:
        return self != Wanted()


@dataclass(frozen=True)
class CaseLine:
    """`deadline` only while nothing is decided; `days_left` None while a 補正 is waited for."""

    case: Case
    section: str
    officer: str
    deadline: Deadline | None
    days_left: int | None

    @property
    def is_late(self) -> bool:
        return self.days_left is not None and self.days_left < 0


@dataclass(frozen=True)
class CaseList:
    rows: Sequence[CaseLine]
    total: int
    late: int
    page: int
    pages: int


def find_cases(wanted: Wanted, page: int, *, staff: SignedIn, settings: Settings) -> CaseList:
    """Those under way are few and are put in order here; the others come page by page, the newest first."""
    waiting = _waiting(wanted, staff, settings)
    others = select(Case).where(*_conditions(wanted, staff), Case.state.not_in(UNDECIDED))
    count = 0 if wanted.late else db.session().scalar(select(func.count()).select_from(others.subquery())) or 0
    total = len(waiting) + count
    page = min(max(page, 1), pages_of(total, ROWS_A_PAGE))
    first = (page - 1) * ROWS_A_PAGE
    rows = [*waiting[first : first + ROWS_A_PAGE]]
    if count and len(rows) < ROWS_A_PAGE:
        offset = max(0, first - len(waiting))
        rows += [(case, None) for case in db.session().scalars(_page(others, offset, ROWS_A_PAGE - len(rows)))]
    late = sum(_left(deadline) < 0 for _, deadline in waiting)
    return CaseList(_lines(rows), total, late, page, pages_of(total, ROWS_A_PAGE))


def _waiting(wanted: Wanted, staff: SignedIn, settings: Settings) -> list[tuple[Case, Deadline | None]]:
    cases = db.session().scalars(select(Case).where(*_conditions(wanted, staff), IS_OPEN, Case.state.in_(UNDECIDED))).all()
    clocks = deadlines_of_cases(cases, settings)
    found: list[tuple[Case, Deadline | None]] = [(case, clocks[case.id]) for case in cases]
    if wanted.late:
        found = [(case, deadline) for case, deadline in found if _left(deadline) < 0]
    return sorted(found, key=lambda each: (each[1].day or FAR if each[1] else FAR, each[0].id))


def deadlines_of_cases(cases: Sequence[Case], settings: Settings) -> dict[int, Deadline]:
    """The deadline that binds each, two statements for any number of them."""
    ids = [case.id for case in cases]
    mendings: dict[int, list[CaseMending]] = {case_id: [] for case_id in ids}
    drafts: dict[int, list[Draft]] = {case_id: [] for case_id in ids}
    for mending in db.session().scalars(select(CaseMending).where(CaseMending.case_id.in_(ids)).order_by(CaseMending.id)):
        mendings[mending.case_id].append(mending)
    for draft in db.session().scalars(select(Draft).where(Draft.case_id.in_(ids)).order_by(Draft.id)):
        drafts[draft.case_id].append(draft)
    return {case.id: clock_of(case, mendings[case.id], drafts[case.id], settings).current for case in cases}


def _left(deadline: Deadline | None) -> int:
    left = deadline.days_left(clock.today()) if deadline else None
    return 0 if left is None else left


def _page(others: Select[Case], offset: int, limit: int) -> Select[Case]:
    return others.order_by(Case.received_on.desc(), Case.id.desc()).offset(offset).limit(limit)


def _conditions(wanted: Wanted, staff: SignedIn) -> list[ColumnElement[bool]]:
    found = [sees(staff)]
    if wanted.state == OPEN:
        found.append(IS_OPEN)
    elif wanted.state in set(CaseState):
        found.append(Case.state == CaseState(wanted.state))
    if wanted.kind is not None:
        found.append(Case.kind == wanted.kind)
    if wanted.section:
        found.append(Case.section_id == select(Section.id).where(Section.code == wanted.section).scalar_subquery())
    if wanted.mine:
        found.append(or_(Case.officer_id == staff.id, Case.entered_by == staff.id))
    if wanted.number:
        found.append(_numbered(wanted.number))
    return found


def _numbered(typed: str) -> ColumnElement[bool]:
    """As somebody reads it out; what is no number finds nothing."""
    number = read_number(typed)
    if number is None:
        return false()
    return (Case.kind == number.kind) & (Case.fiscal_year == number.fiscal_year) & (Case.running == number.running)


def _lines(rows: Sequence[tuple[Case, Deadline | None]]) -> list[CaseLine]:
    sections = section_names()
    people = staff_names({case.officer_id for case, _ in rows if case.officer_id})
    today = clock.today()
    return [
        CaseLine(
            case=case,
            section=sections[case.section_id],
            officer=people[case.officer_id].name if case.officer_id else "",
            deadline=deadline,
            days_left=deadline.days_left(today) if deadline else None,
        )
        for case, deadline in rows
    ]
