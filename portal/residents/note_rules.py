"""申し送り: until when it is shown, and why one cannot be written or ended. Pure (domain-vaccination §3.4, メモ)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from portal.text.wareki import format_date

LONGEST = 200
HIDDEN_TEXT = "支援措置の前に書かれた申し送りです。所在がわかることがあるため、所属長だけが見られます。"


class NoteEnd(StrEnum):
    """Why a note is not shown any longer before its day has come."""

    SETTLED = "settled"
    REWRITTEN = "rewritten"
    MISWRITTEN = "miswritten"


NOTE_END_WORDS = {
    NoteEnd.SETTLED: "用が済んだ",
    NoteEnd.REWRITTEN: "新しい申し送りに書き直した",
    NoteEnd.MISWRITTEN: "書き誤りだった",
}


@dataclass(frozen=True)
class NoteView:
    """One note as this screen may show it; `text` is empty where a protected person's is hidden."""

    public_id: str
    text: str
    ends_on: date
    written_at: datetime
    written_by: str
    ended_at: datetime | None
    ended_by: str
    end_reason: NoteEnd | None
    is_hidden: bool
    is_shown: bool

    @property
    def end_words(self) -> str:
        """Why it is over: 用が済んだ; 令和8年12月24日で終わり"""
        return NOTE_END_WORDS[self.end_reason] if self.end_reason else f"{format_date(self.ends_on)}で終わり"


def is_shown(ends_on: date, ended_at: datetime | None, day: date) -> bool:
    """To the end of its last day, unless somebody ended it before."""
    return ended_at is None and day <= ends_on


def why_not_until(ends_on: date, day: date) -> str | None:
    """A note without an end would stand for good: one year at most."""
    if ends_on < day:
        return "終わりの日が過ぎています。今日か、今日より後の日を入れてください。"
    if ends_on > date(day.year + 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day):
        return "終わりの日は1年先までです。続けて要るときは、そのときに書き直してください。"
    return None


def why_not_end(ended_at: datetime | None, ends_on: date, day: date) -> str | None:
    if ended_at is not None:
        return "この申し送りは、ほかの人がもう終えています。住民の画面を開き直してください。"
    return None if is_shown(ends_on, ended_at, day) else "この申し送りは、終わりの日が過ぎています。終える必要はありません。"
