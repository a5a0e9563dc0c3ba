"""The yardstick of imports: the very rows that an import wrote, put by the driver's executemany into a fresh database of the same tables,
indexes and triggers, one transaction for each 2,000 of them; nothing is read, checked, compared or recorded."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, inspect, make_url, text

from benchmarks.served import Portal, portal_in

AT_ONCE = 2_000


def empty_portal(folder: Path, database_url: str) -> Portal:
    """A second portal beside the measured one, migrated and empty; on PostgreSQL its database is made anew on the same server."""
    url = ""
    if database_url:
        beside = make_url(database_url).set(database=f"{make_url(database_url).database}_yardstick")
        with create_engine(database_url, isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{beside.database}"'))
            connection.execute(text(f'CREATE DATABASE "{beside.database}"'))
        url = beside.render_as_string(hide_password=False)
    portal = portal_in(folder, url)
    portal.flask("db", "upgrade")
    return portal


def executemany_seconds(source: Engine, target: Engine, table: str, *, upto: int | None = None) -> tuple[int, float]:
    """How many rows of `table` were copied, and the seconds that writing them took; reading them is not counted."""
    names = [column["name"] for column in inspect(source).get_columns(table)]
    mark = "?" if target.dialect.name == "sqlite" else "%s"
    statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join([mark] * len(names))})"
    raw = target.raw_connection()
    cursor = raw.cursor()
    rows, seconds = 0, 0.0
    for piece in _pieces(source, table, names):
        began = time.perf_counter()
        if target.dialect.name == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
        cursor.executemany(statement, piece)
        raw.commit()
        seconds += time.perf_counter() - began
        rows += len(piece)
        if upto is not None and rows >= upto:
            break
    raw.close()
    return rows, seconds


def _pieces(source: Engine, table: str, names: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
    """Without the links to imports: those rows are not copied."""
    columns = ["NULL" if name.endswith("import_id") else name for name in names]
    last = 0
    at_id = names.index("id")
    with source.connect() as connection:
        while True:
            found = connection.exec_driver_sql(
                f"SELECT {', '.join(columns)} FROM {table} WHERE id > {last} ORDER BY id LIMIT {AT_ONCE}"
            ).fetchall()
            if not found:
                return
            last = found[-1][at_id]
            yield [tuple(row) for row in found]
