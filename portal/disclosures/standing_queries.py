"""What the steps of a case ask of the tables: where it stands, who may be responsible, who was looked up. Inside a door."""

from sqlalchemy import func, select

from portal import clock
from portal.accounts.chief_queries import staff_of
from portal.accounts.sessions import SignedIn
from portal.config import Settings
from portal.db import db
from portal.disclosures import handling_rules as rules
from portal.disclosures import third_rules
from portal.disclosures.decision_rules import DraftState
from portal.disclosures.draft_models import Appeal, Draft
from portal.disclosures.handling_rules import Standing
from portal.disclosures.models import Case, CaseTask
from portal.disclosures.queries import disclosure_section, items_of, sees
from portal.permissions import Permission

LIVING = (DraftState.WAITING, DraftState.SENT_BACK, DraftState.DECIDED)


def standing_of(case: Case) -> Standing:
    """Two statements."""
    living = select(func.count()).where(Draft.case_id == case.id, Draft.state.in_(LIVING)).scalar_subquery()
    tasks = select(func.count()).where(CaseTask.case_id == case.id, CaseTask.answered_at.is_(None)).scalar_subquery()
    appeals = select(func.count()).where(Appeal.case_id == case.id, Appeal.ruled_on.is_(None)).scalar_subquery()
    drafts, open_tasks, open_appeals = db.session().execute(select(living, tasks, appeals)).one()
    items = [(item.state, item.decision) for item in items_of(case.id)]
    return Standing(case.state, items, drafts, case.identity_proven_on is not None, open_tasks, open_appeals)


def officers_of(case: Case, settings: Settings) -> list[tuple[str, str, int]]:
    """Login name, name and id of who may be made responsible."""
    sections = dict.fromkeys([case.section_id, disclosure_section(settings)])
    people = [person for section_id in sections if section_id for person in staff_of(section_id, clock.today())]
    return [(person.login_name, person.name, person.id) for person in people]


def why_not_attach(case: Case, staff: SignedIn) -> str | None:
    """By the look-up that this person has open."""
    visit = staff.visit
    is_of_case = visit is not None and visit.id == case.visit_id
    return rules.why_not_attach(case.state, is_visit_of_case=is_of_case, serves=visit is not None and visit.resident_id is not None)


def why_not_answer(task: CaseTask, staff: SignedIn) -> str | None:
    """By somebody of the section that was asked, or by the officer who heard it from them."""
    is_own, handles = task.section_id == staff.section_id, staff.may(Permission.CASE_HANDLE)
    return third_rules.why_not_answer_task(is_answered=task.answered_at is not None, is_own_section=is_own, handles=handles)


def case_of_visit(visit_id: int, staff: SignedIn) -> Case | None:
    """From which a look-up was started, as long as nobody is tied to it."""
    return db.session().scalar(select(Case).where(Case.visit_id == visit_id, Case.resident_id.is_(None), sees(staff)))
