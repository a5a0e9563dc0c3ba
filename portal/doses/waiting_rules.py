"""登録待ち: what is kept of a dose that waits, and who may still decide about it. Pure."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from portal.doses.fields import BY_FIELD
from portal.intake.cells import Kind
from portal.text.wareki import PartialDate, format_date, format_datetime, format_short

Values = dict[str, Any]
LONGEST_DECISION = 100


class WaitState(StrEnum):
    WAITING = "waiting"
    RECORDED = "recorded"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


WAIT_STATE_WORDS: dict[WaitState, str] = {
    WaitState.WAITING: "登録待ち",
    WaitState.RECORDED: "記録した",
    WaitState.DISMISSED: "記録しない",
    WaitState.WITHDRAWN: "取込の取消し",
}
SUPERSEDED_BY_FILE = "接種記録ファイルの取込"


def content_of(values: Mapping[str, Any], number: str) -> str:
    """What the file tells of a dose, in one settled form: the same dose gives the same text."""
    told = {name: _plain(value) for name, value in values.items()} | {"resident_number": number}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def values_of(content: str) -> tuple[Values, str]:
    """The values as they were read, and the 宛名番号 of the row (empty where it had none)."""
    told: Values = json.loads(content)
    number = told.pop("resident_number")
    return {name: _typed(name, value) for name, value in told.items()}, number


def _typed(name: str, value: Any) -> Any:
    kind = BY_FIELD[name].kind
    if value is None or kind not in (Kind.DAY, Kind.VOLUME):
        return value
    return date.fromisoformat(value) if kind is Kind.DAY else Decimal(value)


def fingerprint_of(content: str, dose_id: int | None) -> str:
    """`dose_id`: the version that it differs from; beside another version it is another question."""
    return hashlib.sha256(f"{dose_id or ''}:{content}".encode()).hexdigest()


def in_words(name: str, value: Any) -> str:
    """A value as the screen shows it; empty where there is none."""
    kind = BY_FIELD[name].kind
    if value is None or value == "":
        return ""
    if kind is Kind.SIGN:
        return "あり" if value else "なし"
    if kind is Kind.DAY:
        return format_date(value)
    if kind is Kind.VOLUME:
        return f"{value} mL"
    return _month_words(value) if kind is Kind.MONTH else str(value)


def _month_words(value: str) -> str:
    try:
        return format_short(PartialDate.from_key(f"{value}-00"))
    except ValueError:
        return value


def why_not_decide(state: WaitState, *, decided_by: str, decided_at: datetime | None) -> str | None:
    if state is WaitState.WAITING:
        return None
    when = f"{format_datetime(decided_at)}に" if decided_at else ""
    who = f"{decided_by}が" if decided_by else ""
    return f"この接種は、{when}{who}「{WAIT_STATE_WORDS[state]}」としています。いまの状態を確かめてください。"


def why_not_reason(reason: str) -> str | None:
    return None if reason.strip() else "理由を入れてください。あとで確かめるときの手がかりになります。"
