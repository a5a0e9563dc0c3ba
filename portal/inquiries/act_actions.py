"""What is done with a slip: each act is asked of the rules again, adds a line and is recorded, in one change (D-3)."""

from collections.abc import Mapping
from datetime import date

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import Fact, record
from portal.db import writing
from portal.errors import Refused, refuse_if
from portal.inquiries.entries import add_entry
from portal.inquiries.models import Slip, SlipLink
from portal.inquiries.number_rules import NOT_A_NUMBER, read_number
from portal.inquiries.queries import slip_row
from portal.inquiries.rules import EntryKind, SlipChannel, SlipState
from portal.inquiries.slip_queries import facts_of, handler_row, hold_both, is_copy_of, is_linked, slip_by_number, times_handed
from portal.inquiries.slip_rules import Act, why_not, why_not_hand, why_not_link
from portal.web.once import first_result, keep_result

NO_SUCH_SLIP = "その番号の受付票は見つかりません。番号を確かめてください。ほかの課の受付票は結び付けられません。"


def add_note(public_id: str, channel: SlipChannel | None, words: str, *, staff: SignedIn, once: str) -> None:
    """Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        slip = slip_row(public_id, seen_by=staff, held=True)
        refuse_if(why_not(Act.NOTE, facts_of(slip)))
        add_entry(slip.id, EntryKind.NOTED, by=staff.id, words=words.strip(), channel=channel)
        _record(Event.SLIP_NOTE, slip, staff, {"channel": channel.value if channel else None})
        keep_result(once, "noted")


def record_call(public_id: str, words: str, *, is_reached: bool, staff: SignedIn, once: str) -> None:
    """A promised call that was answered is over; one that was not stays promised. Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        slip = slip_row(public_id, seen_by=staff, held=True)
        refuse_if(why_not(Act.CALL, facts_of(slip)))
        if is_reached:
            slip.called_at = clock.now()
        what = EntryKind.CALLED if is_reached else EntryKind.NOT_REACHED
        add_entry(slip.id, what, by=staff.id, words=words.strip(), channel=SlipChannel.PHONE)
        _record(Event.SLIP_CALL, slip, staff, {"reached": is_reached})
        keep_result(once, "called")


def hand_slip(public_id: str, login_name: str, note: str, *, staff: SignedIn, once: str, seen: str = "") -> None:
    """To a colleague or to another section; whoever still types goes on typing. Raises NotFound, Refused.

    `seen`: how often the slip had been handed over when the page was opened, as it says itself; empty when it does not.
    """
    with writing():
        if first_result(once) is not None:
            return
        slip = slip_row(public_id, seen_by=staff, held=True)
        to = handler_row(login_name, clock.today())
        since = seen != "" and seen != str(times_handed(slip.id))
        refuse_if(why_not_hand(facts_of(slip), is_holder=to.id == slip.holder_id, is_handed_since=since))
        slip.holder_id, slip.section_id = to.id, to.section_id
        add_entry(slip.id, EntryKind.HANDED, by=staff.id, words=note.strip(), to_staff=to.id)
        _record(Event.SLIP_HAND, slip, staff, {"staff": to.login_name})
        keep_result(once, "handed")


def wait_slip(public_id: str, whom: str, until: date, *, staff: SignedIn, once: str) -> None:
    """Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        slip = slip_row(public_id, seen_by=staff, held=True)
        refuse_if(why_not(Act.WAIT, facts_of(slip)))
        refuse_if("待つ日が過ぎています。今日からあとの日を入れてください。" if until < clock.today() else None)
        slip.state, slip.waits_for, slip.waits_until = SlipState.WAITING, whom.strip(), until
        add_entry(slip.id, EntryKind.WAITS, by=staff.id, words=slip.waits_for)
        _record(Event.SLIP_WAIT, slip, staff, {"until": until.isoformat()})
        keep_result(once, "waits")


def resume_slip(public_id: str, *, staff: SignedIn, once: str) -> None:
    """Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        slip = slip_row(public_id, seen_by=staff, held=True)
        refuse_if(why_not(Act.RESUME, facts_of(slip)))
        add_entry(slip.id, EntryKind.RESUMED, by=staff.id, words=slip.waits_for)
        end_waiting(slip)
        _record(Event.SLIP_RESUME, slip, staff, {})
        keep_result(once, "resumed")


def end_waiting(slip: Slip) -> None:
    slip.state, slip.waits_for, slip.waits_until = SlipState.OPEN, "", None


def link_slip(public_id: str, number: str, *, is_original: bool, staff: SignedIn, once: str) -> None:
    """`is_original`: that slip is the same inquiry, and was there first. Raises NotFound, Refused."""
    with writing() as session:
        if first_result(once) is not None:
            return
        named = read_number(number, this_year=clock.fiscal_year(clock.today()))
        if named is None:
            raise Refused(NOT_A_NUMBER)
        hold_both(public_id, named)
        slip, other = slip_row(public_id, seen_by=staff), slip_by_number(named, seen_by=staff)
        if other is None:
            raise Refused(NO_SUCH_SLIP)
        linked = is_linked(slip, other)
        is_repeated = linked and (not is_original or slip.duplicate_of_id == other.id)
        is_circle = is_original and is_copy_of(other, slip)
        refuse_if(why_not_link(facts_of(slip), is_same=other.id == slip.id, is_linked=is_repeated, is_circle=is_circle))
        if not linked:
            first, second = sorted((slip.id, other.id))
            session.add(SlipLink(slip_id=first, other_id=second))
        if is_original:
            slip.duplicate_of_id = other.id
        words = "同じ問合せ" if is_original else ""
        add_entry(slip.id, EntryKind.LINKED, by=staff.id, words=words, other_public_id=other.public_id)
        add_entry(other.id, EntryKind.LINKED, by=staff.id, words=words, other_public_id=slip.public_id)
        _record(Event.SLIP_LINK, slip, staff, {"other": other.number.shown})
        keep_result(once, "linked")


def _record(what: Event, slip: Slip, staff: SignedIn, facts: Mapping[str, Fact]) -> None:
    subjects = [] if slip.resident_id is None else [slip.resident_id]
    record(what, by=staff.actor, subjects=subjects, facts={"slip": slip.number.shown, **facts})
