"""The people every search and every page must get right, planted at fixed places in each block of 500 households."""

from collections.abc import Callable
from datetime import date
from random import Random

from portal.demo import names
from portal.demo.chance import REFERENCE_DAY, day_between, stream, whole
from portal.demo.foreign_names import ForeignName, brazilian, chinese, korean, very_long, vietnamese
from portal.demo.households import (
    MAN,
    WOMAN,
    Member,
    come_recently,
    couple,
    ordinary_household,
    protect_household,
    seat_members,
    three_generations,
)
from portal.demo.names import VARIANT_SURNAMES, Written
from portal.demo.people import Person, Seat, be_born_here, die, live_elsewhere, make_foreign, marry, move_in, move_out, person_named
from portal.demo.places import Home, home, long_building
from portal.residents.rules import Sex
from portal.text.wareki import PartialDate

BLOCK = 500
Special = Callable[[Random, int, int], list[Person]]


def household(seed: int, index: int) -> list[Person]:
    """The people of household `index`, one to six; the same whatever was made before."""
    special = SPECIALS.get(index % BLOCK)
    if special is None:
        return ordinary_household(seed, index)
    return special(stream(seed, index, "special"), seed, index)


def _twins(chance: Random, seed: int, index: int) -> list[Person]:
    age = whole(chance, 1, 16)
    members = [*couple(chance, 30 + age, 34 + age), Member(MAN, age, child=True), Member(MAN if index % 2 else WOMAN, age, child=True)]
    people = seat_members(chance, index, members, names.surname(chance))
    people[3].birth = people[2].birth
    return people


def _unknown_day(chance: Random, seed: int, index: int) -> list[Person]:
    return [_alone(chance, index, WOMAN, PartialDate(1948, 5))]


def _unknown_month(chance: Random, seed: int, index: int) -> list[Person]:
    return [_alone(chance, index, MAN, PartialDate(1940))]


def _centenarian(chance: Random, seed: int, index: int) -> list[Person]:
    return [_alone(chance, index, WOMAN, PartialDate.from_date(day_between(chance, date(1920, 1, 1), date(1926, 10, 31))))]


def _leap_day(chance: Random, seed: int, index: int) -> list[Person]:
    return [_alone(chance, index, MAN, PartialDate(whole(chance, 12, 24) * 4 + 1900, 2, 29))]


def _first_year_of_reiwa(chance: Random, seed: int, index: int) -> list[Person]:
    people = seat_members(chance, index, [*couple(chance, 30, 40), Member(WOMAN, 7, child=True)], names.surname(chance))
    people[2].birth = PartialDate.from_date(day_between(chance, date(2019, 5, 1), date(2019, 12, 31)))
    be_born_here(people[2])
    return people


def _namesake(chance: Random, seed: int, index: int) -> list[Person]:
    """Two neighbours by index, strangers in life: the same name and birth date at different addresses."""
    shared = stream(seed, index // BLOCK, "namesake")
    if index < BLOCK:
        surname, given, birth = ("渡辺", "ワタナベ"), ("和子", "カズコ"), PartialDate(1948, 5, 14)
    else:
        day = day_between(shared, date(1940, 1, 1), date(1965, 12, 31))
        surname, given = names.surname(shared), names.given_name(shared, sex=WOMAN, birth_year=day.year)
        birth = PartialDate.from_date(day)
    return [person_named(Seat(index, 0, home(chance)), surname, given, sex=WOMAN, birth=birth)]


def _foreign(written_by: Callable[[Random, Sex], ForeignName], *, kana: bool = True) -> Special:
    def make(chance: Random, seed: int, index: int) -> list[Person]:
        people = seat_members(chance, index, [Member(MAN if index % 2 else WOMAN, whole(chance, 22, 60))], names.surname(chance))
        make_foreign(people[0], written_by(chance, people[0].sex))
        people[0].kana = people[0].kana if kana else ""
        move_in(people[0], day_between(chance, date(2018, 4, 1), REFERENCE_DAY))
        return people

    return make


def _long_address(chance: Random, seed: int, index: int) -> list[Person]:
    people = seat_members(chance, index, couple(chance, 70, 85), names.surname(chance))
    building = long_building(chance)
    for person in people:
        person.building = building
    return people


def _variant(surname: Written) -> Special:
    def make(chance: Random, seed: int, index: int) -> list[Person]:
        return seat_members(chance, index, couple(chance, 25, 85), surname)

    return make


def _protected(chance: Random, seed: int, index: int) -> list[Person]:
    people = seat_members(
        chance, index, [Member(WOMAN, whole(chance, 25, 45)), Member(MAN, whole(chance, 1, 9), child=True)], names.surname(chance)
    )
    protect_household(chance, people, since=day_between(chance, date(2026, 1, 10), date(2026, 10, 31)))
    return people


def _lapsed_protection(chance: Random, seed: int, index: int) -> list[Person]:
    people = seat_members(chance, index, [Member(WOMAN, whole(chance, 30, 60))], names.surname(chance))
    protect_household(chance, people, since=day_between(chance, date(2024, 4, 1), date(2025, 9, 30)))
    return people


def _moved_out(chance: Random, seed: int, index: int) -> list[Person]:
    people = seat_members(chance, index, couple(chance, 28, 50), names.surname(chance))
    day = day_between(chance, date(2024, 4, 1), date(2026, 10, 31))
    for person in people:
        move_out(person, day)
    return people


def _widowed(chance: Random, seed: int, index: int) -> list[Person]:
    people = seat_members(chance, index, couple(chance, 72, 90), names.surname(chance))
    die(people[0], day_between(chance, date(2023, 4, 1), date(2026, 11, 10)))
    return people


def _moved_in(chance: Random, seed: int, index: int) -> list[Person]:
    people = seat_members(chance, index, couple(chance, 25, 70), names.surname(chance))
    come_recently(chance, people)
    return people


def _elsewhere(chance: Random, seed: int, index: int) -> list[Person]:
    people = seat_members(chance, index, [Member(WOMAN, whole(chance, 20, 70))], names.surname(chance))
    live_elsewhere(chance, people[0])
    return people


def _former_surname(chance: Random, seed: int, index: int) -> list[Person]:
    people = seat_members(chance, index, couple(chance, 28, 60), names.surname(chance))
    marry(chance, people[1], names.surname(chance))
    return people


def _six_together(chance: Random, seed: int, index: int) -> list[Person]:
    members = three_generations(chance)[:2]
    members += [Member(WOMAN, 10, child=True), Member(MAN, 7, child=True), Member(MAN, 74), Member(WOMAN, 71)]
    return seat_members(chance, index, members, names.surname(chance))


def _alone(chance: Random, index: int, sex: Sex, birth: PartialDate) -> Person:
    place: Home = home(chance)
    return person_named(
        Seat(index, 0, place), names.surname(chance), names.given_name(chance, sex=sex, birth_year=birth.year), sex=sex, birth=birth
    )


_AT = {
    3: _twins,
    9: _unknown_day,
    15: _unknown_month,
    21: _centenarian,
    27: _leap_day,
    33: _first_year_of_reiwa,
    39: _namesake,
    40: _namesake,
    45: _foreign(very_long),
    51: _foreign(vietnamese, kana=False),
    57: _foreign(korean),
    63: _foreign(chinese),
    69: _foreign(brazilian),
    76: _long_address,
    83: _protected,
    90: _lapsed_protection,
    97: _moved_out,
    104: _widowed,
    111: _moved_in,
    118: _elsewhere,
    125: _former_surname,
    132: _six_together,
}
SPECIALS: dict[int, Special] = _AT | {139 + 7 * place: _variant(surname) for place, surname in enumerate(VARIANT_SURNAMES)}
