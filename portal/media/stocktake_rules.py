"""棚卸: what a scanned number means, and what the ledger and the cabinet do not agree about (M-1). Pure; a refusal is a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.media.medium_rules import MediumFacts, standing_of
from portal.media.rules import STANDING_WORDS, Standing
from portal.text.wareki import format_datetime


class Found(StrEnum):
    """What became of a number that was read, and, at the close, of a medium that was not."""

    SEEN = "seen"
    SEEN_THOUGH = "seen_though"
    OTHER_SECTION = "other_section"
    UNKNOWN = "unknown"
    NOT_SEEN = "not_seen"


FOUND_WORDS = {
    Found.SEEN: "確認",
    Found.SEEN_THOUGH: "台帳と違う",
    Found.OTHER_SECTION: "別の課の媒体",
    Found.UNKNOWN: "台帳にない番号",
    Found.NOT_SEEN: "確認できない",
}
FOUND_MARKS = {Found.SEEN: "ok", Found.SEEN_THOUGH: "care", Found.OTHER_SECTION: "care", Found.UNKNOWN: "late", Found.NOT_SEEN: "late"}
# In the cabinet by the ledger; what is broken lies there as well.
IN_THE_CABINET = (Standing.FREE, Standing.TO_ERASE, Standing.BROKEN)
WHAT_TO_DO = {
    Standing.LENT: "返却が記録されていません。使った職員に確かめ、「媒体の窓口」で返却を記録してください。",
    Standing.OUT: "返却が記録されていません。持ち出した職員に確かめ、「媒体の窓口」で返却を記録してください。",
    Standing.IN_REPAIR: "修理から戻ったことを、媒体の画面で記録してください。",
    Standing.LOST: "見つかったことを、媒体の画面で記録してください。消去するまで使えません。",
    Standing.DISPOSED: "使わずに取り分け、所属長に知らせてください。廃棄の記録と現物が合いません。",
}
CLOSED = "この棚卸は、もう締められています。続けるときは新しく始めてください。"
ONE_IS_OPEN = "この課の棚卸は、もう始まっています。先にそれを締めてください。"
SAY_WHAT = "どうなったかを入れてください。例: 別の棚にあった。ラベルを貼り直した"


@dataclass(frozen=True)
class Scan:
    """What is kept of a number that was read, and the sentence that the person at the cabinet reads."""

    found: Found
    words: str


@dataclass(frozen=True)
class Missing:
    """A difference at the close; `medium_id` is None for a number that no medium has."""

    medium_id: int | None
    number: str
    found: Found
    words: str


def read_scan(number: str, medium: MediumFacts | None, *, section_id: int) -> Scan:
    """`medium`: whose number it is; None when the ledger does not know it."""
    if medium is None:
        return Scan(Found.UNKNOWN, f"{number}は媒体台帳にありません。ラベルを読み違えていないか確かめ、使わずに取り分けてください。")
    if medium.section_id != section_id:
        return Scan(Found.OTHER_SECTION, f"{number}は別の課の媒体です。この課の棚卸には数えません。その課の媒体管理者に返してください。")
    standing = standing_of(medium)
    if standing in IN_THE_CABINET:
        return Scan(Found.SEEN, f"{number}を確認しました。")
    with_line = f"({medium.out_with})" if medium.out_with else ""
    return Scan(Found.SEEN_THOUGH, f"{number}は台帳では{STANDING_WORDS[standing]}{with_line}です。{WHAT_TO_DO[standing]}")


def why_not_scan(number: str, *, is_closed: bool, read_at: datetime | None) -> str | None:
    """`read_at`: when the same number was read before."""
    if is_closed:
        return CLOSED
    if read_at is not None:
        return f"{number}は{format_datetime(read_at)}に読み取り済みです。次の媒体を読み取ってください。"
    return None


def is_expected(medium: MediumFacts) -> bool:
    """By the ledger it lies in the cabinet now."""
    return standing_of(medium) in IN_THE_CABINET


def differences(media: Mapping[int, MediumFacts], scans: Mapping[str, tuple[int | None, Scan]]) -> list[Missing]:
    """At the close. `media`: the section's, as the ledger has them now; `scans`: by number, whose it is and what was said when it was read.

    What was put right in the ledger between the reading and the close is no difference any more.
    """
    seen = {medium_id for medium_id, scan in scans.values() if medium_id is not None}
    left = []
    for number, (medium_id, scan) in scans.items():
        now = media.get(medium_id) if medium_id is not None else None
        if scan.found is Found.SEEN or (scan.found is Found.SEEN_THOUGH and now is not None and is_expected(now)):
            continue
        left.append(Missing(medium_id, number, scan.found, scan.words))
    left += [
        Missing(medium_id, medium.shown, Found.NOT_SEEN, f"台帳では{STANDING_WORDS[standing_of(medium)]}ですが、読み取られていません。")
        for medium_id, medium in media.items()
        if medium_id not in seen and is_expected(medium)
    ]
    return left


def why_not_settle(words: str, *, is_settled: bool) -> str | None:
    if is_settled:
        return "この違いは、もう解決が記録されています。"
    return None if words.strip() else SAY_WHAT
