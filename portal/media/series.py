"""The running numbers of the ledgers, by fiscal year: one row, held until the commit, none drawn twice, none left out."""

from portal.db import db, held_row
from portal.media.models import MediaSeries
from portal.media.number_rules import Number, Series


def next_number(series: Series, fiscal_year: int) -> Number:
    """Inside writing(): a change that is taken back gives its number back as well."""
    held = held_row(MediaSeries, {"series": series, "fiscal_year": fiscal_year}, series=series, fiscal_year=fiscal_year, last=0)
    held.last += 1
    db.session().flush()
    return Number(series, fiscal_year, held.last)
