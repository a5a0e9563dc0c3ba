"""What a spreadsheet makes of a number or a date when it opens and saves a file, told apart from plain mistakes. Pure."""

import re
import unicodedata
from datetime import date, timedelta

from portal.text.wareki import LAST_YEAR, format_date

# What is wrong, and what to do.
Wrong = tuple[str, str]

_AS_TEXT = "元のシステムから書き出し直し、表計算ソフトで開くときはこの列を「文字列」として読み込んでください"
_FORMULA_ERROR = re.compile(r"#{2,}|#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!)")
_POWER_OF_TEN = re.compile(r"[0-9]+(?:\.[0-9]+)?E\+?[0-9]{1,3}", re.IGNORECASE)
_WITH_POINT = re.compile(r"[0-9]+\.0+")
_CLOCK_TIME = re.compile(r"[0-9][日 T]?\s*[0-9]{1,2}:[0-9]{2}")
# Day 1 of a spreadsheet is 1 January 1900, and it has a 29 February 1900 that never was: counted from here, days after it are right.
_DAY_NOUGHT = date(1899, 12, 30)
EMPTY_AS_DATE = "1900/1/0"


def shown_instead(text: str) -> Wrong | None:
    """What a spreadsheet shows in place of the value, saved as if it were the value: ####, #N/A, 4E+09."""
    if text.startswith("#") and _FORMULA_ERROR.fullmatch(text):
        return "表計算ソフトの誤りの表示(#)が入っています", "列の幅を広げるか、式を値に直してから、CSVで保存し直してください"
    return power_of_ten(text) if "+" in text else None


def power_of_ten(text: str) -> Wrong | None:
    if _POWER_OF_TEN.fullmatch(text):
        return "指数の形(4E+09など)になり、元の数字が失われています", _AS_TEXT
    return None


def with_point(figures: str) -> Wrong | None:
    """400001.0: a number column that was read as a decimal."""
    return ("小数の形になっています", _AS_TEXT) if _WITH_POINT.fullmatch(figures) else None


def zeros_eaten(figures: str, length: int) -> Wrong | None:
    """Shorter than the number always is: a spreadsheet takes 0004000001 for 4000001. A length of 0 is not checked."""
    if 0 < len(figures) < length:
        return f"{length}桁より短い番号です({len(figures)}桁)。表計算ソフトで先頭の0が落ちたおそれがあります", _AS_TEXT
    return None


def zero_of_phone_eaten(phone: str) -> Wrong | None:
    """Nine or ten bare figures that begin with none: 0290004471 saved as a number."""
    if phone.isdigit() and len(phone) in (9, 10) and not phone.startswith("0"):
        return f"先頭の0がありません({len(phone)}桁)。表計算ソフトで落ちたおそれがあります", _AS_TEXT
    return None


def spoilt_day(text: str) -> Wrong | None:
    """A day as the serial number behind it (46330), with the time of day, or the date of an empty cell (1900/1/0)."""
    plain = unicodedata.normalize("NFKC", text)
    if plain == EMPTY_AS_DATE:
        return "表計算ソフトで、空の日付が 1900/1/0 になったものです", "日付が分からなければ空に、分かれば正しい日付に直してください"
    if _CLOCK_TIME.search(plain):
        return "日付のあとに時刻があります", "時刻を除き、20261104 のように日付だけにして出し直してください"
    # Four figures up to LAST_YEAR are a year.
    if plain.isascii() and plain.isdigit() and len(plain) in (4, 5) and int(plain) > LAST_YEAR:
        day = _DAY_NOUGHT + timedelta(days=int(plain))
        if day.year <= LAST_YEAR:
            return (
                f"表計算ソフトの通し番号(シリアル値)になっています。{plain} は{format_date(day)}のことと思われます",
                "列の表示形式を「日付」に直してから、CSVで保存し直してください",
            )
    return None
