"""What became of a case after its intake, as its page shows it (D-2). Every function is called inside a door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.config import Settings
from portal.db import db
from portal.disclosures.appeal_actions import appeal_facts
from portal.disclosures.appeal_rules import AppealFacts, late_words
from portal.disclosures.case_queries import CaseRows
from portal.disclosures.clock_rules import Deadline, IsClosed, claim_due
from portal.disclosures.decision_rules import Decision, DraftKind, DraftState
from portal.disclosures.doing_queries import doing_facts, doings_of, places_of, third_facts, thirds_of
from portal.disclosures.doing_rules import DoingFacts
from portal.disclosures.draft_models import Appeal, Doing, Draft, ThirdParty
from portal.disclosures.draft_queries import at_hand, notice_facts, with_notice
from portal.disclosures.draft_rules import CaseAtHand
from portal.disclosures.models import CaseItem, CaseMending, CaseTask
from portal.disclosures.notice_rules import NoticeFacts
from portal.disclosures.queries import closed_days
from portal.disclosures.third_rules import ThirdFacts


@dataclass(frozen=True)
class DraftLine:
    """A draft with its documents; `doing`, `about` and `claim`: of a grant, its 実施 and the ninety days that follow."""

    draft: Draft
    items: Sequence[tuple[CaseItem, Decision]]
    notice: NoticeFacts
    doing: Doing | None = None
    about: DoingFacts | None = None
    claim: Deadline | None = None

    def has_open_appeal(self, appeals: Sequence["AppealLine"]) -> bool:
        return any(each.appeal.draft_id == self.draft.id and each.about.ruled_on is None for each in appeals)


@dataclass(frozen=True)
class ThirdLine:
    third: ThirdParty
    item: CaseItem
    about: ThirdFacts


@dataclass(frozen=True)
class AppealLine:
    appeal: Appeal
    draft: Draft | None
    about: AppealFacts
    late: str


@dataclass(frozen=True)
class Handling:
    """`names`: of everybody of whom the pieces speak."""

    at_hand: CaseAtHand
    drafts: Sequence[DraftLine]
    tasks: Sequence[CaseTask]
    thirds: Sequence[ThirdLine]
    appeals: Sequence[AppealLine]
    mendings: Mapping[int, CaseMending]
    today: date

    @property
    def grants(self) -> list[DraftLine]:
        """Those that are given, or will be."""
        return [line for line in self.drafts if line.about is not None]

    @property
    def waits_until(self) -> tuple[str, Deadline] | None:
        """What binds the requester once the decision is told: the 申出, then the ninety days; of several grants the earliest."""
        asked = [line.about.wish_due for line in self.grants if line.about and not (line.about.wished_on or line.about.is_lapsed)]
        claims = [line.claim for line in self.grants]
        for name, found in (("申出の期限", asked), ("訂正・利用停止の請求の期限", claims)):
            if days := [(each.day, each) for each in found if each is not None and each.day is not None]:
                return name, min(days, key=lambda pair: pair[0])[1]
        return None

    @property
    def staff_ids(self) -> set[int | None]:
        asked = {each for task in self.tasks for each in (task.asked_by, task.answered_by)}
        done = {line.doing.done_by for line in self.drafts if line.doing}
        return asked | done | {line.third.asked_by for line in self.thirds} | {line.appeal.noted_by for line in self.appeals}


def handling_of(rows: CaseRows, settings: Settings) -> Handling:
    case = rows.case
    thirds, doings, is_closed = thirds_of(case.id), doings_of(case.id), closed_days()
    notices = with_notice([draft.id for draft in rows.drafts])
    places = places_of([draft.id for draft in rows.drafts])
    items = {item.id: item for item in rows.items}
    drafts = {draft.id: draft for draft in rows.drafts}
    tasks = db.session().scalars(select(CaseTask).where(CaseTask.case_id == case.id).order_by(CaseTask.id)).all()
    appeals = db.session().scalars(select(Appeal).where(Appeal.case_id == case.id).order_by(Appeal.id)).all()
    return Handling(
        at_hand=at_hand(rows, settings),
        drafts=[
            DraftLine(
                draft=draft,
                items=places[draft.id],
                notice=notice_facts(draft, rows, notices),
                doing=(doing := doings.get(draft.id)),
                about=doing_facts(draft, rows, doing, thirds, is_closed=is_closed) if _is_given(draft) else None,
                claim=claim_due(doing.reached_on, is_closed) if doing and doing.reached_on else None,
            )
            for draft in rows.drafts
        ],
        tasks=tasks,
        thirds=[ThirdLine(third, items[third.item_id], third_facts(third, rows.items, rows.drafts)) for third in thirds],
        appeals=[_appeal(appeal, drafts.get(appeal.draft_id or 0), is_closed) for appeal in appeals],
        mendings={mending.id: mending for mending in rows.mendings},
        today=rows.today,
    )


def _is_given(draft: Draft) -> bool:
    return draft.kind is DraftKind.GRANT and draft.state is DraftState.NOTIFIED


def _appeal(appeal: Appeal, draft: Draft | None, is_closed: IsClosed) -> AppealLine:
    known_on = draft.reached_on if draft else None
    return AppealLine(appeal, draft, appeal_facts(appeal), late_words(known_on, appeal.filed_on, is_closed))
