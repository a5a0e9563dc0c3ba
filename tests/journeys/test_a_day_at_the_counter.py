"""A day at the counter: a dozen jobs that come one after another, each by keyboard, each page without a barrier."""

from collections.abc import Callable

import pytest
from sqlalchemy.engine import Row

from portal.text.romaji import romaji_of
from tests.journeys.conftest import Person, Portal

pytestmark = pytest.mark.journey

# Lives with somebody, is reached by telephone, holds a voucher that is not used yet, and shares the name with nobody.
SOMEBODY = """
    SELECT r.name, r.kana, r.birth, r.address, r.phone, r.public_id, v.number, v.dose_number
    FROM resident r JOIN voucher v ON v.resident_id = r.id
    WHERE v.voided_at IS NULL AND r.category = '1' AND r.protection IS NULL AND r.birth NOT LIKE '%-00%' AND r.phone <> '' AND r.kana <> ''
      AND NOT EXISTS (SELECT 1 FROM dose d WHERE d.resident_id = r.id
                      AND d.programme_code = v.programme_code AND d.dose_number >= v.dose_number)
      AND (SELECT count(*) FROM resident o WHERE o.household_number = r.household_number AND o.protection IS NULL) BETWEEN 2 AND 6
      AND (SELECT count(*) FROM resident o WHERE o.name_key = r.name_key) = 1
    ORDER BY r.id DESC LIMIT 1
"""
PROTECTED = """
    SELECT name, kana, birth, address, phone FROM resident
    WHERE protection IS NOT NULL AND category = '1' AND kana <> '' ORDER BY id LIMIT 1
"""
MITO = "082015"

Somebody = Row[tuple[object, ...]]


def test_a_day_at_the_counter(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    somebody = portal.rows(SOMEBODY)[0]
    clerk = sits_down("madoguchi2")

    a_voucher_is_scanned_before_anything_else(clerk, somebody)
    the_resident_looks_at_name_and_birth(clerk, somebody)
    the_family_is_looked_at_too(clerk)
    the_next_one_spells_the_name_in_letters(clerk, somebody)
    a_caller_knows_only_the_name_and_the_telephone(clerk, somebody)
    a_letter_came_back_with_the_address_alone(clerk, somebody)
    two_of_one_name_and_birth_are_told_apart(clerk)
    a_birth_was_misheard(clerk, somebody)
    nobody_learns_where_a_protected_person_lives(clerk, portal.rows(PROTECTED)[0])
    another_citys_voucher_is_not_taken(clerk)
    somebody_moved_in_this_morning(clerk)
    somebody_lives_here_without_being_registered(clerk)
    the_lost_voucher_is_reissued(clerk, somebody)


def look_for(clerk: Person, typed: str, birth: str = "") -> None:
    # Esc leaves a field; pressed outside one it would lead back to the page before, while the slash leads here.
    if clerk.page.evaluate("document.activeElement.matches('input, textarea, select')"):
        clerk.press("Escape")
    clerk.press("/")
    if not clerk.page.url.endswith("/residents"):
        clerk.page.wait_for_url("**/residents*")
    clerk.press("Control+a")
    clerk.write(typed)
    clerk.press("Tab", "Control+a")
    clerk.write(birth) if birth else clerk.press("Delete")
    clerk.go_by("Enter")


def leave_the_box(clerk: Person) -> None:
    """The box of an empty answer has the focus."""
    clerk.press("Escape")
    clerk.page.wait_for_function("document.activeElement.id !== 'q'")


def a_voucher_is_scanned_before_anything_else(clerk: Person, somebody: Somebody) -> None:
    clerk.page.goto(f"{clerk.page.url.split('/residents')[0]}/vouchers/today")
    with clerk.page.expect_navigation():
        clerk.page.keyboard.type(f"2{somebody.dose_number}082210{somebody.number}", delay=0)
        clerk.press("Enter")
    assert "照会事由を選んでください。" in clerk.text
    clerk.finds_no_barrier()
    clerk.tab_to("[name=reason]")
    clerk.press("Space")
    clerk.go_by("Control+Enter")

    assert clerk.page.url.endswith(f"/residents/{somebody.public_id}")
    assert str(somebody.number) in clerk.text
    clerk.finds_no_barrier()


def the_resident_looks_at_name_and_birth(clerk: Person, somebody: Somebody) -> None:
    clerk.go_by("k")
    assert str(somebody.name) in clerk.text
    assert str(somebody.address) not in clerk.text
    clerk.finds_no_barrier()
    clerk.go_by("Escape")


def the_family_is_looked_at_too(clerk: Person) -> None:
    clerk.press("f")
    clerk.page.wait_for_selector("#household table")
    clerk.go_by("ArrowDown", "Enter")
    assert "この対応で開いた方 2人" in clerk.text
    clerk.finds_no_barrier()


def the_next_one_spells_the_name_in_letters(clerk: Person, somebody: Somebody) -> None:
    surname = romaji_of(str(somebody.kana).split()[0])
    look_for(clerk, surname.upper(), str(somebody.birth).replace("-", "/"))

    assert str(somebody.name) in clerk.text
    assert "ローマ字前方一致・生年月日一致" in clerk.text
    clerk.finds_no_barrier()


def a_caller_knows_only_the_name_and_the_telephone(clerk: Person, somebody: Somebody) -> None:
    look_for(clerk, f"{str(somebody.name).split()[0]} {str(somebody.phone)[-4:]}")

    assert str(somebody.name) in clerk.text
    assert "電話番号の下4桁一致" in clerk.text
    clerk.finds_no_barrier()


def a_letter_came_back_with_the_address_alone(clerk: Person, somebody: Somebody) -> None:
    look_for(clerk, f"茨城県ひたちなか市{somebody.address}")

    assert str(somebody.name) in clerk.text
    assert "住所一致" in clerk.text
    clerk.finds_no_barrier()


def two_of_one_name_and_birth_are_told_apart(clerk: Person) -> None:
    look_for(clerk, "S23.5.14 渡辺和子")
    assert "次の2人は別の方です。" in clerk.text
    clerk.finds_no_barrier()

    clerk.go_by("ArrowDown", "Enter")
    assert "ほかに1人います。" in clerk.text
    clerk.finds_no_barrier()
    clerk.go_by("d")
    assert "次の2人は別の方です。" in clerk.text


def a_birth_was_misheard(clerk: Person, somebody: Somebody) -> None:
    look_for(clerk, str(somebody.name), "M45.7.1")
    assert "登録がありません。" in clerk.text
    clerk.finds_no_barrier()

    clerk.press("Escape")
    clerk.go_by("w")
    assert "文字どおり一致" in clerk.text


def nobody_learns_where_a_protected_person_lives(clerk: Person, protected: Somebody) -> None:
    look_for(clerk, str(protected.address))
    assert str(protected.name) not in clerk.text

    look_for(clerk, str(protected.kana), str(protected.birth).replace("-", "/"))
    assert "所属長に引き継いでください" in clerk.text
    clerk.go_by("Enter")
    assert "電話で所在や接種歴を答えないでください。" in clerk.text
    assert str(protected.address) not in clerk.text
    assert str(protected.phone or "029-") not in clerk.text
    clerk.finds_no_barrier()


def another_citys_voucher_is_not_taken(clerk: Person) -> None:
    look_for(clerk, f"21{MITO}0000000001")

    assert "ほかの市町村が発行した接種券です。" in clerk.text
    clerk.finds_no_barrier()


def somebody_moved_in_this_morning(clerk: Person) -> None:
    look_for(clerk, "新居 渡", "S60.2.28")
    assert "登録がありません。" in clerk.text
    leave_the_box(clerk)
    clerk.go_by("n")
    assert clerk.page.input_value("#name") == "新居 渡", "what was searched need not be typed again"
    assert clerk.page.input_value("#birth") == "S60.2.28"
    fill(clerk, {"#kana": "アライ ワタル", "#address": "田彦9604番地", "#moved_from": "茨城県水戸市"})
    choose(clerk, "[name=sex]", "[name=purposes]", "[name=applicant]", "[name=documents]")
    clerk.finds_no_barrier()
    clerk.go_by("Control+Enter")

    assert "反映待ち" in clerk.text
    assert "新居 渡" in clerk.text
    clerk.finds_no_barrier()


def somebody_lives_here_without_being_registered(clerk: Person) -> None:
    look_for(clerk, "仮居 宿子", "H2.3.4")
    leave_the_box(clerk)
    clerk.go_by("j")
    fill(clerk, {"#kana": "カリイ ヤドコ", "#municipality": "茨城県日立市", "#address": "見本町1番地"})
    choose(clerk, "[name=sex]", "[name=reason]", "[name=applicant]", "[name=documents]")
    clerk.finds_no_barrier()
    clerk.go_by("Control+Enter")

    assert "仮居 宿子" in clerk.text
    assert "住登外" in clerk.text
    clerk.finds_no_barrier()


def the_lost_voucher_is_reissued(clerk: Person, somebody: Somebody) -> None:
    look_for(clerk, str(somebody.number))
    clerk.go_by("r")
    choose(clerk, "[name=documents]")
    clerk.finds_no_barrier()
    clerk.go_by("Control+Enter")
    assert "有効" in clerk.text
    clerk.finds_no_barrier()

    look_for(clerk, str(somebody.number))
    assert "再発行のため無効" in clerk.text, "the number of the lost paper still leads to the person, and says that it is void"


def fill(clerk: Person, typed: dict[str, str]) -> None:
    for field, words in typed.items():
        clerk.tab_to(field)
        clerk.write(words)


def choose(clerk: Person, *groups: str) -> None:
    """The first of each, where nothing is chosen yet."""
    for group in groups:
        if not clerk.page.locator(f"{group}:checked").count():
            clerk.tab_to(group)
            clerk.press("Space")
