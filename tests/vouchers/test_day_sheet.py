"""今日の窓口 and 窓口日計表: figures that agree with what was done, page by page, for one day and no other."""

from collections.abc import Callable

import pytest

from portal import clock
from portal.accounts.rules import Channel
from portal.vouchers.day import ROWS_A_PAGE
from portal.vouchers.day_sheet import DayRow, show_day_sheet
from portal.vouchers.rules import Reason
from tests.conftest import Browser
from tests.factories import a_dose, a_programme, a_resident, the_covid_programme
from tests.vouchers.at_the_counter import reissued, serving
from tests.vouchers.record_copy_steps import give_copy, refuse_copy
from tests.vouchers.stepping import by_hand, in_the_post, page_of_voucher, scan, yesterday

SignIn = Callable[[str], Browser]
SHEET = "/vouchers/day-sheet"


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    a_programme()
    return serving(sign_in("madoguchi"))


def rows() -> dict[str, DayRow]:
    return {row.word: row for row in show_day_sheet(clock.today()).rows if row.total}


def test_issues_are_counted_by_reason_and_channel(clerk: Browser) -> None:
    by_hand(a_resident(), channel=Channel.COUNTER)
    by_hand(a_resident(), channel=Channel.COUNTER)
    by_hand(a_resident(), channel=Channel.POST, reason=Reason.LOST)
    by_hand(a_resident(), channel=Channel.PHONE, reason=Reason.NOT_DELIVERED, issued_at=yesterday())
    in_the_post(a_resident(), issued_at=clock.now())

    assert {word: dict(row.by_channel) for word, row in rows().items()} == {"新規": {Channel.COUNTER: 2}, "紛失": {Channel.POST: 1}}
    sheet = show_day_sheet(clock.today())
    assert (sheet.issued, sheet.of_channels[Channel.COUNTER], sheet.printed, sheet.yen, sheet.is_empty) == (3, 2, 4, 0, False)


def test_taken_back_returned_and_void_stand_beside(clerk: Browser) -> None:
    old, back, void = (in_the_post(a_resident()) for _ in range(3))
    new = reissued(clerk, old)
    url = page_of_voucher(new, "/take-back")
    clerk.get(url).post(url, {"paper": "not_printed", "note": "誤り"})
    scan(clerk, back.number)
    url = page_of_voucher(void, "/void")
    clerk.get(url).post(url, {"why": "declined", "note": ""})
    sheet = show_day_sheet(clock.today())

    assert (sheet.issued, sheet.taken_back, rows()["紛失"].taken_back) == (1, 1, 1)
    assert {word: count for word, count in sheet.steps if count} == {"返戻された": 1, "無効にした": 1}


def test_copies_of_the_record_are_counted_and_refusals_beside_them(clerk: Browser) -> None:
    resident = a_resident()
    the_covid_programme()
    a_dose(resident, programme_code="covid")
    give_copy(clerk, resident)
    refuse_copy(clerk, resident)
    refuse_copy(clerk, resident)

    by_channel = [(row.word, row.by_channel) for row in show_day_sheet(clock.today()).papers]
    assert by_channel == [
        ("接種済証の再交付", {}),
        ("接種記録の写しの交付", {Channel.COUNTER: 1}),
        ("写しの請求のお断り", {Channel.COUNTER: 2}),
    ]


def test_the_sheet_of_a_day_without_anything_says_so(clerk: Browser) -> None:
    assert "この日の受付はありません" in clerk.get(f"{SHEET}?day=2026-11-01").text
    assert "令和8年11月1日" in clerk.text


@pytest.mark.parametrize("day", ["", "2999-01-01", "きのう", "0001-01-01", "2026-02-30"])
def test_a_day_that_cannot_be_is_today(clerk: Browser, day: str) -> None:
    by_hand(a_resident())
    page = clerk.get(f"{SHEET}?day={day}").text

    assert "途中の集計" in page
    assert "新規" in page


def test_the_day_of_a_busy_office_has_pages(clerk: Browser) -> None:
    for _ in range(ROWS_A_PAGE + 1):
        by_hand(a_resident(), printed=False)
    first, second = (clerk.get(f"/vouchers/today?page={number}").text for number in (1, 9))

    assert (first.count('<th scope="row">'), second.count('<th scope="row">')) == (ROWS_A_PAGE, 1)
    assert f"{ROWS_A_PAGE + 1}件" in first


@pytest.mark.parametrize(("login_name", "status"), [("kacho", 200), ("daicho", 403), ("kansa", 403)])
def test_who_may(sign_in: SignIn, login_name: str, status: int) -> None:
    assert sign_in(login_name).get(SHEET).status == status
