"""次回接種可能日: the first day and what decides it, at both sides of every limit, in the words of the refusals."""

from datetime import date, timedelta
from typing import Any

import pytest

from portal.text.wareki import PartialDate
from portal.vouchers.next_dose_rules import NextDose, NextState, next_possible
from portal.vouchers.rules import DoseFacts, PersonFacts, ProgrammeFacts, why_not_issue

DAY = date(2026, 11, 24)
FIRST = DoseFacts(1, date(2026, 10, 27))
SECOND = DoseFacts(2, date(2026, 11, 24))
GONE = "令和8年10月1日に転出しています。接種券は転出先の市町村が発行します。"


def programme(**values: Any) -> ProgrammeFacts:
    base: dict[str, Any] = {
        "code": "resident-r8",
        "name": "令和8年度 住民接種",
        "starts_on": date(2026, 9, 1),
        "ends_on": None,
        "doses": 2,
        "minimum_age": 12,
        "interval_days": 28,
    }
    return ProgrammeFacts(**(base | values))


def person(birth: str = "1948-05-14", **values: Any) -> PersonFacts:
    base: dict[str, Any] = {"stopped": None, "hidden": False, "age": 78, "birth": PartialDate.from_key(birth)}
    return PersonFacts(**(base | values))


def test_who_had_none_and_is_of_age_may_have_the_first_now() -> None:
    assert next_possible(programme(), person(), [], day=DAY) == NextDose(NextState.POSSIBLE, 1, None, "")


@pytest.mark.parametrize(
    ("day", "state"),
    [(date(2026, 11, 23), NextState.LATER), (date(2026, 11, 24), NextState.POSSIBLE), (date(2026, 11, 25), NextState.POSSIBLE)],
)
def test_the_interval_counts_from_the_last_dose(day: date, state: NextState) -> None:
    found = next_possible(programme(), person(), [FIRST], day=day)

    assert found == NextDose(state, 2, date(2026, 11, 24), "前回(令和8年10月27日)から28日です。")


def test_the_interval_counts_from_the_latest_of_several() -> None:
    found = next_possible(programme(doses=3), person(), [SECOND, FIRST], day=DAY)

    assert (found.number, found.day) == (3, SECOND.given_on + timedelta(days=28))


@pytest.mark.parametrize(
    ("day", "state"),
    [(date(2026, 12, 1), NextState.LATER), (date(2026, 12, 2), NextState.POSSIBLE), (date(2026, 12, 3), NextState.POSSIBLE)],
)
def test_who_is_too_young_waits_until_the_day_before_the_birthday(day: date, state: NextState) -> None:
    found = next_possible(programme(), person("2014-12-03", age=11), [], day=day)

    assert found == NextDose(state, 1, date(2026, 12, 2), "対象は12歳以上の方です。誕生日の前日から数えます。")


def test_a_birthday_on_29_february_is_reached_on_the_28th() -> None:
    assert next_possible(programme(), person("2016-02-29", age=10), [], day=DAY).day == date(2028, 2, 28)


@pytest.mark.parametrize(("birth", "told"), [("2014-09-02", False), ("2014-09-03", True)])
def test_the_age_is_told_only_when_it_was_reached_after_the_beginning(birth: str, told: bool) -> None:
    found = next_possible(programme(), person(birth, age=12), [], day=DAY)

    assert found.state is NextState.POSSIBLE
    assert (found.day is not None, "12歳" in found.reason) == (told, told)


def test_the_later_of_interval_and_age_decides() -> None:
    child = person("2014-12-25", age=11)
    assert next_possible(programme(), child, [FIRST], day=DAY).day == date(2026, 12, 24)
    assert next_possible(programme(interval_days=60), child, [FIRST], day=DAY).day == date(2026, 12, 26)
    assert "60日" in next_possible(programme(interval_days=60), child, [FIRST], day=DAY).reason


@pytest.mark.parametrize(("ends_on", "state"), [(date(2026, 11, 23), NextState.NEVER), (date(2026, 11, 24), NextState.POSSIBLE)])
def test_a_day_after_the_end_of_the_programme_is_none(ends_on: date, state: NextState) -> None:
    found = next_possible(programme(ends_on=ends_on), person(), [FIRST], day=date(2026, 11, 24))

    assert found.state is state
    assert (found.day is None) is (state is NextState.NEVER)
    assert ("令和8年11月24日より前に事業が終わります。" in found.reason) is (state is NextState.NEVER)


def test_who_has_all_doses_is_done_in_the_words_of_the_refusal() -> None:
    found = next_possible(programme(), person(), [FIRST, SECOND], day=DAY)

    assert found == NextDose(NextState.COMPLETE, 3, None, "2回すべての接種が記録されています。")
    assert found.reason in (why_not_issue(programme(), person(), [FIRST, SECOND], [], day=DAY) or "")


def test_who_has_gone_has_none_in_the_words_of_the_refusal() -> None:
    gone = person(stopped=GONE)
    assert next_possible(programme(), gone, [FIRST], day=DAY) == NextDose(NextState.NEVER, 2, None, GONE)
    assert why_not_issue(programme(), gone, [FIRST], [], day=DAY) == GONE


def test_an_unknown_birth_is_not_taken_for_enough() -> None:
    unknown = person("0000-00-00", age=None)
    assert next_possible(programme(), unknown, [], day=DAY).state is NextState.NEVER
    assert next_possible(programme(), unknown, [], day=DAY).reason == why_not_issue(programme(), unknown, [], [], day=DAY)
    assert next_possible(programme(minimum_age=0), unknown, [], day=DAY) == NextDose(NextState.POSSIBLE, 1, None, "")


def test_an_age_of_one_is_an_age() -> None:
    assert next_possible(programme(minimum_age=1), person("0000-00-00", age=None), [], day=DAY).state is NextState.NEVER
    assert next_possible(programme(minimum_age=1), person("2026-01-10", age=0), [], day=DAY).day == date(2027, 1, 9)


def test_a_programme_for_everybody_asks_no_age() -> None:
    assert next_possible(programme(minimum_age=0), person("2026-11-01", age=0), [], day=DAY) == NextDose(NextState.POSSIBLE, 1, None, "")


def test_the_refusal_of_the_voucher_names_the_same_day() -> None:
    child = person("2014-12-03", age=11)
    reason = why_not_issue(programme(), child, [], [], day=DAY)

    assert reason == "対象は12歳以上の方です。令和8年12月2日(誕生日の前日)から発行できます。"
