"""A notice goes out and reaches the requester; when a request may still be withdrawn (D-2; 法82–84条). Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from portal.disclosures.clock_rules import Deadline, why_not_tell_special
from portal.disclosures.decision_rules import DRAFT_STATE_WORDS, DRAFT_WORDS, WITH_PAPER, DraftKind, DraftState
from portal.disclosures.rules import STATE_WORDS, CaseState, ItemState, Way
from portal.disclosures.state_rules import ENDED
from portal.text.wareki import format_date

AFTER_NOTICE = (ItemState.NOTIFIED, ItemState.DONE, ItemState.LAPSED)
NO_PAPER = "通知書がまだ作られていません。先に通知書を作って、文書番号を入れてください。"
NO_NUMBER = "文書番号を入れてください。市の様式で作った通知書の番号です。"
NO_REGISTERED = "書留で送ったときは、引受番号を入れてください。"


@dataclass(frozen=True)
class NoticeFacts:
    """A decided draft and its notice. `has_paper`: the portal made it; `basic`: the first period of the case."""

    kind: DraftKind
    state: DraftState
    decided_on: date | None
    case_state: CaseState
    basic: Deadline
    has_paper: bool = False
    document_number: str = ""
    notified_on: date | None = None
    reached_on: date | None = None


def why_not_send(notice: NoticeFacts) -> str | None:
    """Before the day is typed."""
    if notice.case_state in ENDED:
        return f"この請求は{STATE_WORDS[notice.case_state]}です。通知はできません。"
    if notice.state is not DraftState.DECIDED or notice.decided_on is None:
        return f"この起案は{DRAFT_STATE_WORDS[notice.state]}です。決裁の後に通知します。"
    if notice.kind in WITH_PAPER and not notice.has_paper:
        return NO_PAPER
    return None


def why_not_send_on(notice: NoticeFacts, day: date, today: date, *, number: str) -> str | None:
    """84条 is told within the first period: the day counts on which the notice went out."""
    if reason := why_not_send(notice):
        return reason
    if not (notice.document_number or number.strip()):
        return NO_NUMBER
    if day > today:
        return "発送・交付の日が先の日です。実際に出した日に記録してください。"
    if notice.decided_on is not None and day < notice.decided_on:
        return f"発送・交付の日が決裁の日({format_date(notice.decided_on)})より前です。"
    return why_not_tell_special(day, notice.basic) if notice.kind is DraftKind.SPECIAL else None


def why_not_reach(notice: NoticeFacts) -> str | None:
    if notice.state is not DraftState.NOTIFIED:
        return f"{DRAFT_WORDS[notice.kind]}は、まだ発送・交付が記録されていません。"
    return f"到達は{format_date(notice.reached_on)}と記録してあります。" if notice.reached_on else None


def why_not_reach_on(notice: NoticeFacts, day: date, today: date) -> str | None:
    if reason := why_not_reach(notice):
        return reason
    if day > today:
        return "到達の日が先の日です。届いたことを確かめてから記録してください。"
    if notice.notified_on is not None and day < notice.notified_on:
        return f"到達の日が発送の日({format_date(notice.notified_on)})より前です。"
    return None


def reached_at_once(way: Way) -> bool:
    """Handed over at the window it has reached."""
    return way is Way.WINDOW


def why_not_withdraw(state: CaseState, items: Collection[ItemState]) -> str | None:
    """Only before the first notice of a decision (domain-privacy.md §2.8)."""
    if state in ENDED:
        return f"この請求は、もう{STATE_WORDS[state]}です。"
    if any(item in AFTER_NOTICE for item in items):
        return "決定をもう通知したので、取下げはできません。通知の前までの手続です。"
    return None


def why_not_sent_by(way: Way, registered_number: str) -> str | None:
    """By registered post, whose number proves that it went."""
    return NO_REGISTERED if way is Way.POST and not registered_number.strip() else None


def why_not_demand_until(day: date, due_on: date | None) -> str | None:
    """A fair time to mend (77条3項)."""
    if due_on is None:
        return "補正の期限を入れてください。補正要求書に書いた日です。"
    return None if due_on > day else "補正の期限は、求めた日より後にしてください。"
