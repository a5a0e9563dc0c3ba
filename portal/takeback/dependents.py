"""What was found to depend on an import: by kind, how much, and the first of it with a link each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from portal.db import db
from portal.takeback.rules import DEPENDENCE_WORDS, FIRST_WORDS, Dependence

SHOWN = 20


@dataclass(frozen=True)
class Link:
    """A page of the portal, named by its endpoint; `words` may be a person's name."""

    words: str
    endpoint: str
    public_id: str


@dataclass(frozen=True)
class Dependent:
    """`subjects`: the residents whose names stand in the links."""

    what: Dependence
    count: int
    links: list[Link]
    subjects: list[int]

    @property
    def word(self) -> str:
        return DEPENDENCE_WORDS[self.what]

    @property
    def first(self) -> str:
        return FIRST_WORDS[self.what]

    @property
    def more(self) -> int:
        return self.count - len(self.links)


def people(what: Dependence, found: Select[*tuple[Any, ...]]) -> Dependent | None:
    """Inside a door. `found`: id, public id and name of residents, each once; None when there are none."""
    rows = db.session().execute(found.order_by(None).limit(SHOWN + 1)).all()
    if not rows:
        return None
    shown = rows[:SHOWN]
    links = [Link(row.name, "counter.show_resident", row.public_id) for row in shown]
    return Dependent(what, _count(found, rows), links, [row.id for row in shown])


def files(what: Dependence, found: Select[*tuple[Any, ...]]) -> Dependent | None:
    """Inside a door. `found`: public id and name of imports, the newest first."""
    rows = db.session().execute(found.limit(SHOWN + 1)).all()
    if not rows:
        return None
    links = [Link(row.file_name, "takeback.show_take_back", row.public_id) for row in rows[:SHOWN]]
    return Dependent(what, _count(found, rows), links, [])


def _count(found: Select[*tuple[Any, ...]], rows: Sequence[Any]) -> int:
    if len(rows) <= SHOWN:
        return len(rows)
    return db.session().scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
