"""The database: typed models, column types, and the two doors through which everything reads and writes.

Every other way in is shut: a session that begins outside a door raises. The reasons for the exact shape of the
doors (lock, then BEGIN IMMEDIATE; a snapshot for reading) stand in docs/decisions/001-transactions.md.
"""

import fcntl
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import flask_sqlalchemy.model
from flask import current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Enum, MetaData, Row, Select, String, TypeDecorator, event
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session

from portal.clock import JAPAN
from portal.text.wareki import PartialDate

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
IMMEDIATE = "portal_immediate"


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
if TYPE_CHECKING:

    class Model(flask_sqlalchemy.model.Model, Base): ...

else:
    Model = db.Model

Held = TypeVar("Held", bound=Model)


class Moment(TypeDecorator[datetime]):
    """A point in time: UTC in the database, Japan's time in Python. A naive datetime is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(JAPAN)


class PartialDay(TypeDecorator[PartialDate]):
    """A birth date whose month or day may be unknown, as its sortable key: 1948-05-14, 1948-05-00, 1948-00-00."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: PartialDate | None, dialect: Dialect) -> str | None:
        return None if value is None else value.key

    def process_result_value(self, value: str | None, dialect: Dialect) -> PartialDate | None:
        return None if value is None else PartialDate.from_key(value)


def word_column(words: type[StrEnum]) -> Enum:
    """A column of one of these words, stored by value so that SQL stays readable."""
    return Enum(words, native_enum=False, length=40, create_constraint=False, values_callable=lambda members: [m.value for m in members])


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=5000", "synchronous=FULL", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_on_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        immediate = connection.get_execution_options().get(IMMEDIATE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@event.listens_for(Session, "after_begin")
def _refuse_outside_a_door(session: Session, *_: object) -> None:
    if "door" not in session.info:
        raise RuntimeError("the database is reached through reading() or writing() only")


@event.listens_for(Session, "before_flush")
def _refuse_to_write_while_reading(session: Session, *_: object) -> None:
    if session.info.get("door") != "writing":
        raise RuntimeError("changes are made inside writing() only")


@event.listens_for(Session, "do_orm_execute")
def _refuse_statements_that_write_while_reading(state: ORMExecuteState) -> None:
    if (state.is_insert or state.is_update or state.is_delete) and state.session.info.get("door") != "writing":
        raise RuntimeError("changes are made inside writing() only")


@contextmanager
def reading() -> Iterator[Session]:
    """A consistent snapshot; what was loaded stays usable afterwards but is no longer tied to the database."""
    session = _enter("reading")
    try:
        session.connection(execution_options=_reading_options())
        yield session
        if _is_postgresql():
            # Nothing can have changed. psycopg forgets every statement that it has prepared when a transaction is rolled back.
            session.expunge_all()
            session.commit()
    finally:
        _leave(session)


def read_once(statement: Select[*tuple[Any, ...]], parameters: Mapping[str, Any]) -> Sequence[Row[*tuple[Any, ...]]]:
    """The reading door for one SELECT of columns, which is a snapshot by itself: PostgreSQL needs no BEGIN and no COMMIT around it."""
    if not statement.is_select:
        raise RuntimeError("read_once() takes a SELECT")
    session = _enter("reading")
    try:
        with db.engine.connect() as connection:
            if _is_postgresql():
                connection.execution_options(isolation_level="AUTOCOMMIT")
            return connection.execute(statement, parameters).all()
    finally:
        _leave(session)


@contextmanager
def writing() -> Iterator[Session]:
    """One change with its audit records: committed once at the end, or nothing of it remains."""
    session = _enter("writing")
    try:
        with _write_lock():
            try:
                session.connection(execution_options={IMMEDIATE: True})
                yield session
                session.commit()
            finally:
                # A failed change is taken back before the next writer is let in, who would meet its lock otherwise.
                _end(session)
    finally:
        _leave(session)


def held_row(model: type[Held], key: Any, **first: Any) -> Held:
    """Inside writing(): the row of this key, made from `first` by whoever comes first, and held until the commit.

    For running numbers: those who draw from one row follow one another, and a change that is taken back gives its number back.
    """
    session = db.session()
    if known := session.get(model, key, with_for_update=True):
        return known
    insert = insert_on_postgresql if _is_postgresql() else insert_on_sqlite
    session.execute(insert(model).values(**first).on_conflict_do_nothing())
    return session.get_one(model, key, with_for_update=True)


def _enter(door: str) -> Session:
    session = db.session()
    if "door" in session.info:
        raise RuntimeError(f"{door}() inside {session.info['door']}(): the two doors are never nested")
    if session.new or session.dirty or session.deleted:
        raise RuntimeError(f"{door}() with changes pending from elsewhere")
    session.info["door"] = door
    return session


def _leave(session: Session) -> None:
    _end(session)
    session.info.clear()


def _end(session: Session) -> None:
    session.expunge_all()
    session.rollback()


def _reading_options() -> dict[str, Any]:
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if _is_postgresql() else {}


def _is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


@contextmanager
def _write_lock() -> Iterator[None]:
    """On SQLite one writer at a time, across threads and processes, in the kernel's queue: busy waiting starves the unlucky."""
    if _is_postgresql():
        yield
        return
    path: Path = current_app.extensions["portal_settings"].instance_dir / "write.lock"
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
