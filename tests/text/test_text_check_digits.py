"""Check digits against another implementation, published codes and every single wrong figure."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.jp import in_ as individual_number

from portal.text.check_digits import (
    holds_individual_number,
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


@given(st.text("0123456789", min_size=10, max_size=10))
def test_a_medical_institution_code_is_judged_as_stdnum_judges_luhn(code: str) -> None:
    assert medical_institution_code_is_valid(code) == luhn.is_valid(code)
    assert medical_institution_code_is_valid(code[:9] + luhn.calc_check_digit(code[:9]))


# What one wrong figure adds to the weighted sum leaves the remainder among those that share their check digit: the only errors unseen.
SHARED_REMAINDERS = {individual_number_is_valid: {0, 1}, municipality_code_is_valid: {0, 10}}
WEIGHTS = {individual_number_is_valid: (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2), municipality_code_is_valid: (6, 5, 4, 3, 2)}


@pytest.mark.parametrize("is_valid", [individual_number_is_valid, municipality_code_is_valid])
@given(data=st.data())
def test_a_single_wrong_figure_is_noticed_unless_two_remainders_share_a_check_digit(is_valid: Check, data: st.DataObject) -> None:
    weights = WEIGHTS[is_valid]
    body = data.draw(st.text("0123456789", min_size=len(weights), max_size=len(weights)))
    last = next(figure for figure in "0123456789" if is_valid(body + figure))
    assert not any(is_valid(body + figure) for figure in "0123456789" if figure != last)
    for place in range(len(body)):
        for figure in set("0123456789") - {body[place]}:
            wrong = body[:place] + figure + body[place + 1 :]
            remainders = {sum(int(one) * weight for one, weight in zip(number, weights, strict=True)) % 11 for number in (body, wrong)}
            assert is_valid(wrong + last) == (remainders == SHARED_REMAINDERS[is_valid])


@given(st.text("0123456789", min_size=9, max_size=9))
def test_any_single_wrong_figure_and_all_neighbours_exchanged_but_09_are_noticed_in_a_medical_institution_code(body: str) -> None:
    code = body + luhn.calc_check_digit(body)
    for place, right in enumerate(code):
        assert not any(
            medical_institution_code_is_valid(code[:place] + figure + code[place + 1 :]) for figure in set("0123456789") - {right}
        )
    for place in range(9):
        exchanged = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        unseen = exchanged == code or {code[place], code[place + 1]} == {"0", "9"}
        assert medical_institution_code_is_valid(exchanged) == unseen


@given(
    st.text("0123456789", min_size=11, max_size=11),
    st.integers(1, 11),
    st.sampled_from(["", " ", "-", "－", "・"]),
    st.text("山田様宛 ", max_size=3),
)
def test_an_individual_number_is_noticed_in_any_grouping_beside_words(body: str, cut: int, between: str, words: str) -> None:
    number = body + individual_number.calc_check_digit(body)
    assert holds_individual_number(f"{words}番号{number[:cut]}{between}{number[cut:]}です{words}")
    assert not holds_individual_number(f"{words}{body}{words}")


@pytest.mark.parametrize(
    "code",
    [
        *("082210", "082015", "131016", "472018", "011002", "041009", "111007", "121002", "141003", "141305", "231002", "261009"),
        *("271004", "281000", "341002", "401005", "401307", "010006", "080004", "130001", "270008", "470007"),
    ],
)
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
