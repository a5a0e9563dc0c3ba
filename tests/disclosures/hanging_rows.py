"""What hangs on a case, as rows: drafts, the disclosure, third parties, tasks, appeals, closed days. Each opens a door of its own."""

import secrets
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select, update

from portal import clock
from portal.clock import JAPAN
from portal.db import db, writing
from portal.disclosures.decision_rules import DECISIONS_OF, Decision, DecisionClass, DraftKind, DraftState, ThirdArticle
from portal.disclosures.draft_models import Appeal, Doing, Draft, DraftItem, ThirdParty
from portal.disclosures.models import CaseItem, CaseTask, ClosedDay
from portal.disclosures.queries import settle_state
from portal.disclosures.rules import ItemState
from tests.disclosures.at_desk import case_of
from tests.people import section_id, staff_id


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), JAPAN)


def a_draft(case_public_id: str, kind: DraftKind, state: DraftState, *, decided_on: date | None = None, **values: Any) -> int:
    """Its id. Decided by the chief of 健康推進課; a deciding one decides every document with its first word, or `decision`."""
    with writing():
        case = case_of(case_public_id)
        decided_at = noon(decided_on) if decided_on else clock.now()
        is_decided = state in (DraftState.DECIDED, DraftState.NOTIFIED)
        decision: Decision | None = values.pop("decision", next(iter(DECISIONS_OF.get(kind, ())), None))
        given: dict[str, Any] = {
            "section_id": case.section_id,
            "drafted_at": decided_at,
            "drafted_by": staff_id("soumu"),
            "decision_class": DecisionClass.SECTION_CHIEF,
            "needs_concurrence": False,
            "decided_at": decided_at if is_decided else None,
            "decided_by": staff_id("kacho") if is_decided else None,
            "notified_on": decided_at.date() if state is DraftState.NOTIFIED else None,
        }
        draft = Draft(public_id=secrets.token_hex(16), case_id=case.id, kind=kind, state=state, **(given | values))
        db.session().add(draft)
        db.session().flush()
        if kind in DECISIONS_OF and decision is not None:
            reached = {DraftState.DECIDED: ItemState.DECIDED, DraftState.NOTIFIED: ItemState.NOTIFIED}.get(state, ItemState.DRAFTED)
            decides = {"decision": decision if is_decided else None, "state": reached, "draft_id": draft.id}
            of_case = list(db.session().scalars(select(CaseItem).where(CaseItem.case_id == case.id)))
            db.session().add_all(DraftItem(draft_id=draft.id, item_id=item.id, decision=decision) for item in of_case)
            db.session().execute(update(CaseItem).where(CaseItem.case_id == case.id).values(**decides))
        settle_state(case)
        return draft.id


def a_doing(case_public_id: str, draft_id: int, **values: Any) -> None:
    """`done_on`: the case is settled with its documents disclosed."""
    with writing():
        case = case_of(case_public_id)
        if day := values.get("done_on"):
            values = {"proven_on": day, "done_by": staff_id("soumu")} | values
            db.session().execute(update(CaseItem).where(CaseItem.case_id == case.id).values(state=ItemState.DONE))
        db.session().add(Doing(public_id=secrets.token_hex(16), case_id=case.id, draft_id=draft_id, **values))
        settle_state(case)


def a_third(case_public_id: str, asked_on: date, due_on: date, **values: Any) -> None:
    with writing():
        case = case_of(case_public_id)
        item = db.session().scalars(select(CaseItem.id).where(CaseItem.case_id == case.id).order_by(CaseItem.place)).first()
        asked = {
            "party": "みほん内科",
            "article": ThirdArticle.FIRST,
            "asked_by": staff_id("soumu"),
            "asked_on": asked_on,
            "due_on": due_on,
        }
        about = {"case_id": case.id, "item_id": item}
        db.session().add(ThirdParty(public_id=secrets.token_hex(16), **about, **(asked | values)))


def a_task(case_public_id: str, due_on: date, *, section: str = "kenko", **values: Any) -> None:
    with writing():
        asked = {"words": "記録を探してください。", "due_on": due_on, "asked_at": clock.now(), "asked_by": staff_id("soumu")}
        of_section = {"case_id": case_of(case_public_id).id, "section_id": section_id(section)}
        db.session().add(CaseTask(public_id=secrets.token_hex(16), **of_section, **(asked | values)))


def an_appeal(case_public_id: str, filed_on: date, **values: Any) -> None:
    with writing():
        noted = {"filed_by": "見本 花子", "noted_at": clock.now(), "noted_by": staff_id("soumu")}
        case = case_of(case_public_id)
        db.session().add(Appeal(public_id=secrets.token_hex(16), case_id=case.id, filed_on=filed_on, **(noted | values)))


def a_closed_day(day: date, **values: Any) -> str:
    with writing():
        added = {"words": "市民の日", "added_at": clock.now(), "added_by": staff_id("soumu")}
        row = ClosedDay(public_id=secrets.token_hex(16), day=day, **(added | values))
        db.session().add(row)
        return row.public_id
