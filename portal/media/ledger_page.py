"""A ledger as somebody asks for it: which sections they read, who may be asked for, one page, how many, and the numbers around it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from portal import clock
from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn
from portal.db import db, reading
from portal.media import ledger_queries
from portal.media.ledger_lines import LedgerLine
from portal.media.ledger_other_lines import lines_with
from portal.media.ledger_queries import Page, Place, Wanted
from portal.media.ledger_rules import ONLY_WORDS, ROWS_A_PAGE, Only, count_words, year_words
from portal.media.models import Medium
from portal.media.number_rules import Number, Series, read_number

MOST_STAFF = 500
NO_SUCH_MEDIUM = "この番号の媒体はありません。「媒8-0003」のように入れてください。"
NO_SUCH_NUMBER = "番号の形が違います。「持8-0012」のように入れてください。"
EVERY_YEAR = "すべての年度"


@dataclass(frozen=True)
class Asked:
    """The question as it stands in an address. `year`: empty for the present one, "all" for all."""

    ledger: Series
    year: str = ""
    only: Only | None = None
    section: str = ""
    person: str = ""
    medium: str = ""
    number: str = ""


@dataclass(frozen=True)
class Offered:
    """What the filters offer this person; of sections and staff the id and the name."""

    years: tuple[int, ...]
    sections: Mapping[str, tuple[int, str]]
    staff: Mapping[str, tuple[int, str]]


@dataclass(frozen=True)
class Question:
    """What was asked, read: what is looked for, the words of its conditions, and what in it could not be read."""

    wanted: Wanted
    conditions: tuple[str, ...]
    recorded: tuple[str, ...]
    wrong: Mapping[str, str]
    offered: Offered


@dataclass(frozen=True)
class LedgerPage:
    """One page. `count` goes no further than COUNTED_EXACTLY + 1 unless the whole ledger is shown."""

    asked: Asked
    question: Question
    lines: list[LedgerLine]
    page: Page
    count: int
    at: datetime

    @property
    def count_words(self) -> str:
        return f"{self.count:,}件" if ledger_queries.is_whole(self.question.wanted) else count_words(self.count)


def show_page(asked: Asked, *, after: Place | None, before: Place | None, oldest: bool, staff: SignedIn) -> LedgerPage:
    """One snapshot; a page that lies behind the last line is empty. Nothing of any resident stands in a ledger (M-6)."""
    with reading():
        question = question_of(asked, staff=staff)
        wanted = replace(question.wanted, after=None if oldest else after, before=None if oldest or after else before)
        count = 0 if question.wrong else ledger_queries.count_of(wanted)
        page = Page((), False, False) if question.wrong else ledger_queries.page_of(wanted, ROWS_A_PAGE, oldest=oldest)
        lines = lines_with(asked.ledger, page.ids, wanted.now)
    return LedgerPage(asked, question, lines, page, count, wanted.now)


def question_of(asked: Asked, *, staff: SignedIn) -> Question:
    """Inside a door. What this person may not read is not offered and not found."""
    now = clock.now()
    offered = _offered(asked.ledger, staff)
    wrong: dict[str, str] = {}
    year = _year(asked, now)
    section = offered.sections.get(asked.section)
    wanted = _of_sections(Wanted(asked.ledger, now, year, asked.only), section, staff=staff, offered=offered)
    conditions = [year_words(year) if year is not None else EVERY_YEAR]
    if asked.only is not None:
        conditions.append(f"状態 {ONLY_WORDS[asked.only]}")
    if section is not None:
        conditions.append(f"所属 {section[1]}")
    recorded = list(conditions)
    if person := offered.staff.get(asked.person):
        wanted = replace(wanted, person_id=person[0])
        conditions.append(f"職員 {person[1]}")
        recorded.append(f"職員 {asked.person}")
    for name, read in (("medium", _medium), ("number", _number)):
        typed = getattr(asked, name)
        if typed:
            wanted, words, wrong[name] = read(typed, wanted)
            conditions.append(words)
            recorded.append(words)
    return Question(wanted, tuple(conditions), tuple(recorded), {name: why for name, why in wrong.items() if why}, offered)


def _year(asked: Asked, now: datetime) -> int | None:
    """A ledger is a book of one 年度; the 媒体台帳 is one book, in which what was registered in earlier years stands on."""
    if asked.number or asked.year == "all":
        return None
    if asked.year.isdecimal() and len(asked.year) == 4:
        return int(asked.year)
    return None if asked.ledger is Series.MEDIUM else clock.fiscal_year(now.date())


def _of_sections(wanted: Wanted, section: tuple[int, str] | None, *, staff: SignedIn, offered: Offered) -> Wanted:
    every = ledger_queries.reads_all(staff)
    if section is not None:
        return replace(wanted, sections=(section[0],), own=section[0] if every or section[0] == staff.section_id else None)
    return wanted if every else replace(wanted, sections=tuple(each for each, _ in offered.sections.values()), own=staff.section_id)


def _offered(ledger: Series, staff: SignedIn) -> Offered:
    sections = ledger_queries.sections_read_by(staff)
    people = select(Staff.login_name, Staff.id, Staff.name).order_by(Staff.login_name).limit(MOST_STAFF)
    if not ledger_queries.reads_all(staff):
        people = people.where(Staff.section_id.in_([section_id for section_id, _ in sections.values()]))
    staff_offered = {login: (staff_id, name) for login, staff_id, name in db.session().execute(people)}
    return Offered(tuple(ledger_queries.years_of(ledger)), sections, staff_offered)


def _medium(typed: str, wanted: Wanted) -> tuple[Wanted, str, str]:
    number = read_number(typed)
    if number is None or number.series is not Series.MEDIUM:
        return wanted, "媒体", NO_SUCH_MEDIUM
    found = db.session().scalar(select(Medium.id).where(Medium.fiscal_year == number.fiscal_year, Medium.running == number.running))
    if found is None:
        return wanted, "媒体", NO_SUCH_MEDIUM
    return replace(wanted, medium_id=found), f"媒体 {number.shown}", ""


def _number(typed: str, wanted: Wanted) -> tuple[Wanted, str, str]:
    number: Number | None = read_number(typed)
    if number is None or number.series is not wanted.ledger:
        return wanted, "番号", NO_SUCH_NUMBER
    return replace(wanted, fiscal_year=number.fiscal_year, running=number.running), f"番号 {number.shown}", ""
