"""The pages behind the resident page: household, お客様確認, older changes. Each is read, recorded and then shown."""

from dataclasses import dataclass

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import note_person
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.counter.past import history_of
from portal.db import reading, writing
from portal.residents.history import Line
from portal.residents.household_queries import Household, household_of
from portal.residents.queries import ResidentView, find_resident
from portal.web.paging import pages_of

CHANGES_A_PAGE = 50


@dataclass(frozen=True)
class HouseholdPage:
    resident: ResidentView
    household: Household
    people: int


def show_household(public_id: str, *, staff: SignedIn, settings: Settings) -> HouseholdPage:
    """Everybody who is listed is a subject of the one record. NotFound when there is no such person."""
    with reading():
        resident, _ = find_resident(public_id, clock.today(), lapses=settings.protection_lapses)
        household = household_of(resident, clock.today(), lapses=settings.protection_lapses)
    with writing():
        people = note_person(staff, resident.id)
        shown = [resident.id, *(member.id for member in household.members)]
        record(Event.HOUSEHOLD_SHOW, by=staff.actor, subjects=shown, facts={"people": len(household.members)})
    return HouseholdPage(resident, household, people)


def show_confirmation(public_id: str, *, staff: SignedIn, settings: Settings) -> ResidentView:
    """For the eyes of the person at the counter. NotFound when there is no such person."""
    with reading():
        resident, _ = find_resident(public_id, clock.today(), lapses=settings.protection_lapses)
    with writing():
        note_person(staff, resident.id)
        record(Event.CONFIRMATION_SHOW, by=staff.actor, subjects=[resident.id])
    return resident


@dataclass(frozen=True)
class ChangesPage:
    """One page of the history; `number` counts from 1."""

    resident: ResidentView
    lines: list[Line]
    total: int
    number: int
    people: int

    @property
    def pages(self) -> int:
        return pages_of(self.total, CHANGES_A_PAGE)


def show_changes(public_id: str, number: int, *, staff: SignedIn, settings: Settings) -> ChangesPage:
    """The history beyond the first fifty lines; of pages that do not exist the nearest. NotFound when there is nobody."""
    with reading():
        resident, _ = find_resident(public_id, clock.today(), lapses=settings.protection_lapses)
        lines = history_of(resident, clock.today())
    with writing():
        people = note_person(staff, resident.id)
        record(Event.CHANGES_SHOW, by=staff.actor, subjects=[resident.id], facts={"count": len(lines)})
    page = ChangesPage(resident, lines, len(lines), 1, people)
    number = min(max(number, 1), page.pages)
    return ChangesPage(resident, lines[(number - 1) * CHANGES_A_PAGE : number * CHANGES_A_PAGE], len(lines), number, people)
