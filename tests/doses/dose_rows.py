"""Rows of a dose file, as cells by heading."""

from collections.abc import Iterable, Mapping

from portal.doses.files import LAYOUT
from tests.intake.importing import as_file


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
