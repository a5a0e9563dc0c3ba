"""接種できるか: yes, or every reason why not, and the next day, at both sides of every limit and in the words of the screen."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from portal.programmes.age_rules import AgeBasis, AgeEnd, Target
from portal.programmes.dose_rules import DoseFacts, DoseRule, PersonFacts, ProgrammeFacts, last_recorded, next_dose
from portal.programmes.rules import Entitlement, NextState, Why, entitlement
from portal.programmes.span_rules import Span, Unit
from portal.text.wareki import PartialDate

START, DAY = date(2026, 9, 1), date(2026, 11, 24)
DAYS_28, MONTHS_3 = Span(28, Unit.DAYS), Span(3, Unit.MONTHS)
FROM_12 = Target(at_least=Span(12, Unit.YEARS))
FIRST, SECOND = DoseFacts(1, date(2026, 10, 27)), DoseFacts(2, date(2026, 11, 24))
GONE = "令和8年10月1日に転出しています。接種券は転出先の市町村が発行します。"
ONE = DoseRule(1, START, FROM_12)
TWO = DoseRule(2, START, FROM_12, earlier=1, shortest=DAYS_28)


def programme(*rules: DoseRule, **values: Any) -> ProgrammeFacts:
    base: dict[str, Any] = {"code": "resident-r8", "name": "令和8年度 住民接種", "starts_on": START, "ends_on": None}
    return ProgrammeFacts(**(base | values), rules=rules or (ONE, TWO))


def person(birth: str = "1948-05-14", **values: Any) -> PersonFacts:
    return PersonFacts(**({"stopped": None, "hidden": False, "birth": PartialDate.from_key(birth)} | values))


def whys(found: Entitlement) -> list[Why]:
    return [refusal.why for refusal in found.refusals]


def test_who_had_none_and_is_of_age_may_have_the_first_now() -> None:
    assert entitlement(programme(), person(), [], day=DAY) == Entitlement(1, ())
    assert entitlement(programme(), person(), [], day=DAY).state is NextState.POSSIBLE


@pytest.mark.parametrize(
    ("day", "ends_on", "why", "words"),
    [
        (date(2026, 8, 31), None, Why.NOT_BEGUN, "令和8年9月1日から始まります。"),
        (date(2026, 9, 1), None, None, ""),
        (date(2027, 3, 31), date(2027, 3, 31), None, ""),
        (date(2027, 4, 1), date(2027, 3, 31), Why.ENDED, "令和9年3月31日で事業が終わりました。接種済証の再交付はできます。"),
        (date.max, None, None, ""),
    ],
)
def test_a_programme_runs_from_its_first_to_its_last_day(day: date, ends_on: date | None, why: Why | None, words: str) -> None:
    found = entitlement(programme(ends_on=ends_on), person(), [], day=day)

    assert whys(found) == ([why] if why else [])
    assert found.words == words
    assert found.day == (START if why is Why.NOT_BEGUN else None)


@pytest.mark.parametrize(
    ("shortest", "last", "day", "is_possible"),
    [
        (DAYS_28, date(2026, 10, 27), date(2026, 11, 23), False),
        (DAYS_28, date(2026, 10, 27), date(2026, 11, 24), True),
        (Span(19, Unit.DAYS), date(2026, 11, 6), date(2026, 11, 24), False),
        (Span(19, Unit.DAYS), date(2026, 11, 5), date(2026, 11, 24), True),
        (MONTHS_3, date(2026, 11, 15), date(2027, 2, 14), False),
        (MONTHS_3, date(2026, 11, 15), date(2027, 2, 15), True),
        (MONTHS_3, date(2026, 11, 28), date(2027, 2, 28), True),
        (MONTHS_3, date(2026, 11, 29), date(2027, 2, 28), False),
        (MONTHS_3, date(2026, 11, 30), date(2027, 2, 28), False),
        (MONTHS_3, date(2026, 11, 30), date(2027, 3, 1), True),
        (MONTHS_3, date(2027, 11, 29), date(2028, 2, 28), False),
        (MONTHS_3, date(2027, 11, 29), date(2028, 2, 29), True),
        (MONTHS_3, date(2027, 11, 30), date(2028, 2, 29), False),
        (Span(1, Unit.YEARS), date(2028, 2, 29), date(2029, 2, 28), False),
        (Span(1, Unit.YEARS), date(2028, 2, 29), date(2029, 3, 1), True),
    ],
)
def test_the_interval_is_a_difference_of_days_or_whole_months(shortest: Span, last: date, day: date, is_possible: bool) -> None:
    found = entitlement(programme(ONE, replace(TWO, shortest=shortest)), person(), [DoseFacts(1, last)], day=day)

    assert whys(found) == ([] if is_possible else [Why.TOO_SOON])
    assert found.day is not None
    assert (found.day <= day) is is_possible


def test_the_interval_is_said_with_the_day_it_counts_from() -> None:
    early = entitlement(programme(), person(), [FIRST], day=date(2026, 11, 23))
    assert (early.state, early.number, early.day, early.reason) == (
        NextState.LATER,
        2,
        date(2026, 11, 24),
        "前回(令和8年10月27日)から28日です。",
    )
    assert entitlement(programme(), person(), [FIRST], day=DAY) == Entitlement(
        2, (), date(2026, 11, 24), "前回(令和8年10月27日)から28日です。"
    )


def test_a_day_that_has_come_is_told_as_it_was() -> None:
    later = entitlement(programme(), person(), [FIRST], day=date(2027, 2, 1))
    assert (later.state, later.day, later.issue_from) == (NextState.POSSIBLE, date(2026, 11, 24), None)


def test_an_interval_may_count_from_an_earlier_dose_than_the_last() -> None:
    """B型肝炎: the third counts from the first."""
    third = DoseRule(3, START, earlier=1, shortest=Span(139, Unit.DAYS))
    found = entitlement(programme(ONE, TWO, third), person(), [FIRST, SECOND], day=DAY)

    assert found.day == FIRST.given_on + timedelta(days=139)
    assert found.reason == "1回目(令和8年10月27日)から139日です。"


def test_of_two_records_of_a_dose_the_later_counts() -> None:
    found = entitlement(programme(), person(), [DoseFacts(1, date(2026, 10, 29)), FIRST], day=DAY)
    assert found.day == date(2026, 11, 26)


def test_the_standard_interval_is_told_and_stops_nothing() -> None:
    found = entitlement(programme(ONE, replace(TWO, standard=Span(35, Unit.DAYS))), person(), [FIRST], day=DAY)
    assert (found.refusals, found.standard_day) == ((), date(2026, 12, 1))
    assert entitlement(programme(ONE, replace(TWO, standard=Span(35, Unit.DAYS))), person(), [], day=DAY).standard_day is None


@pytest.mark.parametrize(
    ("birth", "day", "is_possible"),
    [
        ("2014-12-03", date(2026, 12, 1), False),
        ("2014-12-03", date(2026, 12, 2), True),
        ("2016-02-29", date(2028, 2, 27), False),
        ("2016-02-29", date(2028, 2, 28), True),
        ("2015-03-01", date(2027, 2, 27), False),
        ("2015-03-01", date(2027, 2, 28), True),
        ("2015-01-01", date(2026, 12, 31), True),
        ("2014-11-00", date(2026, 11, 28), False),
        ("2014-11-00", date(2026, 11, 29), True),
    ],
)
def test_who_is_too_young_waits_until_the_day_before_the_birthday(birth: str, day: date, is_possible: bool) -> None:
    found = entitlement(programme(), person(birth), [], day=day)

    assert whys(found) == ([] if is_possible else [Why.TOO_YOUNG])
    assert found.reason == "対象は12歳以上の方です。誕生日の前日から数えます。"
    assert found.day is not None
    assert (found.day <= day) is is_possible


@pytest.mark.parametrize(("birth", "told"), [("2014-09-02", False), ("2014-09-03", True)])
def test_the_age_is_told_only_when_it_was_reached_after_the_beginning(birth: str, told: bool) -> None:
    found = entitlement(programme(), person(birth), [], day=DAY)

    assert found.state is NextState.POSSIBLE
    assert (found.day is not None, "12歳" in found.reason) == (told, told)


@pytest.mark.parametrize(
    ("birth", "day", "why"),
    [
        ("2026-06-01", date(2026, 11, 29), Why.TOO_YOUNG),
        ("2026-06-01", date(2026, 11, 30), None),
        ("2026-05-31", date(2026, 11, 29), Why.TOO_YOUNG),
        ("2026-05-31", date(2026, 11, 30), None),
        ("2021-11-26", date(2026, 11, 24), None),
        ("2021-11-25", date(2026, 11, 24), Why.TOO_OLD),
        ("2021-11-24", date(2026, 11, 24), Why.TOO_OLD),
    ],
)
def test_an_infants_programme_counts_months_below_and_years_above(birth: str, day: date, why: Why | None) -> None:
    infants = programme(DoseRule(1, START, Target(at_least=Span(6, Unit.MONTHS), until=Span(5, Unit.YEARS))))
    assert whys(entitlement(infants, person(birth), [], day=day)) == ([why] if why else [])


def test_who_is_too_old_is_told_the_last_day_and_no_next_one() -> None:
    infants = programme(DoseRule(1, START, Target(until=Span(5, Unit.YEARS))))
    found = entitlement(infants, person("2021-11-25"), [], day=DAY)

    assert found.words == "対象は5歳未満の方です。この方の対象の期間は令和8年11月23日で終わりました。"
    assert (found.state, found.day, found.issue_from) == (NextState.NEVER, None, None)


@pytest.mark.parametrize(
    ("birth", "whys_now", "day"),
    [
        ("1961-04-01", [Why.TOO_YOUNG], date(2030, 4, 1)),
        ("1961-04-02", [], date(2026, 9, 1)),
        ("1962-04-01", [], date(2026, 9, 1)),
        ("1962-04-02", [Why.TOO_YOUNG], date(2027, 4, 1)),
        ("1925-06-01", [Why.TOO_OLD], None),
    ],
)
def test_every_fifth_age_of_the_year_comes_again(birth: str, whys_now: list[Why], day: date | None) -> None:
    every = Target(AgeBasis.IN_THE_YEAR, Span(65, Unit.YEARS), Span(100, Unit.YEARS), AgeEnd.THROUGH, every=5)
    found = entitlement(programme(DoseRule(1, START, every)), person(birth), [], day=DAY)

    assert whys(found) == whys_now
    assert found.day == (day if whys_now else None)
    assert ("令和8年3月31日で終わりました。" in found.words) is (whys_now == [Why.TOO_OLD])


def test_an_unknown_birth_is_not_taken_for_enough_and_everybody_needs_none() -> None:
    unknown = person("0000-00-00")
    found = entitlement(programme(), unknown, [], day=DAY)
    assert whys(found) == [Why.AGE_UNKNOWN]
    assert found.words == "対象は12歳以上の方です。生年月日がわからないため発行できません。住民登録を確かめてください。"
    assert found.state is NextState.NEVER
    assert entitlement(programme(DoseRule(1, START)), unknown, [], day=DAY) == Entitlement(1, ())


def test_the_later_of_interval_and_age_decides() -> None:
    child, sixty = person("2014-12-25"), replace(TWO, shortest=Span(60, Unit.DAYS))
    both = entitlement(programme(), child, [FIRST], day=date(2026, 11, 23))
    assert (both.day, whys(both)) == (date(2026, 12, 24), [Why.TOO_YOUNG, Why.TOO_SOON])
    assert entitlement(programme(ONE, sixty), child, [FIRST], day=DAY).day == date(2026, 12, 26)


@pytest.mark.parametrize(
    ("given", "number", "recorded"),
    [([], 1, 0), ([FIRST], 2, 1), ([SECOND, FIRST], 3, 2), ([SECOND], 3, 2), ([FIRST, FIRST], 2, 1)],
)
def test_the_next_dose_follows_the_highest_given(given: list[DoseFacts], number: int, recorded: int) -> None:
    assert next_dose(programme(), given) == number
    assert last_recorded(given) == recorded


def test_who_has_all_doses_is_done() -> None:
    found = entitlement(programme(), person(), [FIRST, SECOND], day=DAY)

    assert (found.state, found.words, found.day) == (NextState.COMPLETE, "2回すべての接種が記録されています。", None)


@pytest.mark.parametrize(
    ("given", "dose", "why"),
    [([], 1, None), ([FIRST], 1, Why.GIVEN), ([SECOND], 1, Why.GIVEN), ([FIRST], 2, None), ([], 2, Why.EARLIER_MISSING)],
)
def test_a_dose_that_is_asked_for_by_its_number(given: list[DoseFacts], dose: int, why: Why | None) -> None:
    found = entitlement(programme(), person(), given, day=DAY, dose=dose)

    assert (found.number, whys(found)) == (dose, [why] if why else [])


def test_a_programme_of_later_doses_asks_for_the_earlier_one() -> None:
    booster = programme(DoseRule(3, START, earlier=2, shortest=MONTHS_3))
    found = entitlement(booster, person(), [], day=DAY)

    assert (found.number, found.day) == (3, None)
    assert found.words == "2回目の接種が記録されていません。ほかの市町村などで受けていないか確かめてください。"
    assert whys(entitlement(booster, person(), [DoseFacts(2, date(2026, 8, 24))], day=DAY)) == []


@pytest.mark.parametrize(
    ("registered", "since", "day", "words"),
    [
        (False, None, DAY, "対象は住民登録のある方です。この方は住民登録がありません。"),
        (True, None, DAY, ""),
        (True, date(2026, 11, 25), DAY, "対象は住民登録のある方です。この方の登録は令和8年11月25日からです。"),
        (True, date(2026, 11, 25), date(2026, 11, 25), ""),
        (True, date(2026, 11, 24), DAY, ""),
    ],
)
def test_where_the_rule_says_so_the_person_is_registered_on_the_day(registered: bool, since: date | None, day: date, words: str) -> None:
    who = person(is_registered=registered, registered_from=since)

    assert entitlement(programme(replace(ONE, registered_only=True)), who, [], day=day).words == words
    assert entitlement(programme(), who, [], day=day).words == ""
