"""The number of a request as it stands on its papers (D-1)."""

import pytest

from portal.disclosures.number_rules import CaseNumber, read_number
from portal.disclosures.rules import CaseKind

THIRD = CaseNumber(CaseKind.DISCLOSURE, 2026, 3)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("開8-0003", THIRD),
        ("開8-3", THIRD),
        ("開８－０００３", THIRD),
        (" 開 8 - 3 ", THIRD),
        ("開8ー0003", THIRD),
        ("訂8-0003", CaseNumber(CaseKind.CORRECTION, 2026, 3)),
        ("停10-123456", CaseNumber(CaseKind.SUSPENSION, 2028, 123456)),
        ("開8-1234567", None),
        ("8-0003", None),
        ("R8-0003", None),
        ("開8-0003 ほか", None),
        ("", None),
    ],
)
def test_a_number_is_read_in_any_width(typed: str, number: CaseNumber | None) -> None:
    assert read_number(typed) == number


@pytest.mark.parametrize("kind", CaseKind)
def test_what_is_shown_is_read_again(kind: CaseKind) -> None:
    number = CaseNumber(kind, 2026, 12)
    assert read_number(number.shown) == number
    assert number.shown == {"disclosure": "開8-0012", "correction": "訂8-0012", "suspension": "停8-0012"}[kind]
