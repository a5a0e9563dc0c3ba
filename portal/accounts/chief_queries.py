"""Who signs for which section on a day, for the features that need a decision (M-3, R5-1). Every function is called inside a door.

A section is where somebody works now: on a past day too, whoever has left it since signs for it no longer.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, select

from portal import clock
from portal.accounts.chief_rules import SignsAs
from portal.accounts.models import Deputy, RoleGrant, Section, Staff
from portal.accounts.staff_queries import holding_on
from portal.db import db
from portal.permissions import Role


@dataclass(frozen=True)
class StaffName:
    id: int
    name: str
    login_name: str


def chiefs_of(section_id: int, on: date) -> list[StaffName]:
    """所属長 of the section that day, those who may work; usually one, empty when nobody is."""
    return _names(_names_of_staff().where(Staff.section_id == section_id, *works_on(on), Staff.id.in_(_chiefs(on))))


def deputies_of(section_id: int, on: date) -> list[StaffName]:
    """代決者 of the section that day."""
    return _names(_names_of_staff().where(Staff.section_id == section_id, *works_on(on), Staff.id.in_(_deputies(section_id, on))))


def staff_of(section_id: int, on: date) -> list[StaffName]:
    """Everybody who works in the section that day, by login name."""
    return _names(_names_of_staff().where(Staff.section_id == section_id, *works_on(on)))


def signs_as(staff_id: int, section_id: int, on: date) -> SignsAs | None:
    """How this person signs for the section that day; None: not at all. A chief who is also a deputy signs as chief."""
    return sections_signed_by(staff_id, on).get(section_id)


def sections_signed_by(staff_id: int, on: date) -> dict[int, SignsAs]:
    """Every section for which this person may sign that day."""
    asked = select(Staff.section_id, Staff.id.in_(_chiefs(on)), Staff.id.in_(_deputies(None, on)))
    row = db.session().execute(asked.where(Staff.id == staff_id, *works_on(on))).one_or_none()
    if row is None:
        return {}
    section_id, is_chief, is_deputy = row
    if not (is_chief or is_deputy):
        return {}
    return {section_id: SignsAs.CHIEF if is_chief else SignsAs.DEPUTY}


def section_above(section_id: int) -> int | None:
    """The section whose chief decides where this one's chief asks; None when there is none, or no such section."""
    return db.session().scalar(select(Section.above_id).where(Section.id == section_id))


def section_names() -> dict[int, str]:
    return {row.id: row.name for row in db.session().execute(select(Section.id, Section.name).order_by(Section.code))}


def staff_names(ids: Collection[int]) -> dict[int, StaffName]:
    """Of anybody, also those who work here no longer; an id that belongs to nobody is left out."""
    return {person.id: person for person in _names(_names_of_staff().where(Staff.id.in_(ids)))} if ids else {}


def works_on(day: date) -> tuple[ColumnElement[bool], ...]:
    """The condition that a person may sign in on that day, as far as is known now."""
    return Staff.stopped_at.is_(None), Staff.valid_from <= day, Staff.valid_until.is_(None) | (Staff.valid_until >= day)


def _names_of_staff() -> Select[int, str, str]:
    return select(Staff.id, Staff.name, Staff.login_name).order_by(Staff.login_name)


def _names(found: Select[int, str, str]) -> list[StaffName]:
    return [StaffName(row.id, row.name, row.login_name) for row in db.session().execute(found)]


def _chiefs(day: date) -> Select[int]:
    return select(RoleGrant.staff_id).where(RoleGrant.role == Role.SECTION_CHIEF, *holding_on(RoleGrant, day))


def _deputies(section_id: int | None, day: date) -> Select[int]:
    """As chief_rules.Term.runs_on; of one section, or of the section where each works."""
    _, midnight = clock.hours_of(day)
    of_section = Deputy.section_id == (Staff.section_id if section_id is None else section_id)
    runs = (Deputy.starts_on <= day, Deputy.ends_on >= day, Deputy.ended_at.is_(None) | (Deputy.ended_at >= midnight))
    return select(Deputy.staff_id).where(of_section, Deputy.staff_id == Staff.id, *runs).correlate(Staff)
