"""Two records side by side: each field with what differs, and what hangs on each. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.residents.queries import ResidentView
from portal.residents.rules import CATEGORY_WORDS, MOVEMENT_WORDS, SEX_WORDS
from portal.text.folding import address_key, digits_key, kana_key, name_key
from portal.text.wareki import format_date

SAME, WRITTEN_DIFFERENTLY, DIFFERENT = "", "書き方が違う", "違う"


@dataclass(frozen=True)
class Line:
    """One field of the two; `mark` is empty when they are the same."""

    word: str
    first: str
    second: str
    mark: str


@dataclass(frozen=True)
class Things:
    """What hangs on each of the two, one text a row."""

    word: str
    first: Sequence[str]
    second: Sequence[str]


def side_by_side(first: ResidentView, second: ResidentView) -> list[Line]:
    """`first` and `second` are seen alike: when one of them hides where they live, both are given without it."""
    lines = [
        _line("宛名番号", (first.resident_number, second.resident_number)),
        _line("住民区分", (CATEGORY_WORDS[first.category], CATEGORY_WORDS[second.category])),
        _line("氏名", (first.name, second.name), name_key),
        _line("カナ", (first.kana, second.kana), kana_key),
        _line("旧氏", (first.former_surname, second.former_surname), name_key),
        _line("通称", (first.alias_name, second.alias_name), name_key),
        _line("ローマ字", (first.roman_name, second.roman_name), name_key),
        _line("生年月日", (format_date(first.birth), format_date(second.birth))),
        _line("性別", (SEX_WORDS[first.sex], SEX_WORDS[second.sex])),
    ]
    if not first.hides_place:
        lines += _places(first, second)
    lines.append(_line("支援措置", (_protection(first), _protection(second))))
    return [line for line in lines if line.first or line.second]


def _places(first: ResidentView, second: ResidentView) -> list[Line]:
    return [
        _line("世帯番号", (first.household_number, second.household_number)),
        _line("住所", (first.address, second.address), address_key),
        _line("方書", (first.building, second.building), address_key),
        _line("電話番号", (first.phone, second.phone), digits_key),
        _line("異動", (_movement(first), _movement(second))),
    ]


def _line(word: str, values: tuple[str, str], fold: Callable[[str], str] = str) -> Line:
    first, second = values
    if first == second:
        return Line(word, first, second, SAME)
    return Line(word, first, second, WRITTEN_DIFFERENTLY if fold(first) == fold(second) else DIFFERENT)


def _movement(person: ResidentView) -> str:
    if person.movement is None:
        return ""
    day = f"{format_date(person.moved_on)} " if person.moved_on else ""
    return f"{day}{MOVEMENT_WORDS[person.movement]}"


def _protection(person: ResidentView) -> str:
    """That, never of which kind: comparing does not need it."""
    return "支援措置の方" if person.protection else ""
