"""Lengths of time as the vaccination rules count them: differences of days, months by the same day or the first of the next. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

A_DAY = timedelta(days=1)
FISCAL_YEAR_BEGINS = 4


class Unit(StrEnum):
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


UNIT_WORDS = {Unit.DAYS: "日", Unit.MONTHS: "か月", Unit.YEARS: "年"}
_OF_AGE = {Unit.DAYS: "生後{}日", Unit.MONTHS: "生後{}か月", Unit.YEARS: "{}歳"}


@dataclass(frozen=True)
class Span:
    count: int
    unit: Unit

    @property
    def words(self) -> str:
        """28日, 3か月, 1年."""
        return f"{self.count}{UNIT_WORDS[self.unit]}"

    @property
    def age_words(self) -> str:
        """生後6か月, 12歳."""
        return _OF_AGE[self.unit].format(self.count)

    @property
    def next(self) -> "Span":
        return Span(self.count + 1, self.unit)


def after(day: date, span: Span) -> date:
    """The first day that lies so far behind `day`.

    Days are a difference (28日: four weeks later). Months and years end on the same day; where a month has no such day, on the first of
    the next (民法143条2項; domain-vaccination §0-4).
    """
    if span.unit is Unit.DAYS:
        return day + timedelta(days=span.count)
    return _months_after(day, span.count * (12 if span.unit is Unit.YEARS else 1))


def reached(birth: date, age: Span) -> date:
    """The first day of an age: years and months of life are complete on the day before (年齢計算ニ関する法律)."""
    return after(birth, age) - A_DAY


def fiscal_year_of(day: date) -> tuple[date, date]:
    """年度: its first and last day."""
    first = date(day.year - (day.month < FISCAL_YEAR_BEGINS), FISCAL_YEAR_BEGINS, 1)
    return first, date(first.year + 1, FISCAL_YEAR_BEGINS, 1) - A_DAY


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return date(day.year + years, month + 1, day.day)
    except ValueError:
        # December has a 31st: the next month is in the same year.
        return date(day.year + years, month + 2, 1)
