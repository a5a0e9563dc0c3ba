"""Tables as Excel workbooks: days as days, numbers as numbers, every text as a text; nothing that was typed becomes a formula or a link."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

# Real days and moments, so that Excel sorts and filters them, shown as a register writes them: R8.11.24 10:38.
MOMENT, DAY = "[$-411]ge.m.d h:mm", "[$-411]ge.m.d"
HEAD_ROW = 2
A4 = 9

Value = str | int | float | date | datetime | None
Formats = Mapping[str, Format]


def new_workbook(target: BinaryIO) -> Workbook:
    """Never more than one row in memory: rows are written in their order."""
    plain = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    return xlsxwriter.Workbook(target, plain | {"constant_memory": True})


def formats_of(book: Workbook) -> Formats:
    shown = {"font_name": "BIZ UDPゴシック", "font_size": 10, "valign": "top"}
    return {
        "title": book.add_format(shown | {"bold": True, "font_size": 14}),
        "head": book.add_format(shown | {"bold": True, "bg_color": "#E6E6E6", "border": 1, "text_wrap": True, "align": "center"}),
        "text": book.add_format(shown | {"text_wrap": True, "num_format": "@", "border": 1}),
        "number": book.add_format(shown | {"num_format": "#,##0", "border": 1}),
        "fraction": book.add_format(shown | {"num_format": "#,##0.0", "border": 1}),
        "moment": book.add_format(shown | {"num_format": MOMENT, "border": 1, "align": "left"}),
        "day": book.add_format(shown | {"num_format": DAY, "border": 1, "align": "left"}),
    }


def start_sheet(sheet: Worksheet, headings: Iterable[tuple[str, int]], formats: Formats, *, title: str, told: str) -> None:
    """`headings`: each with its width in characters; `told`: conditions, who, when.

    Across on A4, one page wide would be too small to read: the first column and the head are repeated on every page instead.
    """
    sheet.write_string(0, 0, title, formats["title"])
    sheet.write_string(1, 0, told)
    for column, (heading, width) in enumerate(headings):
        sheet.set_column(column, column, width)
        sheet.write_string(HEAD_ROW, column, heading, formats["head"])
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.repeat_rows(HEAD_ROW)
    sheet.repeat_columns(0, 0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_footer("&L&A&R&P / &N ページ")


def put(sheet: Worksheet, place: tuple[int, int], value: Value, formats: Formats) -> None:
    """`place`: row and column, from 0."""
    if isinstance(value, datetime):
        sheet.write_datetime(*place, value.replace(tzinfo=None), formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(*place, datetime(value.year, value.month, value.day), formats["day"])
    elif isinstance(value, int):
        sheet.write_number(*place, value, formats["number"])
    elif isinstance(value, float):
        sheet.write_number(*place, value, formats["fraction"])
    elif value:
        sheet.write_string(*place, value, formats["text"])
    else:
        sheet.write_blank(*place, None, formats["text"])


def write_table(target: BinaryIO, headings: Sequence[tuple[str, int]], rows: Iterable[Sequence[Value]], *, title: str, told: str) -> int:
    """One sheet, filtered by its head; how many rows there were."""
    book = new_workbook(target)
    sheet, formats, count = book.add_worksheet(title[:31]), formats_of(book), 0
    start_sheet(sheet, headings, formats, title=title, told=told)
    for row in rows:
        count += 1
        for column, value in enumerate(row):
            put(sheet, (HEAD_ROW + count, column), value, formats)
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + count, len(headings) - 1)
    book.close()
    return count
