"""The households of the city: who lives together, who came, went and died. One household follows from the seed and its index alone."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from portal.demo import names
from portal.demo.chance import REFERENCE_DAY, Weighted, day_between, draw, happens, pick, stream, weighted, whole
from portal.demo.foreign_names import foreign_name
from portal.demo.names import Written
from portal.demo.people import (
    Person,
    Seat,
    be_born_here,
    born_at_age,
    die,
    live_elsewhere,
    make_foreign,
    make_person,
    marry,
    move_in,
    move_out,
    move_within,
    protect,
)
from portal.demo.places import home, long_building
from portal.residents.rules import Category, Protection, Sex

MAN, WOMAN = Sex.MALE, Sex.FEMALE
FIRST_YEAR_OF_MOVEMENTS = date(2015, 4, 1)
DEATHS_FROM = date(2021, 6, 1)
DEATHS_TO_KEEP = ((65, 0.001), (75, 0.015), (85, 0.05), (95, 0.16), (200, 0.3))


@dataclass(frozen=True, slots=True)
class Member:
    """A person before the name: age on the reference day, and whether a child of the household."""

    sex: Sex
    age: int
    child: bool = False


def ordinary_household(seed: int, index: int) -> list[Person]:
    """Household `index` of the city with this seed, without anything out of the ordinary done to it on purpose."""
    chance = stream(seed, index, "household")
    members = draw(chance, KINDS)(chance)
    people = seat_members(chance, index, members, names.surname(chance))
    _live(chance, people, members)
    return people


def seat_members(chance: Random, index: int, members: list[Member], surname: Written) -> list[Person]:
    """Persons of one name at one address."""
    place = home(chance)
    people: list[Person] = []
    for number, member in enumerate(members):
        birth = born_at_age(chance, member.age)
        person = make_person(chance, Seat(index, number, place), surname, sex=member.sex, birth=birth)
        while any(person.name == other.name for other in people):
            person = make_person(chance, Seat(index, number, place), surname, sex=member.sex, birth=birth)
        people.append(person)
    return people


def _either(chance: Random) -> Sex:
    return MAN if chance.random() < 0.5 else WOMAN


def _single_young(chance: Random) -> list[Member]:
    return [Member(_either(chance), whole(chance, 19, 39))]


def _single_middle(chance: Random) -> list[Member]:
    return [Member(_either(chance), whole(chance, 40, 64))]


def _single_old(chance: Random) -> list[Member]:
    return [Member(WOMAN if happens(chance, 0.65) else MAN, whole(chance, 65, 90))]


def _very_old(chance: Random) -> list[Member]:
    return [Member(WOMAN if happens(chance, 0.8) else MAN, whole(chance, 90, 103))]


def couple(chance: Random, low: int, high: int) -> list[Member]:
    age = whole(chance, low, high)
    return [Member(MAN, age), Member(WOMAN, max(18, age - whole(chance, -2, 5)))]


def _young_couple(chance: Random) -> list[Member]:
    return couple(chance, 24, 64)


def _old_couple(chance: Random) -> list[Member]:
    return couple(chance, 65, 88)


def _children(chance: Random, mothers_age: int, count: int) -> list[Member]:
    oldest = mothers_age - whole(chance, 22, 36)
    ages = [oldest - 2 * older - whole(chance, 0, 1) for older in range(count)]
    return [Member(_either(chance), age, child=True) for age in ages if 0 <= age <= 34]


def _family(chance: Random) -> list[Member]:
    parents = couple(chance, 26, 58)
    return parents + _children(chance, parents[1].age, draw(chance, CHILDREN))


def _single_parent(chance: Random) -> list[Member]:
    parent = Member(WOMAN if happens(chance, 0.8) else MAN, whole(chance, 24, 52))
    return [parent, *_children(chance, parent.age, whole(chance, 1, 2))]


def three_generations(chance: Random) -> list[Member]:
    parents = couple(chance, 32, 56)
    age = parents[0].age + whole(chance, 23, 32)
    grandparents = [Member(WOMAN, age)] if happens(chance, 0.5) else [Member(MAN, age + 2), Member(WOMAN, age)]
    return parents + _children(chance, parents[1].age, whole(chance, 1, 2)) + grandparents


CHILDREN: Weighted[int] = weighted([(1, 4.0), (2, 5.0), (3, 1.6), (4, 0.3)])
KINDS = weighted(
    [
        (_single_young, 9.0),
        (_single_middle, 10.0),
        (_single_old, 14.0),
        (_very_old, 1.2),
        (_young_couple, 12.0),
        (_old_couple, 17.0),
        (_family, 24.0),
        (_single_parent, 5.0),
        (three_generations, 8.0),
    ]
)


def _live(chance: Random, people: list[Person], members: list[Member]) -> None:
    """What the register knows of these people's lives."""
    if happens(chance, 0.015):
        return _be_foreign(chance, people)
    if happens(chance, 0.004):
        return live_elsewhere(chance, people[0])
    _move_household(chance, people)
    for person, member in zip(people, members, strict=True):
        _live_alone(chance, person, member)
    if happens(chance, 0.001):
        protect_household(chance, people, since=day_between(chance, date(2025, 6, 1), REFERENCE_DAY))
    if happens(chance, 0.006):
        people[0].building = long_building(chance)
    return None


def _be_foreign(chance: Random, people: list[Person]) -> None:
    came = day_between(chance, date(2018, 4, 1), REFERENCE_DAY)
    for person in people:
        make_foreign(person, foreign_name(chance, person.sex))
        move_in(person, came)


def _move_household(chance: Random, people: list[Person]) -> None:
    fate = chance.random()
    if fate < 0.012:
        day = day_between(chance, date(2021, 6, 1), REFERENCE_DAY)
        for person in people:
            move_out(person, day)
    elif fate < 0.10:
        day = day_between(chance, FIRST_YEAR_OF_MOVEMENTS, REFERENCE_DAY)
        for person in people:
            move_in(person, day)
    elif fate < 0.106:
        come_recently(chance, people)
    elif fate < 0.16:
        day = day_between(chance, FIRST_YEAR_OF_MOVEMENTS, REFERENCE_DAY)
        for person in people:
            move_within(person, day)


def come_recently(chance: Random, people: list[Person]) -> None:
    day = REFERENCE_DAY - timedelta(days=whole(chance, 0, 45))
    for person in people:
        move_in(person, day)


def _live_alone(chance: Random, person: Person, member: Member) -> None:
    if member.child and member.age <= 11 and person.movement is None:
        be_born_here(person)
    if person.sex is WOMAN and 25 <= member.age <= 80 and not member.child and person.movement is None and happens(chance, 0.03):
        marry(chance, person, names.surname(chance))
    if person.category is not Category.JAPANESE:
        return
    share = next(share for limit, share in DEATHS_TO_KEEP if member.age < limit)
    if happens(chance, share):
        die(person, day_between(chance, DEATHS_FROM, REFERENCE_DAY))
    elif 18 <= member.age <= 26 and happens(chance, 0.03):
        move_out(person, day_between(chance, date(2021, 6, 1), REFERENCE_DAY))


def protect_household(chance: Random, people: list[Person], *, since: date) -> None:
    """支援措置 covers those who fled together."""
    kind = pick(
        chance, (Protection.SPOUSE_VIOLENCE, Protection.SPOUSE_VIOLENCE, Protection.STALKING, Protection.CHILD_ABUSE, Protection.OTHER)
    )
    for person in people:
        if person.left_on is None:
            protect(person, kind, since=max(since, person.birth.last_day))
