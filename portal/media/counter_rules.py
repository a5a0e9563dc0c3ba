"""媒体の窓口: what is to be done with what was scanned, and the words when there is nothing to do (M-4). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.media.medium_rules import MediumFacts
from portal.media.rules import STATE_WORDS, Condition, State


class Way(StrEnum):
    """Where a scan leads."""

    HAND = "hand"
    RETURN = "return"
    SHOW = "show"
    NOWHERE = "nowhere"


class CounterView(StrEnum):
    """The lists of the counter, in the order of the work."""

    HAND = "hand"
    OUT = "out"
    BACK = "back"
    CONFIRM = "confirm"


VIEW_WORDS = {
    CounterView.HAND: "今日渡すもの",
    CounterView.OUT: "出ているもの",
    CounterView.BACK: "返却済・消去待ち",
    CounterView.CONFIRM: "消去の確認待ち",
}
EMPTY = {
    CounterView.HAND: ("今日渡すものはありません", "承認された申請が、使う日になるとここに並びます。"),
    CounterView.OUT: ("出ているものはありません", "渡したものが、返るまでここに並びます。"),
    CounterView.BACK: ("消去を待つものはありません", "返ってきて、消去の済んでいないものがここに並びます。"),
}
UNKNOWN_MEDIUM = (
    "{shown}は、この課の媒体台帳にありません。差し込まずに媒体管理者が預かり、ラベルの番号とどこから来たものかを確かめてください。"
    "ほかの課の媒体ならその課の媒体管理者へ、台帳にない媒体なら所属長に知らせてください。"
)
UNKNOWN_LINE = "{shown}の記録は見つかりません。番号を確かめてください。ほかの課の記録は扱えません。"
NOT_A_LINE = "{shown}は消去・廃棄記録の番号です。媒体の番号か、使用・持出・受入の番号を読み取ってください。"
NEVER_LENT = (
    "{shown}は貸出の記録がありません(いまは保管中のはずです)。中を開かずに媒体管理者が預かり、持っていた方に、いつ・どの仕事で使ったかを聞いてください。"
    "使っていたときは、所属長に知らせ、棚卸で確かめてから保管場所に戻します。"
)
OF_NO_USE = "{shown}は媒体台帳で「{condition}」です。渡せません。見つかったときは、媒体台帳の画面で状態を改めてください。"
CONDITION_SAID = {Condition.BROKEN: "故障", Condition.IN_REPAIR: "修理中", Condition.LOST: "紛失", Condition.DISPOSED: "廃棄"}


@dataclass(frozen=True)
class Waiting:
    """A line that has to do with what was scanned."""

    public_id: str
    shown: str
    state: State


@dataclass(frozen=True)
class Answer:
    """Where to go (`public_id` of a line), or the words that say what to do instead."""

    way: Way
    public_id: str = ""
    words: str = ""


def answer_for_line(line: Waiting) -> Answer:
    """Approved: to be handed out; out: to be taken back; else its page says where it stands."""
    way = {State.APPROVED: Way.HAND, State.HANDED: Way.RETURN}.get(line.state, Way.SHOW)
    return Answer(way, line.public_id, "" if way is not Way.SHOW else f"{line.shown}は{STATE_WORDS[line.state]}です。")


def answer_for_medium(medium: MediumFacts, out: Waiting | None, unwiped: Waiting | None, to_hand: Sequence[Waiting]) -> Answer:
    """Out: taken back. Data on it: to the line whose end is missing. Free: to the line that waits for it, if there is one alone."""
    if out is not None:
        return Answer(Way.RETURN, out.public_id)
    if medium.condition is not Condition.USABLE:
        return Answer(Way.NOWHERE, words=OF_NO_USE.format(shown=medium.shown, condition=CONDITION_SAID[medium.condition]))
    if unwiped is not None:
        return Answer(Way.SHOW, unwiped.public_id, f"{medium.shown}には{unwiped.shown}の情報が残っています。消去と確認を済ませてください。")
    if len(to_hand) == 1:
        return Answer(Way.HAND, to_hand[0].public_id)
    if to_hand:
        numbers = "、".join(line.shown for line in to_hand)
        return Answer(Way.NOWHERE, words=f"{medium.shown}を渡す申請が{len(to_hand)}件あります({numbers})。申請の番号を読み取ってください。")
    return Answer(Way.NOWHERE, words=NEVER_LENT.format(shown=medium.shown))
