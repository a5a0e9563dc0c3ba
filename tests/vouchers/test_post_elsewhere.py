"""Post to a 送付先: chosen in the form, shown in the window of the envelope, and of a protected person's never a word on the page."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.db import reading, writing
from portal.residents.contact_models import Contact
from portal.residents.models import Resident
from portal.residents.rules import Protection
from portal.vouchers.models import PaperRequest, Voucher
from portal.vouchers.rules import HIDDEN, Delivery
from tests.conftest import Browser
from tests.factories import a_mailing, a_programme, a_resident, a_voucher
from tests.vouchers.at_the_counter import answers, kept, page_of, reissued, serving, sheet_of

SignIn = Callable[[str], Browser]
SECRET = ("見本町", "見本総合病院", "中根", "3108899", "310-8899")


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    a_programme()
    return serving(sign_in("madoguchi"))


def sheet(voucher: Voucher) -> dict[str, Any]:
    return json.loads(sheet_of(voucher))


def contact_of(voucher: Voucher) -> int | None:
    with reading() as session:
        return session.scalars(select(PaperRequest.contact_id).where(PaperRequest.voucher_id == voucher.id)).one()


def test_the_envelope_shows_the_mailing_address_and_the_certificate_the_registered_one(clerk: Browser) -> None:
    resident = a_resident()
    mailing = a_mailing(resident, recipient="看護師長 気付")
    new = reissued(clerk, a_voucher(resident), delivery="post_to_contact")

    assert new.delivery is Delivery.POST_TO_CONTACT
    assert contact_of(new) == mailing.id
    assert sheet(new)["mailing_lines"] == ["茨城県水戸市見本町8番地", "見本総合病院 3階東", "看護師長 気付"]
    assert sheet(new)["mailing_postal_code"] == "310-8899"
    assert sheet(new)["address_lines"] == ["ひたちなか市大字中根9871番地3"]
    assert "<dt>送付先</dt><dd>茨城県水戸市見本町8番地 見本総合病院 3階東 看護師長 気付</dd>" in clerk.follow().text
    assert clerk.post(f"/vouchers/{new.public_id}/paper").status == 200


def test_what_goes_to_the_address_carries_no_mailing_address(clerk: Browser) -> None:
    resident = a_resident()
    a_mailing(resident)
    new = reissued(clerk, a_voucher(resident), delivery="post_to_address")

    assert (sheet(new)["mailing_lines"], contact_of(new)) == ([], None)


@pytest.mark.parametrize("over", [{}, {"ends_on": clock.today() - timedelta(days=1)}])
def test_without_one_in_force_it_is_neither_offered_nor_taken(clerk: Browser, over: dict[str, Any]) -> None:
    resident = a_resident()
    if over:
        a_mailing(resident, **over)
    voucher = a_voucher(resident)
    assert "post_to_contact" not in clerk.get(page_of(voucher)).text
    before = kept()
    clerk.post(page_of(voucher), answers(delivery="post_to_contact"))

    assert clerk.status == 422
    assert "いま有効な送付先がありません。" in clerk.text
    assert kept() == before


def a_protected_person(*, with_mailing: bool = True) -> Resident:
    resident = a_resident(protection=Protection.STALKING)
    if with_mailing:
        a_mailing(resident)
    return resident


def test_the_chief_posts_to_where_a_protected_person_is_reached_and_no_page_tells_where(sign_in: SignIn, clerk: Browser) -> None:
    voucher = a_voucher(a_protected_person())
    chief = serving(sign_in("kacho"), channel="post")
    form = chief.get(page_of(voucher)).text
    assert 'value="post_to_contact"' in form
    assert 'value="post_to_address"' not in form
    new = reissued(chief, voucher, delivery="post_to_contact")
    page = chief.follow().text

    assert contact_of(new) is not None
    assert (sheet(new)["mailing_lines"], sheet(new)["mailing_postal_code"], sheet(new)["address_lines"]) == ([], "", [])
    assert "封筒に書いてください。" in page
    assert not [word for word in SECRET for text in (form, page, sheet_of(new)) if word in text]
    assert chief.post(f"/vouchers/{new.public_id}/paper").status == 200


def test_nobody_but_the_chief_does(clerk: Browser) -> None:
    voucher = a_voucher(a_protected_person())
    assert HIDDEN in clerk.get(page_of(voucher)).text
    before = kept()
    clerk.post(page_of(voucher), answers(delivery="post_to_contact") | {"once": "forged"})
    assert clerk.status == 400
    assert kept() == before


def test_by_telephone_nobody_serves_a_protected_person(sign_in: SignIn) -> None:
    a_programme()
    voucher = a_voucher(a_protected_person())
    chief = serving(sign_in("kacho"), channel="phone")
    page = chief.get(page_of(voucher)).text

    assert "支援措置の方の申請は、電話では受けられません。窓口か郵送で申請していただいてください。" in page
    assert 'name="documents"' not in page


def test_where_there_is_no_way_to_a_protected_person_it_is_said_before_the_form(sign_in: SignIn) -> None:
    a_programme()
    voucher = a_voucher(a_protected_person(with_mailing=False))
    chief = serving(sign_in("kacho"), channel="post")

    assert "先に「送付先・連絡先を改める」で送付先を登録するか、窓口で渡してください。" in chief.get(page_of(voucher)).text


@pytest.mark.parametrize(
    ("change", "stops"),
    [
        ({"ends_on": clock.today() - timedelta(days=1)}, True),
        ({"address": "茨城県那珂市見本2番地"}, True),
        ({"ends_on": date(2030, 1, 1)}, False),
    ],
)
def test_a_page_whose_mailing_address_is_no_longer_true_is_not_sent(clerk: Browser, change: dict[str, Any], stops: bool) -> None:
    resident = a_resident()
    mailing = a_mailing(resident)
    new = reissued(clerk, a_voucher(resident), delivery="post_to_contact")
    with writing() as session:
        session.execute(update(Contact).where(Contact.id == mailing.id).values(superseded_at=clock.now()))
    a_mailing(resident, public_id=mailing.public_id, version=2, **change)
    page = clerk.get(f"/vouchers/{new.public_id}").text

    assert ("この券には前の送付先が載っています。送らず、再発行してください。" in page) == stops
    assert clerk.post(f"/vouchers/{new.public_id}/paper").status == (409 if stops else 200)


def test_once_printed_it_has_gone_and_may_be_printed_again(clerk: Browser) -> None:
    resident = a_resident()
    mailing = a_mailing(resident)
    new = reissued(clerk, a_voucher(resident), delivery="post_to_contact")
    assert clerk.post(f"/vouchers/{new.public_id}/paper").status == 200
    with writing() as session:
        session.execute(update(Contact).where(Contact.id == mailing.id).values(superseded_at=clock.now()))

    assert clerk.post(f"/vouchers/{new.public_id}/paper").status == 200


def test_a_page_with_a_mailing_address_is_not_printed_once_the_person_is_protected(clerk: Browser, sign_in: SignIn) -> None:
    resident = a_resident(address="", postal_code="")
    a_mailing(resident)
    new = reissued(clerk, a_voucher(resident), delivery="post_to_contact")
    with writing() as session:
        session.get_one(Resident, resident.id).protection = Protection.STALKING
    chief = serving(sign_in("kacho"))

    assert "支援措置の方の住所が載った券です。" in chief.get(f"/vouchers/{new.public_id}").text
    assert chief.post(f"/vouchers/{new.public_id}/paper").status == 409
