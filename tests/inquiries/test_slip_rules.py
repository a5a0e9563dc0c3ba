"""What may be done with a slip in which state: every act in every state, and both sides of each condition (D-3)."""

from dataclasses import replace

import pytest

from portal.inquiries.rules import Result, SlipState
from portal.inquiries.slip_rules import (
    BLANK,
    CALL_FIRST,
    CANCELLED,
    CLOSED,
    Act,
    SlipFacts,
    may_be_written,
    why_not,
    why_not_attach,
    why_not_cancel,
    why_not_close,
    why_not_hand,
    why_not_link,
    why_not_type,
)

AT_WORK = SlipFacts(SlipState.OPEN, waits_for_call=True)
ALWAYS = {Act.NOTE, Act.HAND, Act.WAIT, Act.LINK, Act.ESCALATE, Act.CANCEL, Act.ATTACH}


def possible(slip: SlipFacts) -> set[Act]:
    return {act for act in Act if why_not(act, slip) is None}


@pytest.mark.parametrize(
    ("slip", "expected"),
    [
        (SlipFacts(SlipState.OPEN), ALWAYS | {Act.CLOSE}),
        (SlipFacts(SlipState.WAITING), ALWAYS | {Act.CLOSE, Act.RESUME}),
        (SlipFacts(SlipState.OPEN, waits_for_call=True), ALWAYS | {Act.CALL}),
        (SlipFacts(SlipState.OPEN, has_call=True), ALWAYS | {Act.CLOSE}),
        (SlipFacts(SlipState.OPEN, missing=("件名",)), ALWAYS),
        (SlipFacts(SlipState.OPEN, has_resident=True), (ALWAYS - {Act.ATTACH}) | {Act.CLOSE, Act.DETACH}),
        (SlipFacts(SlipState.CLOSED), {Act.NOTE, Act.LINK, Act.REOPEN}),
        (SlipFacts(SlipState.CLOSED, waits_for_call=True, has_resident=True), {Act.NOTE, Act.LINK, Act.REOPEN}),
        (SlipFacts(SlipState.CANCELLED), {Act.NOTE, Act.REOPEN}),
        (SlipFacts(SlipState.BLANK), set()),
    ],
)
def test_what_is_possible_in_each_state(slip: SlipFacts, expected: set[Act]) -> None:
    assert possible(slip) == expected


@pytest.mark.parametrize(("state", "reason"), [(SlipState.BLANK, BLANK), (SlipState.CLOSED, CLOSED), (SlipState.CANCELLED, CANCELLED)])
def test_the_reason_says_what_to_do(state: SlipState, reason: str) -> None:
    assert why_not(Act.HAND, SlipFacts(state)) == reason


def test_what_is_written_and_what_is_kept_beside() -> None:
    assert [may_be_written(state) for state in SlipState] == [False, True, True, False, False]
    assert [why_not_type(state) for state in SlipState] == [BLANK, None, None, None, None]


@pytest.mark.parametrize(
    ("slip", "result", "answer", "reason"),
    [
        (SlipFacts(SlipState.OPEN), Result.ANSWERED, "古いほうは使えない", None),
        (SlipFacts(SlipState.OPEN), Result.ANSWERED, " \n", "回答が空いています"),
        (SlipFacts(SlipState.OPEN), Result.PASSED_ON, "", None),
        (SlipFacts(SlipState.OPEN), Result.NO_ANSWER, "", None),
        (SlipFacts(SlipState.OPEN), Result.DUPLICATE, "", "同じ問合せの受付票が分かりません"),
        (SlipFacts(SlipState.OPEN, has_original=True), Result.DUPLICATE, "", None),
        (SlipFacts(SlipState.OPEN, missing=("件名", "分類")), Result.ANSWERED, "答え", "件名・分類が空いています"),
        (AT_WORK, Result.ANSWERED, "答え", CALL_FIRST),
        (SlipFacts(SlipState.CLOSED), Result.ANSWERED, "答え", CLOSED),
    ],
)
def test_what_a_slip_needs_to_be_closed(slip: SlipFacts, result: Result, answer: str, reason: str | None) -> None:
    found = why_not_close(slip, result, answer)

    assert found is None if reason is None else found is not None and found.startswith(reason)


def test_an_empty_slip_goes_without_a_reason_and_no_other() -> None:
    empty = SlipFacts(SlipState.OPEN, is_empty=True)

    assert why_not_cancel(empty, "") is None
    assert why_not_cancel(replace(empty, is_empty=False), "間違い電話") is None
    assert "理由" in (why_not_cancel(replace(empty, is_empty=False), " ") or "")
    assert why_not_cancel(replace(empty, state=SlipState.CLOSED), "間違い") == CLOSED


def test_a_slip_is_handed_to_somebody_else() -> None:
    assert why_not_hand(AT_WORK, is_holder=False) is None
    assert "もう受け持って" in (why_not_hand(AT_WORK, is_holder=True) or "")
    assert why_not_hand(SlipFacts(SlipState.CLOSED), is_holder=False) == CLOSED


def test_a_slip_is_linked_once_and_not_to_itself() -> None:
    assert why_not_link(AT_WORK, is_same=False, is_linked=False) is None
    assert why_not_link(SlipFacts(SlipState.CLOSED), is_same=False, is_linked=False) is None
    assert "そのもの" in (why_not_link(AT_WORK, is_same=True, is_linked=False) or "")
    assert "もう結び付けて" in (why_not_link(AT_WORK, is_same=False, is_linked=True) or "")
    assert "同じ問合せとされています" in (why_not_link(AT_WORK, is_same=False, is_linked=False, is_circle=True) or "")
    assert why_not_link(SlipFacts(SlipState.CANCELLED), is_same=False, is_linked=False) == CANCELLED


def test_a_resident_comes_through_the_look_up_alone() -> None:
    assert why_not_attach(AT_WORK, is_visit_of_slip=True, serves=True) is None
    assert "始めた対応ではありません" in (why_not_attach(AT_WORK, is_visit_of_slip=False, serves=True) or "")
    assert "開いている住民" in (why_not_attach(AT_WORK, is_visit_of_slip=True, serves=False) or "")
    assert "結び付けてあります" in (why_not_attach(replace(AT_WORK, has_resident=True), is_visit_of_slip=True, serves=True) or "")
