"""What somebody can do behind the portal's back: the database's own shell, the triggers dropped, hashes made to fit again."""

import sqlite3
import subprocess
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from portal.audit import chain
from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.audit.record import Actor, record
from portal.audit.verify import Fault, Verdict, verify
from portal.db import db, reading, writing

CLERK = Actor(staff_id=1, login_name="madoguchi", address="10.1.2.3", visit_id=7, purpose="窓口・再発行")
Shell = Callable[[str], str]


def record_lookups(count: int) -> None:
    for number in range(count):
        with writing():
            record(
                Event.RESIDENT_OPEN,
                by=CLERK,
                subjects=[100 + number, 200 + number],
                facts={"doses": number, "vouchers": 1},
                typed="c2VhbGVk" if number % 2 else None,
            )


def check() -> Verdict:
    with reading() as session:
        return verify(session)


def fault() -> Fault:
    found = check().fault
    assert found is not None
    return found


def in_sqlite(path: str, sql: str) -> str:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript(sql)
    except sqlite3.Error as error:
        return str(error)
    finally:
        connection.close()
    return ""


def in_psql(url: str, sql: str) -> str:
    done = subprocess.run(["psql", url, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql], capture_output=True, text=True, check=False)
    return done.stderr


def drop_triggers(app: Flask, table: str) -> str:
    if not app.extensions["portal_settings"].is_sqlite:
        return f"ALTER TABLE {table} DISABLE TRIGGER USER"
    with reading() as session:
        names = session.connection().exec_driver_sql(f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'")
        return ";".join(f"DROP TRIGGER {name}" for (name,) in names)


def forge(shell: Shell, *, first: int, last: int, **changed: str) -> None:
    """What somebody with the program at hand could do: change records and make every hash, and the head, fit again."""
    with reading() as session:
        rows = session.scalars(select(AuditRecord).where(AuditRecord.sequence.between(first, last)).order_by(AuditRecord.sequence)).all()
        previous = session.scalar(select(AuditRecord.hash).where(AuditRecord.sequence == first - 1)) or "0" * 64
        newest = session.scalars(select(AuditRecord.sequence).order_by(AuditRecord.sequence.desc()).limit(1)).one()
    db.session.remove()
    for row in rows:
        values = {column.name: getattr(row, column.name) for column in AuditRecord.__table__.columns} | changed
        digest = chain.link(previous, row.sequence, chain.content_sha256(values))
        settings = "".join(f", {name} = '{value}'" for name, value in changed.items())
        shell(f"UPDATE audit_record SET previous_hash = '{previous}', hash = '{digest}'{settings} WHERE sequence = {row.sequence}")
        previous = digest
    if last == newest:
        shell(f"UPDATE audit_head SET sequence = {last}, hash = '{previous}' WHERE id = 1")
