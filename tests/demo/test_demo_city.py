"""The invented people: the same for the same seed, every special case among them, and nothing that could not be."""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import astuple
from datetime import date, timedelta
from hashlib import sha256

import pytest

from portal.demo import names
from portal.demo.chance import REFERENCE_DAY, stream
from portal.demo.city import Citizen, city
from portal.demo.faults import individual_number
from portal.demo.people import Person
from portal.demo.rows import dose_line, register_line
from portal.demo.specials import household
from portal.residents.rules import Category, Movement, Protection
from portal.text.check_digits import individual_number_is_valid, looks_like_individual_number, municipality_code_is_valid
from portal.text.folding import is_kana

RESIDENTS = 5_000


@pytest.fixture(scope="module")
def citizens() -> list[Citizen]:
    return list(city(RESIDENTS, 1))


@pytest.fixture(scope="module")
def people(citizens: list[Citizen]) -> list[Person]:
    return [citizen.person for citizen in citizens]


def test_the_same_seed_gives_the_same_people() -> None:
    def lines(residents: int, seed: int) -> list[list[str]]:
        return [register_line(c.person) + [cell for dose in c.doses for cell in dose_line(c.person, dose)] for c in city(residents, seed)]

    assert lines(300, 7) == lines(300, 7)
    assert lines(300, 7) != lines(300, 8)


def test_the_people_are_those_of_every_machine() -> None:
    """Fails when a change of the generator changes everybody: files and benchmarks elsewhere then no longer fit."""
    lines = [register_line(c.person) + [cell for dose in c.doses for cell in dose_line(c.person, dose)] for c in city(1_500, 1)]
    assert (
        sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()
        == "2aa00327a89c74be8354a2c4dec2df0d33c405c5ecb09e37fedd180d04b790dd"
    )


def test_two_women_of_one_name_and_birth_date_live_in_different_places() -> None:
    one, other = household(1, 39)[0], household(1, 40)[0]
    assert (one.name, one.birth.key) == (other.name, other.birth.key) == ("渡辺\u3000和子", "1948-05-14")
    assert one.address != other.address


def test_a_household_does_not_depend_on_those_before_it() -> None:
    backwards = {index: [astuple(person) for person in household(1, index)] for index in reversed(range(200))}
    assert all(backwards[index] == [astuple(person) for person in household(1, index)] for index in range(200))


@pytest.mark.thorough
def test_there_are_exactly_as_many_people_as_asked_for(people: list[Person]) -> None:
    assert len(people) == RESIDENTS
    assert len(list(city(1, 1))) == 1


def test_a_smaller_city_is_the_beginning_of_a_larger_one(people: list[Person]) -> None:
    assert [astuple(citizen.person) for citizen in city(100, 1)] == [astuple(person) for person in people[:100]]


def test_the_lists_of_names_are_long_enough_and_say_nothing_twice() -> None:
    surnames = names.SURNAMES.things
    assert len(surnames) >= 120
    assert len(set(surnames)) == len(surnames)
    given = {name for generations in names.GIVEN_NAMES.values() for _, entries in generations for name in entries}
    assert len(given) >= 200


def test_numbers_are_unique(people: list[Person]) -> None:
    assert len({person.resident_number for person in people}) == RESIDENTS
    assert len({person.integrated_number for person in people}) == RESIDENTS
    assert all(re.fullmatch("[0-9]{10}", person.resident_number) for person in people)
    assert all(re.fullmatch("[0-9]{15}", person.integrated_number) for person in people)


def test_nothing_looks_like_an_individual_number(citizens: list[Citizen]) -> None:
    for citizen in citizens:
        cells = register_line(citizen.person) + [cell for dose in citizen.doses for cell in dose_line(citizen.person, dose)]
        for cell in cells + [voucher.number for voucher in citizen.vouchers]:
            assert not looks_like_individual_number(cell), "a cell with twelve figures whose check digit is right"


def test_telephone_numbers_are_nobodys(people: list[Person]) -> None:
    assert all(person.phone == "" or re.fullmatch("029-000-[0-9]{4}", person.phone) for person in people)


def test_house_numbers_lie_beyond_the_real_ones(people: list[Person]) -> None:
    here = [person for person in people if person.category is not Category.NOT_REGISTERED]
    assert all(re.search("9[0-9]{3}番地", person.address) for person in here)


def test_kana_is_kana_or_empty_for_foreign_residents_alone(people: list[Person]) -> None:
    for person in people:
        assert is_kana(person.kana) or (person.kana == "" and person.category is Category.FOREIGN), person.resident_number


def test_a_household_has_one_to_six_people_of_different_names(people: list[Person]) -> None:
    together = defaultdict(list)
    for person in people:
        together[person.household_number].append(person.name)
    sizes = Counter(len(names_there) for names_there in together.values())
    assert set(sizes) == {1, 2, 3, 4, 5, 6}
    assert all(len(set(names_there)) == len(names_there) for names_there in together.values() if len(names_there) > 1)


def test_dates_lie_between_birth_and_the_reference_day(people: list[Person]) -> None:
    for person in people:
        assert person.birth.last_day <= REFERENCE_DAY
        for day in (person.moved_on, person.protected_from):
            assert day is None or person.birth.first_day <= day <= REFERENCE_DAY


def test_parents_are_older_than_their_children(people: list[Person]) -> None:
    together = defaultdict(list)
    for person in people:
        together[person.household_number].append(person)
    for family in together.values():
        babies = [person for person in family if person.movement is Movement.BORN]
        assert not babies or max(REFERENCE_DAY.year - person.birth.year for person in family) >= 17


def _twins(people: list[Person]) -> int:
    births = Counter((person.household_number, person.birth.key) for person in people)
    return sum(count == 2 for count in births.values())


def _namesakes(people: list[Person]) -> int:
    same = Counter((person.name, person.birth.key) for person in people)
    return sum(count == 2 for count in same.values())


def _named(pattern: str) -> Callable[[list[Person]], int]:
    return lambda people: sum(bool(re.search(pattern, person.name)) for person in people)


def _counting(holds: Callable[[Person], bool]) -> Callable[[list[Person]], int]:
    return lambda people: sum(holds(person) for person in people)


CENTURY = date(REFERENCE_DAY.year - 100, REFERENCE_DAY.month, REFERENCE_DAY.day)
MONTHS_AGO = REFERENCE_DAY - timedelta(days=60)
SPECIAL_CASES = {
    "twins": (_twins, 4),
    "people with the same name and birth date": (_namesakes, 4),
    "a very common name": (_counting(lambda p: p.name.startswith("鈴木")), 100),
    "foreign residents": (_counting(lambda p: p.category is Category.FOREIGN), 50),
    "foreign residents without kana": (_counting(lambda p: p.kana == "" and p.roman_name != ""), 4),
    "通称": (_counting(lambda p: p.alias_name != ""), 4),
    "kanji and roman letters together": (_named(r"[一-鿿]+\([A-Z ]+\)"), 2),
    "旧氏": (_counting(lambda p: p.former_surname != ""), 20),
    **{f"外字 {letter}": (_named(letter), 4) for letter in "髙﨑邊邉𠮷德齋齊濵"},
    "葛 with its selector": (_named("葛\U000e0102城"), 4),
    "邊 with its selector": (_named("渡邊\U000e0101"), 4),
    "a day unknown": (_counting(lambda p: p.birth.key == "1948-05-00"), 4),
    "a month unknown": (_counting(lambda p: p.birth.key == "1940-00-00"), 4),
    "a hundred years old, born in 大正": (_counting(lambda p: p.birth.last_day <= CENTURY), 4),
    "born on 29 February": (_counting(lambda p: p.birth.key.endswith("02-29")), 4),
    "born in 令和元年": (_counting(lambda p: "2019-05-01" <= p.birth.key <= "2019-12-31"), 4),
    "moved out": (_counting(lambda p: p.category is Category.MOVED_OUT and p.moved_on is not None), 20),
    "dead": (_counting(lambda p: p.category is Category.DEAD and p.moved_on is not None), 20),
    "moved in recently": (_counting(lambda p: p.movement is Movement.MOVED_IN and p.moved_on is not None and p.moved_on >= MONTHS_AGO), 8),
    "born here": (_counting(lambda p: p.movement is Movement.BORN), 50),
    "住登外": (_counting(lambda p: p.category is Category.NOT_REGISTERED), 4),
    "protected": (_counting(lambda p: p.protected_until is not None and p.protected_until >= REFERENCE_DAY), 8),
    "protected once, lapsed": (_counting(lambda p: p.protected_until is not None and p.protected_until < REFERENCE_DAY), 4),
    "a very long name": (_counting(lambda p: 25 <= len(p.name) <= 40), 4),
    "an address of three lines": (_counting(lambda p: len(p.building) > 40), 8),
    "without telephone": (_counting(lambda p: p.phone == ""), 500),
}


@pytest.mark.parametrize("case", SPECIAL_CASES)
def test_five_thousand_people_hold(case: str, people: list[Person]) -> None:
    found, at_least = SPECIAL_CASES[case]
    assert found(people) >= at_least


def test_about_three_in_a_thousand_are_protected() -> None:
    protected = [citizen.person for citizen in city(20_000, 3) if citizen.person.protection]
    assert 0.002 <= len(protected) / 20_000 <= 0.006
    assert {person.protection for person in protected} == set(Protection)


def test_names_are_never_stored_in_compatibility_form(people: list[Person]) -> None:
    assert any(unicodedata.normalize("NFKC", person.name) != person.name for person in people), "none of the hard names is left"


def test_other_municipalities_have_real_codes(citizens: list[Citizen]) -> None:
    codes = {dose.municipality_code for citizen in citizens for dose in citizen.doses}
    assert len(codes) > 3
    assert all(municipality_code_is_valid(code) for code in codes)


def test_an_invented_individual_number_has_a_right_check_digit() -> None:
    assert all(individual_number_is_valid(individual_number(stream("n", i))) for i in range(50))
