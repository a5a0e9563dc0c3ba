"""The running numbers of the ledgers, by fiscal year: one row, held until the commit, none drawn twice, none left out."""

from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from portal.db import db
from portal.media.models import MediaSeries
from portal.media.number_rules import Number, Series


def next_number(series: Series, fiscal_year: int) -> Number:
    """Inside writing(): a change that is taken back gives its number back as well."""
    held = _held(series, fiscal_year)
    held.last += 1
    db.session().flush()
    return Number(series, fiscal_year, held.last)


def _held(series: Series, fiscal_year: int) -> MediaSeries:
    session = db.session()
    key = {"series": series, "fiscal_year": fiscal_year}
    if known := session.get(MediaSeries, key, with_for_update=True):
        return known
    insert = insert_on_postgresql if db.engine.dialect.name == "postgresql" else insert_on_sqlite
    session.execute(insert(MediaSeries).values(**key, last=0).on_conflict_do_nothing())
    return session.get_one(MediaSeries, key, with_for_update=True)
