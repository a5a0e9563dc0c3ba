"""Many rows at once: added in one go, found by many keys in one parameter, cleared away in chunks when no longer needed."""

import json
from collections.abc import Collection
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import ARRAY, ColumnElement, Table, any_, delete, func, literal, select, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import InstrumentedAttribute

from portal.db import Model, db, reading
from portal.intake.files import HEADING_ROW
from portal.intake.lines import Writer, add_lines
from portal.intake.models import ImportRow
from portal.intake.pace import Pace
from portal.intake.rules import Outcome

# For statements about rows of which the session holds no objects: it need not look which of them it would have to forget.
NOT_LOADED = {"synchronize_session": False}


def add_rows(model: type[Model], rows: list[dict[str, Any]]) -> None:
    """Inside writing(). Past the session: rows that nobody reads back need no objects."""
    if rows:
        add_lines(_writer(cast(Table, model.__table__), db.session().connection().dialect).lines(rows))


@lru_cache(64)
def _writer(table: Table, dialect: Dialect) -> Writer:
    return Writer(table, dialect)


def among(column: ColumnElement[Any] | InstrumentedAttribute[Any], values: Collection[Any]) -> ColumnElement[bool]:
    """Inside a door: `column IN values`, with all of them in one parameter, so that a chunk of any size is the same short statement."""
    if db.session().connection().dialect.name == "postgresql":
        return column == any_(literal(list(values), ARRAY(column.type)))
    return column.in_(select(func.json_each(json.dumps(list(values))).table_valued("value").c.value))


def go_by_keys() -> None:
    """Inside a door, before its statements: rows are found by their keys, never by reading a whole table.

    While a first import fills an empty table, PostgreSQL still plans for an empty one, and would read all of it for every chunk.
    """
    connection = db.session().connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL enable_seqscan = off"))


def clear_rows(import_id: int, *, but: Outcome | None = None) -> None:
    """Everything staged for an import, but the rows of this outcome and the headings they need. Interrupted, it is simply called again."""
    cleared = [ImportRow.import_id == import_id]
    if but is not None:
        cleared += [ImportRow.number > HEADING_ROW, ImportRow.outcome.is_distinct_from(but)]
    rest, pace = delete(ImportRow).where(*cleared), Pace()
    while True:
        with reading() as session:
            numbers = select(ImportRow.number).where(*cleared).order_by(ImportRow.number)
            last = session.scalar(numbers.offset(pace.rows - 1).limit(1))
        with pace.writing(pace.rows) as session:
            session.execute(rest if last is None else rest.where(ImportRow.number <= last), execution_options=NOT_LOADED)
        if last is None:
            return
