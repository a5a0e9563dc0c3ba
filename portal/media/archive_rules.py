"""The encrypted hand-over of a file: when, by whom, how often, under which name (M-4). Pure; a refusal is a sentence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.media.line_rules import Line
from portal.media.rules import STATE_WORDS, Kind, State, Thing
from portal.text.wareki import format_datetime

# No two of these are taken for each other, printed, written by hand or read out: 24 of 21 are 105 bits.
ALPHABET = "acdefhjkmnprtuwxy3479"
GROUPS, GROUP = 6, 4
OPEN = (State.APPROVED, State.HANDED)
NOT_YOURS = "暗号化したファイルを扱えるのは、申請した本人と、引き継いだ担当者だけです。"
NOTHING_TO_HAND = "暗号化したファイルを作るのは、媒体や端末で渡すときだけです。"
BLANKET = "包括承認そのものでは作れません。「この承認で使う」で作った1回ごとの記録から作ってください。"
OTHER_CONTENTS = "承認された内容のファイルではありません(SHA-256が違います)。承認されたファイルを選ぶか、新しく申請してください。"
HOLDS_NUMBER = "個人番号とみられる12桁の数字が入っています。ファイルは保存せずに消しました。個人番号を除いたファイルを持ち込んでください。"
EMPTY_FILE = "ファイルが空(0バイト)です。書き出しに失敗していないか確かめてください。"
GONE = "元のファイルは、もうポータルにありません。もう一度ファイルを持ち込んでください。"
ARCHIVE_GONE = "暗号化したファイルがポータルに見当たりません。「作り直す」を押してください。システム管理者にも知らせてください。"
SPOILT = "元のファイルが壊れています。もう一度ファイルを持ち込み、作り直してください。システム管理者にも知らせてください。"


class ArchiveState(StrEnum):
    """Where an archive stands."""

    MAKING = "making"
    READY = "ready"
    ENDED = "ended"


class EndReason(StrEnum):
    """Why an archive can no longer be received. The last one is the portal's own."""

    LOST_PASSPHRASE = "lost_passphrase"
    SPOILT = "spoilt"
    WRONG_FILE = "wrong_file"
    NOT_NEEDED = "not_needed"
    TIME_OVER = "time_over"


ARCHIVE_STATE_WORDS = {ArchiveState.MAKING: "作成中", ArchiveState.READY: "受け取れます", ArchiveState.ENDED: "終了"}
ARCHIVE_MARKS = {ArchiveState.MAKING: "wait", ArchiveState.READY: "ok", ArchiveState.ENDED: "past"}
END_REASON_WORDS = {
    EndReason.LOST_PASSPHRASE: "パスフレーズが分からなくなった",
    EndReason.SPOILT: "受け取ったファイルが開けない・壊れている",
    EndReason.WRONG_FILE: "選んだファイルが違った",
    EndReason.NOT_NEEDED: "要らなくなった",
    EndReason.TIME_OVER: "完結後の保存期間を過ぎた",
}
# After these the same file is packed once more under the same approval; after the others the archive only ends.
MADE_AGAIN = (EndReason.LOST_PASSPHRASE, EndReason.SPOILT)
ONLY_ENDED = (EndReason.WRONG_FILE, EndReason.NOT_NEEDED)


@dataclass(frozen=True)
class Handler:
    """Who would act, and whether the line is theirs: its requester, or who took it over."""

    id: int
    requester_id: int
    responsible_id: int

    @property
    def is_theirs(self) -> bool:
        return self.id in (self.requester_id, self.responsible_id)


@dataclass(frozen=True)
class ArchiveFacts:
    """An archive with what its next step depends on. `shown`: its file name."""

    shown: str
    state: ArchiveState
    downloads: int = 0
    shown_words: str = ""
    ended_words: str = ""


def is_for(line: Line) -> bool:
    """Whether this kind of line can have an archive at all; others show nothing of it."""
    return line.kind is not Kind.BRING_IN and line.thing is not Thing.PAPERS and not line.is_blanket


def why_not_bring(line: Line, handler: Handler) -> str | None:
    """Also before the approval: whoever signs then sees the very file."""
    if reason := _why_not_this_line(line, handler):
        return reason
    if line.state not in (State.ASKED, State.SENT_BACK, *OPEN):
        return f"{line.shown}は{STATE_WORDS[line.state]}です。ファイルを持ち込めるのは、返却の前までです。"
    return None


def why_not_pack(line: Line, handler: Handler, now: datetime) -> str | None:
    """Making an archive, receiving it and seeing its passphrase: the line is theirs, approved, not over, and its time runs."""
    if reason := _why_not_this_line(line, handler):
        return reason
    if line.state not in OPEN:
        return f"{line.shown}は{STATE_WORDS[line.state]}です。暗号化したファイルを扱えるのは、承認されてから返却までです。"
    if now.date() < line.starts_at.date():
        return f"承認された期間は{format_datetime(line.starts_at)}からです。その日になってから行ってください。"
    if line.due_at is None and now > line.ends_at:
        return f"承認された期間({format_datetime(line.ends_at)}まで)を過ぎています。承認は使えません。新しく申請してください。"
    if line.due_at is not None and now > line.due_at:
        return f"返却予定({format_datetime(line.due_at)})を過ぎています。延長が承認されるまで、受け取れません。"
    return None


def why_not_make(why_not_pack_words: str | None, *, live: str, approved_sha256: str, sha256: str) -> str | None:
    """`live`: the archive of the same file that has not ended; `approved_sha256`: of the very contents that were approved, if told."""
    if why_not_pack_words:
        return why_not_pack_words
    if approved_sha256 and approved_sha256 != sha256:
        return OTHER_CONTENTS
    if live:
        return f"このファイルを暗号化した{live}があります。作り直すときは、{live}の「作り直す」を押してください。"
    return None


def why_not_download(why_not_pack_words: str | None, archive: ArchiveFacts, at_most: int) -> str | None:
    """The last refusal names the way on: another archive under the same approval."""
    if reason := why_not_pack_words or _why_not_ready(archive):
        return reason
    if archive.downloads >= at_most:
        return f"{archive.shown}は、もう{archive.downloads}回受け取りました({at_most}回まで)。必要なときは「作り直す」を押してください。"
    return None


def why_not_show(why_not_pack_words: str | None, archive: ArchiveFacts) -> str | None:
    """The passphrase is shown once, to one person."""
    if reason := why_not_pack_words or _why_not_ready(archive):
        return reason
    if archive.shown_words:
        way_out = "もう表示できません。分からなくなったときは「作り直す」を押してください。"
        return f"{archive.shown}のパスフレーズは、{archive.shown_words}。{way_out}"
    return None


def why_not_end(archive: ArchiveFacts, handler: Handler) -> str | None:
    """Also while it is being made, and after the line's time: what is not needed may always go."""
    if not handler.is_theirs:
        return NOT_YOURS
    return f"{archive.shown}は、{archive.ended_words}。" if archive.state is ArchiveState.ENDED else None


def kept_until(state: State, *, ends_at: datetime, closed_at: datetime | None, days: int) -> datetime | None:
    """From when on the files of a line are dropped; None while it is out. Of one that was never handed out, its own end counts."""
    if state is State.CLOSED and closed_at is not None:
        return closed_at + timedelta(days=days)
    if state in (State.HANDED, State.RETURNED):
        return None
    return ends_at + timedelta(days=days)


def archive_name(shown: str, running: int) -> str:
    """持8-0012_1.zip: says nothing of what is in it."""
    return f"{shown}_{running}.zip"


def entry_name(shown: str, running: int, file_name: str) -> str:
    """The name inside, which anybody reads without the passphrase: the line's number, and of the file's own name its ending alone."""
    ending = re.search(r"\.([A-Za-z0-9]{1,5})$", file_name)
    return f"{shown}_{running}.{ending[1].lower() if ending else 'dat'}"


def passphrase_of(letters: str) -> str:
    """Grouped as it is read out: acde-fhjk-mnpr-tuwx-y347-9acd."""
    return "-".join(letters[start : start + GROUP] for start in range(0, GROUPS * GROUP, GROUP))


def size_words(size: int) -> str:
    """1,234バイト, 12.3KB, 704.2MB."""
    if size < 10_000:
        return f"{size:,}バイト"
    return f"{size / 1024:,.1f}KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:,.1f}MB"


def end_choices(reasons: tuple[EndReason, ...]) -> Mapping[str, str]:
    return {reason.value: END_REASON_WORDS[reason] for reason in reasons}


def _why_not_this_line(line: Line, handler: Handler) -> str | None:
    if not handler.is_theirs:
        return NOT_YOURS
    if line.is_blanket:
        return BLANKET
    return None if is_for(line) else NOTHING_TO_HAND


def _why_not_ready(archive: ArchiveFacts) -> str | None:
    if archive.state is ArchiveState.MAKING:
        return f"{archive.shown}は、まだできていません。できるまでお待ちください。"
    return f"{archive.shown}は、{archive.ended_words}。" if archive.state is ArchiveState.ENDED else None
