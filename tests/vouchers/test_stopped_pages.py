"""What happened since the issue, on the resident page and at the printing of a page: the same rule says it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import update

from portal.audit.events import Event
from portal.db import writing
from portal.residents.models import Resident
from portal.residents.rules import Category, Movement, Protection
from portal.vouchers.rules import Delivery
from tests.accounts.staff_records import facts_of
from tests.conftest import Browser
from tests.counter.at_counter import SignIn, in_visit
from tests.factories import a_programme, a_resident, a_voucher, the_covid_programme
from tests.vouchers.at_the_counter import kept, reissued
from tests.vouchers.stopping import ISSUED, NOW, a_change, posted_by_hand

OLD_NAME = "氏名が変わり、この券には前の氏名が載っています。これから送るときは、再発行してから送ってください。"
OLD_ADDRESS = "住所が変わり、まだ送っていないこの券には前の住所が載っています。送らず、再発行してください。"


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    a_programme()
    return in_visit(sign_in("madoguchi"))


def now_is(resident: Resident, **values: object) -> None:
    with writing() as session:
        session.execute(update(Resident).where(Resident.id == resident.id).values(values))


def notices(browser: Browser, resident: Resident) -> str:
    return browser.get(f"/residents/{resident.public_id}").text.split('<dl class="facts">')[0]


def test_an_old_name_on_a_live_voucher_is_said_with_its_number(clerk: Browser) -> None:
    resident = a_resident(name="改姓 子")
    voucher = a_voucher(resident)
    a_voucher(resident, dose_number=2, issued_at=NOW)
    a_voucher(resident, dose_number=3, voided_at=NOW, void_reason="返戻", number="0000999999")
    a_change(resident, "name", "旧姓 子", "改姓 子")
    text = notices(clerk, resident)

    assert f"接種券 {voucher.number}: 令和8年9月24日に{OLD_NAME}" in text
    assert text.count(OLD_NAME) == 1


def test_a_voucher_of_an_ended_programme_and_one_used_are_not_spoken_of(clerk: Browser) -> None:
    the_covid_programme()
    resident = a_resident(name="改姓 子")
    a_voucher(resident, programme_code="covid")
    a_change(resident, "name", "旧姓 子", "改姓 子")

    assert OLD_NAME not in notices(clerk, resident)


@pytest.mark.parametrize(("printed", "said"), [(False, True), (True, False)])
def test_an_old_address_is_said_as_long_as_the_page_is_not_out(clerk: Browser, printed: bool, said: bool) -> None:
    resident = a_resident(address="津田2番地")
    posted_by_hand(resident, printed=printed)
    a_change(resident, "address", "田彦1番地", "津田2番地")

    assert (OLD_ADDRESS in notices(clerk, resident)) is said


def test_nothing_of_a_protected_persons_moving_is_said(clerk: Browser) -> None:
    resident = a_resident(address="津田2番地", protection=Protection.STALKING)
    posted_by_hand(resident)
    a_change(resident, "address", "田彦1番地", "津田2番地")

    assert "住所の変更" not in notices(clerk, resident)


def test_who_is_gone_is_told_once(clerk: Browser) -> None:
    resident = a_resident(name="改姓 子", category=Category.DEAD, movement=Movement.DIED, moved_on=date(2026, 10, 1))
    a_voucher(resident)
    a_change(resident, "name", "旧姓 子", "改姓 子")
    text = notices(clerk, resident)

    assert text.count("亡くなっています") == 1
    assert OLD_NAME not in text


@pytest.mark.parametrize(("moved_on", "told"), [(date(2026, 11, 1), True), (date(2026, 8, 1), False)])
def test_who_moved_in_lately_is_told(clerk: Browser, moved_on: date, told: bool) -> None:
    resident = a_resident(movement=Movement.MOVED_IN, moved_on=moved_on)

    assert ("令和8年11月1日に転入しています。前の市町村の接種券は使えません。" in notices(clerk, resident)) is told


def test_a_change_of_name_is_told_once_when_a_voucher_tells_it(clerk: Browser) -> None:
    values = {"movement": Movement.NAME_CHANGED, "moved_on": date(2026, 11, 1)}
    plain, holder = a_resident(**values), a_resident(name="改姓 子", **values)
    a_voucher(holder)
    a_change(holder, "name", "旧姓 子", "改姓 子")

    assert "令和8年11月1日に氏名が変わっています。本人確認の書類" in notices(clerk, plain)
    assert notices(clerk, holder).count(">氏名の変更<") == 1


@pytest.mark.parametrize(
    ("field", "old", "values", "words"),
    [
        ("name", "旧姓 子", {"name": "改姓 子"}, OLD_NAME),
        ("address", "田彦1番地", {"address": "津田2番地"}, OLD_ADDRESS),
        ("category", "1", {"category": "4", "moved_on": date(2026, 11, 20)}, "令和8年11月20日に亡くなっています。接種券は発行できません。"),
        ("category", "1", {"category": "3"}, "転出しています。接種券は転出先の市町村が発行します。"),
    ],
)
def test_a_page_to_be_posted_is_not_printed_any_more(clerk: Browser, field: str, old: str, values: dict[str, object], words: str) -> None:
    resident = a_resident(name="旧姓 子", address="田彦1番地")
    voucher = reissued(clerk, a_voucher(resident), delivery=Delivery.POST_TO_ADDRESS.value)
    page = f"/vouchers/{voucher.public_id}"
    assert f"{page}/paper" in clerk.get(page).text
    token = clerk.hidden("csrf_token")
    now_is(resident, **values)
    a_change(resident, field, old, str(values[field]), at=NOW + timedelta(minutes=1))
    before = kept()

    assert words in clerk.get(page).text
    assert f"{page}/paper" not in clerk.text
    clerk.post(f"{page}/paper", {"csrf_token": token})
    assert clerk.status == 409
    assert words in clerk.text
    assert kept() == before
    assert facts_of(Event.VOUCHER_PRINT) == []


def test_a_page_that_was_posted_may_be_printed_again_after_a_move(clerk: Browser) -> None:
    """What is out is out: the voucher stays good within the city."""
    resident = a_resident(address="田彦1番地")
    voucher = reissued(clerk, a_voucher(resident, issued_at=ISSUED), delivery=Delivery.POST_TO_ADDRESS.value)
    page = f"/vouchers/{voucher.public_id}"
    clerk.get(page).post(f"{page}/paper")
    assert clerk.status == 200
    now_is(resident, address="津田2番地")
    a_change(resident, "address", "田彦1番地", "津田2番地", at=NOW + timedelta(minutes=1))

    assert "再印刷する" in clerk.get(page).text
    assert clerk.post(f"{page}/paper").status == 200
