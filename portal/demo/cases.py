"""The demo's 開示・訂正・利用停止請求: cases in every state, as the steps of the desk would have left them.

They count their days back from the day of loading, each on an open day of the city, so that something is always late, something due this
week, something waiting. The people are those of the demo city.
"""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from portal import clock
from portal.accounts.models import Section
from portal.db import db
from portal.demo.case_steps import Desk, add_steps
from portal.demo.case_stories import STORIES, Story
from portal.disclosures.models import Case, CaseSeries, ClosedDay
from portal.disclosures.queries import settle_state
from portal.disclosures.rules import CaseKind, PersonStanding, RequesterKind
from portal.residents.models import Resident
from portal.text.holidays import is_closed

# A day of the city: 市民の日, as if it were closed on it.
OWN_CLOSED = (11, 1, "市制施行の記念日")


def add_cases(staff: Mapping[str, int]) -> None:
    """Inside writing(), when the people are in; nothing when cases are there already. `staff`: ids by login name."""
    session = db.session()
    people = _people()
    if not people or session.scalar(select(Case.id).limit(1)) is not None:
        return
    sections = dict(session.execute(select(Section.code, Section.id)).all())
    today, counted = clock.today(), Counter[tuple[CaseKind, int]]()
    _add_closed_day(today, staff["soumu"])
    for place, story in enumerate(sorted(STORIES, key=lambda each: -each.days)):
        received_on = open_day(today - timedelta(days=story.days))
        key = (story.kind, clock.fiscal_year(received_on))
        counted[key] += 1
        person = people[place * 7 % len(people)]
        case = _case(story, received_on, counted[key], person, sections=sections, staff=staff)
        session.add(case)
        session.flush()
        add_steps(Desk(case, story, sections, staff))
        settle_state(case)
    session.add_all(CaseSeries(kind=kind, fiscal_year=year, last=last) for (kind, year), last in counted.items())
    session.flush()


def open_day(day: date) -> date:
    """That day, or the open one before it."""
    while is_closed(day):
        day -= timedelta(days=1)
    return day


def _people() -> Sequence[Resident]:
    """Of those who live here and are under no protection."""
    found = select(Resident).where(Resident.protection.is_(None), Resident.movement.is_(None)).order_by(Resident.id)
    return db.session().scalars(found.limit(300)).all()


def _case(
    story: Story, received_on: date, running: int, person: Resident, *, sections: Mapping[str, int], staff: Mapping[str, int]
) -> Case:
    is_other = story.requester is not RequesterKind.SELF
    standing = {RequesterKind.LEGAL: PersonStanding.MINOR, RequesterKind.AGENT: PersonStanding.DELEGATING}.get(story.requester)
    address = f"ひたちなか市{person.address}" if not person.address.startswith("ひたちなか市") else person.address
    return Case(
        public_id=secrets.token_hex(16),
        kind=story.kind,
        wish=story.wish,
        fiscal_year=clock.fiscal_year(received_on),
        running=running,
        received_on=received_on,
        received_section_id=sections["kenko" if running % 3 == 0 else "somu"],
        way=story.way,
        entered_at=at(received_on, 10),
        entered_by=staff[story.officer],
        section_id=sections["kenko"],
        officer_id=staff[story.officer],
        basic_days=30,
        requester_kind=story.requester,
        requester_name="架空 代理子" if is_other else person.name,
        requester_kana="カクウ ヨリコ" if is_other else person.kana,
        requester_postal_code=person.postal_code,
        requester_address=address,
        requester_contact="029-000-0000",
        person_name=person.name if is_other else "",
        person_address=address if is_other else "",
        person_standing=standing,
        resident_id=person.id if story.proven else None,
        is_specific=True,
        claim=story.claim,
        identity_proven_on=received_on if story.proven else None,
        identity_by=staff[story.officer] if story.proven else None,
    )


def _add_closed_day(today: date, officer: int) -> None:
    month, day, words = OWN_CLOSED
    closed = date(today.year, month, day)
    while is_closed(closed):
        closed += timedelta(days=1)
    added = {"added_at": at(open_day(today - timedelta(days=90)), 11), "added_by": officer}
    db.session().add(ClosedDay(public_id=secrets.token_hex(16), day=closed, words=words, **added))


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), clock.JAPAN)
