"""What comes next for whoever has a line at hand, and which earlier jobs are different ones. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.media.combination_rules import combination_words
from portal.media.line_rules import BACK_WORDS, HAND_WORDS, Line, is_expired, late_words, open_copies
from portal.media.rules import Kind, State, Thing
from portal.text.wareki import format_short_datetime

OPEN = (State.SENT_BACK, State.APPROVED, State.HANDED, State.RETURNED, State.ASKED)
JOBS = 5


@dataclass(frozen=True)
class Job:
    """An earlier line to begin a new one from. `key`: what makes two lines the same job."""

    public_id: str
    shown: str
    kind: Kind
    thing: Thing
    data_name: str
    way: str
    thing_words: str
    asked_at: datetime
    key: tuple[object, ...]

    @property
    def title(self) -> str:
        return combination_words(self.kind, self.thing)


def distinct_jobs(jobs: Iterable[Job], most: int = JOBS) -> Sequence[Job]:
    """The first of each, as they come."""
    found: dict[tuple[object, ...], Job] = {}
    for job in jobs:
        found.setdefault(job.key, job)
    return list(found.values())[:most]


def next_words(line: Line, now: datetime, *, waits_for: str = "", reason: str = "") -> str:
    """One sentence for the list of one's own lines."""
    if is_expired(line, now):
        return "日時が過ぎました。取り下げるか、「前回と同じ」から申請し直してください。"
    if line.is_blanket and line.state is State.APPROVED:
        over = line.ends_at < now
        return "期間が終わりました。所属長の確認で完結します。" if over else "「この承認で使う」から、1回ごとに記録してください。"
    return {
        State.SENT_BACK: f"書き直してください。{reason}",
        State.APPROVED: f"{HAND_WORDS[line.kind]}を受けてください。{format_short_datetime(line.starts_at)}から使えます。",
        State.HANDED: late_words(line, now) or f"{BACK_WORDS[line.kind]}の予定は{format_short_datetime(line.due_at or line.ends_at)}です。",
        State.RETURNED: _after_return(line),
        State.ASKED: f"{waits_for}の所属長の承認を待っています。",
    }.get(line.state, "")


def _after_return(line: Line) -> str:
    left = open_copies(line)
    if not left:
        return "所属長の確認で完結します。"
    unsaid = [copy for copy in left if copy.end is None]
    if unsaid:
        return f"{'、'.join(copy.words for copy in unsaid)}の消去・廃棄を記録してください。"
    return f"{'、'.join(copy.words for copy in left)}は、ほかの方の確認を待っています。"
