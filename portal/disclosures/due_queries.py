"""期限一覧: what is late, what is due this week and the next, with the number and first document of each case (D-2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, select

from portal import clock
from portal.accounts.chief_queries import section_names
from portal.accounts.models import Section
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, reading, writing
from portal.disclosures.due_facts_queries import Waiting, read_waiting
from portal.disclosures.due_rules import Due, Weeks, dues_of, is_late, monday_of, weeks_of
from portal.disclosures.models import Case, CaseItem
from portal.disclosures.queries import reads_all
from portal.permissions import Permission
from portal.text.holidays import is_closed

LONGEST_AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class NamedCase:
    public_id: str
    number: str
    words: str


@dataclass(frozen=True)
class DueList:
    """`section_id` None: of every section; `offered`: of the sections code and name, for whoever handles the cases of all."""

    weeks: Weeks
    cases: dict[int, NamedCase]
    sections: dict[int, str]
    section_name: str
    offered: Sequence[tuple[str, str]]
    today: date

    @property
    def shown(self) -> list[Due]:
        return [*self.weeks.late, *self.weeks.first, *self.weeks.second, *self.weeks.undated]


def show_due(week: date | None, section: str, *, staff: SignedIn, settings: Settings) -> DueList:
    """`week`: any day of it, None for this one; `section`: its code, of those offered. Whoever reads not all sees the own section's."""
    today = clock.today()
    monday = max(monday_of(today), monday_of(min(week or today, today + LONGEST_AHEAD)))
    waiting = read_waiting(settings.disclosure_section)
    with reading():
        offered = _offered() if reads_all(staff, waiting.office_id) else []
        chosen = next((each for each in offered if each[1] == section), None)
        dues = _dues(waiting, staff, settings, chosen=chosen[0] if chosen else None)
        cases, sections = _named([each.case_id for each in dues]), section_names()
    with writing():
        record(Event.CASE_LIST, by=staff.actor, facts={"view": "due", "page": 1, "count": len(dues)})
    name = chosen[2] if chosen else "すべての課" if offered else staff.section_name
    return DueList(weeks_of(dues, monday, today), cases, sections, name, [(code, name) for _, code, name in offered], today)


def count_late(staff: SignedIn, settings: Settings) -> int:
    """Of what this person's list shows; one statement, for those alone who answer for it."""
    if not staff.may(Permission.CASE_EXPORT):
        return 0
    dues = _dues(read_waiting(settings.disclosure_section), staff, settings, chosen=None)
    return sum(is_late(due, clock.today()) for due in dues)


def _dues(waiting: Waiting, staff: SignedIn, settings: Settings, *, chosen: int | None) -> list[Due]:
    """Of the `chosen` section, None: of all that this person reads."""
    wanted = chosen if reads_all(staff, waiting.office_id) else staff.section_id

    def is_closed_here(day: date) -> bool:
        return day in waiting.own_days or is_closed(day)

    counts_first, today = settings.mending_counts_first, clock.today()
    dues = [due for desk in waiting.desks for due in dues_of(desk, is_closed_here, today, counts_first=counts_first)]
    return [due for due in dues if wanted is None or due.section_id == wanted]


def _named(ids: Sequence[int]) -> dict[int, NamedCase]:
    first = and_(CaseItem.case_id == Case.id, CaseItem.place == 1)
    found = select(Case, CaseItem.words).outerjoin(CaseItem, first).where(Case.id.in_(set(ids)))
    return {case.id: NamedCase(case.public_id, case.number.shown, words or "") for case, words in db.session().execute(found)}


def _offered() -> list[tuple[int, str, str]]:
    found = select(Section.id, Section.code, Section.name).order_by(Section.code)
    return [(row.id, row.code, row.name) for row in db.session().execute(found)]
