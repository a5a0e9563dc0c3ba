"""Which slips a search finds (D-3). Every function is called inside a door."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.db import db
from portal.inquiries.models import Slip
from portal.inquiries.number_rules import SlipNumber
from portal.inquiries.queries import sees
from portal.inquiries.rules import SlipState
from portal.inquiries.search_asked_rules import Asked, Whose

COUNTED_EXACTLY = 1_000
LINE_END = "\n"


def public_id_of(number: SlipNumber, *, seen_by: SignedIn) -> str | None:
    """None when there is no such slip, or not for this person."""
    named = (Slip.fiscal_year == number.fiscal_year, Slip.running == number.running, Slip.state != SlipState.BLANK)
    return db.session().scalar(select(Slip.public_id).where(*named, sees(seen_by)))


def found_ids(asked: Asked, *, staff: SignedIn) -> Sequence[int]:
    """The newest first; one more than COUNTED_EXACTLY at most."""
    found = select(Slip.id).where(Slip.state != SlipState.BLANK, sees(staff), *_conditions(asked, staff))
    return db.session().scalars(found.order_by(Slip.taken_at.desc(), Slip.id.desc()).limit(COUNTED_EXACTLY + 1)).all()


def _conditions(asked: Asked, staff: SignedIn) -> list[ColumnElement[bool]]:
    found = [Slip.search_key.contains(word, autoescape=True) for word in asked.sought]
    if asked.sought_caller:
        found.append(_called(asked.sought_caller))
    if asked.state:
        found.append(Slip.state == asked.state)
    if asked.category:
        found.append(Slip.category == asked.category)
    if asked.whose:
        found.append((Slip.section_id if asked.whose is Whose.HELD else Slip.first_section_id) == staff.section_id)
    if asked.first:
        found.append(Slip.taken_at >= clock.hours_of(asked.first)[0])
    if asked.last:
        found.append(Slip.taken_at < clock.hours_of(asked.last)[1])
    return found


def _called(caller: str) -> ColumnElement[bool]:
    """The caller stands in the first line of the key, an empty one too: found there first, a word was found in that line."""
    where: Any = func.strpos if db.engine.dialect.name == "postgresql" else func.instr
    return where(Slip.search_key, caller).between(1, where(Slip.search_key + LINE_END, LINE_END) - 1)
