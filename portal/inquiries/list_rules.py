"""What the lists of slips show, and what is late (D-3). Pure: the moment comes in as an argument.

Late is what passed: a promised time by the first second after it, a day from the next midnight on.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.inquiries.rules import SlipState

AT_WORK = (SlipState.OPEN, SlipState.WAITING)


class SlipView(StrEnum):
    """A list of slips. REVIEW and BLANK have pages of their own."""

    CALLS = "calls"
    MINE = "mine"
    SECTION = "section"
    LATE = "late"
    WAITING = "waiting"
    CLOSED = "closed"
    REVIEW = "review"
    BLANK = "blank"


VIEW_WORDS = {
    SlipView.CALLS: "折返し",
    SlipView.MINE: "自分の受け持ち",
    SlipView.SECTION: "課の対応中",
    SlipView.LATE: "遅れているもの",
    SlipView.WAITING: "返事待ち",
    SlipView.CLOSED: "完結したもの",
    SlipView.REVIEW: "供覧を待つもの",
    SlipView.BLANK: "停止時の受付票",
}
LISTED = (SlipView.CALLS, SlipView.MINE, SlipView.SECTION, SlipView.LATE, SlipView.WAITING, SlipView.CLOSED)
ORDER_WORDS = {
    SlipView.CALLS: "約束の早い順。遅れているものが先です",
    SlipView.MINE: "受付の古い順",
    SlipView.SECTION: "受付の古い順",
    SlipView.LATE: "受付の古い順",
    SlipView.WAITING: "待つ日の早い順",
    SlipView.CLOSED: "受付の新しい順",
    SlipView.REVIEW: "完結の古い順",
    SlipView.BLANK: "番号順",
}
NOTHING_THERE = {
    SlipView.CALLS: ("折返しの約束はありません", "受付票で「折返し」に印を付けると、約束の時刻の早い順にここに並びます。"),
    SlipView.MINE: ("受け持っている受付票はありません", "起こした受付票と、引き継がれた受付票が、完結するまでここに並びます。"),
    SlipView.SECTION: ("課に対応中の受付票はありません", "課のだれかが受け持つ受付票が、完結するまでここに並びます。"),
    SlipView.LATE: ("遅れている受付票はありません", "折返し・回答期限・待つ日のどれかを過ぎると、ここに出ます。"),
    SlipView.WAITING: ("返事を待っている受付票はありません", "受付票を「返事待ち」にすると、待つ日の早い順にここに並びます。"),
    SlipView.CLOSED: ("完結した受付票はまだありません", "答えて閉じた受付票が、ここに残ります。"),
}


@dataclass(frozen=True)
class Due:
    """What a slip was promised for. `call_at`: of a call that nobody has made yet; None also when no time was promised."""

    state: SlipState
    call_at: datetime | None
    answer_by: date | None
    waits_until: date | None


@dataclass(frozen=True)
class Place:
    """Where an unfinished slip of the own section, or of the own hands, stands in the lists. `calls`: a call is still to be made."""

    id: int
    is_mine: bool
    is_of_section: bool
    taken_at: datetime
    calls: bool
    due: Due


def is_in(view: SlipView, place: Place, now: datetime) -> bool:
    """Of the lists of slips at work."""
    if view is SlipView.CALLS:
        return place.calls
    if view is SlipView.MINE:
        return place.is_mine
    if view is SlipView.SECTION:
        return place.is_of_section
    if view is SlipView.WAITING:
        return place.is_of_section and place.due.state is SlipState.WAITING
    return bool(late_words(place.due, now))


def order_of(view: SlipView, place: Place) -> tuple[bool, date, datetime, int]:
    """As ORDER_WORDS says it; what has no time of its kind stands last."""
    at = place.due.call_at if view is SlipView.CALLS else place.taken_at
    on = place.due.waits_until if view is SlipView.WAITING else date.min
    return at is None or on is None, on or date.max, at or place.taken_at, place.id


def late_words(due: Due, now: datetime) -> list[str]:
    """What passed, the call first; empty when nothing did or the slip is at its end."""
    if due.state not in AT_WORK:
        return []
    today = now.date()
    words = []
    if due.call_at is not None and now > due.call_at:
        words.append(f"折返しの約束を{_how_long(due.call_at, now)}過ぎています")
    if due.answer_by is not None and today > due.answer_by:
        words.append(f"回答期限を{(today - due.answer_by).days}日過ぎています")
    if due.state is SlipState.WAITING and due.waits_until is not None and today > due.waits_until:
        words.append(f"待つ日を{(today - due.waits_until).days}日過ぎています")
    return words


def _how_long(promised: datetime, now: datetime) -> str:
    minutes = max(1, (now - promised) // timedelta(minutes=1))
    if minutes < 60:
        return f"{minutes}分"
    return f"{minutes // 60}時間" if minutes < 24 * 60 else f"{minutes // (24 * 60)}日"


def call_words(call_at: datetime | None, now: datetime) -> str:
    """When it was promised, as it is said today: the time alone, with its day when that is another."""
    if call_at is None:
        return "時刻の約束なし"
    of_day = f"{call_at.hour}:{call_at.minute:02}"
    if call_at.date() == now.date():
        return f"今日 {of_day}"
    if call_at.date() == now.date() + timedelta(days=1):
        return f"明日 {of_day}"
    return f"{call_at.month}月{call_at.day}日 {of_day}"
