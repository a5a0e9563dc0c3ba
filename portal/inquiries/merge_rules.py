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
    if theirs[: len(base)] == base == mine[: len(base)]:
        return Settled("\n".join([*theirs, *mine[len(base) :]]))
    return Settled(stored, typed)


def adds_lines_to(longer: list[str], shorter: list[str]) -> bool:
    """Whether every line of the one stands in the other, in the same order."""
    rest = iter(longer)
    return all(line in rest for line in shorter)
