"""Rows by the thousand, past the session: COPY on PostgreSQL, tuples on SQLite; stored is what the column types make of each value."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError

from portal.db import db

Row = dict[str, Any]
Cells = tuple[Any, ...]
# Days, words and moments come again and again: what each becomes is worth remembering.
REMEMBERED = 4_096


@dataclass(frozen=True)
class Lines:
    """Rows of one table as the driver takes them, in the order of `names`."""

    table: str
    names: list[str]
    cells: list[Cells]


class Writer:
    """Makes lines of one table for one kind of database; needs no connection. What a row leaves out gets the model's default."""

    def __init__(self, table: Table, dialect: Dialect) -> None:
        self._table = table
        processors = {column.name: column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns}
        self._stored = {name: lru_cache(REMEMBERED)(processor) for name, processor in processors.items() if processor is not None}
        self._defaults = {
            column.name: column.default.arg  # pyright: ignore[reportAttributeAccessIssue]
            for column in table.columns
            if column.default is not None and column.default.is_scalar
        }

    def lines(self, rows: list[Row]) -> Lines:
        """All rows have the same columns."""
        names = list(rows[0]) if rows else []
        left_out = {name: value for name, value in self._defaults.items() if name not in names}
        return Lines(self._table.name, [*names, *left_out], list(self._cells(names, left_out, rows)))

    def _cells(self, names: list[str], left_out: Row, rows: list[Row]) -> Iterator[Cells]:
        changed: list[tuple[int, Callable[[Any], Any]]] = [
            (place, self._stored[name]) for place, name in enumerate(names) if name in self._stored
        ]
        defaults = tuple(self._stored[name](value) if name in self._stored else value for name, value in left_out.items())
        for row in rows:
            values = list(row.values())
            for place, become in changed:
                if values[place] is not None:
                    values[place] = become(values[place])
            yield (*values, *defaults)


def add_lines(lines: Lines) -> None:
    """Inside writing()."""
    session = db.session()
    if session.info.get("door") != "writing":
        raise RuntimeError("rows are added inside writing() only")
    if not lines.cells:
        return
    connection = session.connection()
    quote = connection.dialect.identifier_preparer.quote
    columns = f"{quote(lines.table)} ({', '.join(map(quote, lines.names))})"
    if connection.dialect.name == "postgresql":
        _copy(connection, columns, lines.cells)
    else:
        connection.exec_driver_sql(f"INSERT INTO {columns} VALUES ({', '.join('?' * len(lines.names))})", lines.cells)


def _copy(connection: Connection, columns: str, rows: list[Cells]) -> None:
    """Past SQLAlchemy, hence what the driver raises is wrapped here as everywhere else, without the values."""
    driver: Any = connection.dialect.dbapi
    try:
        with connection.connection.cursor() as cursor, cursor.copy(f"COPY {columns} FROM STDIN") as copy:  # pyright: ignore[reportAttributeAccessIssue, reportGeneralTypeIssues]
            for cells in rows:
                copy.write_row(cells)
    except driver.Error as error:
        raise DBAPIError.instance("COPY", None, error, driver.Error, hide_parameters=True, dialect=connection.dialect) from None
