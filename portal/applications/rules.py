"""Application forms on paper: which there are, what can be ticked on them, who may have one with a name on it. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from portal.vouchers.fee_rules import PaperKind

Word = TypeVar("Word", bound=StrEnum)


class FormKind(StrEnum):
    """The forms of the counter."""

    VOUCHER = "voucher"
    NEW_VOUCHER = "new_voucher"
    CERTIFICATE = "certificate"
    RECORD_COPY = "record_copy"
    PROXY = "proxy"


class Matter(StrEnum):
    """What a 委任状 may be about."""

    VOUCHER = "voucher"
    CERTIFICATE = "certificate"
    RECORD_COPY = "record_copy"
    CONSENT = "consent"


class OldVoucher(StrEnum):
    """Whether somebody who moved in has the voucher of the city before."""

    IN_HAND = "in_hand"
    NOT_IN_HAND = "not_in_hand"


class Consent(StrEnum):
    """Whether the city before may be asked. Without a consent the law still allows it (domain-vaccination §0-11)."""

    GIVEN = "given"
    NOT_GIVEN = "not_given"


FORM_WORDS = {
    FormKind.VOUCHER: "接種券発行申請書",
    FormKind.NEW_VOUCHER: "新接種券発行申請書兼接種記録確認同意書",
    FormKind.CERTIFICATE: "接種済証再交付申請書",
    FormKind.RECORD_COPY: "接種記録の写し交付請求書",
    FormKind.PROXY: "委任状",
}
USE_WORDS = {
    FormKind.VOUCHER: "接種券をなくした、破れた、届かないなど",
    FormKind.NEW_VOUCHER: "転入した方。前の市区町村の記録を確かめる同意を兼ねます",
    FormKind.CERTIFICATE: "接種済証をなくした方",
    FormKind.RECORD_COPY: "予防接種の記録そのものの写しを求める方",
    FormKind.PROXY: "代理の方が来るとき、本人に書いていただくもの",
}
MATTER_WORDS = {
    Matter.VOUCHER: "接種券の発行・再発行の申請と、その受け取り",
    Matter.CERTIFICATE: "接種済証の再交付の申請と、その受け取り",
    Matter.RECORD_COPY: "接種記録の写しの交付の請求と、その受け取り",
    Matter.CONSENT: "接種記録の確認についての同意",
}
OLD_VOUCHER_WORDS = {OldVoucher.IN_HAND: "手元にある(一緒に提出)", OldVoucher.NOT_IN_HAND: "手元にない"}
CONSENT_WORDS = {
    Consent.GIVEN: "前の市区町村に接種の記録を確かめることに同意します",
    Consent.NOT_GIVEN: "同意しません(市が法令にもとづいて確かめることがあります)",
}
# What is entered from which numbered form: a 委任状 leads to no paper of its own, and so is never numbered.
LEADS_TO: Mapping[FormKind, PaperKind | None] = {
    FormKind.VOUCHER: None,
    FormKind.NEW_VOUCHER: None,
    FormKind.CERTIFICATE: PaperKind.CERTIFICATE,
    FormKind.RECORD_COPY: PaperKind.RECORD_COPY,
}
NUMBERED = tuple(LEADS_TO)


@dataclass(frozen=True)
class Ticked:
    """One box of a form: its word, and whether it is ticked already."""

    word: str
    on: bool


def boxes(words: Mapping[Word, str], chosen: Collection[str] = ()) -> tuple[Ticked, ...]:
    """Every word a box, in their order; those chosen beforehand are ticked."""
    return tuple(Ticked(word, member.value in chosen) for member, word in words.items())
