"""A reissue that the rules or the state of things refuse: the reason in words, the old voucher live, nothing stored."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import update

from portal.accounts.models import Visit
from portal.accounts.visits import NO_VISIT
from portal.audit.events import Event
from portal.clock import now
from portal.db import writing
from portal.residents.models import Resident
from portal.vouchers.actions import MEANWHILE_VOID
from portal.vouchers.models import Voucher
from portal.vouchers.rules import HIDDEN
from tests.accounts.staff_records import facts_of
from tests.conftest import Browser
from tests.factories import a_dose, a_programme, a_resident, a_voucher, the_covid_programme
from tests.people import staff_id
from tests.vouchers.at_the_counter import again, answers, held_by, kept, page_of, reissued, serving, tokens_of

SignIn = Callable[[str], Browser]
MONGOLIAN = "試験　ᠮᠣᠩ"


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    a_programme()
    return serving(sign_in("madoguchi"))


def refused(browser: Browser, voucher: Voucher, tokens: dict[str, str], *, status: int = 409, **values: object) -> str:
    """Sends the form, sees that nothing came of it, and gives the page's words."""
    before = kept()
    browser.post(page_of(voucher), answers(**values) | tokens)
    assert browser.status == status, browser.text[:2000]
    assert kept() == before
    assert facts_of(Event.VOUCHER_REISSUE) == []
    return browser.text


def test_a_dose_recorded_meanwhile_stops_it(clerk: Browser) -> None:
    resident = a_resident()
    voucher = a_voucher(resident)
    tokens = tokens_of(clerk.get(page_of(voucher)))
    assert "再発行する" in clerk.text
    a_dose(resident)

    assert "1回目の接種(令和8年10月20日)が記録されています。使い終わった券は再発行できません。" in refused(clerk, voucher, tokens)
    assert again(voucher).voided_at is None
    page = clerk.get(page_of(voucher)).text
    assert "1回目の接種(令和8年10月20日)が記録されています。使い終わった券は再発行できません。" in page
    assert "data-main-form" in page
    assert "再発行する <kbd>" not in page


def test_reissued_already_by_another_clerk_it_says_so_and_changes_nothing(clerk: Browser, sign_in: SignIn) -> None:
    resident = a_resident()
    voucher = a_voucher(resident)
    tokens = tokens_of(clerk.get(page_of(voucher)))
    reissued(serving(sign_in("madoguchi2")), voucher)
    before = kept()
    clerk.post(page_of(voucher), answers() | tokens)

    assert clerk.status == 409
    assert MEANWHILE_VOID in clerk.text
    assert kept() == before
    assert len(held_by(resident)) == 2
    assert MEANWHILE_VOID in clerk.get(page_of(voucher)).text


def test_a_visit_that_ended_meanwhile_stops_it(clerk: Browser) -> None:
    voucher = a_voucher(a_resident())
    tokens = tokens_of(clerk.get(page_of(voucher)))
    with writing() as session:
        session.execute(update(Visit).where(Visit.staff_id == staff_id("madoguchi")).values(ended_at=now()))

    assert NO_VISIT in refused(clerk, voucher, tokens)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"category": "4", "moved_on": date(2026, 10, 3)}, "令和8年10月3日に亡くなっています。接種券は発行できません。"),
        (
            {"category": "3", "moved_on": date(2026, 10, 3)},
            "令和8年10月3日に転出しています。接種券は転出先の市町村が発行します。",
        ),
        ({"protection": "2"}, HIDDEN),
    ],
)
def test_a_change_of_the_register_meanwhile_stops_it(clerk: Browser, values: dict[str, object], reason: str) -> None:
    resident = a_resident()
    voucher = a_voucher(resident)
    tokens = tokens_of(clerk.get(page_of(voucher)))
    with writing() as session:
        session.execute(update(Resident).where(Resident.id == resident.id).values(values))

    assert reason in refused(clerk, voucher, tokens)
    page = clerk.get(page_of(voucher)).text
    assert reason in page
    assert "再発行する <kbd>" not in page


def test_a_closed_programme_is_refused_with_its_last_day(sign_in: SignIn) -> None:
    the_covid_programme()
    clerk = serving(sign_in("madoguchi"))
    voucher = a_voucher(a_resident(), programme_code="covid")
    tokens = tokens_of(clerk.get(page_of(voucher)))
    reason = "令和6年3月31日で事業が終わりました。接種済証の再交付はできます。"
    assert reason in clerk.text

    assert reason in refused(clerk, voucher, tokens)


def test_nothing_is_mailed_to_a_protected_person(sign_in: SignIn) -> None:
    a_programme()
    chief = serving(sign_in("kacho"))
    voucher = a_voucher(a_resident(protection="1"))
    tokens = tokens_of(chief.get(page_of(voucher)))

    words = refused(chief, voucher, tokens, status=422, delivery="post_to_address")
    assert "支援措置の方へ住所あての郵送はできません。窓口で本人に渡してください。" in words


def test_without_an_address_nothing_is_mailed(clerk: Browser) -> None:
    voucher = a_voucher(a_resident(address="", postal_code=""))
    tokens = tokens_of(clerk.get(page_of(voucher)))

    words = refused(clerk, voucher, tokens, status=422, delivery="post_to_address")
    assert "住所が登録されていません。窓口で渡してください。" in words


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (MONGOLIAN, "印刷用の書体にない文字があるため"),
        ("試験　😀", "文字コード U+1F600"),
        ("一二三四五六七八九十" * 20, "「氏名」が長すぎて"),
    ],
)
def test_a_name_that_cannot_be_printed_leaves_the_old_voucher_live(clerk: Browser, name: str, reason: str) -> None:
    voucher = a_voucher(a_resident(name=name))
    tokens = tokens_of(clerk.get(page_of(voucher)))

    words = refused(clerk, voucher, tokens)
    assert reason in words
    assert "何も変えていません。" in words
    assert again(voucher).voided_at is None


def test_a_tenth_dose_has_no_code_and_is_refused(sign_in: SignIn) -> None:
    a_programme(doses=12)
    clerk = serving(sign_in("madoguchi"))
    voucher = a_voucher(a_resident(), dose_number=10)
    tokens = tokens_of(clerk.get(page_of(voucher)))

    assert "10回目のコードがコード表にありません(18桁のうち回数は1桁です)。台帳担当に知らせてください。" in refused(clerk, voucher, tokens)


def test_after_a_refusal_the_same_form_may_be_sent_again(clerk: Browser) -> None:
    voucher = a_voucher(a_resident(address="", postal_code=""))
    tokens = tokens_of(clerk.get(page_of(voucher)))
    refused(clerk, voucher, tokens, status=422, delivery="post_to_address")
    clerk.post(page_of(voucher), answers() | tokens)

    assert clerk.status == 303
    assert again(voucher).voided_at is not None


def test_an_unknown_voucher_is_not_found_and_the_miss_is_recorded(clerk: Browser) -> None:
    tokens = tokens_of(clerk.get(page_of(a_voucher(a_resident()))))
    nowhere = "/vouchers/" + "0" * 32
    assert clerk.get(f"{nowhere}/reissue").status == 404
    assert clerk.post(f"{nowhere}/reissue", answers() | tokens).status == 404
    assert clerk.get(nowhere).status == 404
    assert clerk.post(f"{nowhere}/paper", tokens).status == 404

    endpoints = [facts["endpoint"] for facts in facts_of(Event.RECORD_MISS)]
    assert endpoints == ["vouchers.show_reissue", "vouchers.reissue", "vouchers.show_voucher", "vouchers.print_voucher"]


def test_who_holds_no_permission_neither_opens_nor_sends_it(sign_in: SignIn) -> None:
    a_programme()
    voucher = a_voucher(a_resident())
    others = ("daicho", "toiawase", "soumu", "kansa", "kanri", "kaijo", "itaku", "baitai")
    before = kept()
    for login_name in others:
        browser = sign_in(login_name)
        assert browser.get(page_of(voucher)).status == 403
        assert browser.post(page_of(voucher), answers()).status == 403
        assert browser.post(f"/vouchers/{voucher.public_id}/paper").status == 403

    assert kept() == before
    refused_permissions = [facts["permission"] for facts in facts_of(Event.REQUEST_REFUSE)]
    assert refused_permissions == (["vouchers:voucher:reissue"] * 2 + ["vouchers:voucher:print"]) * len(others)
