"""Where a case stands, from what became of its documents; nobody types it (domain-privacy.md §2.8). Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from portal.disclosures.rules import CaseState, ItemState

ENDED = (CaseState.WITHDRAWN, CaseState.CANCELLED, CaseState.CLOSED)


@dataclass(frozen=True)
class CaseFacts:
    """`waits_for_mending`: a 補正 was demanded and not answered."""

    items: Collection[ItemState]
    waits_for_mending: bool = False
    is_withdrawn: bool = False
    is_cancelled: bool = False
    is_closed: bool = False


def state_of(facts: CaseFacts) -> CaseState:
    """The least advanced document says where the case is: a second notice still to be sent keeps it DECIDED."""
    ended = (
        (facts.is_cancelled, CaseState.CANCELLED),
        (facts.is_withdrawn, CaseState.WITHDRAWN),
        (facts.is_closed, CaseState.CLOSED),
        (facts.waits_for_mending, CaseState.MENDING),
    )
    if state := next((state for holds, state in ended if holds), None):
        return state
    items = [item for item in facts.items if item is not ItemState.WITHDRAWN]
    if not items or any(item in (ItemState.OPEN, ItemState.DRAFTED) for item in items):
        return CaseState.EXAMINING
    if any(item is ItemState.DECIDED for item in items):
        return CaseState.DECIDED
    if any(item is ItemState.NOTIFIED for item in items):
        return CaseState.NOTIFIED
    return CaseState.LAPSED if all(item is ItemState.LAPSED for item in items) else CaseState.DONE
