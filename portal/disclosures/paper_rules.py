"""What a notice is made from, and why a paper cannot be made (domain-privacy.md §2.4, §2.5; 行政手続法8条). Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.disclosures.clock_rules import Deadline, why_not_tell_special
from portal.disclosures.decision_rules import DRAFT_WORDS, WITH_PAPER, Decision, DoingWay, DraftKind, DraftState, Exemption, PaperKind
from portal.disclosures.rules import CaseKind, RequesterKind
from portal.text.wareki import format_date

AT_THE_OFFICE = (DoingWay.VIEW, DoingWay.COPY, DoingWay.ELECTRONIC)
MOST_AHEAD = 30
NOT_DECIDED = "まだ決裁されていません。決裁のあとに、文書番号を付けて作ります。いまは「案」を見られます。"
OWN_FORM = "この通知書は、システムでは作りません。市の様式で作り、文書番号と日付だけを記録してください。"


class Printed(StrEnum):
    """Which paper a record speaks of, where it is not the notice of a 起案."""

    RECEIPT = "receipt"
    DRAFT_SHEET = "draft_sheet"
    PREVIEW = "notice_preview"


PAPER_KIND_WORDS = {PaperKind.RECEIPT: "受領書(控)", PaperKind.DRAFT_SHEET: "起案書", PaperKind.NOTICE: "通知書"}
PRINTED_WORDS = {Printed.RECEIPT: "受領書(控)", Printed.DRAFT_SHEET: "起案書", Printed.PREVIEW: "通知書の案(見本)"}


@dataclass(frozen=True)
class AskedCase:
    """The request as far as a notice speaks of it. `person_name`: for whom a representative asks; empty when one asks for oneself."""

    kind: CaseKind
    number: str
    received_on: date
    requester: RequesterKind
    requester_name: str
    person_name: str = ""
    is_specific: bool = False


@dataclass(frozen=True)
class AskedItem:
    """A document in the words of the request; `decision` is None where the notice decides nothing (補正, 延長)."""

    words: str
    decision: Decision | None = None


@dataclass(frozen=True)
class Noticed:
    """What was drafted, as far as the requester is told.

    `first_due`, `special_due`: the days of the clock; `gaps`: what a 補正 asks for, one sentence each; `mending_due`: typed
    with number and day of the paper.
    """

    kind: DraftKind
    items: tuple[AskedItem, ...]
    reason: str = ""
    purpose: str = ""
    exemptions: tuple[Exemption, ...] = ()
    partly: str = ""
    ways: tuple[DoingWay, ...] = ()
    places: str = ""
    postage: str = ""
    days: int | None = None
    until: date | None = None
    rest_until: date | None = None
    first_due: date | None = None
    special_due: date | None = None
    gaps: tuple[str, ...] = ()
    mending_due: date | None = None

    def has(self, *decisions: Decision) -> bool:
        return any(item.decision in decisions for item in self.items)


@dataclass(frozen=True)
class NoticeAbout:
    """What is typed to make a notice: its number, its day, and for a 補正 until when it is waited for."""

    number: str
    dated_on: date
    due_on: date | None = None


@dataclass(frozen=True)
class City:
    """`name`: ひたちなか市; `mayor`: as it stands above the seal; `copy_fee`: what a copy costs, in words."""

    name: str
    mayor: str
    copy_fee: str


@dataclass(frozen=True)
class Part:
    """One row of a paper: its label, and its paragraphs, each on a line of its own."""

    label: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Notice:
    """Everything that a notice says between its head and the office's address. `teaching`: 教示文, empty when nothing is decided."""

    title: str
    law: str
    lead: str
    parts: tuple[Part, ...]
    teaching: tuple[str, ...] = ()


def why_not_notice(case: AskedCase, draft: Noticed) -> str | None:
    """Something that the law wants in the notice is missing; asked before the 決裁, since nothing can be mended after it."""
    if draft.kind not in WITH_PAPER:
        return OWN_FORM
    if not case.requester_name.strip():
        return "請求者の氏名が書かれていないため、宛名を書けません。先に氏名を確かめて、請求の記載を改めてください。"
    if draft.kind is not DraftKind.MENDING and not draft.items:
        return "この通知書に載せる文書が選ばれていません。文書を選んでください。"
    return _why_not[draft.kind](draft)


def why_not_make(state: DraftState, dated_on: date, *, decided_on: date | None, today: date) -> str | None:
    """The paper itself: only of what was decided, dated on or after that day."""
    if state not in (DraftState.DECIDED, DraftState.NOTIFIED) or decided_on is None:
        return NOT_DECIDED
    if dated_on < decided_on:
        return f"通知書の日付は、決裁の日({format_date(decided_on)})より前にできません。"
    if (dated_on - today).days > MOST_AHEAD:
        return f"通知書の日付が先すぎます。今日から{MOST_AHEAD}日より後の日付は付けられません。"
    return None


def why_not_again(made_number: str, number: str) -> str | None:
    """The paper is there already: who typed its own number meant it, anybody else is told whose number it bears."""
    if made_number == number:
        return None
    return f"この通知書は、文書番号「{made_number}」でもう作られています。入れた番号は使っていません。作られた通知書を確かめてください。"


def why_not_date(kind: DraftKind, dated_on: date, basic: Deadline) -> str | None:
    """84条, 95条, 103条: told within the first period, so that no paper may bear a later day."""
    return why_not_tell_special(dated_on, basic) if kind is DraftKind.SPECIAL else None


def why_not_mending_due(kind: DraftKind, dated_on: date, due_on: date | None) -> str | None:
    """相当の期間 of a 補正 (77条3項)."""
    if kind is not DraftKind.MENDING:
        return None
    if due_on is None:
        return "補正の期限を入れてください。通知書に書きます。"
    return None if due_on > dated_on else "補正の期限は、通知書の日付より後にしてください。"


def why_not_number(number: str) -> str | None:
    return None if number.strip() else "文書番号を入れてください。例: 総第123号"


def _mending(draft: Noticed) -> str | None:
    return None if draft.gaps else "補正を求めるところが書かれていません。足りないものを書いてください。"


def _grant(draft: Noticed) -> str | None:
    if not draft.purpose.strip():
        return "利用目的が書かれていません。開示する保有個人情報の利用目的を書いてください(法第82条第1項)。"
    if not draft.ways:
        return "開示の実施方法が選ばれていません。請求者が選べる方法を1つ以上選んでください。"
    if any(way in AT_THE_OFFICE for way in draft.ways) and not draft.places.strip():
        return "開示を受けられる日・時間・場所が書かれていません。"
    if DoingWay.POSTED_COPY in draft.ways and not draft.postage.strip():
        return "写しの送付を選べるときは、準備にかかる日数と送付の費用を書いてください。"
    if draft.has(Decision.PARTIAL):
        return _left_out(draft)
    return None


def _left_out(draft: Noticed) -> str | None:
    if not draft.partly.strip():
        return "一部を開示しないときは、開示しない部分を書いてください。例: 3頁の第三者の氏名"
    if not draft.reason.strip():
        return "一部を開示しないときは、開示しない理由を書いてください(行政手続法第8条)。"
    return None if draft.exemptions else "一部を開示しないときは、法第78条第1項の何号に当たるかを選んでください。"


def _refusal(draft: Noticed) -> str | None:
    if not draft.reason.strip():
        return "開示しない理由が書かれていません。理由のない通知書は作れません(行政手続法第8条)。"
    if draft.has(Decision.REFUSED) and not draft.exemptions:
        return "不開示のときは、法第78条第1項の何号に当たるかを選んでください。"
    return None


def _extension(draft: Noticed) -> str | None:
    if not draft.reason.strip():
        return "期限を延ばす理由が書かれていません。理由を書いてください。"
    return None if draft.until and draft.days else "延ばす日数と、延長後の期限がありません。"


def _special(draft: Noticed) -> str | None:
    if not draft.reason.strip():
        return "特例を使う理由が書かれていません。理由を書いてください。"
    return None if draft.rest_until else "残りについて決定する期限がありません。期限の日を入れてください。"


_why_not = {
    DraftKind.MENDING: _mending,
    DraftKind.GRANT: _grant,
    DraftKind.REFUSAL: _refusal,
    DraftKind.EXTENSION: _extension,
    DraftKind.SPECIAL: _special,
}
assert set(_why_not) == set(WITH_PAPER) <= set(DRAFT_WORDS)
