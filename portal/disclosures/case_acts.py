"""What can be done at the intake of a case: nothing yet."""

from portal.accounts.sessions import SignedIn
from portal.disclosures.acts import Act
from portal.disclosures.case_queries import CaseRows


def intake_acts(rows: CaseRows, staff: SignedIn) -> list[Act]:
    return []
