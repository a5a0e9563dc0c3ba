"""Two people write in one field: what stands in it afterwards, and what is kept beside it; nothing typed is lost (D-3). Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settled:
    """`now`: what the field holds; `beside`: what was typed and found no place in it, empty when all of it did."""

    now: str
    beside: str = ""


def settled(was: str, stored: str, typed: str, *, is_text: bool = False) -> Settled:
    """`was`: what the field held when the typing began; `stored`: what it holds now; `is_text`: may be put together."""
    if typed in (stored, was):
        return Settled(stored)
    if stored == was:
        return Settled(typed)
    return _merged(was, stored, typed) if is_text else Settled(stored, typed)


def _merged(was: str, stored: str, typed: str) -> Settled:
    """Both changed the text: what only adds to it is put together, everything else stands beside it.

    One beginning with the other is also what one person's later letters are, when they overtake those sent before.
    """
    if typed.startswith(stored) or stored.startswith(typed):
        return Settled(max(typed, stored, key=len))
    base, theirs, mine = was.split("\n"), stored.split("\n"), typed.split("\n")
    if adds_lines_to(mine, theirs):
        return Settled(typed)
    if adds_lines_to(theirs, mine):
        return Settled(stored)
    both = _both(base, _change(base, theirs), _change(base, mine))
    return Settled(stored, typed) if both is None else Settled("\n".join(both))


@dataclass(frozen=True)
class _Change:
    """Of the lines from `first` up to but not including `last` these were made."""

    first: int
    last: int
    lines: list[str]


def _change(base: list[str], new: list[str]) -> _Change:
    """What lies between the lines that stayed at the beginning and those that stayed at the end."""
    shorter = min(len(base), len(new))
    head = next((place for place in range(shorter) if base[place] != new[place]), shorter)
    rest = shorter - head
    tail = next((place for place in range(rest) if base[-1 - place] != new[-1 - place]), rest)
    return _Change(head, len(base) - tail, new[head : len(new) - tail])


def _both(base: list[str], theirs: _Change, mine: _Change) -> list[str] | None:
    """Each wrote in other lines; at one place the stored lines come first. None when both wrote in the same line."""
    if theirs.last <= mine.first:
        one, two = theirs, mine
    elif mine.last <= theirs.first:
        one, two = mine, theirs
    else:
        return None
    return [*base[: one.first], *one.lines, *base[one.last : two.first], *two.lines, *base[two.last :]]


def adds_lines_to(longer: list[str], shorter: list[str]) -> bool:
    """Whether every line of the one stands in the other, in the same order."""
    rest = iter(longer)
    return all(line in rest for line in shorter)
