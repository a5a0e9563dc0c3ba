"""媒体の窓口 and 消去の確認: what waits at the counter of a section, page by page, and where a scanned number leads (M-4, M-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, exists, func, or_, select

from portal import clock
from portal.accounts.chief_queries import staff_names
from portal.accounts.sessions import SignedIn
from portal.db import db, reading
from portal.media.copy_models import Copy, CopyEnd, Lending
from portal.media.counter_rules import (
    NOT_A_LINE,
    UNKNOWN_LINE,
    UNKNOWN_MEDIUM,
    Answer,
    CounterView,
    Waiting,
    Way,
    answer_for_line,
    answer_for_medium,
)
from portal.media.line_models import MediaRequest
from portal.media.line_queries import is_seen_by, lines_of, medium_facts
from portal.media.line_rules import late_words, open_copies
from portal.media.models import Medium, Worker
from portal.media.number_rules import NOT_A_NUMBER, SERIES_OF, Number, Series, read_number
from portal.media.rules import KIND_WORDS, THING_WORDS, State
from portal.web.paging import pages_of

ROWS_A_PAGE = 50


@dataclass(frozen=True)
class CounterLine:
    """One line at the counter. `since`: since when it is as it is; `person`: who has it or has to do with it."""

    public_id: str
    shown: str
    kind: str
    thing: str
    data_name: str
    person: str
    since: datetime
    due_at: datetime
    late: str
    left: int


@dataclass(frozen=True)
class CounterList:
    """One page of one view; `counts`: how many stand in each; `oldest`: since when the oldest of this view waits."""

    view: CounterView
    counts: dict[CounterView, int]
    late: int
    oldest: datetime | None
    lines: Sequence[CounterLine]
    page: int

    @property
    def total(self) -> int:
        return self.counts[self.view]

    @property
    def pages(self) -> int:
        return pages_of(self.total, ROWS_A_PAGE)


def show_counter(view: CounterView, page: int, *, staff: SignedIn) -> CounterList:
    """The lines of one's own section; a page behind the last is the last. CONFIRM is only counted here: confirmation_queries lists it."""
    with reading() as session:
        counts = {each: _count(_wanted(each, staff)) for each in CounterView if each is not CounterView.CONFIRM}
        counts[CounterView.CONFIRM] = session.scalar(waiting_ends(staff).with_only_columns(func.count(CopyEnd.id))) or 0
        page = min(max(page, 1), pages_of(counts[view], ROWS_A_PAGE))
        since = _since(view)
        ordered = _wanted(view, staff).order_by(_first(view), MediaRequest.id).offset((page - 1) * ROWS_A_PAGE).limit(ROWS_A_PAGE)
        rows = list(session.scalars(ordered))
        oldest = session.scalar(_wanted(view, staff).with_only_columns(func.min(since)))
        late = _count(_wanted(view, staff).where(Lending.due_at < clock.now()))
        return CounterList(view, counts, late, oldest, _lines(view, rows), page)


def find_number(typed: str, *, staff: SignedIn) -> Answer:
    """A medium's number or a line's, typed or scanned, in any width."""
    number = read_number(typed)
    if number is None:
        return Answer(Way.NOWHERE, words=NOT_A_NUMBER)
    if number.series is Series.END:
        return Answer(Way.NOWHERE, words=NOT_A_LINE.format(shown=number.shown))
    with reading():
        return _find_medium(number, staff) if number.series is Series.MEDIUM else _find_line(number, staff)


def of_section(staff: SignedIn) -> ColumnElement[bool]:
    """Lines that this person handles: asked for by the own section, or about its data."""
    return or_(MediaRequest.section_id == staff.section_id, MediaRequest.holder_id == staff.section_id)


def has_open_copy() -> ColumnElement[bool]:
    """A copy without a confirmed end."""
    ended = exists().where(CopyEnd.copy_id == Copy.id, CopyEnd.confirmed_at.is_not(None))
    return exists().where(Copy.request_id == MediaRequest.id, ~ended)


def waiting_ends(staff: SignedIn) -> Select[CopyEnd, Copy, MediaRequest, datetime]:
    """Every end that nobody has confirmed or rejected, with its copy, its line and when that is due."""
    joined = select(CopyEnd, Copy, MediaRequest, Lending.due_at).join(Copy, Copy.id == CopyEnd.copy_id)
    joined = joined.join(MediaRequest, MediaRequest.id == Copy.request_id).outerjoin(Lending, Lending.request_id == MediaRequest.id)
    return joined.where(CopyEnd.confirmed_at.is_(None), CopyEnd.rejected_at.is_(None), of_section(staff))


def _count(found: Select[MediaRequest]) -> int:
    return db.session().scalar(found.with_only_columns(func.count(MediaRequest.id))) or 0


def _wanted(view: CounterView, staff: SignedIn) -> Select[MediaRequest]:
    """The lines of a view; joined with their lending, so that what is late is asked of one row."""
    found = select(MediaRequest).outerjoin(Lending, Lending.request_id == MediaRequest.id).where(of_section(staff))
    if view is CounterView.HAND:
        return found.where(*_to_hand(before=clock.hours_of(clock.today())[1]))
    if view is CounterView.OUT:
        return found.where(MediaRequest.state == State.HANDED)
    return found.where(MediaRequest.state == State.RETURNED, has_open_copy())


def _to_hand(*, before: datetime) -> tuple[ColumnElement[bool], ...]:
    """Approved for a time that begins before that moment and has not gone by."""
    due = (MediaRequest.starts_at < before, MediaRequest.ends_at >= clock.now())
    return (MediaRequest.state == State.APPROVED, MediaRequest.is_blanket.is_(False), *due)


def _since(view: CounterView) -> SQLColumnExpression[Any]:
    if view is CounterView.HAND:
        return MediaRequest.starts_at
    return Lending.returned_at if view is CounterView.BACK else Lending.handed_at


def _first(view: CounterView) -> SQLColumnExpression[Any]:
    """What is due first stands first."""
    return Lending.due_at if view is CounterView.OUT else _since(view)


def _lines(view: CounterView, rows: Sequence[MediaRequest]) -> list[CounterLine]:
    facts, now = lines_of(rows), clock.now()
    ids = [row.id for row in rows]
    lent = {lending.request_id: lending for lending in db.session().scalars(select(Lending).where(Lending.request_id.in_(ids)))}
    workers = _worker_names([lending.handed_to for lending in lent.values() if lending.handed_to])
    names = staff_names({row.responsible_id for row in rows})
    media = medium_numbers([row.medium_id for row in rows if row.medium_id is not None])
    lines = []
    for row in rows:
        lending = lent.get(row.id)
        since = row.starts_at if lending is None else (lending.returned_at or lending.handed_at)
        has = workers.get(lending.handed_to or 0, "") if lending is not None and lending.returned_at is None else ""
        lines.append(
            CounterLine(
                public_id=row.public_id,
                shown=row.number.shown,
                kind=KIND_WORDS[row.kind],
                thing=media.get(row.medium_id or 0) or row.thing_words or THING_WORDS[row.thing],
                data_name=row.data_name,
                person=has or names[row.responsible_id].name,
                since=since,
                due_at=lending.due_at if lending else row.ends_at,
                late=late_words(facts[row.id], now),
                left=len(open_copies(facts[row.id])),
            )
        )
    return lines


def medium_numbers(ids: Sequence[int]) -> dict[int, str]:
    """Inside a door."""
    found = db.session().execute(select(Medium.id, Medium.fiscal_year, Medium.running).where(Medium.id.in_(ids)))
    return {row.id: Number(Series.MEDIUM, row.fiscal_year, row.running).shown for row in found}


def _worker_names(ids: Sequence[int]) -> dict[int, str]:
    return {row.id: row.name for row in db.session().execute(select(Worker.id, Worker.name).where(Worker.id.in_(ids)))}


def _find_line(number: Number, staff: SignedIn) -> Answer:
    kind = next(kind for kind, series in SERIES_OF.items() if series is number.series)
    named = (MediaRequest.kind == kind, MediaRequest.fiscal_year == number.fiscal_year, MediaRequest.running == number.running)
    row = db.session().scalar(select(MediaRequest).where(*named, of_section(staff), is_seen_by(staff)))
    if row is None:
        return Answer(Way.NOWHERE, words=UNKNOWN_LINE.format(shown=number.shown))
    return answer_for_line(_waiting(row))


def _find_medium(number: Number, staff: SignedIn) -> Answer:
    named = (Medium.fiscal_year == number.fiscal_year, Medium.running == number.running, Medium.section_id == staff.section_id)
    medium_id = db.session().scalar(select(Medium.id).where(*named))
    if medium_id is None:
        return Answer(Way.NOWHERE, words=UNKNOWN_MEDIUM.format(shown=number.shown))
    lines = select(MediaRequest).where(MediaRequest.medium_id == medium_id)
    out = db.session().scalar(lines.join(Lending).where(Lending.returned_at.is_(None)))
    open_ = db.session().scalar(lines.where(MediaRequest.state == State.RETURNED, has_open_copy()).limit(1))
    soon = lines.where(*_to_hand(before=clock.now() + timedelta(days=1))).order_by(MediaRequest.starts_at)
    to_hand = list(db.session().scalars(soon))
    # What begins tomorrow is not handed out before; its page says so to whoever comes a day early.
    today = [row for row in to_hand if row.starts_at < clock.hours_of(clock.today())[1]]
    facts, waiting = medium_facts([medium_id])[medium_id], [_waiting(row) for row in today or to_hand]
    return answer_for_medium(facts, _waiting(out) if out else None, _waiting(open_) if open_ else None, waiting)


def _waiting(row: MediaRequest) -> Waiting:
    return Waiting(row.public_id, row.number.shown, row.state)
