"""Slips looked for: found, recorded with the residents they concern and what was typed sealed, then shown (D-3)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.typed import TYPED_PLACE
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.encryption import NotOurs, open_text, seal_text
from portal.inquiries.list_queries import ROWS_A_PAGE, SlipLine, lines_of, people_on
from portal.inquiries.number_rules import read_number
from portal.inquiries.search_asked_rules import Asked, kinds_of, typed_text
from portal.inquiries.search_queries import COUNTED_EXACTLY, found_ids, public_id_of
from portal.web.paging import pages_of

SOUGHT_PLACE = "inquiries:sought"


@dataclass(frozen=True)
class Found:
    """One page of what a search found. `total` stops at one more than COUNTED_EXACTLY."""

    lines: list[SlipLine]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return pages_of(min(self.total, COUNTED_EXACTLY), ROWS_A_PAGE)

    @property
    def count_words(self) -> str:
        return f"{COUNTED_EXACTLY:,}件より多くあります" if self.total > COUNTED_EXACTLY else f"{self.total:,}件"


def seal_sought(values: Mapping[str, str], settings: Settings) -> str:
    """What was sought, for the browser to hold: whoever comes back from a slip finds the list again, and no address says what was typed."""
    return seal_text(settings.data_key, json.dumps(values, ensure_ascii=False), place=SOUGHT_PLACE)


def open_sought(sealed: str, settings: Settings) -> dict[str, str]:
    """Empty when it was sealed with a key of before."""
    try:
        return json.loads(open_text(settings.data_key, sealed, place=SOUGHT_PLACE))
    except NotOurs:
        return {}


def find_number(typed: str, *, staff: SignedIn, settings: Settings) -> str | None:
    """The public id of the slip of exactly this number; None: it is no number, or no slip that this person sees."""
    number = read_number(typed, this_year=clock.fiscal_year(clock.today()))
    if number is None:
        return None
    with reading():
        public_id = public_id_of(number, seen_by=staff)
    if public_id is not None:
        sealed = seal_text(settings.data_key, typed, place=TYPED_PLACE)
        with writing():
            record(Event.SLIP_SEARCH, by=staff.actor, facts={"kinds": ["番号"], "count": 1}, typed=sealed)
    return public_id


def search_slips(asked: Asked, page: int, *, staff: SignedIn, settings: Settings) -> Found:
    """A page behind the last is the last."""
    now = clock.now()
    with reading():
        ids = found_ids(asked, staff=staff)
        page = max(1, min(page, pages_of(min(len(ids), COUNTED_EXACTLY), ROWS_A_PAGE)))
        shown = ids[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
        lines = lines_of(shown, now=now, lapses=settings.protection_lapses)
    typed = typed_text(asked)
    with writing():
        facts = {"kinds": kinds_of(asked), "count": len(ids)}
        sealed = None if typed is None else seal_text(settings.data_key, typed, place=TYPED_PLACE)
        record(Event.SLIP_SEARCH, by=staff.actor, subjects=people_on(lines), facts=facts, typed=sealed)
    return Found(lines, len(ids), page)
