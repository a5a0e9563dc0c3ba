"""申出, 実施, fees, 実施期限経過, third parties and appeals: every limit on both sides (D-2; 法86–89条, 104–107条)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.disclosures import appeal_rules, third_rules
from portal.disclosures.appeal_rules import AppealFacts, AppealStep
from portal.disclosures.clock_rules import wish_due
from portal.disclosures.decision_rules import DoingWay, DraftKind, DraftState, NoConsult, Ruling
from portal.disclosures.doing_rules import (
    NO_PAID_DAY,
    NO_REGISTERED,
    NO_SHEETS,
    NO_WAIVER_WORDS,
    NOT_A_GRANT,
    NOT_PROVEN,
    NOT_PROVEN_AGAIN,
    NOT_REACHED,
    NOT_TOLD,
    NOT_WISHED,
    DoingFacts,
    Done,
    Price,
    only_what_is_given,
    price_on,
    what_is_missing,
    why_not_do,
    why_not_do_so,
    why_not_lapse,
    why_not_receive,
    why_not_receive_on,
    why_not_wish,
    why_not_wish_on,
)
from portal.disclosures.rules import CaseState, ItemState
from portal.disclosures.third_rules import ThirdFacts
from portal.text.holidays import is_closed
from portal.vouchers.fee_rules import FeeFacts, PaperKind, Waiver

TOLD, WISHED = date(2026, 5, 15), date(2026, 5, 20)
DUE = wish_due(TOLD, is_closed)
FACTS = DoingFacts(DraftKind.GRANT, DraftState.NOTIFIED, CaseState.NOTIFIED, TOLD, TOLD, TOLD, DUE, wished_on=WISHED)
OPEN = replace(FACTS, wished_on=None)
FREE, PRICE = Price(0, 0), Price(10, 50)
DONE = Done(WISHED, DoingWay.VIEW, proven_again=True)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (FACTS, None),
        (replace(FACTS, proven_on=None), NOT_PROVEN),
        (replace(FACTS, untold=True), NOT_TOLD),
        (OPEN, NOT_WISHED),
        (replace(FACTS, reached_on=None), NOT_REACHED),
        (replace(FACTS, kind=DraftKind.REFUSAL), NOT_A_GRANT),
    ],
)
def test_who_receives(facts: DoingFacts, reason: str | None) -> None:
    assert why_not_do(facts, WISHED) == reason


@pytest.mark.parametrize("state", [state for state in DraftState if state is not DraftState.NOTIFIED])
def test_nothing_is_given_before_the_notice(state: DraftState) -> None:
    assert why_not_do(replace(FACTS, draft_state=state), WISHED) is not None
    assert why_not_wish(replace(OPEN, draft_state=state)) is not None


def test_once_and_never_after_the_end() -> None:
    assert why_not_do(replace(FACTS, done_on=WISHED), WISHED) is not None
    assert why_not_do(replace(FACTS, is_lapsed=True), WISHED) is not None
    assert why_not_do(replace(FACTS, case_state=CaseState.WITHDRAWN), WISHED) is not None


def test_papers_again() -> None:
    assert why_not_do_so(FACTS, DONE, WISHED, FREE) is None
    assert why_not_do_so(FACTS, replace(DONE, proven_again=False), WISHED, FREE) == NOT_PROVEN_AGAIN


@pytest.mark.parametrize(("days", "possible"), [(-1, False), (0, True), (5, True), (6, False)])
def test_between_the_wish_and_today(days: int, possible: bool) -> None:
    done = replace(DONE, day=WISHED + timedelta(days=days))
    assert (why_not_do_so(FACTS, done, WISHED + timedelta(days=5), FREE) is None) is possible


@pytest.mark.parametrize(("days", "possible"), [(14, False), (15, True)])
def test_two_weeks_between(days: int, possible: bool) -> None:
    decided = date(2026, 5, 10)
    objecting = ThirdFacts(decided, ItemState.NOTIFIED, decided, objects=True, told_on=decided, decided_on=decided)
    facts = replace(FACTS, first_day=third_rules.first_doing_day([objecting]))
    day = decided + timedelta(days=days)
    assert (why_not_do(facts, day) is None) is possible
    assert (why_not_do_so(facts, replace(DONE, day=day), day, FREE) is None) is possible
    late = why_not_do_so(facts, replace(DONE, day=day), day + timedelta(days=30), FREE)
    assert (late is None) is possible


@pytest.mark.parametrize(
    ("done", "missing"),
    [
        (DONE, {}),
        (replace(DONE, way=DoingWay.COPY), {"mono_sheets": NO_SHEETS}),
        (replace(DONE, way=DoingWay.COPY, mono_sheets=2), {"paid_on": NO_PAID_DAY}),
        (replace(DONE, way=DoingWay.COPY, colour_sheets=2, paid_on=WISHED), {}),
        (replace(DONE, way=DoingWay.COPY, mono_sheets=2, waiver=Waiver.WELFARE), {}),
        (replace(DONE, way=DoingWay.COPY, mono_sheets=2, waiver=Waiver.OTHER_GROUND), {"waiver_words": NO_WAIVER_WORDS}),
        (replace(DONE, way=DoingWay.POSTED_COPY, mono_sheets=1, paid_on=WISHED), {"registered_number": NO_REGISTERED}),
        (replace(DONE, way=DoingWay.ELECTRONIC), {}),
    ],
)
def test_what_a_disclosure_must_say(done: Done, missing: dict[str, str]) -> None:
    assert what_is_missing(done, PRICE) == missing


@pytest.mark.parametrize(("way", "yen"), [(DoingWay.VIEW, 0), (DoingWay.ELECTRONIC, 0), (DoingWay.COPY, 130), (DoingWay.POSTED_COPY, 130)])
def test_sheets_times_yen(way: DoingWay, yen: int) -> None:
    assert PRICE.of(replace(DONE, way=way, mono_sheets=3, colour_sheets=2)) == yen


def test_the_table_of_the_day() -> None:
    fees = [
        FeeFacts(PaperKind.DISCLOSED_MONO, 10, date(2026, 4, 1), date(2026, 9, 30)),
        FeeFacts(PaperKind.DISCLOSED_MONO, 20, date(2026, 10, 1)),
        FeeFacts(PaperKind.DISCLOSED_COLOUR, 50, date(2026, 10, 1)),
        FeeFacts(PaperKind.CERTIFICATE, 300, date(2026, 4, 1)),
    ]
    assert price_on(fees, date(2026, 9, 30)) == Price(10, 0)
    assert price_on(fees, date(2026, 10, 1)) == Price(20, 50)


@pytest.mark.parametrize(("after", "reason", "possible"), [(0, "", True), (1, "", False), (1, "入院", True)])
def test_a_wish_in_time_or_with_a_good_reason(after: int, reason: str, possible: bool) -> None:
    """2026-06-14 is a Sunday: the last day is the Monday."""
    assert DUE.day == date(2026, 6, 15)
    day = date(2026, 6, 15) + timedelta(days=after)
    assert (why_not_wish_on(OPEN, day, day, late_reason=reason) is None) is possible


def test_a_wish_after_the_notice_and_once() -> None:
    assert "より前" in (why_not_wish_on(OPEN, TOLD - timedelta(days=1), TOLD, late_reason="") or "")
    assert why_not_wish_on(OPEN, TOLD, TOLD, late_reason="") is None
    assert "先の日" in (why_not_wish_on(OPEN, TOLD + timedelta(days=1), TOLD, late_reason="") or "")
    assert "記録してあります" in (why_not_wish(FACTS) or "")


@pytest.mark.parametrize(("day", "possible"), [(date(2026, 6, 15), False), (date(2026, 6, 16), True)])
def test_lapsed_after_the_last_day(day: date, possible: bool) -> None:
    assert (why_not_lapse(OPEN, day) is None) is possible
    assert why_not_lapse(FACTS, day) is not None


def test_a_posted_copy_arrives() -> None:
    assert why_not_receive(DoingWay.COPY, WISHED, None) is not None
    assert why_not_receive(DoingWay.POSTED_COPY, None, None) is not None
    assert why_not_receive(DoingWay.POSTED_COPY, WISHED, None) is None
    assert why_not_receive(DoingWay.POSTED_COPY, WISHED, WISHED) is not None
    assert why_not_receive_on(WISHED, WISHED - timedelta(days=1), WISHED) is not None
    assert why_not_receive_on(WISHED, WISHED, WISHED) is None


ASKED = ThirdFacts(TOLD, ItemState.OPEN)
OBJECTS = replace(ASKED, answered_on=TOLD, objects=True)


def test_third_parties_are_told_after_the_decision_and_once() -> None:
    assert third_rules.why_not_tell_third(ASKED) is not None
    assert third_rules.why_not_tell_third(OBJECTS) is not None
    decided = replace(OBJECTS, decided_on=WISHED)
    assert third_rules.why_not_tell_third(decided) is None
    assert third_rules.is_untold(decided)
    assert third_rules.why_not_tell_third_on(decided, TOLD, WISHED) is not None
    assert third_rules.why_not_tell_third_on(decided, WISHED, WISHED) is None
    assert not third_rules.is_untold(replace(decided, told_on=WISHED))
    assert third_rules.why_not_tell_third(replace(decided, told_on=WISHED)) is not None


def test_nobody_who_agrees_holds_anything_up() -> None:
    agrees = replace(OBJECTS, objects=False, decided_on=WISHED)
    assert third_rules.first_doing_day([agrees]) is None
    assert not third_rules.is_untold(agrees)


def test_an_opinion_comes_once_and_before_the_disclosure() -> None:
    assert third_rules.why_not_answer_third_on(ASKED, TOLD, TOLD) is None
    assert third_rules.why_not_answer_third_on(ASKED, TOLD - timedelta(days=1), TOLD) is not None
    assert third_rules.why_not_answer_third(OBJECTS) is not None
    assert third_rules.why_not_answer_third(replace(ASKED, item=ItemState.DONE)) is not None


FILED = AppealFacts(TOLD)
CONSULTED = replace(FILED, consulted_on=TOLD)
REPORTED = replace(CONSULTED, reported_on=WISHED)
POSSIBLE = {
    "filed": (FILED, {AppealStep.CONSULT, AppealStep.WAIVE}),
    "consulted": (CONSULTED, {AppealStep.TELL, AppealStep.REPORT}),
    "told": (replace(CONSULTED, told_on=TOLD), {AppealStep.REPORT}),
    "reported": (REPORTED, {AppealStep.TELL, AppealStep.RULE}),
    "not consulted": (replace(FILED, no_consult=NoConsult.DISMISSAL), {AppealStep.RULE}),
    "ruled": (replace(REPORTED, ruled_on=WISHED), set[AppealStep]()),
}


@pytest.mark.parametrize("name", list(POSSIBLE))
def test_the_steps_of_an_appeal(name: str) -> None:
    facts, possible = POSSIBLE[name]
    assert {step for step in AppealStep if appeal_rules.why_not_step(facts, step) is None} == possible


def test_days_of_an_appeal_follow_one_another() -> None:
    assert appeal_rules.why_not_step_so(REPORTED, AppealStep.RULE, TOLD, WISHED) is not None
    assert appeal_rules.why_not_step_so(REPORTED, AppealStep.RULE, WISHED, WISHED) is None
    assert appeal_rules.why_not_step_so(REPORTED, AppealStep.RULE, WISHED + timedelta(days=1), WISHED) is not None


def test_an_objection_makes_the_council_needed() -> None:
    """105条1項2号 in brackets."""
    facts = replace(FILED, has_objection=True)
    waive = AppealStep.WAIVE
    assert appeal_rules.why_not_step_so(facts, waive, TOLD, TOLD, ground=NoConsult.ALL_GRANTED) is not None
    assert appeal_rules.why_not_step_so(FILED, waive, TOLD, TOLD, ground=NoConsult.ALL_GRANTED) is None
    assert appeal_rules.why_not_step_so(facts, waive, TOLD, TOLD, ground=NoConsult.DISMISSAL) is None
    assert appeal_rules.why_not_step_so(FILED, waive, TOLD, TOLD) is not None


@pytest.mark.parametrize(
    ("ground", "ruling", "possible"),
    [
        (NoConsult.DISMISSAL, Ruling.DISMISSED, True),
        (NoConsult.DISMISSAL, Ruling.UPHELD, False),
        (NoConsult.ALL_GRANTED, Ruling.UPHELD, True),
        (NoConsult.ALL_GRANTED, Ruling.UPHELD_PARTLY, False),
        (None, Ruling.REJECTED, True),
        (None, None, False),
    ],
)
def test_what_may_be_ruled(ground: NoConsult | None, ruling: Ruling | None, possible: bool) -> None:
    assert (appeal_rules.why_not_rule(replace(FILED, no_consult=ground), ruling) is None) is possible


@pytest.mark.parametrize(("filed", "late"), [(date(2026, 8, 17), False), (date(2026, 8, 18), True)])
def test_a_late_appeal_is_recorded_and_marked(filed: date, late: bool) -> None:
    """Known on 2026-05-15: three months end on Saturday 2026-08-15, the next open day is the Monday."""
    assert bool(appeal_rules.late_words(TOLD, filed, is_closed)) is late
    assert appeal_rules.why_not_file(DraftState.NOTIFIED, TOLD, filed, filed) is None


def test_an_appeal_is_against_a_decision_that_was_told() -> None:
    assert appeal_rules.why_not_file(DraftState.NOTIFIED, TOLD, TOLD, WISHED) is None
    assert appeal_rules.why_not_file(DraftState.DECIDED, TOLD, WISHED, WISHED) is not None
    assert appeal_rules.why_not_file(DraftState.NOTIFIED, TOLD, TOLD - timedelta(days=1), WISHED) is not None


FULL = Done(TOLD, DoingWay.COPY, proven_again=True, mono_sheets=3, colour_sheets=1, paid_on=TOLD, registered_number="1")


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        # What the chosen way does not ask was typed before another way was chosen; it is on no paper and in no register.
        (FULL, replace(FULL, registered_number="")),
        (replace(FULL, way=DoingWay.POSTED_COPY), replace(FULL, way=DoingWay.POSTED_COPY)),
        (replace(FULL, way=DoingWay.VIEW, waiver=Waiver.WELFARE, waiver_words="証"), Done(TOLD, DoingWay.VIEW, proven_again=True)),
        (replace(FULL, way=DoingWay.ELECTRONIC), Done(TOLD, DoingWay.ELECTRONIC, proven_again=True)),
        (replace(FULL, waiver=Waiver.WELFARE), replace(FULL, waiver=Waiver.WELFARE, paid_on=None, registered_number="")),
        (replace(FULL, waiver_words="証"), replace(FULL, registered_number="")),
    ],
)
def test_what_the_way_does_not_ask_is_not_kept(typed: Done, given: Done) -> None:
    assert only_what_is_given(typed) == given
