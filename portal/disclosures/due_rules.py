"""期限一覧: everything of a case that has its day, with the sentence that says how it was counted; weeks from Monday to Sunday. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from portal.disclosures.case_clock_rules import EXTENDING, CaseTimes, DecidedDraft, clock_from
from portal.disclosures.clock_rules import A_DAY, IsClosed, Mended, first_day_after_objection, wish_due
from portal.disclosures.decision_rules import DRAFT_WORDS, DraftKind
from portal.text.wareki import format_date

WEEK = timedelta(days=7)


class DueKind(StrEnum):
    DECISION = "decision"
    MENDING = "mending"
    NOTICE = "notice"
    THIRD = "third"
    TELL_THIRD = "tell_third"
    TASK = "task"
    WISH = "wish"
    DOING = "doing"
    APPEAL = "appeal"


DUE_WORDS = {
    DueKind.DECISION: "決定",
    DueKind.MENDING: "補正の期限",
    DueKind.NOTICE: "通知書の発送",
    DueKind.THIRD: "第三者の意見書",
    DueKind.TELL_THIRD: "反対した第三者への通知",
    DueKind.TASK: "照会の回答",
    DueKind.WISH: "実施方法の申出",
    DueKind.DOING: "実施の予定",
    DueKind.APPEAL: "審査請求",
}


@dataclass(frozen=True)
class Demand:
    """A 補正 that is not answered."""

    demanded_on: date
    due_on: date | None


@dataclass(frozen=True)
class Unsent:
    """A decided 起案 whose notice did not go out yet."""

    kind: DraftKind
    decided_on: date


@dataclass(frozen=True)
class Granted:
    """A notice that arrived, on which nobody has said how they want it; `told`: the last day that it named."""

    reached_on: date
    told: date | None


@dataclass(frozen=True)
class Heard:
    """A third party. `decided_on`: when its document was decided to be disclosed."""

    asked_on: date
    due_on: date
    is_answered: bool
    objects: bool
    decided_on: date | None


@dataclass(frozen=True)
class Asked:
    """A task of a section that is not answered."""

    section_id: int
    asked_on: date
    due_on: date


@dataclass(frozen=True)
class Filed:
    """An appeal without a ruling, for which the 審査会 was not asked yet, or somebody not told of it."""

    filed_on: date
    consulted_on: date | None


@dataclass
class OnDesk:
    """What waits in one case. `times`, of its `mendings` and `decided`, is None when all its documents are decided."""

    case_id: int
    section_id: int
    times: CaseTimes | None = None
    mendings: list[Mended] = field(default_factory=list)
    decided: list[DecidedDraft] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)
    unsent: list[Unsent] = field(default_factory=list)
    granted: list[Granted] = field(default_factory=list)
    planned: list[date] = field(default_factory=list)
    thirds: list[Heard] = field(default_factory=list)
    tasks: list[Asked] = field(default_factory=list)
    appeals: list[Filed] = field(default_factory=list)


@dataclass(frozen=True)
class Due:
    """`day` None: waited for, or to be done without delay. `words`: how the day was counted; `note`: what else holds until then."""

    kind: DueKind
    case_id: int
    section_id: int
    day: date | None
    words: str
    note: str = ""


@dataclass(frozen=True)
class Weeks:
    """`late`: before today; `first`: of the week asked for from today on; `second`: of the one after it; `later`: how many come then."""

    monday: date
    late: Sequence[Due]
    first: Sequence[Due]
    second: Sequence[Due]
    undated: Sequence[Due]
    later: int


def dues_of(desk: OnDesk, is_closed: IsClosed, today: date, *, counts_first: bool) -> list[Due]:
    """Everything that waits in the case, whenever it is due."""
    found = [
        *_decision(desk, is_closed, today, counts_first=counts_first),
        *_letters(desk, is_closed, counts_first=counts_first),
        *_of_others(desk),
    ]
    return found + list(_of_requester(desk, is_closed))


def weeks_of(dues: Sequence[Due], monday: date, today: date) -> Weeks:
    """Late ones stand on top whichever week is asked for; in each part the earliest first."""
    dated = sorted((each for each in dues if each.day is not None), key=lambda each: (each.day, each.case_id))
    late = [each for each in dated if _day(each) < today]
    coming = [each for each in dated if _day(each) >= today]
    first = [each for each in coming if monday <= _day(each) < monday + WEEK]
    second = [each for each in coming if monday + WEEK <= _day(each) < monday + 2 * WEEK]
    later = sum(_day(each) >= monday + 2 * WEEK for each in coming)
    return Weeks(monday, late, first, second, [each for each in dues if each.day is None], later)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def is_late(due: Due, today: date) -> bool:
    return due.day is not None and due.day < today


def week_words(monday: date) -> str:
    """「令和8年12月7日(月)から12月13日(日)まで」."""
    sunday = monday + timedelta(days=6)
    return f"{format_date(monday)}(月)から{sunday.month}月{sunday.day}日(日)まで"


def left_words(due: Due, today: date) -> str:
    """How far away the day is: 「3日超過」「今日」「あと4日」."""
    if due.day is None:
        return ""
    left = (due.day - today).days
    return f"{-left}日超過" if left < 0 else "今日" if left == 0 else f"あと{left}日"


def _decision(desk: OnDesk, is_closed: IsClosed, today: date, *, counts_first: bool) -> Iterator[Due]:
    if desk.times is None:
        return
    clock = clock_from(desk.times, counts_first=counts_first)
    basic, current, note = clock.basic.day, clock.current, ""
    if current.day is not None and is_closed(current.day):
        note = f"この日は閉庁日なので、{format_date(_open_before(current.day, is_closed))}までに決裁します。"
    if not any(each.kind in EXTENDING for each in desk.times.drafts) and basic is not None and basic >= today:
        note += f"延長の決裁・期限の特例の通知ができるのも{format_date(basic)}まで。"
    elif clock.told is not None and current.day is not None and clock.told != current.day:
        note += f"請求者には{format_date(clock.told)}までと通知しています。"
    yield Due(DueKind.DECISION, desk.case_id, desk.section_id, current.day, current.words, note)


def _letters(desk: OnDesk, is_closed: IsClosed, *, counts_first: bool) -> Iterator[Due]:
    """What the office itself has to send."""
    basic = clock_from(desk.times, counts_first=counts_first).basic.day if desk.times else None
    for draft in desk.unsent:
        if draft.kind is DraftKind.SPECIAL and basic is not None:
            day, words = basic, f"期限の特例は、はじめの期限({format_date(basic)})までに通知します(84条など)。"
        else:
            day = _next_open(draft.decided_on, is_closed)
            words = f"{format_date(draft.decided_on)}に決裁。遅滞なく通知します(目安は次の開庁日、{format_date(day)})。"
        yield Due(DueKind.NOTICE, desk.case_id, desk.section_id, day, f"{DRAFT_WORDS[draft.kind]}。{words}")
    for third in desk.thirds:
        if third.objects and third.decided_on is not None:
            words = f"反対意見書があり、{format_date(third.decided_on)}に開示を決定。決定の後直ちに通知します(86条3項)。"
            yield Due(DueKind.TELL_THIRD, desk.case_id, desk.section_id, third.decided_on, words)
    for appeal in desk.appeals:
        filed = f"{format_date(appeal.filed_on)}に審査請求。"
        step = (
            "遅滞なく審査会に諮問します(105条1項)。" if appeal.consulted_on is None else "諮問したことを請求者などに通知します(105条2項)。"
        )
        yield Due(DueKind.APPEAL, desk.case_id, desk.section_id, None, filed + step)


def _of_others(desk: OnDesk) -> Iterator[Due]:
    """What sections and third parties were asked for."""
    for third in desk.thirds:
        if not third.is_answered:
            words = f"{format_date(third.asked_on)}に照会し、意見書の提出期限は{format_date(third.due_on)}(86条)。"
            yield Due(DueKind.THIRD, desk.case_id, desk.section_id, third.due_on, words)
    for task in desk.tasks:
        words = f"{format_date(task.asked_on)}に照会し、回答の期限は{format_date(task.due_on)}。"
        yield Due(DueKind.TASK, desk.case_id, task.section_id, task.due_on, words)


def _of_requester(desk: OnDesk, is_closed: IsClosed) -> Iterator[Due]:
    for demand in desk.demands:
        until = f"補正の期限は{format_date(demand.due_on)}。" if demand.due_on else "補正の期限は決めていません。"
        yield Due(DueKind.MENDING, desk.case_id, desk.section_id, demand.due_on, f"{format_date(demand.demanded_on)}に補正を求め、{until}")
    for notice in desk.granted:
        due = wish_due(notice.reached_on, is_closed)
        told = notice.told is not None and notice.told != due.day
        note = f"請求者には{format_date(notice.told)}までと通知しています。" if told and notice.told else ""
        yield Due(DueKind.WISH, desk.case_id, desk.section_id, due.day, due.words, note)
    for day in desk.planned:
        firsts = [first_day_after_objection(each.decided_on) for each in desk.thirds if each.objects and each.decided_on is not None]
        note = firsts[0].words if firsts else ""
        yield Due(DueKind.DOING, desk.case_id, desk.section_id, day, f"{format_date(day)}に実施する予定。", note)


def _next_open(day: date, is_closed: IsClosed) -> date:
    day += A_DAY
    while is_closed(day):
        day += A_DAY
    return day


def _open_before(day: date, is_closed: IsClosed) -> date:
    while is_closed(day):
        day -= A_DAY
    return day


def _day(due: Due) -> date:
    assert due.day is not None
    return due.day
