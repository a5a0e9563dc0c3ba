"""A resident comes to a slip through the look-up alone, within the visit that was started from it (D-3)."""

from sqlalchemy import update

from portal.accounts.rules import Channel, VisitReason
from portal.accounts.sessions import SignedIn, find_signed_in
from portal.accounts.visits import start_visit
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import reading, writing
from portal.errors import refuse_if
from portal.inquiries.entries import add_entry
from portal.inquiries.models import Slip
from portal.inquiries.queries import slip_row
from portal.inquiries.rules import EntryKind, SlipChannel
from portal.inquiries.slip_queries import facts_of
from portal.inquiries.slip_rules import Act, why_not, why_not_attach
from portal.residents.queries import id_of_resident, resident_by_id
from portal.web.once import first_result, keep_result

# A visit knows no mail and no fax: both are writing that came.
VISIT_CHANNELS = {
    SlipChannel.COUNTER: Channel.COUNTER,
    SlipChannel.PHONE: Channel.PHONE,
    SlipChannel.MAIL: Channel.ONLINE,
    SlipChannel.POST: Channel.POST,
    SlipChannel.FAX: Channel.POST,
}


def start_look_up(public_id: str, *, staff: SignedIn) -> None:
    """Begins a visit that is this slip's; one still open ends. Raises NotFound, Refused."""
    with reading():
        slip = slip_row(public_id, seen_by=staff)
        refuse_if(why_not(Act.ATTACH, facts_of(slip)))
    start_visit(staff, VISIT_CHANNELS[slip.channel], VisitReason.INQUIRY)
    begun = find_signed_in(staff.token)
    with writing() as session:
        held = slip_row(public_id, seen_by=staff, held=True)
        # Past the version: to look somebody up writes nothing in the slip, and nobody who has it open is told of it.
        noted = update(Slip).where(Slip.id == held.id).values(visit_id=begun.visit.id if begun and begun.visit else None)
        session.execute(noted)


def attach_resident(public_id: str, resident_public_id: str, *, staff: SignedIn, once: str) -> None:
    """The person whom the slip's own visit serves now. Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        slip = slip_row(public_id, seen_by=staff, held=True)
        resident = resident_by_id(id_of_resident(resident_public_id))
        visit = staff.visit
        is_of_slip = visit is not None and visit.id == slip.visit_id
        serves = visit is not None and visit.resident_id == resident.id
        refuse_if(why_not_attach(facts_of(slip), is_visit_of_slip=is_of_slip, serves=serves))
        slip.resident_id = resident.id
        add_entry(slip.id, EntryKind.ATTACHED, by=staff.id)
        record(Event.SLIP_ATTACH, by=staff.actor, subjects=[resident.id], facts={"slip": slip.number.shown})
        keep_result(once, "attached")


def detach_resident(public_id: str, reason: str, *, staff: SignedIn, once: str) -> None:
    """Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        slip = slip_row(public_id, seen_by=staff, held=True)
        refuse_if(why_not(Act.DETACH, facts_of(slip)))
        subjects, slip.resident_id = [slip.resident_id or 0], None
        add_entry(slip.id, EntryKind.DETACHED, by=staff.id, words=reason.strip())
        record(Event.SLIP_DETACH, by=staff.actor, subjects=subjects, facts={"slip": slip.number.shown})
        keep_result(once, "detached")
