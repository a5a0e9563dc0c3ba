"""What figures alone may be: every exact reading of a number in the search box."""

import pytest

from portal.counter.reading_rules import Number, Office, Terms, read_terms
from portal.text.wareki import PartialDate

OFFICE = Office("082210", "ひたちなか市", "茨城県")
WIDE = str.maketrans("0123456789", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19")


def read(typed: str, birth: str = "") -> Terms:
    return read_terms(typed, birth, office=OFFICE)


def number(typed: str, birth: str = "") -> Number:
    read_as = read(typed, birth).number
    assert read_as is not None
    return read_as


@pytest.mark.parametrize(
    "typed",
    [
        "4000001",
        "0004000001",
        "000000004000001",
        "4000001".translate(WIDE),
        " 4000001 ",
        "400-0001",
        "a4000001b",
        "A0004000001A",
        "400 0001",
    ],
)
def test_a_number_is_read_with_and_without_its_zeros(typed: str) -> None:
    assert {"4000001", "0004000001", "000000004000001"} <= set(number(typed).resident_numbers)
    assert number(typed).voucher_number == "0004000001"
    assert read(typed).kinds == ["番号"]
    assert not read(typed).terms


def test_a_number_too_long_for_a_voucher_is_none() -> None:
    assert number("12345678901").voucher_number == ""
    assert number("1234567890").voucher_number == "1234567890"
    assert number("12345678901").resident_numbers == (
        "12345678901",
        "012345678901",
        "0012345678901",
        "00012345678901",
        "000012345678901",
    )


@pytest.mark.parametrize("typed", ["0", "000"])
def test_a_number_of_zeros_is_a_number(typed: str) -> None:
    assert number(typed).resident_numbers[0] == "0"
    assert len(number(typed).resident_numbers) == 15


@pytest.mark.parametrize(
    "typed", ["210822100000400123", "A210822100000400123A", "21 082210 0000400123", "210822100000400123".translate(WIDE)]
)
def test_eighteen_digits_are_a_voucher_of_this_city_and_nothing_else(typed: str) -> None:
    assert number(typed) == Number(voucher_number="0000400123")


@pytest.mark.parametrize(
    ("typed", "phone_end"),
    [
        ("029-000-4471", "1744000920"),
        ("0290004471", "1744000920"),
        ("090-0000-4471", "17440000090"),
        ("000-4471", "1744000"),
        ("12345", ""),
        ("123456789", ""),
        ("1234567890", ""),
        ("0004000001", ""),
        ("00900001111", ""),
        ("12345678", "87654321"),
        ("123456", "654321"),
        ("123456789012", ""),
    ],
)
def test_figures_may_be_a_telephone_number_or_its_local_part(typed: str, phone_end: str) -> None:
    assert number(typed).phone_end == phone_end


@pytest.mark.parametrize(
    ("typed", "place"),
    [("9871-3", "9871-3"), ("2-10-1", "2-10-1"), ("98717", ""), ("98717-1", ""), ("1-2-3-4-5", ""), ("029-000-4471", "")],
)
def test_figures_with_hyphens_may_be_a_house_number(typed: str, place: str) -> None:
    assert number(typed).place == place


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("19480514", PartialDate(1948, 5, 14)),
        ("20000229", PartialDate(2000, 2, 29)),
        ("20010229", None),
        ("194805", PartialDate(1948, 5)),
        ("194813", None),
        ("1948", PartialDate(1948)),
        ("1872", None),
        ("9871", None),
        ("0001948", None),
    ],
)
def test_figures_may_be_a_birth_date(typed: str, born: PartialDate | None) -> None:
    assert number(typed).born == born


def test_a_sound_code_of_an_institution_is_told() -> None:
    assert number("0110113719").is_institution_code
    assert not number("0110113718").is_institution_code


def test_what_was_typed_is_said_back_as_figures() -> None:
    assert read("A220822100000412873B").words == "番号「220822100000412873」を接種券番号として"
    assert read("029-000-4471").words == "番号「029-000-4471」を宛名番号・接種券番号・電話番号として"


def test_every_reading_of_a_number_is_named_in_order() -> None:
    assert number("0290004471").readings == ["宛名番号", "接種券番号", "電話番号"]
    assert number("19480514").readings == ["宛名番号", "接種券番号", "電話番号", "生年月日"]
    assert number("2-10-1").readings == ["宛名番号", "接種券番号", "番地"]
    assert number("210822100000400123").readings == ["接種券番号"]


def test_a_birth_beside_a_number_stays_with_it() -> None:
    terms = read("4000001", "S23.5.14")

    assert (terms.number is not None, terms.birth) == (True, PartialDate(1948, 5, 14))
    assert number("19480514", "S24").born is None
    assert terms.words == "番号「4000001」を宛名番号・接種券番号・電話番号として、昭和23年5月14日生まれで"
