"""The whole city, household after household: people, what they were given, and their vouchers with running numbers. Memory stays flat."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from portal.demo.chance import stream
from portal.demo.doses import GivenDose, covid_history
from portal.demo.people import Person
from portal.demo.specials import household
from portal.demo.vouchers import IssuedVoucher, course


@dataclass(slots=True)
class Citizen:
    """A person with everything the portal keeps of them."""

    person: Person
    doses: list[GivenDose]
    vouchers: list[IssuedVoucher]


@dataclass(slots=True)
class Series:
    """The running numbers: the first mailing from 1 through the register, whatever came later after the last resident's."""

    mailed: int
    later: int

    def draw(self, voucher: IssuedVoucher) -> str:
        if voucher.mailed_first:
            self.mailed += 1
            return f"{self.mailed:010d}"
        self.later += 1
        return f"{self.later:010d}"

    @property
    def last(self) -> int:
        return self.later


def city(residents: int, seed: int) -> Iterator[Citizen]:
    """Exactly so many people; the same for the same two numbers on every machine."""
    return numbered(residents, seed, Series(mailed=0, later=residents))


def numbered(residents: int, seed: int, series: Series) -> Iterator[Citizen]:
    """As `city`, with the series in the caller's hands: afterwards it knows the last number drawn."""
    left = residents
    for index in count():
        for seat, person in enumerate(household(seed, index)):
            if left == 0:
                return
            left -= 1
            citizen = _citizen(seed, index, seat, person)
            for voucher in citizen.vouchers:
                voucher.number = series.draw(voucher)
                if voucher.used_by is not None:
                    voucher.used_by.voucher_number = voucher.number
            yield citizen


def _citizen(seed: int, index: int, seat: int, person: Person) -> Citizen:
    chance = stream(seed, index, seat, "health")
    # One number a person for the whole COVID programme, far from those the running programme draws.
    doses = covid_history(chance, person, f"{9_000_000_000 + int(person.resident_number)}")
    vouchers, given = course(chance, person)
    return Citizen(person, doses + given, vouchers)
