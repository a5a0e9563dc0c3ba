"""Every period on both sides of its limit (domain-privacy.md §2.3), and by chance against a count of one day after the other."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.disclosures.clock_rules import (
    Deadline,
    Mended,
    appeal_due,
    claim_due,
    decision_due,
    extended_due,
    first_day_after_objection,
    rest_due,
    special_due,
    why_not_claim,
    why_not_extend,
    why_not_tell_special,
    wish_due,
)
from portal.text.holidays import is_closed
from tests.disclosures.day_by_day import Waiting, city_has_until, first_after_clear_days, months_run_out, resident_has_until


def d(text: str) -> date:
    return date.fromisoformat(text)


def mended(demanded: str, answered: str | None) -> Mended:
    return Mended(d(demanded), d(answered) if answered else None)


def never(_day: date) -> bool:
    return False


# The vectors of §2.3, as they stand there: no closed days.
def test_the_vectors_of_the_book() -> None:
    basic = decision_due(d("2025-04-15"), 30)
    assert basic.day == d("2025-05-15")
    assert extended_due(basic, 30).day == d("2025-06-14")
    assert decision_due(d("2025-04-15"), 30, [mended("2025-04-20", "2025-04-27")]).day == d("2025-05-22")
    assert claim_due(d("2025-05-20"), never).day == d("2025-08-18")
    assert wish_due(d("2025-05-15"), never).day == d("2025-06-14")


@pytest.mark.parametrize(
    ("received", "days", "last"),
    [
        ("2024-01-30", 30, "2024-02-29"),
        ("2024-01-31", 30, "2024-03-01"),
        ("2025-01-30", 30, "2025-03-01"),
        ("2024-02-29", 30, "2024-03-30"),
        ("2025-12-01", 30, "2025-12-31"),
        ("2025-12-02", 30, "2026-01-01"),
        ("2025-12-31", 30, "2026-01-30"),
        ("2026-03-31", 30, "2026-04-30"),
        ("2026-04-01", 14, "2026-04-15"),
        ("2026-04-01", 1, "2026-04-02"),
    ],
)
def test_the_city_decides_within_so_many_days_after_the_day_of_receipt(received: str, days: int, last: str) -> None:
    due = decision_due(d(received), days)
    assert due.day == d(last)
    assert due.days_left(d(last)) == 0
    assert due.days_left(d(last) - timedelta(days=3)) == 3
    assert due.days_left(d(last) + timedelta(days=1)) == -1


def test_a_closed_day_never_moves_the_citys_own_deadline() -> None:
    due = decision_due(d("2025-12-04"), 30)
    assert due.day == d("2026-01-03")
    assert is_closed(d("2026-01-03"))
    assert due.words == "令和7年12月4日に収受。その翌日を1日目として30日、令和8年1月3日まで。閉庁日でも延びません。"


# Received 1 April 2026, 30 days: 1 May. What the 補正 adds when the day of its demand is not counted, and when it is.
MENDINGS = [
    ("none", [], "2026-05-01", "2026-05-01"),
    ("one week", [("2026-04-10", "2026-04-17")], "2026-05-08", "2026-05-09"),
    ("answered on the same day", [("2026-04-10", "2026-04-10")], "2026-05-01", "2026-05-02"),
    ("answered the next day", [("2026-04-10", "2026-04-11")], "2026-05-02", "2026-05-03"),
    ("demanded on the day of receipt, which is no day of the period", [("2026-04-01", "2026-04-04")], "2026-05-04", "2026-05-04"),
    ("two apart", [("2026-04-05", "2026-04-08"), ("2026-04-20", "2026-04-22")], "2026-05-06", "2026-05-08"),
    ("two that overlap", [("2026-04-05", "2026-04-10"), ("2026-04-08", "2026-04-12")], "2026-05-08", "2026-05-09"),
    ("one within the other", [("2026-04-05", "2026-04-20"), ("2026-04-08", "2026-04-12")], "2026-05-16", "2026-05-17"),
    ("the same twice", [("2026-04-05", "2026-04-10"), ("2026-04-05", "2026-04-10")], "2026-05-06", "2026-05-07"),
    ("one after the other", [("2026-04-05", "2026-04-10"), ("2026-04-10", "2026-04-12")], "2026-05-08", "2026-05-09"),
    ("in any order", [("2026-04-20", "2026-04-22"), ("2026-04-05", "2026-04-08")], "2026-05-06", "2026-05-08"),
    ("demanded on the last day", [("2026-05-01", "2026-05-06")], "2026-05-06", "2026-05-07"),
    ("demanded when all was over", [("2026-05-02", "2026-05-06")], "2026-05-01", "2026-05-01"),
    ("in the days that another one gave", [("2026-04-10", "2026-04-17"), ("2026-05-07", "2026-05-09")], "2026-05-10", "2026-05-12"),
    ("across the last day", [("2026-04-28", "2026-05-20")], "2026-05-23", "2026-05-24"),
]


@pytest.mark.parametrize(("_case", "pairs", "last", "last_when_counted"), MENDINGS, ids=[each[0] for each in MENDINGS])
def test_the_days_of_a_mending_are_left_out(_case: str, pairs: list[tuple[str, str]], last: str, last_when_counted: str) -> None:
    mendings = [mended(*pair) for pair in pairs]
    assert decision_due(d("2026-04-01"), 30, mendings).day == d(last)
    assert decision_due(d("2026-04-01"), 30, mendings, counts_first=True).day == d(last_when_counted)


def test_the_sentence_says_how_many_days_were_left_out() -> None:
    due = decision_due(d("2026-04-01"), 30, [mended("2026-04-10", "2026-04-17")])
    said = "令和8年4月1日に収受。その翌日を1日目として30日、補正に要した7日を除いて、令和8年5月8日まで。閉庁日でも延びません。"
    assert due.words == said


@pytest.mark.parametrize("counts_first", [False, True])
def test_nobody_can_say_the_day_while_a_mending_is_waited_for(counts_first: bool) -> None:
    waits = decision_due(d("2026-04-01"), 30, [mended("2026-05-01", None)], counts_first=counts_first)
    assert waits.day is None
    assert waits.days_left(d("2026-06-01")) is None
    assert waits.words == (
        "令和8年4月1日に収受。その翌日を1日目として30日。いまは補正を待っていて、その日数は数えません。補正された日に期限が決まります。"
    )
    assert extended_due(waits, 10) == waits
    assert special_due(d("2026-04-01"), [mended("2026-05-01", None)]).day is None


def test_a_mending_that_came_too_late_stops_nothing() -> None:
    assert decision_due(d("2026-04-01"), 30, [mended("2026-05-02", None)]).day == d("2026-05-01")


def test_an_extension_counts_on_from_the_first_period_and_a_mending_stops_it_as_well() -> None:
    basic = decision_due(d("2026-04-01"), 30)
    assert extended_due(basic, 1).day == d("2026-05-02")
    assert extended_due(basic, 30).day == d("2026-05-31")
    assert extended_due(basic, 30).words == (
        "はじめの期限(令和8年5月1日)の翌日を1日目として30日を延ばし、令和8年5月31日まで。閉庁日でも延びません。"
    )
    later = [mended("2026-05-10", "2026-05-17")]
    assert extended_due(basic, 30, later).day == d("2026-06-07")
    assert extended_due(basic, 30, later, counts_first=True).day == d("2026-06-08")
    assert "補正に要した7日を除いて、令和8年6月7日まで" in extended_due(basic, 30, later).words
    waits = extended_due(basic, 30, [mended("2026-05-10", None)])
    assert waits.day is None
    assert waits.words.startswith("はじめの期限(令和8年5月1日)の翌日を1日目として30日を延ばしました。いまは補正を待っていて")


@pytest.mark.parametrize(("days", "may"), [(0, False), (1, True), (30, True), (31, False)])
def test_an_extension_is_of_one_to_thirty_days(days: int, may: bool) -> None:
    refused = why_not_extend(d("2026-04-10"), decision_due(d("2026-04-01"), 30), days)
    assert refused == (None if may else "延長できるのは1日から30日までです。")


def test_an_ordinance_may_shorten_the_extension() -> None:
    basic = decision_due(d("2026-04-01"), 14)
    assert why_not_extend(d("2026-04-10"), basic, 15, most=15) is None
    assert why_not_extend(d("2026-04-10"), basic, 16, most=15) == "延長できるのは1日から15日までです。"


def test_an_extension_is_decided_on_day_thirty_and_not_on_day_thirty_one() -> None:
    basic = decision_due(d("2026-04-01"), 30)
    assert why_not_extend(d("2026-05-01"), basic, 30) is None
    assert why_not_extend(d("2026-05-02"), basic, 30) == (
        "期限の延長は、はじめの期限(令和8年5月1日)までに決定しなければなりません。令和8年5月2日の決裁はできません。"
    )
    assert why_not_extend(d("2026-07-01"), decision_due(d("2026-04-01"), 30, [mended("2026-04-10", None)]), 30) is None


def test_the_special_period_is_told_on_day_thirty_and_not_on_day_thirty_one() -> None:
    basic = decision_due(d("2026-04-01"), 30)
    assert why_not_tell_special(d("2026-05-01"), basic) is None
    assert why_not_tell_special(d("2026-05-02"), basic) == (
        "期限の特例は、はじめの期限(令和8年5月1日)までに通知しなければなりません。令和8年5月2日の通知では遅いので、特例は使えません。"
    )
    assert why_not_tell_special(d("2026-07-01"), decision_due(d("2026-04-01"), 30, [mended("2026-04-10", None)])) is None


def test_sixty_days_for_a_fair_part_and_the_rest_when_it_was_told() -> None:
    assert special_due(d("2025-04-15")).day == d("2025-06-14")
    assert special_due(d("2026-04-01"), [mended("2026-04-10", "2026-04-17")]).day == d("2026-06-07")
    assert special_due(d("2026-04-01"), [mended("2026-04-10", "2026-04-17")], counts_first=True).day == d("2026-06-08")
    assert special_due(d("2026-04-01")).words == (
        "令和8年4月1日に収受。その翌日を1日目として60日、令和8年5月31日までに相当の部分。残りは通知した期限まで。閉庁日でも延びません。"
    )
    assert rest_due(d("2026-09-30")) == Deadline(d("2026-09-30"), "期限の特例で通知した期限、令和8年9月30日まで。閉庁日でも延びません。")


@pytest.mark.parametrize(
    ("disclosed", "closed", "last"),
    [
        ("2026-04-01", [], "2026-06-30"),
        ("2026-04-01", ["2026-06-29"], "2026-06-30"),
        ("2026-04-01", ["2026-06-30"], "2026-07-01"),
        ("2026-04-01", ["2026-07-01"], "2026-06-30"),
        ("2026-04-01", ["2026-06-30", "2026-07-01", "2026-07-02"], "2026-07-03"),
        ("2023-12-01", [], "2024-02-29"),
        ("2024-12-01", [], "2025-03-01"),
        ("2025-10-02", [], "2025-12-31"),
    ],
)
def test_ninety_days_for_a_correction_end_on_an_open_day(disclosed: str, closed: list[str], last: str) -> None:
    days = {d(each) for each in closed}
    due = claim_due(d(disclosed), days.__contains__)
    assert due.day == d(last)
    assert why_not_claim(d(last), d(disclosed), days.__contains__) is None
    refused = why_not_claim(d(last) + timedelta(days=1), d(disclosed), days.__contains__)
    assert refused is not None
    assert refused.startswith("開示を受けた日から90日を過ぎています(")


def test_what_a_claim_is_told_that_comes_too_late_or_too_early() -> None:
    assert why_not_claim(d("2026-07-01"), d("2026-04-01"), never) == ("開示を受けた日から90日を過ぎています(令和8年6月30日まででした)。")
    assert why_not_claim(d("2026-04-01"), d("2026-04-01"), never) is None
    assert why_not_claim(d("2026-03-31"), d("2026-04-01"), never) == (
        "開示を受けた日より前に収受した請求です。開示を受けた日を確かめてください。"
    )


def test_the_sentence_names_the_closed_day_and_the_open_one() -> None:
    assert claim_due(d("2026-04-01"), never).words == "開示を受けた日(令和8年4月1日)の翌日を1日目として90日で、令和8年6月30日まで。"
    # 14 June 2025 is a Saturday.
    assert wish_due(d("2025-05-15"), is_closed).words == (
        "通知が届いた日(令和7年5月15日)の翌日を1日目として30日。令和7年6月14日は閉庁日なので、次の開庁日の令和7年6月16日まで。"
    )


@pytest.mark.parametrize(
    ("known", "last"),
    [
        ("2026-05-15", "2026-08-15"),
        ("2025-11-29", "2026-02-28"),
        ("2025-11-30", "2026-02-28"),
        ("2023-11-29", "2024-02-29"),
        ("2026-09-30", "2026-12-31"),
        ("2026-12-31", "2027-03-31"),
    ],
)
def test_three_months_for_an_appeal(known: str, last: str) -> None:
    assert appeal_due(d(known), never).day == d(last)


def test_an_appeal_ends_on_an_open_day() -> None:
    assert appeal_due(d("2026-09-30"), is_closed).day == d("2027-01-04")
    assert appeal_due(d("2026-05-15"), never).words == "決定を知った日(令和8年5月15日)の翌日から数えて3か月で、令和8年8月15日まで。"


def test_two_clear_weeks_between_the_decision_and_the_disclosure() -> None:
    first = first_day_after_objection(d("2026-04-01"))
    assert first.day == d("2026-04-16")
    assert first.words == "反対意見書があるので、決定の日(令和8年4月1日)との間に2週間以上を置き、令和8年4月16日から実施できます。"
    assert first_day_after_objection(d("2024-02-15")).day == d("2024-03-01")
    assert first_day_after_objection(d("2025-12-25")).day == d("2026-01-09")


DAYS = st.dates(date(2023, 11, 1), date(2029, 3, 31))
# The offset of the demand from the receipt, and of the answer from the demand.
PAUSES = st.lists(st.tuples(st.integers(0, 90), st.one_of(st.none(), st.integers(0, 40))), max_size=4)


def waitings_of(received: date, pauses: list[tuple[int, int | None]]) -> list[Waiting]:
    found: list[Waiting] = []
    for after, took in pauses:
        asked = received + timedelta(days=after)
        found.append((asked, None if took is None else asked + timedelta(days=took)))
    return found


@given(DAYS, st.integers(1, 30), st.integers(1, 30), PAUSES, st.booleans())
@example(date(2026, 4, 1), 30, 30, [(30, 5), (35, 1)], False)
@example(date(2026, 4, 1), 30, 30, [(0, 5), (3, None)], True)
def test_the_citys_periods_day_by_day(
    received: date, basic_days: int, extension: int, pauses: list[tuple[int, int | None]], counts_first: bool
) -> None:
    waitings = waitings_of(received, pauses)
    mendings = [Mended(*each) for each in waitings]
    basic = decision_due(received, basic_days, mendings, counts_first=counts_first)
    assert basic.day == city_has_until(received, basic_days, waitings, demand_day_waits=counts_first)
    longer = extended_due(basic, extension, mendings, counts_first=counts_first)
    if basic.day is not None:
        assert longer.day == city_has_until(received, basic_days + extension, waitings, demand_day_waits=counts_first)
    assert special_due(received, mendings, counts_first=counts_first).day == city_has_until(
        received, 60, waitings, demand_day_waits=counts_first
    )


@given(DAYS, st.sets(st.integers(0, 120), max_size=20))
def test_the_residents_periods_day_by_day(happened: date, closed: set[int]) -> None:
    own = {happened + timedelta(days=each) for each in closed}

    def shut(day: date) -> bool:
        return day in own or is_closed(day)

    assert claim_due(happened, shut).day == resident_has_until(happened, 90, shut)
    assert wish_due(happened, shut).day == resident_has_until(happened, 30, shut)
    assert appeal_due(happened, shut).day == months_run_out(happened, 3, shut)
    assert first_day_after_objection(happened).day == first_after_clear_days(happened, 14)
