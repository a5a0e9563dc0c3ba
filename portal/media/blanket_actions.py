"""包括承認: one use under it is a line of its own, approved at once, that copies nothing that was not approved (M-2, M-3)."""

from dataclasses import dataclass, replace
from datetime import datetime

from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import writing
from portal.errors import refuse_if
from portal.media.line_events import tell
from portal.media.line_queries import line_of, line_row
from portal.media.line_rules import why_not_use_blanket
from portal.media.repeat_rules import still_listed
from portal.media.request_actions import add_line, checked, store
from portal.media.request_queries import choices_for, earlier_of, why_not_use
from portal.media.request_rules import why_not_use_people
from portal.media.rules import State
from portal.web.once import first_result, keep_result


@dataclass(frozen=True)
class Use:
    """What one use says for itself; everything else was approved."""

    people: int
    starts_at: datetime
    ends_at: datetime
    tracking: str = ""


def use_blanket(public_id: str, use: Use, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """Returns the public id of the new line. Raises NotFound; Refused when the 包括承認 does not cover it; Faulty when its people,
    terminals or medium may no longer be used. Who left the lists meanwhile is left out; who came is not added."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        blanket = line_row(public_id, seen_by=staff, held=True)
        refuse_if(why_not_use(blanket, staff))
        refuse_if(why_not_use_blanket(line_of(blanket), use.starts_at, use.ends_at))
        refuse_if(why_not_use_people(use.people, approved=blanket.people))
        earlier = earlier_of(blanket)
        asked = replace(
            earlier.asked, is_blanket=False, people=use.people, starts_at=use.starts_at, ends_at=use.ends_at, tracking=use.tracking
        )
        asked = still_listed(asked, choices_for(staff.section_id, asked).offered, names=earlier.names).asked
        choices = checked(asked, staff, settings)
        row = add_line(asked, choices, staff=staff, state=State.APPROVED, blanket_id=blanket.id)
        store(row, asked, choices)
        tell(row.id, Event.LINE_USE_BLANKET, by=staff.id, words=f"包括承認{blanket.number.shown}による")
        tell(blanket.id, Event.LINE_USE_BLANKET, by=staff.id, words=row.number.shown)
        record(Event.LINE_USE_BLANKET, by=staff.actor, facts={"line": row.number.shown, "blanket": blanket.number.shown})
        keep_result(once, row.public_id)
        return row.public_id
