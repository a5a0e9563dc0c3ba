"""Random people take random steps on a case; whatever they do, the law holds (D-1, D-2). The rules alone decide what is done."""

from collections import Counter
from datetime import timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from portal.disclosures.clock_rules import decision_due
from portal.disclosures.decision_rules import DECIDING_OF, DECISIONS_OF, Decision, DecisionClass, DraftKind, DraftState
from portal.disclosures.draft_rules import EXTENDING
from portal.disclosures.rules import CaseKind, CaseState, ItemState
from tests.disclosures.case_model import PEOPLE, Case, Draft

people = st.sampled_from(sorted(PEOPLE))
chance = st.integers(min_value=0, max_value=10_000)
CLASSES = st.sampled_from([DecisionClass.SECTION_CHIEF, DecisionClass.SECTION_CHIEF, *DecisionClass])
KINDS = st.sampled_from([CaseKind.DISCLOSURE, CaseKind.DISCLOSURE, *CaseKind])


class ByChance(RuleBasedStateMachine):
    """Each rule offers a step to somebody; most are refused."""

    reached: ClassVar[Counter[CaseState]] = Counter()
    happened: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.case = Case(CaseKind.DISCLOSURE)
        self.moves_at_withdrawal: int | None = None
        self.was_notified = False

    @initialize(kind=KINDS, is_provision_record=st.booleans(), section=st.sampled_from([1, 1, 1, 2]))
    def a_form_arrives(self, kind: CaseKind, is_provision_record: bool, section: int) -> None:
        self.case = Case(kind, is_provision_record=is_provision_record, section=section)

    def teardown(self) -> None:
        self.reached[self.case.state] += 1
        self.happened["done"] += sum(each.done_on is not None for each in self.case.drafts)
        self.happened["extended"] += sum(each.said.kind in EXTENDING and each.decided_on is not None for each in self.case.drafts)

    def has_drafts(self) -> bool:
        return bool(self.case.drafts)

    def has_thirds(self) -> bool:
        return bool(self.case.thirds)

    def draft(self, number: int) -> Draft:
        return self.case.drafts[number % len(self.case.drafts)]

    @rule(person=people, number=chance, items=st.sets(st.sampled_from("abc"), min_size=1), decision_class=CLASSES)
    def somebody_drafts(self, person: int, number: int, items: set[str], decision_class: DecisionClass) -> None:
        fitting = DECIDING_OF[self.case.kind]
        kinds = (*fitting, *fitting, *EXTENDING) if number % 9 else tuple(DraftKind)
        kind = kinds[number % len(kinds)]
        decisions = DECISIONS_OF.get(kind, tuple(Decision))
        self.case.draft(person, kind, {item: decisions[number % len(decisions)] for item in sorted(items)}, decision_class)

    @precondition(has_drafts)
    @rule(number=chance, person=people)
    def somebody_signs(self, number: int, person: int) -> None:
        self.case.decide(self.draft(number), person)
        self.case.concur(self.draft(number), person)

    @precondition(has_drafts)
    @rule(number=chance)
    def everybody_tries_to_sign(self, number: int) -> None:
        for person in (*PEOPLE, *PEOPLE):
            self.case.concur(self.draft(number), person)
            self.case.decide(self.draft(number), person)

    @rule(number=chance, late=st.booleans(), proven_again=st.booleans())
    def the_office_gets_on_with_it(self, number: int, late: bool, proven_again: bool) -> None:
        """Everything that may be done is done, by whoever may."""
        self.somebody_drafts(1 + number % len(PEOPLE), number, set("abc"[: 1 + number % 3]), DecisionClass.SECTION_CHIEF)
        for each in self.case.drafts:
            for person in (*PEOPLE, *PEOPLE):
                self.case.concur(each, person)
                self.case.decide(each, person)
            self.case.send(each, self.case.today)
            self.case.reach(each, self.case.today)
            if number % 2:
                self.case.wish(each, late=late)
                self.case.do(each, self.case.today, proven_again=proven_again)

    @rule(number=chance, item=st.sampled_from("abc"), proven_again=st.booleans())
    def one_document_goes_the_straight_way(self, number: int, item: str, proven_again: bool) -> None:
        """Chance alone seldom comes as far as the 実施."""
        if number % 3:
            return
        self.case.draft(3, DraftKind.GRANT, {item: Decision.FULL}, DecisionClass.SECTION_CHIEF)
        for each in [each for each in self.case.drafts if item in each.said.decisions]:
            self.case.concur(each, 4)
            self.case.decide(each, 1)
            self.case.send(each, self.case.today)
            self.case.reach(each, self.case.today)
            self.case.wish(each, late=False)
            self.case.do(each, self.case.today, proven_again=proven_again)

    @precondition(has_drafts)
    @rule(number=chance, person=people)
    def somebody_sends_back_or_drops(self, number: int, person: int) -> None:
        if number % 2:
            self.case.send_back(self.draft(number), person)
        elif number % 3:
            self.case.drop(self.draft(number))
        for each in PEOPLE:
            self.case.rewrite(self.draft(number), each)

    @precondition(has_drafts)
    @rule(number=chance, days=st.integers(-3, 2))
    def it_is_sent(self, number: int, days: int) -> None:
        self.case.send(self.draft(number), self.case.today + timedelta(days=min(days, 1)))
        self.case.reach(self.draft(number), self.case.today)

    @rule(item=st.sampled_from("abc"))
    def a_third_is_asked(self, item: str) -> None:
        if len(self.case.thirds) < 3:
            self.case.ask_third(item)

    @precondition(has_thirds)
    @rule(number=chance, objects=st.booleans())
    def a_third_answers_or_is_told(self, number: int, objects: bool) -> None:
        third = self.case.thirds[number % len(self.case.thirds)]
        self.case.answer_third(third, objects=objects)
        self.case.tell_third(third)

    @precondition(has_drafts)
    @rule(number=chance, late=st.booleans(), proven_again=st.booleans(), days=st.integers(-2, 1))
    def they_come(self, number: int, late: bool, proven_again: bool, days: int) -> None:
        self.case.wish(self.draft(number), late=late)
        self.case.do(self.draft(number), self.case.today + timedelta(days=days), proven_again=proven_again)
        self.case.do(self.draft(number), self.case.today, proven_again=proven_again)

    @precondition(has_drafts)
    @rule(number=chance)
    def nobody_comes(self, number: int) -> None:
        self.case.lapse(self.draft(number))

    @rule(number=chance)
    def identity_is_proven(self, number: int) -> None:
        if number % 3 == 0 and self.case.proven_on is None:
            self.case.proven_on = self.case.today

    @rule(number=chance)
    def they_withdraw(self, number: int) -> None:
        if number % 4 == 0 or any(state is ItemState.NOTIFIED for state in self.case.items.values()):
            self.was_notified = any(each.decides and each.notified_on is not None for each in self.case.drafts)
            self.case.withdraw()
            if self.case.withdrawn_on is not None and self.moves_at_withdrawal is None:
                self.moves_at_withdrawal = self.case.moves

    @rule(demands=st.booleans())
    def something_is_missing(self, demands: bool) -> None:
        self.case.answer_mending()
        if demands:
            self.case.demand_mending()

    @rule(days=st.sampled_from([1, 1, 2, 7, 16, 31]))
    def days_go_by(self, days: int) -> None:
        self.case.today += timedelta(days=days)

    @invariant()
    def nobody_signed_their_own_and_the_section_asked_came_first(self) -> None:
        for draft in self.case.drafts:
            assert all(person != draft.facts.drafted_by for _, person, _ in draft.signed)
            if draft.decided_on is not None:
                steps = [step for step, _, _ in draft.signed]
                assert steps == (["decide"] if self.case.section == 2 or draft.said.kind is DraftKind.MENDING else ["concur", "decide"])
                decider = draft.signed[-1][1]
                assert PEOPLE[decider] == (self.case.section if draft.said.decision_class is DecisionClass.SECTION_CHIEF else 3)

    @invariant()
    def nothing_is_withdrawn_after_the_notice_nor_moves_afterwards(self) -> None:
        if self.case.withdrawn_on is not None:
            assert not self.was_notified
            assert self.case.moves == self.moves_at_withdrawal

    @invariant()
    def nothing_is_given_without_proven_identity_or_too_early(self) -> None:
        for draft in self.case.drafts:
            if draft.done_on is None:
                continue
            assert self.case.proven_on is not None
            assert draft.proven_again
            assert draft.notified_on is not None
            assert draft.done_on >= draft.notified_on
            assert draft.said.kind is DraftKind.GRANT
            objected = [third for third in self.case.thirds if third.item in draft.said.decisions and third.objects]
            assert all(third.told_on is not None for third in objected)
            assert not objected or (draft.decided_on is not None and (draft.done_on - draft.decided_on).days > 14)

    @invariant()
    def records_of_provision_are_never_suspended(self) -> None:
        if self.case.kind is CaseKind.SUSPENSION and self.case.is_provision_record:
            assert not self.case.drafts
            assert self.case.state not in (CaseState.DECIDED, CaseState.NOTIFIED, CaseState.DONE)

    @invariant()
    def the_period_was_extended_once_and_in_time(self) -> None:
        longer = [draft for draft in self.case.drafts if draft.said.kind in EXTENDING and draft.decided_on is not None]
        assert len(longer) <= 1
        for draft in longer:
            last = decision_due(self.case.received_on, 30, self.case.mendings).day
            assert last is None or (draft.decided_on is not None and draft.decided_on <= last)
            if draft.said.kind is DraftKind.SPECIAL and draft.notified_on is not None and last is not None:
                assert draft.notified_on <= last

    @invariant()
    def each_document_stands_where_its_draft_stands(self) -> None:
        for item, state in self.case.items.items():
            live = [each for each in self.case.drafts if item in each.said.decisions and each.facts.state is not DraftState.DROPPED]
            assert len(live) <= 1
            if state is ItemState.DECIDED:
                assert live[0].facts.state is DraftState.DECIDED


def walk(machines: int, steps: int) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    phases = [Phase.explicit, Phase.generate, Phase.shrink]
    run_state_machine_as_test(
        ByChance,
        settings=settings(max_examples=machines, stateful_step_count=steps, deadline=None, suppress_health_check=quiet, phases=phases),
    )


def test_the_law_holds_for_a_while() -> None:
    walk(machines=60, steps=50)


@pytest.mark.thorough
def test_the_law_holds_for_thousands_of_steps() -> None:
    walk(machines=400, steps=80)

    assert ByChance.happened["done"] > 10, ByChance.happened
    assert ByChance.happened["extended"] > 10, ByChance.happened
    assert ByChance.reached[CaseState.WITHDRAWN] > 10, ByChance.reached
