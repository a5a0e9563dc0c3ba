"""Many at once: the chain neither forks nor gaps, and nobody gets an error."""

import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.audit.record import program, record
from portal.audit.verify import verify
from portal.db import db, reading, writing
from tests.conftest import overrides

THREADS, EACH = 16, 20


def record_many(app: Flask, who: int) -> None:
    with app.app_context():
        for number in range(EACH):
            with writing():
                record(
                    Event.RESIDENT_OPEN, by=program(f"client {who}"), subjects=[who, 1000 + number], facts={"doses": number, "vouchers": 0}
                )
        db.session.remove()


def assert_whole(records: int) -> None:
    with reading() as session:
        verdict = verify(session)
        clients = session.execute(select(AuditRecord.staff_login, func.count()).group_by(AuditRecord.staff_login)).all()
    assert verdict.fault is None
    assert verdict.records == records
    assert {count for _, count in clients} == {EACH}


def test_sixteen_clients_at_once_leave_one_unbroken_chain(app: Flask) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(record_many, app, who) for who in range(THREADS)]:
            done.result()

    assert_whole(THREADS * EACH)


@pytest.mark.thorough
def test_four_processes_of_four_clients_leave_one_unbroken_chain(app: Flask) -> None:
    settings = app.extensions["portal_settings"]
    program_text = textwrap.dedent(f"""
        from concurrent.futures import ThreadPoolExecutor
        import sys
        from portal.app import create_app
        from tests.audit.test_audit_concurrency import record_many
        app = create_app({overrides(settings.instance_dir, settings.database_url)!r})
        first = int(sys.argv[1]) * 4
        with ThreadPoolExecutor(4) as pool:
            for done in [pool.submit(record_many, app, who) for who in range(first, first + 4)]:
                done.result()
    """)
    root = Path(__file__).resolve().parents[2]
    processes = [subprocess.Popen([sys.executable, "-c", program_text, str(number)], cwd=root) for number in range(4)]

    assert [process.wait(timeout=120) for process in processes] == [0, 0, 0, 0]
    assert_whole(16 * EACH)
