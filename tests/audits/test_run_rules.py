"""What a run lets pass, and why not: both sides of each limit (R5-2)."""

from datetime import date, timedelta

import pytest

from portal.audits.rules import (
    QUESTIONS,
    Answer,
    FindingFacts,
    FindingState,
    Point,
    PointFacts,
    late_days,
    run_number,
    why_not_add_finding,
    why_not_answer,
    why_not_confirm,
    why_not_mend,
    why_not_period,
    why_not_sign,
)

TODAY = date(2026, 11, 30)
DAY = timedelta(days=1)
AUDITOR, CHIEF = 1, 2


def test_every_point_has_a_question_and_its_promise() -> None:
    assert set(QUESTIONS) == set(Point)
    assert all(promise[0] in "MR" for _, promise in QUESTIONS.values())


@pytest.mark.parametrize(("year", "running", "shown"), [(2026, 1, "監8-01"), (2019, 12, "監1-12"), (2026, 100, "監8-100")])
def test_number(year: int, running: int, shown: str) -> None:
    assert run_number(year, running) == shown


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (TODAY, TODAY, None),
        (TODAY, TODAY - DAY, "前になっています"),
        (TODAY, TODAY + DAY, "まだ来ていない日"),
        (TODAY - 366 * DAY, TODAY, None),
        (TODAY - 367 * DAY, TODAY, "1年まで"),
        (date(2024, 2, 29), date(2025, 2, 28), None),
    ],
)
def test_period(first: date, last: date, reason: str | None) -> None:
    said = why_not_period(first, last, TODAY)
    assert said is None if reason is None else reason in (said or "")


@pytest.mark.parametrize(
    ("is_signed", "answer", "note", "reason"),
    [
        (False, Answer.GOOD, "", None),
        (False, Answer.FINDING, " \n", "見たことを書いて"),
        (False, Answer.NOT_APPLICABLE, "", "見たことを書いて"),
        (False, Answer.FINDING, "鍵が開いていた", None),
        (True, Answer.GOOD, "", "署名が済んで"),
    ],
)
def test_answer(is_signed: bool, answer: Answer, note: str, reason: str | None) -> None:
    said = why_not_answer(is_signed=is_signed, answer=answer, note=note)
    assert said is None if reason is None else reason in (said or "")


@pytest.mark.parametrize(
    ("is_signed", "answer", "due", "reason"),
    [
        (False, Answer.FINDING, TODAY + DAY, None),
        (False, Answer.FINDING, TODAY, "明日以降"),
        (False, Answer.GOOD, TODAY + DAY, "「指摘あり」にしてください"),
        (False, None, TODAY + DAY, "「指摘あり」にしてください"),
        (True, Answer.FINDING, TODAY + DAY, "署名が済んで"),
    ],
)
def test_finding(is_signed: bool, answer: Answer | None, due: date, reason: str | None) -> None:
    said = why_not_add_finding(is_signed=is_signed, answer=answer, due_on=due, today=TODAY)
    assert said is None if reason is None else reason in (said or "")


@pytest.mark.parametrize(
    ("points", "is_signed", "reason"),
    [
        ([PointFacts(Point.VOLUME, Answer.GOOD, 0), PointFacts(Point.LOST, Answer.FINDING, 1)], False, None),
        ([PointFacts(Point.VOLUME, Answer.GOOD, 0), PointFacts(Point.LOST, None, 0)], False, "答えていない点が1件"),
        ([PointFacts(Point.LOST, Answer.FINDING, 0)], False, "指摘(是正と期限)が書かれていません"),
        ([PointFacts(Point.VOLUME, Answer.GOOD, 0)], True, "もう署名"),
    ],
)
def test_sign(points: list[PointFacts], is_signed: bool, reason: str | None) -> None:
    said = why_not_sign(points, is_signed=is_signed)
    assert said is None if reason is None else reason in (said or "")


@pytest.mark.parametrize(
    ("state", "mend", "confirm"),
    [
        (FindingState.OPEN, None, "まだ報告されていません"),
        (FindingState.MENDED, "確認を待っています", None),
        (FindingState.DONE, "完了しています", "完了しています"),
    ],
)
def test_what_becomes_of_a_finding(state: FindingState, mend: str | None, confirm: str | None) -> None:
    finding = FindingFacts(state, TODAY, CHIEF)
    for said, reason in ((why_not_mend(finding), mend), (why_not_confirm(finding, AUDITOR), confirm)):
        assert said is None if reason is None else reason in (said or "")


def test_nobody_confirms_what_they_mended() -> None:
    assert "自分で確認できません" in (why_not_confirm(FindingFacts(FindingState.MENDED, TODAY, AUDITOR), AUDITOR) or "")


@pytest.mark.parametrize(
    ("state", "due", "days"),
    [
        (FindingState.OPEN, TODAY, 0),
        (FindingState.OPEN, TODAY - DAY, 1),
        (FindingState.MENDED, TODAY - 9 * DAY, 9),
        (FindingState.DONE, TODAY - DAY, 0),
    ],
)
def test_late(state: FindingState, due: date, days: int) -> None:
    assert late_days(FindingFacts(state, due), TODAY) == days
