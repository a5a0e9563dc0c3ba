"""What may be drafted, and what a draft must say: every case on both sides (D-2)."""

from dataclasses import replace
from datetime import date

import pytest

from portal.disclosures.clock_rules import Deadline
from portal.disclosures.decision_rules import DECISIONS_OF, Decision, DecisionClass, DraftKind, DraftState, Exemption
from portal.disclosures.draft_rules import (
    NO_OPEN_ITEM,
    NO_SUSPENSION,
    NOT_MENDED,
    NOTHING_TO_MEND,
    ONE_EXTENSION,
    CaseAtHand,
    Drafted,
    only_what_is_asked,
    what_is_missing,
    why_not_draft,
    why_not_write,
)
from portal.disclosures.rules import CaseKind, CaseState, ItemState

DUE = date(2026, 12, 31)
BASIC = Deadline(DUE, "")
CASE = CaseAtHand(CaseKind.DISCLOSURE, CaseState.EXAMINING, BASIC, date(2026, 12, 10), [ItemState.OPEN])
GRANT = Drafted(DraftKind.GRANT, decisions={"a": Decision.FULL}, purpose="目的", ways="view", places="総務課")
REFUSAL = Drafted(DraftKind.REFUSAL, decisions={"a": Decision.NOT_HELD}, reason="作成していない")


@pytest.mark.parametrize("state", [CaseState.WITHDRAWN, CaseState.CANCELLED, CaseState.CLOSED])
@pytest.mark.parametrize("kind", list(DraftKind))
def test_nothing_is_drafted_for_what_has_ended(state: CaseState, kind: DraftKind) -> None:
    assert "起案はできません" in (why_not_draft(replace(CASE, state=state, has_gap=True), kind) or "")


@pytest.mark.parametrize("kind", list(DraftKind))
def test_no_suspension_of_provision_records(kind: DraftKind) -> None:
    case = replace(CASE, kind=CaseKind.SUSPENSION, is_provision_record=True, has_gap=True)
    assert why_not_draft(case, kind) == NO_SUSPENSION


def test_provision_records_are_disclosed_and_corrected() -> None:
    assert why_not_draft(replace(CASE, is_provision_record=True), DraftKind.GRANT) is None
    correction = replace(CASE, kind=CaseKind.CORRECTION, is_provision_record=True)
    assert why_not_draft(correction, DraftKind.CORRECTION) is None


FITTING = {
    CaseKind.DISCLOSURE: {DraftKind.GRANT, DraftKind.REFUSAL},
    CaseKind.CORRECTION: {DraftKind.CORRECTION, DraftKind.NO_CORRECTION},
    CaseKind.SUSPENSION: {DraftKind.SUSPENSION, DraftKind.NO_SUSPENSION},
}


@pytest.mark.parametrize("case_kind", list(CaseKind))
@pytest.mark.parametrize("kind", list(DECISIONS_OF))
def test_each_request_has_its_own_decisions(case_kind: CaseKind, kind: DraftKind) -> None:
    assert (why_not_draft(replace(CASE, kind=case_kind), kind) is None) == (kind in FITTING[case_kind])


def test_while_a_mending_is_waited_for_decisions_go_on_and_periods_do_not() -> None:
    case = replace(CASE, state=CaseState.MENDING, waits_for_mending=True, basic=Deadline(None, ""))
    assert why_not_draft(case, DraftKind.GRANT) is None
    assert why_not_draft(case, DraftKind.EXTENSION) == NOT_MENDED
    assert why_not_draft(case, DraftKind.SPECIAL) == NOT_MENDED


def test_a_demand_needs_something_to_mend() -> None:
    assert why_not_draft(CASE, DraftKind.MENDING) == NOTHING_TO_MEND
    assert why_not_draft(replace(CASE, has_gap=True), DraftKind.MENDING) is None


@pytest.mark.parametrize("items", [[], [ItemState.DRAFTED], [ItemState.DECIDED, ItemState.NOTIFIED]])
def test_without_an_open_document_nothing_is_decided(items: list[ItemState]) -> None:
    assert why_not_draft(replace(CASE, items=items), DraftKind.GRANT) == NO_OPEN_ITEM


@pytest.mark.parametrize("kind", [DraftKind.EXTENSION, DraftKind.SPECIAL])
@pytest.mark.parametrize(("day", "possible"), [(date(2026, 12, 31), True), (date(2027, 1, 1), False)])
def test_a_longer_period_is_begun_in_time(kind: DraftKind, day: date, possible: bool) -> None:
    assert (why_not_draft(replace(CASE, today=day), kind) is None) is possible


@pytest.mark.parametrize("kind", [DraftKind.EXTENSION, DraftKind.SPECIAL])
@pytest.mark.parametrize(("state", "possible"), [(state, state is DraftState.DROPPED) for state in DraftState])
def test_one_longer_period_only(kind: DraftKind, state: DraftState, possible: bool) -> None:
    case = replace(CASE, drafts=[(DraftKind.EXTENSION, state)])
    assert (why_not_draft(case, kind) == ONE_EXTENSION) is not possible


def test_a_decided_case_needs_no_longer_period() -> None:
    assert "要はありません" in (why_not_draft(replace(CASE, items=[ItemState.DECIDED]), DraftKind.EXTENSION) or "")


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        (GRANT, set()),
        (replace(GRANT, purpose=" "), {"purpose"}),
        (replace(GRANT, ways=""), {"ways"}),
        (replace(GRANT, places=""), {"places"}),
        (replace(GRANT, ways="posted_copy", places=""), {"postage"}),
        (replace(GRANT, ways="posted_copy", places="", postage="実費"), set()),
        (replace(GRANT, decisions={}), {"items"}),
        (replace(GRANT, decisions={"a": Decision.PARTIAL}), {"exemptions", "partly", "reason"}),
        (replace(GRANT, decisions={"a": Decision.FULL, "b": Decision.PARTIAL}, partly="氏名", reason="他人"), {"exemptions"}),
        (replace(GRANT, decisions={"a": Decision.NOT_HELD}, reason="ない"), {"items"}),
        (REFUSAL, set()),
        (replace(REFUSAL, reason=""), {"reason"}),
        (replace(REFUSAL, decisions={"a": Decision.HIDDEN}), set()),
        (replace(REFUSAL, decisions={"a": Decision.REFUSED}), {"exemptions"}),
        (replace(REFUSAL, decisions={"a": Decision.REFUSED}, exemptions=(Exemption.LIFE,)), set()),
        (replace(REFUSAL, decisions={"a": Decision.FULL}), {"items"}),
        # One notice has one reason: 「ないこと」 and 「答えないこと」 side by side would take back what the other says.
        (replace(REFUSAL, decisions={"a": Decision.NOT_HELD, "b": Decision.NOT_HELD}), set()),
        (replace(REFUSAL, decisions={"a": Decision.NOT_HELD, "b": Decision.HIDDEN}), {"items"}),
        (replace(REFUSAL, decisions={"a": Decision.REFUSED, "b": Decision.NOT_HELD}, exemptions=(Exemption.LIFE,)), {"items"}),
        (Drafted(DraftKind.EXTENSION, reason="多い", days=30), set()),
        (Drafted(DraftKind.EXTENSION, reason="多い", days=31), {"days"}),
        (Drafted(DraftKind.EXTENSION, reason="多い", days=0), {"days"}),
        (Drafted(DraftKind.EXTENSION, days=None), {"days", "reason"}),
        (Drafted(DraftKind.SPECIAL, reason="大量", rest_until=DUE), {"rest_until"}),
        (Drafted(DraftKind.SPECIAL, reason="大量", rest_until=date(2027, 1, 1)), set()),
        (Drafted(DraftKind.SPECIAL, reason="大量"), {"rest_until"}),
        (Drafted(DraftKind.MENDING, reason="住所"), {"mending"}),
        (Drafted(DraftKind.MENDING, reason="住所", mending="x"), set()),
        (Drafted(DraftKind.CORRECTION, decisions={"a": Decision.CORRECTED}), {"reason"}),
        (Drafted(DraftKind.NO_SUSPENSION, decisions={"a": Decision.NOT_STOPPED}, reason="適法"), set()),
    ],
)
def test_what_a_draft_must_say(said: Drafted, missing: set[str]) -> None:
    assert set(what_is_missing(said, basic=BASIC, most=30)) == missing


def test_an_ordinance_may_shorten_the_extension() -> None:
    said = Drafted(DraftKind.EXTENSION, reason="多い", days=15)
    assert "days" in what_is_missing(said, basic=BASIC, most=14)
    assert not what_is_missing(said, basic=BASIC, most=15)


@pytest.mark.parametrize(("state", "possible"), [(state, state is ItemState.OPEN) for state in ItemState])
def test_a_document_is_open_or_in_another_draft(state: ItemState, possible: bool) -> None:
    assert (why_not_write(CASE, GRANT, {"a": state}) is None) is possible


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (replace(GRANT, purpose=""), "利用目的を入れてください。"),
        (
            replace(GRANT, decisions={"a": Decision.PARTIAL}, partly="氏名", reason="他人"),
            "不開示とする根拠(法78条1項の号)を選んでください。",
        ),
        (
            replace(GRANT, decisions={"a": Decision.PARTIAL}, exemptions=(Exemption.LIFE,), reason="他人"),
            "開示しない部分を入れてください。",
        ),
        (replace(REFUSAL, reason=" "), "理由を入れてください。"),
        (Drafted(DraftKind.EXTENSION, reason="多い", days=31), "延長する日数を1から30までで入れてください。"),
        (Drafted(DraftKind.SPECIAL, reason="大量", rest_until=DUE), "残りを決定する期限を、はじめの期限より後の日で入れてください。"),
        (Drafted(DraftKind.EXTENSION, reason="多い", days=1), None),
        (Drafted(DraftKind.EXTENSION, reason="多い", days=30), None),
        (Drafted(DraftKind.SPECIAL, reason="大量", rest_until=date(2027, 1, 1)), None),
    ],
)
def test_what_is_not_said_yet_is_written_nowhere_and_the_first_of_it_is_told(said: Drafted, words: str | None) -> None:
    found = why_not_write(CASE, said, {"a": ItemState.OPEN})
    assert found is None if words is None else (found or "").startswith(words)


@pytest.mark.parametrize(("day", "possible"), [(DUE, True), (date(2027, 1, 1), False)])
def test_an_extension_is_written_while_the_first_period_runs(day: date, possible: bool) -> None:
    """83条2項."""
    said = Drafted(DraftKind.EXTENSION, reason="多い", days=30)
    assert (why_not_write(replace(CASE, today=day), said, {}) is None) is possible


def test_a_document_of_another_case_is_none() -> None:
    assert why_not_write(CASE, replace(GRANT, decisions={"z": Decision.FULL}), {"a": ItemState.OPEN}) is not None


def test_the_class_is_no_part_of_what_is_missing() -> None:
    assert not what_is_missing(replace(GRANT, decision_class=DecisionClass.MAYOR), basic=BASIC, most=30)


WHOLE = replace(GRANT, decisions={"a": Decision.FULL}, exemptions=(Exemption.LIFE,), partly="氏名", reason="念のため", postage="実費")


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (WHOLE, replace(WHOLE, exemptions=(), partly="", postage="")),
        (replace(WHOLE, decisions={"a": Decision.PARTIAL}), replace(WHOLE, decisions={"a": Decision.PARTIAL}, postage="")),
        (replace(WHOLE, ways="view,posted_copy"), replace(WHOLE, ways="view,posted_copy", exemptions=(), partly="")),
        (replace(WHOLE, ways="posted_copy"), replace(WHOLE, ways="posted_copy", exemptions=(), partly="", places="")),
        (replace(REFUSAL, exemptions=(Exemption.LIFE,)), REFUSAL),
        (
            replace(REFUSAL, decisions={"a": Decision.HIDDEN}, exemptions=(Exemption.LIFE,)),
            replace(REFUSAL, decisions={"a": Decision.HIDDEN}, exemptions=(Exemption.LIFE,)),
        ),
        (Drafted(DraftKind.EXTENSION, reason="多い", days=30), Drafted(DraftKind.EXTENSION, reason="多い", days=30)),
    ],
)
def test_what_the_decision_does_not_ask_is_not_kept(typed: Drafted, asked: Drafted) -> None:
    assert only_what_is_asked(typed) == asked
