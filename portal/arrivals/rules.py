"""異動反映待ち: what may be taken, who of the register may be the applicant, what follows. Pure; reasons are the screen's words."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.residents.rules import SEX_WORDS, Sex
from portal.text.check_digits import holds_individual_number
from portal.text.folding import address_key, as_kana, digits_key, is_kana, kana_key, name_key
from portal.text.wareki import UNKNOWN, PartialDate, WarekiError, format_date, format_datetime, format_short, parse_date


class ArrivalState(StrEnum):
    WAITING = "waiting"
    LINKED = "linked"
    WITHDRAWN = "withdrawn"
    MISTAKEN = "mistaken"


class Purpose(StrEnum):
    """What is applied for (domain-vaccination §1.5)."""

    VOUCHER = "voucher"
    RECORD_CHECK = "record_check"
    CONDITION = "condition"


class WithdrawReason(StrEnum):
    BY_APPLICANT = "by_applicant"
    MOVE_CANCELLED = "move_cancelled"
    OTHER = "other"


STATE_WORDS = {
    ArrivalState.WAITING: "反映待ち",
    ArrivalState.LINKED: "反映済",
    ArrivalState.WITHDRAWN: "取下げ",
    ArrivalState.MISTAKEN: "誤起票",
}
PURPOSE_WORDS = {
    Purpose.VOUCHER: "接種券の発行",
    Purpose.RECORD_CHECK: "転入前の接種記録の確認",
    Purpose.CONDITION: "対象者の要件の申告",
}
WITHDRAW_WORDS = {
    WithdrawReason.BY_APPLICANT: "申請した方の申し出",
    WithdrawReason.MOVE_CANCELLED: "転入の取消し",
    WithdrawReason.OTHER: "その他",
}
MISTAKEN_REASON = "誤起票"
# 住民基本台帳法22条: somebody who moved in says so within fourteen days, so the day of moving may lie that far before the notice.
NOTICE_WITHIN = timedelta(days=14)

SAME_APPLICATION = "同じ氏名・生年月日の方の申請が反映待ちにあります。まだ何も保存していません。"
SAY_ANOTHER = "上の申請とは別の申請なら、ここにチェックを入れてください。"
REJECTED_MEANWHILE = (
    "この画面を開いたあとに、ほかの職員が候補のお一人を「別の方」としました。何も保存していません。"
    "申請の画面を開き直して、いまの候補を確かめてください。"
)
ALREADY_REJECTED = "この方は、もう「別の方」とされています。申請の画面を開き直して、いまの候補を確かめてください。"
NO_LONGER_A_CANDIDATE = "この方は、もう候補ではありません(住民登録が変わりました)。何も保存していません。申請の画面を開き直してください。"


def arrival_number(fiscal_year: int, running: int) -> str:
    """転入 R8-0012: fiscal year, kind and running number, as people quote it."""
    return f"転入 {format_short(PartialDate(fiscal_year, 12))[: -len('.12')]}-{running:04}"


def days_since(notified_on: date, day: date) -> int:
    return (day - notified_on).days


def is_late(notified_on: date, day: date, *, late_days: int) -> bool:
    """Counted from the day of the 転入届, because the register reflects that one."""
    return days_since(notified_on, day) > late_days


def since_words(notified_on: date, day: date) -> str:
    days = days_since(notified_on, day)
    return f"{days}日前" if days else "今日"


def moved_in_from(notified_on: date) -> date:
    """Whoever moved in on this day or later may be the one who gave notice on that day."""
    return notified_on - NOTICE_WITHIN


def why_not_birth(birth: PartialDate, day: date) -> str | None:
    if birth != UNKNOWN and birth.first_day > day:
        return "今日より後の日付です。元号と年を確かめてください。"
    return None


def why_not_notified(notified: PartialDate, birth: PartialDate | None, day: date) -> str | None:
    """The day of the 転入届."""
    if not notified.is_complete:
        return "年月日をすべて入れてください。例: R8.11.24"
    if notified.to_date() > day:
        return "今日より後の日付です。転入届がまだのときは、届を出してからお越しいただいてください。"
    if birth is not None and birth != UNKNOWN and notified.to_date() < birth.first_day:
        return "生年月日より前の日付です。どちらが正しいか確かめてください。"
    return None


def why_not_withdraw_note(reason: WithdrawReason, note: str) -> str | None:
    if reason is WithdrawReason.OTHER and not note.strip():
        return "「その他」のときは、どのような理由かを短く入れてください。"
    return None


def why_not_decide(state: ArrivalState, *, decided_by: str, decided_at: datetime | None) -> str | None:
    """A closed application stays as it is; whoever comes second is told what happened."""
    if state is ArrivalState.WAITING or decided_at is None:
        return None
    return (
        f"この申請は、{format_datetime(decided_at)}に{decided_by}が「{STATE_WORDS[state]}」にしています。"
        "何も保存していません。異動反映待ちの一覧から申請を開いて確かめてください。"
    )


@dataclass(frozen=True)
class Named:
    """What two people are compared by."""

    name: str
    kana: str
    birth: PartialDate
    sex: Sex
    address: str = ""
    building: str = ""


def why_candidate(applied: Named, registered: Named) -> str:
    """氏名が一致・カナが一致・生年月日が一致: why somebody of the register may be the applicant."""
    reasons = [
        ("氏名が一致", applied.name == registered.name),
        ("氏名が異体字で一致", applied.name != registered.name and name_key(applied.name) == name_key(registered.name)),
        ("カナが一致", bool(kana_key(applied.kana)) and kana_key(applied.kana) == kana_key(registered.kana)),
        ("生年月日が一致", applied.birth == registered.birth),
    ]
    return "・".join(word for word, holds in reasons if holds)


SAME, WRITTEN_DIFFERENTLY, DIFFERENT = "", "書き方が違う", "違う"


@dataclass(frozen=True)
class Compared:
    """One line of the two side by side; `mark` is empty when they are the same."""

    word: str
    applied: str
    registered: str
    mark: str


def side_by_side(applied: Named, registered: Named, *, hidden: bool) -> list[Compared]:
    """What was applied for and what the register says. `hidden`: a protected person's address stands on neither side."""
    same_birth, same_sex = applied.birth == registered.birth, applied.sex == registered.sex
    lines = [
        Compared("氏名", applied.name, registered.name, _mark(applied.name, registered.name, name_key)),
        Compared("カナ", applied.kana, registered.kana, _mark(applied.kana, registered.kana, kana_key)),
        Compared("生年月日", format_date(applied.birth), format_date(registered.birth), SAME if same_birth else DIFFERENT),
        Compared("性別", SEX_WORDS[applied.sex], SEX_WORDS[registered.sex], SAME if same_sex else DIFFERENT),
    ]
    if hidden:
        return lines
    return [
        *lines,
        Compared("住所", applied.address, registered.address, _mark(applied.address, registered.address, address_key)),
        Compared("方書", applied.building, registered.building, _mark(applied.building, registered.building, address_key)),
    ]


def _mark(one: str, other: str, fold: Callable[[str], str]) -> str:
    if one == other:
        return SAME
    return WRITTEN_DIFFERENTLY if fold(one) == fold(other) else DIFFERENT


def purposes_in_words(stored: str) -> str:
    """voucher,record_check: 接種券の発行・転入前の接種記録の確認."""
    return "・".join(PURPOSE_WORDS[Purpose(value)] for value in stored.split(","))


def purposes_as_stored(purposes: Iterable[Purpose]) -> str:
    chosen = set(purposes)
    return ",".join(purpose.value for purpose in Purpose if purpose in chosen)


def seen_mark(public_ids: Iterable[str]) -> str:
    """What a page has shown, for a hidden field: another set of people or applications gives another mark; nobody gives none."""
    shown = sorted(public_ids)
    return hashlib.sha256(",".join(shown).encode()).hexdigest() if shown else ""


@dataclass(frozen=True)
class Searched:
    """What the visit's last search says of a person who was not found: the fields of a form, filled in as typed."""

    name: str = ""
    kana: str = ""
    birth: str = ""


def searched(typed: str, typed_birth: str) -> Searched:
    """The search box taken apart. What holds figures and is no date (numbers, telephones, addresses) fills in nothing."""
    if holds_individual_number(f"{typed} {typed_birth}"):
        return Searched()
    words, birth = typed.split(), typed_birth.strip()
    for start in range(len(words) if not birth else 0):
        rest = " ".join(words[start:])
        if _is_date(rest):
            words, birth = words[:start], rest
            break
    text = " ".join(words)
    if digits_key(text):
        return Searched(birth=birth)
    return Searched(kana=as_kana(text), birth=birth) if is_kana(text) else Searched(name=text, birth=birth)


def _is_date(text: str) -> bool:
    try:
        parse_date(text)
    except WarekiError:
        return False
    return True
