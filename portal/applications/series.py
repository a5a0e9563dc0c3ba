"""The running number of forms printed in advance, by fiscal year: one row, held until the commit, so that no number is drawn twice."""

from portal.applications.models import BlankSeries
from portal.applications.number_rules import HIGHEST, USED_UP
from portal.db import db, held_row
from portal.errors import Refused


def next_numbers(fiscal_year: int, count: int) -> tuple[int, int]:
    """Inside writing(): the first and the last of so many numbers. Refused behind the last of six figures."""
    series = held_row(BlankSeries, fiscal_year, fiscal_year=fiscal_year, last=0)
    if series.last + count > HIGHEST:
        raise Refused(USED_UP)
    first = series.last + 1
    series.last += count
    db.session().flush()
    return first, series.last
