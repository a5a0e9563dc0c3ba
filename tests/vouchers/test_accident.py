"""The accident that a city told of (福山市): a voucher reported lost after the dose was given, a reissue, and a dose too many."""

from datetime import date

import pytest

from portal.audit.events import Event
from tests.accounts.staff_records import facts_of
from tests.counter.at_counter import SignIn
from tests.factories import a_dose, a_programme, a_resident, a_voucher
from tests.vouchers.at_the_counter import again, answers, held_by, issue_page_of, page_of, serving, tokens_of

GIVEN = "1回目の接種(令和8年10月20日)が記録されています。"
USED = "使い終わった券は再発行できません。"


def test_a_lost_voucher_reported_after_the_dose_was_given_is_not_issued_again(sign_in: SignIn) -> None:
    a_programme()
    resident = a_resident()
    voucher = a_voucher(resident)
    a_dose(resident, voucher_number=voucher.number, given_on=date(2026, 10, 20))
    clerk = serving(sign_in("madoguchi"))

    page = clerk.get(f"/residents/{resident.public_id}").text
    assert "使用済" in page
    assert f'href="{page_of(voucher)}"' not in page
    clerk.get(page_of(voucher))
    assert GIVEN + USED in clerk.text
    assert "再発行する <kbd>" not in clerk.text


@pytest.mark.parametrize("dose_number", [1, 2])
def test_the_dose_recorded_while_the_form_was_open_stops_the_reissue(sign_in: SignIn, dose_number: int) -> None:
    """Also when the file brings the later dose alone."""
    a_programme()
    resident = a_resident()
    voucher = a_voucher(resident)
    clerk = serving(sign_in("madoguchi"))
    tokens = tokens_of(clerk.get(page_of(voucher)))
    a_dose(resident, dose_number=dose_number, given_on=date(2026, 10, 20))

    clerk.post(page_of(voucher), answers() | tokens)

    assert clerk.status == 409
    assert f"{dose_number}回目の接種(令和8年10月20日)が記録されています。{USED}" in clerk.text
    assert again(voucher).voided_at is None
    assert len(held_by(resident)) == 1
    assert facts_of(Event.VOUCHER_REISSUE) == []


def test_nor_does_a_first_issue_give_the_dose_a_second_time(sign_in: SignIn) -> None:
    """With every dose recorded there is nothing to issue, whatever became of the paper."""
    a_programme()
    resident = a_resident()
    for number, day in ((1, date(2026, 10, 20)), (2, date(2026, 11, 20))):
        a_dose(resident, dose_number=number, given_on=day)
    clerk = serving(sign_in("madoguchi"))

    clerk.get(issue_page_of(resident))

    assert "2回すべての接種が記録されています。" in clerk.text
    assert held_by(resident) == []


def test_what_ended_after_the_screening_was_no_dose(sign_in: SignIn) -> None:
    """予診のみ: the voucher of the same dose is still good, and goes out again when it was collected."""
    a_programme()
    resident = a_resident()
    voucher = a_voucher(resident)
    a_dose(resident, content="予診のみ")
    clerk = serving(sign_in("madoguchi"))

    assert "再発行する <kbd>" in clerk.get(page_of(voucher)).text
    assert "1回目" in clerk.get(f"/residents/{resident.public_id}").text.split("<dt>次回接種</dt>")[1].split("</div>")[0]
