"""Rows of a register file, as cells by heading: an invented woman of 78 unless a test says otherwise."""

from collections.abc import Iterable, Mapping

from portal.residents.files import LAYOUT
from tests.intake.importing import as_file


def a_row(**cells: str) -> dict[str, str]:
    base = dict.fromkeys(LAYOUT.headings, "") | {
        "宛名番号": "0004000001",
        "氏名": "見本 花子",
        "カナ": "ミホン ハナコ",
        "生年月日": "S23.5.14",
        "性別": "2",
        "郵便番号": "312-0001",
        "住所": "大字中根9871番地3",
        "電話番号": "029-000-4471",
        "住民区分": "1",
    }
    return base | cells


def many_rows(count: int, **cells: str) -> list[dict[str, str]]:
    return [a_row(宛名番号=f"{number:010}", 団体内統合宛名番号=f"{90000000000 + number}", **cells) for number in range(1, count + 1)]


def a_register(rows: Iterable[Mapping[str, str]]) -> bytes:
    return as_file(LAYOUT.headings, rows)
