"""What stands on the page of one slip beside its own fields, and who may take it over. Every function is called inside a door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Integer, and_, func, literal, or_, select, union_all

from portal.accounts.chief_queries import staff_names, works_on
from portal.accounts.models import RoleGrant, Section, Staff
from portal.accounts.sessions import SignedIn
from portal.accounts.staff_queries import holding_on
from portal.db import db
from portal.errors import NotFound
from portal.inquiries.field_rules import FIELDS
from portal.inquiries.models import Slip, SlipEntry, SlipFormer, SlipLink
from portal.inquiries.number_rules import SlipNumber
from portal.inquiries.queries import sees
from portal.inquiries.rules import EntryKind, SlipState
from portal.inquiries.slip_rules import SlipFacts
from portal.permissions import GRANTS, Permission

_HANDLERS = frozenset(role for role, granted in GRANTS.items() if Permission.SLIP_WRITE in granted)
# What a slip holds of the inquiry itself; a slip without any of it is empty.
_WRITTEN = ("caller", "contact", "subject", "body", "about_system", "call_number", "answer", "category", "answer_by", "call_at")
_NEEDED = ("subject", "body", "category")


@dataclass(frozen=True)
class Handler:
    """Somebody who may take a slip over."""

    login_name: str
    name: str
    section: str


@dataclass(frozen=True)
class OtherSlip:
    """A slip that belongs to this one; `public_id` is empty for whoever may not see it."""

    number: SlipNumber
    public_id: str
    subject: str
    state: SlipState
    is_original: bool


@dataclass(frozen=True)
class Former:
    """What another person had written in a field."""

    word: str
    words: str
    written_by: str
    replaced_at: datetime
    replaced_by: str


def facts_of(slip: Slip) -> SlipFacts:
    has_lines = db.session().scalar(
        select(func.count()).where(SlipEntry.slip_id == slip.id, SlipEntry.what.not_in((EntryKind.STARTED, EntryKind.REOPENED)))
    )
    is_written = any(getattr(slip, name) for name in _WRITTEN) or slip.call_back or slip.resident_id is not None
    return SlipFacts(
        slip.state,
        is_empty=not is_written and not has_lines,
        waits_for_call=slip.call_back and slip.called_at is None,
        has_call=slip.called_at is not None,
        has_resident=slip.resident_id is not None,
        has_original=slip.duplicate_of_id is not None,
        missing=tuple(FIELDS[name].word for name in _NEEDED if not getattr(slip, name)),
    )


def times_handed(slip_id: int) -> int:
    return db.session().scalar(select(func.count()).where(SlipEntry.slip_id == slip_id, SlipEntry.what == EntryKind.HANDED)) or 0


def handlers_on(day: date) -> Sequence[Handler]:
    """Everybody who may write slips that day, by section and login name."""
    holding = select(RoleGrant.staff_id).where(RoleGrant.role.in_(_HANDLERS), *holding_on(RoleGrant, day))
    found = select(Staff.login_name, Staff.name, Section.name).join(Section, Section.id == Staff.section_id)
    rows = db.session().execute(found.where(Staff.id.in_(holding), *works_on(day)).order_by(Section.code, Staff.login_name))
    return [Handler(*row) for row in rows]


def handler_row(login_name: str, day: date) -> Staff:
    """Raises NotFound when that person may take no slip over."""
    holding = select(RoleGrant.staff_id).where(RoleGrant.role.in_(_HANDLERS), *holding_on(RoleGrant, day))
    found = db.session().scalar(select(Staff).where(Staff.login_name == login_name, Staff.id.in_(holding), *works_on(day)))
    if found is None:
        raise NotFound
    return found


def slip_by_number(number: SlipNumber, *, seen_by: SignedIn) -> Slip | None:
    found = select(Slip).where(Slip.fiscal_year == number.fiscal_year, Slip.running == number.running, sees(seen_by))
    return db.session().scalar(found)


def others_of(slip: Slip, *, seen_by: SignedIn) -> Sequence[OtherSlip]:
    """Linked slips, the original of a duplicate first; a section that may not see one learns its number alone."""
    # The original among them: asked beside them with OR, PostgreSQL read every slip there is.
    linked = union_all(
        select(SlipLink.other_id).where(SlipLink.slip_id == slip.id),
        select(SlipLink.slip_id).where(SlipLink.other_id == slip.id),
        select(literal(slip.duplicate_of_id, Integer)),
    )
    asked = select(Slip, sees(seen_by)).where(Slip.id.in_(linked)).order_by(Slip.id)
    others = [
        OtherSlip(row.number, row.public_id if seen else "", row.subject if seen else "", row.state, row.id == slip.duplicate_of_id)
        for row, seen in db.session().execute(asked)
    ]
    return sorted(others, key=lambda other: not other.is_original)


def hold_both(public_id: str, number: SlipNumber) -> None:
    """Inside writing(), in one order: two who tie the same slips to each other would block each other."""
    is_other = and_(Slip.fiscal_year == number.fiscal_year, Slip.running == number.running)
    both = select(Slip.id).where(or_(Slip.public_id == public_id, is_other))
    db.session().execute(both.order_by(Slip.id).with_for_update())


def is_copy_of(slip: Slip, original: Slip) -> bool:
    """The same inquiry as `original`, at once or by way of others."""
    passed = set[int]()
    at: Slip | None = slip
    while at is not None and at.duplicate_of_id is not None and at.id not in passed:
        passed.add(at.id)
        if at.duplicate_of_id == original.id:
            return True
        at = db.session().get(Slip, at.duplicate_of_id)
    return False


def is_linked(slip: Slip, other: Slip) -> bool:
    pair = sorted((slip.id, other.id))
    return db.session().get(SlipLink, (pair[0], pair[1])) is not None


def formers_of(slip_id: int) -> Sequence[Former]:
    """Oldest first."""
    rows = list(db.session().scalars(select(SlipFormer).where(SlipFormer.slip_id == slip_id).order_by(SlipFormer.id)))
    names = staff_names({row.written_by for row in rows} | {row.replaced_by for row in rows})
    return [
        Former(FIELDS[row.field].word, row.words, names[row.written_by].name, row.replaced_at, names[row.replaced_by].name) for row in rows
    ]


def slip_of_visit(visit_id: int, *, seen_by: SignedIn) -> Slip | None:
    """The slip at work from which this look-up was started."""
    return db.session().scalar(select(Slip).where(Slip.visit_id == visit_id, sees(seen_by)).order_by(Slip.id.desc()).limit(1))
