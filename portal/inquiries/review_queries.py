"""What waits for 供覧, by whoever asks (D-3). Every function is called inside a door."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import defer

from portal.accounts.chief_queries import section_names, sections_signed_by, staff_names
from portal.accounts.models import RoleGrant, Section, Staff
from portal.accounts.sessions import SignedIn
from portal.accounts.staff_queries import holding_on
from portal.db import db
from portal.inquiries.list_queries import WITHOUT_TEXTS
from portal.inquiries.models import Slip
from portal.inquiries.review_rules import MOST_AT_ONCE, Reader, ToReview, why_not_review
from portal.inquiries.rules import SlipState
from portal.permissions import Role

ANSWER_SHOWN = 300


@dataclass(frozen=True)
class ReviewLine:
    """A closed slip that nobody has seen off. `answer`: its beginning; `is_cut`: there is more, on its page."""

    row: Slip
    section: str
    holder: str
    closed_by: str
    answer: str
    is_cut: bool
    why_not: str | None


def reader_of(staff: SignedIn, today: date) -> Reader:
    session = db.session()
    sections = list(sections_signed_by(staff.id, today))
    below = list(session.scalars(select(Section.id).where(Section.above_id.in_(sections))))
    is_chief = Staff.id.in_(select(RoleGrant.staff_id).where(RoleGrant.role == Role.SECTION_CHIEF, *holding_on(RoleGrant, today)))
    chiefs = session.scalars(select(Staff.id).where(Staff.section_id.in_(below), is_chief))
    return Reader(staff.id, frozenset(sections), frozenset(below), frozenset(chiefs))


def count_to_review(reader: Reader) -> int:
    return db.session().scalar(select(func.count()).where(waits_for(reader))) or 0


def lines_to_review(reader: Reader, page: int) -> list[ReviewLine]:
    """The longest closed first."""
    shown, whole = func.substr(Slip.answer, 1, ANSWER_SHOWN), func.length(Slip.answer)
    found = select(Slip, shown, whole).where(waits_for(reader)).options(*WITHOUT_TEXTS, defer(Slip.about_system))
    order = found.order_by(Slip.closed_at, Slip.id).limit(MOST_AT_ONCE).offset((page - 1) * MOST_AT_ONCE)
    rows = db.session().execute(order).all()
    names, sections = staff_names({person for row, *_ in rows for person in (row.holder_id, row.closed_by) if person}), section_names()
    return [
        ReviewLine(
            row,
            sections[row.section_id],
            names[row.holder_id].name if row.holder_id else "",
            names[row.closed_by].name if row.closed_by else "",
            answer,
            length > ANSWER_SHOWN,
            why_not_review(to_review(row), reader),
        )
        for row, answer, length in rows
    ]


def to_review(row: Slip) -> ToReview:
    return ToReview(row.state, row.section_id, row.closed_by, row.reviewed_at, row.version)


def waits_for(reader: Reader) -> ColumnElement[bool]:
    """Also what opens a slip to whoever is to see it off (queries.ways_to)."""
    of_chiefs = and_(Slip.section_id.in_(reader.below), Slip.closed_by.in_(reader.chiefs_below))
    return and_(Slip.reviewed_at.is_(None), Slip.state == SlipState.CLOSED, or_(Slip.section_id.in_(reader.sections), of_chiefs))
