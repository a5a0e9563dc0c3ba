"""代決者 of one section, as its chief sees them: those at work, those to come, those past, and who could be one."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

from portal import clock
from portal.accounts.chief_queries import signs_as, works_on
from portal.accounts.chief_rules import (
    ONLY_THE_CHIEF,
    Candidate,
    DeputyState,
    SignsAs,
    Term,
    deputy_state,
    why_not_candidate,
    why_not_end_deputy,
)
from portal.accounts.models import Deputy, RoleGrant, Section, Staff
from portal.accounts.sessions import SignedIn
from portal.accounts.staff_queries import holding_on
from portal.db import db, reading
from portal.errors import NotFound
from portal.permissions import Role

PAST_ROWS = 100
NO_SUCH_DEPUTY = "この代決者は見つかりません。代決者の一覧から選び直してください。"
_LIVE = (DeputyState.HOLDS, DeputyState.COMING)


@dataclass(frozen=True)
class DeputyLine:
    public_id: str
    name: str
    login_name: str
    term: Term
    state: DeputyState
    appointed_by: str
    appointed_at: datetime
    ended_by: str


@dataclass(frozen=True)
class Choice:
    """One of the section's staff; `why_not` is why this person can be no deputy from today on, None when they can."""

    login_name: str
    name: str
    why_not: str | None


@dataclass(frozen=True)
class DeputyPage:
    """`past` holds the newest only, `past_total` counts them all; `why_not` is why the one who looks may appoint nobody."""

    section_name: str
    live: list[DeputyLine]
    past: list[DeputyLine]
    past_total: int
    choices: list[Choice]
    why_not: str | None


def find_deputy_page(staff: SignedIn) -> DeputyPage:
    """Of the section where this person works."""
    day = clock.today()
    with reading() as session:
        is_past = (Deputy.ends_on < day) | Deputy.ended_at.is_not(None)
        of_section = _deputies().where(Deputy.section_id == staff.section_id)
        live = [_line(row, day) for row in session.execute(of_section.where(~is_past).order_by(Deputy.starts_on, Deputy.id))]
        newest = of_section.where(is_past).order_by(Deputy.starts_on.desc(), Deputy.id.desc()).limit(PAST_ROWS)
        past = [_line(row, day) for row in session.execute(newest)]
        counted = select(func.count()).select_from(Deputy).where(Deputy.section_id == staff.section_id, is_past)
        by = signs_as(staff.id, staff.section_id, day)
        return DeputyPage(
            section_name=staff.section_name,
            live=sorted(live, key=lambda line: _LIVE.index(line.state)),
            past=past,
            past_total=len(past) if len(past) < PAST_ROWS else session.scalar(counted) or 0,
            choices=_choices(staff, day),
            why_not=None if by is SignsAs.CHIEF else ONLY_THE_CHIEF,
        )


def find_deputy(public_id: str, staff: SignedIn) -> tuple[DeputyLine, str | None]:
    """One of this person's section, and why they may not end it. NotFound otherwise."""
    day = clock.today()
    with reading() as session:
        asked = _deputies().where(Deputy.public_id == public_id, Deputy.section_id == staff.section_id)
        row = session.execute(asked).one_or_none()
        if row is None:
            raise NotFound(NO_SUCH_DEPUTY)
        line = _line(row, day)
        return line, why_not_end_deputy(signs_as(staff.id, staff.section_id, day), line.term, day)


def candidate_of(login_name: str, section_id: int, day: date) -> tuple[Staff, Candidate | None] | None:
    """Inside a door: the person, and how they are placed on that day when they work in this section; None for an unknown name."""
    person = db.session().scalar(select(Staff).where(Staff.login_name == login_name))
    if person is None:
        return None
    return person, _candidate(person, _roles([person.id], day)) if person.section_id == section_id else None


def code_of_section(section_id: int) -> str:
    """Inside writing(): held, so that of two chiefs who appoint at once one comes second."""
    return db.session().scalars(select(Section.code).where(Section.id == section_id).with_for_update()).one()


def _deputies() -> Select[Deputy, str, str, str, str]:
    giver, ender = aliased(Staff), aliased(Staff)
    return (
        select(Deputy, Staff.name, Staff.login_name, giver.name, ender.name)
        .join(Staff, Staff.id == Deputy.staff_id)
        .join(giver, giver.id == Deputy.appointed_by)
        .outerjoin(ender, ender.id == Deputy.ended_by)
    )


def _line(row: Row[Deputy, str, str, str, str], day: date) -> DeputyLine:
    deputy, name, login_name, giver, ender = row
    term = Term(deputy.starts_on, deputy.ends_on, deputy.ended_at)
    return DeputyLine(deputy.public_id, name, login_name, term, deputy_state(term, day), giver, deputy.appointed_at, ender or "")


def _choices(staff: SignedIn, day: date) -> list[Choice]:
    here = select(Staff).where(Staff.section_id == staff.section_id, Staff.id != staff.id, *works_on(day))
    people = db.session().scalars(here.order_by(Staff.login_name)).all()
    roles = _roles([person.id for person in people], day)
    return [Choice(person.login_name, person.name, why_not_candidate(_candidate(person, roles), Term(day, day))) for person in people]


def _roles(staff_ids: list[int], day: date) -> dict[int, frozenset[Role]]:
    held: dict[int, frozenset[Role]] = {}
    for staff_id, role in db.session().execute(
        select(RoleGrant.staff_id, RoleGrant.role).where(RoleGrant.staff_id.in_(staff_ids), *holding_on(RoleGrant, day))
    ):
        held[staff_id] = held.get(staff_id, frozenset()) | {role}
    return held


def _candidate(person: Staff, roles: dict[int, frozenset[Role]]) -> Candidate:
    return Candidate(person.valid_from, person.valid_until, person.stopped_at is not None, roles.get(person.id, frozenset()))
