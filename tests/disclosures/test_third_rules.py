"""Whom the city asks before it decides: third parties (86条) and its own sections, on both sides of each limit (D-2)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.disclosures import third_rules as rules
from portal.disclosures.rules import CaseState, ItemState
from portal.disclosures.state_rules import ENDED
from portal.disclosures.third_rules import ThirdFacts

TODAY = date(2026, 5, 15)
ASKED = ThirdFacts(TODAY, ItemState.OPEN)


def on(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("items", "possible"),
    [
        ([ItemState.OPEN], True),
        ([ItemState.DRAFTED], True),
        ([ItemState.NOTIFIED, ItemState.OPEN], True),
        ([ItemState.DECIDED], False),
        ([], False),
    ],
)
def test_a_third_party_is_heard_before_the_decision(items: list[ItemState], possible: bool) -> None:
    assert (rules.why_not_ask_third(CaseState.EXAMINING, items) is None) is possible


@pytest.mark.parametrize("state", CaseState)
def test_nobody_is_asked_about_a_case_that_has_ended(state: CaseState) -> None:
    assert (rules.why_not_ask_third(state, [ItemState.OPEN]) is not None) is (state in ENDED)
    assert (rules.why_not_ask_section(state) is not None) is (state in ENDED)


@pytest.mark.parametrize(("asked", "due", "possible"), [(0, 1, True), (0, 0, False), (0, -1, False), (1, 14, False), (-3, -2, True)])
def test_a_third_party_has_at_least_a_day_and_was_asked_by_today(asked: int, due: int, possible: bool) -> None:
    assert (rules.why_not_due(on(asked), on(due), TODAY) is None) is possible


@pytest.mark.parametrize(("due", "possible"), [(-1, False), (0, True), (7, True)])
def test_a_section_may_be_asked_for_an_answer_today(due: int, possible: bool) -> None:
    assert (rules.why_not_task_due(on(due), TODAY) is None) is possible


@pytest.mark.parametrize(
    ("answered", "own", "handles", "refused"),
    [
        (False, True, False, ""),
        (False, False, True, ""),
        (False, False, False, "回答するのは、照会された課の職員です。"),
        (True, True, False, "もう回答"),
        (True, False, True, "もう回答"),
    ],
)
def test_a_section_answers_once_or_the_officer_writes_down_what_it_said(answered: bool, own: bool, handles: bool, refused: str) -> None:
    reason = rules.why_not_answer_task(is_answered=answered, is_own_section=own, handles=handles)
    assert refused in (reason or "")
    assert (reason is None) is (refused == "")


@pytest.mark.parametrize(("day", "possible"), [(-1, False), (0, True), (3, True), (4, False)])
def test_an_opinion_comes_between_the_question_and_today(day: int, possible: bool) -> None:
    assert (rules.why_not_answer_third_on(ASKED, on(day), on(3)) is None) is possible


@pytest.mark.parametrize(("day", "possible"), [(0, False), (1, True), (3, True), (4, False)])
def test_who_objected_is_told_between_the_decision_and_today(day: int, possible: bool) -> None:
    """86条3項."""
    decided = replace(ASKED, answered_on=TODAY, objects=True, decided_on=on(1))
    assert (rules.why_not_tell_third_on(decided, on(day), on(3)) is None) is possible
