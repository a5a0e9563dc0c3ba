"""Damage on purpose: known faults in known cells of the demo files, so that a test can compare what an import finds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from portal.demo.chance import pick, whole
from portal.text.check_digits import individual_number_is_valid

Damage = Callable[[Random, str], str]


@dataclass(frozen=True)
class Fault:
    """One damaged cell: the file, its row (the headings are row 1, as an import counts), the column, and the kind of damage."""

    file: str
    row: int
    column: str
    kind: str


def _bad_date(chance: Random, value: str) -> str:
    return f"{value[:4]}{pick(chance, ('0230', '1332', '0431'))}"


def _future_date(chance: Random, value: str) -> str:
    return f"{whole(chance, 2090, 2099)}0401"


def _letter_in_number(chance: Random, value: str) -> str:
    place = whole(chance, 1, max(1, len(value) - 1))
    return f"{value[:place]}O{value[place + 1 :]}"


def _kanji_in_kana(chance: Random, value: str) -> str:
    return f"{value}漢字"


def _missing(chance: Random, value: str) -> str:
    return ""


def _wrong_code(chance: Random, value: str) -> str:
    return "9"


def _stranger(chance: Random, value: str) -> str:
    return f"99{whole(chance, 0, 99_999_999):08d}"


def individual_number(chance: Random, value: str = "") -> str:
    """Twelve invented figures whose check digit is right: what a file must never bring."""
    figures = f"{whole(chance, 0, 99_999_999_999):011d}"
    return next(figures + check for check in "0123456789" if individual_number_is_valid(figures + check))


# kind → (column, damage)
REGISTER_FAULTS: Mapping[str, tuple[str, Damage]] = {
    "bad_date": ("生年月日", _bad_date),
    "letter_in_number": ("宛名番号", _letter_in_number),
    "kanji_in_kana": ("カナ", _kanji_in_kana),
    "missing_name": ("氏名", _missing),
    "wrong_category": ("住民区分", _wrong_code),
    "individual_number": ("方書", individual_number),
    "future_date": ("生年月日", _future_date),
}
DOSE_FAULTS: Mapping[str, tuple[str, Damage]] = {
    "bad_date": ("接種日", _bad_date),
    "letter_in_number": ("接種券番号", _letter_in_number),
    "unknown_person": ("宛名番号", _stranger),
    "missing_date": ("接種日", _missing),
    "individual_number": ("要注意者", individual_number),
    "future_date": ("接種日", _future_date),
}


def damage(
    chance: Random, cells: list[str], *, file: str, row: int, headings: tuple[str, ...], faults: Mapping[str, tuple[str, Damage]]
) -> Fault:
    """Changes one cell of this line in place and says which."""
    kind = pick(chance, tuple(faults))
    column, change = faults[kind]
    place = headings.index(column)
    cells[place] = change(chance, cells[place])
    return Fault(file, row, column, kind)
