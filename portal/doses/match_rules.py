"""Whose a row is: 宛名番号, else our own 接種券番号; where a file brings both they agree. Nothing is guessed. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.text.wareki import PartialDate


class WaitReason(StrEnum):
    """Why a dose waits for a person to decide."""

    NO_NUMBER = "no_number"
    NUMBER_UNKNOWN = "number_unknown"
    VOUCHER_UNKNOWN = "voucher_unknown"
    DISAGREE = "disagree"
    CONFLICT = "conflict"


WAIT_REASON_WORDS: dict[WaitReason, str] = {
    WaitReason.NO_NUMBER: "宛名番号も接種券番号もない",
    WaitReason.NUMBER_UNKNOWN: "宛名番号の方がいない",
    WaitReason.VOUCHER_UNKNOWN: "接種券番号が分からない",
    WaitReason.DISAGREE: "宛名番号と接種券番号が別の方",
    WaitReason.CONFLICT: "確認済みの記録と違う",
}


@dataclass(frozen=True)
class Person:
    """Somebody of the register, as far as a dose is held against them. `died_on`: None while alive or where the day is unknown."""

    id: int
    birth: PartialDate
    died_on: date | None = None


def whose(number: str, by_number: Person | None, holders: Iterable[Person], *, has_voucher: bool) -> Person | WaitReason:
    """`by_number`: whom the register has under the row's 宛名番号. `holders`: whose the row's vouchers are, as far as they are ours.

    A voucher that we do not know contradicts nothing. `has_voucher`: whether the row names any.
    """
    ids = {holder.id: holder for holder in holders}
    if number:
        if by_number is None:
            return WaitReason.NUMBER_UNKNOWN
        return by_number if set(ids) <= {by_number.id} else WaitReason.DISAGREE
    if len(ids) > 1:
        return WaitReason.DISAGREE
    if ids:
        return next(iter(ids.values()))
    return WaitReason.VOUCHER_UNKNOWN if has_voucher else WaitReason.NO_NUMBER
