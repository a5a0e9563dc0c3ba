"""One row of the register file: its values, and every fault that its cells have together."""

from datetime import date

import pytest

from portal.residents.consequences import Consequence, consequence
from portal.residents.files import COLUMNS, LAYOUT, check_row, key_of
from portal.residents.rules import Category, Movement, Protection, Sex
from portal.text.wareki import PartialDate
from tests.residents.register_rows import a_row

TODAY = date(2026, 11, 24)


def test_the_headings_are_the_documented_ones() -> None:
    assert [column.heading for column in COLUMNS] == [
        "宛名番号",
        "団体内統合宛名番号",
        "世帯番号",
        "氏名",
        "カナ",
        "旧氏",
        "通称",
        "ローマ字",
        "生年月日",
        "性別",
        "郵便番号",
        "住所",
        "方書",
        "電話番号",
        "住民区分",
        "異動事由",
        "異動日",
        "支援措置区分",
        "支援措置開始日",
        "支援措置終了日",
    ]


def test_a_sound_row_gives_the_values_of_a_resident() -> None:
    values, faults = check_row(a_row(異動事由="05", 異動日="R8.11.1", 住民区分="4", 支援措置区分="1", 支援措置開始日="20260401"), TODAY)

    assert faults == []
    assert values is not None
    assert values["resident_number"] == "0004000001"
    assert values["birth"] == PartialDate(1948, 5, 14)
    assert values["sex"] is Sex.FEMALE
    assert values["category"] is Category.DEAD
    assert values["movement"] is Movement.DIED
    assert values["moved_on"] == date(2026, 11, 1)
    assert values["protection"] is Protection.SPOUSE_VIOLENCE
    assert values["protected_until"] is None


@pytest.mark.parametrize(
    ("cells", "heading", "fault"),
    [
        ({"宛名番号": ""}, "宛名番号", "空です"),
        ({"氏名": "　"}, "氏名", "空です"),
        ({"生年月日": ""}, "生年月日", "空です"),
        ({"性別": ""}, "性別", "空です"),
        ({"住民区分": "9"}, "住民区分", "区分表にない値です"),
        ({"異動事由": "42", "異動日": "R8.1.1"}, "異動事由", "区分表にない値です"),
        ({"カナ": "大和田 実"}, "カナ", "カナの欄に漢字があります"),
        ({"氏名": "見" * 201}, "氏名", "200文字までの欄に201文字あります"),
        ({"住所": "中根\ue123番地"}, "住所", "外字"),
        ({"方書": "1\t2"}, "方書", "使えない文字"),
        ({"郵便番号": "312"}, "郵便番号", "郵便番号が7桁の数字ではありません"),
        ({"異動日": "R8.11.4"}, "異動事由", "異動日があるのに事由がありません"),
        ({"異動事由": "03"}, "異動日", "異動事由があるのに異動日がありません"),
        ({"住民区分": "4"}, "異動日", "住民区分が死亡なのに異動日がありません"),
        ({"住民区分": "3"}, "異動日", "住民区分が転出なのに異動日がありません"),
        ({"異動事由": "03", "異動日": "R8.11.25"}, "異動日", "今日より後の日付です"),
        ({"異動事由": "03", "異動日": "S20.1.1"}, "異動日", "生年月日より前の日付です"),
        ({"異動事由": "03", "異動日": "R8.11"}, "異動日", "月か日がありません"),
        ({"生年月日": "R8.11.25"}, "生年月日", "今日より後の日付です"),
        ({"生年月日": "R9"}, "生年月日", "今日より後の日付です"),
        ({"支援措置開始日": "R8.4.1"}, "支援措置区分", "支援措置開始日があるのに区分がありません"),
        ({"支援措置終了日": "R8.4.1"}, "支援措置区分", "支援措置終了日があるのに区分がありません"),
        ({"支援措置区分": "1", "支援措置開始日": "R8.4.1", "支援措置終了日": "R8.3.31"}, "支援措置終了日", "開始日より前の日付です"),
    ],
)
def test_a_fault_is_told_by_its_column(cells: dict[str, str], heading: str, fault: str) -> None:
    values, faults = check_row(a_row(**cells), TODAY)

    assert values is None
    assert [(found.column, fault in found.fault) for found in faults] == [(heading, True)]
    assert all(found.remedy for found in faults)


def test_all_faults_of_a_row_are_told_at_once() -> None:
    _, faults = check_row(a_row(宛名番号="A", 氏名="", 性別="7", 異動事由="03"), TODAY)

    assert [fault.column for fault in faults] == ["宛名番号", "氏名", "性別", "異動日"]


def test_a_protection_that_starts_tomorrow_protects_today() -> None:
    values, faults = check_row(a_row(支援措置区分="2", 支援措置開始日="R8.11.25"), TODAY)

    assert not faults
    assert values is not None
    assert values["protected_from"] == date(2026, 11, 25)


def test_the_two_numbers_of_a_row_stand_at_their_places() -> None:
    note = key_of(a_row(宛名番号="1", 団体内統合宛名番号="2"))
    cut = {key.words: note[key.start - 1 : key.start - 1 + key.length].strip() for key in LAYOUT.keys}

    assert cut == {"宛名番号": "1", "団体内統合宛名番号": "2"}


def values_of(**cells: str) -> dict[str, object]:
    values, faults = check_row(a_row(**cells), TODAY)
    assert values is not None, faults
    return values


OUT = {"住民区分": "3", "異動事由": "04", "異動日": "R8.10.1"}
DEAD = {"住民区分": "4", "異動事由": "05", "異動日": "R8.10.1"}


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (None, {}, Consequence.MOVED_IN),
        (None, DEAD, Consequence.NEW_AWAY),
        (None, {"支援措置区分": "1"}, Consequence.PROTECTION_STARTS),
        ({}, {}, Consequence.NONE),
        ({}, {"支援措置区分": "1", **DEAD}, Consequence.PROTECTION_STARTS),
        ({"支援措置区分": "1"}, {}, Consequence.PROTECTION_ENDS),
        ({}, DEAD | {"住所": "別の町1"}, Consequence.DIED),
        ({}, OUT, Consequence.MOVED_OUT),
        (OUT, {"異動事由": "01", "異動日": "R8.11.1"}, Consequence.MOVED_IN),
        ({}, {"住所": "別の町1", "氏名": "手本 花子"}, Consequence.ADDRESS),
        ({}, {"郵便番号": "3120002"}, Consequence.ADDRESS),
        ({}, {"氏名": "手本 花子"}, Consequence.NAME),
        ({}, {"カナ": "テホン ハナコ"}, Consequence.NAME),
        ({}, {"電話番号": "029-000-9999"}, Consequence.OTHER),
    ],
)
def test_a_row_counts_under_the_gravest_thing_that_happens(before: dict[str, str] | None, after: dict[str, str], what: Consequence) -> None:
    old = None if before is None else values_of(**before)

    assert consequence(old, values_of(**after)) is what
