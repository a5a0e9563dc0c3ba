"""供覧: who may see a closed slip off, and why not (D-3). Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from portal.inquiries.rules import SlipState

MOST_AT_ONCE = 200
NOTHING_PICKED = "供覧する受付票を選んでください。"
TOO_MANY = f"一度に供覧できるのは{MOST_AT_ONCE}件までです。選ぶ数を減らしてください。"
NOT_CLOSED = "完結していません。完結してから供覧してください。"
REVIEWED_ALREADY = "供覧はもう済んでいます。"
CLOSED_BY_ONESELF = "自分が完結にした受付票は、自分では供覧できません。代決者か、上の所属の所属長が供覧します。"
OF_OTHERS = "ほかの所属の受付票です。その所属の所属長が供覧します。"
CHANGED_SINCE = "画面を開いた後に変わりました。内容を確かめてから、もう一度選んでください。"


@dataclass(frozen=True)
class ToReview:
    """`version`: as it is now."""

    state: SlipState
    section_id: int
    closed_by: int | None
    reviewed_at: datetime | None
    version: int


@dataclass(frozen=True)
class Reader:
    """`sections`: for which this person signs; `below`: the sections directly under them; `chiefs_below`: whoever is chief there."""

    id: int
    sections: Collection[int]
    below: Collection[int] = ()
    chiefs_below: Collection[int] = ()


def why_not_review(slip: ToReview, reader: Reader, *, seen_version: int | None = None) -> str | None:
    """What a chief closed is seen off one section higher. `seen_version`: the slip as it stood on the screen."""
    if slip.reviewed_at is not None:
        return REVIEWED_ALREADY
    if slip.state is not SlipState.CLOSED:
        return NOT_CLOSED
    if slip.closed_by == reader.id:
        return CLOSED_BY_ONESELF
    is_of_a_chief_below = slip.section_id in reader.below and slip.closed_by in reader.chiefs_below
    if slip.section_id not in reader.sections and not is_of_a_chief_below:
        return OF_OTHERS
    return CHANGED_SINCE if seen_version not in (None, slip.version) else None


def why_not_pick(count: int) -> str | None:
    if not count:
        return NOTHING_PICKED
    return TOO_MANY if count > MOST_AT_ONCE else None


def outcome_words(done: int, refused: int) -> str:
    if not refused:
        return f"{done}件を供覧しました。"
    return f"{done}件を供覧しました。{refused}件は供覧できませんでした。" if done else f"{refused}件は供覧できませんでした。"
