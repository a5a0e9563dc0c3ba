"""A table as an Excel workbook, written row by row: days as days, numbers as numbers, every text as a text."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.media.ledger_item_rules import Value

DAY = "[$-411]ge.m.d"
HEAD_ROW = 2


def write_workbook(target: BinaryIO, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Value]], *, title: str, told: str) -> int:
    """`columns`: heading and width in characters; `told`: conditions, who, when. How many rows there were.

    Nothing that was typed becomes a formula, a link or a number. Across on A4; the head and the first column stand on every page.
    """
    plain = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    book = xlsxwriter.Workbook(target, plain | {"constant_memory": True})
    sheet, formats = book.add_worksheet(title[:31]), _formats(book)
    sheet.write_string(0, 0, title, formats["title"])
    sheet.write_string(1, 0, told)
    for place, (heading, width) in enumerate(columns):
        sheet.set_column(place, place, width)
        sheet.write_string(HEAD_ROW, place, heading, formats["head"])
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.repeat_rows(HEAD_ROW)
    sheet.repeat_columns(0, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_footer("&L&A&R&P / &N ページ")
    count = 0
    for row in rows:
        count += 1
        for place, value in enumerate(row):
            _put(sheet, (HEAD_ROW + count, place), value, formats)
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + count, len(columns) - 1)
    book.close()
    return count


def _formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    shown = {"font_name": "BIZ UDPゴシック", "font_size": 10, "valign": "top"}
    return {
        "title": book.add_format(shown | {"bold": True, "font_size": 14}),
        "head": book.add_format(shown | {"bold": True, "bg_color": "#E6E6E6", "border": 1, "text_wrap": True, "align": "center"}),
        "text": book.add_format(shown | {"text_wrap": True, "num_format": "@", "border": 1}),
        "number": book.add_format(shown | {"num_format": "#,##0", "border": 1}),
        "day": book.add_format(shown | {"num_format": DAY, "border": 1, "align": "left"}),
    }


def _put(sheet: Worksheet, place: tuple[int, int], value: Value, formats: dict[str, Format]) -> None:
    row, column = place
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["day"])
    elif isinstance(value, int):
        sheet.write_number(row, column, value, formats["number"])
    elif value:
        sheet.write_string(row, column, value, formats["text"])
    else:
        sheet.write_blank(row, column, None, formats["text"])
