"""What a request is filled from: systems, terminals, people, destinations and the media of a section (M-1, M-2, R5-3).

Every function is called inside a door and answers with what may be chosen on that day; entries that have ended are left out.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select

from portal.db import db
from portal.media.line_queries import medium_facts
from portal.media.medium_rules import MediumFacts, standing_of
from portal.media.models import Destination, ListedSystem, ListedTerminal, Medium, Worker
from portal.media.rules import (
    EMPLOYER_WORDS,
    MEDIUM_KIND_WORDS,
    PLACE_WORDS,
    STANDING_WORDS,
    Condition,
    Employer,
    PlaceKind,
    Standing,
)


@dataclass(frozen=True)
class Choice:
    """An entry of a list: `name` is what is chosen, `words` what tells it from another of the same name (may be empty)."""

    id: int
    public_id: str
    name: str
    words: str


@dataclass(frozen=True)
class WorkerChoice(Choice):
    """`staff_id`: None for a contractor's person."""

    employer: Employer
    staff_id: int | None


@dataclass(frozen=True)
class DestinationChoice(Choice):
    kind: PlaceKind


@dataclass(frozen=True)
class MediumChoice(Choice):
    """`facts` are for medium_rules.why_not_choose, `standing` for the mark beside it."""

    facts: MediumFacts
    standing: Standing


def systems(on: date) -> list[Choice]:
    found = select(ListedSystem).where(ListedSystem.ended_on.is_(None) | (ListedSystem.ended_on >= on))
    return [Choice(row.id, row.public_id, row.name, "") for row in db.session().scalars(found.order_by(ListedSystem.name, ListedSystem.id))]


def terminals(section_id: int, on: date) -> list[Choice]:
    """Those of the section that run on that day."""
    found = select(ListedTerminal).where(ListedTerminal.section_id == section_id, *_runs(ListedTerminal, on))
    rows = db.session().scalars(found.order_by(ListedTerminal.name, ListedTerminal.id))
    return [Choice(row.id, row.public_id, row.name, row.place) for row in rows]


def workers(section_id: int, on: date) -> list[WorkerChoice]:
    """Whom the chief allows to handle the section's data; the city's people first."""
    found = select(Worker).where(Worker.section_id == section_id, *_runs(Worker, on))
    rows = db.session().scalars(found.order_by(Worker.employer, Worker.company, Worker.name, Worker.id))
    return [WorkerChoice(row.id, row.public_id, row.name, employer_words(row), row.employer, row.staff_id) for row in rows]


def destinations(on: date) -> list[DestinationChoice]:
    """By kind, then name. One that is another section of the city is among them: the rule refuses it for personal data (R5-3)."""
    found = select(Destination).where(Destination.ended_on.is_(None) | (Destination.ended_on >= on))
    order = list(PlaceKind)
    rows = sorted(db.session().scalars(found), key=lambda row: (order.index(row.kind), row.name, row.id))
    return [DestinationChoice(row.id, row.public_id, row.name, PLACE_WORDS[row.kind], row.kind) for row in rows]


def media_of(section_id: int) -> list[MediumChoice]:
    """The section's media but those disposed of, by number; the rule says of each whether it may be chosen. Constant in statements."""
    found = select(Medium).where(Medium.section_id == section_id, Medium.condition != Condition.DISPOSED)
    rows = list(db.session().scalars(found.order_by(Medium.fiscal_year, Medium.running)))
    facts = medium_facts([row.id for row in rows])
    return [_medium(row, facts[row.id]) for row in rows]


def employer_words(worker: Worker) -> str:
    """職員, or 委託先 with the company."""
    return f"{EMPLOYER_WORDS[worker.employer]} {worker.company}".strip()


def _medium(row: Medium, facts: MediumFacts) -> MediumChoice:
    standing = standing_of(facts)
    words = f"{MEDIUM_KIND_WORDS[row.kind]} {row.maker} {row.model} {STANDING_WORDS[standing]}"
    return MediumChoice(row.id, row.public_id, row.number.shown, words, facts, standing)


def _runs(listed: type[ListedTerminal] | type[Worker], on: date) -> tuple[ColumnElement[bool], ...]:
    return listed.starts_on <= on, listed.ends_on.is_(None) | (listed.ends_on >= on)
