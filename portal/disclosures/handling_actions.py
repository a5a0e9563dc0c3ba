"""A case passed on, assigned, withdrawn, cancelled, closed: each recorded with the change (D-2)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import select, update

from portal import clock
from portal.accounts.chief_queries import section_names
from portal.accounts.models import Section
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, writing
from portal.disclosures import handling_rules as rules
from portal.disclosures.case_queries import seen_case
from portal.disclosures.decision_rules import DraftState
from portal.disclosures.draft_models import Draft
from portal.disclosures.models import Case, CaseItem
from portal.disclosures.notice_rules import why_not_withdraw
from portal.disclosures.queries import items_of, settle_state
from portal.disclosures.rules import CaseState, ItemState
from portal.disclosures.standing_queries import LIVING, officers_of, standing_of
from portal.disclosures.story import tell
from portal.errors import Refused, refuse_if
from portal.text.wareki import format_date
from portal.web.once import first_result, keep_result

NO_SUCH_PERSON = "この課か総務課で働いている職員から選んでください。"
SAME_SECTION = "いまの所管課と同じです。ほかの課を選んでください。"


@contextmanager
def _step(public_id: str, what: Event, *, staff: SignedIn, once: str, settings: Settings) -> Iterator[Case | None]:
    """The case, held; None when this form was sent before."""
    with writing():
        if first_result(once) is not None:
            yield None
            return
        yield seen_case(public_id, staff=staff, settings=settings, held=True)
        keep_result(once, what.value)


def pass_case(public_id: str, section: str, words: str, *, staff: SignedIn, once: str, settings: Settings) -> None:
    """庁内回付: another section holds the data; the deadline stays. `section`: its code. Raises NotFound, Refused."""
    with _step(public_id, Event.CASE_PASS, staff=staff, once=once, settings=settings) as case:
        if case is None:
            return
        refuse_if(rules.why_not_pass(standing_of(case)))
        section_id = db.session().scalars(select(Section.id).where(Section.code == section)).one()
        refuse_if(SAME_SECTION if section_id == case.section_id else None)
        case.section_id = section_id
        name = section_names()[section_id]
        tell(case.id, Event.CASE_PASS, by=staff.id, words=f"{name}へ。{words.strip()}")
        record(Event.CASE_PASS, by=staff.actor, facts={"number": case.number.shown, "section": section})


def assign_case(public_id: str, login_name: str, *, staff: SignedIn, once: str, settings: Settings) -> None:
    """担当: somebody of the section that holds the data, or of 総務課. Raises NotFound, Refused."""
    with _step(public_id, Event.CASE_ASSIGN, staff=staff, once=once, settings=settings) as case:
        if case is None:
            return
        refuse_if(rules.why_over(case.state))
        person = next((each for each in officers_of(case, settings) if each[0] == login_name), None)
        if person is None:
            raise Refused(NO_SUCH_PERSON)
        case.officer_id = person[2]
        tell(case.id, Event.CASE_ASSIGN, by=staff.id, words=person[1])
        record(Event.CASE_ASSIGN, by=staff.actor, facts={"number": case.number.shown, "staff": login_name})


def withdraw_case(public_id: str, withdrawn_on: date, words: str, *, staff: SignedIn, once: str, settings: Settings) -> None:
    """取下げ, with every 起案 that waits. Raises NotFound, Refused: a notice has gone out, a day to come."""
    with _step(public_id, Event.CASE_WITHDRAW, staff=staff, once=once, settings=settings) as case:
        if case is None:
            return
        items = items_of(case.id)
        refuse_if(why_not_withdraw(case.state, [item.state for item in items]))
        refuse_if(rules.why_not_withdraw_on(withdrawn_on, received_on=case.received_on, today=clock.today()))
        drop_drafts(case)
        db.session().execute(update(CaseItem).where(CaseItem.case_id == case.id).values(state=ItemState.WITHDRAWN))
        case.state, case.withdrawn_on, case.withdrawn_by, case.withdrawn_words = CaseState.WITHDRAWN, withdrawn_on, staff.id, words.strip()
        settle_state(case)
        tell(case.id, Event.CASE_WITHDRAW, by=staff.id, words=f"{format_date(withdrawn_on)} {case.withdrawn_words}".strip())
        record(Event.CASE_WITHDRAW, by=staff.actor, facts={"number": case.number.shown})


def cancel_case(public_id: str, reason: str, *, staff: SignedIn, once: str, settings: Settings) -> None:
    """誤起票: the number stays and is never given again. Raises NotFound, Refused."""
    with _step(public_id, Event.CASE_CANCEL, staff=staff, once=once, settings=settings) as case:
        if case is None:
            return
        refuse_if(rules.why_not_cancel(standing_of(case)))
        case.state, case.cancel_reason = CaseState.CANCELLED, reason.strip()
        settle_state(case)
        tell(case.id, Event.CASE_CANCEL, by=staff.id, words=case.cancel_reason)
        record(Event.CASE_CANCEL, by=staff.actor, facts={"number": case.number.shown})


def close_case(public_id: str, *, staff: SignedIn, once: str, settings: Settings) -> None:
    """完結. Raises NotFound, Refused: something is still to come."""
    with _step(public_id, Event.CASE_CLOSE, staff=staff, once=once, settings=settings) as case:
        if case is None:
            return
        refuse_if(rules.why_not_close(standing_of(case)))
        case.closed_at, case.closed_by = clock.now(), staff.id
        settle_state(case)
        tell(case.id, Event.CASE_CLOSE, by=staff.id)
        record(Event.CASE_CLOSE, by=staff.actor, facts={"number": case.number.shown})


def drop_drafts(case: Case) -> None:
    """With the request falls every 起案 that was not sent."""
    living = update(Draft).where(Draft.case_id == case.id, Draft.state.in_(LIVING))
    db.session().execute(living.values(state=DraftState.DROPPED, version=Draft.version + 1))
