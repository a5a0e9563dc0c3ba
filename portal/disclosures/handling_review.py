"""The pages of one draft, one third party, one task, one appeal: read, then noted before the answer is built (R3-3)."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.accounts.chief_queries import section_names, staff_names
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.disclosures.appeal_actions import appeal_at_hand
from portal.disclosures.case_queries import CaseRows, rows_of, seen_case
from portal.disclosures.clock_rules import appeal_due
from portal.disclosures.doing_queries import price_now
from portal.disclosures.doing_rules import Price
from portal.disclosures.draft_models import Appeal, ThirdParty
from portal.disclosures.draft_queries import DraftAtHand, draft_at_hand, draft_facts, gaps_of, said_of, signer_of
from portal.disclosures.draft_rules import Drafted
from portal.disclosures.handling_queries import AppealLine, DraftLine, Handling, ThirdLine, handling_of
from portal.disclosures.models import Case, CaseMending, CaseTask
from portal.disclosures.queries import closed_days
from portal.disclosures.sign_rules import Answer, next_step, why_not_answer, why_not_drop, why_not_rewrite
from portal.disclosures.task_actions import task_at_hand
from portal.disclosures.third_actions import third_at_hand
from portal.permissions import Permission


@dataclass(frozen=True)
class Step:
    """A case with the one thing that the page is about; the others are None."""

    rows: CaseRows
    handling: Handling
    sections: Mapping[int, str]
    names: Mapping[int, str]
    gaps: list[CaseMending]
    line: DraftLine | None = None
    third: ThirdLine | None = None
    appeal: AppealLine | None = None
    task: CaseTask | None = None
    price: Price | None = None

    @property
    def case(self) -> Case:
        return self.rows.case

    @property
    def number(self) -> str:
        return self.case.number.shown


@dataclass(frozen=True)
class DraftPage:
    """A draft to be read and signed. `why_not`: why this person signs nothing here; `answer`: what their signature is."""

    step: Step
    found: DraftAtHand
    said: Drafted
    answer: Answer
    why_not: str
    why_not_send_back: str
    why_not_rewrite: str
    why_not_drop: str
    appeal_until: str
    may_handle: bool


def review_case_step(public_id: str, *, staff: SignedIn, settings: Settings) -> Step:
    """Raises NotFound."""
    with reading():
        step = _step(seen_case(public_id, staff=staff, settings=settings), settings)
    _note(step, staff)
    return step


def review_draft_step(public_id: str, *, staff: SignedIn, settings: Settings) -> Step:
    """Raises NotFound."""
    with reading():
        found = draft_at_hand(public_id, staff=staff, settings=settings)
        step = _step(found.case, settings, draft_id=found.draft.id)
    _note(step, staff)
    return step


def review_draft(public_id: str, *, staff: SignedIn, settings: Settings) -> DraftPage:
    """Raises NotFound."""
    with reading():
        found = draft_at_hand(public_id, staff=staff, settings=settings)
        step = _step(found.case, settings, draft_id=found.draft.id)
        facts, signer = draft_facts(found.draft, found.sections), signer_of(staff)
        answer, case = next_step(facts, signer), step.handling.at_hand
        reached = found.draft.reached_on
        page = DraftPage(
            step=step,
            found=found,
            said=said_of(found.draft, found.items, found.rows.mendings),
            answer=answer,
            why_not=why_not_answer(facts, signer, case, answer) or "",
            why_not_send_back=why_not_answer(facts, signer, case, Answer.SEND_BACK, words="-") or "",
            why_not_rewrite=why_not_rewrite(facts, staff.id) or "",
            why_not_drop=why_not_drop(facts, found.case.state) or "",
            appeal_until=appeal_due(reached, closed_days()).words if reached else "",
            may_handle=staff.may(Permission.CASE_HANDLE),
        )
    _note(step, staff)
    return page


def review_third(public_id: str, *, staff: SignedIn, settings: Settings) -> Step:
    """Raises NotFound."""
    with reading():
        third, rows = third_at_hand(public_id, staff=staff, settings=settings)
        step = _step(rows.case, settings, third=third)
    _note(step, staff)
    return step


def review_appeal(public_id: str, *, staff: SignedIn, settings: Settings) -> Step:
    """Raises NotFound."""
    with reading():
        appeal, case = appeal_at_hand(public_id, staff=staff, settings=settings)
        step = _step(case, settings, appeal=appeal)
    _note(step, staff)
    return step


def review_task(public_id: str, *, staff: SignedIn, settings: Settings) -> Step:
    """Raises NotFound."""
    with reading():
        task, case = task_at_hand(public_id, staff=staff, settings=settings)
        step = _step(case, settings, task=task)
    _note(step, staff)
    return step


def _step(
    case: Case,
    settings: Settings,
    *,
    draft_id: int = 0,
    third: ThirdParty | None = None,
    appeal: Appeal | None = None,
    task: CaseTask | None = None,
) -> Step:
    rows = rows_of(case, settings)
    handling = handling_of(rows, settings)
    people = {each for draft in rows.drafts for each in (draft.drafted_by, draft.concurred_by, draft.decided_by, draft.notified_by)}
    ids = {each for each in people | handling.staff_ids if each is not None}
    return Step(
        rows=rows,
        handling=handling,
        sections=section_names(),
        names={person.id: person.name for person in staff_names(ids).values()},
        gaps=gaps_of(rows),
        line=next((line for line in handling.drafts if line.draft.id == draft_id), None),
        third=next((line for line in handling.thirds if third and line.third.id == third.id), None),
        appeal=next((line for line in handling.appeals if appeal and line.appeal.id == appeal.id), None),
        task=task,
        price=price_now(rows.today) if draft_id else None,
    )


def _note(step: Step, staff: SignedIn) -> None:
    with writing():
        subjects = [step.case.resident_id] if step.case.resident_id else []
        record(Event.CASE_OPEN, by=staff.actor, subjects=subjects, facts={"number": step.number})
