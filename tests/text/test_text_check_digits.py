"""Check digits against another implementation, published codes and every single wrong figure."""

import random
from collections.abc import Callable

import pytest
from stdnum.jp import in_ as individual_number

from portal.text.check_digits import (
    individual_number_is_valid,
    looks_like_individual_number,
    medical_institution_code_is_valid,
    municipality_code_is_valid,
)

Check = Callable[[str], bool]
CHECKS: list[tuple[Check, str]] = [
    (individual_number_is_valid, "123456789018"),
    (municipality_code_is_valid, "082210"),
    (medical_institution_code_is_valid, "0110113719"),
]


def test_random_individual_numbers_are_judged_as_stdnum_does() -> None:
    chance = random.Random(20261124)
    numbers = [f"{chance.randrange(10**12):012}" for _ in range(5000)]
    bodies = [number[:11] for number in numbers[:1000]]
    numbers += [body + individual_number.calc_check_digit(body) for body in bodies]
    judged = [individual_number_is_valid(number) for number in numbers]
    assert judged == [individual_number.is_valid(number) for number in numbers]
    assert all(judged[5000:])


@pytest.mark.parametrize(("body", "remainder"), [("00000000000", 0), ("00000000014", 0), ("00000000006", 1), ("00000000040", 1)])
def test_remainders_nought_and_one_give_nought_in_an_individual_number(body: str, remainder: int) -> None:
    assert (2 * int(body[10]) + 3 * int(body[9])) % 11 == remainder
    assert [last for last in "0123456789" if individual_number_is_valid(body + last)] == ["0"]


@pytest.mark.parametrize("text", ["123456789018", "1234-5678-9018", "１２３４ ５６７８ ９０１８", "番号は1234 5678 9018です"])
def test_an_individual_number_is_noticed_however_it_is_written(text: str) -> None:
    assert looks_like_individual_number(text)


@pytest.mark.parametrize("text", ["123456789012", "12345678901", "1234567890180", "山田", "", "2308221000"])
def test_other_numbers_are_not_taken_for_an_individual_number(text: str) -> None:
    assert not looks_like_individual_number(text)


@pytest.mark.parametrize("code", ["082210", "082015", "131016", "472018"])
def test_published_municipality_codes_are_valid(code: str) -> None:
    assert municipality_code_is_valid(code)


def test_a_published_medical_institution_code_is_valid() -> None:
    assert medical_institution_code_is_valid("0110113719")


@pytest.mark.parametrize(("is_valid", "number"), CHECKS)
def test_only_one_check_digit_is_right(is_valid: Check, number: str) -> None:
    assert [last for last in "0123456789" if is_valid(number[:-1] + last)] == [number[-1]]


@pytest.mark.parametrize(("is_valid", "number"), CHECKS)
def test_a_number_of_another_form_is_not_valid(is_valid: Check, number: str) -> None:
    others = [number[:-1], number + "0", number + "\n", "A" + number[1:], "０" + number[1:], ""]
    assert [other for other in others if is_valid(other)] == []


@pytest.mark.parametrize(("code", "wrong"), [("082210", "082120"), ("082015", "082105"), ("131016", "311016")])
def test_two_figures_exchanged_are_noticed_in_a_municipality_code(code: str, wrong: str) -> None:
    assert municipality_code_is_valid(code)
    assert not municipality_code_is_valid(wrong)


def test_a_medical_institution_code_adds_the_figures_of_each_product() -> None:
    assert medical_institution_code_is_valid("0000000018")
    assert medical_institution_code_is_valid("0000000067")
