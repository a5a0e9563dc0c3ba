"""A slip printed: read, set, and recorded with the hash of its page before it is given out (D-3)."""

import hashlib

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_queries import section_names, staff_names
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, reading, writing
from portal.inquiries.models import Slip
from portal.inquiries.number_rules import SlipNumber
from portal.inquiries.queries import entries_of, slip_row
from portal.inquiries.slip_documents import SlipPaper, slip_pdf
from portal.residents.models import Resident
from portal.residents.queries import view_of
from portal.text.wareki import format_date


def print_slip(public_id: str, *, staff: SignedIn, settings: Settings) -> bytes:
    """Raises NotFound; Refused when a character cannot be printed."""
    with reading():
        paper = _paper(slip_row(public_id, seen_by=staff), lapses=settings.protection_lapses)
    office = f"{settings.municipality_name} {paper.section}"
    pdf = slip_pdf(paper, office=office, printed_by=staff.name, made_at=clock.now())
    row = paper.row
    with writing():
        facts = {"slip": row.number.shown, "sha256": hashlib.sha256(pdf).hexdigest()}
        record(Event.SLIP_PRINT, by=staff.actor, subjects=[row.resident_id] if row.resident_id else [], facts=facts)
    return pdf


def _paper(row: Slip, *, lapses: bool) -> SlipPaper:
    names = staff_names({person for person in (row.holder_id, row.taken_by, row.closed_by, row.reviewed_by) if person})
    sections = section_names()
    resident, is_shielded = _resident(row, lapses=lapses)
    other = db.session().get(Slip, row.duplicate_of_id) if row.duplicate_of_id else None
    entries = entries_of(row.id)
    return SlipPaper(
        row=row,
        entries=entries,
        section=sections[row.section_id],
        first_section=sections[row.first_section_id],
        holder=names[row.holder_id].name if row.holder_id else "",
        taken_by=names[row.taken_by].name,
        closed_by=names[row.closed_by].name if row.closed_by else "",
        reviewed_by=names[row.reviewed_by].name if row.reviewed_by else "",
        resident=resident,
        is_shielded=is_shielded,
        duplicate_of=other.number.shown if other else "",
        others=_numbers({entry.other_public_id for entry in entries if entry.other_public_id}),
    )


def _numbers(public_ids: set[str]) -> dict[str, str]:
    asked = select(Slip.public_id, Slip.fiscal_year, Slip.running).where(Slip.public_id.in_(public_ids))
    return {row.public_id: SlipNumber(row.fiscal_year, row.running).shown for row in db.session().execute(asked)}


def _resident(row: Slip, *, lapses: bool) -> tuple[str, bool]:
    """Name, birth and number: where the person lives never stands on a slip's paper."""
    found = db.session().scalar(select(Resident).where(Resident.id == row.resident_id)) if row.resident_id else None
    if found is None:
        return "", False
    view = view_of(found, clock.today(), lapses=lapses)
    return f"{view.name}　{format_date(view.birth)}生　宛名番号 {view.resident_number}", view.shield.hidden
