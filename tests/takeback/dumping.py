"""The whole database as one value that two runs of the same work must share: every table, every id, without what is random or a time."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Table, select, text

from portal.audit.verify import verify
from portal.db import Moment, db, reading, writing

Dump = dict[str, list[tuple[Any, ...]]]
# Random by intent, or made of what is; `kept` files and forms sent once belong to the run, not to its result.
RANDOM = frozenset({"public_id", "token", "token_hash", "hash", "previous_hash", "result"})
NOT_COMPARED = frozenset({"login_session", "worker_sign", "alembic_version"})
# Columns that hold another row's id without a foreign key.
POINTS_TO = {
    ("resident", "first_import_id"): "file_import",
    ("dose", "replaces_id"): "dose",
    ("audit_subject", "resident_id"): "resident",
    ("job", "about"): "file_import",
}


def dump(*, by_rank: bool = False) -> Dump:
    """`by_rank`: ids as their place in the order. A transaction that PostgreSQL rolled back leaves a gap in its sequences."""
    with reading() as session:
        assert verify(session).unbroken
        rows = {table.name: list(session.execute(select(*table.c)).mappings()) for table in _tables()}
    _assert_search_is_whole()
    ranks = {name: _ranks(found) for name, found in rows.items()} if by_rank else {}
    names = {row["public_id"]: f"import {row['id']}" for row in rows["file_import"]}
    return {table.name: sorted((_row(table, row, ranks, names) for row in rows[table.name]), key=repr) for table in _tables()}


def _tables() -> list[Table]:
    return [table for table in db.metadata.sorted_tables if table.name not in NOT_COMPARED]


def _ranks(rows: list[Any]) -> dict[int, int]:
    return {each: place for place, each in enumerate(sorted(row["id"] for row in rows))} if rows and "id" in rows[0] else {}


def _row(table: Table, row: Mapping[Any, Any], ranks: dict[str, dict[int, int]], names: dict[str, str]) -> tuple[Any, ...]:
    return tuple((column.name, _value(column, row[column.name], ranks, names)) for column in table.c if _is_compared(column, ranks))


def _is_compared(column: Column[Any], ranks: dict[str, dict[int, int]]) -> bool:
    return column.name not in RANDOM and not (ranks and column.name == "subjects_sha256")


def _value(column: Column[Any], value: Any, ranks: dict[str, dict[int, int]], names: dict[str, str]) -> Any:
    if isinstance(column.type, Moment):
        return value is not None
    if isinstance(value, str):
        for public_id, name in names.items():
            value = value.replace(public_id, name)
    target = _target(column)
    return ranks[target].get(value, value) if target in ranks else value


def _target(column: Column[Any]) -> str:
    """The table whose id stands in this column; empty when none does."""
    name = column.table.name if isinstance(column.table, Table) else ""
    if column.name == "id":
        return name
    keys = [key.column.table.name for key in column.foreign_keys if key.column.name == "id"]
    return keys[0] if keys else POINTS_TO.get((name, column.name), "")


def _assert_search_is_whole() -> None:
    """On SQLite the index of the parts of names stands beside the table: it raises where the two differ."""
    if db.engine.dialect.name == "sqlite":
        with writing() as session:
            session.execute(text("INSERT INTO resident_search(resident_search, rank) VALUES ('integrity-check', 1)"))


def differences(one: Dump, other: Dump) -> list[str]:
    """What stands in one and not in the other, a line each: readable where two long values are not."""
    return [
        f"{sign} {name} {row}"
        for name in one
        for sign, these, those in (("-", one[name], other[name]), ("+", other[name], one[name]))
        for row in these
        if row not in those
    ]
