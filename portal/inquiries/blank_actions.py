"""Numbers for a standstill: made, printed, typed in from paper, ended unused (D-3)."""

import hashlib
import secrets
from collections.abc import Sequence

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.errors import refuse_if
from portal.inquiries.blank_queries import Batch, batch_of, batches_of, blank_row, blank_rows, range_words
from portal.inquiries.blank_rules import NO_REASON, NO_SUCH_BLANK, NOTHING_PICKED, Paper, why_not_end, why_not_fill, why_not_make
from portal.inquiries.entries import add_entry
from portal.inquiries.list_rules import SlipView
from portal.inquiries.models import Slip
from portal.inquiries.number_rules import NOT_A_NUMBER, read_number
from portal.inquiries.rules import EntryKind, SlipChannel, SlipState
from portal.inquiries.series import next_number
from portal.inquiries.slip_documents import blank_pdf
from portal.web.once import first_result, keep_result


def list_batches(*, staff: SignedIn) -> list[Batch]:
    """Nobody stands on an empty number, but who looks at the list is recorded as with the others."""
    with reading():
        batches = batches_of(staff)
    with writing():
        facts = {"view": SlipView.BLANK.value, "page": 1, "count": sum(len(batch.left) for batch in batches)}
        record(Event.SLIP_LIST, by=staff.actor, facts=facts)
    return batches


def make_blanks(count: int | None, *, staff: SignedIn, once: str) -> str:
    """Numbers of today's fiscal year that follow one another; says which. Raises Refused."""
    refuse_if(why_not_make(count))
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        now = clock.now()
        numbers = [next_number(clock.fiscal_year(now.date())) for _ in range(count or 0)]
        for number in numbers:
            ids = {"public_id": secrets.token_hex(16), "fiscal_year": number.fiscal_year, "running": number.running}
            whose = {"section_id": staff.section_id, "first_section_id": staff.section_id, "taken_by": staff.id}
            session.add(Slip(state=SlipState.BLANK, taken_at=now, entered_at=now, channel=SlipChannel.PHONE, **ids, **whose))
        record(Event.SLIP_BLANK_MAKE, by=staff.actor, facts={"first": numbers[0].shown, "last": numbers[-1].shown})
        words = range_words(numbers)
        keep_result(once, words)
        return words


def print_blanks(public_id: str, *, staff: SignedIn, settings: Settings) -> bytes:
    """Those of a batch that are left, a page each. Raises NotFound."""
    with reading():
        batch = batch_of(public_id, staff=staff)
    office = f"{settings.municipality_name} {staff.section_name}"
    pdf = blank_pdf([slip.number for slip in batch.left], office=office, made_at=clock.now())
    with writing():
        record(Event.SLIP_PRINT, by=staff.actor, facts={"slip": batch.words, "sha256": hashlib.sha256(pdf).hexdigest()})
    return pdf


def fill_blank(paper: Paper, *, staff: SignedIn, once: str) -> str:
    """The number becomes a slip of whoever types it in, taken when the paper says; its public id. Raises Refused."""
    now = clock.now()
    number = read_number(paper.number, this_year=clock.fiscal_year(now.date()))
    refuse_if(None if number else NOT_A_NUMBER)
    with writing():
        if (known := first_result(once)) is not None:
            return known
        slip = blank_row(number, staff=staff) if number else None
        refuse_if(None if slip else NO_SUCH_BLANK)
        assert slip is not None
        refuse_if(why_not_fill(slip.state, made_at=slip.entered_at, taken_at=paper.taken_at, now=now))
        slip.state, slip.channel, slip.taken_at, slip.entered_at = SlipState.OPEN, paper.channel, paper.taken_at, now
        slip.taken_by = slip.holder_id = staff.id
        add_entry(slip.id, EntryKind.FILLED, by=staff.id, channel=paper.channel)
        record(Event.SLIP_BLANK_FILL, by=staff.actor, facts={"slip": slip.number.shown})
        keep_result(once, slip.public_id)
        return slip.public_id


def end_blanks(public_ids: Sequence[str], reason: str, *, staff: SignedIn, once: str) -> int:
    """Unused for good; each keeps its number and the reason. How many. Raises Refused: one of them has an end meanwhile."""
    refuse_if(NOTHING_PICKED if not public_ids else None if reason.strip() else NO_REASON)
    with writing():
        if (known := first_result(once)) is not None:
            return int(known)
        slips = blank_rows(public_ids, staff=staff)
        refuse_if(None if slips else NOTHING_PICKED)
        for slip in slips:
            refuse_if(f"{slip.number.shown}: {why_not}" if (why_not := why_not_end(slip.state)) else None)
            slip.state, slip.cancel_reason = SlipState.CANCELLED, reason.strip()
            add_entry(slip.id, EntryKind.CANCELLED, by=staff.id, words=reason.strip())
        facts = {"first": slips[0].number.shown, "last": slips[-1].number.shown, "count": len(slips)}
        record(Event.SLIP_BLANK_END, by=staff.actor, facts=facts)
        keep_result(once, str(len(slips)))
        return len(slips)
