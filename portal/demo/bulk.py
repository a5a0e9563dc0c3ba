"""Rows by the thousand, past the session: COPY on PostgreSQL, tuples on SQLite; stored is what the column types make of each value."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.engine import Dialect

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
    """Makes lines of one table for one kind of database; needs no connection."""

    def __init__(self, table: Table, dialect: Dialect) -> None:
        self._table = table
        processors = {column.name: column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns}
        self._stored = {name: lru_cache(REMEMBERED)(processor) for name, processor in processors.items() if processor is not None}

    def lines(self, rows: list[Row]) -> Lines:
        """All rows have the same columns."""
        names = list(rows[0]) if rows else []
        return Lines(self._table.name, names, list(self._cells(names, rows)))

    def _cells(self, names: list[str], rows: list[Row]) -> Iterator[Cells]:
        changed: list[tuple[int, Callable[[Any], Any]]] = [
            (place, self._stored[name]) for place, name in enumerate(names) if name in self._stored
        ]
        for row in rows:
            values = list(row.values())
            for place, become in changed:
                if values[place] is not None:
                    values[place] = become(values[place])
            yield tuple(values)


def add_lines(lines: Lines) -> None:
    """Inside writing()."""
    if not lines.cells:
        return
    connection = db.session().connection()
    cursor = connection.connection.cursor()
    columns = f"{lines.table} ({', '.join(lines.names)})"
    if connection.dialect.name == "postgresql":
        with cursor.copy(f"COPY {columns} FROM STDIN") as copy:  # pyright: ignore[reportAttributeAccessIssue]
            for cells in lines.cells:
                copy.write_row(cells)
    else:
        cursor.executemany(f"INSERT INTO {columns} VALUES ({', '.join('?' * len(lines.names))})", lines.cells)
    cursor.close()
