"""未着 on the screen: how the voucher was sent stands there first, and another one waits for its day or a reason not to wait."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import time_machine
from flask import current_app
from sqlalchemy import select

from portal.clock import JAPAN
from portal.db import reading
from portal.vouchers.models import PaperRequest, Voucher
from portal.vouchers.post_rules import Early
from portal.vouchers.rules import Delivery, Reason
from portal.vouchers.state_rules import RETURN_WORDS
from tests.conftest import Browser
from tests.factories import a_programme, a_resident, a_voucher
from tests.vouchers.at_the_counter import answers, kept, page_of, reissued, serving

SignIn = Callable[[str], Browser]
WAIT = "令和8年11月12日に送った券です。令和8年11月26日まで(あと2日)、届くのを待っていただいてください。"


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN), tick=False):
        yield


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    a_programme()
    return serving(sign_in("madoguchi"))


def a_posted_voucher(**values: Any) -> Voucher:
    base = {"issued_at": datetime(2026, 11, 12, 9, tzinfo=JAPAN), "delivery": Delivery.POST_TO_ADDRESS}
    return a_voucher(a_resident(), **(base | values))


def test_the_page_shows_how_the_voucher_was_sent_before_anything_is_decided(clerk: Browser) -> None:
    page = clerk.get(page_of(a_posted_voucher())).text
    for word in ("住所へ郵送", "令和8年11月12日に発行(発送した日の記録はありません)", "返戻", "あと2日"):
        assert word in page


def test_a_voucher_that_may_still_arrive_is_waited_for(clerk: Browser) -> None:
    voucher = a_posted_voucher()
    before = kept()
    clerk.get(page_of(voucher)).post(page_of(voucher), answers(reason="not_delivered"))

    assert clerk.status == 422
    assert 'id="early-error"' in clerk.text
    assert WAIT in clerk.text
    assert kept() == before


POSTED = datetime(2026, 11, 14, 15, tzinfo=JAPAN)
CAME_BACK = {"returned_at": datetime(2026, 11, 20, 9, tzinfo=JAPAN), "return_reason": next(iter(RETURN_WORDS))}


def test_the_days_of_waiting_begin_with_the_day_it_was_posted(clerk: Browser) -> None:
    voucher = a_posted_voucher(posted_at=POSTED)
    clerk.get(page_of(voucher)).post(page_of(voucher), answers(reason="not_delivered"))

    assert clerk.status == 422
    assert "令和8年11月14日に送った券です。令和8年11月28日まで(あと4日)" in clerk.text


def test_what_came_back_is_shown_and_not_waited_for(clerk: Browser) -> None:
    voucher = a_posted_voucher(posted_at=POSTED, **CAME_BACK)

    assert f"令和8年11月20日 {RETURN_WORDS[CAME_BACK['return_reason']]}" in clerk.get(page_of(voucher)).text
    assert reissued(clerk, voucher, reason="not_delivered").replaces_id == voucher.id


def test_what_was_fetched_at_the_counter_was_not_lost_in_the_post(clerk: Browser) -> None:
    voucher = a_posted_voucher(handed_over_at=datetime(2026, 11, 16, 9, tzinfo=JAPAN))
    clerk.get(page_of(voucher)).post(page_of(voucher), answers(reason="not_delivered"))

    assert clerk.status == 422
    assert "この券は令和8年11月16日に窓口で渡したものです。" in clerk.text


@pytest.mark.parametrize(
    ("values", "is_asked"),
    [
        ({"posted_at": POSTED}, True),
        ({"posted_at": datetime(2026, 11, 11, 9, tzinfo=JAPAN)}, True),
        ({"posted_at": datetime(2026, 11, 10, 9, tzinfo=JAPAN)}, False),
        ({"posted_at": POSTED} | CAME_BACK, False),
        ({"handed_over_at": datetime(2026, 11, 16, 9, tzinfo=JAPAN)}, False),
    ],
)
def test_why_one_does_not_wait_is_asked_only_while_one_waits(clerk: Browser, values: dict[str, Any], is_asked: bool) -> None:
    page = clerk.get(page_of(a_posted_voucher(**values))).text
    assert ("いまの券の郵送" in page, "待たずに出す理由" in page) == (True, is_asked)


@pytest.mark.parametrize(("values", "mark", "word"), [({}, "ok", "有効"), (CAME_BACK, "care", "返戻")])
def test_what_becomes_of_the_voucher_begins_with_its_state(clerk: Browser, values: dict[str, Any], mark: str, word: str) -> None:
    page = clerk.get(page_of(a_posted_voucher(posted_at=POSTED, **values))).text
    becomes = page.partition("<dt>いまの券</dt>")[2].partition("</dd>")[0]
    assert f'<span class="state state--{mark}">{word}</span> → ' in becomes


def test_a_reason_not_to_wait_is_kept(clerk: Browser) -> None:
    new = reissued(clerk, a_posted_voucher(), reason="not_delivered", early="booked")

    assert new.reason is Reason.NOT_DELIVERED
    with reading() as session:
        assert session.scalars(select(PaperRequest.early)).one() is Early.BOOKED
    assert "<dt>待たずに出した理由</dt><dd>接種の予約日が近い</dd>" in clerk.follow().text


def test_after_the_days_of_waiting_it_goes_without(clerk: Browser) -> None:
    assert reissued(clerk, a_posted_voucher(issued_at=datetime(2026, 11, 10, 17, tzinfo=JAPAN)), reason="not_delivered").replaces_id


def test_how_many_days_is_the_citys_setting(clerk: Browser) -> None:
    current_app.extensions["portal_settings"] = replace(current_app.extensions["portal_settings"], not_delivered_days=12)
    voucher = a_posted_voucher()
    assert "発送から12日(令和8年11月24日から再発行できます)。過ぎています" in clerk.get(page_of(voucher)).text
    assert reissued(clerk, voucher, reason="not_delivered").reason is Reason.NOT_DELIVERED


def test_what_was_handed_over_cannot_be_undelivered(clerk: Browser) -> None:
    voucher = a_posted_voucher(delivery=Delivery.HANDED_OVER)
    clerk.get(page_of(voucher)).post(page_of(voucher), answers(reason="not_delivered", early="booked"))

    assert clerk.status == 422
    assert 'id="reason-error"' in clerk.text
    assert "この券は令和8年11月12日に窓口で渡したものです。" in clerk.text
