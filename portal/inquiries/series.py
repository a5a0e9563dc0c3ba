"""The running number of the slips, by fiscal year, without gaps."""

from portal.db import db, held_row
from portal.inquiries.models import SlipSeries
from portal.inquiries.number_rules import SlipNumber


def next_number(fiscal_year: int) -> SlipNumber:
    """Inside writing(): a change that is taken back gives its number back as well."""
    held = held_row(SlipSeries, fiscal_year, fiscal_year=fiscal_year, last=0)
    held.last += 1
    db.session().flush()
    return SlipNumber(fiscal_year, held.last)
