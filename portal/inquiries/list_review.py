"""A list of slips looked at: read, recorded with the residents it concerns, then shown (D-3)."""

from dataclasses import dataclass
from datetime import datetime

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.inquiries.list_queries import (
    ROWS_A_PAGE,
    SlipLine,
    Tally,
    count_closed,
    ids_of_closed,
    ids_of_page,
    lines_of,
    people_on,
    places_of,
    tallies,
)
from portal.inquiries.list_rules import SlipView
from portal.web.paging import pages_of


@dataclass(frozen=True)
class SlipList:
    """One page of a list; `tallies` of every list of slips at work."""

    view: SlipView
    lines: list[SlipLine]
    tallies: dict[SlipView, Tally]
    total: int
    page: int
    at: datetime

    @property
    def pages(self) -> int:
        return pages_of(self.total, ROWS_A_PAGE)

    @property
    def since(self) -> datetime | None:
        return self.tallies[self.view].since if self.view in self.tallies else None


def list_view(view: SlipView, page: int, *, staff: SignedIn, settings: Settings) -> SlipList:
    """A page behind the last is the last."""
    now = clock.now()
    with reading():
        places = places_of(staff)
        counted = tallies(places, now)
        total = counted[view].count if view in counted else count_closed(staff)
        page = min(page, pages_of(total, ROWS_A_PAGE))
        ids = ids_of_page(view, places, page, now) if view in counted else ids_of_closed(page, staff=staff)
        lines = lines_of(ids, now=now, lapses=settings.protection_lapses)
    with writing():
        facts = {"view": view.value, "page": page, "count": len(lines)}
        record(Event.SLIP_LIST, by=staff.actor, subjects=people_on(lines), facts=facts)
    return SlipList(view, lines, counted, total, page, now)
