"""A dose recorded while the form lies open: which one and when is said, and nobody is given a voucher too many (福山市: four doses)."""

from collections.abc import Callable

import pytest

from portal.doses.intake import apply_dose_file, check_dose_file
from portal.intake.rules import ImportKind
from portal.residents.models import Resident
from portal.vouchers.rules import SCREENING_ONLY
from tests.conftest import Browser
from tests.doses.dose_rows import LAYOUT, a_ledger, a_row
from tests.factories import a_dose, a_programme, a_resident, a_voucher
from tests.intake.importing import applied, checked
from tests.vouchers.at_the_counter import answers, first_answers, held_by, issue_page_of, kept, page_of, reissued, serving, tokens_of

SignIn = Callable[[str], Browser]
RECORDED = "1回目の接種(令和8年10月20日)が記録"


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    a_programme()
    return serving(sign_in("madoguchi"))


@pytest.fixture
def hanako(clerk: Browser) -> Resident:
    return a_resident(resident_number="0004000001")


def a_file_is_read_in(*rows: dict[str, str]) -> None:
    applied(checked(ImportKind.DOSES, LAYOUT, a_ledger(rows), check_dose_file), apply_dose_file)


def test_a_lost_voucher_is_reported_after_the_dose_came_in_with_a_file(clerk: Browser, hanako: Resident) -> None:
    voucher = a_voucher(hanako)
    tokens = tokens_of(clerk.get(page_of(voucher)))
    a_file_is_read_in(a_row())
    before = kept()
    clerk.post(page_of(voucher), answers() | tokens)

    assert clerk.status == 409
    assert f"{RECORDED}されています。使い終わった券は再発行できません。" in clerk.text
    assert kept() == before


def test_a_first_voucher_is_for_the_dose_that_the_page_named_and_no_other(clerk: Browser, hanako: Resident) -> None:
    tokens = tokens_of(clerk.get(issue_page_of(hanako)))
    assert clerk.hidden("dose") == "1"
    a_file_is_read_in(a_row())
    before = kept()
    clerk.post(issue_page_of(hanako), first_answers() | tokens)

    assert clerk.status == 409
    assert f"この画面を開いたあとに、{RECORDED}されました。何も発行していません。" in clerk.text
    assert kept() == before


def test_a_dose_taken_back_meanwhile_is_said_too(clerk: Browser, hanako: Resident) -> None:
    clerk.get(issue_page_of(hanako)).post(issue_page_of(hanako), first_answers(dose="2"))

    assert clerk.status == 409
    assert "この画面を開いたあとに、接種記録が取り消されました。" in clerk.text


@pytest.mark.parametrize("dose", ["", "あ", "-1", "9" * 400, "１"])
def test_a_form_that_names_no_dose_issues_nothing(clerk: Browser, hanako: Resident, dose: str) -> None:
    clerk.get(issue_page_of(hanako)).post(issue_page_of(hanako), first_answers(dose=dose))

    assert clerk.status == 409
    assert held_by(hanako) == []


def test_what_ended_after_the_screening_uses_no_voucher_up(clerk: Browser, hanako: Resident) -> None:
    """予診のみ: the person still needs the dose, and the voucher is reissued for that reason."""
    a_file_is_read_in(a_row(実施内容=SCREENING_ONLY))
    voucher = a_voucher(hanako)
    page = clerk.get(f"/residents/{hanako.public_id}").text
    assert "接種券を再発行する(1回目)" in page
    new = reissued(clerk, voucher, reason="screening_only")

    assert (new.dose_number, new.replaces_id) == (1, voucher.id)


def test_a_dose_of_another_programme_stops_nothing(clerk: Browser, hanako: Resident) -> None:
    a_programme("other")
    a_dose(hanako, programme_code="other")
    assert reissued(clerk, a_voucher(hanako)).dose_number == 1
