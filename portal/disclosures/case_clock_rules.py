"""The clock of one case: which of its periods binds now (83条, 84条, 94条, 95条, 102条, 103条). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.disclosures.clock_rules import Deadline, Mended, decision_due, extended_due, rest_due, special_due
from portal.disclosures.decision_rules import DECISIONS_OF, DraftKind
from portal.disclosures.rules import CaseKind

EXTENDING = (DraftKind.EXTENSION, DraftKind.SPECIAL)


@dataclass(frozen=True)
class DecidedDraft:
    """What a decided 起案 means for the clock; `until`: as the notice of an extension says it, `rest_until`: 84条, for the rest."""

    kind: DraftKind
    days: int | None = None
    until: date | None = None
    rest_until: date | None = None


@dataclass(frozen=True)
class CaseTimes:
    """`drafts`: those decided, oldest first; `mendings`: those demanded."""

    kind: CaseKind
    received_on: date
    basic_days: int
    mendings: Sequence[Mended] = ()
    drafts: Sequence[DecidedDraft] = ()


@dataclass(frozen=True)
class CaseClock:
    """The deadlines of the decision. `current`: the one that binds now; `told`: what the notice of an extension said."""

    basic: Deadline
    extended: Deadline | None
    special: Deadline | None
    told: date | None

    @property
    def current(self) -> Deadline:
        return self.special or self.extended or self.basic


def clock_from(times: CaseTimes, *, counts_first: bool) -> CaseClock:
    """The newest extension binds. 84条: sixty days until the fair part is decided, from then on the day that was told for the rest; a
    correction or suspension that takes especially long (95条, 103条) has that day alone."""
    basic = decision_due(times.received_on, times.basic_days, times.mendings, counts_first=counts_first)
    newest = next((each for each in reversed(times.drafts) if each.kind in EXTENDING), None)
    extended = special = None
    if newest is not None and newest.kind is DraftKind.EXTENSION:
        extended = extended_due(basic, newest.days or 0, times.mendings, counts_first=counts_first)
    elif newest is not None:
        part_is_open = times.kind is CaseKind.DISCLOSURE and not any(each.kind in DECISIONS_OF for each in times.drafts)
        if part_is_open or newest.rest_until is None:
            special = special_due(times.received_on, times.mendings, counts_first=counts_first)
        else:
            special = rest_due(newest.rest_until)
    return CaseClock(basic, extended, special, newest.until if newest else None)
