"""What becomes of a case beside its decision: passed on, changed, cancelled, closed; why not (domain-privacy.md §2.8). Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from portal.disclosures.decision_rules import Decision
from portal.disclosures.notice_rules import AFTER_NOTICE
from portal.disclosures.rules import STATE_WORDS, CaseState, ItemState
from portal.disclosures.state_rules import ENDED
from portal.text.wareki import format_date

UNDECIDED_CASES = (CaseState.EXAMINING, CaseState.MENDING)
GRANTED = (Decision.FULL, Decision.PARTIAL)


@dataclass(frozen=True)
class Standing:
    """Where a case is. `items`: each document's state and decision; `drafts`: 起案 that were not dropped."""

    state: CaseState
    items: Collection[tuple[ItemState, Decision | None]]
    drafts: int = 0
    is_proven: bool = False
    open_tasks: int = 0
    open_appeals: int = 0


def why_over(state: CaseState) -> str | None:
    """Nothing is done any more to a case that has ended."""
    return f"この請求は「{STATE_WORDS[state]}」で終わっています。" if state in ENDED else None


def why_not_mend(state: CaseState) -> str | None:
    """A 補正 makes a request fit to be decided (77条3項); once it is, there is nothing left to mend."""
    if reason := why_over(state):
        return reason
    return None if state in UNDECIDED_CASES else "すべての文書を決定しています。補正を求めるのは決定の前だけです。"


def why_not_prove(state: CaseState) -> str | None:
    return why_over(state)


def why_not_pass(standing: Standing) -> str | None:
    """庁内回付 (not 移送): while nothing is drafted; afterwards the chief who is asked would be another's."""
    if reason := why_over(standing.state):
        return reason
    if standing.drafts:
        return "起案があります。回付するときは、先に起案を取りやめてください。"
    if any(state in AFTER_NOTICE for state, _ in standing.items):
        return "決定を通知した後は、ほかの課に回付できません。"
    return None


def why_not_change(standing: Standing) -> str | None:
    if reason := why_over(standing.state):
        return reason
    if any(state in AFTER_NOTICE for state, _ in standing.items):
        return "決定を通知した後は、請求書の内容を改められません。"
    return None


def why_not_identity(*, is_proven: bool, changes_identity: bool) -> str | None:
    """Whoever was proven stays: another name or standing would pass under the papers of the first."""
    if is_proven and changes_identity:
        return (
            "本人確認が済んでいるため、請求の方法・請求者の区分・氏名・本人の状況は改められません。"
            "人の取り違えのときは、誤起票として取り消し、受け付け直してください。"
        )
    return None


def why_not_cancel(standing: Standing) -> str | None:
    """誤起票: a number that should not have been given, while nothing hangs on it."""
    if reason := why_over(standing.state):
        return reason
    if standing.drafts:
        return "起案があるため、誤起票にはできません。請求者が取り下げるときは「取下げ」を使ってください。"
    if any(state in AFTER_NOTICE for state, _ in standing.items):
        return "決定を通知したので、誤起票にはできません。"
    return None


def why_not_close(standing: Standing) -> str | None:
    """完結: everything was told, everything granted was shown or has lapsed, nobody is asked, no appeal is open."""
    if reason := why_over(standing.state):
        return reason
    if standing.state not in (CaseState.NOTIFIED, CaseState.DONE, CaseState.LAPSED):
        return "決定の通知が済んでいないため、完結できません。"
    if any(state is ItemState.NOTIFIED and decision in GRANTED for state, decision in standing.items):
        return "開示の実施(または実施期限の経過)が済んでいない文書があります。"
    if standing.open_tasks:
        return f"答えを待っている照会が{standing.open_tasks}件あります。"
    if standing.open_appeals:
        return "審査請求が終わっていません。裁決を記録してから完結してください。"
    return None


def why_not_attach(state: CaseState, *, is_visit_of_case: bool, serves: bool) -> str | None:
    """A person is tied to a case only out of the look-up made for it (S1-4)."""
    if reason := why_over(state):
        return reason
    if not is_visit_of_case:
        return "いまの対応は、この請求から始めたものではありません。「住民を探す」から始めてください。"
    if not serves:
        return "開いている住民がいません。「住民を探す」で、この請求の本人を開いてください。"
    return None


def why_not_withdraw_on(withdrawn_on: date, *, received_on: date, today: date) -> str | None:
    if withdrawn_on > today:
        return f"取下げの日は、今日({format_date(today)})までの日にしてください。"
    if withdrawn_on < received_on:
        return f"取下げの日は、収受日({format_date(received_on)})以後の日にしてください。"
    return None
