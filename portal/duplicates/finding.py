"""The register gone through for records of one person: the work of a job. Killed and called again it begins anew and ends the same."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite
from sqlalchemy.orm import InstrumentedAttribute

from portal import clock
from portal.db import db, reading, writing
from portal.duplicates.models import DuplicateCandidate
from portal.duplicates.rules import Figure, pairs_of_one_birth, pairs_of_one_kana
from portal.jobs.actions import advance
from portal.jobs.queue import stop_if_asked
from portal.residents.models import Resident
from portal.residents.rules import Category, RecordState

ROWS_A_CHUNK = 20_000
Pairs = dict[tuple[int, int], int]
Rule = Callable[[Iterable[Figure]], Pairs]
_FIGURE = (
    Resident.id,
    Resident.name,
    Resident.former_surname,
    Resident.name_key,
    Resident.alias_key,
    Resident.kana_key,
    Resident.birth,
    Resident.sex,
    Resident.household_number,
    Resident.place_key,
    Resident.category,
    Resident.protection,
)
_CURRENT = Resident.record_state == RecordState.CURRENT


def find_duplicates(job_id: int, *, pause: Callable[[], None] = stop_if_asked) -> None:
    """Twice through everybody, by birth date and by reading, in chunks of whole groups; pairs that are no longer found go at the end."""
    with reading() as session:
        total = 2 * (session.scalar(select(func.count()).select_from(Resident).where(_CURRENT)) or 0)
    done = 0
    for group_by, rule in ((Resident.birth, pairs_of_one_birth), (Resident.kana_key, pairs_of_one_kana)):
        for rows in _chunks(group_by):
            pause()
            pairs = _pairs_in(rows, group_by.key, rule)
            done += len(rows)
            with writing():
                _keep(pairs, job_id)
                advance(job_id, done, total)
    with writing() as session:
        session.execute(delete(DuplicateCandidate).where(DuplicateCandidate.job_id != job_id))


def _chunks(group_by: InstrumentedAttribute[Any]) -> Iterator[list[Any]]:
    """Whole groups of one birth or one reading, in the order of its index, about ROWS_A_CHUNK people at a time."""
    last: Any = None
    while True:
        beyond = (_CURRENT, group_by > last) if last is not None else (_CURRENT,)
        with reading() as session:
            upper = session.scalar(select(group_by).where(*beyond).order_by(group_by).offset(ROWS_A_CHUNK - 1).limit(1))
            chunk = beyond if upper is None else (*beyond, group_by <= upper)
            rows = list(session.execute(select(*_FIGURE).where(*chunk).order_by(group_by)))
        if rows:
            yield rows
        if upper is None:
            return
        last = upper


def _pairs_in(rows: list[Any], group_by: str, rule: Rule) -> Pairs:
    pairs: Pairs = {}
    for key, group in groupby(rows, key=lambda row: getattr(row, group_by)):
        people = list(group)
        if key and len(people) > 1:
            pairs |= rule([figure_of(row) for row in people])
    return pairs


def figure_of(row: Any) -> Figure:
    """From a row with the columns of Resident. Who is protected is compared without household and address."""
    hidden = row.protection is not None
    return Figure(
        id=row.id,
        name=row.name,
        former_surname=row.former_surname,
        name_key=row.name_key,
        alias_key=row.alias_key,
        kana_key=row.kana_key,
        birth=row.birth,
        sex=row.sex,
        household="" if hidden else row.household_number,
        place="" if hidden else row.place_key,
        is_unregistered=row.category is Category.NOT_REGISTERED,
    )


def _keep(pairs: Pairs, job_id: int) -> None:
    """New pairs are added; one that is there already is found again."""
    if not pairs:
        return
    insert = insert_on_postgresql if db.engine.dialect.name == "postgresql" else insert_on_sqlite
    statement = insert(DuplicateCandidate)
    again = {name: statement.excluded[name] for name in ("weight", "job_id", "found_at")}
    statement = statement.on_conflict_do_update(index_elements=["first_id", "second_id"], set_=again)
    now = clock.now()
    rows = [
        {"first_id": first, "second_id": second, "weight": weight, "job_id": job_id, "found_at": now}
        for (first, second), weight in pairs.items()
    ]
    db.session().execute(statement, rows)
