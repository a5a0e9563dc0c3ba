"""One cell of each kind: its value, or the fault and the remedy."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from portal.intake.cells import WITHHELD, CellError, Column, Kind, fault_in, read_cell, without_individual_numbers
from portal.text.wareki import UNKNOWN, PartialDate

# Invented figures whose check digit is right.
NUMBER_LIKE = "123456789018"


def column(kind: Kind, **values: Any) -> Column:
    return Column("列", "field", kind, **({"length": 10} | values))


@pytest.mark.parametrize(
    ("kind", "options", "written", "value"),
    [
        (Kind.NUMBER, {}, "0004000001", "0004000001"),
        (Kind.NUMBER, {}, "  42　", "42"),
        (Kind.NUMBER, {}, "\uff10\uff11", "01"),
        (Kind.NUMBER, {}, "", ""),
        (Kind.TEXT, {}, "　見本 花子 ", "見本 花子"),
        (Kind.TEXT, {}, "葛\U000e0101飾", "葛\U000e0101飾"),
        (Kind.TEXT, {}, "𠮷野", "𠮷野"),
        (Kind.KANA, {}, "ﾐﾎﾝ ﾊﾅｺ", "ﾐﾎﾝ ﾊﾅｺ"),
        (Kind.BIRTH, {}, "S23.5.14", PartialDate(1948, 5, 14)),
        (Kind.BIRTH, {}, "19480500", PartialDate(1948, 5)),
        (Kind.BIRTH, {}, "不詳", UNKNOWN),
        (Kind.BIRTH, {}, "00000000", UNKNOWN),
        (Kind.DAY, {}, "令和8年11月4日", date(2026, 11, 4)),
        (Kind.DAY, {}, "20261104", date(2026, 11, 4)),
        (Kind.DAY, {}, "00000000", None),
        (Kind.DAY, {}, "", None),
        (Kind.MONTH, {}, "R8.11", "2026-11"),
        (Kind.MONTH, {}, "202611", "2026-11"),
        (Kind.MONTH, {}, "", ""),
        (Kind.CODE, {"words": {"01": "転入"}}, "01", "01"),
        (Kind.CODE, {"words": {"01": "転入"}}, "1", "01"),
        (Kind.CODE, {"words": {"01": "転入"}}, "転入", "01"),
        (Kind.POSTAL_CODE, {}, "〒312-0001", "3120001"),
        (Kind.PHONE, {"length": 20}, "\uff10\uff12\uff19−000−4471", "029-000-4471"),
        (Kind.SIGN, {}, "1", True),
        (Kind.SIGN, {}, "", False),
        (Kind.COUNT, {"length": 7}, "2,070", 2070),
        (Kind.COUNT, {}, "", None),
        (Kind.VOLUME, {}, "0.30mL", Decimal("0.30")),
        (Kind.VOLUME, {}, "", None),
    ],
)
def test_a_cell_gives_its_value(kind: Kind, options: dict[str, Any], written: str, value: object) -> None:
    assert read_cell(column(kind, **options), written) == value


@pytest.mark.parametrize(
    ("kind", "options", "written", "fault", "remedy"),
    [
        (Kind.TEXT, {"needed": True}, " 　", "空です", "列を入れてください"),
        (Kind.NUMBER, {}, "00418B72", "数字でない文字が入っています", "10桁までの数字"),
        (Kind.NUMBER, {}, "12345678901", "11桁あります", "10桁までの数字"),
        (Kind.NUMBER, {"exact": True}, "123", "10桁より短い番号です(3桁)", "文字列"),
        (Kind.TEXT, {"length": 3}, "見本花子", "3文字までの欄に4文字あります", "3文字まで"),
        (Kind.TEXT, {}, "見本\n花子", "使えない文字", "除いて"),
        (Kind.TEXT, {}, "見\u202e本", "使えない文字", "除いて"),
        (Kind.TEXT, {}, "見\ufffd本", "文字が失われています", "元のシステム"),
        (Kind.TEXT, {}, "見\ue000本", "外字", "IVS"),
        (Kind.TEXT, {}, "見\U000f0001本", "外字", "IVS"),
        (Kind.TEXT, {"length": 40}, WITHHELD, "個人番号とみられる12桁があります", "除いて"),
        (Kind.KANA, {}, "大和田 実", "カナの欄に漢字があります", "ミホン ハナコ"),
        (Kind.DAY, {}, "R8.13.4", "13月はありません", "1から12"),
        (Kind.DAY, {}, "S64.1.8", "昭和は64年1月7日までです", "平成元年1月8日"),
        (Kind.DAY, {}, "きのう", "日付として読めません", "S50.1.2"),
        (Kind.DAY, {}, "R8.11", "月か日がありません", "日までそろった日付"),
        (Kind.MONTH, {}, "R8", "月がありません", "202611"),
        (Kind.CODE, {"words": {"1": "男", "2": "女"}}, "9", "区分表にない値です", "1 男、2 女"),
        (Kind.POSTAL_CODE, {}, "312", "郵便番号が7桁の数字ではありません", "312-0001"),
        (Kind.PHONE, {"length": 20}, "なし", "電話番号に使えない文字があります", "029-000-0000"),
        (Kind.SIGN, {}, "有", "0でも1でもありません", "該当すれば1"),
        (Kind.COUNT, {}, "二", "0以上の整数ではありません", "数字だけ"),
        (Kind.COUNT, {"length": 3}, "0,075", "0以上の整数ではありません", "数字だけ"),
        (Kind.COUNT, {"length": 2}, "100", "数が大きすぎます", "2桁まで"),
        (Kind.VOLUME, {}, "少し", "接種量として読めません", "0.30"),
        (Kind.VOLUME, {}, "0", "接種量として読めません", "0.30"),
    ],
)
def test_a_wrong_cell_says_what_is_wrong_and_what_to_do(kind: Kind, options: dict[str, Any], written: str, fault: str, remedy: str) -> None:
    with pytest.raises(CellError) as refused:
        read_cell(column(kind, **options), written)

    assert fault in refused.value.fault
    assert remedy in refused.value.remedy


@pytest.mark.parametrize(
    "cell",
    [
        NUMBER_LIKE,
        "1234 5678 9018",
        "1234-5678-9018",
        "番号は" + NUMBER_LIKE + "です",
        "".join(chr(0xFF10 + int(figure)) for figure in NUMBER_LIKE),
        "12345678901\u30008",
    ],
)
def test_what_looks_like_a_personal_number_is_taken_out_of_the_row(cell: str) -> None:
    assert without_individual_numbers(["4000001", cell], frozenset({0})) == ["4000001", WITHHELD]


@pytest.mark.parametrize("cell", ["123456789010", "1234567890180", "029-000-4471", "大字中根9871番地3"])
def test_other_figures_stay(cell: str) -> None:
    assert without_individual_numbers([cell], frozenset()) == [cell]


def test_the_citys_own_numbers_may_have_twelve_figures() -> None:
    assert without_individual_numbers([NUMBER_LIKE], frozenset({0})) == [NUMBER_LIKE]


def test_a_withheld_cell_shows_no_value() -> None:
    assert fault_in(column(Kind.TEXT), WITHHELD, CellError("誤り", "直し方")).value == ""
