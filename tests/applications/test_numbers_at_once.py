"""Several clerks in the same second: numbers are drawn once, a paper is one number's, a number has one end."""

import pytest

from tests.applications.numbered import SignIn, a_batch, issued_by_hand, numbers, once_of, page_of
from tests.conftest import Browser
from tests.factories import a_programme, a_resident
from tests.vouchers.certificate_steps import serving
from tests.vouchers.test_at_the_same_time import Sending, at_once, chain_is_whole

pytestmark = pytest.mark.thorough


@pytest.fixture
def clerks(sign_in: SignIn) -> list[Browser]:
    a_programme()
    return [serving(sign_in, login_name) for login_name in ("madoguchi", "madoguchi2", "kacho")]


def test_batches_made_at_once_share_no_number(clerks: list[Browser]) -> None:
    sendings: list[Sending] = []
    for clerk in clerks:
        clerk.get("/blank-batches")
        tokens = {name: clerk.hidden(name) for name in ("once", "csrf_token")}
        sendings.append((clerk, "/blank-batches", {"form": "voucher", "count": "20"} | tokens))
    at_once(sendings)

    assert [clerk.status for clerk in clerks] == [303] * 3
    assert [form.running for form in numbers()] == list(range(1, 61))
    assert chain_is_whole()


def test_one_paper_entered_from_two_numbers_at_once_is_the_first_ones(clerks: list[Browser]) -> None:
    resident = a_resident()
    forms = numbers(a_batch(clerks[0], 3))
    voucher = issued_by_hand(resident)
    sendings: list[Sending] = []
    for clerk, form in zip(clerks, forms, strict=True):
        clerk.get(f"/residents/{resident.public_id}").get(page_of(form))
        paper = {"resident": resident.public_id, "paper": f"voucher:{voucher.public_id}", "csrf_token": clerk.hidden("csrf_token")}
        sendings.append((clerk, f"{page_of(form)}/use", paper | {"once": once_of(clerk, "use")}))
    at_once(sendings)

    assert sorted(clerk.status for clerk in clerks) == [303, 409, 409]
    assert sorted(form.state for form in numbers()) == ["open", "open", "used"]


def test_two_ends_of_one_number_at_once_are_one(clerks: list[Browser]) -> None:
    form, *_ = numbers(a_batch(clerks[0], 1))
    sendings: list[Sending] = []
    for clerk, reason in zip(clerks, ("soiled", "miswritten", "form_lost"), strict=True):
        clerk.get(page_of(form))
        sent = {"reason": reason, "note": "", "csrf_token": clerk.hidden("csrf_token"), "once": once_of(clerk, "spoiling")}
        sendings.append((clerk, f"{page_of(form)}/spoiling", sent))
    at_once(sendings)

    assert sorted(clerk.status for clerk in clerks) == [303, 409, 409]
    assert [each.state for each in numbers()] == ["spoilt"]
