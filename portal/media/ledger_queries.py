"""Which lines of a ledger are wanted: one page by its place in the numbers, never by counting those before it (M-6).

A page costs the same in a ledger of 100 and of 100,000 lines: each question is answered along one index whose end is the order of the
numbers, the rest of the question is asked of the rows that come along it (`_aside` keeps the engines from choosing another index).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, exists, func, or_, select, tuple_, union

from portal.accounts.models import Section
from portal.accounts.sessions import SignedIn
from portal.db import db
from portal.media.copy_models import Copy, CopyEnd, Lending
from portal.media.ledger_rules import COUNTED_EXACTLY, Only
from portal.media.line_models import MediaRequest
from portal.media.models import MediaSeries, Medium
from portal.media.number_rules import Series
from portal.media.rules import Condition, Kind, State
from portal.permissions import Permission

Place = tuple[int, int]
Row = TypeVar("Row", MediaRequest, Medium, CopyEnd)
KIND_OF = {Series.USE: Kind.USE, Series.TAKE_OUT: Kind.TAKE_OUT, Series.BRING_IN: Kind.BRING_IN}
# States in which a line does not stay: few lines at a time, found along their own index.
PASSING = (Only.ASKED, Only.SENT_BACK, Only.APPROVED, Only.HANDED, Only.RETURNED, Only.REFUSED, Only.WITHDRAWN)
_OPEN_COPY = exists().where(
    Copy.request_id == MediaRequest.id,
    ~exists().where(CopyEnd.copy_id == Copy.id, CopyEnd.confirmed_at.is_not(None)).correlate(Copy),
)


@dataclass(frozen=True)
class Wanted:
    """What a ledger is asked for. `sections` None: of every section; `own`: whose chief holds the data of lines of other sections.

    `after` and `before`: the places in the numbers (年度, running) between which the lines lie, both outside.
    """

    ledger: Series
    now: datetime
    fiscal_year: int | None = None
    only: Only | None = None
    sections: tuple[int, ...] | None = None
    own: int | None = None
    person_id: int | None = None
    medium_id: int | None = None
    running: int | None = None
    after: Place | None = None
    before: Place | None = None


@dataclass(frozen=True)
class Page:
    """Ids in the order shown, and whether lines stand before and after them."""

    ids: tuple[int, ...]
    has_newer: bool
    has_older: bool


def reads_all(staff: SignedIn) -> bool:
    return staff.may(Permission.LEDGER_AUDIT)


def sections_read_by(staff: SignedIn) -> dict[str, tuple[int, str]]:
    """Inside a door, by code, id and name: the sections whose ledgers this person reads, their own and those below it; an auditor all."""
    found = select(Section.code, Section.id, Section.name).order_by(Section.code)
    if not reads_all(staff):
        found = found.where(or_(Section.id == staff.section_id, Section.above_id == staff.section_id))
    return {code: (section_id, name) for code, section_id, name in db.session().execute(found)}


def page_of(wanted: Wanted, rows: int, *, oldest: bool = False) -> Page:
    """Inside a door, the newest first: the lines before `wanted.before`, those just after `wanted.after`, or the `oldest` of all."""
    up = oldest or wanted.after is not None
    found = list(db.session().scalars(_ids(wanted, rows + 1, up=up)))
    more, ids = len(found) > rows, found[:rows]
    if up:
        return Page(tuple(reversed(ids)), has_newer=more, has_older=not oldest)
    return Page(tuple(ids), has_newer=wanted.before is not None, has_older=more)


def ids_between(wanted: Wanted, limit: int) -> list[int]:
    """Inside a door: of the lines between `wanted.after` and `wanted.before`, the first in the order of the numbers."""
    return list(db.session().scalars(_ids(wanted, limit, up=True)))


def is_whole(wanted: Wanted) -> bool:
    """Every line of every section, of one 年度 or of all: as long as its last number, since none is left out."""
    return replace(wanted, after=None, before=None) == Wanted(wanted.ledger, wanted.now, wanted.fiscal_year)


def count_of(wanted: Wanted) -> int:
    """Inside a door: no further than COUNTED_EXACTLY + 1, unless the whole ledger is wanted."""
    if is_whole(wanted):
        last = select(func.coalesce(func.sum(MediaSeries.last), 0)).where(MediaSeries.series == wanted.ledger)
        if wanted.fiscal_year is not None:
            last = last.where(MediaSeries.fiscal_year == wanted.fiscal_year)
        return db.session().scalar(last) or 0
    capped = _ids(replace(wanted, after=None, before=None), COUNTED_EXACTLY + 1, up=True).subquery()
    return db.session().scalar(select(func.count()).select_from(capped)) or 0


def volumes_of(wanted: Wanted, lines: int) -> list[tuple[Place, Place, int]]:
    """Inside a door: where each volume of so many lines begins and ends, and how many lines it has; read along the order once."""
    volumes: list[tuple[Place, Place, int]] = []
    after: Place | None = None
    while True:
        found: Any = db.session().execute(_places(replace(wanted, after=after, before=None), lines))
        places: list[Place] = [(year, running) for year, running in found]
        if places:
            volumes.append((places[0], places[-1], len(places)))
        if len(places) < lines:
            return volumes
        after = places[-1]


def rows_of(table: type[Row], ids: Sequence[int]) -> list[Row]:
    """Inside a door: in the order of the ids; each once."""
    found = {row.id: row for row in db.session().scalars(select(table).where(table.id.in_(ids)))}
    return [found[each] for each in ids]


def years_of(ledger: Series) -> list[int]:
    """Inside a door: the 年度 in which this ledger has lines, the newest first."""
    found = select(MediaSeries.fiscal_year).where(MediaSeries.series == ledger, MediaSeries.last > 0)
    return list(db.session().scalars(found.order_by(MediaSeries.fiscal_year.desc())))


def _ids(wanted: Wanted, limit: int, *, up: bool) -> Any:
    ordered = _ordered(wanted, limit, up=up)
    return select(ordered.c.id).order_by(*_order(ordered.c, up=up)).limit(limit)


def _places(wanted: Wanted, limit: int) -> Any:
    ordered = _ordered(wanted, limit, up=True)
    return select(ordered.c.fiscal_year, ordered.c.running).order_by(*_order(ordered.c, up=True)).limit(limit)


def _order(columns: Any, *, up: bool) -> tuple[Any, ...]:
    keys = (columns.fiscal_year, columns.running)
    return keys if up else tuple(key.desc() for key in keys)


def _ordered(wanted: Wanted, limit: int, *, up: bool) -> Any:
    """The ways to the lines, each along its own index and no further than the page; what two of them find is found once."""
    if wanted.ledger is Series.MEDIUM:
        ways = [_media(wanted)]
    elif wanted.ledger is Series.END:
        ways = [_ends(wanted)]
    else:
        ways = _lines(wanted)
    table: Any = {Series.MEDIUM: Medium, Series.END: CopyEnd}.get(wanted.ledger, MediaRequest)
    arms = [_between(way, table, wanted).order_by(*_order(table, up=up)).limit(limit).subquery() for way in ways]
    if len(arms) == 1:
        return arms[0]
    return union(*(select(arm.c.id, arm.c.fiscal_year, arm.c.running) for arm in arms)).subquery()


def _between(way: Any, table: Any, wanted: Wanted) -> Any:
    place = tuple_(table.fiscal_year, table.running)
    if wanted.fiscal_year is not None:
        way = way.where(table.fiscal_year == wanted.fiscal_year)
    if wanted.running is not None:
        way = way.where(table.running == wanted.running)
    for edge, is_after in ((wanted.after, True), (wanted.before, False)):
        if edge is not None and wanted.fiscal_year is not None:
            way = way.where(table.running > edge[1] if is_after else table.running < edge[1]) if edge[0] == wanted.fiscal_year else way
        elif edge is not None:
            way = way.where(place > edge if is_after else place < edge)
    return way


def _lines(wanted: Wanted) -> list[Any]:
    """The narrowest question leads: the medium, the person, the state, the section."""
    base = select(MediaRequest.id, MediaRequest.fiscal_year, MediaRequest.running).where(MediaRequest.kind == KIND_OF[wanted.ledger])
    scope, only = _scope(wanted), _only(wanted)
    if wanted.medium_id is not None:
        return [base.where(MediaRequest.medium_id == wanted.medium_id, *_of_person(wanted), *scope, *only)]
    if wanted.person_id is not None:
        named = (MediaRequest.requester_id, MediaRequest.responsible_id)
        return [base.where(column == wanted.person_id, *scope, *only) for column in named]
    if states := _states(wanted):
        return [base.where(MediaRequest.state == state, *scope, *only[1:]) for state in states]
    if wanted.sections is None or wanted.running is not None:
        return [base.where(*scope, *only)]
    ways = [base.where(MediaRequest.section_id == section, *only) for section in wanted.sections]
    return [*ways, base.where(MediaRequest.holder_id == wanted.own, *only)] if wanted.own is not None else ways


def _states(wanted: Wanted) -> tuple[State, ...]:
    """The stored states that lead to few lines; none for those in which most lines end."""
    if wanted.only is Only.EXPIRED:
        return (State.ASKED, State.APPROVED)
    if wanted.only is Only.LATE:
        return (State.HANDED, State.RETURNED)
    return (State(wanted.only.value),) if wanted.only is not None and wanted.only in PASSING else ()


def _only(wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    """The first condition is on the stored state, the others on what follows from the clock (line_rules.is_expired, late_words)."""
    if wanted.only is None:
        return ()
    state = _aside(MediaRequest.state)
    if wanted.only is Only.EXPIRED:
        return state.in_((State.ASKED, State.APPROVED)), ~MediaRequest.is_blanket, _aside(MediaRequest.ends_at) < wanted.now
    if wanted.only is Only.LATE:
        due = exists().where(Lending.request_id == MediaRequest.id, Lending.due_at < wanted.now)
        is_out = _aside(MediaRequest.state) == State.HANDED
        return state.in_((State.HANDED, State.RETURNED)), due, or_(is_out, _OPEN_COPY)
    return (state == State(wanted.only.value),)


def _scope(wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    """Whose lines these are, asked of each line that comes along: those of the sections, and those about the own section's data.

    Whoever signed stands in one of these at the time (line_queries.is_seen_by); after sections changed, the line itself stays open to them.
    """
    if wanted.sections is None:
        return ()
    of_section = _aside(MediaRequest.section_id).in_(wanted.sections)
    return (of_section,) if wanted.own is None else (or_(of_section, _aside(MediaRequest.holder_id) == wanted.own),)


def _of_person(wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    if wanted.person_id is None:
        return ()
    return (or_(_aside(MediaRequest.requester_id) == wanted.person_id, _aside(MediaRequest.responsible_id) == wanted.person_id),)


def _media(wanted: Wanted) -> Any:
    """A city has some hundred media: read whole. The standing as medium_rules.standing_of tells it."""
    found = select(Medium.id, Medium.fiscal_year, Medium.running)
    if wanted.sections is not None:
        found = found.where(Medium.section_id.in_(wanted.sections))
    if wanted.person_id is not None:
        found = found.where(Medium.keeper_id == wanted.person_id)
    if wanted.medium_id is not None:
        found = found.where(Medium.id == wanted.medium_id)
    return found.where(*_standing(wanted))


def _standing(wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    out = exists().where(Lending.medium_id == Medium.id, Lending.returned_at.is_(None))
    ended = exists().where(CopyEnd.copy_id == Copy.id, CopyEnd.confirmed_at.is_not(None)).correlate(Copy)
    unwiped = exists().where(Copy.medium_id == Medium.id, ~ended)
    usable = Medium.condition == Condition.USABLE
    asked = {
        Only.FREE: (usable, ~out, ~unwiped),
        Only.LENT: (usable, out),
        Only.TO_ERASE: (usable, ~out, unwiped),
        Only.OVER: (usable, Medium.permitted_until < wanted.now.date()),
    }
    if wanted.only is None:
        return ()
    return asked[wanted.only] if wanted.only in asked else (Medium.condition == Condition(wanted.only.value),)


def _ends(wanted: Wanted) -> Any:
    """Along the numbers of the ends; those that wait for their confirmation are few and have an index of their own."""
    found = select(CopyEnd.id, CopyEnd.fiscal_year, CopyEnd.running).where(*_standing_of_end(wanted))
    if wanted.person_id is not None:
        named = (CopyEnd.performed_by, CopyEnd.confirmed_by, CopyEnd.rejected_by)
        found = found.where(or_(*(column == wanted.person_id for column in named)))
    if wanted.medium_id is None and wanted.sections is None:
        return found
    found = found.join(Copy, Copy.id == CopyEnd.copy_id).join(MediaRequest, MediaRequest.id == Copy.request_id)
    if wanted.medium_id is not None:
        found = found.where(Copy.medium_id == wanted.medium_id)
    return found.where(*_scope(wanted))


def _standing_of_end(wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    asked = {
        Only.TO_CONFIRM: (CopyEnd.confirmed_at.is_(None), CopyEnd.rejected_at.is_(None)),
        Only.CONFIRMED: (_aside(CopyEnd.confirmed_at).is_not(None),),
        Only.REJECTED: (_aside(CopyEnd.rejected_at).is_not(None),),
    }
    return () if wanted.only is None else asked[wanted.only]


def _aside(column: Any) -> Any:
    """The column's value, which no index answers: the order of the numbers leads."""
    return func.coalesce(column, column)
