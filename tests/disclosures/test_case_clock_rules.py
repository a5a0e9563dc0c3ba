"""Which of a case's periods binds now: the first, an extension, 84条 before and after its fair part."""

from datetime import date

import pytest

from portal.disclosures.case_clock_rules import CaseTimes, DecidedDraft, clock_from
from portal.disclosures.clock_rules import Mended
from portal.disclosures.decision_rules import DraftKind
from portal.disclosures.rules import CaseKind

RECEIVED = date(2026, 4, 1)
EXTENSION = DecidedDraft(DraftKind.EXTENSION, days=20, until=date(2026, 5, 21))
SPECIAL = DecidedDraft(DraftKind.SPECIAL, until=date(2026, 5, 31), rest_until=date(2026, 9, 30))
GRANT = DecidedDraft(DraftKind.GRANT)
DISCLOSURE, CORRECTION, SUSPENSION = CaseKind.DISCLOSURE, CaseKind.CORRECTION, CaseKind.SUSPENSION


@pytest.mark.parametrize(
    ("kind", "drafts", "binds", "told"),
    [
        (DISCLOSURE, [], date(2026, 5, 1), None),
        (DISCLOSURE, [GRANT], date(2026, 5, 1), None),
        (DISCLOSURE, [EXTENSION], date(2026, 5, 21), EXTENSION.until),
        (CORRECTION, [EXTENSION], date(2026, 5, 21), EXTENSION.until),
        (DISCLOSURE, [SPECIAL], date(2026, 5, 31), SPECIAL.until),
        (DISCLOSURE, [SPECIAL, GRANT], date(2026, 9, 30), SPECIAL.until),
        (DISCLOSURE, [GRANT, SPECIAL], date(2026, 9, 30), SPECIAL.until),
        (DISCLOSURE, [DecidedDraft(DraftKind.SPECIAL), GRANT], date(2026, 5, 31), None),
        (CORRECTION, [SPECIAL], date(2026, 9, 30), SPECIAL.until),
        (SUSPENSION, [SPECIAL], date(2026, 9, 30), SPECIAL.until),
        (DISCLOSURE, [EXTENSION, SPECIAL], date(2026, 5, 31), SPECIAL.until),
        (DISCLOSURE, [DecidedDraft(DraftKind.MENDING)], date(2026, 5, 1), None),
    ],
)
def test_the_newest_extension_binds(kind: CaseKind, drafts: list[DecidedDraft], binds: date, told: date | None) -> None:
    clock = clock_from(CaseTimes(kind, RECEIVED, 30, drafts=drafts), counts_first=False)
    assert clock.current.day == binds
    assert clock.basic.day == date(2026, 5, 1)
    assert clock.told == told


@pytest.mark.parametrize(("counts_first", "first", "longer"), [(False, 8, 28), (True, 9, 29)])
def test_a_mending_moves_the_first_period_and_with_it_the_extension(counts_first: bool, first: int, longer: int) -> None:
    """What was told stays beside what is counted now."""
    mendings = [Mended(date(2026, 4, 10), date(2026, 4, 17))]
    clock = clock_from(CaseTimes(DISCLOSURE, RECEIVED, 30, mendings, [EXTENSION]), counts_first=counts_first)
    assert (clock.basic.day, clock.current.day) == (date(2026, 5, first), date(2026, 5, longer))
    assert clock.told == date(2026, 5, 21)


def test_while_a_mending_is_waited_for_no_period_has_an_end_but_the_one_that_was_told_for_the_rest() -> None:
    waits = [Mended(date(2026, 4, 10), None)]
    for drafts in ([], [EXTENSION], [SPECIAL]):
        assert clock_from(CaseTimes(DISCLOSURE, RECEIVED, 30, waits, drafts), counts_first=False).current.day is None
    rest = clock_from(CaseTimes(DISCLOSURE, RECEIVED, 30, waits, [SPECIAL, GRANT]), counts_first=False)
    assert rest.current.day == date(2026, 9, 30)


def test_a_mending_in_the_extension_moves_the_extension_alone() -> None:
    later = [Mended(date(2026, 5, 10), date(2026, 5, 13))]
    clock = clock_from(CaseTimes(DISCLOSURE, RECEIVED, 30, later, [EXTENSION]), counts_first=False)
    assert (clock.basic.day, clock.current.day) == (date(2026, 5, 1), date(2026, 5, 24))
