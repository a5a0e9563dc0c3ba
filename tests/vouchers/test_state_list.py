"""接種券の一覧: each state finds exactly what the rules say, filters narrow it, thousands have pages, and every look is recorded."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from portal.audit.events import Event
from portal.clock import JAPAN
from portal.db import reading
from portal.residents.rules import Protection
from portal.vouchers import state_queries
from portal.vouchers.models import Voucher
from portal.vouchers.rules import Delivery
from portal.vouchers.state_queries import Wanted, count_states, vouchers_in_state
from portal.vouchers.state_rules import ReturnReason, VoidReason, VoucherState
from tests.accounts.staff_records import facts_of
from tests.conftest import Browser
from tests.factories import a_dose, a_programme, a_resident, the_covid_programme
from tests.vouchers.at_the_counter import serving
from tests.vouchers.stepping import by_hand, in_the_post

SignIn = Callable[[str], Browser]
LIST = "/vouchers"
DAY = datetime(2026, 11, 10, 9, 0, tzinfo=JAPAN)


def one_of_each() -> dict[VoucherState, Voucher]:
    a_programme()
    user = a_resident(name="使用 済")
    a_dose(user)
    came_back = {"returned_at": DAY, "return_reason": ReturnReason.MOVED}
    return {
        VoucherState.ISSUED: by_hand(a_resident(name="未 印刷"), printed=False),
        VoucherState.PRINTED: by_hand(a_resident(name="印刷 済"), delivery=Delivery.POST_TO_ADDRESS),
        VoucherState.POSTED: in_the_post(a_resident(name="郵送 済")),
        VoucherState.HANDED_OVER: by_hand(a_resident(name="交付 済"), handed_over_at=DAY),
        VoucherState.RETURNED: in_the_post(a_resident(name="返戻 券"), **came_back),
        VoucherState.USED: in_the_post(user, **came_back),
        VoucherState.VOID: in_the_post(a_resident(name="無効 券"), voided_at=DAY, void_reason="誤発行", void_why=VoidReason.MISISSUED),
    }


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    return serving(sign_in("daicho"), channel="internal")


def names(browser: Browser, query: str = "") -> list[str]:
    table = browser.get(LIST + query).text.partition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', table)


def test_every_state_lists_its_own_and_no_other(app: Flask) -> None:
    vouchers = one_of_each()
    with reading():
        found = {state: [row[0].id for row in vouchers_in_state(Wanted(state), limit=50, offset=0)] for state in VoucherState}
        counts = {state: count_states(Wanted(state))[state] for state in VoucherState}

    assert found == {state: [voucher.id] for state, voucher in vouchers.items()}
    assert counts == dict.fromkeys(VoucherState, 1)


def test_what_waits_for_work_is_counted_on_every_page(clerk: Browser) -> None:
    one_of_each()
    page = clerk.get(f"{LIST}?state=void").text

    assert all(word in page for word in ("発行済・未印刷 1件", "印刷済・手元 1件", "返戻 1件", "無効 1件", "誤発行"))
    assert facts_of(Event.STATE_LIST) == [{"by": "daicho", "state": "void", "programme": "", "page": 1, "count": 1}]


def test_programme_and_period_narrow_the_list(clerk: Browser) -> None:
    a_programme()
    the_covid_programme()
    for name, days, code in (("前 日", -1, "resident-r8"), ("初 日", 0, "resident-r8"), ("末 日", 2, "resident-r8"), ("翌 日", 3, "covid")):
        in_the_post(a_resident(name=name), posted_at=DAY + timedelta(days=days), programme_code=code)

    assert names(clerk, "?state=posted") == ["翌 日", "末 日", "初 日", "前 日"]
    assert names(clerk, "?state=posted&begins=R8.11.10&ends=R8.11.12") == ["末 日", "初 日"]
    assert names(clerk, "?state=posted&programme=covid") == ["翌 日"]
    assert "郵送済の券はありません" in clerk.get(f"{LIST}?state=posted&programme=covid&ends=R8.11.12").text


@pytest.mark.parametrize(
    ("typed", "words"), [("R8.13.1", "13月はありません"), ("R8.11", "年月日をすべて入れてください"), ("きのう", "error")]
)
def test_a_day_that_cannot_be_read_is_told(clerk: Browser, typed: str, words: str) -> None:
    a_programme()
    page = clerk.get(f"{LIST}?state=posted&begins={typed}").text

    assert words in page
    assert f'value="{typed}"' in page


def test_a_thousand_have_pages_and_a_page_behind_the_last_is_the_last(clerk: Browser) -> None:
    a_programme()
    for number in range(120):
        in_the_post(a_resident(name=f"長谷川 {number}"), posted_at=DAY + timedelta(minutes=number))

    assert names(clerk, "?state=posted")[:2] == ["長谷川 119", "長谷川 118"]
    assert names(clerk, "?state=posted&page=3") == [f"長谷川 {number}" for number in range(19, -1, -1)]
    assert names(clerk, "?state=posted&page=99") == names(clerk, "?state=posted&page=3")
    assert "120件" in clerk.text


def test_nothing_is_counted_without_end(clerk: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_queries, "MOST_COUNTED", 3)
    monkeypatch.setattr("portal.vouchers.state_list.MOST_COUNTED", 3)
    a_programme()
    for _ in range(5):
        in_the_post(a_resident())

    assert "郵送済 3件以上" in clerk.get(f"{LIST}?state=posted").text


def test_somebody_protected_is_marked_and_nothing_of_a_place_stands_there(clerk: Browser) -> None:
    a_programme()
    in_the_post(a_resident(name="支援 措置", protection=Protection.STALKING))
    page = clerk.get(f"{LIST}?state=posted").text

    assert "支援措置" in page
    assert "中根9871" not in page


def test_only_who_may_post_can_choose(sign_in: SignIn) -> None:
    one_of_each()
    pages = {login: serving(sign_in(login)).get(f"{LIST}?state=printed").text for login in ("madoguchi", "daicho")}

    assert ['name="voucher"' in page for page in pages.values()] == [True, False]


@pytest.mark.parametrize(("login_name", "status"), [("madoguchi", 302), ("daicho", 302), ("toiawase", 403), ("kansa", 403), ("kanri", 403)])
def test_who_may(sign_in: SignIn, login_name: str, status: int) -> None:
    assert sign_in(login_name).get(LIST).status in ({302, 303} if status == 302 else {status})
