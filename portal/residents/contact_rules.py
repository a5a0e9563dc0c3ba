"""送付先 and 連絡先: what stands on a day, and why an entry cannot be made, changed or ended. Pure (domain-vaccination §3.4, §3.5)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.text.folding import digits_key
from portal.text.wareki import format_date


class Kind(StrEnum):
    MAILING = "mailing"
    PHONE = "phone"


class MailingReason(StrEnum):
    """Why post goes elsewhere than to the registered address."""

    HOSPITAL = "hospital"
    FACILITY = "facility"
    AWAY = "away"
    OTHER = "other"


class Whose(StrEnum):
    """Who answers the telephone."""

    SELF = "self"
    FAMILY = "family"
    FACILITY = "facility"
    WORK = "work"


class Relation(StrEnum):
    """続柄, seen from the resident."""

    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    SIBLING = "sibling"
    GRANDCHILD = "grandchild"
    RELATIVE = "relative"


class Why(StrEnum):
    """Why this version was made: the first, a change of it, or its end."""

    ADDED = "added"
    ASKED = "asked"
    WENT_ON = "went_on"
    CORRECTED = "corrected"
    CAME_BACK = "came_back"
    OUT_OF_USE = "out_of_use"
    ASKED_TO_END = "asked_to_end"
    MISTAKEN = "mistaken"


class Standing(StrEnum):
    """Where an entry stands on a day."""

    NOW = "now"
    LATER = "later"
    OVER = "over"
    WITHDRAWN = "withdrawn"


KIND_WORDS = {Kind.MAILING: "送付先", Kind.PHONE: "連絡先"}
MAILING_REASON_WORDS = {
    MailingReason.HOSPITAL: "入院",
    MailingReason.FACILITY: "施設入所",
    MailingReason.AWAY: "長期不在",
    MailingReason.OTHER: "その他",
}
WHOSE_WORDS = {Whose.SELF: "本人", Whose.FAMILY: "家族", Whose.FACILITY: "施設", Whose.WORK: "職場"}
RELATION_WORDS = {
    Relation.SPOUSE: "配偶者",
    Relation.CHILD: "子",
    Relation.PARENT: "父母",
    Relation.SIBLING: "兄弟姉妹",
    Relation.GRANDCHILD: "孫",
    Relation.RELATIVE: "そのほかの親族",
}
WHY_WORDS = {
    Why.ADDED: "新しい登録",
    Why.ASKED: "本人・家族の申し出",
    Why.WENT_ON: "転院・転所・転職",
    Why.CORRECTED: "入力の誤りの訂正",
    Why.CAME_BACK: "退院・退所・帰宅",
    Why.OUT_OF_USE: "使われなくなった",
    Why.ASKED_TO_END: "本人・家族がやめたいと申し出た",
    Why.MISTAKEN: "登録そのものが誤り(取り消す)",
}
CHANGES = (Why.ASKED, Why.WENT_ON, Why.CORRECTED)
ENDS = (Why.CAME_BACK, Why.OUT_OF_USE, Why.ASKED_TO_END, Why.MISTAKEN)
STANDING_WORDS = {Standing.NOW: "いま有効", Standing.LATER: "これから", Standing.OVER: "終わった", Standing.WITHDRAWN: "取り消し"}

LONGEST_YEARS, FURTHEST_YEARS = 5, 1
RECENT = timedelta(days=90)
PHONE = re.compile(r"0[0-9]{9,10}")
HIDDEN = "支援措置の方です。所在が知られないよう、送付先・連絡先は所属長が改めます。所属長に引き継いでください。"


@dataclass(frozen=True)
class Details:
    """What an entry says; the fields of the other kind stay empty."""

    kind: Kind
    starts_on: date
    ends_on: date | None = None
    postal_code: str = ""
    address: str = ""
    building: str = ""
    recipient: str = ""
    reason: MailingReason | None = None
    phone: str = ""
    whose: Whose | None = None
    relation: Relation | None = None
    note: str = ""

    @property
    def period_words(self) -> str:
        """令和8年10月1日から令和8年12月28日まで"""
        return f"{format_date(self.starts_on)}から" + (f"{format_date(self.ends_on)}まで" if self.ends_on else "")

    @property
    def why_words(self) -> str:
        """入院; その他(改修工事)"""
        word = MAILING_REASON_WORDS[self.reason] if self.reason else ""
        return f"{word}({self.note})" if self.note and word else word

    @property
    def whose_words(self) -> str:
        """家族(子); 施設(見本苑)"""
        word = WHOSE_WORDS[self.whose] if self.whose else ""
        more = "・".join(part for part in (RELATION_WORDS[self.relation] if self.relation else "", self.note) if part)
        return f"{word}({more})" if more else word

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each value with its word, the empty ones left out: for the screen and for telling two versions apart."""
        if self.kind is Kind.PHONE:
            pairs = [("電話番号", self.phone), ("どなたの電話", self.whose_words)]
        else:
            pairs = [
                ("郵便番号", f"〒{self.postal_code[:3]}-{self.postal_code[3:]}"),
                ("住所", self.address),
                ("方書", self.building),
                ("宛名", self.recipient),
                ("理由", self.why_words),
            ]
        return [(word, value) for word, value in (*pairs, ("期間", self.period_words)) if value]


@dataclass(frozen=True)
class Entry:
    """One version of an entry as a screen may show it; `details` is None where a protected person's are hidden."""

    public_id: str
    version: int
    kind: Kind
    details: Details | None
    standing: Standing
    why: Why
    recorded_at: datetime
    recorded_by: str
    is_current: bool

    @property
    def kind_words(self) -> str:
        return KIND_WORDS[self.kind]

    @property
    def standing_words(self) -> str:
        return STANDING_WORDS[self.standing]


def standing_on(details: Details, why: Why, day: date) -> Standing:
    """From its first day to its last, both included; what was registered by mistake never stood."""
    if why is Why.MISTAKEN:
        return Standing.WITHDRAWN
    if day < details.starts_on:
        return Standing.LATER
    return Standing.OVER if details.ends_on is not None and day > details.ends_on else Standing.NOW


def ended_recently(details: Details, day: date) -> bool:
    """Worth a word on the page: somebody may still ask for the letter that went there."""
    return details.ends_on is not None and details.ends_on < day <= details.ends_on + RECENT


def why_not_contacts(*, hidden: bool, may_open_protected: bool) -> str | None:
    """Whether this member of staff may see and change where the person is reached."""
    return HIDDEN if hidden and not may_open_protected else None


def why_not_touch(why: Why) -> str | None:
    """What was taken back as a mistake stays taken back; what is over may still be corrected."""
    return "取り消した登録は改められません。要るときは、新しく登録してください。" if why is Why.MISTAKEN else None


def why_not_period(starts_on: date, ends_on: date | None, *, day: date) -> str | None:
    """`day` is today."""
    if starts_on > _years_after(day, FURTHEST_YEARS):
        return f"始まりの日が{FURTHEST_YEARS}年より先です。元号と年を確かめてください。"
    if ends_on is None:
        return None
    if ends_on < starts_on:
        return "終わりの日が始まりの日より前です。日付を確かめてください。"
    if ends_on > _years_after(starts_on, LONGEST_YEARS):
        return f"期間は{LONGEST_YEARS}年までです。決まっていないときは、終わりの日を空のままにしてください。"
    return None


def _years_after(day: date, years: int) -> date:
    """The same day of a later year; 28 February stands in for the 29th."""
    return date(day.year + years, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def why_not_beside(details: Details, others: Iterable[Details], *, hidden: bool) -> str | None:
    """Post goes to one place at a time, and no telephone stands twice. `hidden`: told without the other's values."""
    for other in others:
        if other.kind is not details.kind or not _overlap(details, other):
            continue
        if details.kind is Kind.MAILING:
            which = "もう登録されている送付先" if hidden else f"{other.period_words}の送付先({other.why_words})"
            return f"{which}と期間が重なります。先にそちらを終えるか、期間を直してください。"
        if digits_key(details.phone) == digits_key(other.phone):
            since = "" if hidden else f"{other.period_words}の"
            return f"同じ電話番号が、{since}連絡先としてもう登録されています。そちらを改めてください。"
    return None


def _overlap(one: Details, other: Details) -> bool:
    return one.starts_on <= (other.ends_on or date.max) and other.starts_on <= (one.ends_on or date.max)


def why_not_end(details: Details, last_day: date | None, why: Why, *, day: date, hidden: bool) -> str | None:
    """A mistake needs no last day: it never stood."""
    if why is Why.MISTAKEN:
        return None
    if last_day is None:
        return "終わりの日を入れてください。"
    if last_day < details.starts_on:
        start = "" if hidden else f"({format_date(details.starts_on)})"
        return f"始まりの日{start}より前です。登録そのものが誤りのときは、その理由を選んでください。"
    return why_not_period(details.starts_on, last_day, day=day)


def read_postal_code(typed: str) -> str | None:
    """Seven figures in any width, with or without 〒 and hyphen; None when it is something else."""
    bare = re.sub(r"[〒\s\-‐‑‒–—―−ー]", "", unicodedata.normalize("NFKC", typed))
    return bare if re.fullmatch("[0-9]{7}", bare) else None


def read_phone(typed: str) -> str | None:
    """As it was written, in half width: ten or eleven figures that begin with 0. None when it is something else."""
    written = re.sub(r"[\s‐‑‒–—―−ー]+", "-", unicodedata.normalize("NFKC", typed).strip())
    is_written_right = re.fullmatch(r"[0-9()\-]+", written) is not None
    return written if is_written_right and PHONE.fullmatch(re.sub(r"[()\-]", "", written)) else None


def why_not_reason_note(reason: MailingReason, note: str) -> str | None:
    if reason is MailingReason.OTHER and not note.strip():
        return "「その他」のときは、どのような理由かを短く入れてください。"
    return None


def why_not_relation(whose: Whose, relation: Relation | None) -> str | None:
    if whose is Whose.FAMILY and relation is None:
        return "家族の電話のときは、続柄を選んでください。"
    if whose is not Whose.FAMILY and relation is not None:
        return "続柄は、家族の電話のときだけ選びます。「なし」にしてください。"
    return None
