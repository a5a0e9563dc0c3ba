"""A pile of envelopes has come back: scanned one after another without the mouse, and what follows from each."""

from collections.abc import Callable

import pytest

from tests.journeys.conftest import Person, Portal

pytestmark = pytest.mark.journey

IN_THE_POST = """
    SELECT v.number, v.public_id, r.name
    FROM voucher v JOIN resident r ON r.id = v.resident_id
    WHERE v.posted_at IS NOT NULL AND v.returned_at IS NULL AND v.voided_at IS NULL AND r.category = '1' AND r.protection IS NULL
      AND NOT EXISTS (SELECT 1 FROM dose d WHERE d.resident_id = r.id
                      AND d.programme_code = v.programme_code AND d.dose_number = v.dose_number)
    ORDER BY v.id DESC LIMIT 2
"""
STATE = "SELECT returned_at, voided_at FROM voucher WHERE number = :number"


def test_a_pile_of_envelopes_is_scanned_by_keyboard(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    first, misread = portal.rows(IN_THE_POST)
    clerk = sits_down("madoguchi")
    the_clerk_opens_the_page_within_a_visit(clerk, portal)
    for number, words in (
        (first.number, "返戻にした"),
        ("9999999999", "番号なし"),
        (first.number, "返戻済"),
        (misread.number, "返戻にした"),
    ):
        clerk.write(str(number))
        clerk.go_by("Enter")
        assert words in clerk.text
    assert str(misread.name) in clerk.text
    clerk.finds_no_barrier()

    clerk.go_by("Escape", "z")
    assert "返戻の記録を取り消しました" in clerk.text
    states = [portal.rows(STATE, number=voucher.number)[0].returned_at is not None for voucher in (first, misread)]
    assert states == [True, False]
    clerk.page.goto(f"{portal.url}/returned-mail?view=open")
    assert "確かめるもの 2通" in clerk.text
    clerk.finds_no_barrier()
    the_one_that_came_back_is_made_void(clerk, portal, str(first.public_id))
    assert portal.rows(STATE, number=first.number)[0].voided_at is not None


def the_clerk_opens_the_page_within_a_visit(clerk: Person, portal: Portal) -> None:
    clerk.page.goto(f"{portal.url}/returned-mail")
    clerk.page.locator("[name=channel][value=internal]").check()
    clerk.page.locator("[name=reason]").last.check()
    clerk.go_by("Control+Enter")
    assert clerk.page.url.endswith("/returned-mail")
    clerk.finds_no_barrier()


def the_one_that_came_back_is_made_void(clerk: Person, portal: Portal, public_id: str) -> None:
    clerk.page.goto(f"{portal.url}/vouchers/{public_id}")
    assert "あて所に尋ねあたりません" in clerk.text
    clerk.finds_no_barrier()
    clerk.page.goto(f"{portal.url}/vouchers/{public_id}/void")
    clerk.finds_no_barrier()
    clerk.tab_to("[name=why]")
    clerk.press("Space")
    clerk.go_by("Control+Enter")
    assert "無効(" in clerk.text
    clerk.finds_no_barrier()


def test_the_lists_and_the_day_sheet_have_no_barrier(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    clerk = sits_down("madoguchi2")
    clerk.page.goto(f"{portal.url}/vouchers")
    clerk.page.locator("[name=channel][value=internal]").check()
    clerk.page.locator("[name=reason]").last.check()
    clerk.go_by("Control+Enter")
    for page in (
        "/vouchers?state=posted",
        "/vouchers?state=void&begins=R8.13.1",
        "/vouchers?state=issued",
        "/vouchers/today",
        "/vouchers/day-sheet",
    ):
        clerk.page.goto(f"{portal.url}{page}")
        clerk.finds_no_barrier()

    keeper = sits_down("daicho")
    keeper.page.goto(f"{portal.url}/voucher-codes")
    keeper.finds_no_barrier()
