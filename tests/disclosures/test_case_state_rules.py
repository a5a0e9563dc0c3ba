"""Where a case stands, from its documents and what ended it (domain-privacy.md §2.8)."""

import pytest

from portal.disclosures.rules import CaseState, ItemState
from portal.disclosures.state_rules import CaseFacts, state_of

OPEN, DRAFTED, DECIDED, TOLD = ItemState.OPEN, ItemState.DRAFTED, ItemState.DECIDED, ItemState.NOTIFIED
DONE, LAPSED, WITHDRAWN = ItemState.DONE, ItemState.LAPSED, ItemState.WITHDRAWN


@pytest.mark.parametrize(
    ("items", "state"),
    [
        ((), CaseState.EXAMINING),
        ((OPEN,), CaseState.EXAMINING),
        ((DRAFTED,), CaseState.EXAMINING),
        ((DECIDED,), CaseState.DECIDED),
        ((TOLD,), CaseState.NOTIFIED),
        ((DONE,), CaseState.DONE),
        ((LAPSED,), CaseState.LAPSED),
        ((DONE, OPEN), CaseState.EXAMINING),
        ((DONE, DRAFTED), CaseState.EXAMINING),
        ((TOLD, DECIDED), CaseState.DECIDED),
        ((DONE, TOLD), CaseState.NOTIFIED),
        ((DONE, LAPSED), CaseState.DONE),
        ((LAPSED, LAPSED), CaseState.LAPSED),
    ],
)
def test_the_least_advanced_document_says_where_the_case_is(items: tuple[ItemState, ...], state: CaseState) -> None:
    assert state_of(CaseFacts(items)) is state
    assert state_of(CaseFacts(items[::-1])) is state


@pytest.mark.parametrize(
    ("items", "state"),
    [((WITHDRAWN,), CaseState.EXAMINING), ((WITHDRAWN, DECIDED), CaseState.DECIDED), ((LAPSED, WITHDRAWN), CaseState.LAPSED)],
)
def test_a_document_that_is_asked_for_no_more_holds_nothing_up(items: tuple[ItemState, ...], state: CaseState) -> None:
    assert state_of(CaseFacts(items)) is state


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (CaseFacts((OPEN,), waits_for_mending=True), CaseState.MENDING),
        (CaseFacts((DECIDED,), waits_for_mending=True), CaseState.MENDING),
        (CaseFacts((DONE,), is_closed=True), CaseState.CLOSED),
        (CaseFacts((DONE,), is_closed=True, waits_for_mending=True), CaseState.CLOSED),
        (CaseFacts((WITHDRAWN,), is_withdrawn=True, waits_for_mending=True), CaseState.WITHDRAWN),
        (CaseFacts((WITHDRAWN,), is_withdrawn=True, is_closed=True), CaseState.WITHDRAWN),
        (CaseFacts((OPEN,), is_cancelled=True, is_withdrawn=True, is_closed=True, waits_for_mending=True), CaseState.CANCELLED),
    ],
)
def test_what_ended_the_case_comes_before_its_documents(facts: CaseFacts, state: CaseState) -> None:
    """誤起票 before 取下げ before 完結; a 補正 is waited for only in a case that goes on."""
    assert state_of(facts) is state
