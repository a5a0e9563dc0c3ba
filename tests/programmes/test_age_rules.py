"""Who is of age: the first and the last day, at the birthdays that go wrong, in the words of the screen."""

from datetime import date

import pytest

from portal.programmes.age_rules import ALWAYS, EVERYBODY, AgeBasis, AgeEnd, Target, Window, windows_of
from portal.programmes.span_rules import Span, Unit
from portal.text.wareki import PartialDate

INFANTS = Target(at_least=Span(6, Unit.MONTHS), until=Span(5, Unit.YEARS))
OLD = Target(at_least=Span(65, Unit.YEARS))
EVERY_FIFTH = Target(AgeBasis.IN_THE_YEAR, Span(65, Unit.YEARS), Span(100, Unit.YEARS), AgeEnd.THROUGH, every=5)


def windows(target: Target, birth: str) -> list[Window]:
    return windows_of(target, PartialDate.from_key(birth))


@pytest.mark.parametrize(
    ("target", "birth", "first", "last"),
    [
        # domain-vaccination §5.2: from the day before 6 months to two days before the fifth birthday.
        (INFANTS, "2022-05-20", date(2022, 11, 19), date(2027, 5, 18)),
        (INFANTS, "2022-08-31", date(2023, 2, 28), date(2027, 8, 29)),
        (INFANTS, "2024-02-29", date(2024, 8, 28), date(2029, 2, 27)),
        (OLD, "1961-11-25", date(2026, 11, 24), date.max),
        (OLD, "1960-02-29", date(2025, 2, 28), date.max),
        (Target(until=Span(1, Unit.YEARS), end=AgeEnd.REACHING), "2026-05-20", date.min, date(2027, 5, 19)),
        (Target(until=Span(1, Unit.YEARS), end=AgeEnd.UNDER), "2026-05-20", date.min, date(2027, 5, 18)),
        (Target(until=Span(12, Unit.YEARS), end=AgeEnd.THROUGH), "2014-05-20", date.min, date(2027, 5, 18)),
        (Target(until=Span(90, Unit.MONTHS), end=AgeEnd.REACHING), "2020-05-20", date.min, date(2027, 11, 19)),
        # With unknown parts only what is certain.
        (OLD, "1961-11-00", date(2026, 11, 29), date.max),
        (OLD, "1961-00-00", date(2026, 12, 30), date.max),
        (INFANTS, "2022-05-00", date(2022, 11, 30), date(2027, 4, 29)),
    ],
)
def test_an_age_on_the_day_has_a_first_and_a_last_day(target: Target, birth: str, first: date, last: date) -> None:
    assert windows(target, birth) == [Window(first, last)]


@pytest.mark.parametrize(
    ("birth", "years"),
    [
        ("1961-04-01", [2025, 2030, 2035, 2040, 2045, 2050, 2055, 2060]),
        ("1961-04-02", [2026, 2031, 2036, 2041, 2046, 2051, 2056, 2061]),
        ("1962-04-01", [2026, 2031, 2036, 2041, 2046, 2051, 2056, 2061]),
        ("1962-04-02", [2027, 2032, 2037, 2042, 2047, 2052, 2057, 2062]),
        ("1926-06-01", [1991, 1996, 2001, 2006, 2011, 2016, 2021, 2026]),
    ],
)
def test_an_age_of_the_year_counts_from_1_april_to_31_march(birth: str, years: list[int]) -> None:
    assert windows(EVERY_FIFTH, birth) == [Window(date(year, 4, 1), date(year + 1, 3, 31)) for year in years]


@pytest.mark.parametrize(
    ("target", "birth", "first", "last"),
    [
        (Target(AgeBasis.IN_THE_YEAR, Span(65, Unit.YEARS)), "1962-04-01", date(2026, 4, 1), date.max),
        (Target(AgeBasis.IN_THE_YEAR, Span(65, Unit.YEARS)), "1962-04-02", date(2027, 4, 1), date.max),
        (Target(AgeBasis.IN_THE_YEAR, None, Span(6, Unit.YEARS), AgeEnd.UNDER), "2020-06-01", date.min, date(2026, 3, 31)),
        (Target(AgeBasis.IN_THE_YEAR, None, Span(6, Unit.YEARS), AgeEnd.THROUGH), "2020-06-01", date.min, date(2027, 3, 31)),
        (
            Target(AgeBasis.IN_THE_YEAR, Span(5, Unit.YEARS), Span(6, Unit.YEARS), AgeEnd.THROUGH),
            "2020-06-01",
            date(2025, 4, 1),
            date(2027, 3, 31),
        ),
    ],
)
def test_ages_of_the_year_without_steps_are_one_stretch(target: Target, birth: str, first: date, last: date) -> None:
    assert windows(target, birth) == [Window(first, last)]


def test_nothing_is_certain_of_an_unknown_birth_and_everybody_needs_none() -> None:
    assert windows(OLD, "0000-00-00") == []
    assert windows(EVERY_FIFTH, "1961-00-00") == []
    assert windows(EVERY_FIFTH, "1961-04-00") == []
    assert windows(EVERY_FIFTH, "1961-05-00")[0] == Window(date(2026, 4, 1), date(2027, 3, 31))
    assert windows(EVERYBODY, "0000-00-00") == [ALWAYS]
    assert windows(Target(until=Span(1, Unit.MONTHS)), "2026-00-00")[0].last == date(2026, 1, 30)
    assert windows(Target(at_least=Span(1, Unit.MONTHS), until=Span(2, Unit.MONTHS)), "2026-00-00") == []


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        (EVERYBODY, "対象はすべての年齢の方です。"),
        (OLD, "対象は65歳以上の方です。"),
        (INFANTS, "対象は生後6か月以上5歳未満の方です。"),
        (
            Target(at_least=Span(2, Unit.MONTHS), until=Span(90, Unit.MONTHS), end=AgeEnd.REACHING),
            "対象は生後2か月以上生後90か月に至るまでの方です。",
        ),
        (Target(until=Span(12, Unit.YEARS), end=AgeEnd.THROUGH), "対象は12歳以下の方です。"),
        (EVERY_FIFTH, "対象は年度のうちに65歳・70歳・75歳・80歳・85歳・90歳・95歳・100歳になる方です。"),
        (Target(AgeBasis.IN_THE_YEAR, Span(65, Unit.YEARS)), "対象は年度のうちに65歳以上になる方です。"),
    ],
)
def test_a_target_is_said_in_words(target: Target, sentence: str) -> None:
    assert target.sentence == sentence


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (OLD, "誕生日の前日から数えます。"),
        (INFANTS, "その月齢・日齢になる日の前日から数えます。"),
        (EVERY_FIFTH, "年齢は年度の末日(3月31日)で数えます。"),
    ],
)
def test_how_the_age_counts_is_said_to_who_is_not_there_yet(target: Target, words: str) -> None:
    assert target.counting == words
