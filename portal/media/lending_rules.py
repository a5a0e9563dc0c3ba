"""Who may handle a line, to whom a thing is handed, which copies begin with that, who closes it (M-4, M-5). Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from portal.accounts.chief_rules import SignsAs
from portal.media.number_rules import NOT_A_NUMBER, read_number
from portal.media.rules import CopyKind, Kind, Thing
from portal.text.wareki import format_date, format_datetime

NOT_OF_SECTION = "この記録を扱えるのは、申請した課と情報を保有する課の職員だけです。担当の課に頼んでください。"
NO_RECEIVER = "渡す相手を選んでください。承認された作業者か運ぶ方だけに渡せます。"
NOT_LISTED = "この方は、承認された作業者でも運ぶ方でもありません。渡せません。相手を選び直してください。"
NOT_YOUR_SECTION = "{section}の所属長か、期間中の代決者だけが完結にできます。"
NOT_STAFF_OF_SECTION = "引き継ぐ方は、いまこの課で働いている職員から選んでください。"
WRITTEN = "書き込んだファイルは、もう記録されています。誤りは訂正として書き加えてください。"
LOSS_OF_MEDIUM = "媒体そのものの紛失は、媒体台帳の「紛失」から記録してください。この複製の記録も、そこで一緒に済みます。"
# The things that the line itself handed out; the others were made of them.
HANDED_KINDS = (CopyKind.STICK, CopyKind.PAPERS, CopyKind.DEVICE, CopyKind.BROUGHT)
# What somebody may note beside it.
FURTHER_KINDS = (CopyKind.TERMINAL, CopyKind.UNPACKED, CopyKind.OTHER)
BEYOND = "承認された数を超えています"
BEYOND_MARK = "承認数超え"
CLEAN = "異常なし"
FOUND = "ウイルスを検出"


@dataclass(frozen=True)
class Receiver:
    """One who may be handed the thing: a worker of the line, the carrier or the companion."""

    id: int
    name: str
    starts_on: date
    ends_on: date | None
    has_left: bool = False


@dataclass(frozen=True)
class FirstCopy:
    """A copy that the portal notes by itself at the handing out."""

    kind: CopyKind
    place: str
    medium_id: int | None = None
    terminal_id: int | None = None


def why_not_handle(section_id: int, sections: Collection[int]) -> str | None:
    """`sections`: the requester's and the one whose data they are. The section above sees a line and does not handle it."""
    return None if section_id in sections else NOT_OF_SECTION


def why_not_receive(receiver: Receiver | None, kind: Kind, listed: Collection[int], today: date) -> str | None:
    """What was brought in stays with whoever took it; everything else goes to one of those approved, allowed on the day itself."""
    if receiver is None:
        return None if kind is Kind.BRING_IN else NO_RECEIVER
    if receiver.id not in listed:
        return NOT_LISTED
    if receiver.has_left:
        return f"{receiver.name}さんは、もうこの課にいません。ほかの作業者に渡してください。"
    if today < receiver.starts_on or (receiver.ends_on is not None and receiver.ends_on < today):
        return f"{receiver.name}さんは、作業者の一覧で今日({format_date(today)})は許可されていません。ほかの作業者に渡してください。"
    return None


def why_not_this_medium(typed: str, expected: str) -> str | None:
    """The number on the label of the medium in the hand, against the one that was approved; `expected` empty: no medium of the ledger."""
    if not expected:
        return None
    if not typed.strip():
        return "手に取った媒体の番号を読み取ってください。"
    number = read_number(typed)
    if number is None:
        return NOT_A_NUMBER
    if number.shown != expected:
        return f"手に取ったのは{number.shown}です。この申請で承認されたのは{expected}です。{expected}を渡してください。"
    return None


def first_copies(
    kind: Kind, thing: Thing, *, medium: tuple[int, str] | None, terminals: Mapping[int, str], words: str
) -> tuple[FirstCopy, ...]:
    """Where the data lie from the handing out on. `medium`: its id and number; `terminals`: each tablet has an end of its own."""
    if kind is Kind.BRING_IN:
        return (FirstCopy(CopyKind.BROUGHT, words),)
    if thing is Thing.MEDIUM and medium is not None:
        return (FirstCopy(CopyKind.STICK, medium[1], medium_id=medium[0]),)
    if thing is Thing.TERMINAL and terminals:
        return tuple(FirstCopy(CopyKind.DEVICE, name, terminal_id=terminal_id) for terminal_id, name in terminals.items())
    return (FirstCopy(CopyKind.DEVICE if thing is Thing.TERMINAL else CopyKind.PAPERS, words),)


def is_beyond_leave(further: int, copies_allowed: int) -> bool:
    """Whether one more copy, beside so many further ones, is more than was approved. It is noted all the same."""
    return further + 1 > copies_allowed


def why_not_written(file_name: str) -> str | None:
    """Once: what follows is a correction (M-6)."""
    return WRITTEN if file_name else None


def why_not_lose(kind: CopyKind) -> str | None:
    """A lost medium is written in the ledger of media, where its questions are asked (M-1)."""
    return LOSS_OF_MEDIUM if kind is CopyKind.STICK else None


def why_not_close_here(signs: Mapping[int, SignsAs], closers: Collection[int], section_words: str) -> str | None:
    """`closers`: the section of the line, and the one above where its chief signed for this line instead of the own chief."""
    return None if any(section_id in signs for section_id in closers) else NOT_YOUR_SECTION.format(section=section_words)


def why_not_responsible(person: int, now_responsible: int, staff: Collection[int]) -> str | None:
    """引継ぎ: to another of the section's staff."""
    if person not in staff:
        return NOT_STAFF_OF_SECTION
    return "この方は、もう担当です。ほかの方を選んでください。" if person == now_responsible else None


def why_not_so_long(until: datetime, permitted_until: date | None, shown: str) -> str | None:
    """An extension does not outlast the permission of the medium."""
    if permitted_until is not None and until.date() > permitted_until:
        return f"{shown}の許可期間は{format_date(permitted_until)}までです。その中の日時を入れてください。"
    return None


def return_words(brought_by: str, due_at: datetime, at: datetime) -> str:
    return sentences(f"返した方: {brought_by}", f"返却予定({format_datetime(due_at)})を過ぎていました" if at > due_at else "")


def sentences(*parts: str) -> str:
    """Those that say something, one after another."""
    return "。".join(part for part in parts if part)
