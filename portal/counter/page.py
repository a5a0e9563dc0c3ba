"""The resident page: everything of one person in one snapshot, one record, then shown."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import note_person
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.counter.abilities import Ability, Refusal, abilities
from portal.counter.rules import why_not_open_protected
from portal.db import reading, writing
from portal.doses.queries import DoseView, doses_of
from portal.errors import Refused
from portal.permissions import Permission
from portal.residents.queries import Change, ResidentView, changes_of, find_resident, resident_by_id, view_of
from portal.text.wareki import format_date
from portal.vouchers.models import Programme
from portal.vouchers.queries import VoucherView, doses_given, facts_of, programmes_and_vouchers
from portal.vouchers.rules import next_dose, possible_from


@dataclass(frozen=True)
class NextDose:
    """When a running programme's next dose is possible."""

    programme_name: str
    dose_number: int
    from_day: date | None
    is_possible: bool
    is_complete: bool
    interval_days: int


@dataclass(frozen=True)
class ResidentPage:
    """One person as the counter sees them."""

    resident: ResidentView
    same_name: int
    doses: list[DoseView]
    vouchers: list[VoucherView]
    programmes: list[Programme]
    changes: list[Change]
    can: list[Ability]
    cannot: list[Refusal]
    next_doses: list[NextDose]
    today: date
    may_open_protected: bool
    may_print: bool
    opened: bool = False
    people: int = 0

    @property
    def live_vouchers(self) -> int:
        return sum(voucher.is_live for voucher in self.vouchers)

    @property
    def dose_groups(self) -> list[tuple[Programme | None, list[DoseView]]]:
        """Doses by programme, the newest programme first; those of an unknown programme last."""
        known = [(programme, [dose for dose in self.doses if dose.programme_code == programme.code]) for programme in self.programmes]
        codes = {programme.code for programme in self.programmes}
        unknown = [dose for dose in self.doses if dose.programme_code not in codes]
        groups: list[tuple[Programme | None, list[DoseView]]] = [(programme, doses) for programme, doses in known if doses]
        return [*groups, (None, unknown)] if unknown else groups

    @property
    def cautions(self) -> list[tuple[str, str]]:
        """Pairs of when and what: the same caution at several doses is one."""
        return _by_text((dose.caution, dose.given_on) for dose in self.doses)

    @property
    def infections(self) -> list[tuple[str, str]]:
        return _by_text((dose.past_infection, dose.given_on) for dose in self.doses)


def _by_text(noted: Iterable[tuple[str, date]]) -> list[tuple[str, str]]:
    days: dict[str, list[date]] = {}
    for text, day in noted:
        if text:
            days.setdefault(text, []).append(day)
    return [(format_date(max(on)) + (f"ほか{len(on) - 1}回" if len(on) > 1 else ""), text) for text, on in days.items()]


def open_resident(public_id: str, *, staff: SignedIn, settings: Settings) -> ResidentPage:
    """Reads, records that this person was looked at within the visit, gives the page. NotFound when there is none."""
    with reading():
        resident, same_name = find_resident(public_id, clock.today(), lapses=settings.protection_lapses)
        page = _page(resident, same_name, staff)
    with writing():
        people = note_person(staff, resident.id)
        facts = {"doses": len(page.doses), "vouchers": len(page.vouchers)}
        record(Event.RESIDENT_OPEN, by=staff.actor, subjects=[resident.id], facts=facts)
    return replace(page, people=people)


def open_protected(public_id: str, reason: str, *, staff: SignedIn, settings: Settings) -> ResidentPage:
    """The same page with the address, for the 所属長 and for this answer alone; the reason stands in the record."""
    if why_not := why_not_open_protected(reason):
        raise Refused(why_not)
    with reading():
        hidden, same_name = find_resident(public_id, clock.today(), lapses=settings.protection_lapses)
        row = resident_by_id(hidden.id)
        page = _page(view_of(row, clock.today(), lapses=settings.protection_lapses, opened=True), same_name, staff, opened=True)
    with writing():
        people = note_person(staff, hidden.id)
        record(Event.PROTECTED_OPEN, by=staff.actor, subjects=[hidden.id], facts={"reason": reason.strip()})
    return replace(page, people=people)


def _page(resident: ResidentView, same_name: int, staff: SignedIn, *, opened: bool = False) -> ResidentPage:
    day = clock.today()
    doses = doses_of(resident.id)
    all_programmes, vouchers = programmes_and_vouchers(resident.id, doses)
    can, cannot = abilities(resident, doses, vouchers, all_programmes, staff=staff, day=day)
    return ResidentPage(
        resident=resident,
        same_name=same_name,
        doses=doses,
        vouchers=vouchers,
        programmes=all_programmes,
        changes=changes_of(resident),
        can=can,
        cannot=cannot,
        next_doses=[_next(programme, doses, day) for programme in all_programmes if _runs(programme, day)],
        today=day,
        may_open_protected=resident.shield.hidden and not opened and staff.may(Permission.PROTECTED_OPEN),
        may_print=staff.may(Permission.VOUCHER_PRINT),
        opened=opened,
    )


def _runs(programme: Programme, day: date) -> bool:
    return programme.starts_on <= day and (programme.ends_on is None or day <= programme.ends_on)


def _next(programme: Programme, doses: list[DoseView], day: date) -> NextDose:
    facts = facts_of(programme)
    given = doses_given(programme.code, doses)
    number = next_dose(given)
    from_day = possible_from(facts, given)
    return NextDose(
        programme_name=programme.name,
        dose_number=number,
        from_day=from_day,
        is_possible=from_day is None or from_day <= day,
        is_complete=number > programme.doses,
        interval_days=programme.interval_days,
    )
