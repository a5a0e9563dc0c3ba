"""The person whom a case is about comes to it through the look-up alone, within the visit that was started from it (D-1, S1-4)."""

from portal.accounts.rules import Channel, VisitReason
from portal.accounts.sessions import SignedIn, find_signed_in
from portal.accounts.visits import start_visit
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.disclosures.case_queries import seen_case
from portal.disclosures.handling_rules import why_over
from portal.disclosures.rules import Way
from portal.disclosures.standing_queries import why_not_attach
from portal.disclosures.story import tell
from portal.errors import refuse_if
from portal.web.once import first_result, keep_result

VISIT_CHANNELS = {Way.WINDOW: Channel.COUNTER, Way.POST: Channel.POST}


def start_look_up(public_id: str, *, staff: SignedIn, settings: Settings) -> None:
    """Begins a visit that is this case's; one still open ends. Raises NotFound, Refused."""
    with reading():
        case = seen_case(public_id, staff=staff, settings=settings)
        refuse_if(why_over(case.state))
    start_visit(staff, VISIT_CHANNELS[case.way], VisitReason.DISCLOSURE)
    begun = find_signed_in(staff.token)
    with writing():
        held = seen_case(public_id, staff=staff, settings=settings, held=True)
        held.visit_id = begun.visit.id if begun and begun.visit else None


def attach_resident(public_id: str, *, staff: SignedIn, once: str, settings: Settings) -> None:
    """Whom the case's own visit serves now. Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        case = seen_case(public_id, staff=staff, settings=settings, held=True)
        refuse_if(why_not_attach(case, staff))
        case.resident_id = staff.visit.resident_id if staff.visit else None
        tell(case.id, Event.CASE_ATTACH, by=staff.id)
        record(Event.CASE_ATTACH, by=staff.actor, subjects=[case.resident_id or 0], facts={"number": case.number.shown})
        keep_result(once, "attached")
