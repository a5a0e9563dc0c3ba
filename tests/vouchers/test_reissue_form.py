"""What the reissue's form does not take: the fault at its field, what was typed still there, nothing stored."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from portal.db import db, reading
from portal.vouchers.models import Voucher
from portal.web.error_pages import STALE_PAGE
from portal.web.fields import NOT_OFFERED
from portal.web.once import STALE
from tests.conftest import Browser
from tests.factories import a_programme, a_resident, a_voucher
from tests.vouchers.at_the_counter import answers, kept, page_of, reissued, serving, tokens_of

SignIn = Callable[[str], Browser]
INDIVIDUAL_NUMBER = "123456789018"
INDIVIDUAL_NUMBERS = (
    INDIVIDUAL_NUMBER,
    "１２３４５６７８９０１８",
    "本人 1234-5678-9018 より",
    "電話 029-000-4471 1234 5678 9018",
    "1234　5678　9018",
)


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    a_programme()
    return serving(sign_in("madoguchi"))


@pytest.fixture
def voucher(clerk: Browser) -> Voucher:
    return a_voucher(a_resident())


def errors_of(browser: Browser) -> list[str]:
    """The fields that are marked wrong."""
    return [piece.split('"')[0].removesuffix("-error") for piece in browser.text.split('class="error" id="')[1:]]


def everything_stored() -> str:
    """Every row of every table as text."""
    with reading() as session:
        tables = [table.name for table in db.metadata.sorted_tables]
        return "\n".join(str(row) for name in tables for row in session.execute(text(f"SELECT * FROM {name}")))


NO_IDENTITY = "申請した方の本人確認をした書類を選んでください。書類がなければ聞き取りを選んでください。"
WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"documents": []}, "documents", "見た書類を選んでください。書類がなければ聞き取りを選んでください。"),
    ({"documents": ["power_of_attorney"]}, "documents", NO_IDENTITY),
    (
        {"applicant": "agent", "principal_documents": ["passport"]},
        "documents",
        "任意代理人のときは、委任状を見て「委任状」も選んでください。",
    ),
    (
        {"applicant": "legal_agent", "principal_documents": ["maternal_handbook"]},
        "documents",
        "法定代理人のときは、資格がわかる書類を見て「戸籍・登記事項証明書」も選んでください。",
    ),
    (
        {"applicant": "agent", "documents": ["passport", "power_of_attorney"]},
        "principal_documents",
        "代理の方のときは、本人の書類も選んでください。見られないときは、未確認のことで「本人の書類」を選んでください。",
    ),
    ({"documents": ["hearing"], "asked": ["birth"]}, "asked", "聞き取りでたずねたことを2つ以上選んでください。"),
    ({"gaps": ["photo"]}, "accepted", "未確認のことがあるときは、認めた理由を選んでください。"),
    (
        {"gaps": ["photo"], "accepted": "hearing"},
        "accepted",
        "聞き取りで補ったときは、見た書類で「聞き取り」も選び、たずねたことを選んでください。",
    ),
    ({"delivery": "post_to_contact"}, "delivery", "いま有効な送付先がありません。送付先を登録するか、ほかの渡し方を選んでください。"),
    ({"reason": "other"}, "reason_note", "「その他」のときは、どのような理由かを短く入れてください。"),
    ({"reason": "other", "reason_note": "　"}, "reason_note", "「その他」のときは、どのような理由かを短く入れてください。"),
    ({"reason": ""}, "reason", "理由を選んでください。"),
    ({"applicant": ""}, "applicant", "申請した方を選んでください。"),
    ({"delivery": ""}, "delivery", "渡し方を選んでください。"),
    ({"memo": "あ" * 101}, "memo", "100文字までで入れてください(いま101文字です)。"),
    ({"memo": "あ" * 1000}, "memo", "100文字までで入れてください(いま1000文字です)。"),
    ({"memo": "鈴\x00木"}, "memo", "使えない文字(制御文字)が入っています。打ち直してください。"),
    ({"memo": "\x1b[2J"}, "memo", "使えない文字(制御文字)が入っています。打ち直してください。"),
    ({"memo": "\u202e見本"}, "memo", "使えない文字(制御文字)が入っています。打ち直してください。"),
    (
        {"reason": "other", "reason_note": "\x85"},
        "reason_note",
        "使えない文字(制御文字)が入っています。打ち直してください。",
    ),
    (
        {"reason_note": INDIVIDUAL_NUMBER},
        "reason_note",
        "個人番号とみられる12桁が入っています。個人番号は入れないでください。",
    ),
]


def test_what_is_wrong_is_said_at_its_field(clerk: Browser, voucher: Voucher) -> None:
    before = kept()
    clerk.get(page_of(voucher))
    for values, field, reason in WRONG:
        clerk.post(page_of(voucher), answers(**values))
        assert (clerk.status, errors_of(clerk)) == (422, [field]), values
        assert reason in clerk.text

    assert kept() == before


def test_a_choice_that_the_form_does_not_offer_is_refused_in_japanese(clerk: Browser, voucher: Voucher) -> None:
    before = kept()
    clerk.get(page_of(voucher))
    for field in ("reason", "applicant", "delivery", "documents"):
        clerk.post(page_of(voucher), answers(**{field: "<b>everything</b>"}))
        assert (clerk.status, errors_of(clerk)) == (422, [field])
        assert "everything" not in clerk.text
        assert NOT_OFFERED in clerk.text

    assert kept() == before


def test_all_that_is_wrong_is_said_at_once_and_what_was_typed_stays(clerk: Browser, voucher: Voucher) -> None:
    wrong = answers(documents=["power_of_attorney"], reason="other", applicant="household", memo="娘さんが受け取り")
    clerk.get(page_of(voucher)).post(page_of(voucher), wrong)

    assert set(errors_of(clerk)) == {"documents", "reason_note"}
    assert 'value="娘さんが受け取り"' in clerk.text
    checked = [line for line in clerk.text.split("<input") if "checked" in line]
    assert {value for value in ("household", "other", "power_of_attorney") if any(f'value="{value}"' in line for line in checked)} == {
        "household",
        "other",
        "power_of_attorney",
    }


def test_after_the_fault_is_mended_the_form_goes_through(clerk: Browser, voucher: Voucher) -> None:
    clerk.get(page_of(voucher)).post(page_of(voucher), answers(documents=[]))
    clerk.post(page_of(voucher), answers())

    assert clerk.status == 303


SEEN: dict[str, dict[str, Any]] = {
    "phone": {"documents": ["hearing"], "asked": ["birth", "address"]},
    "post": {},
    "online": {"documents": ["electronic_signature"]},
    "internal": {},
}


@pytest.mark.parametrize("channel", ["phone", "post", "online", "internal"])
def test_only_at_the_counter_is_anything_handed_over(sign_in: SignIn, channel: str) -> None:
    a_programme()
    voucher = a_voucher(a_resident())
    clerk = serving(sign_in("madoguchi"), channel=channel)
    before = kept()
    clerk.get(page_of(voucher)).post(page_of(voucher), answers(delivery="handed_over", **SEEN[channel]))

    assert clerk.status == 422
    assert errors_of(clerk) == ["delivery"]
    assert "窓口での対応ではないので、その場では渡せません。郵送を選んでください。" in clerk.text
    assert kept() == before


def test_an_individual_number_in_the_memo_is_refused_and_stored_nowhere(clerk: Browser, voucher: Voucher) -> None:
    clerk.get(page_of(voucher))
    for memo in INDIVIDUAL_NUMBERS:
        clerk.post(page_of(voucher), answers(memo=memo))
        assert clerk.status == 422, memo
        assert "個人番号とみられる12桁が入っています。個人番号は入れないでください。" in clerk.text

    stored = everything_stored()
    assert "029-000-4471" in stored, "the test reads nothing at all"
    assert not [memo for memo in INDIVIDUAL_NUMBERS if memo in stored]
    # Not within a check sum or the fraction of a second, where chance writes it now and then.
    assert not re.search("(?<![0-9a-f])5678(?![0-9a-f])", stored)


def test_a_memo_of_a_hundred_characters_of_every_kind_is_kept(clerk: Browser, voucher: Voucher) -> None:
    memo = ("𠮷葛\U000e0100<b>'\"%_;--" + "あ" * 100)[:100]

    assert reissued(clerk, voucher, memo=memo).memo == memo


def test_a_form_without_its_own_token_is_refused(clerk: Browser, voucher: Voucher) -> None:
    clerk.get(page_of(voucher))
    before = kept()
    for once in ("", "forged", "WzEsIngiXQ.aaaa", "あ", "\x00", "x" * 10_000):
        clerk.post(page_of(voucher), answers(once=once))
        assert clerk.status == 400, once[:20]
        assert STALE in clerk.text

    assert kept() == before


def test_a_form_out_of_another_persons_session_is_refused(clerk: Browser, voucher: Voucher, sign_in: SignIn) -> None:
    other = serving(sign_in("madoguchi2"))
    theirs = tokens_of(other.get(page_of(voucher)))
    mine = tokens_of(clerk.get(page_of(voucher)))
    before = kept()

    assert clerk.post(page_of(voucher), answers() | mine | {"once": theirs["once"]}).status == 400
    assert STALE in clerk.text
    assert clerk.post(page_of(voucher), answers() | mine | {"csrf_token": theirs["csrf_token"]}).status == 400
    assert STALE_PAGE in clerk.text
    assert kept() == before
