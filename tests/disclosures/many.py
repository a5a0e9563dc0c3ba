"""Many cases on the desk, and much in one of them: for the pages that must not ask once a row."""

from portal import clock
from portal.audit.events import Event
from portal.db import writing
from portal.disclosures.models import CaseProof
from portal.disclosures.rules import CaseKind, ProofKind, Scene, Whose
from portal.disclosures.story import tell
from tests.disclosures.at_desk import a_case, a_mending, case_of
from tests.people import staff_id

PAGES_OF_A_CASE = (
    "disclosures.show_case",
    "disclosures.review_identity",
    "disclosures.review_contents",
    "disclosures.review_mending",
    "disclosures.review_passing",
    "disclosures.review_officer",
    "disclosures.review_stamp",
    "disclosures.review_attachment",
    "disclosures.review_withdrawal",
    "disclosures.review_cancellation",
)


def many_cases(count: int) -> dict[str, str]:
    """By endpoint, the public id of what its page shows."""
    for place in range(count):
        a_case(CaseKind.DISCLOSURE if place % 2 else CaseKind.CORRECTION)
    full = a_case(items=tuple(f"文書 {place}" for place in range(20)))
    mendings = [a_mending(full) for _ in range(count)]
    with writing() as session:
        case = case_of(full)
        seen = {"scene": Scene.INTAKE, "whose": Whose.REQUESTER, "kind": ProofKind.LICENCE, "is_original": True}
        who = {"seen_at": clock.now(), "seen_by": staff_id("soumu")}
        session.add_all(CaseProof(case_id=case.id, **seen, **who) for _ in range(count))
        for _ in range(count):
            tell(case.id, Event.CASE_CHANGE, by=staff_id("soumu"), words="連絡先: なし → 029-000-0000")
    return {**dict.fromkeys(PAGES_OF_A_CASE, full), "disclosures.review_answer": mendings[0]}
