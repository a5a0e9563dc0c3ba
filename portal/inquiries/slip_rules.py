"""What may be done with a slip in which state, and why not (D-3). Pure: the page and the actions ask the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from portal.inquiries.rules import Result, SlipState


class Act(StrEnum):
    """In the order of the buttons."""

    CLOSE = "close"
    NOTE = "note"
    CALL = "call"
    HAND = "hand"
    WAIT = "wait"
    RESUME = "resume"
    ATTACH = "attach"
    DETACH = "detach"
    LINK = "link"
    ESCALATE = "escalate"
    REOPEN = "reopen"
    CANCEL = "cancel"


ACT_WORDS = {
    Act.NOTE: "対応を書き足す",
    Act.CALL: "折返しを記録する",
    Act.HAND: "引き継ぐ",
    Act.WAIT: "相手を待つ",
    Act.RESUME: "対応を再開する",
    Act.ATTACH: "住民を探す",
    Act.DETACH: "結び付けを外す",
    Act.LINK: "受付票を結び付ける",
    Act.ESCALATE: "開示等の請求にする",
    Act.CLOSE: "答えて完結にする",
    Act.REOPEN: "再び開く",
    Act.CANCEL: "誤起票にする",
}
BLANK = "停止時の用紙の番号です。「停止時の受付票」から用紙の内容を入力すると、対応を始められます。"
CLOSED = "完結しています。続きがあるときは、再び開いてください。"
CANCELLED = "誤起票にしてあります。間違いだったときは、再び開いてください。"
AT_WORK = frozenset({SlipState.OPEN, SlipState.WAITING})
CALL_FIRST = "約束した折返しがまだです。かけてから完結にするか、要らなくなったときは「折返しが要る」の印を外してください。"
HANDED_SINCE = "画面を開いた後で、担当が替わりました。いまの担当を確かめてください。それでも引き継ぐときは、もう一度押してください。"
# What is still added when the inquiry itself is over.
AFTER_THE_END = frozenset({Act.NOTE, Act.LINK})
# What was done is said of a mistake as well: whoever writes it while another cancels the slip loses no word.
OF_A_MISTAKE = frozenset({Act.NOTE})


@dataclass(frozen=True)
class SlipFacts:
    """What the rules ask of a slip. `missing`: words of the fields that a closed slip needs and that are empty."""

    state: SlipState
    is_empty: bool = False
    waits_for_call: bool = False
    has_call: bool = False
    has_resident: bool = False
    has_original: bool = False
    missing: Sequence[str] = field(default_factory=tuple)


def may_be_written(state: SlipState) -> bool:
    return state in AT_WORK


def why_not_type(state: SlipState) -> str | None:
    """What is typed on a page that was opened before the slip was closed is kept beside it; a blank has nobody who typed."""
    return BLANK if state is SlipState.BLANK else None


def why_not(act: Act, slip: SlipFacts) -> str | None:
    """None when it may be done now."""
    if slip.state is SlipState.BLANK:
        return BLANK
    if act is Act.REOPEN:
        return "対応中です。完結か誤起票にした受付票だけを再び開けます。" if slip.state in AT_WORK else None
    if slip.state is SlipState.CANCELLED:
        return None if act in OF_A_MISTAKE else CANCELLED
    if slip.state is SlipState.CLOSED:
        return None if act in AFTER_THE_END else CLOSED
    return _why_not_at_work(act, slip)


def _why_not_at_work(act: Act, slip: SlipFacts) -> str | None:
    reasons = {
        Act.RESUME: "" if slip.state is SlipState.WAITING else "返事待ちにしていません。",
        Act.CALL: _why_not_call(slip),
        Act.DETACH: "" if slip.has_resident else "住民を結び付けていません。",
        Act.ATTACH: "住民を結び付けてあります。違う方だったときは、先に結び付けを外してください。" if slip.has_resident else "",
        Act.CLOSE: _why_not_close(slip),
    }
    return reasons.get(act) or None


def _why_not_call(slip: SlipFacts) -> str:
    if slip.waits_for_call:
        return ""
    if slip.has_call:
        return "折返しは済んでいます。もう一度約束したときは、約束の時刻を入れ直してください。"
    return "「折返しが要る」に印がありません。こちらからかけた電話は、対応の記録に書き足してください。"


def _why_not_close(slip: SlipFacts) -> str:
    if slip.missing:
        return f"{'・'.join(slip.missing)}が空いています。入れてから完結にしてください。"
    return CALL_FIRST if slip.waits_for_call else ""


def why_not_close(slip: SlipFacts, result: Result, answer: str) -> str | None:
    """With what the form of closing says."""
    if reason := why_not(Act.CLOSE, slip):
        return reason
    if result is Result.ANSWERED and not answer.strip():
        return "回答が空いています。何と答えたかを入れてください。"
    if result is Result.DUPLICATE and not slip.has_original:
        return "同じ問合せの受付票が分かりません。先に「受付票を結び付ける」で、その番号を選んでください。"
    return None


def why_not_cancel(slip: SlipFacts, reason: str) -> str | None:
    """An empty slip goes by one key; one in which something was written needs the reason."""
    if refused := why_not(Act.CANCEL, slip):
        return refused
    return None if slip.is_empty or reason.strip() else "誤起票にする理由を入れてください。番号は欠番として残ります。"


def why_not_hand(slip: SlipFacts, *, is_holder: bool, is_handed_since: bool = False) -> str | None:
    """`is_handed_since`: another took it over while the page was open, and would go on believing that it is theirs."""
    if refused := why_not(Act.HAND, slip):
        return refused
    if is_handed_since:
        return HANDED_SINCE
    return "もう受け持っている職員です。ほかの職員を選んでください。" if is_holder else None


def why_not_link(slip: SlipFacts, *, is_same: bool, is_linked: bool, is_circle: bool = False) -> str | None:
    """`is_circle`: the other is the copy of this one already. Were each the other's copy, both would be closed and nobody would answer."""
    if refused := why_not(Act.LINK, slip):
        return refused
    if is_same:
        return "この受付票そのものの番号です。ほかの受付票の番号を入れてください。"
    if is_circle:
        return "その受付票は、この受付票と同じ問合せとされています。先に受けたのはこの受付票なので、ここで答えてください。"
    return "その受付票とは、もう結び付けてあります。" if is_linked else None


def why_not_attach(slip: SlipFacts, *, is_visit_of_slip: bool, serves: bool) -> str | None:
    """Only through the look-up: the visit that was started from the slip, and the person whom it serves now."""
    if refused := why_not(Act.ATTACH, slip):
        return refused
    if not is_visit_of_slip:
        return "この受付票から始めた対応ではありません。受付票の「住民を探す」から探し直してください。"
    return None if serves else "いま開いている住民の画面ではありません。住民の画面を開き直してから結び付けてください。"
