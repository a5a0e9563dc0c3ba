"""The database itself refuses to change or remove a record, whoever asks."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.audit.events import Event
from portal.audit.record import program, record
from portal.audit.verify import verify
from portal.db import reading, writing

CHANGES = [
    "UPDATE audit_record SET purpose = 'x'",
    "UPDATE audit_record SET purpose = purpose WHERE sequence = 1",
    "DELETE FROM audit_record WHERE sequence = 2",
    "UPDATE audit_subject SET resident_id = 9",
    "DELETE FROM audit_subject",
    "DELETE FROM audit_head",
]


@pytest.fixture
def two_records(app: Flask) -> None:
    with writing():
        for number in range(2):
            record(Event.RESIDENT_OPEN, by=program("test"), subjects=[number + 1], facts={"doses": 0, "vouchers": 0})


def refuse(statement: str) -> None:
    with pytest.raises(DBAPIError, match="never changed or removed"), writing() as session:
        session.execute(text(statement))
    with reading() as session:
        verdict = verify(session)
    assert verdict.unbroken
    assert verdict.records == 2


@pytest.mark.usefixtures("two_records")
@pytest.mark.parametrize("statement", CHANGES)
def test_a_record_cannot_be_changed_or_removed(statement: str) -> None:
    refuse(statement)


@pytest.mark.postgresql_only
@pytest.mark.usefixtures("two_records")
@pytest.mark.parametrize("statement", ["TRUNCATE audit_record", "TRUNCATE audit_subject", "TRUNCATE audit_head CASCADE"])
def test_the_tables_cannot_be_emptied(engine: str, statement: str) -> None:
    refuse(statement)


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("two_records")
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO audit_record SELECT sequence, at, event, staff_id, staff_login, 'x', visit_id, purpose, facts, typed,"
        " subject_count, subjects_sha256, previous_hash, hash FROM audit_record WHERE sequence = 2",
        "INSERT OR REPLACE INTO audit_subject VALUES (1, 1)",
    ],
)
def test_a_record_cannot_be_replaced_which_fires_no_delete_trigger(engine: str, statement: str) -> None:
    refuse(statement)
