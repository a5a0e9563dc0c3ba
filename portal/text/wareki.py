"""Japanese era dates read and written, dates with unknown parts included."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from functools import total_ordering
from typing import Self


@dataclass(frozen=True)
class Era:
    """One era: year 1 as a western year, and the first and last day that belong to it here."""

    name: str
    letter: str
    year_one: int
    first: date
    last: date

    def year(self, western_year: int) -> str:
        year = western_year - self.year_one + 1
        return "元" if year == 1 else str(year)


# The last known day of each era is the day before the next one began: 明治45年7月29日, 大正15年12月24日, 昭和64年1月7日, 平成31年4月30日.
# 明治 begins at 1873-01-01 because the days before it were counted by the lunisolar calendar (明治5年太政官布告第337号).
ERAS = (
    Era("令和", "R", 2019, date(2019, 5, 1), date.max),
    Era("平成", "H", 1989, date(1989, 1, 8), date(2019, 4, 30)),
    Era("昭和", "S", 1926, date(1926, 12, 25), date(1989, 1, 7)),
    Era("大正", "T", 1912, date(1912, 7, 30), date(1926, 12, 24)),
    Era("明治", "M", 1868, date(1873, 1, 1), date(1912, 7, 29)),
)
FIRST_YEAR, LAST_YEAR = 1873, 2117

_ERA_OF_WORD = {word: era for era in ERAS for word in (era.name, era.name[0], era.letter)}


class WarekiError(ValueError):
    """A date that cannot be taken; `reason` says why and what to do. It repeats what was typed: for the screen, not for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A calendar date of which the day, or month and day, may be unknown. Unknown parts sort first."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if (self.year == 0 or self.month is None) and (self.month, self.day) != (None, None):
            raise ValueError("a day needs its month, and both need a year")
        if self.year != 0:
            date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @classmethod
    def from_date(cls, day: date) -> Self:
        return cls(day.year, day.month, day.day)

    @classmethod
    def from_key(cls, key: str) -> Self:
        """The date behind a key such as 1948-05-00. ValueError when it is no such key."""
        if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", key):
            raise ValueError("a date key has the form YYYY-MM-DD")
        year, month, day = (int(part) for part in key.split("-"))
        return cls(year, month or None, day or None)

    @property
    def key(self) -> str:
        """YYYY-MM-DD with 00 for an unknown part; keys sort as the dates do."""
        return f"{self.year:04}-{self.month or 0:02}-{self.day or 0:02}"

    @property
    def is_complete(self) -> bool:
        return self.day is not None

    @property
    def first_day(self) -> date:
        """The earliest day it can be. ValueError for UNKNOWN."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day it can be. ValueError for UNKNOWN."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def to_date(self) -> date:
        """The calendar day. ValueError when a part is unknown."""
        if self.month is None or self.day is None:
            raise ValueError("a part of the date is unknown")
        return date(self.year, self.month, self.day)

    def __lt__(self, other: object) -> bool:
        return self.key < other.key if isinstance(other, PartialDate) else NotImplemented


UNKNOWN = PartialDate(0)

_ERA = f"(?P<era>西暦|{'|'.join(sorted(_ERA_OF_WORD, key=len, reverse=True))})?"
_WHOLLY_UNKNOWN = re.compile(r"(?:生年月日|年月日|日付)?不詳|0000\.?00\.?00")
_FORMS = (
    re.compile(
        rf"{_ERA}(?P<year>元|[0-9]{{1,4}})年(?:\((?P<western>[0-9]{{4}})年?\))?"
        r"(?:(?P<month>[0-9]{1,2}|不詳)月(?:(?P<day>[0-9]{1,2}|不詳)日?)?)?(?:\(?(?P<unknown>月日|月|日|)不詳日?\)?)?生?"
    ),
    re.compile(rf"{_ERA}\.?(?P<year>元|[0-9]{{1,4}})(?:\.(?P<month>[0-9]{{1,2}}|不詳)(?:\.(?P<day>[0-9]{{1,2}}|不詳))?)?"),
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})?"),
    re.compile(rf"{_ERA}(?P<year>[0-9]{{2}})(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})"),
)
_UNREADABLE = "日付として読めません。昭和50年1月2日、S50.1.2、1975-01-02 のように入力してください。"
_ERA_MISSING = "元号がありません。S50.1.2、昭和50年1月2日 のように元号を付けるか、西暦4桁で入力してください。"


def parse_date(text: str) -> PartialDate:
    """A date as a clerk or a file writes it: 和暦 or western, any width, with unknown parts. WarekiError says what is wrong.

    A whole year or month cut by an era change is taken under either name (平成31年 and 令和元年 are 2019).
    """
    written = _tidied(text)
    if not written:
        raise WarekiError("日付を入力してください。")
    if _WHOLLY_UNKNOWN.fullmatch(written):
        return UNKNOWN
    for form in _FORMS:
        if found := form.fullmatch(written):
            return _read(found.groupdict())
    raise WarekiError(_UNREADABLE)


def _tidied(text: str) -> str:
    """Half width, capital letters, one separator '.', no blanks; a blank between two figures separates them. ① and ² are no figures."""
    if any(unicodedata.category(sign) == "No" for sign in text):
        raise WarekiError(_UNREADABLE)
    written = unicodedata.normalize("NFKC", text).strip().upper()
    written = re.sub(r"(?<=[0-9元])\s+(?=[0-9])", ".", written)
    written = re.sub(r"\s", "", written)
    return re.sub(r"[/\-‐‑‒–—―−ー・,、。]", ".", written).rstrip(".")


def _read(found: dict[str, str | None]) -> PartialDate:
    era = _ERA_OF_WORD.get(found.get("era") or "")
    year = _western_year(era, found["year"] or "", has_era_word=bool(found.get("era")))
    month, day = _number(found["month"]), _number(found["day"])
    unknown = found.get("unknown")
    if (unknown is not None and found["day"]) or (unknown in ("月", "月日") and found["month"]):
        raise WarekiError(_UNREADABLE)
    value = _existing(year, month, day)
    if found.get("western") not in (None, str(year)):
        raise WarekiError("和暦の年と括弧の中の西暦が合いません。どちらかを直してください。")
    if era:
        _refuse_outside(era, value)
    return value


def _number(word: str | None) -> int | None:
    return None if word in (None, "不詳") else int(word) or None


def _western_year(era: Era | None, word: str, *, has_era_word: bool) -> int:
    if era is None and (word == "元" or len(word) < 3) and not has_era_word:
        raise WarekiError(_ERA_MISSING)
    count = 1 if word == "元" else int(word)
    if era is not None and count == 0:
        raise WarekiError(f"{era.name}0年はありません。最初の年は元年です。")
    year = count if era is None else era.year_one + count - 1
    if 1868 <= year < FIRST_YEAR:
        raise WarekiError("明治5年までの日付は旧暦のため扱えません。明治6年(1873年)1月1日からの日付を入力してください。")
    if era is not None and year > LAST_YEAR:
        raise WarekiError(f"{era.name}{count}年は扱えません。年を確かめ、S50.1.2 のように区切って入力してください。")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise WarekiError(f"西暦では{FIRST_YEAR}年から{LAST_YEAR}年までです。年を確かめるか、S50.1.2 のように元号を付けてください。")
    return year


def _existing(year: int, month: int | None, day: int | None) -> PartialDate:
    if month is None and day is not None:
        raise WarekiError("月が不詳なのに日があります。月が不詳のときは、日も不詳としてください。")
    if month is not None and month > 12:
        raise WarekiError(f"{month}月はありません。月は1から12までで入力してください。")
    if month is not None and day is not None and day > (last := monthrange(year, month)[1]):
        raise WarekiError(f"{month}月{day}日はありません。この年の{month}月は{last}日までです。日を確かめてください。")
    return PartialDate(year, month, day)


def _refuse_outside(era: Era, value: PartialDate) -> None:
    if value.first_day > era.last:
        edge = f"{era.name}は{_known_parts(PartialDate.from_date(era.last), era).removeprefix(era.name)}まで"
    elif value.last_day < era.first:
        edge = f"{era.name}は{_known_parts(PartialDate.from_date(era.first), era).removeprefix(era.name)}から"
    else:
        return
    raise WarekiError(f"{edge}です。{_known_parts(value, _era_of(value))}ではありませんか。")


def _era_of(value: PartialDate) -> Era | None:
    """The era of the last day it can be: a year or month with two eras is written under the later one (1989 is 平成元年)."""
    return next((era for era in ERAS if era.first <= value.last_day), None)


def _known_parts(value: PartialDate, era: Era | None, *, western: bool = False) -> str:
    words = f"{era.name}{era.year(value.year)}年" if era else f"西暦{value.year}年"
    if western and era:
        words += f"({value.year}年)"
    if value.month is not None:
        words += f"{value.month}月"
    return words if value.day is None else f"{words}{value.day}日"


def format_date(value: date | PartialDate, *, western: bool = False) -> str:
    """昭和23年5月14日; with `western` 昭和23年(1948年)5月14日; unknown parts are said in brackets. Before 1873: 西暦 and the year."""
    value = _partial(value)
    if value == UNKNOWN:
        return "生年月日不詳"
    unknown = "(月日不詳)" if value.month is None else "(日不詳)" if value.day is None else ""
    return _known_parts(value, _era_of(value), western=western) + unknown


def format_short(value: date | PartialDate) -> str:
    """S23.5.14, with known parts only (S23.5, S23); 令和元年 is R1; 不詳 when nothing is known; before 1873 the western year alone."""
    value = _partial(value)
    if value == UNKNOWN:
        return "不詳"
    era = _era_of(value)
    year = f"{era.letter}{value.year - era.year_one + 1}" if era else str(value.year)
    return ".".join([year, *(str(part) for part in (value.month, value.day) if part is not None)])


def format_datetime(moment: datetime) -> str:
    """令和8年11月24日 10時38分, in the time the value itself carries."""
    return f"{format_date(moment)} {moment.hour}時{moment.minute:02}分"


def format_short_datetime(moment: datetime) -> str:
    """R8.11.24 10:38, in the time the value itself carries."""
    return f"{format_short(moment)} {moment.hour}:{moment.minute:02}"


def format_period(starts: datetime, ends: datetime) -> str:
    """令和8年11月24日 9時00分から18時00分まで: a day that both share is said once."""
    until = f"{ends.hour}時{ends.minute:02}分" if starts.date() == ends.date() else format_datetime(ends)
    return f"{format_datetime(starts)}から{until}まで"


def weekday_word(day: date) -> str:
    return "月火水木金土日"[day.weekday()]


def _partial(value: date | PartialDate) -> PartialDate:
    return value if isinstance(value, PartialDate) else PartialDate.from_date(value)
