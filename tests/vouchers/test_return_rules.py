"""What a scanned envelope leads to, and the table of codes: pure rules."""

import pytest

from portal.vouchers.code_rules import Code, Part, dose_digit, dose_of, why_not_add, why_not_coded, why_not_end
from portal.vouchers.return_rules import OUTCOME_WORDS, WHAT_TO_DO, Held, Outcome, Scan, read_scan, which
from portal.vouchers.state_rules import VoucherState

CITY = "082210"
CODES = [Code(Part.KIND, "2", None, "接種"), Code(Part.DOSE, "1", 1, "1回目"), Code(Part.DOSE, "7", 2, "2回目")]


@pytest.mark.parametrize(
    ("typed", "scan"),
    [
        ("0000012345", Scan("0000012345", "0000012345")),
        ("12345", Scan("", fault=Outcome.UNREADABLE)),
        ("000012345", Scan("", fault=Outcome.UNREADABLE)),
        (" 0000-012345 ", Scan("0000012345", "0000012345")),
        ("０００００１２３４５", Scan("0000012345", "0000012345")),
        ("A0000012345A", Scan("0000012345", "0000012345")),
        ("230822100000012345", Scan("230822100000012345", "0000012345", "2", "3")),
        ("230820150000012345", Scan("230820150000012345", fault=Outcome.OTHER_CITY)),
        ("230822110000012345", Scan("", fault=Outcome.UNREADABLE)),
        ("00000123451", Scan("", fault=Outcome.UNREADABLE)),
        ("石田 杏", Scan("", fault=Outcome.UNREADABLE)),
        ("", Scan("", fault=Outcome.UNREADABLE)),
    ],
)
def test_what_a_scan_is_read_as(typed: str, scan: Scan) -> None:
    assert read_scan(typed, CITY) == scan


def test_what_may_be_an_individual_number_is_not_kept() -> None:
    assert read_scan("123456789018", CITY) == Scan("", fault=Outcome.UNREADABLE)


def held(state: VoucherState, *, number: int = 1, kind: str = "2", dose: int = 1) -> Held:
    return Held(number, kind, dose, state)


@pytest.mark.parametrize(
    ("states", "outcome"),
    [
        ([], Outcome.UNKNOWN),
        ([VoucherState.POSTED], Outcome.RETURNED),
        ([VoucherState.RETURNED], Outcome.ALREADY),
        ([VoucherState.ISSUED], Outcome.NOT_POSTED),
        ([VoucherState.PRINTED], Outcome.NOT_POSTED),
        ([VoucherState.HANDED_OVER], Outcome.NOT_POSTED),
        ([VoucherState.USED], Outcome.USED),
        ([VoucherState.VOID], Outcome.VOID),
        ([VoucherState.VOID, VoucherState.POSTED], Outcome.RETURNED),
        ([VoucherState.VOID, VoucherState.USED], Outcome.USED),
        ([VoucherState.POSTED, VoucherState.POSTED], Outcome.SEVERAL),
    ],
)
def test_which_voucher_was_in_the_envelope(states: list[VoucherState], outcome: Outcome) -> None:
    vouchers = [held(state, number=place, dose=place + 1) for place, state in enumerate(states)]

    assert which(vouchers)[0] is outcome


def test_the_eighteen_digits_tell_the_vouchers_of_one_person_apart() -> None:
    first, second = held(VoucherState.POSTED, number=1, dose=1), held(VoucherState.POSTED, number=2, dose=2)

    assert which([first, second], kind_digit="2", dose_number=2) == (Outcome.RETURNED, second)
    assert which([first, second], kind_digit="3", dose_number=2) == (Outcome.UNKNOWN, None)


def test_every_outcome_says_what_to_do() -> None:
    assert set(WHAT_TO_DO) == set(OUTCOME_WORDS) == set(Outcome)


def test_a_dose_is_printed_and_read_by_the_table() -> None:
    assert (dose_digit(CODES, 2), dose_of(CODES, "7")) == ("7", 2)
    assert (dose_digit(CODES, 3), dose_of(CODES, "2")) == (None, None)


def test_what_the_table_does_not_know_is_not_issued() -> None:
    assert why_not_coded(CODES, "2", 2) is None
    assert "券種「4」" in (why_not_coded(CODES, "4", 1) or "")
    assert "3回目のコード" in (why_not_coded(CODES, "2", 3) or "")


@pytest.mark.parametrize(
    ("part", "digit", "dose", "word"),
    [
        (Part.KIND, "3", None, None),
        (Part.DOSE, "3", 3, None),
        (Part.KIND, "x", None, "数字1桁"),
        (Part.KIND, "33", None, "数字1桁"),
        (Part.KIND, "2", None, "もう「接種」に使っています"),
        (Part.DOSE, "1", 9, "もう「1回目」に使っています"),
        (Part.DOSE, "8", 2, "もう「7」です"),
        (Part.DOSE, "0", 10, "0は使えません"),
        (Part.DOSE, "9", None, "1から99まで"),
        (Part.DOSE, "9", 0, "1から99まで"),
        (Part.DOSE, "9", 100, "1から99まで"),
    ],
)
def test_one_digit_stands_for_one_thing(part: Part, digit: str, dose: int | None, word: str | None) -> None:
    reason = why_not_add(CODES, part, digit, dose)

    assert reason is None if word is None else word in (reason or "")


def test_a_kind_that_a_programme_prints_is_not_ended() -> None:
    assert "令和8年度 住民接種" in (why_not_end(Part.KIND, "2", ["令和8年度 住民接種"]) or "")
    assert why_not_end(Part.KIND, "3", []) is None
    assert why_not_end(Part.DOSE, "9", ["令和8年度 住民接種"]) is None
