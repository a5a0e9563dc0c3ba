"""One row of the dose file: its values, its faults, and what the register says against it."""

from datetime import date
from decimal import Decimal

import pytest

from portal.doses.deciding import Verdict, What, against_person
from portal.doses.fields import COLUMNS
from portal.doses.files import Known, note_of, read_row
from portal.doses.match_rules import Person
from portal.intake.files import why_not_headings
from portal.text.wareki import UNKNOWN, PartialDate
from tests.doses.dose_rows import FULL, LAYOUT, a_row

TODAY = date(2026, 11, 24)
PROGRAMMES = {"resident-r8": "resident-r8", "令和8年度 住民接種": "resident-r8"}
KNOWN = Known(TODAY, PROGRAMMES, {"ファイザー": "ファイザー"}, number_length=10, own_code="082210")
BIRTH = PartialDate(1948, 5, 14)


def test_the_headings_are_the_items_of_the_ledger() -> None:
    assert [column.heading for column in COLUMNS] == [
        "宛名番号",
        "予防接種区分",
        "接種回数",
        "要注意者",
        "罹患",
        "転入前実施サイン",
        "実施方法",
        "実施内容",
        "接種日",
        "接種日年齢",
        "接種量",
        "医療機関",
        "予診医師",
        "接種医師",
        "ロットNo.",
        "製造メーカー",
        "請求月",
        "助成金額",
        "自治体コード",
        "接種券番号",
    ]


def test_a_sound_row_gives_the_values_of_a_dose() -> None:
    row = read_row(a_row(予防接種区分="令和8年度 住民接種", 転入前実施サイン="1", 接種日年齢="78"), FULL, KNOWN)

    assert (row.number, row.faults) == ("0004000001", [])
    (values,) = row.doses
    assert values["programme_code"] == "resident-r8"
    assert values["given_on"] == date(2026, 10, 20)
    assert values["volume_ml"] == Decimal("0.30")
    assert values["before_moving_in"] is True
    assert values["claim_month"] == "2026-11"
    assert (values["subsidy_yen"], values["age_when_given"]) == (2070, 78)


@pytest.mark.parametrize(
    ("cells", "heading", "fault"),
    [
        ({"宛名番号": "40O0001"}, "宛名番号", "数字でない文字が入っています"),
        ({"予防接種区分": ""}, "予防接種区分", "空です"),
        ({"予防接種区分": "インフル"}, "予防接種区分", "登録されていない予防接種です"),
        ({"接種回数": "0"}, "接種回数", "0回目はありません"),
        ({"接種回数": "一"}, "接種回数", "0以上の整数ではありません"),
        ({"接種日": ""}, "接種日", "空です"),
        ({"接種日": "00000000"}, "接種日", "空です"),
        ({"接種日": "R8.10"}, "接種日", "月か日がありません"),
        ({"接種日": "R8.11.25"}, "接種日", "今日より後の日付です"),
        ({"転入前実施サイン": "あり"}, "転入前実施サイン", "0でも1でもありません"),
        ({"接種量": "たくさん"}, "接種量", "接種量として読めません"),
        ({"請求月": "11月"}, "請求月", "日付として読めません"),
        ({"助成金額": "2,070円"}, "助成金額", "0以上の整数ではありません"),
        ({"自治体コード": "82210"}, "自治体コード", "6桁より短い番号です(5桁)"),
        ({"自治体コード": "082211"}, "自治体コード", "検査数字が合いません"),
        ({"接種券番号": "400001"}, "接種券番号", "10桁より短い番号です(6桁)"),
        ({"製造メーカー": "どこか製薬"}, "製造メーカー", "知らないメーカー名です"),
    ],
)
def test_a_fault_is_told_by_its_column(cells: dict[str, str], heading: str, fault: str) -> None:
    faults = read_row(a_row(**cells), FULL, KNOWN).faults

    assert [(found.column, fault in found.fault) for found in faults] == [(heading, True)]


@pytest.mark.parametrize("heading", ["個人番号", "ワクチン種類", "製品名", "旅券関係情報", "証明書ID", "証明書発行年月日"])
def test_what_belongs_to_a_certificate_application_is_refused_by_row_and_column(heading: str) -> None:
    (reason,) = why_not_headings([*LAYOUT.headings, heading], LAYOUT)

    assert reason.startswith(f"1行目21列目「{heading}」: ")
    assert "列ごと除いて" in reason


def values_of(**cells: str) -> dict[str, object]:
    row = read_row(a_row(**cells), FULL, KNOWN)
    assert row.faults == []
    return row.doses[0]


@pytest.mark.parametrize(
    ("birth", "cells", "fault"),
    [
        (BIRTH, {"接種日年齢": "78"}, None),
        (BIRTH, {"接種日年齢": ""}, None),
        (BIRTH, {"接種日年齢": "77"}, "接種日の年齢は78歳です"),
        # The year is complete on the day before the birthday.
        (BIRTH, {"接種日": "R8.5.13", "接種日年齢": "78"}, None),
        (BIRTH, {"接種日": "R8.5.12", "接種日年齢": "78"}, "接種日の年齢は77歳です"),
        (PartialDate(2026, 10, 21), {}, "生年月日より前の日付です"),
        (PartialDate(2026, 10, 20), {}, None),
        (PartialDate(1948), {"接種日年齢": "78"}, None),
        (PartialDate(1948), {"接種日年齢": "77"}, None),
        (PartialDate(1948), {"接種日年齢": "79"}, "接種日の年齢は77歳です"),
        (UNKNOWN, {"接種日年齢": "50"}, None),
    ],
)
def test_the_day_and_the_age_are_held_against_the_birth_date(birth: PartialDate, cells: dict[str, str], fault: str | None) -> None:
    faults = against_person(values_of(**cells), Person(1, birth), FULL)

    assert [found.fault for found in faults] == ([fault] if fault else [])


@pytest.mark.parametrize(("birth", "written", "age"), [(BIRTH, "", 78), (BIRTH, "78", 78), (UNKNOWN, "", None)])
def test_an_age_left_out_is_counted(birth: PartialDate, written: str, age: int | None) -> None:
    verdict = Verdict(What.NEW, values_of(接種日年齢=written), Person(1, birth))

    assert verdict.content["age_when_given"] == age


def test_the_same_dose_has_one_key_however_its_programme_is_written() -> None:
    by_code, by_name = a_row(), a_row(予防接種区分="令和8年度 住民接種", 接種回数="01")

    assert note_of(by_code, layout=FULL, known=KNOWN) == note_of(by_name, layout=FULL, known=KNOWN)
    assert note_of(by_code, layout=FULL, known=KNOWN)[:30] == "0004000001          0000400001"


def test_without_a_person_number_the_voucher_stands_in_the_key() -> None:
    note = note_of(a_row(宛名番号=""), layout=FULL, known=KNOWN)

    assert note[:20].strip() == ""
    assert note[30:] == "v0000400001 resident-r8 1"
