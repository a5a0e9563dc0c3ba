"""What stands around the form of a new case: the sections, the slip it comes from, the same request found earlier (D-1, D-3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.disclosures.intake_queries import Checked, check_received, own_section, section_choices
from portal.disclosures.intake_rules import Received, only_what_is_asked
from portal.disclosures.rules import Way
from portal.inquiries.models import Slip
from portal.inquiries.queries import slip_row
from portal.inquiries.rules import SlipChannel


@dataclass(frozen=True)
class Around:
    """`own`: the code of the clerk's section; `slip`: where the request was first spoken of."""

    sections: Sequence[tuple[str, str]]
    own: str
    slip: Slip | None

    def holder(self, settings: Settings) -> str:
        """所管課 to begin with: 総務課 takes forms for every section and holds none of the data, so there it is chosen."""
        return "" if self.own == settings.disclosure_section else self.own

    @property
    def slip_public_id(self) -> str:
        return self.slip.public_id if self.slip else ""


def review_around(slip_public_id: str, *, staff: SignedIn) -> Around:
    """The slip is shown, and so recorded as opened. Raises NotFound when this person may not see it."""
    with reading():
        slip = slip_row(slip_public_id, seen_by=staff) if slip_public_id else None
        around = Around(section_choices(), own_section(staff.section_id), slip)
    if slip is not None:
        with writing():
            subjects = [slip.resident_id] if slip.resident_id else []
            record(Event.SLIP_OPEN, by=staff.actor, subjects=subjects, facts={"slip": slip.number.shown})
    return around


def read_same(received: Received) -> Checked:
    """What is wrong with it, and which earlier cases ask the same."""
    with reading():
        return check_received(only_what_is_asked(received))


def filled_from_slip(slip: Slip) -> Mapping[str, str]:
    """What the caller said of themselves; what is asked for the paper says."""
    contact = slip.contact or slip.call_number
    way = Way.POST if slip.channel is SlipChannel.POST else Way.WINDOW
    return {"requester_name": slip.caller, "requester_contact": contact, "way": way.value}
