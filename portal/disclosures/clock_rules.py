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


def mending_days(mendings: Collection[Mended], *, counts_first: bool, until: date) -> int:
    """補正に要した日数 (83条1項ただし書): no day twice, an unanswered one up to `until`. `counts_first`: the day of the demand as well."""
    spent: set[date] = set()
    for each in mendings:
        first = each.demanded_on if counts_first else each.demanded_on + A_DAY
        last = each.answered_on or until
        spent.update(first + timedelta(days=count) for count in range((last - first).days + 1))
    return len(spent)


def decision_due(received_on: date, basic_days: int, mendings: Collection[Mended] = (), *, counts_first: bool = False) -> Deadline:
    """開示決定等 (83条1項), 訂正 (94条1項), 利用停止 (102条1項): from the day after the 収受日."""
    start = f"{format_date(received_on)}に収受。その翌日を1日目として{basic_days}日"
    if any(each.answered_on is None for each in mendings):
        return Deadline(None, f"{start}。いまは補正を待っていて、その日数は数えません。補正された日に期限が決まります。")
    spent = mending_days(mendings, counts_first=counts_first, until=received_on)
    day = received_on + timedelta(days=basic_days + spent)
    mended = f"、補正に要した{spent}日を除いて" if spent else ""
    return Deadline(day, f"{start}{mended}、{format_date(day)}まで。閉庁日でも延びません。")


def extended_due(basic: Deadline, days: int) -> Deadline:
    """83条2項, 94条2項, 102条2項: at most so many days after the first period."""
    if basic.day is None:
        return basic
    day = basic.day + timedelta(days=days)
    return Deadline(
        day, f"はじめの期限({format_date(basic.day)})の翌日を1日目として{days}日を延ばし、{format_date(day)}まで。閉庁日でも延びません。"
    )


def special_due(received_on: date, mendings: Collection[Mended] = (), *, counts_first: bool = False) -> Deadline:
    """84条: within sixty days a fair part; the rest has the day that was told."""
    basic = decision_due(received_on, SPECIAL_DAYS, mendings, counts_first=counts_first)
    if basic.day is None:
        return basic
    return Deadline(basic.day, basic.words.replace("まで。", "までに相当の部分。残りは通知した期限まで。"))


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


def appeal_due(known_on: date) -> Deadline:
    """審査請求: three months from the day after the decision became known (行政不服審査法18条1項)."""
    day = last_day_of_months(known_on + A_DAY, APPEAL_MONTHS)
    return Deadline(day, f"決定を知った日({format_date(known_on)})の翌日から数えて{APPEAL_MONTHS}か月で、{format_date(day)}まで。")


def _for_residents(event_on: date, days: int, is_closed: IsClosed, event: str) -> Deadline:
    counted = event_on + timedelta(days=days)
    day = counted
    while is_closed(day):
        day += A_DAY
    moved = f"。{format_date(counted)}は閉庁日なので、次の開庁日" if day != counted else ""
    return Deadline(day, f"{event}日({format_date(event_on)})の翌日を1日目として{days}日{moved}、{format_date(day)}まで。")
