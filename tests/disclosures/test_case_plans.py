"""What every page counts is looked up among the few cases and drafts at work, however many have ended (D-2)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, text

from portal.db import db, writing
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case

SignIn = Callable[[str], Browser]
STATISTICS = (
    ("disclosure_case", "ix_disclosure_case_state", "20000 6667 3"),
    ("disclosure_case", "ix_disclosure_case_section_id", "20000 10000 5000"),
    ("disclosure_draft", "ix_disclosure_draft_state", "19960 19960 9980"),
    ("disclosure_draft", "ix_disclosure_draft_case_id", "19960 1 1"),
    ("disclosure_doing", "ix_disclosure_doing_case_id", "19940 1 1"),
    ("disclosure_doing", "sqlite_autoindex_disclosure_doing_1", "19940 1"),
)


# The planner of PostgreSQL sees the values.
@pytest.mark.sqlite_only
@pytest.mark.parametrize("url", ["/disclosure-forms", "/disclosures", "/disclosure-drafts", "/disclosure-due"])
def test_nothing_reads_the_cases_from_end_to_end(sign_in: SignIn, url: str) -> None:
    a_case()
    clerk = sign_in("soumu").get(url)
    with writing() as session:
        session.execute(text("ANALYZE"))
        # As after years of cases: of a bound value the planner knows only that a third of all rows has it.
        session.execute(text("DELETE FROM sqlite_stat1 WHERE tbl LIKE 'disclosure_%'"))
        for table, index, words in STATISTICS:
            session.execute(
                text("INSERT INTO sqlite_stat1 VALUES (:table, :index, :words)"), {"table": table, "index": index, "words": words}
            )
    db.engine.dispose()
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        asked.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    clerk.get(url)
    event.remove(db.engine, "before_cursor_execute", note)
    for statement, values in asked:
        if not statement.startswith("SELECT"):
            continue
        with db.engine.connect() as connection:
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
        whole = [step for step in plan if re.match(r"SCAN disclosure_(case|draft|doing)\b", step)]
        assert not whole, (whole, statement)
