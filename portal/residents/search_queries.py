"""The register searched: by parts of names, addresses and telephone numbers, and by a number that leads to one person.

A hit is what search_rules.nearness says; search_statements.py writes it as one statement for both engines.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, or_, select

from portal.db import db
from portal.residents.models import Resident
from portal.residents.rules import RecordState
from portal.residents.search_rules import Nearness, Sought
from portal.residents.search_statements import shape_of, statement_for, values_of


@dataclass(frozen=True)
class Candidate:
    """A row of the register (every column of Resident) and how it was found."""

    row: Row[Any]
    nearness: Nearness


def find_by_parts(sought: Sought, *, shown_again_before: date, limit: int, most: int) -> tuple[list[Candidate], int]:
    """The nearest `limit` people, and how many there are, counted no further than `most`.

    `shown_again_before`: a 支援措置 that ended before this day hides no longer (date.min: it hides until the register lifts it).
    """
    is_sqlite = db.engine.dialect.name == "sqlite"
    bounds = {"limit": limit, "most": most, "shown_again_before": shown_again_before}
    found = (
        db.session().execute(statement_for(shape_of(sought, is_sqlite=is_sqlite)), values_of(sought, is_sqlite=is_sqlite) | bounds).all()
    )
    rows = _rows_of([hit.id for hit in found])
    total = min(found[0].total, most) if found else 0
    return [Candidate(rows[hit.id], Nearness(hit.nearness)) for hit in found], total


def find_by_number(numbers: Collection[str], ids: Collection[int]) -> list[Row[Any]]:
    """By 宛名番号 or 団体内統合宛名番号, each of which is one person's; by id where a voucher or a dose has led to one."""
    return list(db.session().execute(_BY_NUMBER, {"numbers": list(numbers), "ids": list(ids)}))


def _rows_of(ids: Sequence[int]) -> dict[int, Row[Any]]:
    return {row.id: row for row in db.session().execute(_BY_IDS, {"ids": list(ids)})} if ids else {}


_COLUMNS = tuple(Resident.__table__.columns)
_BY_IDS = select(*_COLUMNS).where(Resident.id.in_(bindparam("ids", expanding=True)))
_BY_NUMBER = (
    select(*_COLUMNS)
    .where(
        Resident.record_state == RecordState.CURRENT,
        or_(
            Resident.resident_number.in_(bindparam("numbers", expanding=True)),
            Resident.integrated_number.in_(bindparam("numbers", expanding=True)),
            Resident.id.in_(bindparam("ids", expanding=True)),
        ),
    )
    .order_by(Resident.kana_key, Resident.id)
)
