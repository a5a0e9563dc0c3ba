"""Which few rows of a register file stand for the many, so that somebody looks at them before it is applied. Pure (S1-1)."""

import zlib
from collections.abc import Iterable, Mapping

SAMPLES = 20


def sampled(samples: Mapping[str, list[int]], rows: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    """The numbers of at most SAMPLES rows of every tally, drawn from the whole file: the same ones however it was cut into chunks.

    `rows`: number and tally.
    """
    drawn = {tally: list(numbers) for tally, numbers in samples.items()}
    for number, tally in rows:
        drawn.setdefault(tally, []).append(number)
    return {tally: sorted(numbers, key=_lot)[:SAMPLES] for tally, numbers in drawn.items()}


def _lot(number: int) -> tuple[int, int]:
    return zlib.crc32(str(number).encode()), number
