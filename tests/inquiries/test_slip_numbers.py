"""The number of a 受付票 as it is said on the telephone and read from paper (D-3)."""

import pytest

from portal.inquiries.number_rules import SlipNumber, read_number

OF_THIS_YEAR = SlipNumber(2026, 231)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("R8-0231", OF_THIS_YEAR),
        ("r8-231", OF_THIS_YEAR),
        ("Ｒ８－０２３１", OF_THIS_YEAR),
        ("R8ー0231", OF_THIS_YEAR),
        ("令和8年度-231", OF_THIS_YEAR),
        ("令8 - 231", OF_THIS_YEAR),
        (" 8-231 ", OF_THIS_YEAR),
        ("231", OF_THIS_YEAR),
        ("R7-231", SlipNumber(2025, 231)),
        ("R10-123456", SlipNumber(2028, 123456)),
        ("R8-1234567", None),
        ("R8-", None),
        ("開8-0231", None),
        ("029-000-1111", None),
        ("", None),
    ],
)
def test_a_number_is_read_in_any_width_and_alone_is_of_this_year(typed: str, number: SlipNumber | None) -> None:
    assert read_number(typed, this_year=2026) == number


@pytest.mark.parametrize(("number", "shown"), [(OF_THIS_YEAR, "R8-0231"), (SlipNumber(2027, 12345), "R9-12345")])
def test_what_is_shown_is_read_again(number: SlipNumber, shown: str) -> None:
    assert number.shown == shown
    assert read_number(shown, this_year=2030) == number
