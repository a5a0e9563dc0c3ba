"""What was: the history gathered from every part, and the record of a person as it stood at the end of a past day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import note_person
from portal.audit.events import Event
from portal.audit.record import record
from portal.clock import JAPAN
from portal.config import Settings
from portal.db import reading, writing
from portal.doses.history import Version, dose_lines, doses_now, doses_then, versions_of
from portal.residents.as_of_queries import register_then
from portal.residents.as_of_rules import Fact, end_of, why_nothing_then
from portal.residents.contact_queries import contacts_of
from portal.residents.contact_rules import Entry
from portal.residents.history import Line, history
from portal.residents.note_queries import notes_of
from portal.residents.note_rules import NoteView
from portal.residents.queries import Change, ResidentView, changes_of, find_resident
from portal.vouchers.queries import VoucherView, vouchers_then

MOST_CHANGES = 5_000


def lines_of(
    resident: ResidentView,
    changes: Sequence[Change],
    entries: Sequence[Entry],
    notes: Sequence[NoteView],
    *,
    versions: Sequence[Version],
) -> list[Line]:
    """これまでの変更 of everything that the page has read, the newest first."""
    return history(changes, entries, notes, came=resident.came, others=dose_lines(versions))


def history_of(resident: ResidentView, day: date) -> list[Line]:
    """Inside a door: the same, read for itself."""
    changes = changes_of(resident, most=MOST_CHANGES)
    entries, notes = contacts_of(resident, day), notes_of(resident, day)
    return lines_of(resident, changes, entries, notes, versions=versions_of(resident.id))


@dataclass(frozen=True)
class PastPage:
    """One person at the end of a day (None: no day was asked yet). `why_nothing`: they were not in the register.

    Vouchers are pairs: as it was then, as it is now. `doses_since`, `vouchers_since`: how many came after that day.
    """

    resident: ResidentView
    day: date | None
    people: int
    why_nothing: str | None = None
    facts: Sequence[Fact] = ()
    doses: Sequence[Version] = ()
    vouchers: Sequence[tuple[VoucherView, VoucherView]] = ()
    doses_since: int = 0
    vouchers_since: int = 0

    @property
    def differences(self) -> int:
        """How many lines of the page are marked."""
        facts = sum(fact.differs for fact in self.facts)
        doses = sum(version.superseded_at is not None for version in self.doses)
        return facts + doses + sum(then.state != now.state for then, now in self.vouchers)


def show_past(public_id: str, day: date | None, *, staff: SignedIn, settings: Settings) -> PastPage:
    """Reads, records that the day was looked at, gives the page. NotFound when there is no such person."""
    with reading():
        resident, _ = find_resident(public_id, clock.today(), lapses=settings.protection_lapses)
        page = PastPage(resident, day, 0) if day is None else _page(resident, day)
    with writing():
        people = note_person(staff, resident.id)
        facts = {"day": day.isoformat() if day else ""}
        record(Event.PAST_SHOW, by=staff.actor, subjects=[resident.id], facts=facts)
    return PastPage(**{**page.__dict__, "people": people})


def _page(resident: ResidentView, day: date) -> PastPage:
    end = end_of(day, JAPAN)
    if why_nothing := why_nothing_then(resident.came.at if resident.came else None, end):
        return PastPage(resident, day, 0, why_nothing)
    versions = versions_of(resident.id)
    stood = [version for version in versions if version.stood_before(end)]
    vouchers = vouchers_then(resident.id, doses_now(versions), doses_then(versions, end), end)
    return PastPage(
        resident,
        day,
        0,
        facts=register_then(resident, end),
        doses=stood,
        vouchers=[(then, now) for then, now in vouchers if then is not None],
        doses_since=sum(version.superseded_at is None and version.recorded_at >= end for version in versions),
        vouchers_since=sum(then is None for then, _ in vouchers),
    )
