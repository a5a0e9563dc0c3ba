"""When a notice goes out and reaches them, when a request may still be withdrawn (D-2)."""

from dataclasses import replace
from datetime import date

import pytest

from portal.disclosures.clock_rules import Deadline
from portal.disclosures.decision_rules import DraftKind, DraftState
from portal.disclosures.handling_rules import Standing, why_not_cancel, why_not_pass
from portal.disclosures.notice_rules import (
    NO_NUMBER,
    NO_PAPER,
    NO_REGISTERED,
    NoticeFacts,
    reached_at_once,
    why_not_demand_until,
    why_not_reach,
    why_not_reach_on,
    why_not_send,
    why_not_send_on,
    why_not_sent_by,
    why_not_withdraw,
)
from portal.disclosures.rules import CaseState, ItemState, Way

BASIC = Deadline(date(2026, 12, 31), "")
DECIDED = date(2026, 12, 10)
NOTICE = NoticeFacts(DraftKind.GRANT, DraftState.DECIDED, DECIDED, CaseState.DECIDED, BASIC, has_paper=True, document_number="総1")
SENT = replace(NOTICE, state=DraftState.NOTIFIED, notified_on=date(2026, 12, 11))


@pytest.mark.parametrize("state", [state for state in DraftState if state is not DraftState.DECIDED])
def test_only_what_is_decided_goes_out(state: DraftState) -> None:
    assert "決裁の後に" in (why_not_send(replace(NOTICE, state=state)) or "")


def test_the_paper_first() -> None:
    assert why_not_send(NOTICE) is None
    assert why_not_send(replace(NOTICE, has_paper=False)) == NO_PAPER
    assert why_not_send(replace(NOTICE, kind=DraftKind.CORRECTION, has_paper=False)) is None
    assert "通知はできません" in (why_not_send(replace(NOTICE, case_state=CaseState.WITHDRAWN)) or "")


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 12, 9), "より前"), (DECIDED, ""), (date(2026, 12, 20), ""), (date(2026, 12, 21), "先の日")],
)
def test_between_the_decision_and_today(day: date, words: str) -> None:
    found = why_not_send_on(NOTICE, day, date(2026, 12, 20), number="") or ""
    assert words in found
    assert bool(words) is bool(found)


def test_a_number_of_the_portal_or_typed() -> None:
    own = replace(NOTICE, kind=DraftKind.CORRECTION, document_number="")
    assert why_not_send_on(own, DECIDED, DECIDED, number=" ") == NO_NUMBER
    assert why_not_send_on(own, DECIDED, DECIDED, number="総2") is None


@pytest.mark.parametrize(("kind", "late"), [(DraftKind.SPECIAL, True), (DraftKind.EXTENSION, False), (DraftKind.GRANT, False)])
def test_only_the_special_period_must_be_told_in_time(kind: DraftKind, late: bool) -> None:
    notice, day = replace(NOTICE, kind=kind), date(2027, 1, 1)
    assert why_not_send_on(notice, date(2026, 12, 31), day, number="") is None
    assert bool(why_not_send_on(notice, day, day, number="")) is late


def test_by_registered_post() -> None:
    assert why_not_sent_by(Way.POST, " ") == NO_REGISTERED
    assert why_not_sent_by(Way.POST, "123") is None
    assert why_not_sent_by(Way.WINDOW, "") is None


@pytest.mark.parametrize(("day", "possible"), [(date(2026, 12, 10), False), (date(2026, 12, 11), True), (date(2026, 12, 15), False)])
def test_it_reaches_after_it_went(day: date, possible: bool) -> None:
    assert (why_not_reach_on(SENT, day, date(2026, 12, 14)) is None) is possible


def test_it_reaches_once() -> None:
    assert why_not_reach(NOTICE) is not None
    assert why_not_reach(SENT) is None
    assert "記録してあります" in (why_not_reach(replace(SENT, reached_on=date(2026, 12, 12))) or "")


@pytest.mark.parametrize("state", list(ItemState))
def test_withdrawn_only_before_the_notice(state: ItemState) -> None:
    after = state in (ItemState.NOTIFIED, ItemState.DONE, ItemState.LAPSED)
    assert bool(why_not_withdraw(CaseState.EXAMINING, [ItemState.OPEN, state])) is after


@pytest.mark.parametrize("state", [CaseState.WITHDRAWN, CaseState.CANCELLED, CaseState.CLOSED])
def test_what_ended_is_not_withdrawn(state: CaseState) -> None:
    assert why_not_withdraw(state, []) is not None


@pytest.mark.parametrize(("due", "possible"), [(None, False), (DECIDED, False), (date(2026, 12, 11), True)])
def test_a_demand_leaves_time(due: date | None, possible: bool) -> None:
    assert (why_not_demand_until(DECIDED, due) is None) is possible


@pytest.mark.parametrize("state", list(ItemState))
def test_neither_passed_on_nor_cancelled_after_the_notice(state: ItemState) -> None:
    standing = Standing(CaseState.NOTIFIED, [(state, None)])
    after = state in (ItemState.NOTIFIED, ItemState.DONE, ItemState.LAPSED)
    assert bool(why_not_pass(standing)) is after
    assert bool(why_not_cancel(standing)) is after


def test_what_is_handed_over_has_arrived_and_what_is_sent_has_not() -> None:
    assert reached_at_once(Way.WINDOW)
    assert not reached_at_once(Way.POST)
    assert why_not_reach_on(SENT, date(2026, 12, 14), date(2026, 12, 14)) is None
    assert "先の日" in (why_not_reach_on(SENT, date(2026, 12, 15), date(2026, 12, 14)) or "")
