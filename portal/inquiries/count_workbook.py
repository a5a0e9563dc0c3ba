"""The figures of the slips as an Excel workbook: figures as figures, texts as texts, never a formula (D-3)."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from portal.inquiries.count_rules import HEADINGS, Counts, Figures, month_words
from portal.inquiries.rules import CHANNEL_WORDS

HOURS = HEADINGS.index("完結までの平均")
AS_TEXT = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
Value = str | int | float | None


def write_counts(target: BinaryIO, counts: Counts, *, told: str) -> None:
    """A sheet by month, one of categories by channel, one of results. `told`: when and by whom it was made."""
    book = xlsxwriter.Workbook(target, dict.fromkeys(AS_TEXT, False) | {"in_memory": True})
    formats = _formats(book)
    months = [(month_words(year, month), *_values(figures)) for year, month, figures in counts.months]
    headings = ("月", *(heading if place != HOURS else f"{heading}(時間)" for place, heading in enumerate(HEADINGS)))
    year, period = f"{counts.section} 令和{counts.period.fiscal_year - 2018}年度", f"{counts.section} {counts.period.words}"
    _sheet(book, "月別", (year, told), [headings, *months, ("計", *_values(counts.year))], formats=formats)
    crossed = [(word, *cells) for word, cells in counts.crossed]
    _sheet(book, "分類と方法", (period, told), [("分類", *CHANNEL_WORDS.values(), "計"), *crossed], formats=formats)
    _sheet(book, "結果", (period, told), [("結果", "件数"), *counts.results.items()], formats=formats)
    book.close()


def _values(figures: Figures) -> list[Value]:
    """As HEADINGS names them; hours to a tenth, so that Excel can go on counting."""
    hours = None if figures.mean_hours is None else round(figures.mean_hours, 1)
    before = (figures.taken, figures.complaints, figures.leaks, figures.closed)
    return [*before, hours, figures.late_calls, figures.cancelled]


def _formats(book: Workbook) -> dict[str, Format]:
    shown = {"font_name": "BIZ UDPゴシック", "font_size": 10}
    return {
        "title": book.add_format(shown | {"bold": True, "font_size": 14}),
        "head": book.add_format(shown | {"bold": True, "bg_color": "#E6E6E6", "border": 1, "text_wrap": True, "align": "center"}),
        "text": book.add_format(shown | {"num_format": "@", "border": 1}),
        "number": book.add_format(shown | {"num_format": "#,##0.#", "border": 1}),
        "whole": book.add_format(shown | {"num_format": "#,##0", "border": 1}),
    }


def _sheet(book: Workbook, name: str, heads: tuple[str, str], rows: Iterable[Sequence[Value]], *, formats: dict[str, Format]) -> None:
    """`heads`: what the sheet counts, and who made it when."""
    title, told = heads
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, f"受付票の集計 {title}", formats["title"])
    sheet.write_string(1, 0, told)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            _put(sheet, (number + 2, column), value, head=formats["head"] if number == 0 else None, formats=formats)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, len(HEADINGS), 13)
    sheet.freeze_panes(3, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _put(sheet: Worksheet, place: tuple[int, int], value: Value, *, head: Format | None, formats: dict[str, Format]) -> None:
    if value is None:
        sheet.write_blank(*place, None, head or formats["text"])
    elif isinstance(value, str):
        sheet.write_string(*place, value, head or formats["text"])
    else:
        sheet.write_number(*place, value, formats["whole" if isinstance(value, int) else "number"])
