"""Rows of a monthly file spoilt on purpose, each in another way that a clerk meets; one row, one fault."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from portal.demo.chance import pick, whole
from portal.demo.faults import individual_number
from portal.demo.rows import REGISTER_HEADINGS

# Changes the cells by heading in place.
Spoil = Callable[[Random, dict[str, str], date], None]


def _put(heading: str, *values: str) -> Spoil:
    def spoil(chance: Random, cells: dict[str, str], _today: date) -> None:
        cells[heading] = pick(chance, values)

    return spoil


def _zeros_eaten(_chance: Random, cells: dict[str, str], _today: date) -> None:
    cells["宛名番号"] = cells["宛名番号"].lstrip("0")


def _letter_in_number(chance: Random, cells: dict[str, str], _today: date) -> None:
    place = whole(chance, 2, len(cells["宛名番号"]) - 1)
    cells["宛名番号"] = f"{cells['宛名番号'][:place]}O{cells['宛名番号'][place + 1 :]}"


def _individual_number(chance: Random, cells: dict[str, str], _today: date) -> None:
    cells["方書"] = individual_number(chance)


def _future_movement(chance: Random, cells: dict[str, str], today: date) -> None:
    cells["異動事由"], cells["異動日"] = "03", f"{today + timedelta(days=whole(chance, 1, 300)):%Y%m%d}"


def _serial_number(chance: Random, cells: dict[str, str], today: date) -> None:
    """The day as a spreadsheet counts it."""
    day = today - timedelta(days=whole(chance, 1, 30))
    cells["異動事由"], cells["異動日"] = "03", str((day - date(1899, 12, 30)).days)


def _movement_without_day(_chance: Random, cells: dict[str, str], _today: date) -> None:
    cells["異動事由"], cells["異動日"] = "03", ""


def _protection_without_kind(_chance: Random, cells: dict[str, str], today: date) -> None:
    cells["支援措置区分"], cells["支援措置開始日"], cells["支援措置終了日"] = "", f"{today:%Y%m%d}", ""


# The column where an import must find it, and how the row is spoilt; in this order, again from the beginning where more are asked for.
CHANGE_FAULTS: dict[str, tuple[str, Spoil]] = {
    "zeros_eaten": ("宛名番号", _zeros_eaten),
    "bad_date": ("生年月日", _put("生年月日", "S23.2.30", "20011332", "H2.4.31")),
    "individual_number": ("方書", _individual_number),
    "wrong_sex": ("性別", _put("性別", "9", "3")),
    "future_movement": ("異動日", _future_movement),
    "serial_number": ("異動日", _serial_number),
    "power_of_ten": ("団体内統合宛名番号", _put("団体内統合宛名番号", "8.22E+13", "8.221E+13")),
    "letter_in_number": ("宛名番号", _letter_in_number),
    "wrong_category": ("住民区分", _put("住民区分", "9", "7")),
    "era_over": ("生年月日", _put("生年月日", "S64.1.8", "H31.5.1")),
    "movement_without_day": ("異動日", _movement_without_day),
    "kanji_in_kana": ("カナ", _put("カナ", "見本 花子")),
    "protection_without_kind": ("支援措置区分", _protection_without_kind),
    "missing_name": ("氏名", _put("氏名", "")),
    "wrong_postal_code": ("郵便番号", _put("郵便番号", "312")),
}
DOUBLED = "doubled"
DOUBLED_AT = "宛名番号"


def kinds_of(faults: int) -> list[str]:
    """The kind of each faulty row: a number that stands twice spoils two, the others are one after another."""
    pair = [DOUBLED, DOUBLED] if faults >= 2 else []
    kinds = list(CHANGE_FAULTS)
    return [*pair, *(kinds[at % len(kinds)] for at in range(faults - len(pair)))]


def spoilt(kind: str, chance: Random, line: list[str], today: date) -> list[str]:
    cells = dict(zip(REGISTER_HEADINGS, line, strict=True))
    CHANGE_FAULTS[kind][1](chance, cells, today)
    return list(cells.values())
