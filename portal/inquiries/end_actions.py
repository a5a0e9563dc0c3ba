"""A slip is answered and closed, opened again, or cancelled as one that was started by mistake (D-3)."""

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import writing
from portal.errors import refuse_if
from portal.inquiries.act_actions import end_waiting
from portal.inquiries.entries import add_entry
from portal.inquiries.field_rules import Typed
from portal.inquiries.models import Slip
from portal.inquiries.queries import slip_row
from portal.inquiries.rules import RESULT_WORDS, EntryKind, Result, SlipState
from portal.inquiries.slip_queries import facts_of
from portal.inquiries.slip_rules import Act, why_not, why_not_cancel, why_not_close
from portal.inquiries.write_actions import write_held
from portal.web.once import first_result, keep_result

# An empty slip goes by one key; the record still says why its number is unused.
STARTED_BY_MISTAKE = "何も書かずに取り消した"


def close_slip(public_id: str, result: Result, answer: Typed, *, staff: SignedIn, once: str) -> None:
    """With the answer as it stands on the form of closing. Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        slip = slip_row(public_id, seen_by=staff, held=True)
        refuse_if(why_not_close(facts_of(slip), result, str(answer.value)))
        write_held(slip, [answer], staff=staff)
        end_waiting(slip)
        slip.state, slip.result, slip.closed_at, slip.closed_by = SlipState.CLOSED, result, clock.now(), staff.id
        add_entry(slip.id, EntryKind.CLOSED, by=staff.id, words=RESULT_WORDS[result])
        record(Event.SLIP_CLOSE, by=staff.actor, subjects=_subjects(slip), facts={"slip": slip.number.shown, "result": result.value})
        keep_result(once, "closed")


def reopen_slip(public_id: str, reason: str, *, staff: SignedIn, once: str) -> None:
    """What was closed or cancelled; it is to be seen by the chief again. Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        slip = slip_row(public_id, seen_by=staff, held=True)
        refuse_if(why_not(Act.REOPEN, facts_of(slip)))
        slip.state, slip.cancel_reason = SlipState.OPEN, ""
        slip.result = slip.closed_at = slip.closed_by = slip.reviewed_at = slip.reviewed_by = None
        slip.holder_id = slip.holder_id or staff.id
        add_entry(slip.id, EntryKind.REOPENED, by=staff.id, words=reason.strip())
        record(Event.SLIP_REOPEN, by=staff.actor, subjects=_subjects(slip), facts={"slip": slip.number.shown})
        keep_result(once, "reopened")


def cancel_slip(public_id: str, reason: str, *, staff: SignedIn, once: str) -> None:
    """The number stays, unused. Raises NotFound, Refused: something was written and no reason is given."""
    with writing():
        if first_result(once) is not None:
            return
        slip = slip_row(public_id, seen_by=staff, held=True)
        refuse_if(why_not_cancel(facts_of(slip), reason))
        end_waiting(slip)
        slip.state, slip.cancel_reason = SlipState.CANCELLED, reason.strip() or STARTED_BY_MISTAKE
        add_entry(slip.id, EntryKind.CANCELLED, by=staff.id, words=slip.cancel_reason)
        record(Event.SLIP_CANCEL, by=staff.actor, subjects=_subjects(slip), facts={"slip": slip.number.shown})
        keep_result(once, "cancelled")


def _subjects(slip: Slip) -> list[int]:
    return [] if slip.resident_id is None else [slip.resident_id]
