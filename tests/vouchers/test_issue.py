"""A first voucher at the counter: for the next dose, once, and by the same rules as the button on the resident page."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.accounts.visits import NO_VISIT
from portal.audit.events import Event
from portal.residents.models import Resident
from portal.text.wareki import PartialDate, format_date
from portal.vouchers.models import Voucher
from portal.vouchers.rules import HIDDEN
from portal.web.once import STALE
from tests.accounts.staff_records import facts_of
from tests.conftest import Browser
from tests.factories import a_dose, a_programme, a_resident, a_voucher, the_covid_programme
from tests.vouchers.at_the_counter import first_answers as form
from tests.vouchers.at_the_counter import held_by, issue_page_of, kept, serving, sheet_of, tokens_of, voucher_at

SignIn = Callable[[str], Browser]


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    a_programme()
    return serving(sign_in("madoguchi"))


def issued(browser: Browser, resident: Resident, **values: Any) -> Voucher:
    dose = browser.get(issue_page_of(resident)).hidden("dose")
    browser.post(issue_page_of(resident), form(dose=dose, **values))
    assert browser.status == 303, browser.text[:2000]
    return voucher_at(browser.location)


def refused(browser: Browser, resident: Resident, tokens: dict[str, str], **values: Any) -> str:
    before = kept()
    browser.post(issue_page_of(resident), form(**values) | tokens)
    assert browser.status == 409, browser.text[:2000]
    assert kept() == before
    assert facts_of(Event.VOUCHER_ISSUE) == []
    return browser.text


def test_a_first_voucher_is_issued_with_its_page_and_its_record(clerk: Browser) -> None:
    resident = a_resident()
    new = issued(clerk, resident)

    assert (new.number, new.dose_number, new.replaces_id, new.reason) == ("0000000001", 1, None, None)
    sheet = json.loads(sheet_of(new))
    assert (sheet["reissued"], sheet["reason_word"], sheet["voucher_number"]) == (False, "", new.number)
    assert facts_of(Event.VOUCHER_ISSUE) == [
        {
            "by": "madoguchi",
            "voucher": new.number,
            "programme": "resident-r8",
            "dose": 1,
            "channel": "counter",
            "applicant": "self",
            "delivery": "handed_over",
            "gaps": [],
            "reason": "",
        }
    ]
    assert clerk.follow().status == 200


def test_after_a_dose_the_next_one_is_issued(clerk: Browser) -> None:
    resident = a_resident()
    used = a_voucher(resident)
    a_dose(resident)
    clerk.get(issue_page_of(resident))

    assert "2回目" in clerk.text
    assert used.number in clerk.text
    assert f"次の接種は{format_date(PartialDate.from_key('2026-11-17'))}から可" in clerk.text
    assert issued(clerk, resident).dose_number == 2


def test_pressed_twice_it_is_issued_once(clerk: Browser) -> None:
    resident = a_resident()
    tokens = tokens_of(clerk.get(issue_page_of(resident)))
    first = clerk.post(issue_page_of(resident), form() | tokens).location
    second = clerk.post(issue_page_of(resident), form() | tokens)

    assert (second.status, second.location) == (303, first)
    assert len(held_by(resident)) == 1


def test_a_live_voucher_meanwhile_stops_it_with_its_number(clerk: Browser) -> None:
    resident = a_resident()
    tokens = tokens_of(clerk.get(issue_page_of(resident)))
    other = a_voucher(resident)

    words = refused(clerk, resident, tokens)
    assert f"1回目の有効な券({other.number})があります。紛失なら再発行へ進んでください。" in words


def test_nobody_younger_than_the_programme_asks_is_given_one(clerk: Browser) -> None:
    twelve_tomorrow = clock.today().replace(year=clock.today().year - 12) + timedelta(days=1)
    today = a_resident(birth=twelve_tomorrow.isoformat())
    younger = a_resident(birth=(twelve_tomorrow + timedelta(days=1)).isoformat())

    assert issued(clerk, today).dose_number == 1
    tokens = tokens_of(clerk.get(issue_page_of(a_resident())))
    assert "対象は12歳以上の方です。" in clerk.get(issue_page_of(younger)).text
    before = kept()
    clerk.post(issue_page_of(younger), form() | tokens)
    assert clerk.status == 409
    assert "対象は12歳以上の方です。" in clerk.text
    assert kept() == before


def test_the_day_before_the_start_is_too_early_and_the_start_is_not(sign_in: SignIn) -> None:
    today = clock.today()
    a_programme("tomorrow", starts_on=today + timedelta(days=1))
    a_programme("today", starts_on=today, ends_on=today)
    a_programme("yesterday", starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1))
    resident = a_resident()
    clerk = serving(sign_in("madoguchi"))

    tomorrow = format_date(today + timedelta(days=1))
    reason = f"{tomorrow}から始まります。接種券は{tomorrow}から発行できます。"
    assert reason in clerk.get(issue_page_of(resident, "tomorrow")).text
    reason = f"{format_date(today - timedelta(days=1))}で事業が終わりました。接種済証の再交付はできます。"
    assert reason in clerk.get(issue_page_of(resident, "yesterday")).text
    clerk.get(issue_page_of(resident, "today")).post(issue_page_of(resident, "today"), form())
    assert clerk.status == 303


def test_the_closed_covid_programme_is_refused_with_its_last_day(sign_in: SignIn) -> None:
    the_covid_programme()
    a_programme()
    clerk = serving(sign_in("madoguchi"))
    resident = a_resident()
    tokens = tokens_of(clerk.get(issue_page_of(resident)))
    before = kept()
    clerk.post(issue_page_of(resident, "covid"), form() | tokens)

    assert clerk.status == 409
    assert "令和6年3月31日で事業が終わりました。接種済証の再交付はできます。" in clerk.text
    assert kept() == before


def test_a_protected_person_is_for_the_chief_alone(clerk: Browser, sign_in: SignIn) -> None:
    resident = a_resident(protection="1")
    tokens = tokens_of(clerk.get(issue_page_of(a_resident())))

    assert HIDDEN in clerk.get(issue_page_of(resident)).text
    assert HIDDEN in refused(clerk, resident, tokens)
    new = issued(serving(sign_in("kacho")), resident)
    assert json.loads(sheet_of(new))["address_lines"] == []


@pytest.mark.parametrize(
    ("values", "field", "reason"),
    [
        ({"documents": []}, "documents", "見た書類を選んでください。書類がなければ聞き取りを選んでください。"),
        ({"applicant": "agent"}, "documents", "任意代理人のときは、委任状を見て「委任状」も選んでください。"),
        ({"memo": "個人番号は 1234 5678 9018"}, "memo", "個人番号とみられる12桁が入っています。個人番号は入れないでください。"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(clerk: Browser, values: dict[str, Any], field: str, reason: str) -> None:
    resident = a_resident()
    clerk.get(issue_page_of(resident)).post(issue_page_of(resident), form(**values))

    assert clerk.status == 422
    assert f'id="{field}-error"' in clerk.text
    assert reason in clerk.text
    assert held_by(resident) == []


def test_a_name_that_no_font_has_is_refused_before_anything_is_issued(clerk: Browser) -> None:
    resident = a_resident(name="試験　😀")
    tokens = tokens_of(clerk.get(issue_page_of(resident)))

    assert "文字コード U+1F600" in refused(clerk, resident, tokens)


def test_without_its_token_or_its_visit_nothing_is_issued(clerk: Browser) -> None:
    resident = a_resident()
    tokens = tokens_of(clerk.get(issue_page_of(resident)))
    clerk.post(issue_page_of(resident), form() | tokens | {"once": "forged"})
    assert (clerk.status, STALE in clerk.text) == (400, True)
    assert clerk.post("/visits/end", tokens).status == 303

    assert NO_VISIT in refused(clerk, resident, tokens)


def test_an_unknown_person_or_programme_is_not_found_and_the_miss_is_recorded(clerk: Browser) -> None:
    resident = a_resident()
    tokens = tokens_of(clerk.get(issue_page_of(resident)))
    nowhere = f"/residents/{'0' * 32}/vouchers/resident-r8/new"
    for address in (nowhere, issue_page_of(resident, "none")):
        assert clerk.get(address).status == 404
        assert clerk.post(address, form() | tokens).status == 404

    assert [facts["endpoint"] for facts in facts_of(Event.RECORD_MISS)] == ["vouchers.show_issue", "vouchers.issue"] * 2
    assert held_by(resident) == []


def test_who_holds_no_permission_does_not_issue(sign_in: SignIn) -> None:
    a_programme()
    resident = a_resident()
    browser = sign_in("daicho")

    assert browser.get(issue_page_of(resident)).status == 403
    assert browser.post(issue_page_of(resident), form()).status == 403
    assert held_by(resident) == []


def test_what_was_issued_today_stands_in_the_days_list_and_opening_it_is_recorded(clerk: Browser) -> None:
    assert "今日はまだありません" in clerk.get("/vouchers/today").text
    resident = a_resident(name="今日の 人")
    new = issued(clerk, resident)
    a_voucher(resident, dose_number=2, number="0000777777")
    page = clerk.get("/vouchers/today").text

    assert "今日の 人" in page
    assert new.number in page
    assert "新規" in page
    assert "0000777777" not in page
    day = clock.today().isoformat()
    assert facts_of(Event.VOUCHER_LIST) == [{"by": "madoguchi", "day": day, "count": count} for count in (0, 1)]


def test_the_database_itself_holds_one_live_voucher_a_person_and_dose(clerk: Browser) -> None:
    resident = a_resident()
    first = issued(clerk, resident)

    with pytest.raises(IntegrityError, match=r"uq_voucher_live|voucher\.resident_id"):
        a_voucher(resident, dose_number=first.dose_number)
