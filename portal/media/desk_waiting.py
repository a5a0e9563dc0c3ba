"""The requests that wait for a signature, each with its facts, its difference from the last one and why it cannot be decided (M-3)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal import clock
from portal.db import db
from portal.media.approval_queries import asked_of
from portal.media.approval_rules import Signer, route_left, why_not_sign
from portal.media.combination_rules import combination_words
from portal.media.desk_rules import Care, Contents, Difference, cautions, columns_of, difference, for_words, period_words
from portal.media.line_facts import system_words, thing_words
from portal.media.line_models import MediaRequest, RequestWorker
from portal.media.line_names import Names
from portal.media.line_queries import medium_facts
from portal.media.medium_rules import MediumFacts
from portal.media.models import Worker
from portal.media.rules import STEP_WORDS, Decision, State

# The last time that data went there: approved, whatever became of it afterwards.
WENT = (State.APPROVED, State.HANDED, State.RETURNED, State.CLOSED)
Key = tuple[int, str, int | None]


@dataclass(frozen=True)
class WaitingRow:
    """`pick`: what the form sends, with the round that was read. `why_not`: nothing can be decided; `why_not_approve`: all but approved."""

    row: MediaRequest
    title: str
    requester: str
    section: str
    is_from_elsewhere: bool
    step: str
    thing: str
    systems: str
    destination: str
    workers: str
    carriers: str
    columns: int
    when: tuple[str, str]
    waited: str
    change: Difference
    cautions: tuple[str, ...]
    why_not: str
    why_not_approve: str

    @property
    def pick(self) -> str:
        return f"{self.row.public_id}.{self.row.round}"


def waiting_rows(rows: Sequence[MediaRequest], names: Names, signer: Signer) -> list[WaitingRow]:
    """Inside a door; seven statements for any number of lines."""
    now = clock.now()
    before, media, gone = _last_of(rows), medium_facts({row.medium_id for row in rows if row.medium_id}), _gone(rows)
    return [
        WaitingRow(
            row=row,
            title=combination_words(row.kind, row.thing),
            requester=names.person(row.requester_id),
            section=names.sections.get(row.section_id, ""),
            is_from_elsewhere=row.section_id != row.waits_for,
            step=_step_words(row),
            thing=thing_words(row, names),
            systems=system_words(row, names),
            destination=names.destinations.get(row.destination_id or 0, ""),
            workers="、".join(names.workers[each] for each in names.workers_of.get(row.id, ()) if each not in _carriers(row)),
            carriers="、".join(names.workers[each] for each in _carriers(row)),
            columns=len(columns_of(row.data_columns)),
            when=period_words(row.starts_at, row.ends_at),
            waited=for_words(row.asked_at, now),
            change=difference(_contents(row), before.get(_key(row))),
            cautions=cautions(_care(row, media, gone), now),
            **_refusals(row, names, signer, now),
        )
        for row in rows
    ]


def _refusals(row: MediaRequest, names: Names, signer: Signer, now: datetime) -> dict[str, str]:
    asked = asked_of(row, names.sections, decided="", seen=row.round)
    why_not = why_not_sign(asked, signer, Decision.REFUSE, now) or ""
    return {"why_not": why_not, "why_not_approve": why_not or why_not_sign(asked, signer, Decision.APPROVE, now) or ""}


def _step_words(row: MediaRequest) -> str:
    """Said only where it is not the plain case, the chief of the own section and of its data."""
    if row.waits_for is None or row.section_id == row.holder_id == row.waits_for:
        return ""
    (step, _), *later = route_left(row.section_id, row.holder_id, row.waits_for)
    return f"{STEP_WORDS[step]}として" + ("(次に情報を保有する課)" if later else "")


def _carriers(row: MediaRequest) -> list[int]:
    return [each for each in (row.carrier_id, row.companion_id) if each is not None]


def _contents(row: MediaRequest) -> Contents:
    return Contents(row.number.shown, row.people, row.data_columns)


def _key(row: MediaRequest) -> Key:
    return row.holder_id, row.data_name, row.destination_id


def _last_of(rows: Sequence[MediaRequest]) -> Mapping[Key, Contents]:
    """The last approved request for the same data and destination, of each of these lines."""
    same = (MediaRequest.holder_id, MediaRequest.data_name, MediaRequest.destination_id)
    last = (
        select(func.max(MediaRequest.id))
        .where(
            MediaRequest.holder_id.in_({row.holder_id for row in rows}),
            MediaRequest.state.in_(WENT),
            MediaRequest.data_name.in_({row.data_name for row in rows}),
        )
        .group_by(*same)
    )
    return {_key(row): _contents(row) for row in db.session().scalars(select(MediaRequest).where(MediaRequest.id.in_(last)))}


def _gone(rows: Sequence[MediaRequest]) -> Mapping[int, tuple[str, ...]]:
    """People of a line who will have left the list of workers before the line ends."""
    found = (
        select(RequestWorker.request_id, Worker.name, Worker.ends_on)
        .join(Worker, Worker.id == RequestWorker.worker_id)
        .where(RequestWorker.request_id.in_([row.id for row in rows]), Worker.ends_on.is_not(None))
    )
    ends = {row.id: row.ends_at.date() for row in rows}
    gone: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for request_id, name, ends_on in db.session().execute(found.order_by(Worker.id)):
        if ends_on is not None and ends_on < ends[request_id]:
            gone[request_id] = (*gone[request_id], name)
    return gone


def _care(row: MediaRequest, media: Mapping[int, MediumFacts], gone: Mapping[int, tuple[str, ...]]) -> Care:
    return Care(
        kind=row.kind,
        thing=row.thing,
        is_personal=row.is_personal,
        is_specific=row.is_specific,
        encryption=row.encryption,
        copies_allowed=row.copies_allowed,
        locked_case=row.locked_case,
        direct=row.direct,
        has_companion=row.companion_id is not None,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        is_blanket=row.is_blanket,
        medium=media.get(row.medium_id or 0),
        gone=gone.get(row.id, ()),
    )
