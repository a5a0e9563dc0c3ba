"""次回接種可能日: when the next dose of a programme is possible, and why then. Pure; the words are those of the refusals (S4-1)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.residents.rules import reaches_age
from portal.text.wareki import format_date
from portal.vouchers.rules import (
    DoseFacts,
    PersonFacts,
    ProgrammeFacts,
    all_given,
    for_age,
    next_dose,
    possible_from,
    why_not_age,
)


class NextState(StrEnum):
    """The shape that the screen draws."""

    POSSIBLE = "ok"
    LATER = "wait"
    COMPLETE = "done"
    NEVER = "void"


@dataclass(frozen=True)
class NextDose:
    """The next dose: its first day when something decides that day, and what; otherwise why there is none."""

    state: NextState
    number: int
    day: date | None
    reason: str


def next_possible(programme: ProgrammeFacts, person: PersonFacts, given: Collection[DoseFacts], *, day: date) -> NextDose:
    """Of a running programme, on `day`: gone, all given, too young, too soon after the last dose, or possible (domain-vaccination §5)."""
    number = next_dose(given)
    if person.stopped:
        return NextDose(NextState.NEVER, number, None, person.stopped)
    if number > programme.doses:
        return NextDose(NextState.COMPLETE, number, None, all_given(programme))
    of_age = reaches_age(person.birth, programme.minimum_age)
    if programme.minimum_age > 0 and of_age is None:
        return NextDose(NextState.NEVER, number, None, why_not_age(None, programme.minimum_age) or "")
    first, reason = max(_limits(programme, given, of_age), default=(programme.starts_on, ""))
    if programme.ends_on is not None and first > programme.ends_on:
        return NextDose(NextState.NEVER, number, None, f"{reason} {format_date(first)}より前に事業が終わります。")
    return NextDose(NextState.POSSIBLE if first <= day else NextState.LATER, number, first if reason else None, reason)


def _limits(programme: ProgrammeFacts, given: Collection[DoseFacts], of_age: date | None) -> list[tuple[date, str]]:
    """Each first day that lies behind the beginning of the programme, with what decides it."""
    limits: list[tuple[date, str]] = []
    if (after := possible_from(programme, given)) is not None:
        last = max(dose.given_on for dose in given)
        limits.append((after, f"前回({format_date(last)})から{programme.interval_days}日です。"))
    if of_age is not None and programme.minimum_age > 0 and of_age > programme.starts_on:
        limits.append((of_age, f"{for_age(programme.minimum_age)}誕生日の前日から数えます。"))
    return limits
