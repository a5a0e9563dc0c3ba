"""What happens to the people of the demo city in the month before today, one person a change."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import count
from random import Random

from portal.demo import names
from portal.demo.chance import day_between, happens, pick, whole
from portal.demo.names import WIDE_SPACE, Written
from portal.demo.people import Person, Seat, be_born_here, die, make_person, move_in, move_out, move_within, protect
from portal.demo.places import Home, home, long_building, phone
from portal.residents.rules import Category, Movement, Protection, Sex, age_on

# Households far behind those of the largest city: whoever is new has numbers that nobody of it has.
_NEW_HOUSEHOLDS = 10_000_000
WINDOW = timedelta(days=30)


class Change(StrEnum):
    """What a row of the file tells of its person."""

    BORN = "born"
    MOVED_IN = "moved_in"
    CLOSE_MATCH = "close_match"
    MOVED_WITHIN = "moved_within"
    MOVED_OUT = "moved_out"
    DIED = "died"
    NAME_CHANGED = "name_changed"
    CORRECTED = "corrected"
    PROTECTION_STARTS = "protection_starts"
    PROTECTION_ENDS = "protection_ends"
    UNCHANGED = "unchanged"


# Of a hundred rows so many; of each at least one.
SHARES: dict[Change, float] = {
    Change.BORN: 6,
    Change.MOVED_IN: 18,
    Change.CLOSE_MATCH: 2,
    Change.MOVED_WITHIN: 20,
    Change.MOVED_OUT: 15,
    Change.DIED: 10,
    Change.NAME_CHANGED: 6,
    Change.CORRECTED: 8,
    Change.PROTECTION_STARTS: 0.4,
    Change.PROTECTION_ENDS: 0.2,
    Change.UNCHANGED: 14.4,
}


@dataclass
class Month:
    """The chance that decides, the last day that may be written, and the numbers of those who are new."""

    chance: Random
    today: date

    def __post_init__(self) -> None:
        self._new = count()

    @property
    def first(self) -> date:
        return self.today - WINDOW

    def day(self) -> date:
        return day_between(self.chance, self.first, self.today - timedelta(days=1))

    def seat(self, place: Home) -> Seat:
        return Seat(_NEW_HOUSEHOLDS + next(self._new), 0, place)


def fits(change: Change, person: Person, month: Month) -> bool:
    """Whether this may happen to this person: somebody who lives here, and whose last movement lies before the month."""
    if person.left_on or person.category is Category.NOT_REGISTERED or (person.moved_on and person.moved_on >= month.first):
        return False
    if change is Change.PROTECTION_ENDS:
        return person.protection is not None
    if person.protection is not None:
        return change in (Change.MOVED_WITHIN, Change.UNCHANGED)
    age = age_on(person.birth, month.today) or 0
    spaced = WIDE_SPACE in person.name and WIDE_SPACE in person.kana and person.category is Category.JAPANESE
    match change:
        case Change.BORN:
            return spaced and person.sex is Sex.FEMALE and 20 <= age <= 44
        case Change.NAME_CHANGED:
            return spaced and age >= 18 and not person.former_surname
        case Change.CLOSE_MATCH:
            return spaced and person.birth.is_complete
        case Change.DIED:
            return age >= 60
        case _:
            return True


def changed(change: Change, person: Person, month: Month) -> Person:
    """The person as the register knows them after it: the one given, or somebody new."""
    return _CHANGES[change](person, month) if change is not Change.UNCHANGED else person


def _born(mother: Person, month: Month) -> Person:
    sex = pick(month.chance, (Sex.MALE, Sex.FEMALE))
    place = Home(mother.postal_code, mother.address, mother.building, mother.phone)
    child = make_person(month.chance, month.seat(place), _surname(mother), sex=sex, birth=month.day())
    child.household_number = mother.household_number
    be_born_here(child)
    return child


def _moved_in(_person: Person, month: Month) -> Person:
    chance = month.chance
    birth = month.today - timedelta(days=whole(chance, 18 * 366, 80 * 365))
    sex = pick(chance, (Sex.MALE, Sex.FEMALE))
    new = make_person(chance, month.seat(home(chance)), names.surname(chance), sex=sex, birth=birth)
    move_in(new, month.day())
    return new


def _close_match(person: Person, month: Month) -> Person:
    """The same name and birth under a new 宛名番号: the same person or a stranger, only people can tell."""
    new = _moved_in(person, month)
    new.name, new.kana, new.birth, new.sex = person.name, person.kana, person.birth, person.sex
    move_in(new, month.day())
    return new


def _moved_within(person: Person, month: Month) -> Person:
    place = home(month.chance)
    person.postal_code, person.address, person.building = place.postal_code, place.address, place.building
    move_within(person, month.day())
    return person


def _moved_out(person: Person, month: Month) -> Person:
    move_out(person, month.day())
    return person


def _died(person: Person, month: Month) -> Person:
    die(person, month.day())
    return person


def _name_changed(person: Person, month: Month) -> Person:
    old, given = _surname(person), (person.name.partition(WIDE_SPACE)[2], person.kana.partition(WIDE_SPACE)[2])
    new = next(surname for surname in iter(lambda: names.surname(month.chance), None) if surname != old)
    person.name, person.kana = f"{new[0]}{WIDE_SPACE}{given[0]}", f"{new[1]}{WIDE_SPACE}{given[1]}"
    person.former_surname = old[0] if happens(month.chance, 0.2) else ""
    person.movement, person.moved_on = Movement.NAME_CHANGED, month.day()
    return person


def _corrected(person: Person, month: Month) -> Person:
    if happens(month.chance, 0.5):
        person.building = next(building for building in iter(lambda: long_building(month.chance), None) if building != person.building)
    else:
        person.phone = next(number for number in iter(lambda: phone(month.chance), None) if number != person.phone)
    person.movement, person.moved_on = Movement.CORRECTED, month.day()
    return person


def _protection_starts(person: Person, month: Month) -> Person:
    protect(person, pick(month.chance, tuple(Protection)), since=max(month.day(), person.birth.last_day))
    return person


def _protection_ends(person: Person, _month: Month) -> Person:
    person.protection = person.protected_from = person.protected_until = None
    return person


def _surname(person: Person) -> Written:
    return person.name.partition(WIDE_SPACE)[0], person.kana.partition(WIDE_SPACE)[0]


_CHANGES: dict[Change, Callable[[Person, Month], Person]] = {
    Change.BORN: _born,
    Change.MOVED_IN: _moved_in,
    Change.CLOSE_MATCH: _close_match,
    Change.MOVED_WITHIN: _moved_within,
    Change.MOVED_OUT: _moved_out,
    Change.DIED: _died,
    Change.NAME_CHANGED: _name_changed,
    Change.CORRECTED: _corrected,
    Change.PROTECTION_STARTS: _protection_starts,
    Change.PROTECTION_ENDS: _protection_ends,
}
