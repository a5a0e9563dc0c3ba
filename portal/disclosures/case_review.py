"""A case looked at: read, then noted before the answer is built (R3-3)."""

from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.disclosures.case_page import CasePage, open_case
from portal.disclosures.standing_queries import case_of_visit


def review_case(public_id: str, *, staff: SignedIn, settings: Settings) -> CasePage:
    """Raises NotFound."""
    page = open_case(public_id, staff=staff, settings=settings)
    with writing():
        subjects = [page.resident.id] if page.resident else []
        record(Event.CASE_OPEN, by=staff.actor, subjects=subjects, facts={"number": page.number})
    return page


def find_case_of_visit(staff: SignedIn) -> tuple[str, str] | None:
    """Public id and number of the case to which the person served now can be tied; None when the visit is no case's."""
    if staff.visit is None:
        return None
    with reading():
        case = case_of_visit(staff.visit.id, staff)
        return (case.public_id, case.number.shown) if case else None
