"""The circle of a line: asked, approved, handed out, used, back, every copy ended, closed (M-2..M-5). Pure; a refusal is a sentence."""

from dataclasses import dataclass
from datetime import datetime

from portal.media.copy_rules import CopyFacts
from portal.media.medium_rules import MediumFacts, why_not_lend
from portal.media.rules import KIND_WORDS, STATE_WORDS, Kind, State, Thing
from portal.text.wareki import format_datetime, format_period

BLANKET_DAYS = 31
HAND_WORDS = {Kind.USE: "貸出", Kind.TAKE_OUT: "持出", Kind.BRING_IN: "受入れ"}
BACK_WORDS = {Kind.USE: "返却", Kind.TAKE_OUT: "返却", Kind.BRING_IN: "受入れの作業の終わり"}
BLANKET_IS_NOT_HANDED = "包括承認そのものは貸し出せません。「この承認で使う」から、1回ごとの記録を作ってください。"
NOT_CHECKED = "ウイルス検査の結果を記録してから使い始めてください。"
VIRUS_FOUND = (
    "ウイルス検査で検出されています。開かずに、情報システムの担当課に連絡してください。検査で異常がなくなるまで使い始められません。"
)
LAPSED = "承認を待っていた延長の申請は、不要になりました"
REQUESTER_GONE = "担当の{name}さんは、もうこの課にいません。所属長が引継ぎを記録してから渡してください。"


@dataclass(frozen=True)
class Line:
    """A line with everything that its next step depends on. `due_at` stands from the handing out on and moves with an extension."""

    shown: str
    kind: Kind
    thing: Thing
    state: State
    requester_id: int
    starts_at: datetime
    ends_at: datetime
    is_blanket: bool = False
    due_at: datetime | None = None
    is_started: bool = False
    is_use_ended: bool = False
    is_virus_checked: bool = False
    is_virus_found: bool = False
    copies: tuple[CopyFacts, ...] = ()
    open_uses: tuple[str, ...] = ()
    asks_for_time: bool = False


def is_expired(line: Line, now: datetime) -> bool:
    """Asked or approved, and its time went by without anything being handed out. A 包括承認 simply ends."""
    return line.state in (State.ASKED, State.APPROVED) and not line.is_blanket and line.ends_at < now


def open_copies(line: Line) -> tuple[CopyFacts, ...]:
    return tuple(copy for copy in line.copies if copy.is_open)


def late_words(line: Line, now: datetime) -> str:
    """What is late, for the worklists of borrower, custodian and chief; empty when nothing is."""
    if line.due_at is None or line.due_at >= now or line.state not in (State.HANDED, State.RETURNED):
        return ""
    if line.state is State.HANDED:
        return f"{BACK_WORDS[line.kind]}の予定({format_datetime(line.due_at)})を過ぎています"
    return f"消去の済んでいない複製が{len(open_copies(line))}か所あります" if open_copies(line) else ""


def why_not_change(line: Line, person: int) -> str | None:
    """Only what was sent back is written anew, by the requester."""
    if line.requester_id != person:
        return "申請した本人だけが書き直せます。"
    if line.state is not State.SENT_BACK:
        return f"{line.shown}は{STATE_WORDS[line.state]}です。書き直せるのは差し戻された申請だけです。誤りは訂正として書き加えてください。"
    return None


def why_not_withdraw(line: Line, person: int) -> str | None:
    if line.requester_id != person:
        return "申請した本人だけが取り下げられます。"
    if line.state not in (State.ASKED, State.SENT_BACK, State.APPROVED):
        return f"{line.shown}は{STATE_WORDS[line.state]}です。取り下げられるのは、{HAND_WORDS[line.kind]}の前だけです。"
    if line.open_uses:
        return f"この包括承認による{'、'.join(line.open_uses)}が終わっていません。完結してから取り下げてください。"
    return None


def why_not_hand(line: Line, medium: MediumFacts | None, now: datetime, *, gone: str = "") -> str | None:
    """貸出・持出・受入れ. `gone`: the name of the responsible person who left the section meanwhile."""
    if line.is_blanket:
        return BLANKET_IS_NOT_HANDED
    if line.state is not State.APPROVED:
        done = (
            f"もう{STATE_WORDS[line.state]}です"
            if line.state in (State.HANDED, State.RETURNED, State.CLOSED)
            else f"{STATE_WORDS[line.state]}です"
        )
        return f"{line.shown}は{done}。{HAND_WORDS[line.kind]}ができるのは、承認済の申請だけです。"
    if now > line.ends_at:
        return f"返却予定({format_datetime(line.ends_at)})を過ぎています。承認は使えません。新しく申請してください。"
    if now.date() < line.starts_at.date():
        return f"承認された期間は{format_datetime(line.starts_at)}からです。その日になってから渡してください。"
    if gone:
        return REQUESTER_GONE.format(name=gone)
    return why_not_lend(medium, now.date()) if medium is not None else None


def why_not_check_virus(line: Line) -> str | None:
    """Of what was brought in; a check may follow another, the last one counts."""
    if line.kind is not Kind.BRING_IN:
        return "ウイルス検査を記録するのは、受け入れたものだけです。"
    if line.thing is Thing.PAPERS:
        return "書類にウイルス検査は要りません。"
    if line.state is not State.HANDED:
        return f"{line.shown}は{STATE_WORDS[line.state]}です。検査を記録できるのは、受入れの後、作業の終わりの前です。"
    return "使用の開始が、もう記録されています。使用の後に見つかったことは、異状として記録してください。" if line.is_started else None


def why_not_start(line: Line) -> str | None:
    if line.state is not State.HANDED:
        return f"{line.shown}は{STATE_WORDS[line.state]}です。使い始められるのは、{HAND_WORDS[line.kind]}の後、返却の前です。"
    if line.is_started:
        return "使用の開始は、もう記録されています。"
    if line.kind is Kind.BRING_IN and line.thing is not Thing.PAPERS and not line.is_virus_checked:
        return NOT_CHECKED
    return VIRUS_FOUND if line.is_virus_found else None


def why_not_end_use(line: Line) -> str | None:
    if line.state is not State.HANDED or not line.is_started:
        return "使用の開始が記録されていません。先に開始を記録してください。"
    return "使用の終了は、もう記録されています。" if line.is_use_ended else None


def why_not_note_copy(line: Line) -> str | None:
    """A copy that exists is always noted, allowed or not, until the line is closed."""
    if line.state not in (State.HANDED, State.RETURNED):
        return f"{line.shown}は{STATE_WORDS[line.state]}です。複製を書けるのは、{HAND_WORDS[line.kind]}から完結までの間です。"
    return None


def why_not_return(line: Line) -> str | None:
    if line.state is State.HANDED:
        return None
    if line.state in (State.RETURNED, State.CLOSED):
        return f"{line.shown}の{BACK_WORDS[line.kind]}は、もう記録されています。"
    return f"{line.shown}は{STATE_WORDS[line.state]}で、渡した記録がありません。番号を確かめ、手元の媒体は媒体管理者が預かってください。"


def why_not_extend(line: Line, until: datetime, now: datetime) -> str | None:
    if line.state is not State.HANDED or line.due_at is None:
        return f"{line.shown}は{STATE_WORDS[line.state]}です。延ばせるのは、出ている間の返却予定だけです。"
    if line.asks_for_time:
        return "延長の申請が、もう所属長の承認を待っています。"
    if until <= line.due_at or until <= now:
        return f"いまの返却予定({format_datetime(line.due_at)})より後の日時を入れてください。"
    return None


def lapsed_words(line: Line) -> str:
    """For the story of a line whose lending ends: more time that still waited for its decision needs none any more."""
    return LAPSED if line.asks_for_time else ""


def why_not_close(line: Line, person: int) -> str | None:
    """所属長確認: only when every copy has its confirmed end, and never by the requester."""
    if line.state is State.CLOSED:
        return f"{line.shown}は、もう完結しています。"
    if line.requester_id == person:
        return "自分の申請は自分で完結にできません。ほかの所属長か代決者が確認します。"
    if line.is_blanket and line.state is State.APPROVED:
        return f"この包括承認による{'、'.join(line.open_uses)}が終わっていません。" if line.open_uses else None
    if line.state is not State.RETURNED:
        return f"{line.shown}は{STATE_WORDS[line.state]}です。完結にできるのは{BACK_WORDS[line.kind]}の後です。"
    if left := open_copies(line):
        return f"{'、'.join(copy.words for copy in left)}の消去・廃棄の確認がまだです。すべての確認が済むと完結にできます。"
    return None


def why_not_use_blanket(line: Line, starts_at: datetime, ends_at: datetime) -> str | None:
    """One use under a 包括承認: recorded by itself, within the period that was approved."""
    if not line.is_blanket:
        return f"{line.shown}は包括承認ではありません。「前回と同じ」から申請してください。"
    if line.state is not State.APPROVED:
        return f"包括承認{line.shown}は{STATE_WORDS[line.state]}です。この承認では使えません。"
    if starts_at < line.starts_at or ends_at > line.ends_at:
        return f"包括承認{line.shown}の期間は{format_period(line.starts_at, line.ends_at)}です。期間の中の日時を入れてください。"
    return None


def why_not_take_over(line: Line) -> str | None:
    if line.state in (State.CLOSED, State.REFUSED, State.WITHDRAWN):
        return f"{line.shown}は{STATE_WORDS[line.state]}です。引き継ぐものがありません。"
    return None


def title_of(line: Line) -> str:
    """持8-0012 持出・媒体."""
    return f"{line.shown} {KIND_WORDS[line.kind]}"
