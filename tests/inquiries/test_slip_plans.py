"""The page of one slip reads no other but those that belong to it, however many there are (D-3)."""

from typing import Any

from flask import Flask
from sqlalchemy import event, text

from portal.db import db, reading, writing
from portal.inquiries.queries import slip_row
from portal.inquiries.slip_queries import others_of
from tests.inquiries.at_desk import SignIn, signed_in
from tests.inquiries.slip_rows import add_slip


def test_the_slips_that_belong_to_one_are_found_by_their_key(app: Flask, engine: str, sign_in: SignIn) -> None:
    """The planner of PostgreSQL, denied what suits small tables alone, still reads all of them where no key leads to the rows."""
    with writing():
        original = add_slip()
        slip = add_slip(duplicate_of_id=original.id)
    staff = signed_in(sign_in("toiawase"))
    asked: list[tuple[str, Any]] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    with reading() as session:
        others = others_of(slip_row(slip.public_id, seen_by=staff), seen_by=staff)
        statement, values = next(each for each in asked if "slip_link" in each[0])
        if engine == "postgresql":
            for way in ("seqscan", "mergejoin", "hashjoin"):
                session.execute(text(f"SET LOCAL enable_{way} = off"))
        explain = "EXPLAIN " if engine == "postgresql" else "EXPLAIN QUERY PLAN "
        plan = "\n".join(str(row[-1]) for row in session.connection().exec_driver_sql(explain + statement, values))

    assert [other.number for other in others] == [original.number]
    assert "Index Cond: (id = " in plan or "SEARCH slip USING INTEGER PRIMARY KEY" in plan, plan
