"""The running number of forms printed in advance, by fiscal year: one row, held until the commit, so that no number is drawn twice."""

from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from portal.applications.models import BlankSeries
from portal.applications.number_rules import HIGHEST, USED_UP
from portal.db import db
from portal.errors import Refused


def next_numbers(fiscal_year: int, count: int) -> tuple[int, int]:
    """Inside writing(): the first and the last of so many numbers. Refused behind the last of six figures."""
    series = _held(fiscal_year)
    if series.last + count > HIGHEST:
        raise Refused(USED_UP)
    first = series.last + 1
    series.last += count
    db.session().flush()
    return first, series.last


def _held(fiscal_year: int) -> BlankSeries:
    session = db.session()
    if series := session.get(BlankSeries, fiscal_year, with_for_update=True):
        return series
    insert = insert_on_postgresql if db.engine.dialect.name == "postgresql" else insert_on_sqlite
    session.execute(insert(BlankSeries).values(fiscal_year=fiscal_year, last=0).on_conflict_do_nothing())
    return session.get_one(BlankSeries, fiscal_year, with_for_update=True)
