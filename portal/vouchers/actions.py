"""Issuing, reissuing and printing vouchers: checked again inside the transaction that changes, recorded with it."""

import dataclasses
import json
import secrets

from portal import clock
from portal.accounts.sessions import SignedIn, VisitView
from portal.accounts.visits import visit_of
from portal.audit.events import Event
from portal.audit.record import Fact, record
from portal.config import Settings
from portal.db import db, reading, writing
from portal.doses.queries import DoseView, doses_of, imports_of_doses
from portal.errors import refuse_if
from portal.intake.queries import refuse_while_taken_back
from portal.permissions import Permission
from portal.programmes.dose_rules import PersonFacts, last_dose, next_dose
from portal.programmes.models import Programme
from portal.programmes.queries import facts_of, find_programme
from portal.residents.contact_models import Contact
from portal.residents.contact_queries import details_of, mailing_contact
from portal.residents.contact_rules import Details
from portal.residents.queries import ResidentView, held_resident, id_of_resident, resident_by_id, view_of
from portal.residents.rules import Category, Movement
from portal.vouchers.application_rules import GAP_WORDS, Application, faults, why_not_by_channel
from portal.vouchers.code_queries import codes_now
from portal.vouchers.code_rules import dose_digit, why_not_coded
from portal.vouchers.documents import VoucherSheet, voucher_pdf
from portal.vouchers.kept_paper import refusing_unprintable
from portal.vouchers.models import Voucher, VoucherPaper
from portal.vouchers.paper_requests import circumstances_of, keep_request
from portal.vouchers.queries import doses_given, voucher_row, vouchers_of
from portal.vouchers.rules import (
    Delivery,
    VoucherFacts,
    document_words,
    why_not_issue,
    why_not_reissue,
    why_not_this_dose,
)
from portal.vouchers.series import draw_number
from portal.vouchers.sheets import sheet_for
from portal.vouchers.state_rules import VoidReason
from portal.vouchers.steps import REISSUED, void
from portal.web.once import first_result, keep_result

MEANWHILE_VOID = "この券はもう無効です。再発行が済んでいるか、無効にされています。住民の画面を開いて、いまの券を確かめてください。"


def person_facts(resident: ResidentView, staff: SignedIn) -> PersonFacts:
    """What the voucher rules ask about a person, for this member of staff."""
    return PersonFacts(
        stopped=resident.why_not_serve,
        hidden=resident.shield.hidden,
        may_open_protected=staff.may(Permission.PROTECTED_OPEN),
        birth=resident.birth,
        is_registered=resident.category is not Category.NOT_REGISTERED,
        registered_from=resident.moved_on if resident.movement in (Movement.MOVED_IN, Movement.BORN) else None,
    )


def reissue_voucher(public_id: str, application: Application, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """Voids the old voucher and issues the new one in one transaction; returns the new one's public id.

    Raises Refused with the rule's reason: the programme ended, a dose was recorded meanwhile, identity not checked, already void.
    """
    _try_reissue(public_id, application, settings=settings)
    with writing():
        if (known := first_result(once)) is not None:
            return known
        visit = visit_of(staff)
        old = voucher_row(public_id)
        resident, doses = person_now(old.resident_id, settings)
        db.session().refresh(old)
        programme = find_programme(old.programme_code)
        refuse_if(MEANWHILE_VOID if old.voided_at else None)
        given = doses_given(programme.code, doses)
        facts = VoucherFacts(old.number, old.dose_number)
        refuse_if(why_not_reissue(facts_of(programme), person_facts(resident, staff), given, facts, day=clock.today()))
        mail_to = refuse_application(application, resident, visit, settings=settings, voucher=old)
        new = _draw(resident, programme, old.dose_number, application, staff=staff, visit=visit, settings=settings)
        new.replaces_id = old.id
        void(old, VoidReason.REISSUED, REISSUED, by=staff.id)
        sheet = sheet_for(resident, programme, new, doses=doses, reissued=True, mail_to=_window(mail_to, resident), settings=settings)
        _issue(new, sheet, application, mail_to)
        told = _facts(new, application, visit) | {"replaces": old.number}
        record(Event.VOUCHER_REISSUE, by=staff.actor, subjects=[resident.id], facts=told)
        keep_result(once, new.public_id)
        return new.public_id


def issue_voucher(
    resident_public_id: str, programme_code: str, application: Application, *, dose: int, staff: SignedIn, once: str, settings: Settings
) -> str:
    """A first voucher for the next dose, which must still be the one that the form named (`dose`); returns its public id.

    Raises Refused with the rule's reason.
    """
    _try_issue(resident_public_id, programme_code, application, settings=settings)
    with writing():
        if (known := first_result(once)) is not None:
            return known
        visit = visit_of(staff)
        resident, doses = person_now(id_of_resident(resident_public_id), settings)
        programme = find_programme(programme_code)
        given = doses_given(programme.code, doses)
        live = [view.facts for view in vouchers_of(resident.id, doses) if view.is_live and view.programme_code == programme.code]
        refuse_if(why_not_issue(facts_of(programme), person_facts(resident, staff), given, live, day=clock.today()))
        facts = facts_of(programme)
        refuse_if(why_not_this_dose(facts, given, dose))
        mail_to = refuse_application(application, resident, visit, settings=settings)
        new = _draw(resident, programme, dose, application, staff=staff, visit=visit, settings=settings)
        sheet = sheet_for(resident, programme, new, doses=doses, reissued=False, mail_to=_window(mail_to, resident), settings=settings)
        _issue(new, sheet, application, mail_to)
        record(Event.VOUCHER_ISSUE, by=staff.actor, subjects=[resident.id], facts=_facts(new, application, visit))
        keep_result(once, new.public_id)
        return new.public_id


def _try_reissue(public_id: str, application: Application, *, settings: Settings) -> None:
    """Tries the page before anything is voided: a name that no font can print must not leave the person without a voucher."""
    with reading():
        old = voucher_row(public_id)
        if old.voided_at:
            return
        resident = view_of(resident_by_id(old.resident_id), clock.today(), lapses=settings.protection_lapses)
        programme = find_programme(old.programme_code)
        doses = doses_of(old.resident_id)
        mail_to = _window(_mail_to(application, resident), resident)
        trial = Voucher(number="0" * 10, dose_number=old.dose_number, issued_at=clock.now(), reason=application.reason)
        sheet = _coded(sheet_for(resident, programme, trial, doses=doses, reissued=True, mail_to=mail_to, settings=settings))
    page_of(sheet, trial)


def _try_issue(resident_public_id: str, programme_code: str, application: Application, *, settings: Settings) -> None:
    """The same before a first voucher; the page differs from the real one in the number alone."""
    with reading():
        row = resident_by_id(id_of_resident(resident_public_id))
        resident = view_of(row, clock.today(), lapses=settings.protection_lapses)
        programme = find_programme(programme_code)
        facts, doses = facts_of(programme), doses_of(resident.id)
        dose_number = min(next_dose(facts, doses_given(programme.code, doses)), max(last_dose(facts, clock.today()), 1))
        mail_to = _window(_mail_to(application, resident), resident)
        trial = Voucher(number="0" * 10, dose_number=dose_number, issued_at=clock.now())
        sheet = _coded(sheet_for(resident, programme, trial, doses=doses, reissued=False, mail_to=mail_to, settings=settings))
    page_of(sheet, trial)


def _coded(sheet: VoucherSheet) -> VoucherSheet:
    """Inside a door: with the digit that the city's table gives the dose. Refused when the 18 digits cannot be made."""
    codes = codes_now()
    refuse_if(why_not_coded(codes, sheet.kind_digit, sheet.dose_number))
    return dataclasses.replace(sheet, dose_digit=dose_digit(codes, sheet.dose_number) or "")


def page_of(sheet: VoucherSheet, voucher: Voucher) -> bytes:
    """Raises Refused with the reason when the page cannot be made: a character no font has, a text too long, a number that has no code."""
    with refusing_unprintable(also=(ValueError,)):
        return voucher_pdf([sheet], issued_at=voucher.issued_at)


def person_now(resident_id: int, settings: Settings) -> tuple[ResidentView, list[DoseView]]:
    """The person and the doses as they stand inside this transaction; the row is held, so that two issues follow one another."""
    resident = held_resident(resident_id, clock.today(), lapses=settings.protection_lapses)
    refuse_while_taken_back(imports_of_doses(resident_id))
    return resident, doses_of(resident_id)


def refuse_application(
    application: Application, resident: ResidentView, visit: VisitView, *, settings: Settings, voucher: Voucher | None = None
) -> Contact | None:
    """All that the form was asked, asked again; gives the 送付先 that the paper is posted to, if any. `voucher`: the one to be replaced."""
    refuse_if(why_not_by_channel(visit.channel, hidden=resident.shield.hidden))
    mailing = mailing_contact(resident.id, clock.today())
    around = circumstances_of(resident, visit, has_mailing=mailing is not None, settings=settings, voucher=voucher)
    refuse_if(next((fault.reason for fault in faults(application, around)), None))
    return mailing if application.delivery is Delivery.POST_TO_CONTACT else None


def _mail_to(application: Application, resident: ResidentView) -> Contact | None:
    return mailing_contact(resident.id, clock.today()) if application.delivery is Delivery.POST_TO_CONTACT else None


def _window(mail_to: Contact | None, resident: ResidentView) -> Details | None:
    """What the window of the envelope shows: nothing of where a protected person is reached."""
    return None if mail_to is None or resident.shield.hidden else details_of(mail_to)


def _draw(
    resident: ResidentView,
    programme: Programme,
    dose_number: int,
    application: Application,
    *,
    staff: SignedIn,
    visit: VisitView,
    settings: Settings,
) -> Voucher:
    drawn = draw_number(resident.id, programme.kind_digit, dose_number, per_person=settings.number_per_person)
    return Voucher(
        public_id=secrets.token_hex(16),
        number=drawn.number,
        shares_number=drawn.is_shared,
        kind_code=programme.kind_digit,
        issue=drawn.issue,
        resident_id=resident.id,
        programme_code=programme.code,
        dose_number=dose_number,
        issued_at=clock.now(),
        issued_by=staff.id,
        reason=application.reason,
        reason_note=application.reason_note,
        channel=visit.channel,
        applicant=application.applicant,
        identity_checked=document_words(application.documents),
        delivery=application.delivery,
        memo=application.memo,
        visit_id=visit.id,
    )


def _facts(voucher: Voucher, application: Application, visit: VisitView) -> dict[str, Fact]:
    """What both records say of the new voucher."""
    return {
        "voucher": voucher.number,
        "programme": voucher.programme_code,
        "dose": voucher.dose_number,
        "channel": visit.channel.value,
        "applicant": application.applicant.value,
        "delivery": application.delivery.value,
        "gaps": [gap.value for gap in GAP_WORDS if gap in application.gaps],
        "reason": application.reason.value if application.reason else "",
    }


def _issue(voucher: Voucher, sheet: VoucherSheet, application: Application, mail_to: Contact | None) -> None:
    session = db.session()
    session.add(voucher)
    session.flush()
    session.add(VoucherPaper(voucher_id=voucher.id, sheet=json.dumps(dataclasses.asdict(_coded(sheet)), ensure_ascii=False)))
    keep_request(application, mail_to, voucher_id=voucher.id)
