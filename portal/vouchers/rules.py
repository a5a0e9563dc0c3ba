"""Who may be given a voucher, and what an issue needs. Pure; a refusal is the sentence the screen shows (S4-1, R2-1)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.accounts.rules import CHANNEL_WORDS, Channel
from portal.programmes.dose_rules import DoseFacts, PersonFacts, ProgrammeFacts, next_dose
from portal.programmes.rules import Why, entitlement
from portal.residents.movement_rules import WHY, Happened, Stops
from portal.text.wareki import format_date

__all__ = ["CHANNEL_WORDS", "Channel"]


class Reason(StrEnum):
    """発行・再発行の理由."""

    LOST = "lost"
    DESTROYED = "destroyed"
    DAMAGED = "damaged"
    NOT_DELIVERED = "not_delivered"
    ADDRESS_CHANGED = "address_changed"
    UNREGISTERED = "unregistered"
    SCREENING_ONLY = "screening_only"
    OTHER = "other"


class Applicant(StrEnum):
    SELF = "self"
    HOUSEHOLD = "household"
    LEGAL_AGENT = "legal_agent"
    AGENT = "agent"


class Delivery(StrEnum):
    HANDED_OVER = "handed_over"
    POST_TO_ADDRESS = "post_to_address"
    POST_TO_CONTACT = "post_to_contact"


class Document(StrEnum):
    """Kinds of papers seen; their numbers are never kept (R2-1, R2-2)."""

    INDIVIDUAL_NUMBER_CARD = "individual_number_card"
    DRIVING_LICENCE = "driving_licence"
    PASSPORT = "passport"
    RESIDENCE_CARD = "residence_card"
    INSURANCE_AND_PENSION = "insurance_and_pension"
    DISABILITY_HANDBOOK = "disability_handbook"
    MATERNAL_HANDBOOK = "maternal_handbook"
    ELECTRONIC_SIGNATURE = "electronic_signature"
    HEARING = "hearing"
    POWER_OF_ATTORNEY = "power_of_attorney"
    LEGAL_AGENT_PROOF = "legal_agent_proof"


REASON_WORDS = {
    Reason.LOST: "紛失",
    Reason.DESTROYED: "滅失",
    Reason.DAMAGED: "破損",
    Reason.NOT_DELIVERED: "未着",
    Reason.ADDRESS_CHANGED: "転入・住所変更",
    Reason.UNREGISTERED: "住民票なし",
    Reason.SCREENING_ONLY: "予診のみ使用済",
    Reason.OTHER: "その他",
}
APPLICANT_WORDS = {
    Applicant.SELF: "本人",
    Applicant.HOUSEHOLD: "同一世帯",
    Applicant.LEGAL_AGENT: "法定代理人",
    Applicant.AGENT: "任意代理人",
}
DELIVERED_WORDS = {
    Delivery.HANDED_OVER: "窓口渡し",
    Delivery.POST_TO_ADDRESS: "住所へ郵送",
    Delivery.POST_TO_CONTACT: "送付先へ郵送",
}
DELIVERY_WORDS = DELIVERED_WORDS | {Delivery.HANDED_OVER: "いま窓口で渡す"}
DOCUMENT_WORDS = {
    Document.INDIVIDUAL_NUMBER_CARD: "マイナンバーカード",
    Document.DRIVING_LICENCE: "運転免許証",
    Document.PASSPORT: "旅券",
    Document.RESIDENCE_CARD: "在留カード",
    Document.INSURANCE_AND_PENSION: "資格確認書と年金手帳",
    Document.DISABILITY_HANDBOOK: "障害者手帳",
    Document.MATERNAL_HANDBOOK: "母子健康手帳",
    Document.ELECTRONIC_SIGNATURE: "電子署名",
    Document.HEARING: "聞き取り",
    Document.POWER_OF_ATTORNEY: "委任状",
    Document.LEGAL_AGENT_PROOF: "戸籍・登記事項証明書",
}
SCREENING_ONLY = "予診のみ"
IDENTITY = frozenset(Document) - {Document.POWER_OF_ATTORNEY, Document.LEGAL_AGENT_PROOF}


@dataclass(frozen=True)
class VoucherFacts:
    number: str
    dose_number: int


ENDS_A_VOUCHER = frozenset({Why.GONE, Why.GIVEN, Why.ENDED, Why.TOO_OLD})
HIDDEN = WHY[Happened.PROTECTED, Stops.ISSUING_BY_OTHERS]
NOT_PRINTABLE_WHEN_VOID = "この券は無効です。使われないよう、印刷はできません。住民の画面で有効な券を確かめてください。"
ADDRESS_ON_OLD_PAGE = "支援措置の方の住所が載った券です。印刷できません。所属長に引き継いで再発行してください(新しい券に住所は載りません)。"
ADDRESS_ON_OLD_CERTIFICATE = "支援措置の方の住所が載った紙なので印刷できません。改めて再交付してください(新しい紙に住所は載りません)。"


def why_not_hidden(person: PersonFacts) -> str | None:
    """Papers of a person under 支援措置 leave the office through the 所属長 alone."""
    return HIDDEN if person.hidden and not person.may_open_protected else None


def why_not_issue(
    programme: ProgrammeFacts, person: PersonFacts, given: Collection[DoseFacts], live: Collection[VoucherFacts], *, day: date
) -> str | None:
    """A first voucher for the next dose of this programme: every reason why not, one after the other."""
    found = entitlement(programme, person, given, day=day)
    held = [
        f"{voucher.dose_number}回目の有効な券({voucher.number})があります。紛失なら再発行へ進んでください。"
        for voucher in live
        if voucher.dose_number == found.number
    ]
    return "".join([found.why_no_voucher(day) or "", why_not_hidden(person) or "", *held]) or None


def why_not_reissue(
    programme: ProgrammeFacts, person: PersonFacts, given: Collection[DoseFacts], voucher: VoucherFacts, *, day: date
) -> str | None:
    """A new voucher in place of this live one; a dose recorded meanwhile stops it (福山市: four doses after a reissue).

    Who holds a voucher was found entitled once: what waiting lifts, and what is only unknown, is not asked again.
    """
    found = entitlement(programme, person, given, day=day, dose=voucher.dose_number)
    words = [refusal.words for refusal in found.refusals if refusal.why in ENDS_A_VOUCHER]
    used = ["使い終わった券は再発行できません。"] if Why.GIVEN in found.whys else []
    return "".join([*words, *used, why_not_hidden(person) or ""]) or None


def why_not_this_dose(programme: ProgrammeFacts, given: Collection[DoseFacts], dose_number: int) -> str | None:
    """Whether the next dose is still the one that the form was opened for: a file may have been read in meanwhile."""
    if next_dose(programme, given) == dose_number:
        return None
    last = max(given, key=lambda dose: dose.number, default=None)
    if last is not None and last.number >= dose_number:
        what = f"{last.number}回目の接種({format_date(last.given_on)})が記録されました。"
    else:
        what = "接種記録が取り消されました。"
    return f"この画面を開いたあとに、{what}何も発行していません。住民の画面を開き直して、次の回を確かめてください。"


def why_not_print(*, is_void: bool, hidden: bool, shows_address: bool, stopped: str | None = None) -> str | None:
    """A void voucher must not be taken for a live one; one issued before a 支援措置 began still carries the address (§3.5).

    `stopped`: what happened to the person since stops the page (residents/movement_rules.py).
    """
    if is_void:
        return NOT_PRINTABLE_WHEN_VOID
    return ADDRESS_ON_OLD_PAGE if hidden and shows_address else stopped


def why_not_certificate(given: Collection[DoseFacts]) -> str | None:
    """接種済証 is a proof of what was given; the end of a programme does not end it."""
    return None if given else "接種記録がありません。記録を確かめてからお申し出ください。"


def why_not_print_certificate(person: PersonFacts, *, shows_address: bool) -> str | None:
    """One given out before a 支援措置 began still carries the address (§3.5)."""
    return why_not_hidden(person) or (ADDRESS_ON_OLD_CERTIFICATE if person.hidden and shows_address else None)


def document_words(documents: Collection[Document]) -> str:
    """What was seen, always in the same order; the empty text when nothing was."""
    return "・".join(word for document, word in DOCUMENT_WORDS.items() if document in documents)


def why_not_identity(applicant: Applicant, documents: Collection[Document]) -> str | None:
    """What must have been seen before a voucher is given out (R2-1)."""
    if not set(documents) & IDENTITY:
        return "申請した方の本人確認をした書類を選んでください。書類がなければ聞き取りを選んでください。"
    if applicant is Applicant.AGENT and Document.POWER_OF_ATTORNEY not in documents:
        return "任意代理人のときは、委任状を見て「委任状」も選んでください。"
    if applicant is Applicant.LEGAL_AGENT and Document.LEGAL_AGENT_PROOF not in documents:
        return "法定代理人のときは、資格がわかる書類を見て「戸籍・登記事項証明書」も選んでください。"
    return None
