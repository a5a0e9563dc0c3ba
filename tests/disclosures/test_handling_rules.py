"""When a case is passed on, changed, withdrawn, cancelled, closed, tied to a person: tables (domain-privacy.md §2.8)."""

from datetime import date

import pytest

from portal.disclosures.change_rules import differences, in_words, told, touches_identity, why_not_items
from portal.disclosures.decision_rules import Decision
from portal.disclosures.handling_rules import (
    Standing,
    why_not_attach,
    why_not_cancel,
    why_not_change,
    why_not_close,
    why_not_identity,
    why_not_mend,
    why_not_pass,
    why_not_prove,
    why_not_withdraw_on,
    why_over,
)
from portal.disclosures.rules import CaseState, ItemState, Way
from portal.disclosures.state_rules import ENDED

TOLD_STATES = (CaseState.NOTIFIED, CaseState.DONE, CaseState.LAPSED)
OPEN = ((ItemState.OPEN, None),)
TOLD = ((ItemState.NOTIFIED, Decision.FULL),)
REFUSED = ((ItemState.NOTIFIED, Decision.REFUSED),)
DONE = ((ItemState.DONE, Decision.PARTIAL), (ItemState.NOTIFIED, Decision.NOT_HELD))


@pytest.mark.parametrize("state", CaseState)
def test_nothing_is_done_to_a_case_that_has_ended(state: CaseState) -> None:
    ended = state in ENDED
    standing = Standing(state, OPEN)

    assert (why_over(state) is not None) is ended
    assert (why_not_prove(state) is not None) is ended
    # What is closed says so, not that its decision was never told.
    assert (why_not_close(Standing(state, DONE)) == why_over(state)) is (ended or state in TOLD_STATES)
    assert (why_not_pass(standing) is not None) is ended
    assert (why_not_change(standing) is not None) is ended
    assert (why_not_cancel(standing) is not None) is ended
    assert (why_not_attach(state, is_visit_of_case=True, serves=True) is not None) is ended


@pytest.mark.parametrize("state", CaseState)
def test_a_request_is_mended_before_it_is_decided(state: CaseState) -> None:
    assert (why_not_mend(state) is None) is (state in (CaseState.EXAMINING, CaseState.MENDING))
    if state in (CaseState.DECIDED, *TOLD_STATES):
        assert "決定の前だけ" in (why_not_mend(state) or "")


@pytest.mark.parametrize(
    ("standing", "passes", "changes", "cancels"),
    [
        (Standing(CaseState.EXAMINING, OPEN), True, True, True),
        (Standing(CaseState.MENDING, OPEN), True, True, True),
        (Standing(CaseState.EXAMINING, OPEN, drafts=1), False, True, False),
        (Standing(CaseState.DECIDED, (*TOLD, *OPEN)), False, False, False),
        (Standing(CaseState.NOTIFIED, TOLD, drafts=1), False, False, False),
    ],
)
def test_what_a_draft_and_a_notice_stop(standing: Standing, passes: bool, changes: bool, cancels: bool) -> None:
    assert (why_not_pass(standing) is None, why_not_change(standing) is None) == (passes, changes)
    assert (why_not_cancel(standing) is None) is cancels


@pytest.mark.parametrize(
    ("standing", "fine"),
    [
        (Standing(CaseState.EXAMINING, OPEN), False),
        (Standing(CaseState.DECIDED, ((ItemState.DECIDED, Decision.FULL),)), False),
        (Standing(CaseState.NOTIFIED, TOLD), False),
        (Standing(CaseState.NOTIFIED, REFUSED), True),
        (Standing(CaseState.NOTIFIED, DONE), True),
        (Standing(CaseState.DONE, DONE), True),
        (Standing(CaseState.LAPSED, ((ItemState.LAPSED, Decision.FULL),)), True),
        (Standing(CaseState.DONE, DONE, open_tasks=1), False),
        (Standing(CaseState.DONE, DONE, open_appeals=1), False),
        (Standing(CaseState.WITHDRAWN, ((ItemState.WITHDRAWN, None),)), False),
    ],
)
def test_when_a_case_is_closed(standing: Standing, fine: bool) -> None:
    assert (why_not_close(standing) is None) is fine


@pytest.mark.parametrize(
    ("day", "fine"),
    [(date(2026, 11, 9), False), (date(2026, 11, 10), True), (date(2026, 11, 30), True), (date(2026, 12, 1), False)],
)
def test_the_day_of_a_withdrawal(day: date, fine: bool) -> None:
    assert (why_not_withdraw_on(day, received_on=date(2026, 11, 10), today=date(2026, 11, 30)) is None) is fine


@pytest.mark.parametrize(("for_it", "serves", "fine"), [(True, True, True), (True, False, False), (False, True, False)])
def test_a_person_is_tied_only_out_of_a_look_up_for_it(for_it: bool, serves: bool, fine: bool) -> None:
    assert (why_not_attach(CaseState.EXAMINING, is_visit_of_case=for_it, serves=serves) is None) is fine


@pytest.mark.parametrize(("proven", "touches", "fine"), [(False, True, True), (True, False, True), (True, True, False)])
def test_whoever_was_proven_stays(proven: bool, touches: bool, fine: bool) -> None:
    assert (why_not_identity(is_proven=proven, changes_identity=touches) is None) is fine


def test_what_changed_is_told_with_before_and_after() -> None:
    stored = {"way": Way.WINDOW, "requester_address": "", "claim": "", "items": ("接種記録",), "is_specific": False, "disclosed_on": None}
    typed = {**stored, "way": Way.POST, "requester_address": "見本町", "claim": "あ" * 100, "is_specific": True}
    found = differences(stored, typed)

    assert [each.name for each in found] == ["way", "requester_address", "is_specific", "claim"]
    assert told(found).startswith(
        "請求の方法: 窓口 → 郵送。請求者の住所: なし → 見本町。特定個人情報: あたらない → あたる。趣旨及び理由: なし → あ"
    )
    assert told(found).endswith("…")
    assert touches_identity(found)
    assert not touches_identity(found[1:])
    assert in_words("disclosed_on", date(2026, 5, 20)) == "令和8年5月20日"
    assert in_words("items", ()) == "なし"
    assert in_words("items", ("接種記録", "接種券")) == "接種記録、接種券"


@pytest.mark.parametrize(
    ("states", "changes", "fine"),
    [
        ([ItemState.OPEN], True, True),
        ([ItemState.OPEN, ItemState.DRAFTED], True, False),
        ([ItemState.DRAFTED], False, True),
        ([], True, True),
    ],
)
def test_documents_stay_while_one_is_drafted(states: list[ItemState], changes: bool, fine: bool) -> None:
    assert (why_not_items(states, changes_items=changes) is None) is fine
