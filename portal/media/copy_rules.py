"""How a copy may end, who may say so and who may confirm it (M-5). Pure; a refusal is the sentence the screen shows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from portal.media.rules import COPY_WORDS, HOW_WORDS, CopyKind, How
from portal.text.wareki import format_datetime

ERASED_OR_DESTROYED = (How.ERASED, How.DESTROYED)
# What may become of each kind of copy; a loss may happen to all.
ENDS: dict[CopyKind, tuple[How, ...]] = {
    CopyKind.STICK: (*ERASED_OR_DESTROYED, How.LOST),
    CopyKind.TERMINAL: (*ERASED_OR_DESTROYED, How.LOST),
    CopyKind.UNPACKED: (*ERASED_OR_DESTROYED, How.DELIVERED, How.LOST),
    CopyKind.PAPERS: (How.PUT_BACK, How.SHREDDED, How.DELIVERED, How.LOST),
    CopyKind.DEVICE: (*ERASED_OR_DESTROYED, How.LOST),
    CopyKind.BROUGHT: (How.SENT_BACK, How.FILED, *ERASED_OR_DESTROYED, How.SHREDDED, How.LOST),
    CopyKind.OTHER: (*ERASED_OR_DESTROYED, How.SHREDDED, How.DELIVERED, How.LOST),
}
# The thing itself is there no more and nothing comes back.
GONE = {How.LOST: "紛失のため戻りません", How.DELIVERED: "引き渡したため戻りません", How.DESTROYED: "物理破壊したため戻りません"}
TOOL_NEEDED = "消去に使った道具(消去ソフトの名前、初期化の方法)を入れてください。"
REJECTED = "この記録は「残っている」とされています。もう一度行い、新しい記録を作ってください。"
LOSS_IS_THE_CHIEFS = "紛失の確認は{section}の所属長か代決者がします。"
LOSS_BEGINS = "紛失を確認すると記録に残ります。あわせて、漏えい等の事故の手順を始めてください。"
OWN_CONFIRMATION = "自分が行った消去・廃棄は自分で確認できません。もう一人の職員が、残っていないことを見てから確認してください。"


@dataclass(frozen=True)
class EndFacts:
    """What was written of a copy's end; rejected ones are not handed in."""

    shown: str
    how: How
    performed_by: int
    is_confirmed: bool


@dataclass(frozen=True)
class CopyFacts:
    """A place where the data lie, and how it ended, if somebody says that it has."""

    kind: CopyKind
    place: str
    end: EndFacts | None = None

    @property
    def is_open(self) -> bool:
        """Until a second person has confirmed the end."""
        return self.end is None or not self.end.is_confirmed

    @property
    def words(self) -> str:
        return f"{COPY_WORDS[self.kind]}({self.place})"


@dataclass(frozen=True)
class Done:
    """What the person says who ended a copy."""

    how: How
    tool: str
    result: str
    began_at: datetime
    ended_at: datetime
    certificate: str = ""


def why_not_end(copy: CopyFacts, done: Done, *, handed_at: datetime, now: datetime) -> str | None:
    """Nothing is erased before the thing was handed out, nor in the future; the copy itself may have been noted late."""
    if copy.end is not None:
        return ended_words(copy.words, HOW_WORDS[copy.end.how], copy.end.shown, is_confirmed=copy.end.is_confirmed)
    if done.how not in ENDS[copy.kind]:
        return f"{COPY_WORDS[copy.kind]}に「{HOW_WORDS[done.how]}」は選べません。ほかの方法を選んでください。"
    if done.began_at > done.ended_at:
        return "終わった時刻が始めた時刻より前になっています。時刻を確かめてください。"
    if done.ended_at > now:
        return f"終わった時刻({format_datetime(done.ended_at)})がまだ来ていません。時刻を確かめてください。"
    if done.began_at < handed_at.replace(second=0, microsecond=0):
        return f"渡した時刻({format_datetime(handed_at)})より前に始めたことになっています。時刻を確かめてください。"
    if done.how is How.ERASED and not done.tool.strip():
        return TOOL_NEEDED
    if not done.result.strip():
        return "結果を入れてください。例: 復元ソフトで読めないことを確かめた"
    return None


def ended_words(copy: str, how: str, shown: str, *, is_confirmed: bool) -> str:
    """Why a copy is not ended a second time. `shown`: the number of the end that stands."""
    state = "確認まで済んでいます" if is_confirmed else "記録され、確認を待っています"
    return f"{copy}の{how}は、{shown}としてもう{state}。"


def why_not_confirm(end: EndFacts | None, person: int) -> str | None:
    """Confirming and saying 「残っている」 alike: only by another person than the one who did it (M-5)."""
    if end is None:
        return "消去・廃棄の記録がまだありません。先に記録してください。"
    if end.is_confirmed:
        return f"{end.shown}は、もう確認が済んでいます。"
    if end.performed_by == person:
        return OWN_CONFIRMATION
    return None


def why_not_loss(how: How, *, may_sign: bool, section: str) -> str | None:
    """A loss is answered by a chief or deputy, who begins the procedure for incidents."""
    return LOSS_IS_THE_CHIEFS.format(section=section) if how is How.LOST and not may_sign else None


def gone_words(hows: Collection[How | None]) -> str:
    """Of everything that was handed out: why nothing of it will come back; empty while one of them may. None: no confirmed end."""
    words = [GONE[how] for how in hows if how is not None and how in GONE]
    return words[0] if words and len(words) == len(hows) else ""
