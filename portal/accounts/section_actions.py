"""Sections added and changed by the system admin: all of them are held meanwhile, so that two admins cannot close a circle together."""

from sqlalchemy import select

from portal.accounts import section_rules as rules
from portal.accounts.models import Section
from portal.accounts.section_queries import NO_SUCH_SECTION
from portal.audit.events import Event
from portal.audit.record import Actor, record
from portal.db import db, writing
from portal.errors import Changed, NotFound, refuse_if
from portal.web.once import first_result, keep_result


def add_section(code: str, name: str, above: str, *, by: Actor, once: str) -> None:
    """`above`: a code, empty for none. Raises Refused when code or name are taken or not of their form."""
    with writing() as session:
        if first_result(once) is not None:
            return
        held = _held()
        names = {section.code: section.name for section in held.values()}
        refuse_if(rules.why_not_section_code(code, names) or rules.why_not_section_name(name, names.values()))
        refuse_if(rules.why_not_above(code, above, _above_of(held), names))
        session.add(Section(code=code, name=name, above_id=held[above].id if above else None))
        record(Event.SECTION_ADD, by=by, facts={"section": code, "above": names[above] if above else ""})
        keep_result(once, code)


def change_section(code: str, name: str, above: str, *, seen_version: int, by: Actor, once: str) -> bool:
    """Name and section above; whether anything changed.

    Raises NotFound, Refused, and Changed when another admin was first: the message says what stands there now.
    """
    with writing():
        if (done := first_result(once)) is not None:
            return done != ""
        held = _held()
        if code not in held:
            raise NotFound(NO_SUCH_SECTION)
        section, above_of = held[code], _above_of(held)
        names = {each.code: each.name for each in held.values()}
        if section.version != seen_version:
            stands = names[above_of[code]] if above_of[code] else rules.NO_SECTION_ABOVE
            raise Changed(
                f"この画面を開いたあとに、ほかの人が先に改めました(いまは、名前「{section.name}」・上の所属「{stands}」)。"
                "まだ何も保存していません。"
            )
        refuse_if(rules.why_not_section_name(name, [other for each, other in names.items() if each != code]))
        refuse_if(rules.why_not_above(code, above, above_of, names))
        changes = rules.section_changes((section.name, above_of[code]), (name, above), names)
        if changes:
            section.name, section.above_id = name, held[above].id if above else None
            section.version += 1
            record(Event.SECTION_CHANGE, by=by, facts={"section": code, "changes": changes})
        keep_result(once, code if changes else "")
    return bool(changes)


def _held() -> dict[str, Section]:
    """Every section by code, held until the end of the transaction, always in the same order."""
    sections = db.session().scalars(select(Section).order_by(Section.id).with_for_update())
    return {section.code: section for section in sections}


def _above_of(held: dict[str, Section]) -> dict[str, str]:
    codes = {section.id: code for code, section in held.items()}
    return {code: codes[section.above_id] if section.above_id else "" for code, section in held.items()}
