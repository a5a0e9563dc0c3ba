"""What stops a register file until a chief has looked: too much of the city gone at once, an older file, another city's. Pure (S1-1, S4-3).

One wrong base date has mailed 5,087 vouchers to people dead or moved; a file like that must not pass unseen.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.text.wareki import format_date


class Stop(StrEnum):
    DEAD = "dead"
    MOVED = "moved"
    VANISHED = "vanished"
    OLDER = "older"
    OTHER_CITY = "other_city"


STOP_WORDS: dict[Stop, str] = {
    Stop.DEAD: "亡くなる方が多すぎる",
    Stop.MOVED: "転出する方が多すぎる",
    Stop.VANISHED: "ファイルにない方が多すぎる",
    Stop.OLDER: "前回より古いファイル",
    Stop.OTHER_CITY: "別の市区町村のファイルのおそれ",
}


@dataclass(frozen=True)
class Limits:
    """Percentages of the people who live here by the register; below `from_people` nothing is too much."""

    dead: int
    moved: int
    vanished: int
    strangers: int
    from_people: int


@dataclass(frozen=True)
class Seen:
    """What a checked file holds: people who die, move out, are missing from it, and rows whose known number is somebody else's.

    `living`: people here by the register; `known`: rows whose number the register has. The days: of this file and of the one applied last.
    """

    living: int
    known: int
    dead: int
    moved: int
    vanished: int
    strangers: int
    as_of: date | None = None
    last_as_of: date | None = None
    newest: date | None = None
    last_newest: date | None = None


def stops(seen: Seen, limits: Limits) -> list[tuple[Stop, str]]:
    """Every reason with its words, in the order of STOP_WORDS; empty when nothing is strange."""
    found = [
        _too_many(Stop.DEAD, seen.dead, seen, limits),
        _too_many(Stop.MOVED, seen.moved, seen, limits),
        _too_many(Stop.VANISHED, seen.vanished, seen, limits),
        _older(seen),
        _other_city(seen, limits),
    ]
    return [stop for stop in found if stop is not None]


_WHO = {Stop.DEAD: "亡くなった方", Stop.MOVED: "転出した方", Stop.VANISHED: "ファイルにない方"}


def _too_many(stop: Stop, count: int, seen: Seen, limits: Limits) -> tuple[Stop, str] | None:
    percent = {Stop.DEAD: limits.dead, Stop.MOVED: limits.moved, Stop.VANISHED: limits.vanished}[stop]
    if count < limits.from_people or count * 100 <= percent * seen.living:
        return None
    share = f"住民{seen.living:,}人の{count * 100 / seen.living:.2f}%" if seen.living else "記録にまだ住民がいません"
    return stop, f"{_WHO[stop]}が{count:,}人います({share})。{percent}%を超えたため止めました。"


def _older(seen: Seen) -> tuple[Stop, str] | None:
    if seen.as_of and seen.last_as_of and seen.as_of < seen.last_as_of:
        return (
            Stop.OLDER,
            f"{format_date(seen.as_of)}現在のファイルです。前回反映したのは{format_date(seen.last_as_of)}現在のファイルでした。",
        )
    if seen.newest and seen.last_newest and seen.newest < seen.last_newest:
        return (
            Stop.OLDER,
            f"最も新しい異動日が{format_date(seen.newest)}で、前回反映したファイルの{format_date(seen.last_newest)}より前です。",
        )
    return None


def _other_city(seen: Seen, limits: Limits) -> tuple[Stop, str] | None:
    if seen.strangers < limits.from_people or seen.strangers * 100 <= limits.strangers * seen.known:
        return None
    return (
        Stop.OTHER_CITY,
        f"宛名番号が同じなのに氏名も生年月日も違う行が{seen.strangers:,}行あります"
        f"(記録にある番号の{seen.strangers * 100 / seen.known:.2f}%)。",
    )


def why_not_release(
    words: list[str], *, released: bool, is_checked: bool, may_release: bool, uploaded_by: int | None, staff_id: int
) -> str | None:
    """Four eyes: whoever brought the file does not release it."""
    if released:
        return "このファイルは、もう所属長が確かめています。"
    if not is_checked or not words:
        return "このファイルは、所属長の確認を待っていません。画面を開き直して、いまの状態を確かめてください。"
    if not may_release:
        return "所属長が確かめると反映できます。所属長に知らせてください。"
    if uploaded_by == staff_id:
        return "ファイルを読み込んだ本人は確かめられません。別の所属長に頼んでください。"
    return None
