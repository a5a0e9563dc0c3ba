"""The pages of a long list, as templates/components/pager.html shows them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Pager:
    """`number` counts from 1; the address of a neighbour is empty where there is none."""

    total: int
    pages: int
    number: int
    previous_url: str
    next_url: str


def pages_of(total: int, rows: int) -> int:
    """How many pages of so many rows a list has; an empty one has one."""
    return max(1, -(-total // rows))


def pager(total: int, *, pages: int, number: int, url_of: Callable[[int], str]) -> Pager:
    before = url_of(number - 1) if number > 1 else ""
    return Pager(total, pages, number, before, url_of(number + 1) if number < pages else "")
