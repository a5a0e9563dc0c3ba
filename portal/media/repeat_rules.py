"""What of an earlier request may be asked again today, and what is no longer allowed, said in words (M-2). Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from portal.media.difference_rules import LABELS
from portal.media.request_rules import Asked, Offered, next_period, systems_of, why_not_medium

OFF_THE_LIST = "「{name}」は「{label}」の一覧から外れています。ほかを選んでください。"
NOT_OURS = "{name}は媒体台帳にありません。ほかの媒体を選んでください。"


@dataclass(frozen=True)
class Repeated:
    """The form of the new request, and what was left out of it with the reason."""

    asked: Asked
    notes: Sequence[str]


def repeated(earlier: Asked, offered: Offered, *, names: Mapping[str, str], now: datetime) -> Repeated:
    """「前回と同じ」: everything but the days and the parcel's number. `names`: what the entries of the earlier request are called."""
    assert earlier.starts_at is not None
    assert earlier.ends_at is not None
    begins, ends = next_period(earlier.starts_at, earlier.ends_at, now)
    kept = still_listed(replace(earlier, starts_at=begins, ends_at=ends, tracking=""), offered, names=names)
    reason = _why_not_medium(kept.asked, offered, names)
    return Repeated(replace(kept.asked, medium=""), [reason, *kept.notes]) if reason else kept


def still_listed(asked: Asked, offered: Offered, *, names: Mapping[str, str]) -> Repeated:
    """Without the people, terminals, systems and places that are on the lists no longer."""
    known: dict[str, Collection[str]] = {
        "holder": offered.holders,
        "from_system": offered.systems,
        "to_system": offered.systems,
        "destination": offered.destinations,
        "carrier": offered.workers,
        "companion": offered.workers,
    }
    gone = {field: getattr(asked, field) for field, listed in known.items() if getattr(asked, field) not in ("", *listed)}
    workers = [each for each in asked.workers if each not in offered.workers]
    terminals = [each for each in asked.terminals if each not in offered.terminals]
    notes = [_off("workers", each, names) for each in workers] + [_off("terminals", each, names) for each in terminals]
    notes += [_off(field, each, names) for field, each in gone.items() if each not in workers]
    left = replace(
        asked,
        workers=tuple(each for each in asked.workers if each not in workers),
        terminals=tuple(each for each in asked.terminals if each not in terminals),
        **dict.fromkeys(gone, ""),
    )
    return Repeated(left, notes)


def _off(field: str, entry: str, names: Mapping[str, str]) -> str:
    return OFF_THE_LIST.format(name=names.get(entry, "前回のもの"), label=LABELS[field])


def _why_not_medium(asked: Asked, offered: Offered, names: Mapping[str, str]) -> str | None:
    if not asked.medium or asked.starts_at is None or asked.ends_at is None:
        return None
    medium = offered.media.get(asked.medium)
    if medium is None:
        return NOT_OURS.format(name=names.get(asked.medium, "前回の媒体"))
    first, last = asked.starts_at.date(), asked.ends_at.date()
    return why_not_medium(medium, section_id=offered.section_id, first=first, last=last, systems=systems_of(asked, offered))
