"""Issuing, reissuing and printing vouchers: checked again inside the transaction that changes, recorded with it."""

import dataclasses
import hashlib
import json
import secrets

from sqlalchemy import select, update

from portal import clock
from portal.accounts.sessions import SignedIn, VisitView
from portal.accounts.visits import visit_of
from portal.audit.events import Event
from portal.audit.record import Fact, record
from portal.config import Settings
from portal.db import db, reading, writing
from portal.doses.queries import DoseView, doses_of, imports_of_doses
from portal.errors import NotFound, Refused
from portal.intake.queries import refuse_while_taken_back
from portal.permissions import Permission
from portal.residents.contact_models import Contact
from portal.residents.contact_queries import details_of, mailing_contact
from portal.residents.contact_rules import Details
from portal.residents.queries import ResidentView, held_resident, id_of_resident, resident_by_id, view_of
from portal.vouchers.application_rules import GAP_WORDS, Application, faults, why_not_by_channel
from portal.vouchers.documents import VoucherSheet, voucher_pdf
from portal.vouchers.models import Programme, Voucher, VoucherPaper, VoucherPrint
from portal.vouchers.paper_requests import circumstances_of, keep_request, why_not_to_contact
from portal.vouchers.queries import PageNow, doses_given, facts_of, page_now, voucher_row, vouchers_of
from portal.vouchers.rules import (
    Delivery,
    PersonFacts,
    VoucherFacts,
    document_words,
    next_dose,
    why_not_issue,
    why_not_print,
    why_not_reissue,
    why_not_this_dose,
)
from portal.vouchers.series import next_number
from portal.vouchers.sheets import sheet_for, sheet_from_text
from portal.vouchers.stops import why_page_stopped
from portal.vouchers.typesetting import FontsNotInstalled, MissingGlyph, TextTooLong
from portal.web.once import first_result, keep_result

MEANWHILE_VOID = "この券はもう無効です。再発行が済んでいるか、無効にされています。住民の画面を開いて、いまの券を確かめてください。"


def person_facts(resident: ResidentView, staff: SignedIn) -> PersonFacts:
    """What the voucher rules ask about a person, for this member of staff."""
    return PersonFacts(
        stopped=resident.why_not_serve,
        hidden=resident.shield.hidden,
        age=resident.age,
        may_open_protected=staff.may(Permission.PROTECTED_OPEN),
        birth=resident.birth,
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
        programme = programme_now(old.programme_code)
        refuse_if(MEANWHILE_VOID if old.voided_at else None)
        given = doses_given(programme.code, doses)
        facts = VoucherFacts(old.number, old.dose_number)
        refuse_if(why_not_reissue(facts_of(programme), person_facts(resident, staff), given, facts, day=clock.today()))
        mail_to = refuse_application(application, resident, visit, settings=settings, voucher=old)
        new = _draw(resident, programme, old.dose_number, application, staff=staff, visit=visit)
        new.replaces_id = old.id
        _void(old, "再発行のため無効")
        sheet = sheet_for(resident, programme, new, reissued=True, mail_to=_window(mail_to, resident), settings=settings)
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
        programme = programme_now(programme_code)
        given = doses_given(programme.code, doses)
        live = [view.facts for view in vouchers_of(resident.id, doses) if view.is_live and view.programme_code == programme.code]
        refuse_if(why_not_issue(facts_of(programme), person_facts(resident, staff), given, live, day=clock.today()))
        refuse_if(why_not_this_dose(given, dose))
        mail_to = refuse_application(application, resident, visit, settings=settings)
        new = _draw(resident, programme, dose, application, staff=staff, visit=visit)
        sheet = sheet_for(resident, programme, new, reissued=False, mail_to=_window(mail_to, resident), settings=settings)
        _issue(new, sheet, application, mail_to)
        record(Event.VOUCHER_ISSUE, by=staff.actor, subjects=[resident.id], facts=_facts(new, application, visit))
        keep_result(once, new.public_id)
        return new.public_id


def why_not_print_voucher(voucher: Voucher, resident: ResidentView, page: PageNow, settings: Settings) -> str | None:
    """Inside a door: the rule's reason, asked by the button and by the action. None as well for a voucher without a page."""
    sheet = sheet_from_text(page.sheet) if page.sheet is not None else None
    stopped = why_page_stopped(voucher, resident, is_printed=page.printed > 0, name_stops=settings.name_change_stops)
    if stopped is None and sheet is not None and sheet.mailing_lines and not page.printed:
        stopped = why_not_to_contact(voucher)
    return why_not_print(
        is_void=voucher.voided_at is not None,
        hidden=resident.shield.hidden,
        shows_address=sheet is not None and sheet.shows_address,
        stopped=stopped,
    )


def print_voucher(public_id: str, *, staff: SignedIn, settings: Settings) -> bytes:
    """The page's bytes, the same every time, recorded before they are given out (R3-3).

    Raises NotFound without a page, Refused for a void voucher and for a page that still shows a protected person's address.
    """
    pdf = _paper(public_id)
    with writing() as session:
        visit_of(staff)
        voucher = voucher_row(public_id)
        session.refresh(voucher, with_for_update=True)
        resident = view_of(resident_by_id(voucher.resident_id), clock.today(), lapses=settings.protection_lapses)
        page = page_now(voucher.id)
        refuse_if(why_not_print_voucher(voucher, resident, page, settings))
        again = page.printed > 0
        session.add(VoucherPrint(voucher_id=voucher.id, printed_at=clock.now(), printed_by=staff.id, again=again))
        digest = hashlib.sha256(pdf).hexdigest()
        record(
            Event.VOUCHER_PRINT,
            by=staff.actor,
            subjects=[voucher.resident_id],
            facts={"voucher": voucher.number, "again": again, "sha256": digest},
        )
    return pdf


def _paper(public_id: str) -> bytes:
    """The kept page; made when it is first asked for, from the sheet written at the issue."""
    with reading() as session:
        voucher = voucher_row(public_id)
        row = session.execute(select(VoucherPaper.sheet, VoucherPaper.pdf).where(VoucherPaper.voucher_id == voucher.id)).one_or_none()
    if row is None:
        raise NotFound("この券は一括発行のため、印刷した紙の控えがありません。必要なときは再発行してください。")
    if row.pdf is not None:
        return row.pdf
    pdf = _page(sheet_from_text(row.sheet), voucher)
    with writing() as session:
        session.execute(
            update(VoucherPaper)
            .where(VoucherPaper.voucher_id == voucher.id, VoucherPaper.pdf.is_(None))
            .values(pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest(), made_at=clock.now())
        )
    return pdf


def _try_reissue(public_id: str, application: Application, *, settings: Settings) -> None:
    """Tries the page before anything is voided: a name that no font can print must not leave the person without a voucher."""
    with reading():
        old = voucher_row(public_id)
        if old.voided_at:
            return
        resident = view_of(resident_by_id(old.resident_id), clock.today(), lapses=settings.protection_lapses)
        programme = programme_now(old.programme_code)
        mail_to = _window(_mail_to(application, resident), resident)
    trial = Voucher(number="0" * 10, dose_number=old.dose_number, issued_at=clock.now(), reason=application.reason)
    _page(sheet_for(resident, programme, trial, reissued=True, mail_to=mail_to, settings=settings), trial)


def _try_issue(resident_public_id: str, programme_code: str, application: Application, *, settings: Settings) -> None:
    """The same before a first voucher; the page differs from the real one in the number alone."""
    with reading():
        row = resident_by_id(id_of_resident(resident_public_id))
        resident = view_of(row, clock.today(), lapses=settings.protection_lapses)
        programme = programme_now(programme_code)
        dose_number = next_dose(doses_given(programme.code, doses_of(resident.id)))
        mail_to = _window(_mail_to(application, resident), resident)
    trial = Voucher(number="0" * 10, dose_number=min(dose_number, programme.doses), issued_at=clock.now())
    _page(sheet_for(resident, programme, trial, reissued=False, mail_to=mail_to, settings=settings), trial)


def _page(sheet: VoucherSheet, voucher: Voucher) -> bytes:
    """Raises Refused with the reason when the page cannot be made: a character no font has, a text too long, a number that has no code."""
    try:
        return voucher_pdf([sheet], issued_at=voucher.issued_at)
    except (MissingGlyph, TextTooLong, FontsNotInstalled, ValueError) as error:
        raise Refused(f"{error} 何も変えていません。") from error


def programme_now(code: str) -> Programme:
    programme = db.session().get(Programme, code)
    if programme is None:
        raise NotFound
    return programme


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
    has_mailing = mailing_contact(resident.id, clock.today()) is not None
    around = circumstances_of(resident, visit, has_mailing=has_mailing, settings=settings, voucher=voucher)
    refuse_if(next((fault.reason for fault in faults(application, around)), None))
    return _mail_to(application, resident)


def _mail_to(application: Application, resident: ResidentView) -> Contact | None:
    return mailing_contact(resident.id, clock.today()) if application.delivery is Delivery.POST_TO_CONTACT else None


def _window(mail_to: Contact | None, resident: ResidentView) -> Details | None:
    """What the window of the envelope shows: nothing of where a protected person is reached."""
    return None if mail_to is None or resident.shield.hidden else details_of(mail_to)


def refuse_if(reason: str | None) -> None:
    if reason:
        raise Refused(reason)


def _draw(
    resident: ResidentView, programme: Programme, dose_number: int, application: Application, *, staff: SignedIn, visit: VisitView
) -> Voucher:
    return Voucher(
        public_id=secrets.token_hex(16),
        number=next_number(),
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


def _void(voucher: Voucher, reason: str) -> None:
    voucher.voided_at = clock.now()
    voucher.void_reason = reason
    db.session().flush()


def _issue(voucher: Voucher, sheet: VoucherSheet, application: Application, mail_to: Contact | None) -> None:
    session = db.session()
    session.add(voucher)
    session.flush()
    session.add(VoucherPaper(voucher_id=voucher.id, sheet=json.dumps(dataclasses.asdict(sheet), ensure_ascii=False)))
    keep_request(application, mail_to, voucher_id=voucher.id)
