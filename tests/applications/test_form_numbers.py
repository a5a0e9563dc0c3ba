"""Reconciling: each number used once for one paper, spoilt with a reason, or collected; nothing doubled, nothing unknown."""

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from portal.applications.models import BlankForm
from portal.applications.number_rules import MISREAD, NOT_A_NUMBER, NOT_HANDED, PAPER_EARLIER, WRONG_PAPER, PaperNumber
from portal.audit.events import Event
from portal.db import writing
from portal.residents.models import Resident
from tests.applications.numbered import (
    SignIn,
    a_batch,
    at_the_counter,
    issued_by_hand,
    numbers,
    once_of,
    page_of,
    scan,
    use,
)
from tests.factories import a_programme, a_resident
from tests.vouchers.certificate_steps import a_covid_dose, certificates, give_out, protect, records, the_covid_programme


@pytest.fixture
def resident(app: Flask) -> Resident:
    a_programme()
    return a_resident(resident_number="0060004711")


def test_a_number_is_scanned_the_person_found_and_the_paper_chosen(sign_in: SignIn, resident: Resident):
    browser = at_the_counter(sign_in)
    batch = a_batch(browser)
    voucher, form = issued_by_hand(resident), numbers(batch)[1]
    page = scan(browser, form.number.figures).location
    assert page == page_of(form)
    assert "この方を開く" in browser.get(page).text
    browser.post(f"{page}/person", {"whose": "0060004711"}).follow()
    assert voucher.number in browser.text
    browser.post(f"{page}/use", {"resident": resident.public_id, "paper": f"voucher:{voucher.public_id}", "once": once_of(browser, "use")})

    assert browser.location == "/blank-forms"
    assert [(each.state, each.voucher_id) for each in numbers(batch)] == [("open", None), ("used", voucher.id), ("open", None)]
    assert records(Event.BLANK_USE) == [("madoguchi", {"number": form.number.shown, "paper": "接種券"}, "窓口・再発行", 1)]
    assert resident.name in browser.get("/blank-forms?state=used").text


def test_a_number_that_was_used_says_when_by_whom_and_takes_no_second_end(sign_in: SignIn, resident: Resident):
    browser = at_the_counter(sign_in)
    form, *_ = numbers(a_batch(browser))
    use(browser, form, resident, issued_by_hand(resident))
    browser.get("/blank-batches")
    twice = browser.hidden("once")
    browser.post(f"{page_of(form)}/spoiling", {"reason": "soiled", "note": "", "once": twice})

    assert browser.status == 409
    assert f"番号 {form.number.shown} は、もう「入力済み」です" in browser.text
    assert "根本 千夏" in browser.text


def test_one_paper_is_never_two_numbers(sign_in: SignIn, resident: Resident):
    browser = at_the_counter(sign_in)
    first, second, _ = numbers(a_batch(browser))
    voucher = issued_by_hand(resident)
    use(browser, first, resident, voucher)
    page = browser.get(page_of(second)).text
    browser.get("/blank-batches")
    paper = {"resident": resident.public_id, "paper": f"voucher:{voucher.public_id}", "once": browser.hidden("once")}

    assert f"もう番号 {first.number.shown} から入力した" in page
    assert browser.post(f"{page_of(second)}/use", paper).status == 409
    assert numbers()[1].state == "open"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "読み取るか、入れてください"),
        ("0123456789", NOT_A_NUMBER),
        ("260000019", MISREAD),
        (PaperNumber(2026, 999).figures, "この市で作った記録がありません"),
    ],
)
def test_a_number_that_is_none_or_unknown_is_refused_with_its_reason(sign_in: SignIn, resident: Resident, typed: str, words: str):
    browser = at_the_counter(sign_in)
    a_batch(browser)

    assert scan(browser, typed).status == 422
    assert words in browser.text


def test_only_papers_of_the_forms_kind_issued_since_can_be_chosen(sign_in: SignIn, resident: Resident):
    the_covid_programme()
    a_covid_dose(resident)
    earlier = issued_by_hand(resident, dose_number=2)
    browser = at_the_counter(sign_in)
    form, *_ = numbers(a_batch(browser))
    give_out(browser, resident)
    page = browser.get(page_of(form)).text
    assert PAPER_EARLIER in page
    assert WRONG_PAPER in page

    for paper in (f"voucher:{earlier.public_id}", f"certificate:{certificates()[0].public_id}"):
        browser.get("/blank-batches")
        browser.post(f"{page_of(form)}/use", {"resident": resident.public_id, "paper": paper, "once": browser.hidden("once")})
        assert browser.status == 409


def test_a_certificate_is_linked_to_its_own_form(sign_in: SignIn, resident: Resident):
    the_covid_programme()
    a_covid_dose(resident)
    browser = at_the_counter(sign_in)
    form, *_ = numbers(a_batch(browser, 1, "certificate"))
    give_out(browser, resident)
    browser.get(page_of(form))
    paper = {"resident": resident.public_id, "paper": f"certificate:{certificates()[0].public_id}", "once": once_of(browser, "use")}

    assert browser.post(f"{page_of(form)}/use", paper).status == 303
    assert numbers()[0].certificate_id == certificates()[0].id


def test_a_number_of_a_batch_that_was_not_handed_out_has_no_end(sign_in: SignIn, resident: Resident):
    browser = at_the_counter(sign_in)
    form, *_ = numbers(a_batch(browser, handed=False))

    assert NOT_HANDED in browser.get(page_of(form)).text
    browser.get("/blank-batches")
    assert browser.post(f"{page_of(form)}/spoiling", {"reason": "soiled", "note": "", "once": browser.hidden("once")}).status == 409


def test_a_spoilt_number_keeps_its_reason_and_a_mistake_is_taken_back(sign_in: SignIn, resident: Resident):
    browser = at_the_counter(sign_in)
    form, *_ = numbers(a_batch(browser))
    browser.get(page_of(form)).post(f"{page_of(form)}/spoiling", {"reason": "", "note": "", "once": once_of(browser, "spoiling")})
    assert (browser.status, numbers()[0].state) == (422, "open")
    browser.get(page_of(form)).post(
        f"{page_of(form)}/spoiling", {"reason": "miswritten", "note": "氏名の書き誤り", "once": once_of(browser, "spoiling")}
    )
    assert "書き損じ。氏名の書き誤り" in browser.get(page_of(form)).text

    browser.post(f"{page_of(form)}/reopening")
    assert (numbers()[0].state, numbers()[0].reason, numbers()[0].note) == ("open", None, "")
    assert [facts["state"] for _, facts, _, _ in records(Event.BLANK_REOPEN)] == ["spoilt"]


def test_collecting_keeps_what_has_an_end(sign_in: SignIn, resident: Resident):
    browser = at_the_counter(sign_in)
    batch = a_batch(browser)
    first, second, third = numbers(batch)
    use(browser, second, resident, issued_by_hand(resident))
    page = f"/blank-batches/{batch.public_id}"
    browser.get(page).post(f"{page}/collection", {"first": first.number.figures, "last": third.number.figures})

    assert [form.state for form in numbers(batch)] == ["collected", "used", "collected"]
    assert records(Event.BLANK_COLLECT)[0][1]["count"] == 2


def test_a_closed_batch_is_not_changed(sign_in: SignIn, resident: Resident):
    browser, chief = at_the_counter(sign_in), sign_in("kacho")
    batch = a_batch(browser, 1)
    (form,) = numbers(batch)
    page = f"/blank-batches/{batch.public_id}"
    browser.get(page).post(f"{page}/collection", {"first": form.number.figures, "last": form.number.figures})
    chief.get(page).post(f"{page}/closing")
    token = browser.get("/blank-batches").hidden("once")

    assert browser.post(f"{page_of(form)}/reopening", {"once": token}).status == 409
    assert numbers()[0].state == "collected"


def test_whose_number_it_is_tells_nothing_of_where_a_protected_person_lives(sign_in: SignIn, resident: Resident):
    browser = at_the_counter(sign_in)
    form, *_ = numbers(a_batch(browser))
    use(browser, form, resident, issued_by_hand(resident))
    protect(resident)

    for page in (page_of(form), "/blank-forms?state=used"):
        assert "中根" not in browser.get(page).text


def test_a_list_of_thousands_is_shown_by_pages(sign_in: SignIn, resident: Resident):
    browser = at_the_counter(sign_in)
    for _ in range(4):
        a_batch(browser, 500, handed=False)
    browser.get("/blank-forms?page=2")

    assert '全<span class="nowrap">2,000件</span>' in browser.text
    assert "40ページのうち2ページ目" in browser.text
    assert PaperNumber(numbers()[0].fiscal_year, 51).shown in browser.text


def test_who_is_named_on_the_list_is_in_its_record(sign_in: SignIn, resident: Resident):
    browser = at_the_counter(sign_in)
    form, *_ = numbers(a_batch(browser))
    use(browser, form, resident, issued_by_hand(resident))
    browser.get("/blank-forms?state=used")

    assert records(Event.BLANK_LIST)[-1] == ("madoguchi", {"state": "used", "page": 1, "count": 1}, "窓口・再発行", 1)


@pytest.mark.parametrize("login_name", ["daicho", "toiawase", "kansa", "kanri"])
def test_who_does_not_serve_the_counter_sees_no_numbers(sign_in: SignIn, resident: Resident, login_name: str):
    assert sign_in(login_name).get("/blank-forms").status == 403


def test_the_database_itself_knows_one_end(app: Flask, sign_in: SignIn, resident: Resident):
    a_batch(at_the_counter(sign_in))
    for values in ({"state": "used"}, {"state": "spoilt"}, {"running": 2}):
        with pytest.raises(IntegrityError), writing() as session:
            session.execute(update(BlankForm).where(BlankForm.running == 1).values(values))
