"""The fields of a slip that are saved while they are typed: each by itself, with the value that it was based on (D-3). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from portal.inquiries.moment_rules import write_moment
from portal.inquiries.rules import (
    CATEGORY_WORDS,
    CHANNEL_WORDS,
    LONGEST_TEXT,
    RELATION_WORDS,
    URGENCY_WORDS,
    Category,
    Relation,
    SlipChannel,
    Urgency,
)
from portal.text.wareki import format_short

Value = str | bool | date | datetime | None
WAS = "was_"


@dataclass(frozen=True)
class SlipField:
    """`longest`: of a text, of which two versions may be put together; `choices`: the words of a choice."""

    name: str
    word: str
    longest: int = 0
    choices: Mapping[Any, str] | None = None

    def shown(self, value: Value) -> str:
        """As a person reads it in a line of the 対応の記録."""
        if self.choices is not None:
            return next((word for choice, word in self.choices.items() if choice == value), "")
        return ("はい" if value else "いいえ") if isinstance(value, bool) else as_typed(value)


@dataclass(frozen=True)
class Typed:
    """One field as it was sent: what it held when the typing began, and what it is to hold."""

    name: str
    was: str
    value: Value


FIELDS: dict[str, SlipField] = {
    each.name: each
    for each in (
        SlipField("channel", "受けた方法", choices=CHANNEL_WORDS),
        SlipField("taken_at", "受けた時刻"),
        SlipField("caller", "相手の氏名", 100),
        SlipField("relation", "本人との関係", choices=RELATION_WORDS),
        SlipField("contact", "連絡先", 200),
        SlipField("subject", "件名", 200),
        SlipField("body", "内容", LONGEST_TEXT),
        SlipField("category", "分類", choices=CATEGORY_WORDS),
        SlipField("about_system", "対象のファイル・システム", 200),
        SlipField("heard_name", "氏名を聞き取った"),
        SlipField("heard_birth", "生年月日を聞き取った"),
        SlipField("heard_address", "住所を聞き取った"),
        SlipField("urgency", "緊急度", choices=URGENCY_WORDS),
        SlipField("answer_by", "回答の期限"),
        SlipField("call_back", "折返しが要る"),
        SlipField("call_number", "折返しの電話番号", 40),
        SlipField("call_at", "約束の時刻"),
        SlipField("answer", "回答", LONGEST_TEXT),
    )
}
ENUMS: dict[str, type[StrEnum]] = {"channel": SlipChannel, "relation": Relation, "category": Category, "urgency": Urgency}
OF_THE_CALL = frozenset({"call_back", "call_at"})
TAKEN_LATER = "受けた時刻が、いまより先になっています。日と時刻を確かめてください。"
PROMISED_EARLIER = (
    "約束の時刻を過ぎています。午後のときは「16:00」か「午後4時」、今日でないときは「明日 9:30」か「11月25日 9:30」のように入れてください。"
)


def as_typed(value: Value) -> str:
    """As the field of the page holds it, and as two versions of it are compared."""
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, datetime):
        return write_moment(value)
    if isinstance(value, date):
        return format_short(value)
    return "" if value is None else str(value)


def why_not_value(name: str, value: Value, now: datetime) -> str | None:
    """Asked of a value that is new: a promise that has passed since stays as it is."""
    if not isinstance(value, datetime):
        return None
    if name == "taken_at" and value > now:
        return TAKEN_LATER
    return PROMISED_EARLIER if name == "call_at" and value <= now else None
