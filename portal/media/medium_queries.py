"""The 媒体台帳 read: which media a person sees, a page of the list, and where each stands (M-1)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select

from portal import clock
from portal.accounts.chief_queries import StaffName, section_names, staff_names
from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn
from portal.db import db, reading
from portal.errors import NotFound
from portal.media.copy_models import Copy, CopyEnd, Lending
from portal.media.line_models import MediaRequest
from portal.media.line_queries import medium_facts
from portal.media.medium_models import Stocktake
from portal.media.medium_rules import MediumFacts, standing_of
from portal.media.models import Medium
from portal.media.number_rules import Series, read_number
from portal.media.renewal_rules import SOON_DAYS, period_state
from portal.media.rules import Condition, Kind, MediumKind, Standing
from portal.permissions import Permission
from portal.web.paging import pages_of

ROWS_A_PAGE = 50
UNSEEN_MEDIUM = "この番号の媒体は見つかりません。番号を確かめてください。ほかの課の媒体は表示できません。"
GONE = (Condition.LOST, Condition.DISPOSED)


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; empty shows all. `ending`: permitted for at most 60 days more, or no more."""

    standing: Standing | None = None
    kind: MediumKind | None = None
    keeper: str = ""
    word: str = ""
    ending: bool = False
    unseen: bool = False

    @property
    def is_narrow(self) -> bool:
        return self != Wanted()


@dataclass(frozen=True)
class MediumRow:
    """A medium of the list. `period_words`, `period_mark`: empty while the permitted period is far from its end."""

    medium: Medium
    facts: MediumFacts
    standing: Standing
    keeper: str
    section: str
    period_words: str
    period_mark: str


@dataclass(frozen=True)
class MediumList:
    rows: tuple[MediumRow, ...]
    counts: Mapping[Standing, int]
    ending: int
    unseen: int
    keepers: tuple[StaffName, ...]
    total: int
    page: int
    pages: int
    shows_sections: bool

    @property
    def registered(self) -> int:
        return sum(self.counts.values())


def seen_media(staff: SignedIn) -> ColumnElement[bool]:
    """Those of one's own section; an auditor sees all."""
    return Medium.id.is_not(None) if staff.may(Permission.LEDGER_AUDIT) else Medium.section_id == staff.section_id


def medium_row(public_id: str, *, seen_by: SignedIn, held: bool = False) -> Medium:
    """Inside a door. `held`: for the next step, which only the own section takes and which waits for the other. Raises NotFound."""
    statement = select(Medium).where(Medium.public_id == public_id)
    of_own = Medium.section_id == seen_by.section_id
    row = db.session().scalar(statement.where(of_own).with_for_update() if held else statement.where(seen_media(seen_by)))
    if row is None:
        raise NotFound(UNSEEN_MEDIUM)
    return row


def facts_of(row: Medium) -> MediumFacts:
    """Inside a door."""
    return medium_facts([row.id])[row.id]


def show_media(wanted: Wanted, page: int, *, staff: SignedIn) -> MediumList:
    """A page of 50 by number, with how many stand where; a fixed number of statements."""
    today = clock.today()
    with reading() as session:
        mine = seen_media(staff)
        counts = {Standing(word): count for word, count in session.execute(select(_STANDING, func.count()).where(mine).group_by(_STANDING))}
        ending, unseen = session.execute(
            select(func.count().filter(is_ending(today)), func.count().filter(is_unseen())).select_from(Medium).where(mine)
        ).one()
        found = _narrowed(select(Medium).where(mine), wanted, today)
        total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
        pages = pages_of(total, ROWS_A_PAGE)
        number = min(max(1, page), pages)
        ordered = found.order_by(Medium.fiscal_year.desc(), Medium.running.desc()).limit(ROWS_A_PAGE).offset((number - 1) * ROWS_A_PAGE)
        rows = list(session.scalars(ordered))
        keepers = select(Medium.keeper_id).where(mine).distinct()
        names = staff_names(list(session.scalars(keepers)))
        shown = rows_of(rows, names, today)
    all_counts = {standing: counts.get(standing, 0) for standing in Standing}
    people = tuple(sorted(names.values(), key=lambda person: person.login_name))
    may_see_all = staff.may(Permission.LEDGER_AUDIT)
    return MediumList(shown, all_counts, ending, unseen, people, total, number, pages, may_see_all)


def rows_of(rows: Collection[Medium], names: Mapping[int, StaffName], today: date) -> tuple[MediumRow, ...]:
    """Inside a door."""
    facts = medium_facts([row.id for row in rows])
    sections = section_names()
    shown = []
    for row in rows:
        about = facts[row.id]
        keeper = names[row.keeper_id].name if row.keeper_id in names else ""
        shown.append(MediumRow(row, about, standing_of(about), keeper, sections[row.section_id], *period_state(about, today)))
    return tuple(shown)


def is_ending(today: date) -> ColumnElement[bool]:
    """Permitted for at most 60 days more, or no more (renewal_rules.period_state)."""
    return (Medium.permitted_until <= today + timedelta(days=SOON_DAYS)) & Medium.condition.not_in(GONE)


def is_unseen() -> ColumnElement[bool]:
    """Not seen since the section's last stock-take that was closed began; media registered later are not meant."""
    last = (
        select(func.max(Stocktake.started_on))
        .where(Stocktake.section_id == Medium.section_id, Stocktake.closed_at.is_not(None))
        .correlate(Medium)
        .scalar_subquery()
    )
    closed = (
        select(func.max(Stocktake.closed_at))
        .where(Stocktake.section_id == Medium.section_id, Stocktake.closed_at.is_not(None))
        .correlate(Medium)
        .scalar_subquery()
    )
    not_seen = or_(Medium.seen_on.is_(None), Medium.seen_on < last)
    return not_seen & (Medium.registered_at < closed) & (Medium.condition != Condition.DISPOSED)


def taken_by(maker: str, serial: str, *, but: int | None = None) -> str:
    """Inside a door: the number of the medium with this maker and serial, or empty."""
    same = select(Medium).where(Medium.maker == maker, Medium.serial == serial, Medium.id != (but or 0))
    row = db.session().scalar(same)
    return row.number.shown if row is not None else ""


def _narrowed(found: Select[Any], wanted: Wanted, today: date) -> Select[Any]:
    if wanted.standing:
        found = found.where(_STANDING.in_([wanted.standing.value]))
    if wanted.kind:
        found = found.where(Medium.kind == wanted.kind)
    if wanted.keeper:
        found = found.where(Medium.keeper_id.in_(select(Staff.id).where(Staff.login_name == wanted.keeper)))
    if wanted.ending:
        found = found.where(is_ending(today))
    if wanted.unseen:
        found = found.where(is_unseen())
    return found.where(_holds(wanted.word)) if wanted.word else found


def _holds(word: str) -> ColumnElement[bool]:
    """A number as it stands on the label, in any width; else a part of serial, maker, model, place or permitted use."""
    number = read_number(word)
    if number is not None and number.series is Series.MEDIUM:
        return (Medium.fiscal_year == number.fiscal_year) & (Medium.running == number.running)
    columns = (Medium.serial, Medium.maker, Medium.model, Medium.place, Medium.uses)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


_LENT = exists().where(Lending.medium_id == Medium.id, Lending.returned_at.is_(None))
_TAKEN_OUT = exists().where(
    Lending.medium_id == Medium.id,
    Lending.returned_at.is_(None),
    MediaRequest.id == Lending.request_id,
    MediaRequest.kind == Kind.TAKE_OUT,
)
_ENDED = exists().where(CopyEnd.copy_id == Copy.id, CopyEnd.confirmed_at.is_not(None))
_UNWIPED = exists().where(Copy.medium_id == Medium.id, ~_ENDED)
# As medium_rules.standing_of, in the words of Standing: a test compares the two.
_STANDING: ColumnElement[str] = case(
    *((Medium.condition == condition, Standing(condition.value).value) for condition in Condition if condition is not Condition.USABLE),
    (_TAKEN_OUT, Standing.OUT.value),
    (_LENT, Standing.LENT.value),
    (_UNWIPED, Standing.TO_ERASE.value),
    else_=Standing.FREE.value,
)
