"""受付番号 of a form printed in advance: its figures, what may become of it, and why not. Pure; a refusal is what the screen shows.

Nine figures: two of the fiscal year, six that run on, one that tells a misread number (as 医療機関コード has it: every single wrong figure
and nearly every pair that changed places).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.text.check_digits import luhn_digit
from portal.text.wareki import format_datetime

MOST_A_BATCH = 500
HIGHEST = 999_999
NUMBER = re.compile(r"[0-9]{9}")


class BlankState(StrEnum):
    """What became of a numbered form; every number has one end."""

    OPEN = "open"
    USED = "used"
    SPOILT = "spoilt"
    COLLECTED = "collected"


class SpoilReason(StrEnum):
    """Why nothing was issued from a form that left its pile."""

    MISWRITTEN = "miswritten"
    SOILED = "soiled"
    MISPRINTED = "misprinted"
    APPLICANT_LEFT = "applicant_left"
    APPLICATION_REFUSED = "application_refused"
    FORM_LOST = "form_lost"


BLANK_STATE_WORDS = {
    BlankState.OPEN: "結果なし",
    BlankState.USED: "入力済み",
    BlankState.SPOILT: "使えない",
    BlankState.COLLECTED: "未使用で回収",
}
SPOIL_WORDS = {
    SpoilReason.MISWRITTEN: "書き損じ",
    SpoilReason.SOILED: "汚れ・破れ",
    SpoilReason.MISPRINTED: "印刷の失敗",
    SpoilReason.APPLICANT_LEFT: "申請の取下げ",
    SpoilReason.APPLICATION_REFUSED: "交付できなかった",
    SpoilReason.FORM_LOST: "紙をなくした",
}
NOT_A_NUMBER = "受付番号は9桁です(例 26-000123-5)。申請書の右上の番号を読み取るか、入れてください。"
MISREAD = "番号が読み違いのようです(最後の1桁が合いません)。申請書の右上の番号を確かめて、入れ直してください。"
USED_UP = "この年度の受付番号(6桁)を使い切りました。何も作っていません。システム管理者に知らせてください。"
NOT_HANDED = "この番号の束は、渡した記録がまだありません。先に束の画面で「渡した」と記録してください。"
ALREADY_HANDED = "この束はもう渡しています。同じ番号の紙が2枚になるため、印刷できません。足りないときは新しい束を作ってください。"
CLOSED = "この番号の束は締めています。結果は変えられません。"
WRONG_PAPER = "この番号の用紙から出した紙ではありません。用紙の種類と、出した紙を確かめてください。"
PAPER_TAKEN = "この紙は、もう番号 {number} から入力したことになっています。1枚の紙を2つの番号に付けることはできません。"
PAPER_EARLIER = "この紙は、束を渡す前に出したものです。この番号から入力した紙を選んでください。"
NOTHING_IN_RANGE = "この範囲に、結果のない番号はありません。番号を確かめてください。"
NOT_OF_BATCH = "この束の番号ではありません。束の最初から最後までの番号を入れてください。"
WRONG_ORDER = "「ここから」の番号が「ここまで」の番号より大きくなっています。"


@dataclass(frozen=True)
class PaperNumber:
    """The number of a form apart from its last figure."""

    fiscal_year: int
    running: int

    @property
    def figures(self) -> str:
        """What the code on the form says, and a reader types."""
        bare = f"{self.fiscal_year % 100:02}{self.running:06}"
        return bare + luhn_digit(bare)

    @property
    def shown(self) -> str:
        """26-000123-5: as it is read aloud."""
        figures = self.figures
        return f"{figures[:2]}-{figures[2:8]}-{figures[8]}"


@dataclass(frozen=True)
class Ended:
    """Who said what became of a number, and when."""

    state: BlankState
    ended_at: datetime | None = None
    ended_by: str = ""


def read_number(typed: str) -> tuple[PaperNumber | None, str | None]:
    """What was scanned or typed, in any width and grouping, with the reader's start and stop letters or without; or why it is none."""
    bare = re.sub(r"[\s\-‐‑‒–—―−ーA-Da-d]", "", unicodedata.normalize("NFKC", typed))
    if not NUMBER.fullmatch(bare):
        return None, NOT_A_NUMBER
    if luhn_digit(bare[:8]) != bare[8]:
        return None, MISREAD
    return PaperNumber(2000 + int(bare[:2]), int(bare[2:8])), None


def unknown_number(number: PaperNumber) -> str:
    return f"番号 {number.shown} の申請書は、この市で作った記録がありません。申請書の右上の番号を確かめてください。"


def why_not_count(count: int) -> str | None:
    return None if 1 <= count <= MOST_A_BATCH else f"1つの束は1枚から{MOST_A_BATCH}枚までです。多いときは束を分けてください。"


def why_not_end(number: str, ended: Ended, *, is_handed: bool, is_closed: bool) -> str | None:
    """Each number has one end: one that has it already says which, since when and by whom."""
    if ended.state is not BlankState.OPEN:
        when = f"{format_datetime(ended.ended_at)} {ended.ended_by}" if ended.ended_at else ended.ended_by
        return f"番号 {number} は、もう「{BLANK_STATE_WORDS[ended.state]}」です({when.strip()})。1枚の申請書を2度扱うことはできません。"
    if is_closed:
        return CLOSED
    return None if is_handed else NOT_HANDED


def why_not_reopen(ended: Ended, *, is_closed: bool) -> str | None:
    if ended.state is BlankState.OPEN:
        return "この番号には、まだ結果がありません。"
    return CLOSED if is_closed else None


def why_not_hand(*, is_printed: bool, is_handed: bool) -> str | None:
    if is_handed:
        return "この束はもう渡しています。"
    return None if is_printed else "まだ印刷していない束です。印刷してから渡してください。"


def why_not_close(left: int, *, is_handed: bool, is_closed: bool) -> str | None:
    """A batch is closed when nothing of it is lost."""
    if is_closed:
        return "この束はもう締めています。"
    if left:
        return f"結果のない番号が{left:,}件あります。すべての番号に結果を付けてから締めてください。"
    return None if is_handed else NOT_HANDED


def why_not_range(first: PaperNumber, last: PaperNumber, batch_first: PaperNumber, batch_last: PaperNumber) -> str | None:
    """A run of numbers within one batch."""
    if any(each.fiscal_year != batch_first.fiscal_year for each in (first, last)):
        return NOT_OF_BATCH
    if not (batch_first.running <= first.running <= batch_last.running and batch_first.running <= last.running <= batch_last.running):
        return NOT_OF_BATCH
    return WRONG_ORDER if first.running > last.running else None


def why_not_paper(*, fits: bool, taken_by: str, issued_at: datetime, handed_at: datetime) -> str | None:
    """Whether this paper can have been entered from this form."""
    if not fits:
        return WRONG_PAPER
    if taken_by:
        return PAPER_TAKEN.format(number=taken_by)
    return PAPER_EARLIER if issued_at < handed_at else None
