"""Seeded chance: a stream of its own for every household, so that nobody depends on who was made before."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")

# Everything is counted back from this day, so that the same seed gives the same people next year too.
REFERENCE_DAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Weighted(Generic[T]):
    """Things and their cumulative weights, prepared once: choosing is one bisection."""

    things: tuple[T, ...]
    sums: tuple[float, ...]


def stream(*parts: str | int) -> Random:
    """A stream of chance that only these parts decide (Python seeds from text the same way on every machine)."""
    return Random(":".join(str(part) for part in parts))


def weighted(pairs: Iterable[tuple[T, float]]) -> Weighted[T]:
    listed = list(pairs)
    return Weighted(tuple(thing for thing, _ in listed), tuple(accumulate(weight for _, weight in listed)))


def draw(chance: Random, table: Weighted[T]) -> T:
    return table.things[bisect_right(table.sums, chance.random() * table.sums[-1], hi=len(table.things) - 1)]


def pick(chance: Random, things: Sequence[T]) -> T:
    return things[int(chance.random() * len(things))]


def happens(chance: Random, share: float) -> bool:
    return chance.random() < share


def whole(chance: Random, low: int, high: int) -> int:
    """A whole number from low to high, both included."""
    return low + int(chance.random() * (high - low + 1))


def day_between(chance: Random, first: date, last: date) -> date:
    """A day from first to last, both included."""
    return date.fromordinal(whole(chance, first.toordinal(), last.toordinal()))
