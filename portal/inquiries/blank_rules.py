"""Numbers kept for a standstill: how many, what is typed in from a paper, what ends unused (D-3). Pure."""

from dataclasses import dataclass
from datetime import datetime

from portal.inquiries.rules import SlipChannel, SlipState

MOST_A_BATCH = 50
HOW_MANY = f"用意する枚数は1から{MOST_A_BATCH}までの数で入れてください。足りないときは、もう一度用意できます。"
NO_SUCH_BLANK = "この番号の停止時の受付票は、自分の課にはありません。用紙の右上の番号を確かめてください。"
NOT_BLANK = "この番号はもう入力が済んでいます。「受付票を探す」に番号を入れると開けます。"
ENDED = "この番号は未使用として閉じてあります。用紙が出てきたときは「受付票を起こす」で新しい番号に入力し、内容に元の番号を書いてください。"
IN_FUTURE = "受け付けた日時が、いまより後です。用紙に書かれた日時を入れてください。"
BEFORE_MADE = "受け付けた日時が、番号を用意した日時より前です。用紙に書かれた日時か、番号を確かめてください。"
NOTHING_PICKED = "閉じる番号を選んでください。"
NO_REASON = "閉じる理由を入れてください。例: 停止が終わり、使わずに回収した"


@dataclass(frozen=True)
class Paper:
    """What is told of a paper written by hand: its number as typed or scanned, when and how the inquiry came."""

    number: str
    taken_at: datetime
    channel: SlipChannel


def why_not_make(count: int | None) -> str | None:
    return None if count is not None and 1 <= count <= MOST_A_BATCH else HOW_MANY


def why_not_fill(state: SlipState, *, made_at: datetime, taken_at: datetime, now: datetime) -> str | None:
    """A paper is written after it was printed and before it is typed in; to the minute, as it is written."""
    if reason := why_not_end(state):
        return reason
    if taken_at > now:
        return IN_FUTURE
    return BEFORE_MADE if taken_at < made_at.replace(second=0, microsecond=0) else None


def why_not_end(state: SlipState) -> str | None:
    """Of one number, whether it is filled or ended: both have an end already."""
    if state is SlipState.CANCELLED:
        return ENDED
    return None if state is SlipState.BLANK else NOT_BLANK
