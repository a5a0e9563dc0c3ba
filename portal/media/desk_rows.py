"""What the desk watches besides the requests: more time, 後閲, what is out, copies, lines to be closed, what was turned down (M-3, M-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from portal import clock
from portal.accounts.models import Staff
from portal.db import db
from portal.media.approval_queries import deputised
from portal.media.approval_rules import Signer, why_not_decide_time, why_not_review
from portal.media.copy_models import Copy, CopyEnd, Lending
from portal.media.copy_rules import CopyFacts
from portal.media.desk_rules import for_words, late_for
from portal.media.extension_queries import Asking, askings
from portal.media.line_facts import thing_words
from portal.media.line_models import MediaRequest, Signature
from portal.media.line_names import names_of
from portal.media.line_queries import end_facts, lines_of
from portal.media.line_rules import Line, late_words, why_not_close
from portal.media.rules import DECISION_MARKS, DECISION_WORDS, HOW_WORDS, STEP_WORDS, Kind, State

# Of each of these lists; beside them stand the 50 requests of a page.
PAGE = 20


@dataclass(frozen=True)
class TimeRow:
    asking: Asking
    why_not: str
    why_not_grant: str


@dataclass(frozen=True)
class ReviewRow:
    """A decision of a deputy that no chief has seen; `why_not`: somebody else looks at it."""

    signature: Signature
    row: MediaRequest
    step: str
    decision: str
    mark: str
    signed_by: str
    requester: str
    why_not: str


@dataclass(frozen=True)
class OutRow:
    row: MediaRequest
    lending: Lending
    responsible: str
    thing: str
    destination: str
    late: str
    late_by: str


@dataclass(frozen=True)
class CopyRow:
    """A place where data lie now; `state` says what is still to happen to it."""

    row: MediaRequest
    copy: Copy
    words: str
    state: str
    mark: str
    since: str
    late_by: str
    responsible: str


@dataclass(frozen=True)
class ClosingRow:
    row: MediaRequest
    returned_at: datetime | None
    copies: int
    requester: str
    why_not: str


@dataclass(frozen=True)
class DecidedRow:
    row: MediaRequest
    signature: Signature
    decision: str
    mark: str
    signed_by: str
    requester: str


def time_rows(condition: ColumnElement[bool], signer: Signer, page: int) -> list[TimeRow]:
    """Inside a door, as all below: one page."""
    now = clock.now()
    return [
        TimeRow(
            asking,
            why_not_decide_time(asking.facts, signer, grants=False, now=now) or "",
            why_not_decide_time(asking.facts, signer, grants=True, now=now) or "",
        )
        for asking in askings(condition, limit=PAGE, offset=(page - 1) * PAGE)
    ]


def review_rows(condition: ColumnElement[bool], reader: Signer, sections: dict[int, str], page: int) -> list[ReviewRow]:
    signed, asked = _named("signed"), _named("asked")
    found = (
        select(Signature, MediaRequest, signed.c.name, asked.c.name)
        .join(MediaRequest, MediaRequest.id == Signature.request_id)
        .join(signed, signed.c.id == Signature.signed_by)
        .join(asked, asked.c.id == Signature.requester_id)
        .where(condition)
        .order_by(Signature.id)
    )
    return [
        ReviewRow(
            signature,
            row,
            STEP_WORDS[signature.step],
            DECISION_WORDS[signature.decision],
            DECISION_MARKS[signature.decision],
            by,
            requester,
            why_not_review(deputised(signature, sections), reader) or "",
        )
        for signature, row, by, requester in _page(found, page)
    ]


def out_rows(condition: ColumnElement[bool], page: int) -> list[OutRow]:
    """What is due first comes first, so that what is late stands on top."""
    now, has_it = clock.now(), _named("has_it")
    found = (
        select(MediaRequest, Lending, has_it.c.name)
        .join(Lending, Lending.request_id == MediaRequest.id)
        .join(has_it, has_it.c.id == MediaRequest.responsible_id)
        .where(condition)
        .order_by(Lending.due_at, MediaRequest.id)
    )
    rows = _page(found, page)
    names = names_of([row for row, *_ in rows])
    return [
        OutRow(
            row,
            lending,
            name,
            thing_words(row, names),
            names.destinations.get(row.destination_id or 0, ""),
            _late(row, lending),
            late_for(lending.due_at, now),
        )
        for row, lending, name in rows
    ]


def _late(row: MediaRequest, lending: Lending) -> str:
    line = Line(row.number.shown, row.kind, row.thing, row.state, row.requester_id, row.starts_at, row.ends_at, due_at=lending.due_at)
    return late_words(line, clock.now())


def copy_rows(condition: ColumnElement[bool], page: int) -> list[CopyRow]:
    now, has_it = clock.now(), _named("has_it")
    found = (
        select(MediaRequest, Copy, CopyEnd, Lending.due_at, has_it.c.name)
        .join(MediaRequest, MediaRequest.id == Copy.request_id)
        .join(Lending, Lending.request_id == MediaRequest.id)
        .join(has_it, has_it.c.id == MediaRequest.responsible_id)
        .outerjoin(CopyEnd, (CopyEnd.copy_id == Copy.id) & CopyEnd.rejected_at.is_(None))
        .where(condition)
        .order_by(Lending.due_at, Copy.id)
    )
    rows = list[CopyRow]()
    for row, copy, end, due_at, name in _page(found, page):
        state, mark = _copy_state(row, end)
        words = CopyFacts(copy.kind, copy.place, end_facts(end)).words
        late = late_for(due_at, now)
        rows.append(CopyRow(row, copy, words, state, "late" if late else mark, for_words(copy.noted_at, now), late, name))
    return rows


def _copy_state(row: MediaRequest, end: CopyEnd | None) -> tuple[str, str]:
    if end is not None:
        return f"{HOW_WORDS[end.how]}の確認待ち", "wait"
    if row.state is State.HANDED:
        return ("持出中" if row.kind is Kind.TAKE_OUT else "使用中"), "now"
    return "消去・廃棄待ち", "care"


def closing_rows(condition: ColumnElement[bool], reader: Signer, page: int) -> list[ClosingRow]:
    """What came back first comes first; a 包括承認 was never out."""
    asked = _named("asked")
    copies = select(func.count()).where(Copy.request_id == MediaRequest.id).scalar_subquery()
    found = (
        select(MediaRequest, Lending.returned_at, copies, asked.c.name)
        .outerjoin(Lending, Lending.request_id == MediaRequest.id)
        .join(asked, asked.c.id == MediaRequest.requester_id)
        .where(condition)
        .order_by(Lending.returned_at, MediaRequest.id)
    )
    rows = _page(found, page)
    lines = lines_of([row for row, *_ in rows])
    return [ClosingRow(row, at, many, name, why_not_close(lines[row.id], reader.id) or "") for row, at, many, name in rows]


def decided_rows(condition: ColumnElement[bool], page: int) -> list[DecidedRow]:
    signed, asked = _named("signed"), _named("asked")
    found = (
        select(MediaRequest, Signature, signed.c.name, asked.c.name)
        .join(MediaRequest, MediaRequest.id == Signature.request_id)
        .join(signed, signed.c.id == Signature.signed_by)
        .join(asked, asked.c.id == Signature.requester_id)
        .where(condition)
        .order_by(Signature.id.desc())
    )
    return [
        DecidedRow(row, signature, DECISION_WORDS[signature.decision], DECISION_MARKS[signature.decision], by, requester)
        for row, signature, by, requester in _page(found, page)
    ]


def _named(name: str) -> Any:
    return select(Staff.id, Staff.name).subquery(name)


def _page(found: Select[*tuple[Any, ...]], page: int) -> Sequence[Any]:
    return db.session().execute(found.limit(PAGE).offset((page - 1) * PAGE)).all()
