"""Every period of a case, each counted in its own way, each with one sentence that says how (domain-privacy.md §2.3). Pure.

Periods that bind the city never move because of a closed day; a period that binds the resident ends on the next open day (地方自治法4条の2
4項). The day of the event itself is not counted (初日不算入) unless a function says otherwise.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

from portal.accounts.chief_rules import last_day_of_months
from portal.text.wareki import format_date

MOST_DAYS = 30  # 83条1項・2項: an ordinance may only shorten them.
SPECIAL_DAYS = 60  # 84条: a fair part of a very large request.
CLAIM_DAYS = 90  # 90条3項, 98条3項.
WISH_DAYS = 30  # 87条4項.
THIRD_DAYS = 14  # 86条3項: two weeks between the decision and the disclosure.
APPEAL_MONTHS = 3  # 行政不服審査法18条1項.
A_DAY = timedelta(days=1)
WAITS = "いまは補正を待っていて、その日数は数えません。補正された日に期限が決まります。"
NEVER_MOVES = "閉庁日でも延びません。"
IsClosed = Callable[[date], bool]


@dataclass(frozen=True)
class Deadline:
    """The last day, and how it was counted. `day` is None while a 補正 is waited for and nobody can say it."""

    day: date | None
    words: str

    def days_left(self, today: date) -> int | None:
        """Negative when it has passed."""
        return None if self.day is None else (self.day - today).days


@dataclass(frozen=True)
class Mended:
    """A 補正: asked for on `demanded_on`, answered on `answered_on` (None: not yet)."""

    demanded_on: date
    answered_on: date | None


def decision_due(received_on: date, basic_days: int, mendings: Collection[Mended] = (), *, counts_first: bool = False) -> Deadline:
    """開示決定等 (83条1項), 訂正 (94条1項), 利用停止 (102条1項): from the day after the 収受日, the days of a 補正 left out."""
    start = f"{format_date(received_on)}に収受。その翌日を1日目として{basic_days}日"
    day = _runs_until(received_on, basic_days, mendings, counts_first=counts_first)
    if day is None:
        return Deadline(None, f"{start}。{WAITS}")
    return Deadline(day, f"{start}{_left_out(day - received_on, basic_days)}、{format_date(day)}まで。{NEVER_MOVES}")


def extended_due(basic: Deadline, days: int, mendings: Collection[Mended] = (), *, counts_first: bool = False) -> Deadline:
    """83条2項, 94条2項, 102条2項: so many days after the first period; a 補正 demanded while they run stops them as it stops the first."""
    if basic.day is None:
        return basic
    start = f"はじめの期限({format_date(basic.day)})の翌日を1日目として{days}日を延ばし"
    day = _runs_until(basic.day, days, mendings, counts_first=counts_first)
    if day is None:
        return Deadline(None, f"{start}ました。{WAITS}")
    return Deadline(day, f"{start}{_left_out(day - basic.day, days)}、{format_date(day)}まで。{NEVER_MOVES}")


def special_due(received_on: date, mendings: Collection[Mended] = (), *, counts_first: bool = False) -> Deadline:
    """84条: within sixty days a fair part; the rest has the day that was told."""
    basic = decision_due(received_on, SPECIAL_DAYS, mendings, counts_first=counts_first)
    if basic.day is None:
        return basic
    return Deadline(basic.day, basic.words.replace("まで。", "までに相当の部分。残りは通知した期限まで。"))


def rest_due(told: date) -> Deadline:
    """84条, 95条, 103条: the day that the notice told; nothing stops or moves it."""
    return Deadline(told, f"期限の特例で通知した期限、{format_date(told)}まで。{NEVER_MOVES}")


def why_not_extend(decided_on: date, basic: Deadline, days: int, *, most: int = MOST_DAYS) -> str | None:
    """83条2項: decided while the first period runs; the notice follows without delay."""
    if not 1 <= days <= most:
        return f"延長できるのは1日から{most}日までです。"
    if basic.day is not None and decided_on > basic.day:
        return (
            f"期限の延長は、はじめの期限({format_date(basic.day)})までに決定しなければなりません。"
            f"{format_date(decided_on)}の決裁はできません。"
        )
    return None


def why_not_tell_special(told_on: date, basic: Deadline) -> str | None:
    """84条: told, not only decided, while the first period runs."""
    if basic.day is not None and told_on > basic.day:
        return (
            f"期限の特例は、はじめの期限({format_date(basic.day)})までに通知しなければなりません。"
            f"{format_date(told_on)}の通知では遅いので、特例は使えません。"
        )
    return None


def claim_due(disclosed_on: date, is_closed: IsClosed) -> Deadline:
    """訂正請求・利用停止請求: ninety days from the disclosure (90条3項, 98条3項)."""
    return _for_residents(disclosed_on, CLAIM_DAYS, is_closed, "開示を受けた")


def why_not_claim(received_on: date, disclosed_on: date, is_closed: IsClosed) -> str | None:
    if received_on < disclosed_on:
        return "開示を受けた日より前に収受した請求です。開示を受けた日を確かめてください。"
    due = claim_due(disclosed_on, is_closed)
    if due.day is not None and received_on > due.day:
        return f"開示を受けた日から{CLAIM_DAYS}日を過ぎています({format_date(due.day)}まででした)。"
    return None


def wish_due(reached_on: date, is_closed: IsClosed) -> Deadline:
    """実施方法の申出: thirty days from the notice (87条4項); later with a good reason."""
    return _for_residents(reached_on, WISH_DAYS, is_closed, "通知が届いた")


def first_day_after_objection(decided_on: date) -> Deadline:
    """86条3項: at least two weeks between the decision and the disclosure, neither day counted."""
    day = decided_on + timedelta(days=THIRD_DAYS + 1)
    return Deadline(
        day, f"反対意見書があるので、決定の日({format_date(decided_on)})との間に2週間以上を置き、{format_date(day)}から実施できます。"
    )


def appeal_due(known_on: date, is_closed: IsClosed) -> Deadline:
    """審査請求: three months from the day after the decision became known (行政不服審査法18条1項)."""
    counted = last_day_of_months(known_on + A_DAY, APPEAL_MONTHS)
    start = f"決定を知った日({format_date(known_on)})の翌日から数えて{APPEAL_MONTHS}か月"
    return _next_open(counted, is_closed, start)


def _for_residents(event_on: date, days: int, is_closed: IsClosed, event: str) -> Deadline:
    start = f"{event}日({format_date(event_on)})の翌日を1日目として{days}日"
    return _next_open(event_on + timedelta(days=days), is_closed, start)


def _next_open(counted: date, is_closed: IsClosed, start: str) -> Deadline:
    """地方自治法4条の2 4項: a period of the law that binds the resident."""
    day = counted
    while is_closed(day):
        day += A_DAY
    moved = f"。{format_date(counted)}は閉庁日なので、次の開庁日の" if day != counted else "で、"
    return Deadline(day, f"{start}{moved}{format_date(day)}まで。")


def pause_days(received_on: date, mendings: Collection[Mended], until: date, *, counts_first: bool) -> int:
    """How many days up to `until`, itself included, somebody waited for a 補正."""
    waited: set[date] = set()
    for each in mendings:
        first = max(each.demanded_on if counts_first else each.demanded_on + A_DAY, received_on + A_DAY)
        last = min(each.answered_on or until, until)
        waited.update(first + count * A_DAY for count in range((last - first).days + 1))
    return len(waited)


def _runs_until(start: date, days: int, mendings: Collection[Mended], *, counts_first: bool) -> date | None:
    """The day on which so many days after `start` have run. A 補正 stops them when it was demanded while they ran, its last day included;
    later ones find nothing to stop. No day stops twice. None: a 補正 that stops them is not answered."""
    last, stopped_until = start + timedelta(days=days), start
    for each in sorted(mendings, key=lambda mended: mended.demanded_on):
        if each.demanded_on > last:
            break
        if each.answered_on is None:
            return None
        first = each.demanded_on if counts_first else each.demanded_on + A_DAY
        stops = (each.answered_on - max(first, stopped_until + A_DAY)).days + 1
        if stops > 0:
            last += timedelta(days=stops)
            stopped_until = each.answered_on
    return last


def _left_out(whole: timedelta, days: int) -> str:
    return f"、補正に要した{whole.days - days}日を除いて" if whole.days > days else ""
