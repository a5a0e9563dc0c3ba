"""学年 and the day on which an age is reached: both sides of 1 April, of 29 February, and of what is unknown."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.residents.rules import age_on, reaches_age, school_year_words
from portal.text.wareki import UNKNOWN, PartialDate

DAY = date(2026, 11, 24)


def born(key: str) -> PartialDate:
    return PartialDate.from_key(key)


@pytest.mark.parametrize(
    ("birth", "words"),
    [
        ("2026-11-24", "就学前"),
        ("2020-04-02", "就学前"),
        ("2020-04-01", "小学1年"),  # six on 31 March: 「満6歳に達した日の翌日以後における最初の学年」
        ("2019-04-02", "小学1年"),
        ("2019-04-01", "小学2年"),
        ("2015-04-01", "小学6年"),
        ("2014-04-02", "小学6年"),
        ("2014-04-01", "中学1年"),
        ("2011-04-02", "中学3年"),
        ("2011-04-01", "高校1年相当"),
        ("2008-04-02", "高校3年相当"),
        ("2008-04-01", ""),
        ("1948-05-14", ""),
        ("2026-11-25", ""),
        ("2027-01-01", ""),
    ],
)
def test_who_is_born_up_to_1_april_belongs_to_the_year_before(birth: str, words: str) -> None:
    assert school_year_words(born(birth), DAY) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 31), "就学前"),
        (date(2026, 4, 1), "小学1年"),
        (date(2026, 12, 31), "小学1年"),
        (date(2027, 1, 1), "小学1年"),
        (date(2027, 3, 31), "小学1年"),
        (date(2027, 4, 1), "小学2年"),
        (date(2032, 3, 31), "小学6年"),
        (date(2032, 4, 1), "中学1年"),
        (date(2035, 4, 1), "高校1年相当"),
        (date(2038, 3, 31), "高校3年相当"),
        (date(2038, 4, 1), ""),
    ],
)
def test_a_school_year_begins_on_1_april(day: date, words: str) -> None:
    assert school_year_words(born("2019-08-15"), day) == words


@pytest.mark.parametrize(
    ("birth", "words"),
    [
        ("2016-00-00", "小学4年か小学5年"),
        ("2016-04-00", "小学4年か小学5年"),
        ("2016-05-00", "小学4年"),
        ("2016-03-00", "小学5年"),
        ("2020-00-00", "就学前か小学1年"),
        ("2008-00-00", "高校3年相当か卒業後"),
        ("1948-00-00", ""),
        ("0000-00-00", ""),
        ("2026-00-00", "就学前"),
        ("2027-00-00", ""),
    ],
)
def test_unknown_parts_leave_what_is_possible(birth: str, words: str) -> None:
    assert school_year_words(born(birth), DAY) == words


@pytest.mark.parametrize(
    ("birth", "years", "day"),
    [
        ("2014-11-25", 12, date(2026, 11, 24)),
        ("2015-01-01", 12, date(2026, 12, 31)),
        ("2016-03-01", 12, date(2028, 2, 29)),
        ("2015-03-01", 12, date(2027, 2, 28)),
        ("2016-02-29", 12, date(2028, 2, 28)),
        ("2016-02-29", 13, date(2029, 2, 28)),
        ("2015-05-00", 12, date(2027, 5, 30)),
        ("2015-00-00", 12, date(2027, 12, 30)),
        ("2015-06-10", 0, date(2015, 6, 9)),
        ("0000-00-00", 12, None),
    ],
)
def test_an_age_is_reached_on_the_day_before_the_birthday(birth: str, years: int, day: date | None) -> None:
    assert reaches_age(born(birth), years) == day


@given(birth=st.dates(date(1900, 1, 1), date(2025, 12, 31)), years=st.integers(1, 110))
def test_the_day_it_is_reached_is_the_first_on_which_it_is_counted(birth: date, years: int) -> None:
    day = reaches_age(PartialDate.from_date(birth), years)

    assert day is not None
    assert age_on(PartialDate.from_date(birth), day) == years
    assert age_on(PartialDate.from_date(birth), day - timedelta(days=1)) == (
        years - 1 if years > 1 or day - timedelta(days=1) >= birth else None
    )


def test_nothing_is_known_of_an_unknown_birth() -> None:
    assert school_year_words(UNKNOWN, DAY) == ""
