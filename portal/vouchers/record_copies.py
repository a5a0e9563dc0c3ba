"""接種記録の写し: what is looked at before, the copy itself, a refusal with its ground, its printing (予防接種法施行規則3条2項)."""

import dataclasses
import hashlib
import json
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import visit_of
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.doses.queries import DoseView, doses_of
from portal.errors import refuse_if
from portal.programmes.queries import programmes
from portal.residents.queries import ResidentView, find_resident, id_of_resident
from portal.residents.rules import Category
from portal.vouchers.actions import person_facts, person_now
from portal.vouchers.fee_queries import fee_now
from portal.vouchers.fee_rules import PaperKind
from portal.vouchers.kept_paper import kept_page, refusing_unprintable
from portal.vouchers.paper_orders import PaperOrder, columns_of, refuse_order
from portal.vouchers.paper_requests import keep_request
from portal.vouchers.record_copy_documents import RecordCopySheet, record_copy_pdf
from portal.vouchers.record_copy_models import RecordCopy, RecordCopyPrint
from portal.vouchers.record_copy_queries import copy_row, in_order, scope_words, times_printed
from portal.vouchers.record_copy_rules import NOTHING_CHOSEN, Ground, why_not_copy, why_not_copy_applicant, why_not_ground_note
from portal.vouchers.record_copy_sheets import record_copy_sheet_for, record_copy_sheet_from_text
from portal.vouchers.rules import Applicant, why_not_hidden, why_not_print_certificate
from portal.web.once import first_result, keep_result


def why_not_give(resident: ResidentView, doses: Sequence[DoseView], staff: SignedIn) -> str | None:
    """The rule's reason, asked by the button, the form and the action."""
    return why_not_copy(len(doses), hidden=why_not_hidden(person_facts(resident, staff)))


def why_not_applicant(resident: ResidentView, applicant: Applicant) -> str | None:
    return why_not_copy_applicant(applicant, hidden=resident.shield.hidden, dead=resident.category is Category.DEAD)


def give_copy(
    resident_public_id: str, order: PaperOrder, chosen: Collection[str], *, staff: SignedIn, once: str, settings: Settings
) -> str:
    """Gives out a copy of the doses of the chosen programmes; returns its public id. Raises Refused with the rule's reason."""
    issued_at = clock.now()
    _try_page(resident_public_id, chosen, settings=settings)
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        visit = visit_of(staff)
        resident, doses = person_now(id_of_resident(resident_public_id), settings)
        refuse_if(why_not_give(resident, doses, staff) or why_not_applicant(resident, order.application.applicant))
        charge, mail_to = refuse_order(order, resident, visit, fee=fee_now(PaperKind.RECORD_COPY, issued_at.date()), settings=settings)
        sheet = _sheet(resident, doses, chosen, settings)
        copy = RecordCopy(
            public_id=secrets.token_hex(16),
            resident_id=resident.id,
            issued_at=issued_at,
            issued_by=staff.id,
            **columns_of(order, charge, visit),
            sheet=json.dumps(dataclasses.asdict(sheet), ensure_ascii=False),
        )
        session.add(copy)
        session.flush()
        keep_request(order.application, mail_to, record_copy_id=copy.id)
        facts = {"doses": len(sheet.doses), "applicant": order.application.applicant.value, "yen": charge.yen}
        record(Event.COPY_GIVE, by=staff.actor, subjects=[resident.id], facts=facts)
        keep_result(once, copy.public_id)
        return copy.public_id


def refuse_copy(
    resident_public_id: str, applicant: Applicant, ground: Ground, note: str, *, staff: SignedIn, once: str, settings: Settings
) -> None:
    """The request was not followed, and why: kept as a copy would be, so that it can be answered for."""
    with writing() as session:
        if first_result(once) is not None:
            return
        visit = visit_of(staff)
        resident, _ = person_now(id_of_resident(resident_public_id), settings)
        refuse_if(why_not_ground_note(ground, note))
        session.add(
            RecordCopy(
                public_id=secrets.token_hex(16),
                resident_id=resident.id,
                issued_at=clock.now(),
                issued_by=staff.id,
                applicant=applicant,
                channel=visit.channel,
                ground=ground,
                ground_note=note.strip(),
                visit_id=visit.id,
            )
        )
        record(Event.COPY_REFUSE, by=staff.actor, subjects=[resident.id], facts={"reason": ground.value, "applicant": applicant.value})
        keep_result(once, "refused")


def print_copy(public_id: str, *, staff: SignedIn, settings: Settings) -> bytes:
    """The page's bytes, the same every time, recorded before they are given out (R3-3).

    Raises NotFound when there is none, Refused for a protected person without the permission and for a page with such a person's address.
    """
    pdf = _paper(public_id)
    with writing() as session:
        visit_of(staff)
        copy = copy_row(public_id)
        resident, _ = person_now(copy.resident_id, settings)
        refuse_if(why_not_print(record_copy_sheet_from_text(copy.sheet), resident, staff))
        again = times_printed(copy.id) > 0
        session.add(RecordCopyPrint(record_copy_id=copy.id, printed_at=clock.now(), printed_by=staff.id, again=again))
        record(Event.COPY_PRINT, by=staff.actor, subjects=[resident.id], facts={"again": again, "sha256": hashlib.sha256(pdf).hexdigest()})
    return pdf


def why_not_print(sheet: RecordCopySheet, resident: ResidentView, staff: SignedIn) -> str | None:
    return why_not_print_certificate(person_facts(resident, staff), shows_address=bool(sheet.address_lines))


def _sheet(resident: ResidentView, doses: Sequence[DoseView], chosen: Collection[str], settings: Settings) -> RecordCopySheet:
    names = {programme.code: programme.name for programme in programmes()}
    listed = in_order(doses, chosen, names)
    refuse_if(None if listed else NOTHING_CHOSEN)
    scope = scope_words(doses, chosen, names)
    return record_copy_sheet_for(resident, listed, names, scope=scope, issued_at=clock.now(), settings=settings)


def _try_page(resident_public_id: str, chosen: Collection[str], *, settings: Settings) -> None:
    """Tries the page before anything is kept: a copy that no font can print must not stand in the records."""
    with reading():
        resident, _ = find_resident(resident_public_id, clock.today(), lapses=settings.protection_lapses)
        doses = doses_of(resident.id)
        sheet = _sheet(resident, doses, chosen, settings) if doses else None
    if sheet:
        _page(sheet, clock.now())


def _paper(public_id: str) -> bytes:
    with reading():
        row = copy_row(public_id)
    return kept_page(RecordCopy, row.id, lambda: _page(record_copy_sheet_from_text(row.sheet), row.issued_at))


def _page(sheet: RecordCopySheet, issued_at: datetime) -> bytes:
    with refusing_unprintable():
        return record_copy_pdf(sheet, issued_at=issued_at)
