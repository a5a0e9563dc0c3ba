"""One invented person, holding exactly the columns of the register, and how such a person is made."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from portal.demo import names
from portal.demo.chance import REFERENCE_DAY, day_between, happens, whole
from portal.demo.foreign_names import ForeignName
from portal.demo.names import WIDE_SPACE, Written
from portal.demo.places import MUNICIPALITY_CODE, OTHER_PLACES, Home
from portal.residents.rules import Category, Movement, Protection, Sex
from portal.text.wareki import PartialDate

SEATS = 8


@dataclass(slots=True)
class Person:
    """A row of the register: the columns of the file, dates as dates."""

    resident_number: str
    integrated_number: str
    household_number: str
    name: str
    kana: str
    former_surname: str
    alias_name: str
    roman_name: str
    birth: PartialDate
    sex: Sex
    postal_code: str
    address: str
    building: str
    phone: str
    category: Category = Category.JAPANESE
    movement: Movement | None = None
    moved_on: date | None = None
    protection: Protection | None = None
    protected_from: date | None = None
    protected_until: date | None = None

    @property
    def left_on(self) -> date | None:
        """The day of death or of moving out."""
        return self.moved_on if self.category in (Category.DEAD, Category.MOVED_OUT) else None

    @property
    def came_on(self) -> date | None:
        """The day of moving in, when that is known."""
        return self.moved_on if self.movement is Movement.MOVED_IN else None


@dataclass(slots=True)
class Seat:
    """A place in a household that a person will take: the numbers follow from it alone."""

    household: int
    number: int
    home: Home

    @property
    def serial(self) -> int:
        return self.household * SEATS + self.number


def make_person(chance: Random, seat: Seat, surname: Written, *, sex: Sex, birth: date) -> Person:
    """A Japanese resident without any movement."""
    given = names.given_name(chance, sex=sex, birth_year=birth.year)
    return person_named(seat, surname, given, sex=sex, birth=PartialDate.from_date(birth))


def person_named(seat: Seat, surname: Written, given: Written, *, sex: Sex, birth: PartialDate) -> Person:
    return Person(
        # Steps of seven: a number with one digit mistyped is mostly nobody's.
        resident_number=f"{seat.serial * 7 + 100_003:010d}",
        # Fifteen digits with the municipality's code in front: never as long as an individual number.
        integrated_number=f"{MUNICIPALITY_CODE}{seat.serial * 11 + 500_009:09d}",
        household_number=f"{seat.household * 13 + 20_011:010d}",
        name=f"{surname[0]}{WIDE_SPACE}{given[0]}",
        kana=f"{surname[1]}{WIDE_SPACE}{given[1]}",
        former_surname="",
        alias_name="",
        roman_name="",
        birth=birth,
        sex=sex,
        postal_code=seat.home.postal_code,
        address=seat.home.address,
        building=seat.home.building,
        phone=seat.home.phone,
    )


def make_foreign(person: Person, written: ForeignName) -> None:
    person.category = Category.FOREIGN
    person.name, person.kana, person.roman_name, person.alias_name = written.name, written.kana, written.roman, written.alias


def born_at_age(chance: Random, age: int) -> date:
    """A birth date of somebody who has this age on the reference day."""
    return REFERENCE_DAY - timedelta(days=int(age * 365.2425) + whole(chance, 1, 364))


def move_in(person: Person, day: date) -> None:
    person.movement, person.moved_on = Movement.MOVED_IN, later(day, person)


def move_within(person: Person, day: date) -> None:
    person.movement, person.moved_on = Movement.MOVED_WITHIN, later(day, person)


def move_out(person: Person, day: date) -> None:
    person.category, person.movement, person.moved_on = Category.MOVED_OUT, Movement.MOVED_OUT, later(day, person)


def die(person: Person, day: date) -> None:
    person.category, person.movement, person.moved_on = Category.DEAD, Movement.DIED, later(day, person)


def be_born_here(person: Person) -> None:
    person.movement, person.moved_on = Movement.BORN, person.birth.to_date()


def live_elsewhere(chance: Random, person: Person) -> None:
    """住登外: known to the office, registered in another municipality."""
    _, _, person.address, person.postal_code = OTHER_PLACES[whole(chance, 0, len(OTHER_PLACES) - 1)]
    person.building = ""
    person.category, person.movement = Category.NOT_REGISTERED, Movement.OTHER
    person.moved_on = later(day_between(chance, date(2021, 4, 1), date(2026, 9, 30)), person)


def protect(person: Person, kind: Protection, *, since: date) -> None:
    """支援措置 for one year from `since` (事務処理要領: to be asked for again each year)."""
    person.protection, person.protected_from = kind, since
    person.protected_until = date(since.year + 1, since.month, min(since.day, 28)) - timedelta(days=1)


def marry(chance: Random, person: Person, former: Written) -> None:
    """旧氏 entered beside the name, sometimes as the last movement."""
    person.former_surname = former[0]
    if happens(chance, 0.3):
        person.movement = Movement.NAME_CHANGED
        person.moved_on = day_between(chance, date(2019, 11, 5), REFERENCE_DAY)


def later(day: date, person: Person) -> date:
    """Nothing happens to a person before birth."""
    return max(day, person.birth.last_day)
