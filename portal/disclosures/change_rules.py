"""What a case says now beside what was typed: field by field, for the story and for whoever was overtaken. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from portal.disclosures.rules import FORM_WORDS, REQUESTER_WORDS, STANDING_WORDS, WAY_WORDS, WISH_WORDS, ItemState
from portal.text.wareki import format_date

LABELS = {
    "way": "請求の方法",
    "requester_kind": "請求者",
    "wish": "訂正・利用停止の区分",
    "requester_name": "請求者の氏名",
    "requester_kana": "ふりがな",
    "requester_postal_code": "郵便番号",
    "requester_address": "請求者の住所",
    "requester_contact": "連絡先",
    "person_name": "本人の氏名",
    "person_address": "本人の住所",
    "person_standing": "本人の状況",
    "items": "求める文書",
    "wished_form": "求める開示の方法",
    "wished_words": "方法の希望",
    "is_specific": "特定個人情報",
    "is_provision_record": "情報提供等記録",
    "claim": "趣旨及び理由",
    "earlier_number": "前の開示の番号",
    "disclosed_on": "開示を受けた日",
}
LABEL_OF_STAMP = "収受日"
# Who was proven to be there.
OF_IDENTITY = frozenset({"way", "requester_kind", "requester_name", "person_standing"})
SHORTEST_KEPT = 60
CHANGED_MEANWHILE = "ほかの職員が先に改めました。下の「いまの内容」と見比べて、もう一度送ってください。入れた内容は残っています。"
SAME = "変わったところがないため、何も保存していません。"
_WORDS: Mapping[str, Mapping[Any, str]] = {
    "way": WAY_WORDS,
    "requester_kind": REQUESTER_WORDS,
    "wish": WISH_WORDS,
    "person_standing": STANDING_WORDS,
    "wished_form": FORM_WORDS,
}


@dataclass(frozen=True)
class Difference:
    """A field with what stands there and what was typed, in words."""

    name: str
    stored: str
    typed: str

    @property
    def label(self) -> str:
        return LABELS[self.name]


def differences(stored: Mapping[str, object], typed: Mapping[str, object]) -> list[Difference]:
    return [
        Difference(name, in_words(name, stored[name]), in_words(name, typed[name]))
        for name in LABELS
        if name in typed and stored[name] != typed[name]
    ]


def in_words(name: str, value: object) -> str:
    """「なし」 for what is empty."""
    if isinstance(value, bool):
        return "あたる" if value else "あたらない"
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, tuple):
        return "、".join(str(each) for each in value) or "なし"
    if isinstance(value, StrEnum):
        return _WORDS[name][value]
    return str(value) if value else "なし"


def told(changes: Sequence[Difference]) -> str:
    """For the story: each field with what stood there and what stands there now, cut where it is long."""
    return "。".join(f"{each.label}: {_short(each.stored)} → {_short(each.typed)}" for each in changes)


def touches_identity(changes: Sequence[Difference]) -> bool:
    return any(each.name in OF_IDENTITY for each in changes)


def why_not_items(states: Sequence[ItemState], *, changes_items: bool) -> str | None:
    """The documents stay as they are while one of them is drafted or decided; `states`: of those not withdrawn."""
    if changes_items and any(state is not ItemState.OPEN for state in states):
        return "起案のある文書があるため、求める文書は改められません。先に起案を取りやめてください。"
    return None


def _short(words: str) -> str:
    return words if len(words) <= SHORTEST_KEPT else f"{words[:SHORTEST_KEPT]}…"
