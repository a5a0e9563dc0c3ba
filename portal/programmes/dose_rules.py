"""A programme's rules dose by dose: which of them are in effect on a day, and which dose comes next. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from portal.programmes.age_rules import EVERYBODY, Target, Window
from portal.programmes.span_rules import A_DAY, Span
from portal.text.wareki import UNKNOWN, PartialDate


@dataclass(frozen=True)
class DoseRule:
    """One dose by one rule, in effect from `starts_on` until the next rule of the same dose and vaccine.

    `vaccine`: for this one alone (empty: whichever). `earlier`: the dose that must have been given, from which `shortest` and `standard`
    count. `ahead_days`: how long before the first possible day the voucher may go out.
    """

    dose: int
    starts_on: date
    target: Target = EVERYBODY
    vaccine: str = ""
    is_offered: bool = True
    earlier: int | None = None
    shortest: Span | None = None
    standard: Span | None = None
    same_vaccine: bool = False
    registered_only: bool = False
    ahead_days: int = 0


@dataclass(frozen=True)
class ProgrammeFacts:
    """What the rules need to know of a programme: its period, and every rule that it has, had or will have."""

    code: str
    name: str
    starts_on: date
    ends_on: date | None
    rules: tuple[DoseRule, ...]

    @property
    def last_day(self) -> date:
        return self.ends_on or date.max


@dataclass(frozen=True)
class PersonFacts:
    """What the rules need to know of a person; `stopped` is the reason in words that another rule gave (residents/movement_rules.py)."""

    stopped: str | None
    hidden: bool
    may_open_protected: bool = False
    birth: PartialDate = UNKNOWN
    is_registered: bool = True
    registered_from: date | None = None


@dataclass(frozen=True)
class DoseFacts:
    number: int
    given_on: date
    vaccine: str = ""


def last_recorded(given: Collection[DoseFacts]) -> int:
    """The highest dose given; gaps in the record do not bring an earlier one back."""
    return max((dose.number for dose in given), default=0)


def next_dose(programme: ProgrammeFacts, given: Collection[DoseFacts]) -> int:
    """The dose that comes next; a programme of later doses begins with the first that it gives."""
    first = min((rule.dose for rule in programme.rules if rule.is_offered), default=1)
    return max(last_recorded(given) + 1, first)


def rules_on(programme: ProgrammeFacts, day: date) -> list[DoseRule]:
    """Those in effect on a day, by dose: of each dose and vaccine the latest that has begun."""
    latest = {(rule.dose, rule.vaccine): rule for rule in _by_beginning(programme) if rule.starts_on <= day}
    return sorted((rule for rule in latest.values() if rule.is_offered), key=lambda rule: (rule.dose, rule.vaccine))


def last_dose(programme: ProgrammeFacts, day: date) -> int:
    """How many doses the programme has on a day of its period; the nearest one when the day lies outside."""
    on = min(max(day, programme.starts_on), programme.last_day)
    return max((rule.dose for rule in rules_on(programme, on)), default=0)


def in_effect(programme: ProgrammeFacts, number: int) -> Iterator[tuple[DoseRule, Window]]:
    """Each rule of a dose with the days on which it is in effect: until the next of the same vaccine, within the programme's period."""
    rules = [rule for rule in _by_beginning(programme) if rule.dose == number]
    for rule in rules:
        later = [other.starts_on - A_DAY for other in rules if other.vaccine == rule.vaccine and other.starts_on > rule.starts_on]
        window = Window(max(rule.starts_on, programme.starts_on), min([*later, programme.last_day]))
        if rule.is_offered and window.first <= window.last:
            yield rule, window


def _by_beginning(programme: ProgrammeFacts) -> list[DoseRule]:
    return sorted(programme.rules, key=lambda rule: rule.starts_on)
