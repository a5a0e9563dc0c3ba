"""What is read again and again: one statement is a snapshot by itself, and PostgreSQL plans it once."""

import pytest
from flask import Flask
from sqlalchemy import bindparam, func, select, text, update

from portal.accounts.models import Section
from portal.db import db, read_once, reading, writing
from tests.people import SECTIONS

NAMES = select(Section.name).where(Section.code == bindparam("code"))


def test_one_statement_is_read_through_the_door_as_well(app: Flask) -> None:
    assert [row.name for row in read_once(NAMES, {"code": "kenko"})] == ["健康推進課"]
    for outer in (reading, writing):
        with pytest.raises(RuntimeError, match="never nested"), outer():
            read_once(NAMES, {"code": "kenko"})
    with pytest.raises(RuntimeError, match="takes a SELECT"):
        read_once(update(Section).values(name=bindparam("code")), {"code": "別の名"})  # pyright: ignore[reportArgumentType]
    db.session().add(Section(code="neu", name="名"))
    with pytest.raises(RuntimeError, match="changes pending from elsewhere"):
        read_once(NAMES, {"code": "kenko"})
    db.session().rollback()
    with writing():
        db.session().add(Section(code="neu", name="名"))
    assert read_once(select(func.count()).select_from(Section), {})[0][0] == len(SECTIONS) + 1


@pytest.mark.postgresql_only
def test_postgresql_plans_what_is_read_again_and_again_only_once(app: Flask) -> None:
    for _ in range(10):
        with reading() as session:
            session.execute(NAMES, {"code": "kenko"}).all()
        read_once(NAMES, {"code": "somu"})

    with reading() as session:
        prepared = session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert [statement for statement in prepared if "section.code" in statement]
