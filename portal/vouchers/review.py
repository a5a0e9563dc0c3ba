"""What stands before the eyes when a voucher is issued or reissued: every dose and every voucher, read and recorded (domain §0-7)."""

from dataclasses import dataclass
from datetime import date

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import note_person
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, reading, writing
from portal.doses.queries import DoseView, doses_of
from portal.errors import NotFound
from portal.residents.queries import ResidentView, find_resident, resident_by_id, view_of
from portal.vouchers.actions import MEANWHILE_VOID, person_facts
from portal.vouchers.models import Programme
from portal.vouchers.queries import VoucherView, doses_given, facts_of, times_printed, voucher_row, vouchers_of
from portal.vouchers.rules import next_dose, possible_from, why_not_issue, why_not_reissue


@dataclass(frozen=True)
class Review:
    """The facts beside the form; `why_not` is the rule's reason, and then there is no form."""

    resident: ResidentView
    programme: Programme
    dose_number: int
    doses: list[DoseView]
    vouchers: list[VoucherView]
    voucher: VoucherView | None
    why_not: str | None
    possible_from: date | None

    @property
    def programme_doses(self) -> list[DoseView]:
        return [dose for dose in self.doses if dose.programme_code == self.programme.code]


def review_reissue(public_id: str, *, staff: SignedIn, settings: Settings) -> Review:
    """For the reissue of this voucher. NotFound when there is none."""
    with reading():
        row = voucher_row(public_id)
        resident = view_of(resident_by_id(row.resident_id), clock.today(), lapses=settings.protection_lapses)
        doses = doses_of(resident.id)
        vouchers = vouchers_of(resident.id, doses)
        programme = db.session().get_one(Programme, row.programme_code)
    voucher = next(view for view in vouchers if view.public_id == public_id)
    given = doses_given(programme.code, doses)
    reason = why_not_reissue(facts_of(programme), person_facts(resident, staff), given, voucher.facts, day=clock.today())
    why_not = MEANWHILE_VOID if voucher.state == "void" else reason
    review = Review(
        resident, programme, voucher.dose_number, doses, vouchers, voucher, why_not, possible_from(facts_of(programme), given)
    )
    _record(review, staff)
    return review


def review_issue(resident_public_id: str, programme_code: str, *, staff: SignedIn, settings: Settings) -> Review:
    """For a first voucher of the next dose. NotFound when the person or the programme is unknown."""
    with reading():
        resident, _ = find_resident(resident_public_id, clock.today(), lapses=settings.protection_lapses)
        doses = doses_of(resident.id)
        vouchers = vouchers_of(resident.id, doses)
        programme = db.session().get(Programme, programme_code)
    if programme is None:
        raise NotFound
    given = doses_given(programme.code, doses)
    facts = facts_of(programme)
    live = [view.facts for view in vouchers if view.is_live and view.programme_code == programme.code]
    why_not = why_not_issue(facts, person_facts(resident, staff), given, live, day=clock.today())
    review = Review(resident, programme, next_dose(facts, given), doses, vouchers, None, why_not, possible_from(facts, given))
    _record(review, staff)
    return review


def show_voucher(public_id: str, *, staff: SignedIn, settings: Settings) -> tuple[ResidentView, VoucherView, int]:
    """One voucher, whose it is and how often it was printed; recorded before it is shown."""
    with reading():
        row = voucher_row(public_id)
        resident = view_of(resident_by_id(row.resident_id), clock.today(), lapses=settings.protection_lapses)
        vouchers = vouchers_of(resident.id, doses_of(resident.id))
        printed = times_printed(row.id)
    voucher = next(view for view in vouchers if view.public_id == public_id)
    with writing():
        facts = {"programme": voucher.programme_code, "dose": voucher.dose_number}
        record(Event.VOUCHER_REVIEW, by=staff.actor, subjects=[resident.id], facts=facts)
    return resident, voucher, printed


def _record(review: Review, staff: SignedIn) -> None:
    with writing():
        note_person(staff, review.resident.id)
        facts = {"programme": review.programme.code, "dose": review.dose_number}
        record(Event.VOUCHER_REVIEW, by=staff.actor, subjects=[review.resident.id], facts=facts)
