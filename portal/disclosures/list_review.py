"""The list of the cases looked at: read, then noted before the answer is built (R3-3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import reading, writing
from portal.disclosures.intake_queries import section_choices
from portal.disclosures.list_queries import OPEN, CaseList, Wanted, find_cases
from portal.disclosures.rules import STATE_WORDS, CaseState

OPEN_WORD = "終わっていないもの"
ALL_WORD = "すべて"


@dataclass(frozen=True)
class ShownCases:
    cases: CaseList
    sections: Sequence[tuple[str, str]]


def review_cases(wanted: Wanted, page: int, *, staff: SignedIn, settings: Settings) -> ShownCases:
    with reading():
        shown = ShownCases(find_cases(wanted, page, staff=staff, settings=settings), section_choices())
    subjects = [line.case.resident_id for line in shown.cases.rows if line.case.resident_id]
    with writing():
        facts = {"view": _view(wanted), "page": shown.cases.page, "count": len(shown.cases.rows)}
        record(Event.CASE_LIST, by=staff.actor, subjects=subjects, facts=facts)
    return shown


def _view(wanted: Wanted) -> str:
    """「終わっていないもの・期限を過ぎたもの」."""
    state = STATE_WORDS[CaseState(wanted.state)] if wanted.state in set(CaseState) else ALL_WORD
    words = [OPEN_WORD if wanted.state == OPEN else state]
    return "・".join(words + ["期限を過ぎたもの"] * wanted.late + ["自分の担当"] * wanted.mine)
