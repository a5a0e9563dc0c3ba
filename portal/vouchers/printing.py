"""A voucher's page printed: made once, kept, recorded before it is given out (R3-3, docs/decisions/007)."""

import hashlib

from sqlalchemy import select, update

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import visit_of
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.errors import NotFound, refuse_if
from portal.residents.queries import ResidentView, resident_by_id, view_of
from portal.vouchers.actions import page_of
from portal.vouchers.models import Voucher, VoucherPaper, VoucherPrint
from portal.vouchers.paper_requests import why_not_to_contact
from portal.vouchers.queries import PageNow, page_now, voucher_row
from portal.vouchers.rules import why_not_print
from portal.vouchers.sheets import sheet_from_text
from portal.vouchers.stops import why_page_stopped


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
    pdf = page_of(sheet_from_text(row.sheet), voucher)
    with writing() as session:
        session.execute(
            update(VoucherPaper)
            .where(VoucherPaper.voucher_id == voucher.id, VoucherPaper.pdf.is_(None))
            .values(pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest(), made_at=clock.now())
        )
    return pdf
