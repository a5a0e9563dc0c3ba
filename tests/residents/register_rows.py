"""Rows of a register file, as cells by heading: an invented woman of 78 unless a test says otherwise."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

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
    """Nobody of them is like another: each was born on a day of their own."""
    numbers = range(1, count + 1)
    return [a_row(**{"宛名番号": f"{n:010}", "団体内統合宛名番号": f"{90000000000 + n}", "生年月日": born(n)} | cells) for n in numbers]


def born(number: int) -> str:
    return f"{date(1948, 5, 14) + timedelta(days=number):%Y%m%d}"


def a_register(rows: Iterable[Mapping[str, str]]) -> bytes:
    return as_file(LAYOUT.headings, rows)
