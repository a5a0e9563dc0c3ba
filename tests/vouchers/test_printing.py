"""Printing: the record first, then the bytes; the same bytes every time, whatever happened in between."""

import hashlib
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select, text, update

from portal.accounts.visits import NO_VISIT
from portal.audit.events import Event
from portal.db import reading, writing
from portal.residents.models import Resident
from portal.vouchers.documents import voucher_pdf
from portal.vouchers.models import Voucher, VoucherPaper, VoucherPrint
from portal.vouchers.rules import ADDRESS_ON_OLD_PAGE, NOT_PRINTABLE_WHEN_VOID
from portal.vouchers.sheets import sheet_from_text
from tests.accounts.staff_records import facts_of
from tests.conftest import Browser
from tests.factories import a_programme, a_resident, a_voucher
from tests.vouchers.at_the_counter import kept, records, reissued, serving, sheet_of

SignIn = Callable[[str], Browser]


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    a_programme()
    return serving(sign_in("madoguchi"))


def printed(browser: Browser, voucher: Voucher) -> bytes:
    browser.get(f"/vouchers/{voucher.public_id}").post(f"/vouchers/{voucher.public_id}/paper")
    assert (browser.status, browser.response.mimetype) == (200, "application/pdf"), browser.text[:2000]
    return browser.response.get_data()


def paper_of(voucher: Voucher) -> tuple[bytes | None, str, datetime | None]:
    with reading() as session:
        columns = select(VoucherPaper.pdf, VoucherPaper.sha256, VoucherPaper.made_at).where(VoucherPaper.voucher_id == voucher.id)
        return tuple(session.execute(columns).one())


def change(resident: Resident, **values: object) -> None:
    with writing() as session:
        session.execute(update(Resident).where(Resident.id == resident.id).values(values))


def test_the_first_print_and_the_next_are_recorded_and_give_the_same_bytes(clerk: Browser) -> None:
    resident = a_resident()
    voucher = reissued(clerk, a_voucher(resident))
    first = printed(clerk, voucher)
    change(resident, name="変わった 名", address="別の町1番地")
    second = printed(clerk, voucher)

    assert first.startswith(b"%PDF-1.7")
    assert second == first
    digest = hashlib.sha256(first).hexdigest()
    base = {"by": "madoguchi", "voucher": voucher.number, "sha256": digest}
    assert facts_of(Event.VOUCHER_PRINT) == [base | {"again": False}, base | {"again": True}]
    with reading() as session:
        assert session.scalars(select(VoucherPrint.again).order_by(VoucherPrint.id)).all() == [False, True]
    assert paper_of(voucher)[:2] == (first, digest)


def test_the_page_says_how_often_it_was_printed(clerk: Browser) -> None:
    voucher = reissued(clerk, a_voucher(a_resident()))
    assert "再印刷する" not in clerk.get(f"/vouchers/{voucher.public_id}").text
    printed(clerk, voucher)
    printed(clerk, voucher)

    page = clerk.get(f"/vouchers/{voucher.public_id}").text
    assert "再印刷する" in page
    assert "2回印刷しています" in page


def test_the_answer_carries_no_name_and_is_not_kept_by_the_browser(clerk: Browser) -> None:
    voucher = reissued(clerk, a_voucher(a_resident()))
    printed(clerk, voucher)

    assert clerk.response.headers["Content-Disposition"] == "inline; filename*=UTF-8''voucher.pdf"
    assert "no-store" in clerk.response.headers["Cache-Control"]


def test_a_page_that_was_never_made_is_made_as_it_would_have_been(clerk: Browser) -> None:
    """The power fails after the issue: what stands on the page was written with it."""
    resident = a_resident()
    voucher = reissued(clerk, a_voucher(resident))
    assert paper_of(voucher) == (None, "", None)
    due = voucher_pdf([sheet_from_text(sheet_of(voucher))], issued_at=voucher.issued_at)
    change(resident, name="変わった 名")

    assert printed(clerk, voucher) == due


def test_a_page_lost_between_two_prints_comes_back_the_same(clerk: Browser) -> None:
    voucher = reissued(clerk, a_voucher(a_resident()))
    first = printed(clerk, voucher)
    with writing() as session:
        session.execute(update(VoucherPaper).values(pdf=None, sha256="", made_at=None))

    assert printed(clerk, voucher) == first
    assert paper_of(voucher)[0] == first


def test_without_its_record_nothing_is_given_out(clerk: Browser) -> None:
    """A table of the record is gone, so nothing can be recorded."""
    voucher = reissued(clerk, a_voucher(a_resident()))
    clerk.get(f"/vouchers/{voucher.public_id}")
    with writing() as session:
        session.execute(text("ALTER TABLE audit_subject RENAME TO audit_subject_elsewhere"))
    clerk.post(f"/vouchers/{voucher.public_id}/paper")

    assert clerk.status in (500, 503)
    assert clerk.response.mimetype == "text/html"
    assert b"%PDF" not in clerk.response.get_data()
    with reading() as session:
        assert session.scalars(select(VoucherPrint.id)).all() == []


def test_a_voucher_issued_in_bulk_has_no_page_here(clerk: Browser) -> None:
    voucher = a_voucher(a_resident())
    page = clerk.get(f"/vouchers/{voucher.public_id}").text
    clerk.post(f"/vouchers/{voucher.public_id}/paper")

    assert "一括発行の券です。この画面からは印刷できません。必要なときは再発行してください。" in page
    assert "/paper" not in page
    assert clerk.status == 404
    assert "この券は一括発行のため、印刷した紙の控えがありません。必要なときは再発行してください。" in clerk.text


def test_a_void_voucher_is_not_printed_again(clerk: Browser) -> None:
    first = reissued(clerk, a_voucher(a_resident()))
    printed(clerk, first)
    clerk.get(f"/vouchers/{first.public_id}")
    reissued(clerk, first)
    before, seen = kept(), records()
    clerk.post(f"/vouchers/{first.public_id}/paper")

    assert clerk.status == 409
    assert NOT_PRINTABLE_WHEN_VOID in clerk.text
    assert (kept(), records()) == (before, seen)
    page = clerk.get(f"/vouchers/{first.public_id}").text
    assert NOT_PRINTABLE_WHEN_VOID in page
    assert "/paper" not in page


def test_a_page_from_before_the_protection_does_not_give_the_address_away(clerk: Browser, sign_in: SignIn) -> None:
    resident = a_resident()
    voucher = reissued(clerk, a_voucher(resident))
    change(resident, protection="1")
    chief = serving(sign_in("kacho"))
    for browser in (clerk, chief):
        assert ADDRESS_ON_OLD_PAGE in browser.get(f"/vouchers/{voucher.public_id}").text
        browser.post(f"/vouchers/{voucher.public_id}/paper")
        assert browser.status == 409
        assert ADDRESS_ON_OLD_PAGE in browser.text

    new = reissued(chief, voucher)
    assert printed(chief, new)
    assert printed(clerk, new)


def test_outside_a_visit_nothing_is_shown_or_printed(clerk: Browser) -> None:
    voucher = reissued(clerk, a_voucher(a_resident()))
    page = clerk.get(f"/vouchers/{voucher.public_id}")
    token = page.hidden("csrf_token")
    clerk.post("/visits/end", {"csrf_token": token})
    clerk.get(f"/vouchers/{voucher.public_id}")
    assert (clerk.status, clerk.location) == (303, f"/visits/new?next=/vouchers/{voucher.public_id}")
    clerk.post(f"/vouchers/{voucher.public_id}/paper", {"csrf_token": token})

    assert clerk.status == 409
    assert NO_VISIT in clerk.text
    assert facts_of(Event.VOUCHER_PRINT) == []
