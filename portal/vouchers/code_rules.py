"""券種・回数のコード: which digit of the 18 stands for what. Pure; no source settles them, so they are the city's table (domain §1.2)."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """The two digits in front of the municipality code."""

    KIND = "kind"
    DOSE = "dose"


PART_WORDS = {Part.KIND: "券種", Part.DOSE: "回数"}
MOST_DOSES = 99


@dataclass(frozen=True)
class Code:
    """One line of the table that stands."""

    part: Part
    digit: str
    dose_number: int | None
    words: str


def dose_digit(codes: Collection[Code], dose_number: int) -> str | None:
    """The digit printed for a dose."""
    return next((code.digit for code in codes if code.dose_number == dose_number), None)


def dose_of(codes: Collection[Code], digit: str) -> int | None:
    """The dose that a printed digit stands for."""
    return next((code.dose_number for code in codes if code.part is Part.DOSE and code.digit == digit), None)


def why_not_coded(codes: Collection[Code], kind_digit: str, dose_number: int) -> str | None:
    """A voucher whose 18 digits cannot be made is not issued."""
    if not any(code.part is Part.KIND and code.digit == kind_digit for code in codes):
        return f"券種「{kind_digit}」がコード表にありません。台帳担当に知らせてください。何も発行していません。"
    if dose_digit(codes, dose_number) is None:
        return (
            f"{dose_number}回目のコードがコード表にありません(18桁のうち回数は1桁です)。台帳担当に知らせてください。何も発行していません。"
        )
    return None


def why_not_add(codes: Collection[Code], part: Part, digit: str, dose_number: int | None) -> str | None:
    """One digit stands for one thing, one dose has one digit."""
    if not (len(digit) == 1 and digit.isascii() and digit.isdigit()):
        return "コードは数字1桁で入れてください。"
    if part is Part.DOSE and digit == "0":
        return "回数のコードに0は使えません。1から9までで入れてください。"
    if part is Part.DOSE and (dose_number is None or not 1 <= dose_number <= MOST_DOSES):
        return f"回数は1から{MOST_DOSES}までの数字で入れてください。"
    for code in codes:
        if code.part is part and code.digit == digit:
            return f"{PART_WORDS[part]}「{digit}」は、もう「{code.words}」に使っています。改めるときは、先に終えてください。"
        if part is Part.DOSE and code.dose_number == dose_number:
            return f"{dose_number}回目のコードは、もう「{code.digit}」です。改めるときは、先に終えてください。"
    return None


def why_not_end(part: Part, digit: str, used_by: Collection[str]) -> str | None:
    """`used_by`: names of programmes that have not ended and print this 券種."""
    if part is Part.KIND and used_by:
        return f"券種「{digit}」は、{'、'.join(used_by)}が使っています。終えられません。"
    return None
