"""At the resident page by keyboard: the customer's view, the household, a note, a scan from another page, and the list of keys."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal import clock
from portal.text.wareki import format_date, format_short
from tests.journeys.conftest import Person, Portal

pytestmark = pytest.mark.journey

# Somebody who does not live alone, and of whom nothing stops anything.
SOMEBODY = """
    SELECT r.name, r.kana, r.birth, r.public_id, r.resident_number, v.number
    FROM resident r JOIN voucher v ON v.resident_id = r.id
    WHERE v.voided_at IS NULL AND r.category = '1' AND r.protection IS NULL AND r.birth NOT LIKE '%-00%'
      AND (SELECT count(*) FROM resident o WHERE o.household_number = r.household_number AND o.protection IS NULL) BETWEEN 2 AND 6
    ORDER BY r.id LIMIT 1
"""
LONGEST_NAME = "SELECT public_id, name FROM resident ORDER BY length(name) DESC, id LIMIT 1"


def served(portal: Portal, clerk: Person, public_id: str) -> None:
    clerk.page.goto(f"{portal.url}/residents/{public_id}")
    if "/visits/new" in clerk.page.url:
        clerk.press("h")
        clerk.go_by("Control+Enter")
    assert clerk.page.url.endswith(f"/residents/{public_id}")


def scan(clerk: Person, number: str) -> None:
    """As a bar code reader does it: the figures in a burst, then Enter."""
    with clerk.page.expect_navigation():
        clerk.page.keyboard.type(number, delay=0)
        clerk.press("Enter")


def test_the_screen_is_turned_to_the_resident_and_back(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    somebody = portal.rows(SOMEBODY)[0]
    clerk = sits_down("madoguchi")
    served(portal, clerk, str(somebody.public_id))
    clerk.finds_no_barrier()

    for way_back in ("Escape", "Enter"):
        clerk.go_by("k")
        assert clerk.page.url.endswith("/confirmation")
        assert str(somebody.name) in clerk.text
        assert not [word for word in ("宛名番号", "住所", "対応中", "ひたちなか市") if word in clerk.text]
        clerk.finds_no_barrier()
        clerk.go_by(way_back)
        assert clerk.page.url.endswith(f"/residents/{somebody.public_id}")
        assert "対応中" in clerk.text


@pytest.mark.parametrize("size", [(1366, 768), (683, 384)])
def test_the_longest_name_fits_on_the_customers_view(portal: Portal, sits_down: Callable[[str], Person], size: tuple[int, int]) -> None:
    longest = portal.rows(LONGEST_NAME)[0]
    clerk = sits_down("madoguchi")
    served(portal, clerk, str(longest.public_id))
    clerk.page.set_viewport_size({"width": size[0], "height": size[1]})
    clerk.go_by("k")

    page = clerk.page.evaluate("[document.documentElement.scrollWidth <= innerWidth, document.documentElement.scrollHeight <= innerHeight]")
    assert page == [True, True]
    clerk.finds_no_barrier()


def test_an_idle_screen_hides_the_customers_view_as_well(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    somebody = portal.rows(SOMEBODY)[0]
    clerk = sits_down("madoguchi")
    served(portal, clerk, str(somebody.public_id))
    clerk.go_by("k")
    clerk.page.evaluate("document.dispatchEvent(new CustomEvent('portal:signed-out'))")
    clerk.page.wait_for_selector("[data-away]:not([hidden])")

    assert str(somebody.name) not in clerk.text
    clerk.finds_no_barrier()


def test_the_household_opens_in_place_and_leads_on_in_the_same_visit(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    somebody = portal.rows(SOMEBODY)[0]
    clerk = sits_down("madoguchi")
    served(portal, clerk, str(somebody.public_id))
    clerk.press("f")
    clerk.page.wait_for_selector("#household table")
    assert clerk.page.url.endswith(f"/residents/{somebody.public_id}")
    clerk.finds_no_barrier()

    clerk.go_by("ArrowDown", "Enter")
    assert not clerk.page.url.endswith(str(somebody.public_id))
    assert "この対応で開いた方 2人" in clerk.text


def test_a_note_is_written_and_ended_by_keyboard(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    somebody = portal.rows(SOMEBODY)[0]
    clerk = sits_down("toiawase")
    served(portal, clerk, str(somebody.public_id))
    clerk.go_by("w")
    clerk.tab_to("#text")
    clerk.write("筆談の用意をしてください。")
    clerk.tab_to("#ends_on")
    last_day = clock.today() + timedelta(days=30)
    clerk.write(format_short(last_day))
    clerk.finds_no_barrier()
    clerk.go_by("Control+Enter")
    assert f"筆談の用意をしてください。({format_date(last_day)}まで" in clerk.text

    clerk.tab_to(".notice a[href*='/notes/']")
    clerk.go_by("Enter")
    clerk.finds_no_barrier()
    clerk.tab_to("[name=reason]")
    clerk.press("Space")
    clerk.go_by("Control+Enter")
    assert "終わった申し送り" in clerk.text


def test_a_mailing_address_is_registered_by_keyboard(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    somebody = portal.rows(SOMEBODY)[0]
    clerk = sits_down("daicho")
    served(portal, clerk, str(somebody.public_id))
    clerk.go_by("m")
    clerk.finds_no_barrier()
    clerk.go_by("a")
    clerk.tab_to("#postal_code")
    clerk.write("310-8899")
    clerk.press("Tab")
    clerk.write("茨城県水戸市見本町8番地")
    clerk.tab_to("[name=reason]")
    clerk.press("Space")
    clerk.finds_no_barrier()
    clerk.go_by("Control+Enter")
    clerk.finds_no_barrier()
    clerk.go_by("Escape")

    assert clerk.page.url.endswith(f"/residents/{somebody.public_id}")
    assert "茨城県水戸市見本町8番地" in clerk.page.inner_text(".facts")


def test_a_scan_on_another_page_finds_the_person(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    somebody = portal.rows(SOMEBODY)[0]
    clerk = sits_down("madoguchi2")
    clerk.page.goto(f"{portal.url}/password")
    clerk.page.evaluate("document.activeElement.blur()")
    scan(clerk, str(somebody.number))
    assert clerk.page.url.endswith("/residents")
    assert clerk.page.input_value("#q") == str(somebody.number), "without a visit the number waits for the reason"
    clerk.finds_no_barrier()
    clerk.page.check("[name=reason][value=history]")
    clerk.go_by("Control+Enter")
    assert clerk.page.url.endswith(f"/residents/{somebody.public_id}")

    clerk.page.goto(f"{portal.url}/vouchers/today")
    scan(clerk, str(somebody.number))
    assert clerk.page.url.endswith(f"/residents/{somebody.public_id}")


def test_the_slash_leads_to_the_box_from_everywhere(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    somebody = portal.rows(SOMEBODY)[0]
    clerk = sits_down("madoguchi")
    served(portal, clerk, str(somebody.public_id))
    clerk.go_by("/")
    assert clerk.page.evaluate("document.activeElement.id") == "q"
    clerk.write(str(somebody.kana).split()[0])
    clerk.go_by("Enter")
    assert "一致" in clerk.text

    clerk.page.goto(f"{portal.url}/vouchers/today")
    clerk.go_by("/")
    assert clerk.page.evaluate("document.activeElement.id") == "q", "also when results are shown, whose first line is focused otherwise"


def test_the_list_of_keys_names_every_key_of_the_page_in_japanese(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    somebody = portal.rows(SOMEBODY)[0]
    clerk = sits_down("madoguchi")
    served(portal, clerk, str(somebody.public_id))
    carriers = clerk.page.evaluate("[...document.querySelectorAll('[data-key]')].map(each => each.dataset.key)")
    clerk.press("?")
    clerk.page.wait_for_selector("dialog[open]")
    rows = "[...document.querySelectorAll('[data-keys-list] dt')].map(dt => [dt.innerText, dt.nextElementSibling.innerText])"
    listed = dict(clerk.page.evaluate(rows))

    assert set("EKFMW") <= set(carriers)
    assert len(carriers) == len(set(carriers)), carriers
    for key in carriers:
        assert any("\u3040" <= letter <= "\u9fff" for letter in listed[key]), key
    assert listed["K"] == "お客様確認の画面"
    assert listed["/"] == "検索の欄へ移る"
    clerk.finds_no_barrier()
