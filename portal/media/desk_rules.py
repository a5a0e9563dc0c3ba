"""What stands beside a line on the chief's desk: how it differs from the last one, what to look at, for how long (M-3). Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.media.medium_rules import MediumFacts
from portal.media.rules import CONDITION_WORDS, ENCRYPTION_WORDS, STRONG, Condition, Encryption, Kind, Thing
from portal.text.wareki import format_date, format_short_datetime

SAME_PEOPLE = "人数は前回と同じ"
SAME_COLUMNS = "項目は前回と同じ"
_BETWEEN_COLUMNS = re.compile(r"[、,,・\s]+")


@dataclass(frozen=True)
class Contents:
    """What one request would let out; `shown` says which request it was."""

    shown: str
    people: int
    columns: str


@dataclass(frozen=True)
class Difference:
    """Against the last approved request for the same data and destination, whose number is `shown`; all empty the first time."""

    people: str
    columns: str
    before: str
    is_more: bool
    shown: str = ""

    @property
    def is_first(self) -> bool:
        return not self.before


@dataclass(frozen=True)
class Care:
    """How a line would be kept from a finder, as it was asked."""

    kind: Kind
    thing: Thing
    is_personal: bool
    is_specific: bool
    encryption: Encryption
    copies_allowed: int
    locked_case: bool
    direct: bool
    has_companion: bool
    starts_at: datetime
    ends_at: datetime
    is_blanket: bool = False
    medium: MediumFacts | None = None
    gone: tuple[str, ...] = ()


def difference(now: Contents, before: Contents | None) -> Difference:
    """Signed number of people against the last time, and the columns that came or went."""
    if before is None:
        return Difference("", "", "", False)
    more = now.people - before.people
    people = f"{more:+,}人" if more else SAME_PEOPLE
    last = f"前回 {before.people:,}人"
    return Difference(people, _columns(now.columns, before.columns), last, more > 0, before.shown)


def columns_of(written: str) -> list[str]:
    return [part for part in _BETWEEN_COLUMNS.split(written) if part]


def _columns(now: str, before: str) -> str:
    new, old = columns_of(now), columns_of(before)
    added, gone = "、".join(each for each in new if each not in old), "、".join(each for each in old if each not in new)
    told = [f"増えた項目: {added}"] if added else []
    told += [f"減った項目: {gone}"] if gone else []
    return "。".join(told) or SAME_COLUMNS


def cautions(asked: Care, now: datetime) -> tuple[str, ...]:
    """What the chief should look at before signing, each in a few words; empty when there is nothing unusual."""
    told = [
        ("個人番号を含む", asked.is_specific),
        (f"暗号化: {ENCRYPTION_WORDS[asked.encryption]}", _is_weak(asked)),
        ("施錠できる容器なし", asked.kind is Kind.TAKE_OUT and not asked.locked_case),
        ("立ち寄りあり", asked.kind is Kind.TAKE_OUT and not asked.direct),
        ("同行者なし", asked.kind is Kind.TAKE_OUT and asked.is_personal and not asked.has_companion),
        (f"複製{asked.copies_allowed}部まで", asked.copies_allowed > 0),
        (f"包括承認 {format_date(asked.ends_at.date())}まで", asked.is_blanket),
        # Most requests begin at the hour in which they are asked: only one that has waited over night is unusual.
        ("始まりの日を過ぎている", asked.starts_at.date() < now.date() and now <= asked.ends_at and not asked.is_blanket),
        (f"作業者の一覧から外れる方: {'、'.join(asked.gone)}", bool(asked.gone)),
    ]
    return (*(words for words, applies in told if applies), *_of_medium(asked.medium, asked.ends_at))


def _is_weak(asked: Care) -> bool:
    return asked.thing is not Thing.PAPERS and asked.is_personal and asked.encryption not in STRONG


def _of_medium(medium: MediumFacts | None, ends_at: datetime) -> tuple[str, ...]:
    """What would keep the medium from being handed out, as it stands now."""
    if medium is None:
        return ()
    told = [
        (f"{medium.shown}は{CONDITION_WORDS[medium.condition]}", medium.condition is not Condition.USABLE),
        (f"{medium.shown}は{medium.out_with}で使用中", bool(medium.out_with)),
        (f"{medium.shown}に{medium.unwiped}の情報が残っている", bool(medium.unwiped) and not medium.out_with),
        (f"{medium.shown}の許可は{format_date(medium.permitted_until)}まで", medium.permitted_until < ends_at.date()),
    ]
    return tuple(words for words, applies in told if applies)


def period_words(starts: datetime, ends: datetime) -> tuple[str, str]:
    """In two short lines: the day and its hours, or the beginning and the end."""
    day, hours = format_date(starts.date()), f"{starts:%H:%M}〜{ends:%H:%M}"
    if starts.date() == ends.date():
        return day, hours
    return f"{format_short_datetime(starts)}から", f"{format_short_datetime(ends)}まで"


def for_words(since: datetime, now: datetime) -> str:
    """How long something has waited: today, or so many days."""
    days = (now.date() - since.date()).days
    return f"{days}日" if days > 0 else "今日"


def late_for(due_at: datetime, now: datetime) -> str:
    """How late, in the largest unit that says something; empty while nothing is late."""
    late = now - due_at
    if late <= timedelta(0):
        return ""
    if late >= timedelta(days=1):
        return f"{late.days}日遅れ"
    return f"{late // timedelta(hours=1)}時間遅れ" if late >= timedelta(hours=1) else f"{max(1, late // timedelta(minutes=1))}分遅れ"


def mean_hours(spans: Sequence[timedelta]) -> float | None:
    """Of the time from the request to the decision; None when nothing was decided."""
    return sum(spans, timedelta()) / timedelta(hours=1) / len(spans) if spans else None


def hours_words(hours: float | None) -> str:
    """Minutes below one hour, to a tenth below ten hours, then whole ones; days from three on."""
    if hours is None:
        return "—"
    if hours < 1:
        return f"{hours * 60:.0f}分"
    if hours >= 72:
        return f"{hours / 24:.1f}日"
    return f"{hours:.1f}時間" if hours < 10 else f"{hours:.0f}時間"
