"""A ledger as an Excel workbook: a column for each item, days as days, every text as text (M-6)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from portal.media.ledger_item_rules import ITEMS, Value
from portal.media.ledger_lines import LedgerLine
from portal.media.number_rules import Series

# Real days and moments, so that Excel sorts and filters them, shown as the ledger writes them: R8.11.24 10:38.
MOMENT, DAY = "[$-411]ge.m.d h:mm", "[$-411]ge.m.d"
HEAD_ROW = 2
CONSTANT = {"constant_memory": True}
CORRECTED = "訂正の数"
CORRECTION_HEADINGS = (("番号", 12), ("項目", 18), ("訂正前", 40), ("訂正後", 40), ("理由", 40), ("訂正した日時", 16), ("訂正した者", 16))


def write_workbook(target: BinaryIO, ledger: Series, lines: Iterable[LedgerLine], *, title: str, told: str) -> int:
    """Writes the lines as they come, never more than one of them in memory; how many there were. `told`: conditions, who, when.

    Nothing that was typed becomes a formula, a link or a number: each text is written as a text. Corrections stand on a sheet of their
    own beside the number of the line, so that sorting never parts them from it.
    """
    book = xlsxwriter.Workbook(target, dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False) | CONSTANT)
    formats = _formats(book)
    sheet, corrections = book.add_worksheet(title[:31]), book.add_worksheet("訂正")
    headings = [*((item.heading, item.width) for item in ITEMS[ledger]), (CORRECTED, 9)]
    _start(sheet, headings, formats, title=title, told=told)
    _start(corrections, CORRECTION_HEADINGS, formats, title=f"{title} 訂正", told=told)
    count, corrected = 0, HEAD_ROW
    for line in lines:
        count += 1
        row = HEAD_ROW + count
        for column, item in enumerate(ITEMS[ledger]):
            _put(sheet, (row, column), line.values.get(item.key), formats)
        _put(sheet, (row, len(headings) - 1), len(line.corrections), formats)
        for each in line.corrections:
            corrected += 1
            for column, value in enumerate((line.number, each.heading, each.was, each.becomes, each.reason, each.at, each.by)):
                _put(corrections, (corrected, column), value, formats)
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + count, len(headings) - 1)
    book.close()
    return count


def _formats(book: Workbook) -> dict[str, Format]:
    shown = {"font_name": "BIZ UDPゴシック", "font_size": 10, "valign": "top"}
    return {
        "title": book.add_format(shown | {"bold": True, "font_size": 14}),
        "head": book.add_format(shown | {"bold": True, "bg_color": "#E6E6E6", "border": 1, "text_wrap": True, "align": "center"}),
        "text": book.add_format(shown | {"text_wrap": True, "num_format": "@", "border": 1}),
        "number": book.add_format(shown | {"num_format": "#,##0", "border": 1}),
        "moment": book.add_format(shown | {"num_format": MOMENT, "border": 1, "align": "left"}),
        "day": book.add_format(shown | {"num_format": DAY, "border": 1, "align": "left"}),
    }


def _start(sheet: Worksheet, headings: Iterable[tuple[str, int]], formats: dict[str, Format], *, title: str, told: str) -> None:
    """Across on A4, one page wide would be too small to read: the first column and the head are repeated on every page instead."""
    sheet.write_string(0, 0, title, formats["title"])
    sheet.write_string(1, 0, told)
    for column, (heading, width) in enumerate(headings):
        sheet.set_column(column, column, width)
        sheet.write_string(HEAD_ROW, column, heading, formats["head"])
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.repeat_rows(HEAD_ROW)
    sheet.repeat_columns(0, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_footer("&L&A&R&P / &N ページ")


def _put(sheet: Worksheet, place: tuple[int, int], value: Value, formats: dict[str, Format]) -> None:
    row, column = place
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value.replace(tzinfo=None), formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["day"])
    elif isinstance(value, int):
        sheet.write_number(row, column, value, formats["number"])
    elif value:
        sheet.write_string(row, column, value, formats["text"])
    else:
        sheet.write_blank(row, column, None, formats["text"])
