"""A notice sent or handed over, and the day it reached them (D-2; 法82–84条)."""

from dataclasses import dataclass
from datetime import date

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import writing
from portal.disclosures.clock_rules import wish_due
from portal.disclosures.decision_rules import DRAFT_WORDS, DraftKind, DraftState
from portal.disclosures.draft_queries import DraftAtHand, draft_at_hand, notice_facts
from portal.disclosures.mending_actions import demand_mending
from portal.disclosures.notice_rules import reached_at_once, why_not_demand_until, why_not_reach_on, why_not_send_on, why_not_sent_by
from portal.disclosures.queries import closed_days, settle_state
from portal.disclosures.rules import WAY_WORDS, ItemState, Way
from portal.disclosures.story import tell
from portal.errors import refuse_if
from portal.text.wareki import format_date
from portal.web.once import first_result, keep_result


@dataclass(frozen=True)
class Sent:
    """`number`: of a notice that the city made on its own form; `due_on`: until when a 補正 is waited for."""

    day: date
    way: Way
    registered_number: str = ""
    number: str = ""
    due_on: date | None = None


def send_notice(public_id: str, sent: Sent, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """The case's public id. What is handed over at the window has reached them. Raises NotFound, Refused."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        found = draft_at_hand(public_id, staff=staff, settings=settings, held=True)
        draft, case, today = found.draft, found.case, clock.today()
        refuse_if(why_not_send_on(notice_facts(draft, found.rows), sent.day, today, number=sent.number))
        refuse_if(why_not_sent_by(sent.way, sent.registered_number))
        draft.state, draft.notified_on, draft.notified_by = DraftState.NOTIFIED, sent.day, staff.id
        draft.notify_way, draft.registered_number = sent.way, sent.registered_number.strip()
        draft.document_number = draft.document_number or sent.number.strip()
        for item, _ in found.items:
            item.state = ItemState.NOTIFIED
        if reached_at_once(sent.way):
            _reach(found, sent.day)
        if draft.kind is DraftKind.MENDING:
            _demand(found, sent, staff)
        settle_state(case)
        words = f"{DRAFT_WORDS[draft.kind]} {format_date(sent.day)} {WAY_WORDS[sent.way]} {sent.registered_number}".strip()
        tell(case.id, Event.NOTICE_SEND, by=staff.id, words=words)
        facts = {"number": case.number.shown, "paper": draft.kind.value, "day": sent.day.isoformat(), "how": sent.way.value}
        record(Event.NOTICE_SEND, by=staff.actor, facts=facts)
        keep_result(once, case.public_id)
        return case.public_id


def reach_notice(public_id: str, day: date, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """The thirty days of the 申出 run from it (87条4項). Raises NotFound, Refused."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        found = draft_at_hand(public_id, staff=staff, settings=settings, held=True)
        draft, case = found.draft, found.case
        refuse_if(why_not_reach_on(notice_facts(draft, found.rows), day, clock.today()))
        _reach(found, day)
        tell(case.id, Event.NOTICE_REACH, by=staff.id, words=f"{DRAFT_WORDS[draft.kind]} {format_date(day)}")
        facts = {"number": case.number.shown, "paper": draft.kind.value, "day": day.isoformat()}
        record(Event.NOTICE_REACH, by=staff.actor, facts=facts)
        keep_result(once, case.public_id)
        return case.public_id


def _reach(found: DraftAtHand, day: date) -> None:
    found.draft.reached_on = day
    if found.draft.kind is DraftKind.GRANT:
        found.draft.told_until = wish_due(day, closed_days()).day


def _demand(found: DraftAtHand, sent: Sent, staff: SignedIn) -> None:
    """From the demand on the clock of the decision stands still (77条3項, 83条1項ただし書)."""
    mending = next(each for each in found.rows.mendings if each.id == found.draft.mending_id)
    due_on = sent.due_on or mending.due_on
    refuse_if(why_not_demand_until(sent.day, due_on))
    assert due_on is not None
    found.draft.told_until = due_on
    demand_mending(mending, found.case, demanded_on=sent.day, due_on=due_on, staff=staff)
