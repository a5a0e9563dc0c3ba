"""補正: noted, demanded by paper, answered; the days between the last two are taken out of the period (77条3項, 83条1項ただし書)."""

from datetime import date

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import writing
from portal.disclosures.case_queries import mending_row, seen_case
from portal.disclosures.gap_rules import GapKind, why_not_answer, why_not_demand, why_not_note
from portal.disclosures.handling_rules import why_not_mend, why_over
from portal.disclosures.intake_actions import add_mending
from portal.disclosures.models import Case, CaseMending
from portal.disclosures.queries import settle_state
from portal.disclosures.story import tell
from portal.errors import refuse_if
from portal.text.wareki import format_date
from portal.web.once import first_result, keep_result


def note_mending(public_id: str, gaps: list[GapKind], words: str, *, staff: SignedIn, once: str, settings: Settings) -> None:
    """Another gap, seen after the receipt. Raises NotFound, Refused."""
    with writing():
        if first_result(once) is not None:
            return
        case = seen_case(public_id, staff=staff, settings=settings, held=True)
        refuse_if(why_not_mend(case.state) or why_not_note(gaps, words))
        add_mending(case, gaps, words, staff=staff)
        keep_result(once, "noted")


def demand_mending(mending: CaseMending, case: Case, *, demanded_on: date, due_on: date, staff: SignedIn) -> None:
    """Inside writing(), by whoever sends the 補正要求書: from now on the clock stands. Raises Refused."""
    refuse_if(why_over(case.state) or why_not_demand(mending.demanded_on, mending.answered_on))
    mending.demanded_on, mending.due_on = demanded_on, due_on
    until = format_date(due_on)
    tell(case.id, Event.MENDING_DEMAND, by=staff.id, words=f"{until}まで。{mending.words}")
    record(Event.MENDING_DEMAND, by=staff.actor, facts={"number": case.number.shown, "until": until})
    settle_state(case)


def answer_mending(public_id: str, answered_on: date, words: str, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """At the window at once, or in answer to the paper. The case's public id. Raises NotFound, Refused."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        mending, case = mending_row(public_id, staff=staff, settings=settings, held=True)
        days = {"demanded_on": mending.demanded_on, "received_on": case.received_on, "was_answered": mending.answered_on}
        refuse_if(why_over(case.state) or why_not_answer(answered_on, **days, today=clock.today()))
        mending.answered_on, mending.answer = answered_on, words.strip()
        day = format_date(answered_on)
        tell(case.id, Event.MENDING_ANSWER, by=staff.id, words=f"{day} {mending.answer}".strip())
        record(Event.MENDING_ANSWER, by=staff.actor, facts={"number": case.number.shown, "day": day})
        settle_state(case)
        keep_result(once, case.public_id)
        return case.public_id
