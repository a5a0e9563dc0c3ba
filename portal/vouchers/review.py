"""What stands before the eyes when a voucher is issued or reissued: every dose and every voucher, read and recorded (domain §0-7)."""

from dataclasses import dataclass

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import note_person
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, reading, writing
from portal.doses.queries import DoseView, doses_of
from portal.errors import NotFound
from portal.programmes.models import Programme
from portal.programmes.paper_rules import PAPER_SHEETS, paper_of
from portal.programmes.queries import facts_of
from portal.programmes.rules import Entitlement, entitlement
from portal.residents.contact_queries import mailing_now
from portal.residents.contact_rules import Details
from portal.residents.queries import ResidentView, find_resident, resident_by_id, view_of
from portal.vouchers.actions import MEANWHILE_VOID, person_facts
from portal.vouchers.application_rules import Circumstances, why_not_here
from portal.vouchers.paper_requests import circumstances_of
from portal.vouchers.queries import VoucherView, doses_given, voucher_row, vouchers_of
from portal.vouchers.rules import why_not_issue, why_not_reissue


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
    next: Entitlement
    mailing: Details | None
    around: Circumstances
    people: int
    keeps_number: bool

    @property
    def paper(self) -> str:
        """Which paper comes out, on how many sheets."""
        return PAPER_SHEETS[paper_of(self.programme.form, self.programme.integrated_from_dose, self.dose_number)]

    @property
    def programme_doses(self) -> list[DoseView]:
        return [dose for dose in self.doses if dose.programme_code == self.programme.code]


def prepare_reissue(public_id: str, *, staff: SignedIn, settings: Settings) -> Circumstances:
    """What the rules ask beside the form that was sent; nothing of it is shown. NotFound when there is no such voucher."""
    with reading():
        row = voucher_row(public_id)
        resident = view_of(resident_by_id(row.resident_id), clock.today(), lapses=settings.protection_lapses)
        return circumstances_of(resident, staff.visit, has_mailing=_has_mailing(resident), settings=settings, voucher=row)


def prepare_application(resident_public_id: str, *, staff: SignedIn, settings: Settings) -> Circumstances:
    """The same for a paper that replaces no voucher."""
    with reading():
        resident, _ = find_resident(resident_public_id, clock.today(), lapses=settings.protection_lapses)
        return circumstances_of(resident, staff.visit, has_mailing=_has_mailing(resident), settings=settings)


def _has_mailing(resident: ResidentView) -> bool:
    return mailing_now(resident.id, clock.today()) is not None


def review_reissue(public_id: str, *, staff: SignedIn, settings: Settings) -> Review:
    """For the reissue of this voucher. NotFound when there is none."""
    with reading():
        row = voucher_row(public_id)
        resident = view_of(resident_by_id(row.resident_id), clock.today(), lapses=settings.protection_lapses)
        doses = doses_of(resident.id)
        vouchers = vouchers_of(resident.id, doses)
        programme = db.session().get_one(Programme, row.programme_code)
        mailing = mailing_now(resident.id, clock.today())
        around = circumstances_of(resident, staff.visit, has_mailing=mailing is not None, settings=settings, voucher=row)
    voucher = next(view for view in vouchers if view.public_id == public_id)
    given = doses_given(programme.code, doses)
    reason = why_not_reissue(facts_of(programme), person_facts(resident, staff), given, voucher.facts, day=clock.today())
    why_not = MEANWHILE_VOID if voucher.state == "void" else reason or why_not_here(around)
    people = _look(resident, programme.code, voucher.dose_number, staff=staff)
    following = entitlement(facts_of(programme), person_facts(resident, staff), given, day=clock.today())
    return Review(
        resident,
        programme,
        voucher.dose_number,
        doses,
        vouchers,
        voucher,
        why_not,
        following,
        mailing,
        around,
        people,
        settings.number_per_person,
    )


def review_issue(resident_public_id: str, programme_code: str, *, staff: SignedIn, settings: Settings) -> Review:
    """For a first voucher of the next dose. NotFound when the person or the programme is unknown."""
    with reading():
        resident, _ = find_resident(resident_public_id, clock.today(), lapses=settings.protection_lapses)
        doses = doses_of(resident.id)
        vouchers = vouchers_of(resident.id, doses)
        programme = db.session().get(Programme, programme_code)
        mailing = mailing_now(resident.id, clock.today())
        around = circumstances_of(resident, staff.visit, has_mailing=mailing is not None, settings=settings)
    if programme is None:
        raise NotFound
    given = doses_given(programme.code, doses)
    facts = facts_of(programme)
    live = [view.facts for view in vouchers if view.is_live and view.programme_code == programme.code]
    why_not = why_not_issue(facts, person_facts(resident, staff), given, live, day=clock.today()) or why_not_here(around)
    following = entitlement(facts, person_facts(resident, staff), given, day=clock.today())
    people = _look(resident, programme.code, following.number, staff=staff)
    return Review(
        resident,
        programme,
        following.number,
        doses,
        vouchers,
        None,
        why_not,
        following,
        mailing,
        around,
        people,
        settings.number_per_person,
    )


def _look(resident: ResidentView, programme_code: str, dose_number: int, *, staff: SignedIn) -> int:
    """Recorded before anything is shown, and the person becomes the one being served. Returns how many people the visit has opened."""
    with writing():
        people = note_person(staff, resident.id)
        facts = {"programme": programme_code, "dose": dose_number}
        record(Event.VOUCHER_REVIEW, by=staff.actor, subjects=[resident.id], facts=facts)
    return people
