"""Pieces of the steps after the approval that several actions share; every function is called inside writing() with the line held."""

import secrets
from datetime import date, datetime

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_queries import staff_names, works_on
from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import db
from portal.errors import refuse_if
from portal.media.copy_models import Copy, Lending
from portal.media.lending_rules import Receiver, why_not_handle
from portal.media.line_models import MediaRequest, RequestTerminal, RequestWorker, Signature
from portal.media.line_queries import line_of, line_row
from portal.media.line_rules import Line, open_copies
from portal.media.models import ListedTerminal, Medium, Worker
from portal.media.rules import CopyKind, State, Step


def held_line(public_id: str, staff: SignedIn) -> tuple[MediaRequest, Line]:
    """The row, held, with its facts, for one who handles it. Raises NotFound, Refused for one who only sees it."""
    row = line_row(public_id, seen_by=staff, held=True)
    refuse_if(why_not_handle(staff.section_id, (row.section_id, row.holder_id)))
    return row, line_of(row)


def lending_row(row: MediaRequest) -> Lending:
    """Only of a line whose rule has said that it was handed out."""
    return db.session().scalars(select(Lending).where(Lending.request_id == row.id)).one()


def come_back(row: MediaRequest, lending: Lending, *, by: int, brought_by: str, note: str) -> datetime:
    """Ends the lending, and the use when nobody had; the line then waits for its copies to end. Returns the moment.

    For a loss `brought_by` stays empty and the note says it.
    """
    now = clock.now()
    if lending.started_at is not None and lending.ended_at is None:
        lending.ended_at, lending.ended_by = now, by
    lending.returned_at, lending.received_by = now, by
    lending.brought_by, lending.return_note = brought_by, note
    row.state = State.RETURNED
    db.session().flush()
    return now


def record_return(row: MediaRequest, lending: Lending, *, staff: SignedIn, at: datetime) -> None:
    """The record of a thing that came back, or of which nothing will; `at`: the moment that come_back gave."""
    medium = db.session().get(Medium, row.medium_id) if row.medium_id else None
    line = line_of(row)
    facts = {
        "line": line.shown,
        "medium": medium.number.shown if medium else "",
        "late": at > lending.due_at,
        "open": len(open_copies(line)),
    }
    record(Event.LINE_RETURN, by=staff.actor, facts=facts)


def note_anomaly(lending: Lending, words: str) -> None:
    """One line after another; what was written before stays."""
    if words.strip():
        lending.anomaly = f"{lending.anomaly}\n{words.strip()}".strip()[:1000]


def add_copy(row: MediaRequest, kind: CopyKind, place: str, *, by: int, beyond: bool = False) -> Copy:
    """A place where the data lie now; its medium or terminal is set by whoever knows it, before the flush."""
    copy = Copy(public_id=secrets.token_hex(16), request_id=row.id, kind=kind, place=place, noted_at=clock.now(), noted_by=by)
    copy.beyond_leave = beyond
    db.session().add(copy)
    return copy


def listed_ids(row: MediaRequest) -> set[int]:
    """Everybody whom the approval names: workers, carrier, companion."""
    named = set(db.session().scalars(select(RequestWorker.worker_id).where(RequestWorker.request_id == row.id)))
    return named | {worker_id for worker_id in (row.carrier_id, row.companion_id) if worker_id is not None}


def receivers_of(row: MediaRequest, today: date) -> dict[str, Receiver]:
    """Inside a door: by public id, those to whom the thing may be handed, with what the rule asks about each."""
    here = select(Staff.id).where(Staff.section_id == Worker.section_id, *works_on(today))
    has_left = Worker.staff_id.is_not(None) & Worker.staff_id.not_in(here.correlate(Worker))
    found = db.session().execute(select(Worker, has_left).where(Worker.id.in_(listed_ids(row))).order_by(Worker.id))
    return {worker.public_id: Receiver(worker.id, worker.name, worker.starts_on, worker.ends_on, bool(left)) for worker, left in found}


def terminals_of(row: MediaRequest) -> dict[int, str]:
    """Inside a door: the terminals that the approval names."""
    joined = select(ListedTerminal.id, ListedTerminal.name).join(RequestTerminal, RequestTerminal.terminal_id == ListedTerminal.id)
    found = db.session().execute(joined.where(RequestTerminal.request_id == row.id).order_by(ListedTerminal.name))
    return {row.id: row.name for row in found}


def gone_name(row: MediaRequest, today: date) -> str:
    """The name of the responsible person when they work in the section no longer, else nothing."""
    still = select(Staff.id).where(Staff.id == row.responsible_id, Staff.section_id == row.section_id, *works_on(today))
    if db.session().scalar(still) is not None:
        return ""
    return staff_names([row.responsible_id])[row.responsible_id].name


def closers_of(row: MediaRequest) -> tuple[int, ...]:
    """Inside a door: the sections whose chief may close this line, the own one first."""
    above = select(Signature.section_id).where(Signature.request_id == row.id, Signature.step == Step.ABOVE)
    return (row.section_id, *db.session().scalars(above.distinct()))
