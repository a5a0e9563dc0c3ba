"""A draft as rows, decided or not: what the tests of the papers begin with."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_rules import SignsAs
from portal.db import db, reading, writing
from portal.disclosures.decision_rules import Decision, DecisionClass, DraftKind, DraftState
from portal.disclosures.draft_models import CasePaper, Draft, DraftItem
from portal.disclosures.models import CaseItem
from portal.disclosures.rules import ItemState
from tests.disclosures.at_desk import case_of
from tests.people import section_id, staff_id

GRANT = {
    "purpose": "予防接種の実施と記録の管理",
    "ways": "view,copy,posted_copy",
    "places": "令和8年12月7日から12月11日まで 9時から16時まで\n見本市役所 2階 総務課",
    "postage": "郵便切手で460円分",
}


def a_draft(
    case_public_id: str,
    kind: DraftKind = DraftKind.GRANT,
    decisions: Sequence[Decision] = (Decision.FULL,),
    *,
    is_decided: bool = True,
    **values: Any,
) -> str:
    """The public id of what 海野 drafted about the first documents; `is_decided`: an hour ago 川又 concurred, 黒澤 decided as deputy."""
    with writing():
        # In the first hour of a day it is still of that day.
        hour_ago = max(clock.now() - timedelta(hours=1), clock.now().replace(hour=0, minute=0, second=0, microsecond=0))
        case = case_of(case_public_id)
        given: dict[str, Any] = {
            "section_id": section_id("kenko"),
            "drafted_at": hour_ago,
            "drafted_by": staff_id("soumu"),
            "decision_class": DecisionClass.SECTION_CHIEF,
            "needs_concurrence": True,
            "concurring_section_id": section_id("somu"),
        }
        if kind is DraftKind.GRANT:
            given |= GRANT
        if is_decided:
            given |= {"state": DraftState.DECIDED, "decided_at": hour_ago, "decided_by": staff_id("daicho"), "decided_as": SignsAs.DEPUTY}
            given |= {"concurred_at": hour_ago, "concurred_by": staff_id("somukacho"), "concurred_as": SignsAs.CHIEF}
        draft = Draft(public_id=secrets.token_hex(16), case_id=case.id, kind=kind, **(given | values))
        db.session().add(draft)
        db.session().flush()
        items = db.session().scalars(select(CaseItem).where(CaseItem.case_id == case.id).order_by(CaseItem.place)).all()
        for item, decision in zip(items, decisions, strict=False):
            db.session().add(DraftItem(draft_id=draft.id, item_id=item.id, decision=decision))
            item.draft_id = draft.id
            item.state, item.decision = (ItemState.DECIDED, decision) if is_decided else (ItemState.DRAFTED, None)
        return draft.public_id


def papers() -> list[CasePaper]:
    """Oldest first."""
    with reading() as session:
        return list(session.scalars(select(CasePaper).order_by(CasePaper.id)))


def the_draft(public_id: str) -> Draft:
    with reading() as session:
        return session.scalars(select(Draft).where(Draft.public_id == public_id)).one()
