"""Who signs a line: its route, what was signed so far, who may sign today (M-3)."""

from portal import clock
from portal.accounts.chief_queries import section_above, signs_as
from portal.accounts.chief_rules import SignsAs
from portal.errors import Refused
from portal.media.approval_rules import NOBODY_ABOVE, route_of
from portal.media.rules import Step


def route_for(section_id: int, holder_id: int, requester_id: int) -> tuple[tuple[Step, int], ...]:
    """Inside a door: the signatures that a request of today needs, (step, section) in order; empty when nobody stands above (M-3)."""
    asks_as_chief = signs_as(requester_id, section_id, clock.today()) is SignsAs.CHIEF
    above_id = section_above(section_id) if asks_as_chief else None
    return route_of(section_id, holder_id, asks_as_chief=asks_as_chief, above_id=above_id)


def first_waits_for(section_id: int, holder_id: int, requester_id: int) -> int:
    """Inside a door: the section whose chief signs first, for `MediaRequest.waits_for`. Raises Refused (NOBODY_ABOVE)."""
    route = route_for(section_id, holder_id, requester_id)
    if not route:
        raise Refused(NOBODY_ABOVE)
    return route[0][1]
