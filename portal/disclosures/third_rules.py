"""第三者意見照会 (法86条) and what sections are asked (D-2). Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from portal.disclosures.clock_rules import Deadline, first_day_after_objection
from portal.disclosures.rules import STATE_WORDS, CaseState, ItemState
from portal.disclosures.state_rules import ENDED
from portal.text.wareki import format_date

UNDECIDED = (ItemState.OPEN, ItemState.DRAFTED)


@dataclass(frozen=True)
class ThirdFacts:
    """One who was asked. `item`: the state of the document that is about them; `decided_on`: when it was decided to be given."""

    asked_on: date
    item: ItemState
    answered_on: date | None = None
    objects: bool | None = None
    told_on: date | None = None
    decided_on: date | None = None


def why_not_ask_third(state: CaseState, items: Collection[ItemState]) -> str | None:
    if state in ENDED:
        return f"この請求は{STATE_WORDS[state]}です。"
    return None if any(item in UNDECIDED for item in items) else "決定していない文書がありません。照会は決定の前にします。"


def why_not_due(asked_on: date, due_on: date, today: date) -> str | None:
    """Time to answer is left (86条: 意見書を提出する機会)."""
    if asked_on > today:
        return "照会した日が先の日です。"
    return None if due_on > asked_on else "回答の期限は、照会した日より後にしてください。"


def why_not_answer_third(facts: ThirdFacts) -> str | None:
    """What was given cannot be held back any more."""
    if facts.item is ItemState.DONE:
        return "この文書は、もう開示しています。遅れて届いた意見書は、紙の記録に添えてください。"
    return f"意見は{format_date(facts.answered_on)}に記録してあります。" if facts.answered_on else None


def why_not_answer_third_on(facts: ThirdFacts, day: date, today: date) -> str | None:
    if reason := why_not_answer_third(facts):
        return reason
    if day > today:
        return "意見を受けた日が先の日です。"
    return "意見を受けた日が、照会した日より前です。" if day < facts.asked_on else None


def why_not_tell_third(facts: ThirdFacts) -> str | None:
    """86条3項: who objected is told at once after the decision to disclose."""
    if not facts.objects:
        return "反対意見書が出ていないので、この通知は要りません。"
    if facts.told_on is not None:
        return f"{format_date(facts.told_on)}に通知しています。"
    return None if facts.decided_on is not None else "開示の決定の後に通知します。"


def why_not_tell_third_on(facts: ThirdFacts, day: date, today: date) -> str | None:
    if reason := why_not_tell_third(facts):
        return reason
    if day > today:
        return "通知した日が先の日です。"
    return "通知した日が決定の日より前です。" if facts.decided_on is not None and day < facts.decided_on else None


def is_untold(facts: ThirdFacts) -> bool:
    """Somebody who objected, of whom a document will be given all the same, and who does not know it yet."""
    return bool(facts.objects) and facts.decided_on is not None and facts.told_on is None


def first_doing_day(thirds: Collection[ThirdFacts]) -> Deadline | None:
    """The latest of the two weeks (86条3項); None when nobody objected to what is given."""
    days = [facts.decided_on for facts in thirds if facts.objects and facts.decided_on is not None]
    return first_day_after_objection(max(days)) if days else None


def why_not_ask_section(state: CaseState) -> str | None:
    return f"この請求は{STATE_WORDS[state]}です。照会はできません。" if state in ENDED else None


def why_not_task_due(due_on: date, today: date) -> str | None:
    return None if due_on >= today else "回答の期限は、今日か、今日より後にしてください。"


def why_not_answer_task(*, is_answered: bool, is_own_section: bool, handles: bool) -> str | None:
    """`handles`: the officer of the request may write down what the section said; one that never answers would hold the request open."""
    if is_answered:
        return "この照会には、もう回答が入っています。"
    if is_own_section or handles:
        return None
    return "回答するのは、照会された課の職員です。課から聞いた答えは、開示担当が記せます。"
