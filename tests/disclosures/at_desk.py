"""Cases on the desk, as rows: what the tests of every part of the handling begin with."""

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.clock import fiscal_year
from portal.db import db, writing
from portal.disclosures.decision_rules import Decision, DecisionClass, DoingWay, DraftKind, DraftState
from portal.disclosures.draft_models import Doing, Draft
from portal.disclosures.models import Case, CaseItem, CaseMending
from portal.disclosures.rules import CaseKind, CaseState, ItemState, RequesterKind, Way
from portal.disclosures.series import next_number
from tests.media.lent import once, person, settings
from tests.people import section_id, staff_id

__all__ = ["a_case", "a_done_disclosure", "a_mending", "case_of", "items_of_case", "once", "person", "settings"]

ONE_DOCUMENT = ("予防接種台帳のうち本人に関する部分",)


def a_case(
    kind: CaseKind = CaseKind.DISCLOSURE,
    received_on: date | None = None,
    items: Sequence[str] = ONE_DOCUMENT,
    *,
    is_proven: bool = False,
    **values: Any,
) -> str:
    """The public id of a case that 総務課 took today for 健康推進課. `is_proven`: identity seen on the day it came."""
    with writing():
        day = received_on or clock.today()
        number = next_number(kind, fiscal_year(day))
        given: dict[str, Any] = {
            "received_section_id": section_id("somu"),
            "way": Way.WINDOW,
            "entered_at": clock.now(),
            "entered_by": staff_id("soumu"),
            "section_id": section_id("kenko"),
            "officer_id": staff_id("soumu"),
            "basic_days": 30,
            "requester_kind": RequesterKind.SELF,
            "requester_name": "見本 花子",
            "requester_kana": "ミホン ハナコ",
            "requester_address": "ひたちなか市見本町1-1",
            "requester_contact": "029-000-0000",
            "identity_proven_on": day if is_proven else None,
            "identity_by": staff_id("soumu") if is_proven else None,
        }
        numbered = {"kind": kind, "received_on": day, "fiscal_year": number.fiscal_year, "running": number.running}
        case = Case(public_id=secrets.token_hex(16), **numbered, **(given | values))
        db.session().add(case)
        db.session().flush()
        db.session().add_all(
            CaseItem(public_id=secrets.token_hex(16), case_id=case.id, place=place, words=words)
            for place, words in enumerate(items, start=1)
        )
        return case.public_id


def a_mending(case_public_id: str, **values: Any) -> str:
    """The public id of a gap that was noted and not asked for yet."""
    with writing():
        case = case_of(case_public_id)
        given = {"gaps": "no_address", "words": "住所が書かれていません。", "noted_at": clock.now(), "noted_by": staff_id("soumu")}
        mending = CaseMending(public_id=secrets.token_hex(16), case_id=case.id, **(given | values))
        db.session().add(mending)
        return mending.public_id


def case_of(public_id: str) -> Case:
    """Inside a door."""
    return db.session().scalars(select(Case).where(Case.public_id == public_id)).one()


def items_of_case(public_id: str) -> list[str]:
    """Public ids of the documents, in their order; opens a door of its own."""
    with writing():
        found = select(CaseItem.public_id).join(Case, Case.id == CaseItem.case_id).where(Case.public_id == public_id)
        return list(db.session().scalars(found.order_by(CaseItem.place)))


def a_done_disclosure(done_on: date) -> str:
    """The number of a case whose only document was shown that day."""
    public_id = a_case(received_on=done_on - timedelta(days=20), is_proven=True)
    with writing() as session:
        case = case_of(public_id)
        (item,) = session.scalars(select(CaseItem).where(CaseItem.case_id == case.id))
        draft = Draft(
            public_id=secrets.token_hex(16),
            case_id=case.id,
            kind=DraftKind.GRANT,
            state=DraftState.NOTIFIED,
            section_id=case.section_id,
            drafted_at=clock.now(),
            drafted_by=staff_id("soumu"),
            decision_class=DecisionClass.SECTION_CHIEF,
            needs_concurrence=False,
            decided_at=clock.now(),
            decided_by=staff_id("kacho"),
            document_number="健推第12号",
            notified_on=done_on - timedelta(days=5),
        )
        session.add(draft)
        session.flush()
        item.state, item.decision, item.draft_id = ItemState.DONE, Decision.FULL, draft.id
        case.state = CaseState.DONE
        days = {"proven_on": done_on, "done_on": done_on, "done_by": staff_id("soumu"), "way": DoingWay.VIEW}
        session.add(Doing(public_id=secrets.token_hex(16), case_id=case.id, draft_id=draft.id, **days))
        return case.number.shown
