"""What an application needs before a paper is given out: who asks, what was seen of whom, by which way it came. Pure (R2-1, R2-2).

One table says what each channel may do; `faults` is asked by the form, which shows every sentence at its field, and by the action, which
refuses the first.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from portal.accounts.rules import CHANNEL_WORDS, Channel
from portal.residents.movement_rules import WHY, Happened, Stops
from portal.vouchers.post_rules import Early, Post, why_not_not_delivered
from portal.vouchers.rules import Applicant, Delivery, Document, Reason, why_not_identity
from portal.vouchers.state_rules import why_not_note


class Asked(StrEnum):
    """聞き取り: what was asked and answered as the register has it; the answers themselves are not kept."""

    BIRTH = "birth"
    ADDRESS = "address"
    HOUSEHOLD = "household"
    PHONE = "phone"
    LAST_DOSE = "last_dose"
    OLD_VOUCHER = "old_voucher"


class Gap(StrEnum):
    """What could not be made sure of."""

    PRINCIPAL_PAPERS = "principal_papers"
    PHOTO = "photo"
    ADDRESS = "address"
    NAME = "name"
    ORIGINAL = "original"


class Accepted(StrEnum):
    """Why the paper is given out all the same."""

    REGISTER = "register"
    HEARING = "hearing"
    STAFF_OF_FACILITY = "staff_of_facility"
    SHOWN_LATER = "shown_later"
    CHIEF_AGREED = "chief_agreed"


ASKED_WORDS = {
    Asked.BIRTH: "生年月日",
    Asked.ADDRESS: "住所",
    Asked.HOUSEHOLD: "世帯の方の氏名",
    Asked.PHONE: "登録の電話番号",
    Asked.LAST_DOSE: "前の接種の日・会場",
    Asked.OLD_VOUCHER: "前の券・封筒のこと",
}
GAP_WORDS = {
    Gap.PRINCIPAL_PAPERS: "本人の書類",
    Gap.PHOTO: "顔写真のある書類",
    Gap.ADDRESS: "書類の住所(住民登録と違う)",
    Gap.NAME: "書類の氏名(旧姓・通称など)",
    Gap.ORIGINAL: "書類の原本(写しだけ)",
}
ACCEPTED_WORDS = {
    Accepted.REGISTER: "住民登録で世帯・異動を確かめた",
    Accepted.HEARING: "聞き取りで補った",
    Accepted.STAFF_OF_FACILITY: "施設・病院の職員が確かめた",
    Accepted.SHOWN_LATER: "書類を後日見せていただく",
    Accepted.CHIEF_AGREED: "所属長が認めた",
}
AGENTS = frozenset({Applicant.LEGAL_AGENT, Applicant.AGENT})
# Of whom one acts for, only what proves who that is.
OF_PRINCIPAL = tuple(
    document
    for document in Document
    if document not in (Document.HEARING, Document.POWER_OF_ATTORNEY, Document.LEGAL_AGENT_PROOF, Document.ELECTRONIC_SIGNATURE)
)
FIRST_ISSUE_REASONS = (Reason.ADDRESS_CHANGED, Reason.UNREGISTERED, Reason.OTHER)


@dataclass(frozen=True)
class ChannelRule:
    """What an application by this channel may lead to, and what it needs."""

    hands_over: bool
    shows_papers: bool
    hearing_is_enough: bool
    takes_agents: bool
    serves_protected: bool
    needs: str


# How far each channel goes is the city's practice (docs/decisions/003-settings.md): change a cell here.
CHANNEL_RULES = {
    Channel.COUNTER: ChannelRule(True, True, True, True, True, "書類は原本を見ます。なければ聞き取りをします。"),
    Channel.PHONE: ChannelRule(
        False, False, True, False, False, "電話では書類を見られないので、聞き取りだけで受けます。代理の方は受けられません。"
    ),
    Channel.POST: ChannelRule(False, True, False, True, True, "届いた書類の写しを見ます。聞き取りだけでは受けられません。"),
    Channel.ONLINE: ChannelRule(
        False, True, False, True, True, "電子署名か、添えられた書類の画像を見ます。聞き取りだけでは受けられません。"
    ),
    Channel.INTERNAL: ChannelRule(False, True, True, True, True, "ほかの課で受けた申請です。その課が見た書類を選びます。"),
}


@dataclass(frozen=True)
class Application:
    """What the form says: who asks, what was seen of whom, what was not, how the paper reaches the person."""

    applicant: Applicant
    documents: frozenset[Document]
    delivery: Delivery
    memo: str = ""
    reason: Reason | None = None
    reason_note: str = ""
    early: Early | None = None
    principal_documents: frozenset[Document] = frozenset()
    asked: frozenset[Asked] = frozenset()
    gaps: frozenset[Gap] = frozenset()
    accepted: Accepted | None = None
    gap_note: str = ""


@dataclass(frozen=True)
class Circumstances:
    """What stands beside the form. `questions`: how many answers a hearing alone needs; `post`: of the voucher to be replaced."""

    channel: Channel
    day: date
    questions: int
    hidden: bool = False
    has_address: bool = True
    has_mailing: bool = True
    post: Post | None = None

    @property
    def needs(self) -> str:
        """What the channel asks for, at the field of the papers."""
        return CHANNEL_RULES[self.channel].needs


class Fault(NamedTuple):
    field: str
    reason: str


def faults(application: Application, around: Circumstances) -> list[Fault]:
    """Everything that is wrong with an application, each sentence with the field it concerns; nothing when it can be followed."""
    found = [*_about_reason(application, around), *_about_applicant(application, around), *_about_gaps(application)]
    if reason := why_not_delivery(application.delivery, around):
        found.append(Fault("delivery", reason))
    return found


def _about_reason(application: Application, around: Circumstances) -> Iterator[Fault]:
    if application.reason and (reason := why_not_reason_note(application.reason, application.reason_note)):
        yield Fault("reason_note", reason)
    if application.reason is Reason.NOT_DELIVERED and around.post:
        refused = why_not_not_delivered(around.post, application.early, day=around.day)
        if refused:
            yield Fault(*refused)


def _about_applicant(application: Application, around: Circumstances) -> Iterator[Fault]:
    rule, channel = CHANNEL_RULES[around.channel], CHANNEL_WORDS[around.channel]
    documents = application.documents
    if application.applicant in AGENTS and not rule.takes_agents:
        yield Fault("applicant", f"{channel}では、代理の方の書類を確かめられません。窓口か郵送で申請していただいてください。")
    elif reason := why_not_documents(documents, around.channel) or why_not_identity(application.applicant, documents):
        yield Fault("documents", reason)
    if reason := why_not_hearing(documents, application.asked, questions=around.questions):
        yield Fault("asked", reason)
    if reason := why_not_principal(application.applicant, application.principal_documents, application.gaps):
        yield Fault("principal_documents", reason)


def _about_gaps(application: Application) -> Iterator[Fault]:
    if application.gaps and application.accepted is None:
        yield Fault("accepted", "未確認のことがあるときは、認めた理由を選んでください。")
    if application.gaps and application.accepted is Accepted.HEARING and Document.HEARING not in application.documents:
        yield Fault("accepted", "聞き取りで補ったときは、見た書類で「聞き取り」も選び、たずねたことを選んでください。")


def why_not_documents(documents: Collection[Document], channel: Channel) -> str | None:
    """Whether the papers can have been seen by this channel at all."""
    rule, word, chosen = CHANNEL_RULES[channel], CHANNEL_WORDS[channel], set(documents)
    if not rule.shows_papers and chosen - {Document.HEARING}:
        return f"{word}では書類を見られません。「聞き取り」だけを選んでください。"
    if Document.ELECTRONIC_SIGNATURE in chosen and channel is not Channel.ONLINE:
        return "電子署名は、電子申請のときだけ選びます。"
    if not rule.hearing_is_enough and chosen == {Document.HEARING}:
        return f"{word}の申請は、聞き取りだけでは受けられません。届いた書類を選んでください。"
    return None


def why_not_hearing(documents: Collection[Document], asked: Collection[Asked], *, questions: int) -> str | None:
    """A hearing says what was asked; where it stands alone it needs several answers."""
    if Document.HEARING not in documents:
        return None
    needed = questions if set(documents) == {Document.HEARING} else 1
    if len(set(asked)) < needed:
        return f"聞き取りでたずねたことを{needed}つ以上選んでください。" + (
            "書類がないときは、いくつかの答えを合わせて確かめます。" if needed > 1 else ""
        )
    return None


def why_not_principal(applicant: Applicant, documents: Collection[Document], gaps: Collection[Gap]) -> str | None:
    """Who acts for another shows who that is as well, or it is noted that nothing was shown."""
    if applicant not in AGENTS:
        return None
    if not documents and Gap.PRINCIPAL_PAPERS not in gaps:
        return "代理の方のときは、本人の書類も選んでください。見られないときは、未確認のことで「本人の書類」を選んでください。"
    if documents and Gap.PRINCIPAL_PAPERS in gaps:
        return "本人の書類を見たときは、未確認のことの「本人の書類」を外してください。"
    return None


def why_not_reason_note(reason: Reason, note: str) -> str | None:
    return why_not_note(is_other=reason is Reason.OTHER, note=note)


def why_not_by_channel(channel: Channel, *, hidden: bool) -> str | None:
    """Whether the person can be served by this channel at all."""
    if hidden and not CHANNEL_RULES[channel].serves_protected:
        return f"支援措置の方の申請は、{CHANNEL_WORDS[channel]}では受けられません。窓口か郵送で申請していただいてください。"
    return None


def why_not_delivery(delivery: Delivery, around: Circumstances) -> str | None:
    """How the paper reaches the person."""
    if delivery is Delivery.HANDED_OVER and not CHANNEL_RULES[around.channel].hands_over:
        return "窓口での対応ではないので、その場では渡せません。郵送を選んでください。"
    if delivery is Delivery.POST_TO_ADDRESS and around.hidden:
        return WHY[Happened.PROTECTED, Stops.MAILING]
    if delivery is Delivery.POST_TO_ADDRESS and not around.has_address:
        return "住所が登録されていません。窓口で渡してください。"
    if delivery is Delivery.POST_TO_CONTACT and not around.has_mailing:
        return "いま有効な送付先がありません。送付先を登録するか、ほかの渡し方を選んでください。"
    return None


def deliveries(around: Circumstances) -> list[Delivery]:
    """The ways that are open, the usual one first: post goes where the person has asked for it."""
    usual = (Delivery.HANDED_OVER, Delivery.POST_TO_CONTACT, Delivery.POST_TO_ADDRESS)
    return [delivery for delivery in usual if why_not_delivery(delivery, around) is None]


def why_no_delivery(around: Circumstances) -> str | None:
    """Said before the form is filled in, where no way of handing over is open."""
    if deliveries(around):
        return None
    reason = "支援措置の方へ住所あての郵送はできません。" if around.hidden else "住所も送付先も登録されていません。"
    return f"{reason}先に「送付先・連絡先を改める」で送付先を登録するか、窓口で渡してください。"


def why_not_here(around: Circumstances) -> str | None:
    """What the channel and the ways to the person rule out before the form is filled in."""
    return why_not_by_channel(around.channel, hidden=around.hidden) or why_no_delivery(around)


def applicants_of(channel: Channel) -> list[Applicant]:
    return [applicant for applicant in Applicant if CHANNEL_RULES[channel].takes_agents or applicant not in AGENTS]


def documents_of(channel: Channel) -> list[Document]:
    """What the form offers for this channel."""
    if not CHANNEL_RULES[channel].shows_papers:
        return [Document.HEARING]
    return [document for document in Document if document is not Document.ELECTRONIC_SIGNATURE or channel is Channel.ONLINE]
