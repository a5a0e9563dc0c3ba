"""The register as it stood on a past day: today's values and every change since, taken back one by one. Pure (S1-1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from portal.residents.consequences import FIELDS
from portal.residents.rules import FIELD_WORDS, value_words
from portal.text.wareki import PartialDate, WarekiError, format_date, parse_date

HIDDEN_VALUE = "表示しません"
LATER_THAN_TODAY = "これからの日です。今日か、それより前の日を入れてください。"
NOT_A_WHOLE_DAY = "年月日をすべて入れてください。例: 令和8年6月1日"


def values_then(now: Mapping[str, str], later: Iterable[tuple[str, str]]) -> dict[str, str]:
    """`later`: each later change as its field and the value before it, the newest first; fields that `now` does not have are left out."""
    then = dict(now)
    for field, old in later:
        if field in then:
            then[field] = old
    return then


def end_of(day: date, zone: tzinfo) -> datetime:
    """The first moment that no longer belongs to the day."""
    return datetime.combine(day + timedelta(days=1), time(), zone)


def why_not_as_of(day: PartialDate, today: date) -> str | None:
    """Whether the register can be told as of this day."""
    if not day.is_complete:
        return NOT_A_WHOLE_DAY
    return LATER_THAN_TODAY if day.to_date() > today else None


def read_day(typed: str, today: date) -> tuple[date | None, str | None]:
    """The day that was typed, or why it cannot be shown; neither when nothing was typed."""
    if not typed.strip():
        return None, None
    try:
        day = parse_date(typed)
    except WarekiError as error:
        return None, error.reason
    why_not = why_not_as_of(day, today)
    return (None, why_not) if why_not else (day.to_date(), None)


def why_nothing_then(registered_at: datetime | None, end: datetime) -> str | None:
    """Why nobody stood in the register yet; None also for those of whom it is not known since when they are in it."""
    if registered_at is None or registered_at < end:
        return None
    return f"この日にはまだ記録にありません。{format_date(registered_at.date())}に記録に入りました。"


@dataclass(frozen=True)
class Fact:
    """One value then; `now` says today's where it differs, or that it is not told; empty: the same."""

    label: str
    then: str
    now: str
    differs: bool


def facts_then(then: Mapping[str, str], now: Mapping[str, str], *, hidden: frozenset[str]) -> list[Fact]:
    """In the order of the register's layout. Of what is hidden not even that it differs is told; what was and is empty is left out."""
    facts = []
    for field in FIELDS:
        if field in hidden:
            facts.append(Fact(FIELD_WORDS[field], HIDDEN_VALUE, HIDDEN_VALUE, differs=False))
        elif then[field] or now[field]:
            differs = then[field] != now[field]
            today = value_words(field, now[field]) or "なし"
            facts.append(Fact(FIELD_WORDS[field], value_words(field, then[field]) or "なし", today if differs else "", differs))
    return facts
