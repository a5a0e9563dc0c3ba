"""Names that the lines of a page mention: people and terminals they were worked with by, systems, destinations, media, other lines."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal.db import db
from portal.media.line_models import MediaRequest, RequestTerminal, RequestWorker
from portal.media.models import Destination, ListedSystem, ListedTerminal, Medium, Worker
from portal.media.number_rules import SERIES_OF, Number, Series
from portal.media.rules import Employer


@dataclass(frozen=True)
class People:
    """`names` by worker, the others by line."""

    names: Mapping[int, str]
    workers: Mapping[int, Sequence[str]]
    terminals: Mapping[int, Sequence[str]]


@dataclass(frozen=True)
class Places:
    """Each by its own id; `numbers` of 包括承認."""

    systems: Mapping[int, str]
    destinations: Mapping[int, str]
    media: Mapping[int, str]
    numbers: Mapping[int, str]


def worker_words(name: str, employer: Employer, company: str) -> str:
    """Who works for a contractor carries the contractor's name."""
    return name if employer is Employer.CITY else f"{name}({company})"


def people_of(request_ids: Collection[int], worker_ids: Collection[int]) -> People:
    """Inside a door: three statements."""
    session = db.session()
    columns = (Worker.name, Worker.employer, Worker.company)
    names = session.execute(select(Worker.id, *columns).where(Worker.id.in_(worker_ids)))
    workers: dict[int, list[str]] = defaultdict(list)
    joined = select(RequestWorker.request_id, *columns).join(Worker, Worker.id == RequestWorker.worker_id)
    of_lines = joined.where(RequestWorker.request_id.in_(request_ids)).order_by(Worker.id)
    for request_id, name, employer, company in session.execute(of_lines):
        workers[request_id].append(worker_words(name, employer, company))
    terminals: dict[int, list[str]] = defaultdict(list)
    placed = select(RequestTerminal.request_id, ListedTerminal.name).join(ListedTerminal, ListedTerminal.id == RequestTerminal.terminal_id)
    for request_id, name in session.execute(placed.where(RequestTerminal.request_id.in_(request_ids)).order_by(ListedTerminal.id)):
        terminals[request_id].append(name)
    return People({worker_id: worker_words(name, employer, company) for worker_id, name, employer, company in names}, workers, terminals)


def places_of(rows: Sequence[MediaRequest]) -> Places:
    """Inside a door: one statement each for what the lines name."""
    session = db.session()
    systems = {each for row in rows for each in (row.from_system_id, row.to_system_id) if each is not None}
    destinations = {row.destination_id for row in rows if row.destination_id is not None}
    blankets = {row.blanket_id for row in rows if row.blanket_id is not None}
    named_systems = session.execute(select(ListedSystem.id, ListedSystem.name).where(ListedSystem.id.in_(systems)))
    named = session.execute(select(Destination.id, Destination.name).where(Destination.id.in_(destinations)))
    line = select(MediaRequest.id, MediaRequest.kind, MediaRequest.fiscal_year, MediaRequest.running)
    numbers = session.execute(line.where(MediaRequest.id.in_(blankets)))
    return Places(
        systems=dict(named_systems.all()),
        destinations=dict(named.all()),
        media=media_numbers({row.medium_id for row in rows if row.medium_id is not None}),
        numbers={row_id: Number(SERIES_OF[kind], year, running).shown for row_id, kind, year, running in numbers},
    )


def media_numbers(ids: Collection[int]) -> dict[int, str]:
    """Inside a door."""
    found = db.session().execute(select(Medium.id, Medium.fiscal_year, Medium.running).where(Medium.id.in_(ids)))
    return {medium_id: Number(Series.MEDIUM, year, running).shown for medium_id, year, running in found}
