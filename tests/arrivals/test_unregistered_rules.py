"""住登外 without screens: who looks like the same person, which addresses are taken, who is hidden at once."""

import pytest

from portal.arrivals.unregistered_rules import (
    Names,
    RegistrationReason,
    address_as_kept,
    is_same_name_and_birth,
    protection_for,
    why_alike,
    why_not_municipality,
    why_not_note,
    why_not_without_search,
)
from portal.residents.rules import Protection, is_number_of_the_counter
from portal.text.wareki import PartialDate

BIRTH = PartialDate(1996, 2, 29)
NEW = Names("渡辺 和子", "ワタナベ カズコ", "", "", BIRTH)


def names(name: str = "佐藤 花", kana: str = "サトウ ハナ", former: str = "", alias: str = "") -> Names:
    return Names(name, kana, former, alias, BIRTH)


@pytest.mark.parametrize(
    ("new", "there", "why"),
    [
        (NEW, names("渡辺 和子", ""), "氏名が同じ"),
        (NEW, names("渡邉 和子", ""), "氏名が異体字で同じ"),
        (NEW, names("別の 人", "わたなべかずこ"), "カナが同じ"),
        (NEW, names("渡辺 和子", "ワタナベ カズコ"), "氏名が同じ・カナが同じ"),
        (NEW, names("鈴木 和子", "", former="渡邉"), "旧氏と名が同じ"),
        (names("鈴木 和子", "", former="渡辺"), names("渡辺 和子", ""), "旧氏と名が同じ"),
        (NEW, names("鈴木 和子", "スズキ カズコ"), "名のカナが同じ"),
        (names("LI MEI", "リ メイ", alias="渡辺 和子"), names("渡辺 和子", ""), "通称が同じ"),
        (NEW, names("LI MEI", "リ メイ", alias="渡辺 和子"), "通称が同じ"),
        (NEW, names("鈴木 花子", "スズキ ハナコ"), ""),
        (NEW, names("渡辺 一郎", "ワタナベ イチロウ"), ""),
        (names("甲", ""), names("乙", ""), ""),
        (names("鈴木", "スズキ", former="渡辺"), names("渡辺", "ワタナベ"), ""),
    ],
)
def test_why_two_people_of_one_birth_date_look_alike(new: Names, there: Names, why: str) -> None:
    assert why_alike(new, there) == why


def test_the_same_name_needs_the_same_date_to_be_exact() -> None:
    assert is_same_name_and_birth(NEW, names("渡邊 和子"))
    assert not is_same_name_and_birth(NEW, Names("渡辺 和子", "", "", "", PartialDate(1996, 2)))
    assert not is_same_name_and_birth(NEW, names("渡辺 和"))


@pytest.mark.parametrize(
    ("municipality", "address", "kept"),
    [
        ("ひたちなか市", "市毛1番地", "市毛1番地"),
        ("茨城県ひたちなか市", "市毛1番地", "市毛1番地"),
        ("茨城県水戸市", "中央1丁目4番1号", "茨城県水戸市中央1丁目4番1号"),
        ("東京都千代田区", "九段南1-2-1", "東京都千代田区九段南1-2-1"),
    ],
)
def test_an_address_is_kept_as_the_register_writes_it(municipality: str, address: str, kept: str) -> None:
    assert why_not_municipality(municipality, city="ひたちなか市") is None
    assert address_as_kept(municipality, address, city="ひたちなか市", prefecture="茨城県") == kept


@pytest.mark.parametrize("municipality", ["水戸市", "市毛", "茨城県", "MITO"])
def test_another_municipality_without_its_prefecture_would_be_taken_for_this_city(municipality: str) -> None:
    reason = why_not_municipality(municipality, city="ひたちなか市")

    assert reason == "ひたちなか市のほかは、茨城県水戸市 のように都道府県から入れてください。"


def test_who_hides_from_violence_is_protected_and_nobody_else_is() -> None:
    assert {reason: protection_for(reason) for reason in RegistrationReason if protection_for(reason)} == {
        RegistrationReason.VIOLENCE: Protection.OTHER
    }


def test_only_another_reason_needs_a_word() -> None:
    assert [reason for reason in RegistrationReason if why_not_note(reason, " ")] == [RegistrationReason.OTHER]
    assert why_not_note(RegistrationReason.OTHER, "工事のため滞在") is None


def test_a_search_comes_first() -> None:
    assert why_not_without_search(True) is None
    assert "先に「住民を探す」で" in (why_not_without_search(False) or "")


@pytest.mark.parametrize(
    ("number", "of_the_counter"),
    [
        ("9900000000", False),
        ("9900000001", True),
        ("9999999999", True),
        ("09900000001", True),
        ("10000000000", False),
        ("99000000011", False),
        ("0004000001", False),
        ("²", False),
        ("A9900000001", False),
    ],
)
def test_the_numbers_of_the_counter_are_a_range_of_their_own(number: str, of_the_counter: bool) -> None:
    assert is_number_of_the_counter(number, 9_900_000_001) is of_the_counter
