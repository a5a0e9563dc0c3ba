"""What became of a number: entered as a paper, not to be used, collected unused; and a mistake taken back until the batch is closed."""

from dataclasses import dataclass

from sqlalchemy import select

from portal import clock
from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn
from portal.accounts.visits import visit_of
from portal.applications.batch_actions import batch_row
from portal.applications.models import BlankBatch, BlankForm
from portal.applications.number_rules import (
    NOTHING_IN_RANGE,
    BlankState,
    Ended,
    PaperNumber,
    SpoilReason,
    why_not_end,
    why_not_paper,
    why_not_range,
    why_not_reopen,
)
from portal.applications.queries import PaperOffered, papers_offered
from portal.applications.rules import LEADS_TO
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, writing
from portal.errors import NotFound, refuse_if
from portal.residents.queries import held_resident, id_of_resident
from portal.vouchers.fee_rules import PaperKind
from portal.web.once import first_result, keep_result


@dataclass(frozen=True)
class Held:
    """A number and its batch, held until the commit."""

    form: BlankForm
    batch: BlankBatch


def use_number(public_id: str, resident_public_id: str, paper_key: str, *, staff: SignedIn, once: str, settings: Settings) -> None:
    """Links the number to the paper that was entered from it. Raises NotFound, Refused with what speaks against it."""
    with writing():
        if first_result(once) is not None:
            return
        visit_of(staff)
        held = _held(public_id)
        _refuse_unless_open(held)
        resident = held_resident(id_of_resident(resident_public_id), clock.today(), lapses=settings.protection_lapses)
        paper = next((each for each in papers_offered(resident.id) if each.key == paper_key), None)
        if paper is None:
            raise NotFound
        refuse_if(why_not_link(held.batch, paper))
        _link(held.form, paper, resident.id, staff)
        facts = {"number": held.form.number.shown, "paper": paper.word}
        record(Event.BLANK_USE, by=staff.actor, subjects=[resident.id], facts=facts)
        keep_result(once, "used")


def spoil_number(public_id: str, reason: SpoilReason, note: str, *, staff: SignedIn, once: str) -> None:
    """Nothing was issued from this form. Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        held = _held(public_id)
        _refuse_unless_open(held)
        form = held.form
        form.state, form.reason, form.note = BlankState.SPOILT, reason, note.strip()
        form.ended_at, form.ended_by = clock.now(), staff.id
        record(Event.BLANK_SPOIL, by=staff.actor, facts={"number": form.number.shown, "reason": reason.value})
        keep_result(once, "spoilt")


def collect_numbers(batch_public_id: str, first: PaperNumber, last: PaperNumber, *, staff: SignedIn, once: str) -> int:
    """Every number of the range that has no end was never used and lies here; those that have one keep it. Returns how many."""
    with writing() as session:
        if (known := first_result(once)) is not None:
            return int(known)
        batch = batch_row(batch_public_id, held=True)
        refuse_if(why_not_range(first, last, batch.first_number, batch.last_number))
        opened = (BlankForm.batch_id == batch.id, BlankForm.state == BlankState.OPEN)
        within = BlankForm.running.between(first.running, last.running)
        forms = list(session.scalars(select(BlankForm).where(*opened, within).with_for_update()))
        refuse_if(None if forms else NOTHING_IN_RANGE)
        is_closed = batch.closed_at is not None
        refuse_if(why_not_end(first.shown, Ended(BlankState.OPEN), is_handed=batch.handed_at is not None, is_closed=is_closed))
        for form in forms:
            form.state, form.ended_at, form.ended_by = BlankState.COLLECTED, clock.now(), staff.id
        facts = {"first": first.shown, "last": last.shown, "count": len(forms)}
        record(Event.BLANK_COLLECT, by=staff.actor, facts=facts)
        keep_result(once, str(len(forms)))
        return len(forms)


def reopen_number(public_id: str, *, staff: SignedIn, once: str) -> None:
    """Takes a mistaken end back; the record keeps what it was. Raises NotFound, Refused once the batch is closed."""
    with writing():
        if first_result(once) is not None:
            return
        held = _held(public_id)
        form = held.form
        refuse_if(why_not_reopen(Ended(form.state), is_closed=held.batch.closed_at is not None))
        subjects = [form.resident_id] if form.resident_id else []
        facts = {"number": form.number.shown, "state": form.state.value}
        form.state, form.reason, form.note, form.ended_at, form.ended_by = BlankState.OPEN, None, "", None, None
        form.resident_id = form.voucher_id = form.certificate_id = form.record_copy_id = None
        record(Event.BLANK_REOPEN, by=staff.actor, subjects=subjects, facts=facts)
        keep_result(once, "reopened")


def why_not_link(batch: BlankBatch, paper: PaperOffered) -> str | None:
    """Inside a door: asked by the list of papers and by the action."""
    handed_at = batch.handed_at or batch.made_at
    return why_not_paper(fits=LEADS_TO[batch.form] is paper.kind, taken_by=paper.taken_by, issued_at=paper.issued_at, handed_at=handed_at)


def _held(public_id: str) -> Held:
    """The batch first: two ends of one number, and a closing meanwhile, follow one another."""
    session = db.session()
    batch_public_id = session.scalar(
        select(BlankBatch.public_id).join(BlankForm, BlankForm.batch_id == BlankBatch.id).where(BlankForm.public_id == public_id)
    )
    if batch_public_id is None:
        raise NotFound
    batch = batch_row(batch_public_id, held=True)
    form = session.scalars(select(BlankForm).where(BlankForm.public_id == public_id).with_for_update()).one()
    return Held(form, batch)


def _refuse_unless_open(held: Held) -> None:
    form, batch = held.form, held.batch
    by = db.session().scalar(select(Staff.name).where(Staff.id == form.ended_by)) if form.ended_by else ""
    ended = Ended(form.state, form.ended_at, by or "")
    is_handed, is_closed = batch.handed_at is not None, batch.closed_at is not None
    refuse_if(why_not_end(form.number.shown, ended, is_handed=is_handed, is_closed=is_closed))


def _link(form: BlankForm, paper: PaperOffered, resident_id: int, staff: SignedIn) -> None:
    form.state, form.resident_id = BlankState.USED, resident_id
    form.ended_at, form.ended_by = clock.now(), staff.id
    if paper.kind is PaperKind.CERTIFICATE:
        form.certificate_id = paper.row_id
    elif paper.kind is PaperKind.RECORD_COPY:
        form.record_copy_id = paper.row_id
    else:
        form.voucher_id = paper.row_id
    db.session().flush()
