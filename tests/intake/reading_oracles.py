"""What a cell or a file means, worked out in another way than the portal does, to hold against whatever it accepts."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from portal.intake.cells import Column, Kind
from portal.text.wareki import PartialDate

# Each era's first year and the days that belong to it, as numbers that compare like the days.
ERAS = (
    ("令和", "R", 2018, 20190501, 99991231),
    ("平成", "H", 1988, 19890108, 20190430),
    ("昭和", "S", 1925, 19261225, 19890107),
    ("大正", "T", 1911, 19120730, 19261224),
    ("明治", "M", 1867, 18730101, 19120729),
)
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
NARROW = str.maketrans("０１２３４５６７８９－，．＋（）", "0123456789-,.+()")


def is_a_day(year: int, month: int, day: int) -> bool:
    """By the rules of the calendar, written out."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= month <= 12 and 1 <= day <= (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def number_of(value: PartialDate, *, latest: bool = False) -> int:
    """20261104; unknown parts as early, or as late, as they can be."""
    month = value.month or (12 if latest else 1)
    day = value.day or (next(day for day in (31, 30, 29, 28) if is_a_day(value.year, month, day)) if latest else 1)
    return value.year * 10000 + month * 100 + day


def eras_of(value: PartialDate) -> Iterator[tuple[str, str, int]]:
    """Each era that any of the days it can be belongs to, with the year in it."""
    for name, letter, before, first, last in ERAS:
        if number_of(value) <= last and number_of(value, latest=True) >= first:
            yield name, letter, value.year - before


def explains(text: str, value: PartialDate) -> bool:
    """Whether every figure of the text has its place in the date: year (of the era named), month and day, in this order, 0 for unknown."""
    plain = re.sub(r"\s", ".", unicodedata.normalize("NFKC", text).upper())
    if value.year == 0:
        return set(re.findall("[0-9]", plain)) <= {"0"}
    plain = re.sub(r"\([0-9]{4}年?\)", "", plain)
    named = [(name, letter, year) for name, letter, year in eras_of(value) if name in plain or name[0] in plain or letter in plain]
    years = {year for *_, year in named} if named else {value.year}
    figures = [1 if part == "元" else int(part) for part in re.findall("[0-9]+|元", plain)]
    parts = [value.month, value.day]
    while parts and parts[-1] is None:
        parts.pop()
    for year in years:
        known = [year, *(part for part in parts if part is not None)]
        apart = [figure for at, figure in enumerate(figures) if figure or at == 0]
        run = "".join(re.findall("[0-9]", plain))
        together = {f"{year:0{width}}{value.month or 0:02}{value.day or 0:02}" for width in (2, 4)} | {f"{year:04}{value.month or 0:02}"}
        if apart == known or run in together:
            return is_a_day(value.year, value.month or 1, value.day or 1)
    return False


def is_right(column: Column, written: str, value: Any) -> bool:
    """Whether a value that was accepted is what the cell says."""
    text = written.strip()
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") or sign == "\ufffd" for sign in text):
        return False
    if not text:
        return not column.needed and value in (None, "", False)
    return _RIGHT[column.kind](column, text, value)


def _figures(text: str) -> str:
    return "".join(re.findall("[0-9]", text.translate(NARROW)))


def _is_text(column: Column, text: str, value: Any) -> bool:
    return value == text and len(text) <= column.length


def _is_kana(column: Column, text: str, value: Any) -> bool:
    return _is_text(column, text, value) and not any(unicodedata.name(sign, "").startswith("CJK UNIFIED") for sign in text)


def _is_number(column: Column, text: str, value: Any) -> bool:
    shortest = column.length if column.exact else 1
    return value == text.translate(NARROW) == _figures(text) and shortest <= len(value) <= column.length


def _is_birth(_column: Column, text: str, value: Any) -> bool:
    return explains(text, value)


def _is_day(_column: Column, text: str, value: Any) -> bool:
    return explains(text, PartialDate(0) if value is None else PartialDate.from_date(value))


def _is_month(_column: Column, text: str, value: Any) -> bool:
    """A day of it may have been named."""
    year, month = (int(part) for part in value.split("-"))
    days = [PartialDate(year, month, day) for day in range(1, 32) if is_a_day(year, month, day)]
    return any(explains(text, day) for day in [PartialDate(year, month), *days])


def _is_code(column: Column, text: str, value: Any) -> bool:
    words = column.words or {}
    return value in words and (words[value] == unicodedata.normalize("NFKC", text) or int(_figures(text)) == int(value))


def _is_postal_code(_column: Column, text: str, value: Any) -> bool:
    return value == _figures(text) and len(value) == 7


def _is_phone(column: Column, text: str, value: Any) -> bool:
    return _figures(text) == _figures(value) != "" and len(value) <= column.length


def _is_sign(_column: Column, text: str, value: Any) -> bool:
    return text.translate(NARROW) == ("1" if value else "0")


def _is_count(column: Column, text: str, value: Any) -> bool:
    plain = text.translate(NARROW)
    return plain.lstrip("0") in (str(value) if value else "", f"{value:,}") and len(str(value)) <= column.length


def _is_volume(_column: Column, text: str, value: Any) -> bool:
    said = Decimal(re.sub("[^0-9.]", "", text.translate(NARROW)))
    return value == said and 0 < said < 1000


_RIGHT: dict[Kind, Callable[[Column, str, Any], bool]] = {
    Kind.TEXT: _is_text,
    Kind.KANA: _is_kana,
    Kind.NUMBER: _is_number,
    Kind.BIRTH: _is_birth,
    Kind.DAY: _is_day,
    Kind.MONTH: _is_month,
    Kind.CODE: _is_code,
    Kind.POSTAL_CODE: _is_postal_code,
    Kind.PHONE: _is_phone,
    Kind.SIGN: _is_sign,
    Kind.COUNT: _is_count,
    Kind.VOLUME: _is_volume,
}

# A quoted value with its quotes doubled, or one that begins with none; and what ends it.
_CELL = re.compile(r'(?:"((?:[^"]|"")*)"|((?!")[^,\r\n]*))(,|\r\n|\r|\n|\Z)')


def records(text: str) -> list[list[str]] | None:
    """Comma separated values; blank lines are records of one empty cell. None where the quotes are broken."""
    found: list[list[str]] = []
    at, goes_on = 0, False
    while at < len(text) or goes_on:
        cell = _CELL.match(text, at)
        if cell is None:
            return None
        if not goes_on:
            found.append([])
        found[-1].append(cell[2] if cell[1] is None else cell[1].replace('""', '"'))
        at, goes_on = cell.end(), cell[3] == ","
    return found
