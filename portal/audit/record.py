"""Recording: queued by the action, appended to the chain just before the commit, so that the head is the last lock taken."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.orm import Session

from portal import clock
from portal.audit import chain
from portal.audit.events import Event
from portal.audit.facts import FACTS
from portal.db import db

Fact = str | int | bool | None | list[str]


@dataclass(frozen=True)
class Actor:
    """Who acts, from where, and in which visit: what a record needs to know of a person signed in."""

    staff_id: int | None
    login_name: str
    address: str
    visit_id: int | None = None
    purpose: str = ""


def program(name: str) -> Actor:
    """A command or a job without a person at the keyboard."""
    return Actor(staff_id=None, login_name=name, address="")


@dataclass(frozen=True)
class _Queued:
    event: Event
    by: Actor
    at: datetime
    purpose: str
    facts: str
    typed: str | None
    subjects: list[int] = field(default_factory=list)


def record(
    what: Event,
    *,
    by: Actor,
    subjects: Iterable[int] = (),
    facts: Mapping[str, Fact] | None = None,
    purpose: str | None = None,
    typed: str | None = None,
) -> None:
    """Adds one record to the transaction that is open through writing().

    `subjects` are residents' ids; `facts` must be exactly those the event declares and hold no personal data;
    `typed` is text already sealed; `purpose` defaults to the visit's. Raises ValueError when the facts differ.
    """
    facts = facts or {}
    if set(facts) != FACTS[what]:
        raise ValueError(f"{what} must carry exactly {sorted(FACTS[what])}, got {sorted(facts)}")
    session = db.session()
    if session.info.get("door") != "writing":
        raise RuntimeError("audit.record() belongs inside writing()")
    queued = _Queued(
        event=what,
        by=by,
        at=clock.now(),
        purpose=by.purpose if purpose is None else purpose,
        facts=chain.canonical(facts),
        typed=typed,
        subjects=sorted(set(subjects)),
    )
    session.info.setdefault("audit", []).append(queued)


@event.listens_for(Session, "before_commit")
def _append_queued(session: Session) -> None:
    if session.in_nested_transaction():
        return
    queue: list[_Queued] = session.info.pop("audit", [])
    if not queue:
        return
    session.flush()
    connection = session.connection()
    append = _append_on_postgresql if connection.dialect.name == "postgresql" else _append_on_sqlite
    for queued in queue:
        append(connection, _columns(queued), queued.subjects)


def _columns(queued: _Queued) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "at": queued.at,
        "event": queued.event.value,
        "staff_id": queued.by.staff_id,
        "staff_login": queued.by.login_name,
        "address": queued.by.address,
        "visit_id": queued.by.visit_id,
        "purpose": queued.purpose,
        "facts": queued.facts,
        "typed": queued.typed,
        "subject_count": len(queued.subjects),
        "subjects_sha256": chain.subjects_sha256(queued.subjects),
    }
    columns["content"] = chain.content_sha256(columns)
    return columns


_POSTGRESQL_APPEND = text(
    "SELECT audit_append(:at, :event, :staff_id, :staff_login, :address, :visit_id, :purpose, :facts, :typed,"
    " :subject_count, :subjects_sha256, :content, CAST(:subjects AS bigint[]))"
)


def _append_on_postgresql(connection: Connection, columns: dict[str, Any], subjects: list[int]) -> None:
    connection.execute(_POSTGRESQL_APPEND, columns | {"subjects": subjects})


_HEAD = text("SELECT sequence, hash FROM audit_head WHERE id = 1")
_INSERT = text(
    "INSERT INTO audit_record (sequence, at, event, staff_id, staff_login, address, visit_id, purpose, facts, typed, subject_count,"
    " subjects_sha256, previous_hash, hash) VALUES (:sequence, :stored_at, :event, :staff_id, :staff_login, :address, :visit_id, :purpose,"
    " :facts, :typed, :subject_count, :subjects_sha256, :previous_hash, :hash)"
)
_SUBJECTS = text("INSERT INTO audit_subject (sequence, resident_id) SELECT :sequence, value FROM json_each(:subjects)")
_MOVE_HEAD = text("UPDATE audit_head SET sequence = :sequence, hash = :hash WHERE id = 1")


def _append_on_sqlite(connection: Connection, columns: dict[str, Any], subjects: list[int]) -> None:
    previous_sequence, previous_hash = connection.execute(_HEAD).one()
    sequence = previous_sequence + 1
    place = {
        "sequence": sequence,
        "previous_hash": previous_hash,
        "hash": chain.link(previous_hash, sequence, columns["content"]),
        "stored_at": columns["at"].astimezone(clock.UTC).strftime("%Y-%m-%d %H:%M:%S.%f"),
    }
    connection.execute(_INSERT, columns | place)
    if subjects:
        connection.execute(_SUBJECTS, {"sequence": sequence, "subjects": json.dumps(subjects)})
    connection.execute(_MOVE_HEAD, place)
