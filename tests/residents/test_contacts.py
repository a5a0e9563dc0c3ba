"""送付先・連絡先 at the counter: registered, changed and ended by version, one at a time, and never lost between two people."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.visits import NO_VISIT
from portal.audit.events import Event
from portal.clock import JAPAN
from portal.db import reading
from portal.residents.contact_models import Contact
from portal.residents.models import Resident
from tests.conftest import Browser
from tests.counter.at_counter import SignIn, facts, in_visit, records, subjects_of
from tests.factories import a_mailing, a_phone, a_resident

NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)
MAILING = {
    "postal_code": "310-8899",
    "address": "茨城県水戸市見本町8番地",
    "building": "見本総合病院 3階東",
    "recipient": "",
    "reason": "hospital",
    "note": "",
    "starts_on": "R8.11.24",
    "ends_on": "",
}
PHONE = {"phone": "029-000-7788", "whose": "family", "relation": "child", "note": "", "starts_on": "R8.11.24", "ends_on": ""}


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    return in_visit(sign_in("madoguchi"))


def versions() -> list[Contact]:
    with reading() as session:
        return list(session.scalars(select(Contact).order_by(Contact.id)))


def sent(browser: Browser, url: str, form: dict[str, Any]) -> Browser:
    return browser.get(url).post(url, form)


def new_mailing(resident: Resident) -> str:
    return f"/residents/{resident.public_id}/mailing-addresses/new"


def new_phone(resident: Resident) -> str:
    return f"/residents/{resident.public_id}/telephones/new"


def test_a_mailing_address_is_registered_and_stands_on_the_page(clerk: Browser) -> None:
    resident = a_resident()
    sent(clerk, new_mailing(resident), MAILING | {"recipient": "見本 太郎(長男)", "ends_on": "R8.12.28"})

    assert clerk.location == f"/residents/{resident.public_id}/contacts"
    page = clerk.get(f"/residents/{resident.public_id}").text
    for words in (
        "入院",
        "〒310-8899",
        "茨城県水戸市見本町8番地",
        "見本総合病院 3階東",
        "見本 太郎(長男)あて",
        "令和8年11月24日から令和8年12月28日まで",
    ):
        assert words in page, words
    assert "送付先を登録した。" in page
    (record,) = records(Event.CONTACT_CHANGE)
    assert facts(record) == {"kind": "mailing", "reason": "added"}
    assert (subjects_of(record), record.purpose, record.staff_login) == ({resident.id}, "窓口・再発行", "madoguchi")


def test_a_telephone_is_registered_with_whose_it_is(clerk: Browser) -> None:
    resident = a_resident()
    sent(clerk, new_phone(resident), PHONE | {"phone": "０２９－０００－７７８８"})

    page = clerk.get(f"/residents/{resident.public_id}").text
    assert "029-000-7788" in page
    assert "家族(子)" in page
    assert [facts(record)["kind"] for record in records(Event.CONTACT_CHANGE)] == ["phone"]


def test_the_page_shows_what_stands_what_comes_and_what_ended_lately(clerk: Browser) -> None:
    resident = a_resident()
    a_mailing(resident, starts_on=date(2026, 8, 1), ends_on=date(2026, 9, 30), address="先に終わった町1番地")
    a_mailing(resident, starts_on=date(2026, 12, 1), address="あとから始まる町2番地")
    a_mailing(resident, starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31), address="とうに終わった町3番地")
    facts_of_page = clerk.get(f"/residents/{resident.public_id}").text.split('class="facts"')[1].split("</dl>")[0]

    assert "住所と同じ" in facts_of_page
    assert "令和8年9月30日までは別の所(入院): 先に終わった町1番地" in facts_of_page
    assert "令和8年12月1日からは別の所(入院): あとから始まる町2番地" in facts_of_page
    assert "とうに終わった町" not in facts_of_page


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"postal_code": ""}, "郵便番号を入れてください。"),
        ({"postal_code": "312-001"}, "郵便番号は数字7けたです。"),
        ({"address": " "}, "送付先の住所を入れてください。"),
        ({"address": "あ" * 301}, "300文字までで入れてください"),
        ({"building": "1234 5678 9018"}, "個人番号とみられる12桁が入っています。"),
        ({"recipient": "見本\x1b"}, "使えない文字"),
        ({"reason": ""}, "送付先を別にする理由を選んでください。"),
        ({"reason": "elsewhere"}, "選択肢にないものが送られました。"),
        ({"reason": "other"}, "「その他」のときは、どのような理由かを短く入れてください。"),
        ({"starts_on": ""}, "始まりの日を入れてください。"),
        ({"starts_on": "R8.11"}, "年月日をすべて入れてください。"),
        ({"starts_on": "H40.1.1"}, "平成は31年4月30日まで"),
        ({"ends_on": "R8.11.23"}, "終わりの日が始まりの日より前です。"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_nothing_is_lost(clerk: Browser, form: dict[str, str], words: str) -> None:
    resident = a_resident()
    sent(clerk, new_mailing(resident), MAILING | {"building": "見本荘5号"} | form)

    assert clerk.status == 422
    assert words in clerk.text
    assert ("見本荘5号" in clerk.text) is ("building" not in form)
    assert "123456789018" not in clerk.text.replace(" ", "") or "building" in form
    assert versions() == []


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"phone": "12345"}, "電話番号は、0から始まる10けたか11けたの数字です。"),
        ({"phone": ""}, "電話番号を入れてください。"),
        ({"whose": ""}, "どなたの電話かを選んでください。"),
        ({"relation": ""}, "家族の電話のときは、続柄を選んでください。"),
        ({"whose": "work"}, "続柄は、家族の電話のときだけ選びます。"),
    ],
)
def test_a_telephone_needs_a_number_and_a_person(clerk: Browser, form: dict[str, str], words: str) -> None:
    sent(clerk, new_phone(a_resident()), PHONE | form)

    assert (clerk.status, words in clerk.text) == (422, True)
    assert versions() == []


@pytest.mark.parametrize(
    ("form", "words"),
    [({"starts_on": "R9.12.1"}, "始まりの日が1年より先です。"), ({"ends_on": "R13.11.25"}, "期間は5年までです。")],
)
def test_a_period_that_the_rule_refuses_keeps_what_was_typed(clerk: Browser, form: dict[str, str], words: str) -> None:
    sent(clerk, new_mailing(a_resident()), MAILING | form)

    assert (clerk.status, words in clerk.text) == (409, True)
    assert "見本総合病院 3階東" in clerk.text
    assert versions() == []


def test_post_goes_to_one_place_at_a_time(clerk: Browser) -> None:
    resident = a_resident()
    a_mailing(resident, ends_on=date(2026, 12, 31))
    a_mailing(a_resident())
    sent(clerk, new_mailing(resident), MAILING)
    assert (clerk.status, "と期間が重なります。" in clerk.text) == (409, True)

    sent(clerk, new_mailing(resident), MAILING | {"starts_on": "R9.1.1"})
    assert clerk.status == 303


def test_a_change_is_a_new_version_with_its_reason(clerk: Browser) -> None:
    resident = a_resident()
    old = a_mailing(resident)
    url = f"/contacts/{old.public_id}/change"
    assert 'value="茨城県水戸市見本町8番地"' in clerk.get(url).text
    clerk.post(url, MAILING | {"address": "茨城県日立市見本9番地", "starts_on": "R8.10.1", "why": "went_on", "seen": "1"})

    assert clerk.status == 303
    first, second = versions()
    assert (first.address, first.superseded_at) == ("茨城県水戸市見本町8番地", NOW)
    assert (second.address, second.version, second.why.value, second.superseded_at) == ("茨城県日立市見本9番地", 2, "went_on", None)
    assert second.public_id == first.public_id
    page = clerk.get(f"/residents/{resident.public_id}").text
    assert "送付先を改めた(転院・転所・転職)。住所が「茨城県水戸市見本町8番地」から「茨城県日立市見本9番地」に変わった" in page
    assert "根本 千夏" in page.split("これまでの変更")[1]
    assert facts(records(Event.CONTACT_CHANGE)[-1]) == {"kind": "mailing", "reason": "went_on"}


def test_the_second_of_two_people_keeps_what_was_typed_and_learns_what_changed(sign_in: SignIn) -> None:
    contact = a_phone(a_resident())
    url = f"/contacts/{contact.public_id}/change"
    first, second = in_visit(sign_in("madoguchi")).get(url), in_visit(sign_in("daicho")).get(url)
    first.post(url, PHONE | {"phone": "029-000-1111", "why": "asked", "seen": "1"})
    second.post(url, PHONE | {"phone": "029-000-2222", "why": "corrected", "seen": "1"})

    assert second.status == 409
    assert "電話番号が「029-000-7788」から「029-000-1111」に変わった" in second.text
    assert "まだ何も保存していません。" in second.text
    assert 'value="029-000-2222"' in second.text
    assert second.hidden("seen") == "2"
    assert len(versions()) == 2

    second.post(url, PHONE | {"phone": "029-000-2222", "why": "corrected", "seen": second.hidden("seen")})
    assert second.status == 303
    assert [row.phone for row in versions()] == ["029-000-7788", "029-000-1111", "029-000-2222"]


def test_an_end_needs_its_reason_and_its_day(clerk: Browser) -> None:
    resident = a_resident()
    contact = a_mailing(resident)
    url = f"/contacts/{contact.public_id}/end"
    sent(clerk, url, {"why": "", "last_day": "R8.11.20", "seen": "1"})
    assert (clerk.status, "理由を選んでください。" in clerk.text) == (422, True)
    sent(clerk, url, {"why": "came_back", "last_day": "R8.9.30", "seen": "1"})
    assert (clerk.status, "始まりの日(令和8年10月1日)より前です。" in clerk.text) == (409, True)
    sent(clerk, url, {"why": "came_back", "last_day": "R8.11.20", "seen": "1"})

    assert clerk.status == 303
    page = clerk.get(f"/residents/{resident.public_id}").text
    assert "令和8年11月20日までは別の所(入院)" in page
    assert "送付先を終えた(退院・退所・帰宅)。令和8年10月1日から令和8年11月20日まで。" in page


def test_what_was_registered_by_mistake_never_stood(clerk: Browser) -> None:
    resident = a_resident()
    contact = a_mailing(resident)
    sent(clerk, f"/contacts/{contact.public_id}/end", {"why": "mistaken", "last_day": "", "seen": "1"})
    page = clerk.get(f"/residents/{resident.public_id}").text

    assert "住所と同じ" in page
    assert "見本総合病院" not in page.split('class="facts"')[1].split("</dl>")[0]
    assert "送付先を取り消した(登録の誤り)。" in page
    sent(clerk, new_mailing(resident), MAILING | {"starts_on": "R8.10.1"})
    assert clerk.status == 303

    again = f"/contacts/{contact.public_id}/change"
    assert "取り消した登録は改められません。" in clerk.get(again).text
    clerk.get(new_mailing(resident)).post(again, MAILING | {"why": "asked", "seen": "2"})
    assert (clerk.status, "取り消した登録は改められません。" in clerk.text) == (409, True)


def test_pressed_twice_it_is_done_once(clerk: Browser) -> None:
    resident = a_resident()
    clerk.get(new_mailing(resident))
    tokens = {"once": clerk.hidden("once"), "csrf_token": clerk.hidden("csrf_token")}
    for _ in range(2):
        clerk.post(new_mailing(resident), MAILING | tokens)
        assert clerk.location == f"/residents/{resident.public_id}/contacts"

    assert len(versions()) == len(records(Event.CONTACT_CHANGE)) == 1


def test_a_changed_entry_pressed_twice_has_one_new_version(clerk: Browser) -> None:
    contact = a_phone(a_resident())
    url = f"/contacts/{contact.public_id}/change"
    clerk.get(url)
    tokens = {"once": clerk.hidden("once"), "csrf_token": clerk.hidden("csrf_token")}
    for _ in range(2):
        clerk.post(url, PHONE | tokens | {"phone": "029-000-1111", "why": "asked", "seen": "1"})
        assert clerk.status == 303

    assert len(versions()) == 2


def test_nothing_changes_outside_a_visit(clerk: Browser) -> None:
    resident = a_resident()
    clerk.get(new_mailing(resident))
    tokens = {"once": clerk.hidden("once"), "csrf_token": clerk.hidden("csrf_token")}
    clerk.post("/visits/end", tokens)
    clerk.post(new_mailing(resident), MAILING | tokens)
    assert (clerk.status, NO_VISIT in clerk.text) == (409, True)
    assert clerk.get(new_mailing(resident)).location == f"/visits/new?next={new_mailing(resident)}"
    assert versions() == []
