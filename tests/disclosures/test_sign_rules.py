"""Who signs a draft, in which order (D-2, M-3)."""

from dataclasses import replace
from datetime import date

import pytest

from portal.accounts.chief_rules import SignsAs
from portal.disclosures.clock_rules import Deadline
from portal.disclosures.decision_rules import DecisionClass, DraftKind, DraftState
from portal.disclosures.draft_rules import NO_SUSPENSION, NOT_MENDED, CaseAtHand
from portal.disclosures.rules import CaseKind, CaseState, ItemState
from portal.disclosures.sign_rules import (
    CHANGED_SINCE,
    OWN_DRAFT,
    WORDS_NEEDED,
    Answer,
    DraftFacts,
    Signer,
    concurring_section,
    mark_of,
    next_step,
    signed_words,
    signing_section,
    why_not_answer,
    why_not_concur,
    why_not_decide,
    why_not_drop,
    why_not_rewrite,
    why_not_send_back,
)

KENKO, SOMU, HOFUKU, DRAFTER = 1, 2, 3, 10
CASE = CaseAtHand(CaseKind.DISCLOSURE, CaseState.EXAMINING, Deadline(date(2026, 12, 31), ""), date(2026, 12, 10), [ItemState.DRAFTED])
DRAFT = DraftFacts(DraftKind.GRANT, DraftState.WAITING, DRAFTER, KENKO, "健康推進課", SOMU, "総務課")
CONCURRED = replace(DRAFT, is_concurred=True)
CHIEF, OFFICE = Signer(20, {KENKO: SignsAs.CHIEF}), Signer(30, {SOMU: SignsAs.CHIEF})
DEPUTY, NOBODY = Signer(21, {KENKO: SignsAs.DEPUTY}), Signer(40, {})


def test_concurrence_comes_first() -> None:
    assert "総務課の合議がまだです" in (why_not_decide(DRAFT, CHIEF, CASE) or "")
    assert why_not_concur(DRAFT, OFFICE) is None
    assert why_not_decide(CONCURRED, CHIEF, CASE) is None
    assert why_not_decide(CONCURRED, DEPUTY, CASE) is None


@pytest.mark.parametrize("signer", [OFFICE, NOBODY])
def test_only_the_section_decides(signer: Signer) -> None:
    assert "健康推進課の所属長" in (why_not_decide(CONCURRED, signer, CASE) or "")


@pytest.mark.parametrize("signer", [CHIEF, NOBODY])
def test_only_the_office_concurs(signer: Signer) -> None:
    assert "総務課の所属長" in (why_not_concur(DRAFT, signer) or "")


def test_the_office_concurs_once_and_only_when_asked() -> None:
    assert "もう済んで" in (why_not_concur(CONCURRED, OFFICE) or "")
    assert "要りません" in (why_not_concur(replace(DRAFT, concurring_id=None), OFFICE) or "")


@pytest.mark.parametrize("sections", [{KENKO: SignsAs.CHIEF}, {SOMU: SignsAs.CHIEF}, {KENKO: SignsAs.DEPUTY}])
def test_never_the_drafter(sections: dict[int, SignsAs]) -> None:
    own = Signer(DRAFTER, sections)
    assert why_not_concur(DRAFT, own) == OWN_DRAFT
    assert why_not_decide(CONCURRED, own, CASE) == OWN_DRAFT
    assert why_not_send_back(DRAFT, own, "直す") == OWN_DRAFT


@pytest.mark.parametrize("state", [state for state in DraftState if state is not DraftState.WAITING])
def test_only_what_waits_is_signed(state: DraftState) -> None:
    assert "もう" in (why_not_decide(replace(CONCURRED, state=state), CHIEF, CASE) or "")


def test_what_was_on_the_screen_is_signed() -> None:
    assert why_not_decide(replace(CONCURRED, version=3, seen=2), CHIEF, CASE) == CHANGED_SINCE


@pytest.mark.parametrize(("day", "possible"), [(date(2026, 12, 31), True), (date(2027, 1, 1), False)])
@pytest.mark.parametrize("kind", [DraftKind.EXTENSION, DraftKind.SPECIAL])
def test_a_longer_period_is_decided_in_time(kind: DraftKind, day: date, possible: bool) -> None:
    draft = replace(CONCURRED, kind=kind, days=30)
    assert (why_not_decide(draft, CHIEF, replace(CASE, today=day)) is None) is possible


def test_no_longer_period_while_the_clock_stands() -> None:
    case = replace(CASE, waits_for_mending=True, basic=Deadline(None, ""))
    assert why_not_decide(replace(CONCURRED, kind=DraftKind.EXTENSION, days=30), CHIEF, case) == NOT_MENDED
    assert why_not_decide(CONCURRED, CHIEF, case) is None


def test_neither_for_what_ended_nor_for_provision_records() -> None:
    assert "決裁はできません" in (why_not_decide(CONCURRED, CHIEF, replace(CASE, state=CaseState.WITHDRAWN)) or "")
    case = replace(CASE, kind=CaseKind.SUSPENSION, is_provision_record=True)
    assert why_not_decide(replace(CONCURRED, kind=DraftKind.SUSPENSION), CHIEF, case) == NO_SUSPENSION


@pytest.mark.parametrize(("signer", "possible"), [(CHIEF, True), (OFFICE, True), (DEPUTY, True), (NOBODY, False)])
def test_who_sends_back(signer: Signer, possible: bool) -> None:
    assert (why_not_send_back(DRAFT, signer, "直す") is None) is possible


def test_whoever_has_concurred_leaves_it_to_the_chief() -> None:
    assert why_not_send_back(CONCURRED, OFFICE, "直す") is not None
    assert why_not_send_back(CONCURRED, CHIEF, "直す") is None


def test_sent_back_with_a_reason() -> None:
    assert why_not_send_back(DRAFT, CHIEF, " ") == WORDS_NEEDED
    assert why_not_answer(DRAFT, CHIEF, CASE, Answer.SEND_BACK, words="直す") is None


@pytest.mark.parametrize(
    ("draft", "signer", "step"),
    [
        (DRAFT, OFFICE, Answer.CONCUR),
        (CONCURRED, OFFICE, Answer.DECIDE),
        (DRAFT, CHIEF, Answer.DECIDE),
        (replace(DRAFT, section_id=SOMU, concurring_id=None), OFFICE, Answer.DECIDE),
    ],
)
def test_what_a_signature_is(draft: DraftFacts, signer: Signer, step: Answer) -> None:
    assert next_step(draft, signer) is step


@pytest.mark.parametrize(
    ("decision_class", "above", "section"),
    [
        (DecisionClass.SECTION_CHIEF, HOFUKU, KENKO),
        (DecisionClass.SECTION_CHIEF, None, KENKO),
        (DecisionClass.DEPARTMENT_CHIEF, HOFUKU, HOFUKU),
        (DecisionClass.MAYOR, HOFUKU, HOFUKU),
        (DecisionClass.MAYOR, None, None),
    ],
)
def test_who_decides_by_class(decision_class: DecisionClass, above: int | None, section: int | None) -> None:
    assert signing_section(decision_class, KENKO, above) == section


@pytest.mark.parametrize(
    ("kind", "section", "office", "asked"),
    [
        (DraftKind.GRANT, KENKO, SOMU, SOMU),
        (DraftKind.GRANT, SOMU, SOMU, None),
        (DraftKind.GRANT, KENKO, None, None),
        (DraftKind.EXTENSION, KENKO, SOMU, SOMU),
        (DraftKind.MENDING, KENKO, SOMU, None),
    ],
)
def test_who_is_asked_before(kind: DraftKind, section: int, office: int | None, asked: int | None) -> None:
    assert concurring_section(kind, section, office) == asked


def test_rewritten_by_its_drafter_dropped_before_the_decision() -> None:
    back = replace(DRAFT, state=DraftState.SENT_BACK)
    assert why_not_rewrite(back, DRAFTER) is None
    assert why_not_rewrite(back, 99) is not None
    assert why_not_rewrite(DRAFT, DRAFTER) is not None
    assert why_not_drop(DRAFT, CaseState.EXAMINING) is None
    assert why_not_drop(back, CaseState.EXAMINING) is None
    assert why_not_drop(back, CaseState.WITHDRAWN) is not None
    assert why_not_drop(replace(DRAFT, state=DraftState.DECIDED), CaseState.DECIDED) is not None


def test_a_deputy_is_marked() -> None:
    assert (mark_of(SignsAs.DEPUTY), mark_of(SignsAs.CHIEF), mark_of(None)) == ("(代)", "", "")


def test_what_was_written_when_it_was_signed_stands_in_the_story() -> None:
    assert [signed_words(answer, "頁を確かめた") for answer in Answer] == [
        " 意見: 頁を確かめた",
        " 意見: 頁を確かめた",
        " 理由: 頁を確かめた",
    ]
    assert [signed_words(answer, "") for answer in Answer] == [""] * 3


@pytest.mark.parametrize(
    ("answer", "draft", "signer", "words", "reason"),
    [
        (Answer.CONCUR, DRAFT, OFFICE, "", None),
        (Answer.CONCUR, DRAFT, CHIEF, "", "合議は総務課の所属長がします。"),
        (Answer.DECIDE, CONCURRED, CHIEF, "", None),
        (Answer.DECIDE, DRAFT, CHIEF, "", "総務課の合議がまだです。"),
        (Answer.DECIDE, CONCURRED, OFFICE, "", "決裁は健康推進課の所属長がします。"),
        (Answer.SEND_BACK, CONCURRED, CHIEF, "根拠の号が違う", None),
        (Answer.SEND_BACK, CONCURRED, CHIEF, "", WORDS_NEEDED),
        (Answer.SEND_BACK, CONCURRED, OFFICE, "根拠の号が違う", "差し戻せるのは、"),
    ],
)
def test_each_button_asks_the_rule_of_its_own(answer: Answer, draft: DraftFacts, signer: Signer, words: str, reason: str | None) -> None:
    found = why_not_answer(draft, signer, CASE, answer, words=words)
    assert found is None if reason is None else (found or "").startswith(reason)


@pytest.mark.parametrize(("days", "possible"), [(1, True), (14, True), (15, False), (0, False), (None, False)])
def test_an_extension_is_decided_for_as_many_days_as_an_ordinance_leaves(days: int | None, possible: bool) -> None:
    """83条2項; a city may shorten its thirty days."""
    case = replace(CASE, most_days=14)
    longer = replace(CONCURRED, kind=DraftKind.EXTENSION, days=days)
    assert (why_not_decide(longer, CHIEF, case) is None) is possible


@pytest.mark.parametrize(
    ("kind", "is_provision_record", "possible"),
    [
        (CaseKind.SUSPENSION, True, False),
        (CaseKind.SUSPENSION, False, True),
        (CaseKind.DISCLOSURE, True, True),
        (CaseKind.CORRECTION, True, True),
    ],
)
def test_only_a_suspension_of_provision_records_is_decided_by_nobody(kind: CaseKind, is_provision_record: bool, possible: bool) -> None:
    """番号法31条: they are disclosed and corrected like others."""
    case = replace(CASE, kind=kind, is_provision_record=is_provision_record)
    assert (why_not_decide(CONCURRED, CHIEF, case) is None) is possible
