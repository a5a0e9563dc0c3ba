"""収納: what was collected at the counter on a day."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Collected:
    """One kind of paper that costs a fee: how many were paid for, and how much."""

    word: str
    count: int
    yen: int


def collected_on(day: date) -> list[Collected]:
    """Inside a door. Vouchers are free of charge, and no paper of the portal has a fee yet: 接種済証の再交付 and 接種記録の写し add
    theirs here, summed from what was stored with each paper and never from the table of fees of today."""
    return []
