"""接種できるか: whether a person may have a dose of a programme on a day, every reason why not, and the next day on which nothing is
in the way. Pure; the words are those of the resident page, of a refusal and of a list alike (S4-1)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from portal.programmes.age_rules import Target, windows_of
from portal.programmes.dose_rules import (
    DoseFacts,
    DoseRule,
    PersonFacts,
    ProgrammeFacts,
    in_effect,
    last_dose,
    next_dose,
    rules_on,
)
from portal.programmes.span_rules import after
from portal.text.wareki import PartialDate, format_date


class Why(StrEnum):
    """What stands in the way, in the order in which it is said."""

    GONE = "gone"
    GIVEN = "given"
    COMPLETE = "complete"
    ENDED = "ended"
    NOT_BEGUN = "not_begun"
    NOT_OFFERED = "not_offered"
    NOT_REGISTERED = "not_registered"
    AGE_UNKNOWN = "age_unknown"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    EARLIER_MISSING = "earlier_missing"
    OTHER_VACCINE = "other_vaccine"
    TOO_SOON = "too_soon"
    NO_DAY_LEFT = "no_day_left"


_SAID_FIRST = tuple(Why)


class NextState(StrEnum):
    """The shape that the screen draws."""

    POSSIBLE = "ok"
    LATER = "wait"
    COMPLETE = "done"
    NEVER = "void"


class Refusal(NamedTuple):
    """One reason; `lifts_on` where waiting is enough."""

    why: Why
    words: str
    lifts_on: date | None = None


class Chance(NamedTuple):
    """Days on end on which a rule lets the dose be given, and what decides the first of them."""

    first: date
    last: date
    rule: DoseRule
    because: str


@dataclass(frozen=True)
class Entitlement:
    """Yes, when there is no refusal. `day`: the first possible day where something decides it; now or to come."""

    number: int
    refusals: tuple[Refusal, ...]
    day: date | None = None
    because: str = ""
    issue_from: date | None = None
    standard_day: date | None = None

    @property
    def whys(self) -> frozenset[Why]:
        return frozenset(refusal.why for refusal in self.refusals)

    @property
    def state(self) -> NextState:
        if not self.refusals:
            return NextState.POSSIBLE
        if Why.COMPLETE in self.whys:
            return NextState.COMPLETE
        return NextState.LATER if self.day else NextState.NEVER

    @property
    def words(self) -> str:
        """Every reason, one after the other; empty when there is none."""
        return "".join(refusal.words for refusal in self.refusals)

    @property
    def reason(self) -> str:
        """Beside the state: why not, or what decided the day."""
        return self.words + self.because

    def why_no_voucher(self, day: date) -> str | None:
        """A voucher may go out some days ahead of the dose, where the rule says so."""
        if not self.refusals or (self.issue_from and self.issue_from <= day):
            return None
        return self.words + (f"接種券は{format_date(self.issue_from)}から発行できます。" if self.issue_from else "")


def why_not_programme(programme: ProgrammeFacts, day: date) -> Refusal | None:
    """Whether the programme runs on this day."""
    if day > programme.last_day:
        return Refusal(Why.ENDED, f"{format_date(programme.last_day)}で事業が終わりました。接種済証の再交付はできます。")
    if day < programme.starts_on:
        return Refusal(Why.NOT_BEGUN, f"{format_date(programme.starts_on)}から始まります。", programme.starts_on)
    return None


def entitlement(
    programme: ProgrammeFacts, person: PersonFacts, given: Collection[DoseFacts], *, day: date, dose: int | None = None
) -> Entitlement:
    """Of the next dose, or of `dose`, on `day`, by the rules of that day."""
    number = dose or next_dose(programme, given)
    refusals = _refusals(programme, person, given, number=number, day=day)
    if {Why.GONE, Why.GIVEN, Why.COMPLETE} & {refusal.why for refusal in refusals}:
        return Entitlement(number, tuple(refusals))
    chances = [chance for chance in _chances(programme, person, given, number) if chance.last >= day]
    chance = min(chances, key=lambda chance: max(chance.first, day), default=None)
    if chance is None:
        return Entitlement(number, (*refusals, *_no_day_left(programme, refusals)))
    last = _counted_from(chance.rule, given)
    return Entitlement(
        number,
        tuple(refusals),
        day=chance.first if refusals or chance.because else None,
        because=_because(programme, chance, day) if refusals else chance.because,
        issue_from=chance.first - timedelta(days=chance.rule.ahead_days) if refusals else None,
        standard_day=after(last.given_on, chance.rule.standard) if last and chance.rule.standard else None,
    )


def _because(programme: ProgrammeFacts, chance: Chance, day: date) -> str:
    """The reasons of today may not be those of the next day: a later rule can bring it nearer."""
    begins = chance.rule.starts_on
    was_given_before = any(rule.dose == chance.rule.dose for rule in rules_on(programme, day))
    changes = chance.first == begins > day and was_given_before
    return f"{format_date(begins)}から決まりが変わります。" if changes else ""


def _refusals(programme: ProgrammeFacts, person: PersonFacts, given: Collection[DoseFacts], *, number: int, day: date) -> list[Refusal]:
    """Every reason against the day, in the order of Why."""
    refusals = [Refusal(Why.GONE, person.stopped)] if person.stopped else []
    latest = max(given, key=lambda dose: dose.number, default=None)
    if latest and latest.number >= number:
        refusals.append(Refusal(Why.GIVEN, f"{latest.number}回目の接種({format_date(latest.given_on)})が記録されています。"))
    period = why_not_programme(programme, day)
    has_ended = period is not None and period.why is Why.ENDED
    # What a programme asks is asked on a day of its period; after the end there is no rule left to be broken.
    on = max(day, programme.starts_on)
    rules = [rule for rule in rules_on(programme, on) if rule.dose == number]
    missing = None if rules else _why_no_rule(programme, number, on)
    if missing and (missing.why is Why.COMPLETE or not has_ended):
        refusals.append(missing)
    refusals += [period] if period else []
    if rules and not has_ended:
        refusals += min((_why_not_by(rule, person, given, on) for rule in rules), key=_weight)
    return sorted(refusals, key=lambda refusal: _SAID_FIRST.index(refusal.why))


def _weight(refusals: Sequence[Refusal]) -> tuple[int, date]:
    """Of several vaccines the one that lets the dose be given soonest: waiting weighs less than what waiting does not lift."""
    lifted = [refusal.lifts_on for refusal in refusals if refusal.lifts_on]
    return len(refusals) - len(lifted), max(lifted, default=date.min)


def _why_no_rule(programme: ProgrammeFacts, number: int, day: date) -> Refusal:
    begins = min(
        (rule.starts_on for rule in programme.rules if rule.dose == number and rule.is_offered and rule.starts_on > day), default=None
    )
    if begins:
        return Refusal(Why.NOT_OFFERED, f"{number}回目は{format_date(begins)}から行います。", begins)
    if number > (last := last_dose(programme, day)) > 0:
        return Refusal(Why.COMPLETE, f"{last}回すべての接種が記録されています。")
    return Refusal(Why.NOT_OFFERED, f"{number}回目を行う決まりがありません。「接種事業」の画面で確かめてください。")


def _why_not_by(rule: DoseRule, person: PersonFacts, given: Collection[DoseFacts], day: date) -> list[Refusal]:
    """Every reason by one rule."""
    found = (_why_not_registered(rule, person, day), _why_not_age(rule.target, person.birth, day), _why_not_after(rule, given, day))
    return [refusal for refusal in found if refusal]


def _why_not_registered(rule: DoseRule, person: PersonFacts, day: date) -> Refusal | None:
    if not rule.registered_only:
        return None
    if not person.is_registered:
        return Refusal(Why.NOT_REGISTERED, "対象は住民登録のある方です。この方は住民登録がありません。")
    if person.registered_from and person.registered_from > day:
        words = f"対象は住民登録のある方です。この方の登録は{format_date(person.registered_from)}からです。"
        return Refusal(Why.NOT_REGISTERED, words, person.registered_from)
    return None


def _why_not_age(target: Target, birth: PartialDate, day: date) -> Refusal | None:
    """An unknown age is not taken for enough."""
    windows = windows_of(target, birth)
    if not windows:
        words = f"{target.sentence}生年月日がわからないため発行できません。住民登録を確かめてください。"
        return Refusal(Why.AGE_UNKNOWN, words)
    if any(window.first <= day <= window.last for window in windows):
        return None
    if ahead := [window.first for window in windows if window.first > day]:
        return Refusal(Why.TOO_YOUNG, f"{target.sentence}{target.counting}", min(ahead))
    last = max(window.last for window in windows)
    return Refusal(Why.TOO_OLD, f"{target.sentence}この方の対象の期間は{format_date(last)}で終わりました。")


def _why_not_after(rule: DoseRule, given: Collection[DoseFacts], day: date) -> Refusal | None:
    """The dose before it: given at all, with the same vaccine, and long enough ago."""
    if rule.earlier is None:
        return None
    last = _counted_from(rule, given)
    if last is None:
        words = f"{rule.earlier}回目の接種が記録されていません。ほかの市町村などで受けていないか確かめてください。"
        return Refusal(Why.EARLIER_MISSING, words)
    if words := _why_other_vaccine(rule, last.vaccine):
        return Refusal(Why.OTHER_VACCINE, words)
    if rule.shortest and (first := after(last.given_on, rule.shortest)) > day:
        return Refusal(Why.TOO_SOON, _interval_words(rule, last.given_on), first)
    return None


def _counted_from(rule: DoseRule, given: Collection[DoseFacts]) -> DoseFacts | None:
    return max((dose for dose in given if dose.number == rule.earlier), key=lambda dose: dose.given_on, default=None)


def _why_other_vaccine(rule: DoseRule, vaccine: str) -> str | None:
    if not rule.same_vaccine or vaccine == rule.vaccine:
        return None
    if not vaccine:
        return f"{rule.dose}回目は{rule.earlier}回目と同じワクチンで受ける決まりですが、{rule.earlier}回目のメーカーが記録されていません。"
    return f"{rule.dose}回目は{rule.earlier}回目と同じワクチンで受ける決まりですが、{vaccine}で行う決まりがありません。"


def _interval_words(rule: DoseRule, last: date) -> str:
    which = "前回" if rule.earlier == rule.dose - 1 else f"{rule.earlier}回目"
    return f"{which}({format_date(last)})から{rule.shortest.words if rule.shortest else ''}です。"


def _no_day_left(programme: ProgrammeFacts, refusals: Sequence[Refusal]) -> list[Refusal]:
    """When waiting would be enough, but the programme or the age is over before."""
    lifted = [refusal.lifts_on for refusal in refusals if refusal.lifts_on]
    if not refusals or len(lifted) < len(refusals):
        return []
    over = "事業が終わります" if max(lifted) > programme.last_day else "対象の年齢を過ぎるか、この回を行わなくなります"
    return [Refusal(Why.NO_DAY_LEFT, f"{format_date(max(lifted))}より前に{over}。")]


def _chances(programme: ProgrammeFacts, person: PersonFacts, given: Collection[DoseFacts], number: int) -> Iterator[Chance]:
    """Every stretch of days on which the dose may be given, rule by rule."""
    for rule, period in in_effect(programme, number):
        limits = _limits(rule, person, given)
        if limits is None:
            continue
        for window in windows_of(rule.target, person.birth):
            of_age = (window.first, f"{rule.target.sentence}{rule.target.counting}")
            first, because = max((period.first, ""), *limits, of_age, key=lambda limit: limit[0])
            last = min(period.last, window.last)
            if first <= last:
                yield Chance(first, last, rule, because)


def _limits(rule: DoseRule, person: PersonFacts, given: Collection[DoseFacts]) -> list[tuple[date, str]] | None:
    """Each first day apart from the age's, with what decides it; None when waiting does not help."""
    refusals = [_why_not_registered(rule, person, date.min), _why_not_after(rule, given, date.min)]
    limits = [(refusal.lifts_on, refusal.words) for refusal in refusals if refusal]
    return None if any(day is None for day, _ in limits) else [(day, words) for day, words in limits if day]
