"""Who is of age for a dose: the days on which it is so, and the same in words. Pure (domain-vaccination §0-5, §5)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from portal.programmes.span_rules import A_DAY, Span, Unit, fiscal_year_of, reached
from portal.text.wareki import PartialDate

OLDEST = 150


class AgeBasis(StrEnum):
    """When the age counts: on the day itself, or the one reached within the fiscal year (born 4月2日 to the next 4月1日)."""

    ON_THE_DAY = "on_the_day"
    IN_THE_YEAR = "in_the_year"


class AgeEnd(StrEnum):
    """What the upper limit means: the last day is two days before the birthday, one year later, or the day before it."""

    UNDER = "under"
    THROUGH = "through"
    REACHING = "reaching"


BASIS_WORDS = {AgeBasis.ON_THE_DAY: "接種する日の年齢", AgeBasis.IN_THE_YEAR: "年度のうちに達する年齢"}
END_WORDS = {AgeEnd.UNDER: "未満", AgeEnd.THROUGH: "まで(その年齢の間も含む)", AgeEnd.REACHING: "に至るまで(達する日を含む)"}


class Window(NamedTuple):
    """From the first day to the last, both included."""

    first: date
    last: date


ALWAYS = Window(date.min, date.max)


@dataclass(frozen=True)
class Target:
    """`every`: of the ages within the year only each so-manieth, from `at_least` on (65歳・70歳・…)."""

    basis: AgeBasis = AgeBasis.ON_THE_DAY
    at_least: Span | None = None
    until: Span | None = None
    end: AgeEnd = AgeEnd.UNDER
    every: int = 0

    @property
    def is_everybody(self) -> bool:
        return self.at_least is None and self.until is None

    @property
    def words(self) -> str:
        """12歳以上の方; 生後6か月以上5歳未満の方; 年度のうちに65歳・70歳になる方."""
        if self.is_everybody:
            return "すべての年齢の方"
        if self.basis is AgeBasis.ON_THE_DAY:
            return f"{_from_words(self.at_least)}{_until_words(self.until, self.end)}の方"
        if self.every:
            return f"年度のうちに{'・'.join(f'{age}歳' for age in _ages(self))}になる方"
        return f"年度のうちに{_from_words(self.at_least)}{_until_words(self.until, self.end)}になる方"

    @property
    def sentence(self) -> str:
        return f"対象は{self.words}です。"

    @property
    def counting(self) -> str:
        """How the age is counted, for who is not there yet."""
        if self.basis is AgeBasis.IN_THE_YEAR:
            return "年齢は年度の末日(3月31日)で数えます。"
        return (
            "誕生日の前日から数えます。"
            if self.at_least and self.at_least.unit is Unit.YEARS
            else "その月齢・日齢になる日の前日から数えます。"
        )


EVERYBODY = Target()


def windows_of(target: Target, birth: PartialDate) -> list[Window]:
    """When this person is of age. With unknown parts of the birth only the days that are certain; none when nothing is certain."""
    if target.is_everybody:
        return [ALWAYS]
    if birth.year == 0:
        return []
    found = [_on_the_day(target, birth)] if target.basis is AgeBasis.ON_THE_DAY else _in_the_year(target, birth)
    return [window for window in found if window.first <= window.last]


def _on_the_day(target: Target, birth: PartialDate) -> Window:
    """Nobody is made older than proven at the beginning, nor younger at the end."""
    first = reached(birth.last_day, target.at_least) if target.at_least else date.min
    return Window(first, _last_day(target, birth.first_day))


def _last_day(target: Target, earliest_birth: date) -> date:
    if target.until is None:
        return date.max
    if target.end is AgeEnd.REACHING:
        return reached(earliest_birth, target.until)
    return reached(earliest_birth, target.until.next if target.end is AgeEnd.THROUGH else target.until) - A_DAY


def _in_the_year(target: Target, birth: PartialDate) -> list[Window]:
    ages = _ages(target)
    if target.every:
        return [Window(_year(birth.last_day, age)[0], _year(birth.first_day, age)[1]) for age in ages]
    first = _year(birth.last_day, ages[0])[0] if target.at_least and ages else date.min
    if target.until is None:
        return [Window(first, date.max)]
    return [Window(first, _year(birth.first_day, ages[-1])[1])] if ages else []


def _year(birth: date, age: int) -> tuple[date, date]:
    return fiscal_year_of(reached(birth, Span(age, Unit.YEARS)))


def _ages(target: Target) -> range:
    """The ages in years that count; a limit in other units is none here."""
    last = OLDEST if target.until is None else target.until.count - (target.end is AgeEnd.UNDER)
    return range(target.at_least.count if target.at_least else 0, last + 1, target.every or 1)


def _from_words(at_least: Span | None) -> str:
    return f"{at_least.age_words}以上" if at_least else ""


def _until_words(until: Span | None, end: AgeEnd) -> str:
    if until is None:
        return ""
    return until.age_words + {AgeEnd.UNDER: "未満", AgeEnd.THROUGH: "以下", AgeEnd.REACHING: "に至るまで"}[end]
