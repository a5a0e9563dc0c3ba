"""Alembic's environment: one history for SQLite and PostgreSQL."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection, Enum
from sqlalchemy.types import TypeEngine

from portal.db import Moment, PartialDay

extension = current_app.extensions["migrate"]


def render_type(kind: str, thing: Any, _context: Any) -> str | bool:
    """Our own column types as the plain ones they are stored in, so that a migration never imports the portal."""
    if kind != "type":
        return False
    if isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    if isinstance(thing, PartialDay):
        return "sa.String(length=10)"
    if isinstance(thing, Enum):
        return "sa.String(length=40)"
    return False


def same_type(_context: Any, _inspected: Any, _column: Any, _inspected_type: TypeEngine[Any], model_type: TypeEngine[Any]) -> bool | None:
    """Words are plain strings in the database."""
    if isinstance(model_type, Enum | Moment | PartialDay):
        return False
    return None


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """The search index is made by its migration: FTS5 keeps tables of its own, and no model describes an index of pairs."""
    return not (kind in ("table", "index") and name is not None and (name.startswith("resident_search") or name.endswith("_bigrams")))


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=extension.db.metadatas[None],
        render_item=render_type,
        compare_type=same_type,
        include_name=is_ours,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


with extension.db.engine.connect() as connection:
    run(connection)
    connection.commit()
