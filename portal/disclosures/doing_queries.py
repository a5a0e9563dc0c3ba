"""申出, 実施, third parties and their papers, as rules and pages meet them (法86条, 87条). Every function is called inside a door."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from portal.db import db
from portal.disclosures.case_queries import CaseRows
from portal.disclosures.clock_rules import IsClosed, wish_due
from portal.disclosures.decision_rules import Decision, DraftState
from portal.disclosures.doing_rules import DoingFacts, Price, price_on
from portal.disclosures.draft_models import Doing, Draft, DraftItem, ThirdParty
from portal.disclosures.models import CaseItem
from portal.disclosures.rules import ItemState
from portal.disclosures.third_rules import ThirdFacts, first_doing_day, is_untold
from portal.vouchers.fee_queries import fee_lines

GIVEN = (Decision.FULL, Decision.PARTIAL)
DECIDED = (DraftState.DECIDED, DraftState.NOTIFIED)


def thirds_of(case_id: int) -> Sequence[ThirdParty]:
    return db.session().scalars(select(ThirdParty).where(ThirdParty.case_id == case_id).order_by(ThirdParty.id)).all()


def doings_of(case_id: int) -> dict[int, Doing]:
    """By draft."""
    return {doing.draft_id: doing for doing in db.session().scalars(select(Doing).where(Doing.case_id == case_id))}


def third_facts(third: ThirdParty, items: Sequence[CaseItem], drafts: Sequence[Draft]) -> ThirdFacts:
    item = next(each for each in items if each.id == third.item_id)
    draft = next((each for each in drafts if each.id == item.draft_id and each.state in DECIDED), None)
    decided = draft.decided_at.date() if draft and draft.decided_at and item.decision in GIVEN else None
    return ThirdFacts(third.asked_on, item.state, third.answered_on, third.objects, third.told_on, decided)


def doing_facts(draft: Draft, rows: CaseRows, doing: Doing | None, thirds: Sequence[ThirdParty], *, is_closed: IsClosed) -> DoingFacts:
    """`thirds`: of the whole case; those count that were asked about a document of this draft."""
    items = [item for item in rows.items if item.draft_id == draft.id]
    ids = {item.id for item in items}
    asked = [third_facts(each, rows.items, rows.drafts) for each in thirds if each.item_id in ids]
    return DoingFacts(
        kind=draft.kind,
        draft_state=draft.state,
        case_state=rows.case.state,
        notified_on=draft.notified_on,
        reached_on=draft.reached_on,
        proven_on=rows.case.identity_proven_on,
        wish_due=wish_due(draft.reached_on, is_closed) if draft.reached_on else None,
        first_day=first_doing_day(asked),
        untold=any(is_untold(each) for each in asked),
        wished_on=doing.wished_on if doing else None,
        done_on=doing.done_on if doing else None,
        is_lapsed=bool(items) and all(item.state is ItemState.LAPSED for item in items),
    )


def price_now(day: date) -> Price:
    """The city's table of fees (R2-1)."""
    return price_on([line.facts for line in fee_lines()], day)


def places_of(draft_ids: Sequence[int]) -> Mapping[int, list[tuple[CaseItem, Decision]]]:
    """By draft, its documents and how each is decided there: one statement."""
    found = select(DraftItem.draft_id, CaseItem, DraftItem.decision).join(CaseItem, CaseItem.id == DraftItem.item_id)
    by_draft: dict[int, list[tuple[CaseItem, Decision]]] = {draft_id: [] for draft_id in draft_ids}
    for draft_id, item, decision in db.session().execute(found.where(DraftItem.draft_id.in_(draft_ids)).order_by(CaseItem.place)):
        by_draft[draft_id].append((item, decision))
    return by_draft
