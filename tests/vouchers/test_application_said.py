"""What an application said is kept beside the paper and shown on its page; what its other answers leave without meaning is not."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.db import reading, writing
from portal.vouchers.application_rules import Accepted
from portal.vouchers.models import Certificate, PaperRequest, Voucher
from tests.conftest import Browser
from tests.factories import a_dose, a_programme, a_resident, a_voucher
from tests.vouchers.at_the_counter import answers, first_answers, issue_page_of, page_of, reissued, serving, voucher_at

SignIn = Callable[[str], Browser]
OF_AN_AGENT: dict[str, Any] = {
    "applicant": "agent",
    "documents": ["driving_licence", "power_of_attorney", "hearing"],
    "asked": ["last_dose", "birth"],
    "principal_documents": ["insurance_and_pension", "disability_handbook"],
    "gaps": ["original", "address"],
    "accepted": "shown_later",
    "gap_note": "来週、家族が持参",
}


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    a_programme()
    return serving(sign_in("madoguchi"))


def said_of(voucher: Voucher) -> PaperRequest:
    with reading() as session:
        return session.scalars(select(PaperRequest).where(PaperRequest.voucher_id == voucher.id)).one()


def test_papers_of_both_the_hearing_and_the_gaps_are_kept_in_words(clerk: Browser) -> None:
    new = reissued(clerk, a_voucher(a_resident()), **OF_AN_AGENT)
    said = said_of(new)

    assert new.identity_checked == "運転免許証・聞き取り・委任状"
    assert (said.principal_checked, said.asked) == ("資格確認書と年金手帳・障害者手帳", "生年月日・前の接種の日・会場")
    assert (said.gaps, said.accepted) == ("書類の住所(住民登録と違う)・書類の原本(写しだけ)", Accepted.SHOWN_LATER)
    assert (said.gap_note, said.early, said.contact_id, said.certificate_id) == ("来週、家族が持参", None, None, None)


def test_the_vouchers_page_says_all_of_it(clerk: Browser) -> None:
    reissued(clerk, a_voucher(a_resident()), **OF_AN_AGENT)
    page = clerk.follow().text

    for word in ("見た書類", "本人の書類", "聞き取り", "未確認のこと", "認めた理由"):
        assert f"<dt>{word}</dt>" in page
    assert "書類を後日見せていただく。来週、家族が持参" in page
    assert "<dt>送付先</dt>" not in page


def test_what_the_other_answers_leave_without_meaning_is_not_kept(clerk: Browser) -> None:
    new = reissued(
        clerk,
        a_voucher(a_resident()),
        applicant="self",
        documents=["passport"],
        asked=["birth"],
        principal_documents=["passport"],
        gaps=["principal_papers"],
        accepted="register",
        gap_note="本人が来た",
        reason_note="その他ではない",
        early="booked",
    )
    said = said_of(new)

    assert (said.principal_checked, said.asked, said.gaps, said.accepted, said.gap_note) == ("", "", "", None, "")
    assert (said.early, new.reason_note) == (None, "")
    assert "認めた理由" not in clerk.follow().text


def test_nothing_but_the_papers_seen_is_said_of_the_usual_case(clerk: Browser) -> None:
    reissued(clerk, a_voucher(a_resident()))
    page = clerk.follow().text
    assert "<dt>見た書類</dt><dd>旅券</dd>" in page
    assert "<dt>本人の書類</dt>" not in page


@pytest.mark.parametrize(("reason", "kept", "word"), [("first", None, "新規"), ("unregistered", "unregistered", "住民票なし")])
def test_a_first_voucher_says_why_as_well(clerk: Browser, reason: str, kept: str | None, word: str) -> None:
    resident = a_resident()
    clerk.get(issue_page_of(resident)).post(issue_page_of(resident), first_answers(reason=reason))
    new = voucher_at(clerk.location)

    assert new.reason == kept
    assert said_of(new).voucher_id == new.id
    assert word in clerk.get("/vouchers/today").text


def test_a_certificate_keeps_what_was_said_too(clerk: Browser) -> None:
    resident = a_resident()
    a_dose(resident)
    url = f"/residents/{resident.public_id}/certificates/new"
    clerk.get(url).post(url, answers(programme="resident-r8", **OF_AN_AGENT))
    assert clerk.status == 303, clerk.text[:2000]

    with reading() as session:
        certificate = session.scalars(select(Certificate)).one()
        said = session.scalars(select(PaperRequest)).one()
    assert (said.certificate_id, said.voucher_id, said.principal_checked) == (certificate.id, None, "資格確認書と年金手帳・障害者手帳")
    assert "<dt>聞き取り</dt><dd>生年月日・前の接種の日・会場</dd>" in clerk.follow().text


def test_by_telephone_only_a_hearing_is_offered_and_nothing_is_handed_over(sign_in: SignIn) -> None:
    a_programme()
    clerk = serving(sign_in("madoguchi"), channel="phone")
    voucher = a_voucher(a_resident())
    page = clerk.get(page_of(voucher)).text

    assert 'name="documents" type="checkbox" value="hearing"' in page
    assert 'value="passport"' not in page.split('id="principal_documents"')[0]
    assert 'value="handed_over"' not in page
    assert "電話では書類を見られないので、聞き取りだけで受けます。" in page
    clerk.post(page_of(voucher), answers(delivery="post_to_address"))
    assert clerk.status == 422
    assert "電話では書類を見られません。「聞き取り」だけを選んでください。" in clerk.text


def test_an_electronic_application_shows_its_signature_and_goes_by_post(sign_in: SignIn) -> None:
    a_programme()
    clerk = serving(sign_in("madoguchi"), channel="online")
    new = reissued(clerk, a_voucher(a_resident()), documents=["electronic_signature"], delivery="post_to_address")

    assert (new.channel, new.identity_checked) == ("online", "電子署名")


@pytest.mark.parametrize(
    "values",
    [
        {"gaps": "本人の書類", "accepted": None},
        {"gaps": "", "accepted": Accepted.REGISTER},
        {"gaps": "", "accepted": None, "gap_note": "何のことか"},
        {"gaps": "", "accepted": None, "voucher_id": None},
    ],
)
def test_the_database_itself_keeps_a_gap_and_its_reason_together(clerk: Browser, values: dict[str, Any]) -> None:
    voucher = a_voucher(a_resident())
    with pytest.raises(IntegrityError), writing() as session:
        session.add(PaperRequest(**({"voucher_id": voucher.id} | values)))
