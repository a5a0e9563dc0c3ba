"""What waits for somebody: drafts for their 合議 or 決裁, drafts that came back to them, what their section is asked (D-2)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from portal import clock
from portal.accounts.chief_queries import section_names
from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, reading, writing
from portal.disclosures.case_queries import CaseRows
from portal.disclosures.decision_rules import DECISION_WORDS, Decision, DraftState
from portal.disclosures.doing_queries import places_of
from portal.disclosures.draft_models import Draft
from portal.disclosures.draft_queries import at_hand, draft_facts, signer_of
from portal.disclosures.models import Case, CaseItem, CaseMending, CaseTask
from portal.disclosures.queries import WAITS, clock_of
from portal.disclosures.sign_rules import ANSWER_WORDS, next_step, why_not_answer
from portal.permissions import Permission

ROWS = 20


@dataclass(frozen=True)
class WaitingDraft:
    """`step`: what is asked of this person; `due`: the deadline of the decision; `why_not`: why they cannot, though it waits."""

    draft: Draft
    case: Case
    drafted_by: str
    documents: Sequence[str]
    step: str
    due: date | None
    days_left: int | None
    why_not: str

    @property
    def pick(self) -> str:
        """With the version that is on the screen."""
        return f"{self.draft.public_id}.{self.draft.version}"


@dataclass(frozen=True)
class WaitingTask:
    task: CaseTask
    case: Case
    asked_by: str
    days_left: int


@dataclass(frozen=True)
class Worklist:
    """`totals` and `pages`: by name of the list; `signs`: the section for which this person signs, empty for none."""

    drafts: Sequence[WaitingDraft]
    returned: Sequence[WaitingDraft]
    tasks: Sequence[WaitingTask]
    totals: dict[str, int]
    pages: dict[str, int]
    signs: str


def show_waiting(pages: dict[str, int], *, staff: SignedIn, settings: Settings) -> Worklist:
    """`pages`: the page asked of each list. Noted: names of requesters stand on it (R3-3)."""
    with reading():
        conditions = {"drafts": _for_me(staff), "returned": _returned(staff)}
        totals = {name: db.session().scalar(_counted(Draft, condition)) or 0 for name, condition in conditions.items()}
        totals["tasks"] = db.session().scalar(_counted(CaseTask, _asked(staff))) or 0
        at = {name: min(max(1, pages.get(name, 1)), max(1, -(-total // ROWS))) for name, total in totals.items()}
        sections = signer_of(staff).sections
        found = Worklist(
            drafts=_drafts(conditions["drafts"], at["drafts"], staff, settings),
            returned=_drafts(conditions["returned"], at["returned"], staff, settings),
            tasks=_tasks(staff, at["tasks"]),
            totals=totals,
            pages=at,
            signs=next((section_names()[section] for section in sections), ""),
        )
    with writing():
        record(Event.CASE_LIST, by=staff.actor, facts={"view": "signatures", "page": at["drafts"], "count": sum(totals.values())})
    return found


def count_waiting(staff: SignedIn) -> int:
    """Behind the entry of the navigation: one statement, and none for whoever neither signs nor drafts."""
    if not (staff.may(Permission.DRAFT_DECIDE) or staff.may(Permission.CASE_HANDLE)):
        return 0
    drafts = _counted(Draft, and_(WAITS, or_(_for_me(staff), _returned(staff))))
    with reading() as session:
        return session.scalar(select(drafts.scalar_subquery() + _counted(CaseTask, _asked(staff)).scalar_subquery())) or 0


def _for_me(staff: SignedIn) -> ColumnElement[bool]:
    """Waits for the section of a person who may sign; that they sign for it today, the rule says. Never their own."""
    own = staff.section_id if staff.may(Permission.DRAFT_DECIDE) else 0
    concurs = and_(Draft.concurring_section_id == own, Draft.concurred_at.is_(None))
    decides = and_(Draft.section_id == own, or_(Draft.concurring_section_id.is_(None), Draft.concurred_at.is_not(None)))
    return and_(WAITS, Draft.state == DraftState.WAITING, Draft.drafted_by != staff.id, or_(concurs, decides))


def _returned(staff: SignedIn) -> ColumnElement[bool]:
    return and_(WAITS, Draft.state == DraftState.SENT_BACK, Draft.drafted_by == staff.id)


def _asked(staff: SignedIn) -> ColumnElement[bool]:
    return and_(CaseTask.section_id == staff.section_id, CaseTask.answered_at.is_(None))


def _counted(table: type[Draft] | type[CaseTask], condition: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(table).where(condition)


def _drafts(condition: ColumnElement[bool], page: int, staff: SignedIn, settings: Settings) -> list[WaitingDraft]:
    """Oldest first."""
    found = select(Draft, Case, Staff.name).join(Case, Case.id == Draft.case_id).join(Staff, Staff.id == Draft.drafted_by).where(condition)
    rows = db.session().execute(found.order_by(Draft.drafted_at, Draft.id).limit(ROWS).offset((page - 1) * ROWS)).all()
    whole_of = _whole([case for _, case, _ in rows], settings)
    places, sections, signer = places_of([draft.id for draft, _, _ in rows]), section_names(), signer_of(staff)
    shown = []
    for draft, case, name in rows:
        whole, facts = whole_of[case.id], draft_facts(draft, sections)
        step = next_step(facts, signer)
        current = whole.clock.current
        shown.append(
            WaitingDraft(
                draft=draft,
                case=case,
                drafted_by=name,
                documents=_documents(places[draft.id]),
                step=ANSWER_WORDS[step],
                due=current.day,
                days_left=current.days_left(whole.today),
                why_not=why_not_answer(facts, signer, at_hand(whole, settings), step) or "",
            )
        )
    return shown


def _whole(cases: Sequence[Case], settings: Settings) -> dict[int, CaseRows]:
    """As case_queries.rows_of, of several in three statements; the papers that were seen are not asked for."""
    session, ids = db.session(), {case.id for case in cases}
    items, mendings, drafts = (defaultdict[int, list[Any]](list) for _ in range(3))
    for found, table in ((items, CaseItem), (mendings, CaseMending), (drafts, Draft)):
        for row in session.scalars(select(table).where(table.case_id.in_(ids)).order_by(table.id)):
            found[row.case_id].append(row)
    today = clock.today()
    return {
        case.id: CaseRows(
            case=case,
            items=items[case.id],
            proofs=(),
            mendings=mendings[case.id],
            drafts=drafts[case.id],
            clock=clock_of(case, mendings[case.id], drafts[case.id], settings),
            today=today,
        )
        for case in cases
    }


def _documents(items: Sequence[tuple[CaseItem, Decision]]) -> list[str]:
    return [f"{item.place} {item.words}: {DECISION_WORDS[decision]}" for item, decision in items]


def _tasks(staff: SignedIn, page: int) -> list[WaitingTask]:
    found = select(CaseTask, Case, Staff.name).join(Case, Case.id == CaseTask.case_id).join(Staff, Staff.id == CaseTask.asked_by)
    rows = db.session().execute(found.where(_asked(staff)).order_by(CaseTask.due_on, CaseTask.id).limit(ROWS).offset((page - 1) * ROWS))
    today = clock.today()
    return [WaitingTask(task, case, name, (task.due_on - today).days) for task, case, name in rows]
