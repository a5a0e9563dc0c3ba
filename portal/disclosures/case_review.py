"""A case looked at: read, then noted before the answer is built (R3-3)."""

from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import writing
from portal.disclosures.case_page import CasePage, open_case


def review_case(public_id: str, *, staff: SignedIn, settings: Settings) -> CasePage:
    """Raises NotFound."""
    page = open_case(public_id, staff=staff, settings=settings)
    with writing():
        subjects = [page.resident.id] if page.resident else []
        record(Event.CASE_OPEN, by=staff.actor, subjects=subjects, facts={"number": page.number})
    return page
