"""Rows of a dose file, as cells by heading."""

from collections.abc import Iterable, Mapping

from portal.doses.layout_files import own_layout
from tests.intake.importing import as_file

FULL, VRS = own_layout("full"), own_layout("vrs")
LAYOUT = FULL.sheet


def a_row(**cells: str) -> dict[str, str]:
    base = dict.fromkeys(LAYOUT.headings, "") | {
        "宛名番号": "0004000001",
        "予防接種区分": "resident-r8",
        "接種回数": "1",
        "転入前実施サイン": "0",
        "実施方法": "個別",
        "実施内容": "接種",
        "接種日": "R8.10.20",
        "接種量": "0.30",
        "医療機関": "なかね内科",
        "ロットNo.": "ZX1180",
        "製造メーカー": "ファイザー",
        "請求月": "R8.11",
        "助成金額": "2070",
        "自治体コード": "082210",
        "接種券番号": "0000400001",
    }
    return base | cells


def a_ledger(rows: Iterable[Mapping[str, str]]) -> bytes:
    return as_file(LAYOUT.headings, rows)


def a_vrs_row(**cells: str) -> dict[str, str]:
    """A person with one dose of 2021; numbers as VRS writes them, without leading zeros."""
    base = {
        "個別宛名番号": "4000001",
        "1回目接種履歴登録日時": "20210620101500",
        "1回目接種日": "20210620",
        "1回目券番号": "400001",
        "1回目接種自治体コード": "82210",
        "1回目接種会場名": "総合体育館",
        "1回目接種医師名": "見本 一",
        "1回目ワクチンメーカー": "武田/モデルナ",
        "1回目ワクチンロット番号": "3004733",
    }
    return base | cells


def a_vrs_dose(dose: int, **cells: str) -> dict[str, str]:
    """The cells of a further dose: 接種日="20210718"."""
    base = {
        "接種履歴登録日時": "20210718101500",
        "接種日": "20210718",
        "券番号": "400001",
        "接種自治体コード": "82210",
        "接種会場名": "総合体育館",
        "接種医師名": "見本 一",
        "ワクチンメーカー": "武田/モデルナ",
        "ワクチンロット番号": "3004734",
    }
    return {f"{dose}回目{name}": value for name, value in (base | cells).items()}


def a_vrs_file(rows: Iterable[Mapping[str, str]], *, doses: int = 7) -> bytes:
    return as_file(VRS.sheet.headings[: 1 + 8 * doses], rows)
