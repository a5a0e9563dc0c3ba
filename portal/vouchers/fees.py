"""収納: what was collected at the counter on a day."""

from dataclasses import dataclass
from datetime import date

from portal.vouchers.fee_queries import takings_on
from portal.vouchers.fee_rules import PAPER_WORDS


@dataclass(frozen=True)
class Collected:
    """One kind of paper that costs a fee: how many were paid for, and how much."""

    word: str
    count: int
    yen: int


def collected_on(day: date) -> list[Collected]:
    """Inside a door: summed from what was stored with each paper, never from the table of fees of today. Vouchers are free of charge."""
    return [Collected(PAPER_WORDS[taking.kind], taking.paid, taking.yen) for taking in takings_on(day) if taking.paid]
