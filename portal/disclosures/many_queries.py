"""Everything that hangs on many cases, read together: as many statements for one case as for a thousand. Inside a door."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from portal.config import Settings
from portal.db import db
from portal.disclosures.case_clock_rules import CaseClock
from portal.disclosures.decision_rules import DraftState
from portal.disclosures.draft_models import Appeal, Doing, Draft, ThirdParty
from portal.disclosures.models import Case, CaseItem, CaseMending, CaseProof
from portal.disclosures.queries import DECIDED, clock_of
from portal.disclosures.rules import ItemState


@dataclass(frozen=True)
class WholeCase:
    """`mendings`: those demanded; `drafts`: those decided, oldest first."""

    case: Case
    items: Sequence[CaseItem]
    proofs: Sequence[CaseProof]
    mendings: Sequence[CaseMending]
    drafts: Sequence[Draft]
    thirds: Sequence[ThirdParty]
    doings: Sequence[Doing]
    appeals: Sequence[Appeal]
    clock: CaseClock

    @property
    def is_undecided(self) -> bool:
        return any(item.state in (ItemState.OPEN, ItemState.DRAFTED) for item in self.items)


def whole_cases(ids: Sequence[int], settings: Settings) -> list[WholeCase]:
    """In the order of the ids."""
    cases = {row.id: row for row in db.session().scalars(select(Case).where(Case.id.in_(ids)))}
    items = _by_case(select(CaseItem).where(CaseItem.case_id.in_(ids)).order_by(CaseItem.place))
    proofs = _by_case(select(CaseProof).where(CaseProof.case_id.in_(ids)).order_by(CaseProof.id))
    demanded = CaseMending.demanded_on.is_not(None)
    mendings = _by_case(select(CaseMending).where(CaseMending.case_id.in_(ids), demanded).order_by(CaseMending.id))
    drafts = _by_case(select(Draft).where(Draft.case_id.in_(ids), Draft.state.in_(DECIDED)).order_by(Draft.id))
    thirds = _by_case(select(ThirdParty).where(ThirdParty.case_id.in_(ids)).order_by(ThirdParty.id))
    doings = _by_case(select(Doing).where(Doing.case_id.in_(ids)).order_by(Doing.id))
    appeals = _by_case(select(Appeal).where(Appeal.case_id.in_(ids)).order_by(Appeal.id))
    return [
        WholeCase(
            case=cases[each],
            items=items[each],
            proofs=proofs[each],
            mendings=mendings[each],
            drafts=drafts[each],
            thirds=thirds[each],
            doings=doings[each],
            appeals=appeals[each],
            clock=clock_of(cases[each], mendings[each], drafts[each], settings),
        )
        for each in ids
    ]


def is_sent(draft: Draft) -> bool:
    return draft.state is DraftState.NOTIFIED


def _by_case(found: Any) -> defaultdict[int, list[Any]]:
    rows: defaultdict[int, list[Any]] = defaultdict(list)
    for row in db.session().scalars(found):
        rows[row.case_id].append(row)
    return rows
