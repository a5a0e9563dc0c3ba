"""接種済証 given out again: what is looked at before, the certificate itself, its printing. The end of a programme does not end it."""

import dataclasses
import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal import clock
from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import note_person, visit_of
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, reading, writing
from portal.doses.queries import DoseView, doses_of
from portal.errors import NotFound, refuse_if
from portal.programmes.dose_rules import DoseFacts
from portal.programmes.models import Programme
from portal.programmes.queries import programmes
from portal.residents.contact_queries import mailing_now
from portal.residents.contact_rules import Details
from portal.residents.queries import ResidentView, find_resident, id_of_resident, resident_by_id, view_of
from portal.vouchers.actions import person_facts, person_now
from portal.vouchers.application_rules import Circumstances, why_not_here
from portal.vouchers.certificate_documents import CertificateSheet, certificate_pdf
from portal.vouchers.certificate_sheets import certificate_sheet_for, certificate_sheet_from_text
from portal.vouchers.fee_queries import fee_now
from portal.vouchers.fee_rules import Charge, PaperKind, fee_words
from portal.vouchers.kept_paper import kept_page, refusing_unprintable
from portal.vouchers.models import Certificate, CertificatePrint
from portal.vouchers.paper_orders import PaperOrder, columns_of, refuse_order
from portal.vouchers.paper_requests import circumstances_of, keep_request, request_lines, request_of
from portal.vouchers.rules import (
    APPLICANT_WORDS,
    DELIVERED_WORDS,
    SCREENING_ONLY,
    Delivery,
    why_not_certificate,
    why_not_hidden,
    why_not_print_certificate,
)
from portal.vouchers.sheets import address_lines
from portal.web.once import first_result, keep_result


@dataclass(frozen=True)
class Proof:
    """The doses of one programme that a 接種済証 would prove, the first dose first."""

    programme: Programme
    doses: list[DoseView]

    @property
    def unverified(self) -> int:
        return sum(not (dose.verified or dose.before_moving_in) for dose in self.doses)

    @property
    def has_gaps(self) -> bool:
        return not all(dose.manufacturer and dose.lot_number and dose.institution for dose in self.doses)


@dataclass(frozen=True)
class CertificateView:
    """One certificate as the screens show it."""

    public_id: str
    programme_name: str
    issued_at: datetime
    issued_by: str
    applicant_word: str
    identity_checked: str
    delivery_word: str
    is_posted: bool
    fee_words: str
    memo: str


@dataclass(frozen=True)
class CertificateReview:
    """The facts beside the form; `why_not` is the rule's reason, and then there is no form."""

    resident: ResidentView
    proofs: list[Proof]
    earlier: list[CertificateView]
    address_lines: tuple[str, ...]
    fee: int
    why_not: str | None
    mailing: Details | None
    around: Circumstances
    people: int


@dataclass(frozen=True)
class CertificateShown:
    """One certificate on its page; `why_not_print` is the rule's reason, and then there is no button."""

    resident: ResidentView
    certificate: CertificateView
    application: list[tuple[str, str]]
    sheet: CertificateSheet
    printed: int
    why_not_print: str | None
    people: int


def proofs_of(all_programmes: Sequence[Programme], doses: Sequence[DoseView]) -> list[Proof]:
    """By programme in the order given, those with a dose; what ended after the screening proves no vaccination."""
    given = sorted((dose for dose in doses if dose.content != SCREENING_ONLY), key=lambda dose: dose.dose_number)
    proofs = [Proof(programme, [dose for dose in given if dose.programme_code == programme.code]) for programme in all_programmes]
    return [proof for proof in proofs if proof.doses]


def why_not_reissue_certificate(resident: ResidentView, proofs: Sequence[Proof], staff: SignedIn) -> str | None:
    """The rule's reason, asked by the button, the form and the action."""
    given = [DoseFacts(dose.dose_number, dose.given_on) for proof in proofs for dose in proof.doses]
    return why_not_hidden(person_facts(resident, staff)) or why_not_certificate(given)


def review_certificate(resident_public_id: str, *, staff: SignedIn, settings: Settings) -> CertificateReview:
    """Everything that could be proven, the newest programme first; recorded before it is shown. NotFound when there is no such person."""
    with reading():
        resident, _ = find_resident(resident_public_id, clock.today(), lapses=settings.protection_lapses)
        proofs = proofs_of(programmes(), doses_of(resident.id))
        earlier = _certificates_of(resident.id)
        mailing = mailing_now(resident.id, clock.today())
        around = circumstances_of(resident, staff.visit, has_mailing=mailing is not None, settings=settings)
        fee = fee_now(PaperKind.CERTIFICATE, clock.today())
    people = _look(resident, sum(len(proof.doses) for proof in proofs), staff)
    lines = address_lines(resident, settings.municipality_name)
    why_not = why_not_reissue_certificate(resident, proofs, staff) or why_not_here(around)
    return CertificateReview(resident, proofs, earlier, lines, fee, why_not, mailing, around, people)


def reissue_certificate(
    resident_public_id: str, order: PaperOrder, *, programme_code: str, staff: SignedIn, once: str, settings: Settings
) -> str:
    """Gives out a 接種済証 of every dose of the programme, running or ended; returns its public id.

    Raises Refused with the rule's reason (no dose, protected, identity not checked) and when the page cannot be printed.
    """
    issued_at = clock.now()
    _try_page(resident_public_id, programme_code, issued_at, settings=settings)
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        visit = visit_of(staff)
        resident, doses = person_now(id_of_resident(resident_public_id), settings)
        proofs = _proofs_for(programme_code, doses)
        refuse_if(why_not_reissue_certificate(resident, proofs, staff))
        charge, mail_to = refuse_order(order, resident, visit, fee=fee_now(PaperKind.CERTIFICATE, issued_at.date()), settings=settings)
        (proof,) = proofs
        sheet = certificate_sheet_for(resident, proof.programme, proof.doses, issued_at=issued_at, settings=settings)
        certificate = Certificate(
            public_id=secrets.token_hex(16),
            resident_id=resident.id,
            programme_code=programme_code,
            issued_at=issued_at,
            issued_by=staff.id,
            **columns_of(order, charge, visit),
            sheet=json.dumps(dataclasses.asdict(sheet), ensure_ascii=False),
        )
        session.add(certificate)
        session.flush()
        keep_request(order.application, mail_to, certificate_id=certificate.id)
        facts = {"programme": programme_code, "doses": len(proof.doses), "applicant": order.application.applicant.value, "yen": charge.yen}
        record(Event.CERTIFICATE_REISSUE, by=staff.actor, subjects=[resident.id], facts=facts)
        keep_result(once, certificate.public_id)
        return certificate.public_id


def show_certificate_paper(public_id: str, *, staff: SignedIn, settings: Settings) -> CertificateShown:
    """One certificate, whose it is and how often it was printed; recorded before it is shown. NotFound when there is none."""
    with reading():
        row = _certificate_row(public_id)
        resident = view_of(resident_by_id(row.resident_id), clock.today(), lapses=settings.protection_lapses)
        (certificate,) = (view for view in _certificates_of(resident.id) if view.public_id == public_id)
        printed = _times_printed(row.id)
        said = request_lines(resident, *request_of(certificate_id=row.id))
    sheet = certificate_sheet_from_text(row.sheet)
    people = _look(resident, len(sheet.doses), staff)
    return CertificateShown(resident, certificate, said, sheet, printed, _why_not_print(sheet, resident, staff), people)


def print_certificate(public_id: str, *, staff: SignedIn, settings: Settings) -> bytes:
    """The page's bytes, the same every time, recorded before they are given out (R3-3).

    Raises NotFound when there is none, Refused for a protected person without the permission and for a page with such a person's address.
    """
    pdf = _paper(public_id)
    with writing() as session:
        visit_of(staff)
        certificate = _certificate_row(public_id)
        resident, _ = person_now(certificate.resident_id, settings)
        refuse_if(_why_not_print(certificate_sheet_from_text(certificate.sheet), resident, staff))
        again = _times_printed(certificate.id) > 0
        session.add(CertificatePrint(certificate_id=certificate.id, printed_at=clock.now(), printed_by=staff.id, again=again))
        facts = {"programme": certificate.programme_code, "again": again, "sha256": hashlib.sha256(pdf).hexdigest()}
        record(Event.CERTIFICATE_PRINT, by=staff.actor, subjects=[resident.id], facts=facts)
    return pdf


def _try_page(resident_public_id: str, programme_code: str, issued_at: datetime, *, settings: Settings) -> None:
    """Tries the page before anything is kept: a certificate that no font can print must not stand in the records."""
    with reading():
        resident, _ = find_resident(resident_public_id, clock.today(), lapses=settings.protection_lapses)
        proofs = _proofs_for(programme_code, doses_of(resident.id))
    for proof in proofs:
        _page(certificate_sheet_for(resident, proof.programme, proof.doses, issued_at=issued_at, settings=settings), issued_at)


def _paper(public_id: str) -> bytes:
    with reading():
        row = _certificate_row(public_id)
    return kept_page(Certificate, row.id, lambda: _page(certificate_sheet_from_text(row.sheet), row.issued_at))


def _page(sheet: CertificateSheet, issued_at: datetime) -> bytes:
    with refusing_unprintable():
        return certificate_pdf(sheet, issued_at=issued_at)


def _why_not_print(sheet: CertificateSheet, resident: ResidentView, staff: SignedIn) -> str | None:
    return why_not_print_certificate(person_facts(resident, staff), shows_address=bool(sheet.address_lines))


def _proofs_for(programme_code: str, doses: Sequence[DoseView]) -> list[Proof]:
    """Of this programme alone: one or none."""
    programme = db.session().get(Programme, programme_code)
    if programme is None:
        raise NotFound
    return proofs_of([programme], doses)


def _look(resident: ResidentView, doses: int, staff: SignedIn) -> int:
    """Recorded before anything is shown, and the person becomes the one being served. Returns how many people the visit has opened."""
    with writing():
        people = note_person(staff, resident.id)
        record(Event.CERTIFICATE_REVIEW, by=staff.actor, subjects=[resident.id], facts={"doses": doses})
    return people


def _certificate_row(public_id: str) -> Certificate:
    certificate = db.session().scalar(select(Certificate).where(Certificate.public_id == public_id))
    if certificate is None:
        raise NotFound
    return certificate


def _certificates_of(resident_id: int) -> list[CertificateView]:
    """The newest first, in one statement."""
    rows = db.session().execute(
        select(Certificate, Programme.name, Staff.name)
        .join(Programme, Programme.code == Certificate.programme_code)
        .join(Staff, Staff.id == Certificate.issued_by)
        .where(Certificate.resident_id == resident_id)
        .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
    )
    return [
        CertificateView(
            public_id=row.public_id,
            programme_name=programme_name,
            issued_at=row.issued_at,
            issued_by=staff_name,
            applicant_word=APPLICANT_WORDS[row.applicant],
            identity_checked=row.identity_checked,
            delivery_word=DELIVERED_WORDS[row.delivery],
            is_posted=row.delivery is not Delivery.HANDED_OVER,
            fee_words=fee_words(Charge(row.fee_yen, row.waiver, row.waiver_note)),
            memo=row.memo,
        )
        for row, programme_name, staff_name in rows
    ]


def _times_printed(certificate_id: int) -> int:
    return db.session().scalar(select(func.count()).where(CertificatePrint.certificate_id == certificate_id)) or 0
