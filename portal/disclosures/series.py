"""The running numbers of the cases, by kind and fiscal year, without gaps."""

from portal.db import db, held_row
from portal.disclosures.models import CaseSeries
from portal.disclosures.number_rules import CaseNumber
from portal.disclosures.rules import CaseKind


def next_number(kind: CaseKind, fiscal_year: int) -> CaseNumber:
    """Inside writing(): a change that is taken back gives its number back as well."""
    held = held_row(CaseSeries, {"kind": kind, "fiscal_year": fiscal_year}, kind=kind, fiscal_year=fiscal_year, last=0)
    held.last += 1
    db.session().flush()
    return CaseNumber(kind, fiscal_year, held.last)
