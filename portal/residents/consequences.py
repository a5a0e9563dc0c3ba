"""What taking a row over changes, told by the gravest thing that happens to the person. Pure (S1-1, S4-3)."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from portal.residents.rules import Category, Movement, Protection, Sex
from portal.text.wareki import PartialDate


class Consequence(StrEnum):
    """In the order of weight: a person counts once, under the first that applies."""

    PROTECTION_STARTS = "protection_starts"
    PROTECTION_ENDS = "protection_ends"
    DIED = "died"
    MOVED_OUT = "moved_out"
    MOVED_IN = "moved_in"
    NEW_AWAY = "new_away"
    ADDRESS = "address"
    NAME = "name"
    OTHER = "other"
    NONE = "unchanged"


# The word, and what follows from it.
CONSEQUENCE_WORDS: dict[Consequence, tuple[str, str]] = {
    Consequence.PROTECTION_STARTS: ("支援措置の開始", "住所・世帯・電話をただちに隠します"),
    Consequence.PROTECTION_ENDS: ("支援措置の終了", "隠していた住所・世帯・電話を再び表示します"),
    Consequence.DIED: ("死亡", "接種券の発行・再発行を止めます"),
    Consequence.MOVED_OUT: ("転出", "接種券の発行・再発行を止めます"),
    Consequence.MOVED_IN: ("転入・出生", "新しく記録に載せ、探せるようにします"),
    Consequence.NEW_AWAY: ("転出・死亡の方を新しく載せる", "記録に載せます。接種券は発行しません"),
    Consequence.ADDRESS: ("住所の変更", "住所を改めます。前の住所は履歴に残します"),
    Consequence.NAME: ("氏名の変更", "氏名と検索の索引を改めます。前の氏名は履歴に残します"),
    Consequence.OTHER: ("その他", "記録を改めます。前の値は履歴に残します"),
    Consequence.NONE: ("変わらない", "何も起きません"),
}
# Tallies of rows that a person decides one by one.
MATCH, STRANGER = "match", "stranger"
DECIDED_BY_A_PERSON = (
    (MATCH, "もういる方に似た新しい方", "同じ方か別の方かを1人ずつ決めます。決めるまで反映しません"),
    (STRANGER, "番号は同じで別の方のおそれ", "同じ方か別の方かを1人ずつ決めます。決めるまで反映しません"),
)
FIELDS = (
    "resident_number",
    "integrated_number",
    "household_number",
    "name",
    "kana",
    "former_surname",
    "alias_name",
    "roman_name",
    "birth",
    "sex",
    "postal_code",
    "address",
    "building",
    "phone",
    "category",
    "movement",
    "moved_on",
    "protection",
    "protected_from",
    "protected_until",
)
_ADDRESS = frozenset({"postal_code", "address", "building"})
_NAME = frozenset({"name", "kana", "former_surname", "alias_name", "roman_name"})
_AWAY = frozenset({Category.DEAD, Category.MOVED_OUT})

Record = Mapping[str, Any]


def changed_fields(old: Record, new: Record) -> list[str]:
    return [field for field in FIELDS if old[field] != new[field]]


def consequence(old: Record | None, new: Record) -> Consequence:
    """`old` is None for somebody the register did not have."""
    changed = set(FIELDS) if old is None else set(changed_fields(old, new))
    if not changed:
        return Consequence.NONE
    before = old or {"protection": None, "category": None}
    if old is None and new["category"] in _AWAY and not new["protection"]:
        return Consequence.NEW_AWAY
    if grave := _grave(before, new):
        return grave
    if old is None or (before["category"] in _AWAY and new["category"] not in _AWAY):
        return Consequence.MOVED_IN
    if changed & _ADDRESS:
        return Consequence.ADDRESS
    return Consequence.NAME if changed & _NAME else Consequence.OTHER


def _grave(before: Record, new: Record) -> Consequence | None:
    if new["protection"] and not before["protection"]:
        return Consequence.PROTECTION_STARTS
    if before["protection"] and not new["protection"]:
        return Consequence.PROTECTION_ENDS
    if new["category"] != before["category"]:
        return {Category.DEAD: Consequence.DIED, Category.MOVED_OUT: Consequence.MOVED_OUT}.get(new["category"])
    return None


def as_text(value: Any) -> str:
    """How a value is kept in the history: words and codes as they are, dates as 2026-11-04, unknown parts 00, nothing as ""."""
    if value is None:
        return ""
    if isinstance(value, PartialDate):
        return value.key
    return value.isoformat() if isinstance(value, date) else str(value)


# Fields that are more than text, or that may be nothing.
_READ: dict[str, Callable[[str], Any]] = {
    "integrated_number": str,
    "birth": PartialDate.from_key,
    "sex": Sex,
    "category": Category,
    "movement": Movement,
    "moved_on": date.fromisoformat,
    "protection": Protection,
    "protected_from": date.fromisoformat,
    "protected_until": date.fromisoformat,
}


def from_text(field: str, text: str) -> Any:
    """The way back from as_text(): the value that stood in this field of Resident."""
    if field not in _READ:
        return text
    return _READ[field](text) if text else None
