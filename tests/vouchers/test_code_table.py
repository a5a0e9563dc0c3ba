"""券種・回数のコード on the screen: added, ended, and what is printed with them."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from portal.audit.events import Event
from portal.db import reading
from portal.vouchers.code_queries import codes_ever, codes_now
from portal.vouchers.code_rules import Part, dose_of
from portal.vouchers.state_models import VoucherCode
from tests.accounts.staff_records import facts_of
from tests.conftest import Browser
from tests.factories import a_programme, a_resident, a_voucher
from tests.vouchers.at_the_counter import reissued, serving, sheet_of

SignIn = Callable[[str], Browser]
CODES = "/voucher-codes"


@pytest.fixture
def keeper(sign_in: SignIn) -> Browser:
    a_programme()
    return sign_in("daicho")


def add(browser: Browser, part: str, digit: str, dose: str = "", words: str = "") -> int:
    return browser.get(CODES).post(CODES, {"part": part, "digit": digit, "dose_number": dose, "words": words}).status


def end(browser: Browser, part: Part, digit: str) -> int:
    with reading() as session:
        standing = (VoucherCode.part == part, VoucherCode.digit == digit, VoucherCode.ended_at.is_(None))
        public_id = session.scalars(select(VoucherCode.public_id).where(*standing)).one()
    return browser.get(CODES).post(f"{CODES}/{public_id}/end").status


def test_the_table_begins_with_what_is_usual(keeper: Browser) -> None:
    with reading():
        codes = {(code.part, code.digit): code.dose_number for code in codes_now()}

    assert codes == {(Part.KIND, "1"): None, (Part.KIND, "2"): None} | {(Part.DOSE, str(dose)): dose for dose in range(1, 10)}
    assert "予診のみ" in keeper.get(CODES).text


def test_a_code_is_added_and_recorded(keeper: Browser) -> None:
    assert add(keeper, "kind", "4", words="乳幼児") == 303
    assert facts_of(Event.CODE_ADD) == [{"by": "daicho", "part": "kind", "digit": "4", "dose": None}]
    assert "乳幼児" in keeper.follow().text


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (("kind", "2", "", "接種"), 409),
        (("dose", "1", "3", ""), 409),
        (("kind", "4", "", ""), 422),
        (("kind", "", "", "x"), 422),
        (("", "4"), 422),
    ],
)
def test_what_cannot_stand_is_told_and_nothing_is_kept(keeper: Browser, sent: tuple[str, ...], status: int) -> None:
    assert add(keeper, *sent) == status
    assert facts_of(Event.CODE_ADD) == []


def test_another_digit_for_a_dose_is_printed_and_the_old_one_still_read(keeper: Browser, sign_in: SignIn) -> None:
    assert end(keeper, Part.DOSE, "9") == 303
    assert end(keeper, Part.DOSE, "2") == 303
    assert add(keeper, "dose", "9", "2") == 303
    clerk = serving(sign_in("madoguchi"))
    new = reissued(clerk, a_voucher(a_resident(), dose_number=2))

    assert json.loads(sheet_of(new))["dose_digit"] == "9"
    with reading():
        codes = codes_ever()
    assert (dose_of(codes, "9"), dose_of(codes, "2")) == (2, 2)


def test_a_kind_that_a_running_programme_prints_is_not_ended(keeper: Browser) -> None:
    assert end(keeper, Part.KIND, "2") == 409
    assert "令和8年度 住民接種が使っています" in keeper.text
    assert facts_of(Event.CODE_END) == []


@pytest.mark.parametrize(("login_name", "status"), [("daicho2", 200), ("madoguchi", 403), ("kacho", 403), ("kanri", 403)])
def test_who_may(sign_in: SignIn, login_name: str, status: int) -> None:
    assert sign_in(login_name).get(CODES).status == status
