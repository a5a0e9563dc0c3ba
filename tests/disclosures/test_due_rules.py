"""What is due in a case, in which week it stands, and how it says its day was counted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.disclosures.case_clock_rules import CaseTimes, DecidedDraft
from portal.disclosures.clock_rules import Mended
from portal.disclosures.decision_rules import DraftKind
from portal.disclosures.due_rules import (
    Asked,
    Demand,
    Due,
    DueKind,
    Filed,
    Granted,
    Heard,
    OnDesk,
    Unsent,
    dues_of,
    is_late,
    left_words,
    monday_of,
    week_words,
    weeks_of,
)
from portal.disclosures.rules import CaseKind
from portal.text.holidays import is_closed

RECEIVED, TODAY = date(2026, 4, 1), date(2026, 4, 13)
FIRST, SOMU = 7, 8


def a_desk(*, decided: list[DecidedDraft] | None = None, mendings: list[Mended] | None = None, **waiting: object) -> OnDesk:
    desk = OnDesk(1, FIRST, mendings=mendings or [], decided=decided or [])
    desk.times = CaseTimes(CaseKind.DISCLOSURE, RECEIVED, 30, desk.mendings, desk.decided)
    for name, value in waiting.items():
        setattr(desk, name, value)
    return desk


def only(kind: DueKind, desk: OnDesk, today: date = TODAY) -> Due:
    (found,) = [each for each in dues_of(desk, is_closed, today, counts_first=False) if each.kind is kind]
    return found


def test_the_decision_says_its_day_and_until_when_it_may_be_put_off() -> None:
    due = only(DueKind.DECISION, a_desk())
    assert due.day == date(2026, 5, 1)
    assert due.words == "令和8年4月1日に収受。その翌日を1日目として30日、令和8年5月1日まで。閉庁日でも延びません。"
    assert due.note == "延長の決裁・期限の特例の通知ができるのも令和8年5月1日まで。"
    assert only(DueKind.DECISION, a_desk(), date(2026, 5, 1)).note == due.note
    assert only(DueKind.DECISION, a_desk(), date(2026, 5, 2)).note == ""


def test_a_decision_due_on_a_closed_day_names_the_open_day_before_it() -> None:
    """2 May 2026 is a Saturday; the period does not move."""
    desk = a_desk()
    desk.times = CaseTimes(CaseKind.DISCLOSURE, date(2026, 4, 2), 30)
    due = only(DueKind.DECISION, desk)
    assert due.day == date(2026, 5, 2)
    assert due.note.startswith("この日は閉庁日なので、令和8年5月1日までに決裁します。延長の決裁")


def test_after_an_extension_the_note_names_what_was_told_otherwise() -> None:
    extension = DecidedDraft(DraftKind.EXTENSION, days=10, until=date(2026, 5, 11))
    assert only(DueKind.DECISION, a_desk(decided=[extension])).note == ""
    told = only(DueKind.DECISION, a_desk(decided=[replace(extension, until=date(2026, 5, 12))]))
    assert (told.day, told.note) == (date(2026, 5, 11), "請求者には令和8年5月12日までと通知しています。")


def test_what_the_demand_of_a_mending_takes_out_depends_on_the_setting_for_the_letters_as_well() -> None:
    """From 10 to 17 April: seven days, eight when the day of the demand counts; 84条 is told until the period so found ends."""
    mended = [Mended(date(2026, 4, 10), date(2026, 4, 17))]
    desk = a_desk(mendings=mended, unsent=[Unsent(DraftKind.SPECIAL, date(2026, 4, 9))])
    for counts_first, day in ((False, date(2026, 5, 8)), (True, date(2026, 5, 9))):
        found = dues_of(desk, is_closed, TODAY, counts_first=counts_first)
        assert [(each.kind, each.day) for each in found] == [(DueKind.DECISION, day), (DueKind.NOTICE, day)]


def test_a_day_told_otherwise_that_is_closed_says_both() -> None:
    """Extended to Sunday 10 May; the paper says the 12th."""
    desk = a_desk(decided=[DecidedDraft(DraftKind.EXTENSION, days=9, until=date(2026, 5, 12))])
    assert only(DueKind.DECISION, desk).note == (
        "この日は閉庁日なので、令和8年5月8日までに決裁します。請求者には令和8年5月12日までと通知しています。"
    )


def test_while_a_mending_is_waited_for_the_decision_has_no_day_but_the_mending_has() -> None:
    desk = a_desk(mendings=[Mended(date(2026, 4, 10), None)], demands=[Demand(date(2026, 4, 10), date(2026, 4, 24))])
    assert only(DueKind.DECISION, desk).day is None
    due = only(DueKind.MENDING, desk)
    assert (due.day, due.words) == (date(2026, 4, 24), "令和8年4月10日に補正を求め、補正の期限は令和8年4月24日。")
    assert only(DueKind.MENDING, a_desk(demands=[Demand(date(2026, 4, 10), None)])).day is None


def test_when_all_is_decided_no_decision_is_due() -> None:
    assert dues_of(OnDesk(1, FIRST), is_closed, TODAY, counts_first=False) == []


@pytest.mark.parametrize(
    ("kind", "decided_on", "day"),
    [
        (DraftKind.GRANT, date(2026, 4, 9), date(2026, 4, 10)),
        (DraftKind.GRANT, date(2026, 4, 10), date(2026, 4, 13)),
        (DraftKind.EXTENSION, date(2026, 4, 28), date(2026, 4, 30)),
        (DraftKind.SPECIAL, date(2026, 4, 9), date(2026, 5, 1)),
    ],
)
def test_a_notice_goes_out_by_the_next_open_day_and_that_of_84_while_the_first_period_runs(
    kind: DraftKind, decided_on: date, day: date
) -> None:
    assert only(DueKind.NOTICE, a_desk(unsent=[Unsent(kind, decided_on)])).day == day


def test_third_parties_are_waited_for_and_told_when_they_objected() -> None:
    asked = Heard(date(2026, 4, 2), date(2026, 4, 16), is_answered=False, objects=False, decided_on=None)
    assert only(DueKind.THIRD, a_desk(thirds=[asked])).day == date(2026, 4, 16)
    objected = replace(asked, is_answered=True, objects=True)
    kinds = [each.kind for each in dues_of(a_desk(thirds=[objected]), is_closed, TODAY, counts_first=False)]
    assert kinds == [DueKind.DECISION]
    decided = replace(objected, decided_on=date(2026, 4, 10))
    desk = a_desk(thirds=[decided], planned=[date(2026, 4, 27)])
    assert only(DueKind.TELL_THIRD, desk).day == date(2026, 4, 10)
    assert "令和8年4月25日から実施できます" in only(DueKind.DOING, desk).note
    assert only(DueKind.DOING, a_desk(planned=[date(2026, 4, 27)])).note == ""


def test_a_task_is_the_asked_sections_and_a_wish_ends_on_an_open_day() -> None:
    task = only(DueKind.TASK, a_desk(tasks=[Asked(SOMU, date(2026, 4, 2), date(2026, 4, 9))]))
    assert (task.section_id, task.day) == (SOMU, date(2026, 4, 9))
    wish = only(DueKind.WISH, a_desk(granted=[Granted(date(2026, 4, 2), date(2026, 5, 2))]))
    assert wish.day == date(2026, 5, 7)
    assert wish.note == "請求者には令和8年5月2日までと通知しています。"
    assert only(DueKind.WISH, a_desk(granted=[Granted(date(2026, 4, 2), None)])).note == ""


def test_an_appeal_is_laid_before_the_board_and_everybody_told_without_delay() -> None:
    filed = only(DueKind.APPEAL, a_desk(appeals=[Filed(date(2026, 4, 2), None)]))
    assert (filed.day, "遅滞なく審査会に諮問" in filed.words) == (None, True)
    assert "諮問したことを請求者などに通知" in only(DueKind.APPEAL, a_desk(appeals=[Filed(date(2026, 4, 2), date(2026, 4, 9))])).words


def test_every_line_says_whose_it_is_and_how_its_day_was_counted() -> None:
    waiting = Heard(date(2026, 4, 2), date(2026, 4, 16), is_answered=False, objects=False, decided_on=None)
    desk = a_desk(
        demands=[Demand(date(2026, 4, 10), None)],
        unsent=[Unsent(DraftKind.GRANT, date(2026, 4, 9)), Unsent(DraftKind.SPECIAL, date(2026, 4, 9))],
        thirds=[waiting, replace(waiting, is_answered=True, objects=True, decided_on=date(2026, 4, 10))],
        tasks=[Asked(SOMU, date(2026, 4, 2), date(2026, 4, 9))],
        granted=[Granted(date(2026, 4, 2), date(2026, 5, 7))],
        planned=[date(2026, 4, 27)],
        appeals=[Filed(date(2026, 4, 2), None)],
    )
    found = dues_of(desk, is_closed, TODAY, counts_first=False)
    assert {each.case_id for each in found} == {1}
    assert [each.section_id for each in found if each.kind is not DueKind.TASK] == [FIRST] * 9
    assert [(each.day and (each.day.month, each.day.day), each.words) for each in found[1:]] == [
        ((4, 10), "開示決定通知書。令和8年4月9日に決裁。遅滞なく通知します(目安は次の開庁日、令和8年4月10日)。"),
        ((5, 1), "期限特例延長通知書。期限の特例は、はじめの期限(令和8年5月1日)までに通知します(84条など)。"),
        ((4, 10), "反対意見書があり、令和8年4月10日に開示を決定。決定の後直ちに通知します(86条3項)。"),
        (None, "令和8年4月2日に審査請求。遅滞なく審査会に諮問します(105条1項)。"),
        ((4, 16), "令和8年4月2日に照会し、意見書の提出期限は令和8年4月16日(86条)。"),
        ((4, 9), "令和8年4月2日に照会し、回答の期限は令和8年4月9日。"),
        (None, "令和8年4月10日に補正を求め、補正の期限は決めていません。"),
        (
            (5, 7),
            "通知が届いた日(令和8年4月2日)の翌日を1日目として30日。令和8年5月2日は閉庁日なので、次の開庁日の令和8年5月7日まで。",
        ),
        ((4, 27), "令和8年4月27日に実施する予定。"),
    ]
    # Told the day that holds: nothing more to say.
    assert found[8].note == ""


def test_a_third_party_that_agreed_holds_no_disclosure_up() -> None:
    agreed = Heard(date(2026, 4, 2), date(2026, 4, 16), is_answered=True, objects=False, decided_on=date(2026, 4, 10))
    assert only(DueKind.DOING, a_desk(thirds=[agreed], planned=[date(2026, 4, 27)])).note == ""


def a_due(day: date | None, case_id: int = 1) -> Due:
    return Due(DueKind.TASK, case_id, FIRST, day, "")


@pytest.mark.parametrize(
    ("day", "part"),
    [
        (date(2026, 4, 8), "late"),
        (date(2026, 4, 14), "late"),
        (date(2026, 4, 15), "first"),
        (date(2026, 4, 19), "first"),
        (date(2026, 4, 20), "second"),
        (date(2026, 4, 26), "second"),
        (date(2026, 4, 27), "later"),
        (None, "undated"),
    ],
)
def test_a_week_goes_from_monday_to_sunday_and_what_is_past_is_late(day: date | None, part: str) -> None:
    """Wednesday 15 April 2026."""
    weeks = weeks_of([a_due(day)], date(2026, 4, 13), date(2026, 4, 15))
    found = {"late": len(weeks.late), "first": len(weeks.first), "second": len(weeks.second), "later": weeks.later}
    assert weeks.monday == date(2026, 4, 13)
    assert (found | {"undated": len(weeks.undated)}) == dict.fromkeys(("late", "first", "second", "later", "undated"), 0) | {part: 1}


def test_a_monday_belongs_to_the_week_it_begins() -> None:
    weeks = weeks_of([a_due(date(2026, 4, 20)), a_due(date(2026, 4, 19))], date(2026, 4, 20), date(2026, 4, 15))
    assert ([each.day for each in weeks.first], weeks.second) == ([date(2026, 4, 20)], [])


def test_late_ones_stand_on_top_of_every_week_in_their_order() -> None:
    dues = [a_due(date(2026, 4, 14)), a_due(date(2026, 4, 8), 2), a_due(date(2026, 4, 8)), a_due(date(2026, 4, 16))]
    weeks = weeks_of(dues, date(2026, 4, 20), date(2026, 4, 15))
    assert [(each.day, each.case_id) for each in weeks.late] == [(date(2026, 4, 8), 1), (date(2026, 4, 8), 2), (date(2026, 4, 14), 1)]
    assert (weeks.first, weeks.second, weeks.later) == ([], [], 0)
    assert [is_late(each, date(2026, 4, 15)) for each in dues] == [True, True, True, False]
    assert not any(is_late(a_due(day), date(2026, 4, 15)) for day in (None, date(2026, 4, 15)))


def test_words_of_days_and_weeks() -> None:
    assert [monday_of(date(2026, 4, 13) + timedelta(days=each)) for each in (-1, 0, 6, 7)] == [
        date(2026, 4, 6),
        date(2026, 4, 13),
        date(2026, 4, 13),
        date(2026, 4, 20),
    ]
    assert week_words(date(2026, 12, 28)) == "令和8年12月28日(月)から1月3日(日)まで"
    days = (date(2026, 4, 10), date(2026, 4, 13), date(2026, 4, 14), None)
    assert [left_words(a_due(day), TODAY) for day in days] == ["3日超過", "今日", "あと1日", ""]
