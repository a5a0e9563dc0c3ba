"""The names of everything that lines point to, for one line or a page of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from portal.accounts.chief_queries import StaffName, section_names, staff_names
from portal.db import db
from portal.media.choice_queries import employer_words
from portal.media.line_models import MediaRequest, RequestTerminal, RequestWorker
from portal.media.models import Destination, ListedSystem, ListedTerminal, Medium, Worker
from portal.media.rules import MEDIUM_KIND_WORDS, PLACE_WORDS


@dataclass(frozen=True)
class Names:
    """By id. `workers_of`, `terminals_of`: the ids of a line's, by the line's id."""

    sections: Mapping[int, str]
    staff: Mapping[int, StaffName]
    systems: Mapping[int, str]
    media: Mapping[int, str]
    workers: Mapping[int, str]
    terminals: Mapping[int, str]
    destinations: Mapping[int, str]
    workers_of: Mapping[int, Sequence[int]]
    terminals_of: Mapping[int, Sequence[int]]

    def person(self, staff_id: int | None) -> str:
        return self.staff[staff_id].name if staff_id is not None and staff_id in self.staff else ""


def names_of(rows: Sequence[MediaRequest]) -> Names:
    """Inside a door: nine statements for any number of lines."""
    ids = [row.id for row in rows]
    workers_of = _listed(select(RequestWorker.request_id, RequestWorker.worker_id).where(RequestWorker.request_id.in_(ids)))
    terminals_of = _listed(select(RequestTerminal.request_id, RequestTerminal.terminal_id).where(RequestTerminal.request_id.in_(ids)))
    carriers = {person for row in rows for person in (row.carrier_id, row.companion_id) if person}
    media = _rows(Medium, {row.medium_id for row in rows})
    return Names(
        sections=section_names(),
        staff=staff_names({person for row in rows for person in (row.requester_id, row.responsible_id, row.closed_by) if person}),
        systems={each.id: each.name for each in _rows(ListedSystem, {at for row in rows for at in (row.from_system_id, row.to_system_id)})},
        media={each.id: f"{each.number.shown} {MEDIUM_KIND_WORDS[each.kind]} {each.maker} {each.model}" for each in media},
        workers={
            each.id: f"{each.name}({employer_words(each)})"
            for each in _rows(Worker, carriers.union(*workers_of.values()) if workers_of else carriers)
        },
        terminals={each.id: each.name for each in _rows(ListedTerminal, set().union(*terminals_of.values()))},
        destinations={
            each.id: f"{each.name}({PLACE_WORDS[each.kind]})" for each in _rows(Destination, {row.destination_id for row in rows})
        },
        workers_of=workers_of,
        terminals_of=terminals_of,
    )


def _listed(statement: Select[int, int]) -> Mapping[int, Sequence[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows: Any = db.session().execute(statement)
    for line_id, listed_id in rows:
        found[line_id].append(listed_id)
    return found


def _rows(table: Any, ids: Collection[int | None]) -> Sequence[Any]:
    """Nothing is asked for when no line points there."""
    wanted = sorted(each for each in ids if each is not None)
    return db.session().scalars(select(table).where(table.id.in_(wanted)).order_by(table.id)).all() if wanted else []
