"""自分の申請: what to begin with, what is open in the order in which it presses, what is over; and a line found by its number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, func, select

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.db import db, reading
from portal.media.copy_models import Copy, CopyEnd, Lending
from portal.media.line_facts import system_words, thing_words
from portal.media.line_models import MediaRequest, Signature
from portal.media.line_names import Names, names_of
from portal.media.line_page import state_of
from portal.media.line_queries import is_seen_by, lines_of
from portal.media.line_rules import late_words
from portal.media.number_rules import NOT_A_NUMBER, SERIES_OF, Number, Series, read_number
from portal.media.own_rules import OPEN, Job, distinct_jobs, next_words
from portal.media.rules import Decision, State
from portal.web.paging import pages_of

ROWS = 50
LOOKED_THROUGH = 60
NO_SUCH_LINE = "{shown}は見つかりません。番号を確かめてください。ほかの課の記録は表示できません。"
OF_A_MEDIUM = "{shown}は媒体の番号です。「媒体台帳」から開いてください。"


@dataclass(frozen=True)
class OwnLine:
    """A line as the list shows it. `next_words`: what happens next, or what is to be done."""

    row: MediaRequest
    state_word: str
    state_mark: str
    late: str
    thing: str
    way: str
    next_words: str


@dataclass(frozen=True)
class OwnList:
    """`jobs`: the last five different ones; `blankets`: those of the section that run."""

    jobs: Sequence[Job]
    blankets: Sequence[MediaRequest]
    lines: Sequence[OwnLine]
    is_open: bool
    total: int
    page: int
    pages: int
    open_count: int
    closed_count: int
    late_count: int


def show_own(page: int, *, is_open: bool, staff: SignedIn) -> OwnList:
    """One's own lines, the open ones as they press, the others newest first."""
    with reading() as session:
        mine = MediaRequest.responsible_id == staff.id
        is_one_of = MediaRequest.state.in_(OPEN)
        counts = {
            each: session.scalar(select(func.count(MediaRequest.id)).where(mine, is_one_of if each else ~is_one_of)) or 0
            for each in (True, False)
        }
        total = counts[is_open]
        pages = pages_of(total, ROWS)
        number = min(max(page, 1), pages)
        asked = _open(mine, clock.now()) if is_open else select(MediaRequest).where(mine, ~is_one_of).order_by(MediaRequest.id.desc())
        rows = session.scalars(asked.limit(ROWS).offset((number - 1) * ROWS)).all()
        late = select(func.count(Lending.id)).join(MediaRequest, MediaRequest.id == Lending.request_id)
        return OwnList(
            jobs=_jobs(staff),
            blankets=_blankets(staff),
            lines=_lines(rows),
            is_open=is_open,
            total=total,
            page=number,
            pages=pages,
            open_count=counts[True],
            closed_count=counts[False],
            late_count=session.scalar(late.where(mine, _is_late(clock.now()))) or 0,
        )


def find_line(typed: str, *, staff: SignedIn) -> tuple[str, str]:
    """The public id of the line with this number, or why there is none: (public id, reason)."""
    number = read_number(typed)
    if number is None:
        return "", NOT_A_NUMBER
    if number.series is Series.MEDIUM:
        return "", OF_A_MEDIUM.format(shown=number.shown)
    with reading() as session:
        public_id = session.scalar(_by_number(number).where(is_seen_by(staff)))
    return (public_id, "") if public_id else ("", NO_SUCH_LINE.format(shown=number.shown))


def _by_number(number: Number) -> Select[str]:
    found = select(MediaRequest.public_id)
    if number.series is Series.END:
        of_end = found.join(Copy, Copy.request_id == MediaRequest.id).join(CopyEnd, CopyEnd.copy_id == Copy.id)
        return of_end.where(CopyEnd.fiscal_year == number.fiscal_year, CopyEnd.running == number.running)
    kind = next(kind for kind, series in SERIES_OF.items() if series is number.series)
    return found.where(MediaRequest.kind == kind, MediaRequest.fiscal_year == number.fiscal_year, MediaRequest.running == number.running)


def _open(mine: ColumnElement[bool], now: datetime) -> Select[MediaRequest]:
    """Late first, then what was sent back, what waits to be fetched, what is out, copies to end, what waits for others."""
    rank = case(
        (_is_late(now), 0),
        (MediaRequest.state == State.SENT_BACK, 1),
        (MediaRequest.is_blanket, 6),
        *((MediaRequest.state == state, place) for place, state in enumerate((State.APPROVED, State.HANDED, State.RETURNED), 2)),
        else_=5,
    )
    found = select(MediaRequest).outerjoin(Lending, Lending.request_id == MediaRequest.id).where(mine, MediaRequest.state.in_(OPEN))
    return found.order_by(rank, MediaRequest.ends_at, MediaRequest.id)


def _is_late(now: datetime) -> ColumnElement[bool]:
    return MediaRequest.state.in_((State.HANDED, State.RETURNED)) & (Lending.due_at < now)


def _jobs(staff: SignedIn) -> Sequence[Job]:
    """One's own, and where they are few the section's; what runs under a 包括承認 begins there."""
    single = (~MediaRequest.is_blanket, MediaRequest.blanket_id.is_(None))
    newest = select(MediaRequest).where(*single).order_by(MediaRequest.id.desc()).limit(LOOKED_THROUGH)
    session = db.session()
    mine = session.scalars(newest.where(MediaRequest.responsible_id == staff.id, MediaRequest.section_id == staff.section_id)).all()
    others = session.scalars(newest.where(MediaRequest.section_id == staff.section_id)).all()
    rows = [*mine, *others]
    names = names_of(rows)
    return distinct_jobs(
        Job(
            public_id=row.public_id,
            shown=row.number.shown,
            kind=row.kind,
            thing=row.thing,
            data_name=row.data_name,
            way=_way(row, names),
            thing_words=thing_words(row, names),
            asked_at=row.asked_at,
            key=(row.kind, row.thing, row.data_name, row.purpose, row.destination_id, row.from_system_id, row.to_system_id),
        )
        for row in rows
    )


def _blankets(staff: SignedIn) -> Sequence[MediaRequest]:
    runs = (MediaRequest.is_blanket, MediaRequest.starts_at <= clock.hours_of(clock.today())[1], MediaRequest.ends_at > clock.now())
    found = select(MediaRequest).where(MediaRequest.section_id == staff.section_id, MediaRequest.state == State.APPROVED, *runs)
    return db.session().scalars(found.order_by(MediaRequest.ends_at).limit(ROWS)).all()


def _lines(rows: Sequence[MediaRequest]) -> Sequence[OwnLine]:
    lines, names, now = lines_of(rows), names_of(rows), clock.now()
    reasons = _sent_back([row.id for row in rows if row.state is State.SENT_BACK])
    shown = []
    for row in rows:
        line = lines[row.id]
        word, mark = state_of(line)
        who = names.sections.get(row.waits_for or 0, "")
        said = next_words(line, now, waits_for=who, reason=reasons.get(row.id, ""))
        shown.append(OwnLine(row, word, mark, late_words(line, now), thing_words(row, names), _way(row, names), said))
    return shown


def _way(row: MediaRequest, names: Names) -> str:
    where = names.destinations.get(row.destination_id or 0, "")
    return where or (f"{row.sender}から" if row.sender else system_words(row, names))


def _sent_back(ids: Sequence[int]) -> dict[int, str]:
    """Why each was sent back, the newest reason of each."""
    if not ids:
        return {}
    found = select(Signature.request_id, Signature.words).where(Signature.request_id.in_(ids), Signature.decision == Decision.SEND_BACK)
    return {row.request_id: row.words for row in db.session().execute(found.order_by(Signature.id))}
