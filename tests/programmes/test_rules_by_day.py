"""Rules in effect from a day on: each day is judged by its own, several vaccines side by side, and every reason is said."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.programmes.age_rules import Target
from portal.programmes.dose_rules import DoseFacts, DoseRule, last_dose, rules_on
from portal.programmes.rules import NextState, Why, entitlement
from portal.programmes.span_rules import Span, Unit
from tests.programmes.test_entitlement import DAY, FIRST, GONE, ONE, SECOND, START, TWO, person, programme, whys

SHORTENED = date(2027, 1, 1)
# 28 days until the end of 2026, 21 from the new year on.
CHANGING = (ONE, TWO, replace(TWO, starts_on=SHORTENED, shortest=Span(21, Unit.DAYS)))


@pytest.mark.parametrize(
    ("given_on", "day", "is_possible"),
    [
        (date(2026, 12, 4), date(2026, 12, 31), False),
        (date(2026, 12, 4), date(2027, 1, 1), True),
        (date(2026, 12, 3), date(2026, 12, 31), True),
        (date(2026, 12, 12), date(2027, 1, 1), False),
        (date(2026, 12, 12), date(2027, 1, 2), True),
    ],
)
def test_a_day_is_judged_by_the_rule_of_that_day(given_on: date, day: date, is_possible: bool) -> None:
    found = entitlement(programme(*CHANGING), person(), [DoseFacts(1, given_on)], day=day)

    assert whys(found) == ([] if is_possible else [Why.TOO_SOON])


def test_a_later_rule_can_bring_the_next_day_nearer_and_says_so() -> None:
    found = entitlement(programme(*CHANGING), person(), [DoseFacts(1, date(2026, 12, 8))], day=date(2026, 12, 20))

    assert (found.state, found.day) == (NextState.LATER, SHORTENED)
    assert found.reason == "前回(令和8年12月8日)から28日です。令和9年1月1日から決まりが変わります。"


def test_a_past_day_keeps_its_rule() -> None:
    """A dose of December is judged by the 28 days of December, whatever came after."""
    found = entitlement(programme(*CHANGING), person(), [FIRST], day=date(2026, 11, 23), dose=2)
    assert found.refusals[0].words.endswith("から28日です。")


def test_a_dose_begins_and_ends_with_a_rule() -> None:
    ends = replace(TWO, starts_on=SHORTENED, is_offered=False)
    before, after = SHORTENED - timedelta(days=1), SHORTENED
    assert [rule.dose for rule in rules_on(programme(ONE, TWO, ends), before)] == [1, 2]
    assert [rule.dose for rule in rules_on(programme(ONE, TWO, ends), after)] == [1]
    assert [last_dose(programme(ONE, TWO, ends), day) for day in (START - timedelta(days=9), before, after)] == [2, 2, 1]
    assert entitlement(programme(ONE, TWO, ends), person(), [FIRST], day=before).refusals == ()
    assert entitlement(programme(ONE, TWO, ends), person(), [FIRST], day=after).state is NextState.COMPLETE

    third = DoseRule(3, SHORTENED, earlier=2)
    changed = replace(third, starts_on=SHORTENED + timedelta(days=90), shortest=Span(1, Unit.MONTHS))
    found = entitlement(programme(ONE, TWO, changed, third), person(), [FIRST, SECOND], day=before)
    assert (found.words, found.day, found.state) == ("3回目は令和9年1月1日から行います。", SHORTENED, NextState.LATER)
    assert entitlement(programme(ONE, TWO, third), person(), [FIRST, SECOND], day=after).refusals == ()


def test_a_day_that_comes_too_late_is_none() -> None:
    ends = programme(ends_on=date(2026, 11, 23))
    found = entitlement(ends, person(), [FIRST], day=date(2026, 11, 20))
    assert (found.state, found.day) == (NextState.NEVER, None)
    assert found.words == "前回(令和8年10月27日)から28日です。令和8年11月24日より前に事業が終わります。"
    for day in (date(2026, 11, 20), date(2026, 11, 24)):
        assert entitlement(programme(ends_on=date(2026, 11, 24)), person(), [FIRST], day=day).day == date(2026, 11, 24)

    stops = programme(ONE, TWO, replace(TWO, starts_on=date(2026, 11, 24), is_offered=False), ends_on=date(2026, 11, 24))
    words = entitlement(stops, person(), [FIRST], day=date(2026, 11, 20)).words
    assert words.endswith("令和8年11月24日より前に対象の年齢を過ぎるか、この回を行わなくなります。")


def test_a_programme_without_rules_says_where_to_look() -> None:
    found = entitlement(replace(programme(), rules=()), person(), [], day=DAY)
    assert whys(found) == [Why.NOT_OFFERED]
    assert found.words == "1回目を行う決まりがありません。「接種事業」の画面で確かめてください。"
    assert last_dose(replace(programme(), rules=()), DAY) == 0


# COVID, the first two doses (domain-vaccination §5.1): the shortest difference by the vaccine of the first.
COVID = (
    DoseRule(1, START),
    DoseRule(2, START, vaccine="ファイザー", same_vaccine=True, earlier=1, shortest=Span(19, Unit.DAYS)),
    DoseRule(2, START, vaccine="武田/モデルナ", same_vaccine=True, earlier=1, shortest=Span(21, Unit.DAYS)),
)


@pytest.mark.parametrize(
    ("maker", "day", "why"),
    [
        ("ファイザー", date(2026, 11, 14), Why.TOO_SOON),
        ("ファイザー", date(2026, 11, 15), None),
        ("武田/モデルナ", date(2026, 11, 16), Why.TOO_SOON),
        ("武田/モデルナ", date(2026, 11, 17), None),
        ("アストラゼネカ", DAY, Why.OTHER_VACCINE),
        ("", DAY, Why.OTHER_VACCINE),
    ],
)
def test_the_same_vaccine_goes_on_by_its_own_interval(maker: str, day: date, why: Why | None) -> None:
    found = entitlement(programme(*COVID), person(), [DoseFacts(1, date(2026, 10, 27), maker)], day=day)

    assert whys(found) == ([why] if why else [])
    if why is Why.OTHER_VACCINE:
        assert (found.day, maker in found.words) == (None, True)
        assert ("記録されていません" in found.words) is (maker == "")


def test_of_several_vaccines_the_nearest_day_counts() -> None:
    """ノババックス after six months, the others after three."""
    late = DoseRule(3, START, vaccine="武田(ノババックス)", earlier=2, shortest=Span(6, Unit.MONTHS))
    soon = DoseRule(3, START, vaccine="ファイザー", earlier=2, shortest=Span(3, Unit.MONTHS))
    found = entitlement(programme(ONE, TWO, late, soon), person(), [FIRST, SECOND], day=DAY)

    assert found.day == date(2027, 2, 24)
    assert "3か月" in found.words
    assert "6か月" not in found.words


def test_the_vaccine_for_which_all_is_over_soonest_speaks() -> None:
    """Not the one of which one reason is lifted soon and another late."""
    soon = DoseRule(2, START, Target(at_least=Span(12, Unit.YEARS)), vaccine="ファイザー", earlier=1, shortest=Span(29, Unit.DAYS))
    late = DoseRule(2, START, vaccine="武田/モデルナ", earlier=1, shortest=Span(35, Unit.DAYS))
    found = entitlement(programme(ONE, soon, late), person("2016-01-01"), [FIRST], day=DAY)

    assert whys(found) == [Why.TOO_SOON]
    assert found.day == date(2026, 12, 1)


def test_every_reason_is_said_in_one_order() -> None:
    infants = programme(replace(TWO, registered_only=True), ONE, ends_on=date(2026, 12, 31))
    nobody = person("2020-01-01", stopped=GONE, is_registered=False)
    found = entitlement(infants, nobody, [FIRST], day=date(2026, 11, 1))

    assert whys(found) == [Why.GONE, Why.NOT_REGISTERED, Why.TOO_YOUNG, Why.TOO_SOON]
    assert found.words.startswith(GONE)
    assert (found.day, found.issue_from, found.state) == (None, None, NextState.NEVER)

    ended = entitlement(infants, nobody, [FIRST, SECOND], day=date(2027, 1, 1))
    assert whys(ended) == [Why.GONE, Why.COMPLETE, Why.ENDED]
    before = entitlement(infants, person("2014-12-25"), [], day=START - timedelta(days=1))
    assert (whys(before), before.day) == ([Why.NOT_BEGUN, Why.TOO_YOUNG], date(2026, 12, 24))


@pytest.mark.parametrize(("ahead", "issue_from"), [(0, date(2026, 11, 24)), (14, date(2026, 11, 10))])
def test_a_voucher_may_go_out_ahead(ahead: int, issue_from: date) -> None:
    rules = (ONE, replace(TWO, ahead_days=ahead))
    early = entitlement(programme(*rules), person(), [FIRST], day=date(2026, 10, 28))

    assert early.issue_from == issue_from
    assert early.why_no_voucher(issue_from - timedelta(days=1)) is not None
    assert early.why_no_voucher(issue_from) is None
    assert entitlement(programme(*rules), person(), [FIRST], day=DAY).why_no_voucher(DAY) is None
    assert entitlement(programme(*rules), person(stopped=GONE), [FIRST], day=DAY).why_no_voucher(DAY) == GONE
