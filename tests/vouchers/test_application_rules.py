"""The rules of an application as tables: who asks, what was seen, why, and how the page reaches the person."""

import pytest

from portal.accounts.rules import Channel
from portal.vouchers.rules import (
    APPLICANT_WORDS,
    DELIVERY_WORDS,
    DOCUMENT_WORDS,
    REASON_WORDS,
    Applicant,
    Delivery,
    Document,
    Reason,
    document_words,
    why_not_delivery,
    why_not_hand_over,
    why_not_identity,
    why_not_reason_note,
)

NO_IDENTITY = "申請した方の本人確認をした書類を選んでください。書類がなければ聞き取りを選んでください。"
NO_POWER = "任意代理人のときは、委任状を見て「委任状」も選んでください。"
NO_PROOF = "法定代理人のときは、資格がわかる書類を見て「戸籍・登記事項証明書」も選んでください。"
PAPERS = {Document.POWER_OF_ATTORNEY, Document.LEGAL_AGENT_PROOF}


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


@pytest.mark.parametrize("reason", list(Reason))
@pytest.mark.parametrize("note", ["", "  ", "　", "汚れて読めない"])
def test_only_the_other_reason_needs_a_note(reason: Reason, note: str) -> None:
    refused = why_not_reason_note(reason, note) == "「その他」のときは、どのような理由かを短く入れてください。"
    assert refused == (reason is Reason.OTHER and not note.strip())


NOT_AT_COUNTER = "窓口での対応ではないので、その場では渡せません。郵送を選んでください。"
NO_MAIL = "支援措置の方へ住所あての郵送はできません。窓口で本人に渡してください。"
NO_ADDRESS = "住所が登録されていません。窓口で渡してください。"


@pytest.mark.parametrize(
    ("delivery", "channel", "hidden", "has_address", "reason"),
    [
        (Delivery.HANDED_OVER, Channel.COUNTER, False, True, None),
        (Delivery.HANDED_OVER, Channel.COUNTER, True, False, None),
        (Delivery.HANDED_OVER, Channel.PHONE, False, True, NOT_AT_COUNTER),
        (Delivery.HANDED_OVER, Channel.POST, False, True, NOT_AT_COUNTER),
        (Delivery.HANDED_OVER, Channel.INTERNAL, True, False, NOT_AT_COUNTER),
        (Delivery.POST_TO_ADDRESS, Channel.COUNTER, False, True, None),
        (Delivery.POST_TO_ADDRESS, Channel.PHONE, False, True, None),
        (Delivery.POST_TO_ADDRESS, Channel.PHONE, True, True, NO_MAIL),
        (Delivery.POST_TO_ADDRESS, Channel.PHONE, True, False, NO_MAIL),
        (Delivery.POST_TO_ADDRESS, Channel.PHONE, False, False, NO_ADDRESS),
    ],
)
def test_a_page_is_handed_over_at_the_counter_and_never_mailed_to_a_hidden_address(
    delivery: Delivery, channel: Channel, hidden: bool, has_address: bool, reason: str | None
) -> None:
    assert why_not_delivery(delivery, channel=channel, hidden=hidden, has_address=has_address) == reason
    if delivery is Delivery.HANDED_OVER:
        assert why_not_hand_over(delivery, channel) == reason


def test_every_word_of_a_form_has_its_japanese() -> None:
    for members, words in ((Reason, REASON_WORDS), (Applicant, APPLICANT_WORDS), (Delivery, DELIVERY_WORDS), (Document, DOCUMENT_WORDS)):
        assert set(words) == set(members)
        assert len(set(words.values())) == len(members)


def test_what_was_seen_is_said_in_the_order_of_the_form() -> None:
    assert (
        document_words({Document.POWER_OF_ATTORNEY, Document.PASSPORT, Document.INDIVIDUAL_NUMBER_CARD})
        == "マイナンバーカード・旅券・委任状"
    )
    assert document_words([]) == ""
