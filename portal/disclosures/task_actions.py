"""What a section is asked, and its answer (D-2)."""

import secrets
from datetime import date

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_queries import section_names
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, writing
from portal.disclosures import third_rules as rules
from portal.disclosures.case_queries import seen_case
from portal.disclosures.models import Case, CaseTask
from portal.disclosures.standing_queries import why_not_answer
from portal.disclosures.story import tell
from portal.errors import NotFound, Refused, refuse_if
from portal.text.wareki import format_date
from portal.web.once import first_result, keep_result

NO_SECTION = "照会する課を選んでください。"


def ask_section(case_public_id: str, section_id: int, words: str, due_on: date, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """The case's public id. Raises NotFound, Refused."""
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        case = seen_case(case_public_id, staff=staff, settings=settings, held=True)
        refuse_if(rules.why_not_ask_section(case.state) or rules.why_not_task_due(due_on, clock.today()))
        name = section_names().get(section_id)
        if name is None:
            raise Refused(NO_SECTION)
        task = CaseTask(
            public_id=secrets.token_hex(16),
            case_id=case.id,
            section_id=section_id,
            words=words.strip(),
            due_on=due_on,
            asked_at=clock.now(),
            asked_by=staff.id,
        )
        session.add(task)
        tell(case.id, Event.TASK_ASK, by=staff.id, words=f"{name} {format_date(due_on)}まで")
        record(Event.TASK_ASK, by=staff.actor, facts={"number": case.number.shown, "section": name, "until": due_on.isoformat()})
        keep_result(once, case.public_id)
        return case.public_id


def answer_task(public_id: str, answer: str, *, staff: SignedIn, once: str, settings: Settings) -> str:
    """By anybody of the section asked, or by the officer who heard it from them. The case's public id. Raises NotFound, Refused."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        task, case = task_at_hand(public_id, staff=staff, settings=settings, held=True)
        refuse_if(why_not_answer(task, staff))
        task.answer, task.answered_at, task.answered_by = answer.strip(), clock.now(), staff.id
        heard = "" if task.section_id == staff.section_id else "(聞いた答え)"
        tell(case.id, Event.TASK_ANSWER, by=staff.id, words=f"{section_names()[task.section_id]}{heard}")
        record(Event.TASK_ANSWER, by=staff.actor, facts={"number": case.number.shown})
        keep_result(once, case.public_id)
        return case.public_id


def task_at_hand(public_id: str, *, staff: SignedIn, settings: Settings, held: bool = False) -> tuple[CaseTask, Case]:
    """Inside a door. Raises NotFound."""
    session = db.session()
    of_task = select(Case.public_id).join(CaseTask, CaseTask.case_id == Case.id).where(CaseTask.public_id == public_id)
    case_public_id = session.scalar(of_task)
    if case_public_id is None:
        raise NotFound
    case = seen_case(case_public_id, staff=staff, settings=settings, held=held)
    found = select(CaseTask).where(CaseTask.public_id == public_id)
    return session.scalars(found.with_for_update() if held else found).one(), case
