"""Sections as the system admin sees them: which stands above which, who decides there, how many work there."""

from dataclasses import dataclass

from sqlalchemy import func, select

from portal import clock
from portal.accounts.chief_queries import works_on
from portal.accounts.models import RoleGrant, Section, Staff
from portal.accounts.section_rules import as_tree
from portal.accounts.staff_queries import holding_on
from portal.db import db, reading
from portal.errors import NotFound
from portal.permissions import Role

NO_SUCH_SECTION = "この所属は登録されていません。所属の一覧から選び直してください。"


@dataclass(frozen=True)
class SectionLine:
    """`above` is a code, empty for none; `depth` counts from the top; `people` are those who may work today."""

    code: str
    name: str
    above: str
    above_name: str
    depth: int
    chiefs: tuple[str, ...]
    people: int
    version: int


def list_section_lines() -> list[SectionLine]:
    """Each below the one above it."""
    with reading():
        return _lines()


def find_section(code: str) -> tuple[SectionLine, list[SectionLine]]:
    """The section, and all of them. NotFound."""
    lines = list_section_lines()
    found = next((line for line in lines if line.code == code), None)
    if found is None:
        raise NotFound(NO_SUCH_SECTION)
    return found, lines


def _lines() -> list[SectionLine]:
    session, day = db.session(), clock.today()
    sections = {section.id: section for section in session.scalars(select(Section))}
    counted = select(Staff.section_id, func.count()).where(*works_on(day)).group_by(Staff.section_id)
    people = {row[0]: row[1] for row in session.execute(counted)}
    is_chief = Staff.id.in_(select(RoleGrant.staff_id).where(RoleGrant.role == Role.SECTION_CHIEF, *holding_on(RoleGrant, day)))
    chiefs: dict[int, list[str]] = {}
    for section_id, name in session.execute(
        select(Staff.section_id, Staff.name).where(is_chief, *works_on(day)).order_by(Staff.login_name)
    ):
        chiefs.setdefault(section_id, []).append(name)
    by_code = {section.code: section for section in sections.values()}
    above = {section.code: sections[section.above_id].code if section.above_id else "" for section in sections.values()}
    return [
        SectionLine(
            code=code,
            name=by_code[code].name,
            above=above[code],
            above_name=by_code[above[code]].name if above[code] else "",
            depth=depth,
            chiefs=tuple(chiefs.get(by_code[code].id, ())),
            people=people.get(by_code[code].id, 0),
            version=by_code[code].version,
        )
        for code, depth in as_tree(above)
    ]
