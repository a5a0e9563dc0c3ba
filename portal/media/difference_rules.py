"""What differs between two versions of a request, in the words of the form (M-2). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime

from portal.media.request_rules import Asked
from portal.media.rules import ENCRYPTION_WORDS, Encryption
from portal.text.wareki import format_datetime

LABELS = {
    "purpose": "目的",
    "legal_ground": "根拠",
    "data_name": "データの名前",
    "data_columns": "項目",
    "condition_words": "抽出の条件",
    "people": "人数",
    "is_personal": "個人情報",
    "is_specific": "特定個人情報",
    "holder": "情報を保有する課",
    "medium": "媒体",
    "thing_words": "何がいくつ",
    "from_system": "元のシステム",
    "to_system": "先のシステム",
    "workers": "作業する方",
    "terminals": "端末",
    "copies_allowed": "複製",
    "encryption": "暗号化",
    "starts_at": "いつから",
    "ends_at": "いつまで",
    "is_blanket": "包括承認",
    "destination": "持ち出す先",
    "carrier": "運ぶ方",
    "companion": "同行する方",
    "locked_case": "施錠できる容器",
    "sealed": "封緘・目隠し",
    "route": "経路",
    "direct": "直行",
    "tracking": "追跡番号",
    "sender": "持ち込む方",
}
UNCHANGED = "内容はそのまま"


def differing(before: Asked, after: Asked) -> Sequence[str]:
    """The labels of the fields that differ, in the order of the form; an order of people or terminals is no difference."""
    return [LABELS[name] for name in _differing(before, after)]


def rewritten_words(changed: Sequence[str]) -> str:
    return f"改めた所: {'、'.join(changed)}" if changed else UNCHANGED


def side_by_side(stored: Asked, typed: Asked, names: Mapping[str, str]) -> Sequence[tuple[str, str, str]]:
    """(label, as it is stored, as it was typed) of every field that differs. `names`: what an entry of a list is called."""
    return [(LABELS[name], said(getattr(stored, name), names), said(getattr(typed, name), names)) for name in _differing(stored, typed)]


def said(value: object, names: Mapping[str, str]) -> str:
    """One value in words."""
    if isinstance(value, tuple):
        return "、".join(names.get(each, "一覧にないもの") for each in value) or "なし"
    if isinstance(value, Encryption):
        return ENCRYPTION_WORDS[value]
    if isinstance(value, datetime):
        return format_datetime(value)
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, int):
        return f"{value:,}"
    return names.get(value, value) if isinstance(value, str) and value else "なし"


def _differing(before: Asked, after: Asked) -> Sequence[str]:
    names = [field.name for field in fields(Asked) if field.name in LABELS]
    return [name for name in names if _plain(getattr(before, name)) != _plain(getattr(after, name))]


def _plain(value: object) -> object:
    return frozenset(value) if isinstance(value, tuple) else value.strip() if isinstance(value, str) else value
