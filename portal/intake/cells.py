"""Columns of a file as data, and how one cell of each kind is read. Pure: a cell gives its value, or a fault with its remedy."""

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from portal.intake.spoilt import EMPTY_AS_DATE, power_of_ten, shown_instead, spoilt_day, with_point, zero_of_phone_eaten, zeros_eaten
from portal.text.check_digits import looks_like_individual_number
from portal.text.encodings import has_control_characters
from portal.text.folding import has_kanji
from portal.text.wareki import UNKNOWN, PartialDate, WarekiError, parse_date

# Stands in a staged row where a 個人番号 stood: the number itself is kept nowhere, and the copy with the faults shows this instead.
WITHHELD = "(個人番号とみられるため消しました)"
SHOWN_OF_A_VALUE = 100
# Blanks, letters, kana, kanji and their wide and narrow forms: nearly every cell is of these alone, and needs no closer look.
_PLAIN = re.compile("[ -~\u3000-\u30ff\u3400-\u9fff\uff01-\uff9f]*")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_FIGURE = "[0-9\uff10-\uff19]"
# Looked for from every figure on, so that a telephone number before it hides nothing.
_TWELVE_FIGURES = re.compile(rf"(?<!{_FIGURE})(?=({_FIGURE}(?:[ \u3000\-‐-―−ー\uff0d・.]{{0,3}}{_FIGURE}){{11}})(?!{_FIGURE}))")


_DASHES = re.compile("[‐-―−ーｰ]")
_OF_A_PHONE = re.compile("[0-9+() -]+")
# Figures are read in both widths, and nothing else as a figure: NFKC would take ① and ² for them as well.
_WIDE = {0x3000: " "} | {0xFF01 + at: 0x21 + at for at in range(94)}
_WHOLE_NUMBER = re.compile("[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_NEVER_READ = object()
_MOST_REMEMBERED = 50_000


class Kind(StrEnum):
    """What a cell of the column holds."""

    NUMBER = "number"
    TEXT = "text"
    KANA = "kana"
    BIRTH = "birth"
    DAY = "day"
    MONTH = "month"
    CODE = "code"
    POSTAL_CODE = "postal_code"
    PHONE = "phone"
    SIGN = "sign"
    COUNT = "count"
    VOLUME = "volume"


@dataclass(frozen=True)
class Column:
    """A column of a layout. `length`: characters at most (exactly so many figures when `exact`); `words`: the codes and what they mean."""

    heading: str
    field: str
    kind: Kind
    needed: bool = False
    length: int = 0
    exact: bool = False
    words: Mapping[str, str] | None = None
    example: str = ""
    remembered: dict[str, Any] = dataclasses.field(default_factory=dict, init=False, repr=False, compare=False)


@dataclass(frozen=True)
class Fault:
    """One thing wrong in one cell: what the clerk sees and what to do. `value` is empty where it may not be shown."""

    column: str
    value: str
    fault: str
    remedy: str


class CellError(Exception):
    """What is wrong with a cell, and the remedy."""

    def __init__(self, fault: str, remedy: str) -> None:
        super().__init__(fault)
        self.fault = fault
        self.remedy = remedy


def read_cell(column: Column, written: str) -> Any:
    """The cell's value by the column's kind; "" for an empty one (None for numbers, days and counts). Raises CellError.

    What repeats in a file (days, codes, postal codes) is read once and remembered: a register of a million has 40,000 days.
    """
    value = column.remembered.get(written, _NEVER_READ)
    if value is not _NEVER_READ:
        return value
    value = _read(column, written.strip())
    if not written or column.kind in _REPEATS:
        if len(column.remembered) >= _MOST_REMEMBERED:
            column.remembered.clear()
        column.remembered[written] = value
    return value


def _read(column: Column, text: str) -> Any:
    if not text:
        if column.needed:
            raise CellError("空です", f"{column.heading}を入れてください")
        return None if column.kind in _EMPTY_IS_NONE else False if column.kind is Kind.SIGN else ""
    if not _PLAIN.fullmatch(text):
        _refuse_unfit(text)
    elif text == WITHHELD:
        raise CellError("個人番号とみられる12桁があります。表示も保存もしません", f"{column.heading}から除いて出し直してください")
    if (text[0] == "#" or "+" in text) and (wrong := shown_instead(text)):
        raise CellError(*wrong)
    return _READERS[column.kind](column, text)


def fault_in(column: Column, written: str, error: CellError) -> Fault:
    """The fault as it is kept; a withheld cell shows no value."""
    shown = written.strip()
    return Fault(column.heading, "" if shown == WITHHELD else shown[:SHOWN_OF_A_VALUE], error.fault, error.remedy)


def without_individual_numbers(cells: list[str], numbers_at: frozenset[int]) -> list[str]:
    """The row with every cell that holds what looks like a 個人番号 emptied of it (R3-6).

    `numbers_at`: places of the city's own numbers, where twelve figures are nothing strange.
    """
    held = [at for at, cell in enumerate(cells) if len(cell) >= 12 and at not in numbers_at and cell_holds_individual_number(cell)]
    return [WITHHELD if at in held else cell for at, cell in enumerate(cells)] if held else cells


def cell_holds_individual_number(cell: str) -> bool:
    """Twelve figures with a right check digit that stand by themselves, in either width and any grouping (R3-6)."""
    return any(looks_like_individual_number(found) for found in _TWELVE_FIGURES.findall(cell))


def _refuse_unfit(text: str) -> None:
    if has_control_characters(text):
        raise CellError("改行・タブなど、使えない文字が入っています", "その文字を除いて出し直してください")
    if "\ufffd" in text:
        raise CellError("文字が失われています(�)", "元のシステムで文字を確かめ、出し直してください")
    if _PRIVATE_USE.search(text):
        raise CellError(
            "外字(この文字を作ったシステムでしか読めない文字)が入っています", "UTF-8のIVS付き文字か正字に改めて出し直してください"
        )
    if any(unicodedata.category(sign) == "Cf" for sign in text):
        raise CellError("目に見えない文字(幅のない空白など)が入っています", "欄の値を消し、見える文字だけを打ち直してください")


def _number(column: Column, text: str) -> str:
    if text.isascii() and text.isdigit() and len(text) == column.length:
        return text
    figures = text.translate(_WIDE)
    wanted = f"{column.length}桁の数字" if column.exact else f"{column.length}桁までの数字"
    if not (figures.isascii() and figures.isdigit()):
        raise CellError(*(power_of_ten(figures) or with_point(figures) or ("数字でない文字が入っています", f"{wanted}で入れてください")))
    if column.exact and (wrong := zeros_eaten(figures, column.length)):
        raise CellError(*wrong)
    if len(figures) > column.length:
        raise CellError(f"{len(figures)}桁あります", f"{wanted}で入れてください。隣の列の値とつながっていないかも確かめてください")
    return figures


def _text(column: Column, text: str) -> str:
    if len(text) > column.length:
        raise CellError(f"{column.length}文字までの欄に{len(text)}文字あります", f"元の記録を確かめ、{column.length}文字までにしてください")
    return text


def _kana(column: Column, text: str) -> str:
    if has_kanji(text):
        raise CellError("カナの欄に漢字があります", "ミホン ハナコ のようにカナで入れてください")
    return _text(column, text)


DAY_REMEDY = "R8.11.4、令和8年11月4日、20261104 のどれかの形で入れてください"


def _partial_day(text: str) -> PartialDate:
    if not text.strip("0\uff10-/."):
        return UNKNOWN
    if text == EMPTY_AS_DATE and (wrong := spoilt_day(text)):
        raise CellError(*wrong)
    try:
        return parse_date(text)
    except WarekiError as error:
        fault, _, remedy = error.reason.partition("。")
        raise CellError(*(spoilt_day(text) or (fault, remedy.rstrip("。") or DAY_REMEDY))) from None


def _birth(_column: Column, text: str) -> PartialDate:
    return _partial_day(text)


def _day(_column: Column, text: str) -> date | None:
    """Systems write an unset day as 00000000."""
    value = _partial_day(text)
    if value == UNKNOWN:
        return None
    if not value.is_complete:
        raise CellError("月か日がありません", f"日までそろった日付にしてください。{DAY_REMEDY}")
    return value.to_date()


def _month(_column: Column, text: str) -> str:
    """YYYY-MM."""
    value = _partial_day(text)
    if value.month is None:
        raise CellError("月がありません", "R8.11、令和8年11月、202611 のどれかの形で入れてください")
    return f"{value.year:04}-{value.month:02}"


def _code(column: Column, text: str) -> str:
    """The code or its word; a spreadsheet drops leading zeros, so 1 is 01 where the codes have two figures."""
    words = column.words or {}
    plain, spelt = text.translate(_WIDE), unicodedata.normalize("NFKC", text)
    for code, word in words.items():
        if plain == code or spelt == word or (plain.isascii() and plain.isdigit() and plain.zfill(len(code)) == code):
            return code
    choices = "、".join(f"{code} {word}" for code, word in words.items())
    raise CellError("区分表にない値です", f"次のどれかを入れてください: {choices}")


def _postal_code(_column: Column, text: str) -> str:
    figures = re.sub("[-‐-―−ーｰ]", "", text.translate(_WIDE).removeprefix("〒"))
    if not re.fullmatch("[0-9]{7}", figures):
        eaten = zeros_eaten(figures, 7) if figures.isdigit() and len(figures) > 4 else None
        raise CellError(*(eaten or ("郵便番号が7桁の数字ではありません", "312-0001 か 3120001 のように入れてください")))
    return figures


def _phone(column: Column, text: str) -> str:
    plain = text if text.isascii() else _DASHES.sub("-", text.translate(_WIDE))
    if not _OF_A_PHONE.fullmatch(plain) or not re.search("[0-9]", plain):
        raise CellError("電話番号に使えない文字があります", "029-000-0000 のように数字とハイフンで入れてください")
    if wrong := zero_of_phone_eaten(plain):
        raise CellError(*wrong)
    return _text(column, plain)


def _sign(_column: Column, text: str) -> bool:
    plain = text.translate(_WIDE)
    if plain not in ("0", "1"):
        raise CellError("0でも1でもありません", "該当すれば1、しなければ0か空にしてください")
    return plain == "1"


def _count(column: Column, text: str) -> int:
    plain = text.translate(_WIDE)
    if not _WHOLE_NUMBER.fullmatch(plain):
        raise CellError("0以上の整数ではありません", "数字だけで入れてください(単位は付けません)")
    plain = plain.replace(",", "")
    if len(plain.lstrip("0")) > column.length:
        raise CellError("数が大きすぎます", f"{column.length}桁までで入れてください")
    return int(plain)


def _volume(_column: Column, text: str) -> Decimal:
    """Millilitres, two places."""
    plain = re.sub("(?i)(?:ml|㎖)$", "", text.translate(_WIDE)).strip()
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", plain) or Decimal(plain) == 0:
        raise CellError("接種量として読めません", "0.30 のように、ミリリットルを小数2桁までで入れてください")
    return Decimal(plain)


_REPEATS = frozenset({Kind.BIRTH, Kind.DAY, Kind.MONTH, Kind.CODE, Kind.POSTAL_CODE, Kind.SIGN, Kind.COUNT, Kind.VOLUME})
_EMPTY_IS_NONE = frozenset({Kind.BIRTH, Kind.DAY, Kind.COUNT, Kind.VOLUME})
_READERS: dict[Kind, Callable[[Column, str], Any]] = {
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.KANA: _kana,
    Kind.BIRTH: _birth,
    Kind.DAY: _day,
    Kind.MONTH: _month,
    Kind.CODE: _code,
    Kind.POSTAL_CODE: _postal_code,
    Kind.PHONE: _phone,
    Kind.SIGN: _sign,
    Kind.COUNT: _count,
    Kind.VOLUME: _volume,
}
