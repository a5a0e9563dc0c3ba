"""手数料: which amount stands on which day, and when it is waived. Pure; a refusal is the sentence the screen shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.text.wareki import format_date

HIGHEST_YEN = 100_000


class PaperKind(StrEnum):
    """Papers that may cost something."""

    CERTIFICATE = "certificate"
    RECORD_COPY = "record_copy"
    DISCLOSED_MONO = "disclosed_mono"
    DISCLOSED_COLOUR = "disclosed_colour"


class Waiver(StrEnum):
    """Why nothing is taken though the table says an amount (減免)."""

    WELFARE = "welfare"
    DISASTER = "disaster"
    CITYS_FAULT = "citys_fault"
    PUBLIC_USE = "public_use"
    HARDSHIP = "hardship"
    OTHER_GROUND = "other_ground"


PAPER_WORDS = {
    PaperKind.CERTIFICATE: "接種済証",
    PaperKind.RECORD_COPY: "接種記録の写し",
    PaperKind.DISCLOSED_MONO: "開示の写し(白黒1面)",
    PaperKind.DISCLOSED_COLOUR: "開示の写し(カラー1面)",
}
# Given at the counter and summed on its sheet of the day.
AT_THE_COUNTER = (PaperKind.CERTIFICATE, PaperKind.RECORD_COPY)
WAIVER_WORDS = {
    Waiver.WELFARE: "生活保護",
    Waiver.DISASTER: "災害のり災",
    Waiver.CITYS_FAULT: "市の誤りによる作り直し",
    Waiver.PUBLIC_USE: "官公署での使用",
    Waiver.HARDSHIP: "経済的に困難",
    Waiver.OTHER_GROUND: "その他の減免",
}
# Who can hardly pay is a ground of disclosures alone (番号法30条1項); what is disclosed goes to no other office.
FOR_PAPERS = tuple(waiver for waiver in Waiver if waiver is not Waiver.HARDSHIP)
FOR_DISCLOSURES = tuple(waiver for waiver in Waiver if waiver is not Waiver.PUBLIC_USE)
FREE = "無料"


@dataclass(frozen=True)
class FeeFacts:
    """One amount of one kind of paper; `ends_on` is its last day, None until further notice."""

    kind: PaperKind
    yen: int
    starts_on: date
    ends_on: date | None = None

    def stands_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class Charge:
    """What was taken for a paper: nothing when the table says nothing, or when it was waived."""

    yen: int
    waiver: Waiver | None = None
    note: str = ""


def fee_on(fees: Iterable[FeeFacts], kind: PaperKind, day: date) -> int:
    """Free unless the table says an amount for that day."""
    return next((fee.yen for fee in fees if fee.kind is kind and fee.stands_on(day)), 0)


def charge_for(fee: int, waiver: Waiver | None, note: str) -> Charge:
    """A waiver of nothing is none."""
    return Charge(0, waiver, note.strip()) if fee and waiver else Charge(fee)


def why_not_waiver(fee: int, waiver: Waiver | None, note: str) -> str | None:
    if fee and waiver is Waiver.OTHER_GROUND and not note.strip():
        return "「その他の減免」のときは、根拠を短く入れてください。"
    return None


def why_not_fee(new: FeeFacts, others: Iterable[FeeFacts]) -> str | None:
    """Of one kind of paper one amount stands on one day."""
    if not 0 <= new.yen <= HIGHEST_YEN:
        return f"手数料は0円から{HIGHEST_YEN:,}円までです。"
    if new.ends_on is not None and new.ends_on < new.starts_on:
        return "終わりの日は、始まりの日より後にしてください。"
    for other in others:
        if other.kind is new.kind and _overlap(other, new):
            until = f"{format_date(other.ends_on)}まで" if other.ends_on else "終わりの日なし"
            return f"{format_date(other.starts_on)}からの手数料({other.yen:,}円、{until})と重なります。先にそちらを終えてください。"
    return None


def why_not_end_fee(fee: FeeFacts, last: date, day: date) -> str | None:
    """What was taken stays taken: an amount ends today at the earliest, and one that has not begun on the day before it would."""
    if fee.ends_on is not None and fee.ends_on < day:
        return f"この手数料は{format_date(fee.ends_on)}で終わっています。"
    if last < day:
        return "終わりの日は、今日か、今日より後にしてください。"
    if fee.ends_on is not None and last > fee.ends_on:
        return f"この手数料は{format_date(fee.ends_on)}までと決まっています。延ばすときは、次の手数料を加えてください。"
    return "始まる前の日では終えられません。" if last < fee.starts_on else None


def fee_words(charge: Charge) -> str:
    """350円; 無料; 減免(生活保護)."""
    if charge.waiver is not None:
        return f"減免({WAIVER_WORDS[charge.waiver]}{f' {charge.note}' if charge.note else ''})"
    return f"{charge.yen:,}円" if charge.yen else FREE


def _overlap(one: FeeFacts, other: FeeFacts) -> bool:
    return (other.ends_on is None or one.starts_on <= other.ends_on) and (one.ends_on is None or other.starts_on <= one.ends_on)
