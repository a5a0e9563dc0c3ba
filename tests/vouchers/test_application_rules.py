"""The rules of an application as tables: who asks, what was seen of whom, by which channel, and how the paper reaches the person."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.accounts.rules import Channel
from portal.vouchers.application_rules import (
    ACCEPTED_WORDS,
    ASKED_WORDS,
    CHANNEL_RULES,
    GAP_WORDS,
    OF_PRINCIPAL,
    Accepted,
    Application,
    Asked,
    Circumstances,
    Gap,
    deliveries,
    documents_of,
    faults,
    why_no_delivery,
    why_not_by_channel,
    why_not_delivery,
    why_not_documents,
    why_not_hearing,
    why_not_here,
    why_not_principal,
    why_not_reason_note,
)
from portal.vouchers.rules import (
    APPLICANT_WORDS,
    DELIVERED_WORDS,
    DELIVERY_WORDS,
    DOCUMENT_WORDS,
    REASON_WORDS,
    Applicant,
    Delivery,
    Document,
    Reason,
    document_words,
    why_not_identity,
)

NO_IDENTITY = "申請した方の本人確認をした書類を選んでください。書類がなければ聞き取りを選んでください。"
NO_POWER = "任意代理人のときは、委任状を見て「委任状」も選んでください。"
NO_PROOF = "法定代理人のときは、資格がわかる書類を見て「戸籍・登記事項証明書」も選んでください。"
PAPERS = {Document.POWER_OF_ATTORNEY, Document.LEGAL_AGENT_PROOF}
AT_COUNTER = Circumstances(Channel.COUNTER, day=date(2026, 11, 24), questions=2)
ASKED = frozenset({Asked.BIRTH, Asked.ADDRESS})


def application(**values: Any) -> Application:
    """Somebody comes for the own voucher with a passport and takes it along."""
    base: dict[str, Any] = {"applicant": Applicant.SELF, "documents": frozenset({Document.PASSPORT}), "delivery": Delivery.HANDED_OVER}
    return Application(**(base | values))


def fields_of(given: Application, **values: Any) -> list[str]:
    return [fault.field for fault in faults(given, replace(AT_COUNTER, **values))]


@pytest.mark.parametrize(
    ("applicant", "documents", "reason"),
    [
        (Applicant.SELF, set(), NO_IDENTITY),
        (Applicant.SELF, PAPERS, NO_IDENTITY),
        (Applicant.SELF, {Document.HEARING}, None),
        (Applicant.HOUSEHOLD, {Document.PASSPORT}, None),
        (Applicant.AGENT, {Document.POWER_OF_ATTORNEY}, NO_IDENTITY),
        (Applicant.AGENT, {Document.PASSPORT}, NO_POWER),
        (Applicant.AGENT, {Document.PASSPORT, Document.LEGAL_AGENT_PROOF}, NO_POWER),
        (Applicant.AGENT, {Document.PASSPORT, Document.POWER_OF_ATTORNEY}, None),
        (Applicant.LEGAL_AGENT, {Document.PASSPORT}, NO_PROOF),
        (Applicant.LEGAL_AGENT, {Document.PASSPORT, Document.POWER_OF_ATTORNEY}, NO_PROOF),
        (Applicant.LEGAL_AGENT, {Document.PASSPORT, Document.LEGAL_AGENT_PROOF}, None),
    ],
)
def test_an_agent_shows_who_they_are_and_for_whom_they_act(applicant: Applicant, documents: set[Document], reason: str | None) -> None:
    assert why_not_identity(applicant, documents) == reason


@pytest.mark.parametrize("document", sorted(set(Document) - PAPERS))
def test_every_other_document_proves_who_somebody_is(document: Document) -> None:
    assert why_not_identity(Applicant.SELF, [document]) is None


NOT_SHOWN = "代理の方のときは、本人の書類も選んでください。見られないときは、未確認のことで「本人の書類」を選んでください。"
SHOWN = "本人の書類を見たときは、未確認のことの「本人の書類」を外してください。"


@pytest.mark.parametrize("applicant", list(Applicant))
@pytest.mark.parametrize(
    ("documents", "gaps", "reason"),
    [
        (set(), set(), NOT_SHOWN),
        (set(), {Gap.PHOTO}, NOT_SHOWN),
        (set(), {Gap.PRINCIPAL_PAPERS}, None),
        ({Document.PASSPORT}, set(), None),
        ({Document.PASSPORT}, {Gap.ADDRESS}, None),
        ({Document.PASSPORT}, {Gap.PRINCIPAL_PAPERS}, SHOWN),
    ],
)
def test_of_whom_an_agent_acts_for_papers_are_seen_too_or_it_is_noted_that_none_were(
    applicant: Applicant, documents: set[Document], gaps: set[Gap], reason: str | None
) -> None:
    acts_for_another = applicant in (Applicant.AGENT, Applicant.LEGAL_AGENT)
    assert why_not_principal(applicant, documents, gaps) == (reason if acts_for_another else None)


def test_what_proves_who_the_principal_is_is_neither_a_hearing_nor_the_agents_own_papers() -> None:
    assert {Document.PASSPORT, Document.MATERNAL_HANDBOOK} <= set(OF_PRINCIPAL)
    assert not {Document.HEARING, Document.ELECTRONIC_SIGNATURE} & set(OF_PRINCIPAL)
    assert not PAPERS & set(OF_PRINCIPAL)


@pytest.mark.parametrize(
    ("documents", "asked", "questions", "enough"),
    [
        ({Document.PASSPORT}, set(), 2, True),
        ({Document.HEARING}, set(), 2, False),
        ({Document.HEARING}, {Asked.BIRTH}, 2, False),
        ({Document.HEARING}, {Asked.BIRTH, Asked.ADDRESS}, 2, True),
        ({Document.HEARING}, {Asked.BIRTH}, 1, True),
        ({Document.HEARING}, {Asked.BIRTH, Asked.ADDRESS}, 3, False),
        ({Document.HEARING}, set(), 0, True),
        ({Document.HEARING, Document.PASSPORT}, set(), 2, False),
        ({Document.HEARING, Document.PASSPORT}, {Asked.LAST_DOSE}, 2, True),
    ],
)
def test_a_hearing_says_what_was_asked_and_alone_it_needs_several_answers(
    documents: set[Document], asked: set[Asked], questions: int, enough: bool
) -> None:
    assert (why_not_hearing(documents, asked, questions=questions) is None) == enough


@pytest.mark.parametrize(
    ("channel", "documents", "reason"),
    [
        (Channel.COUNTER, {Document.HEARING}, None),
        (Channel.COUNTER, {Document.PASSPORT}, None),
        (Channel.COUNTER, {Document.ELECTRONIC_SIGNATURE}, "電子署名は、電子申請のときだけ選びます。"),
        (Channel.PHONE, {Document.HEARING}, None),
        (Channel.PHONE, {Document.PASSPORT}, "電話では書類を見られません。「聞き取り」だけを選んでください。"),
        (Channel.PHONE, {Document.HEARING, Document.PASSPORT}, "電話では書類を見られません。「聞き取り」だけを選んでください。"),
        (Channel.POST, {Document.HEARING}, "郵便の申請は、聞き取りだけでは受けられません。届いた書類を選んでください。"),
        (Channel.POST, {Document.HEARING, Document.PASSPORT}, None),
        (Channel.ONLINE, {Document.HEARING}, "電子の申請は、聞き取りだけでは受けられません。届いた書類を選んでください。"),
        (Channel.ONLINE, {Document.ELECTRONIC_SIGNATURE}, None),
        (Channel.INTERNAL, {Document.HEARING}, None),
    ],
)
def test_papers_are_seen_only_where_they_can_be(channel: Channel, documents: set[Document], reason: str | None) -> None:
    assert why_not_documents(documents, channel) == reason
    if reason is None:
        assert documents <= set(documents_of(channel))


def test_the_form_offers_what_the_channel_can_show() -> None:
    assert documents_of(Channel.PHONE) == [Document.HEARING]
    assert set(documents_of(Channel.COUNTER)) == set(Document) - {Document.ELECTRONIC_SIGNATURE}
    assert set(documents_of(Channel.ONLINE)) == set(Document)


@pytest.mark.parametrize("channel", list(Channel))
def test_an_agents_papers_cannot_be_seen_by_telephone(channel: Channel) -> None:
    agent = application(
        applicant=Applicant.AGENT,
        documents=frozenset({Document.PASSPORT, Document.POWER_OF_ATTORNEY}),
        principal_documents=frozenset({Document.DRIVING_LICENCE}),
        delivery=Delivery.POST_TO_ADDRESS,
    )
    assert fields_of(agent, channel=channel) == (["applicant"] if channel is Channel.PHONE else [])


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("hidden", [True, False])
def test_a_protected_person_is_not_served_by_telephone(channel: Channel, hidden: bool) -> None:
    refused = why_not_by_channel(channel, hidden=hidden) is not None
    assert refused == (hidden and channel is Channel.PHONE)
    assert (why_not_here(replace(AT_COUNTER, channel=channel, hidden=hidden)) is not None) == refused


@pytest.mark.parametrize("gaps", [frozenset(), frozenset({Gap.ADDRESS}), frozenset({Gap.PHOTO, Gap.ORIGINAL})])
@pytest.mark.parametrize("accepted", [None, Accepted.REGISTER, Accepted.HEARING])
def test_what_was_not_made_sure_of_is_accepted_for_a_reason(gaps: frozenset[Gap], accepted: Accepted | None) -> None:
    wrong = bool(gaps) and accepted in (None, Accepted.HEARING)
    assert fields_of(application(gaps=gaps, accepted=accepted)) == (["accepted"] if wrong else [])
    heard = frozenset({Document.PASSPORT, Document.HEARING})
    given = application(gaps=gaps, accepted=accepted, documents=heard, asked=ASKED)
    assert fields_of(given) == (["accepted"] if gaps and accepted is None else [])


@pytest.mark.parametrize("reason", list(Reason))
@pytest.mark.parametrize("note", ["", "  ", "　", "汚れて読めない"])
def test_only_the_other_reason_needs_a_note(reason: Reason, note: str) -> None:
    refused = why_not_reason_note(reason, note) == "「その他」のときは、どのような理由かを短く入れてください。"
    assert refused == (reason is Reason.OTHER and not note.strip())


NOT_AT_COUNTER = "窓口での対応ではないので、その場では渡せません。郵送を選んでください。"
NO_MAIL = "支援措置の方へ住所あての郵送はできません。窓口で本人に渡してください。"
NO_ADDRESS = "住所が登録されていません。窓口で渡してください。"
NO_CONTACT = "いま有効な送付先がありません。送付先を登録するか、ほかの渡し方を選んでください。"


@pytest.mark.parametrize(
    ("delivery", "values", "reason"),
    [
        (Delivery.HANDED_OVER, {}, None),
        (Delivery.HANDED_OVER, {"hidden": True, "has_address": False}, None),
        (Delivery.HANDED_OVER, {"channel": Channel.PHONE}, NOT_AT_COUNTER),
        (Delivery.HANDED_OVER, {"channel": Channel.POST}, NOT_AT_COUNTER),
        (Delivery.HANDED_OVER, {"channel": Channel.ONLINE}, NOT_AT_COUNTER),
        (Delivery.HANDED_OVER, {"channel": Channel.INTERNAL, "hidden": True}, NOT_AT_COUNTER),
        (Delivery.POST_TO_ADDRESS, {}, None),
        (Delivery.POST_TO_ADDRESS, {"channel": Channel.PHONE}, None),
        (Delivery.POST_TO_ADDRESS, {"channel": Channel.POST, "hidden": True}, NO_MAIL),
        (Delivery.POST_TO_ADDRESS, {"hidden": True, "has_address": False}, NO_MAIL),
        (Delivery.POST_TO_ADDRESS, {"channel": Channel.PHONE, "has_address": False}, NO_ADDRESS),
        (Delivery.POST_TO_CONTACT, {}, None),
        (Delivery.POST_TO_CONTACT, {"hidden": True, "has_address": False}, None),
        (Delivery.POST_TO_CONTACT, {"channel": Channel.ONLINE, "has_address": False}, None),
        (Delivery.POST_TO_CONTACT, {"has_mailing": False}, NO_CONTACT),
        (Delivery.POST_TO_CONTACT, {"has_mailing": False, "hidden": True}, NO_CONTACT),
    ],
)
def test_a_paper_is_handed_over_at_the_counter_and_never_mailed_to_a_hidden_address(
    delivery: Delivery, values: dict[str, Any], reason: str | None
) -> None:
    around = replace(AT_COUNTER, **values)
    assert why_not_delivery(delivery, around) == reason
    assert (delivery in deliveries(around)) == (reason is None)


@pytest.mark.parametrize(
    ("values", "begins"),
    [
        ({}, None),
        ({"hidden": True, "has_address": False, "has_mailing": False}, None),
        ({"channel": Channel.POST, "hidden": True, "has_mailing": True}, None),
        ({"channel": Channel.POST, "hidden": True, "has_mailing": False}, "支援措置の方へ住所あての郵送はできません。先に"),
        ({"channel": Channel.PHONE, "has_address": False, "has_mailing": False}, "住所も送付先も登録されていません。先に"),
        ({"channel": Channel.PHONE, "has_address": True, "has_mailing": False}, None),
    ],
)
def test_where_no_way_is_open_it_is_said_before_the_form(values: dict[str, Any], begins: str | None) -> None:
    reason = why_no_delivery(replace(AT_COUNTER, **values))
    assert (reason or "").startswith(begins or "")
    assert (reason is None) == (begins is None)


def test_post_that_was_asked_for_is_the_usual_way() -> None:
    assert deliveries(replace(AT_COUNTER, channel=Channel.PHONE)) == [Delivery.POST_TO_CONTACT, Delivery.POST_TO_ADDRESS]
    assert deliveries(AT_COUNTER)[0] is Delivery.HANDED_OVER


def test_all_that_is_wrong_is_said_at_once_each_at_its_field() -> None:
    wrong = application(
        applicant=Applicant.AGENT,
        documents=frozenset({Document.HEARING}),
        gaps=frozenset({Gap.PHOTO}),
        reason=Reason.OTHER,
        delivery=Delivery.POST_TO_CONTACT,
    )
    found = fields_of(wrong, has_mailing=False)
    assert found == ["reason_note", "documents", "asked", "principal_documents", "accepted", "delivery"]


def test_every_word_of_a_form_has_its_japanese_and_every_channel_its_rule() -> None:
    pairs = [(Reason, REASON_WORDS), (Applicant, APPLICANT_WORDS), (Delivery, DELIVERY_WORDS), (Delivery, DELIVERED_WORDS)]
    pairs += [(Document, DOCUMENT_WORDS), (Asked, ASKED_WORDS), (Gap, GAP_WORDS), (Accepted, ACCEPTED_WORDS)]
    for members, words in pairs:
        assert set(words) == set(members)
        assert len(set(words.values())) == len(members)
    assert set(CHANNEL_RULES) == set(Channel)
    assert list(REASON_WORDS.values())[3:7] == ["未着", "転入・住所変更", "住民票なし", "予診のみ使用済"]


def test_what_was_seen_is_said_in_the_order_of_the_form() -> None:
    assert (
        document_words({Document.POWER_OF_ATTORNEY, Document.PASSPORT, Document.INDIVIDUAL_NUMBER_CARD})
        == "マイナンバーカード・旅券・委任状"
    )
    assert document_words([]) == ""
