"""The figures of the slips as an Excel workbook: figures as figures, texts as texts, never a formula (D-3)."""

from collections.abc import Sequence
from typing import BinaryIO

from xlsxwriter.workbook import Workbook

from portal.inquiries.count_rules import HEADINGS, Counts, Figures, month_words
from portal.inquiries.rules import CHANNEL_WORDS
from portal.web.workbook import HEAD_ROW, Formats, Value, formats_of, new_workbook, put, start_sheet

HOURS = HEADINGS.index("完結までの平均")


def write_counts(target: BinaryIO, counts: Counts, *, told: str) -> None:
    """A sheet by month, one of categories by channel, one of results. `told`: when and by whom it was made."""
    book = new_workbook(target)
    formats = formats_of(book)
    months = [(month_words(year, month), *_values(figures)) for year, month, figures in counts.months]
    headings = ("月", *(heading if place != HOURS else f"{heading}(時間)" for place, heading in enumerate(HEADINGS)))
    of_section = f"受付票の集計 {counts.section}"
    year, period = f"{of_section} 令和{counts.period.fiscal_year - 2018}年度", f"{of_section} {counts.period.words}"
    _sheet(book, "月別", [headings, *months, ("計", *_values(counts.year))], formats, title=year, told=told)
    crossed = [(word, *cells) for word, cells in counts.crossed]
    _sheet(book, "分類と方法", [("分類", *CHANNEL_WORDS.values(), "計"), *crossed], formats, title=period, told=told)
    _sheet(book, "結果", [("結果", "件数"), *counts.results.items()], formats, title=period, told=told)
    book.close()


def _values(figures: Figures) -> list[Value]:
    """As HEADINGS names them; hours to a tenth, so that Excel can go on counting."""
    hours = None if figures.mean_hours is None else round(figures.mean_hours, 1)
    before = (figures.taken, figures.complaints, figures.leaks, figures.closed)
    return [*before, hours, figures.late_calls, figures.cancelled]


def _sheet(book: Workbook, name: str, table: Sequence[Sequence[Value]], formats: Formats, *, title: str, told: str) -> None:
    """The first row of the table is its head; on one page."""
    head, *rows = table
    sheet = book.add_worksheet(name)
    start_sheet(sheet, [(str(word), 13 if column else 26) for column, word in enumerate(head)], formats, title=title, told=told)
    for number, row in enumerate(rows, HEAD_ROW + 1):
        for column, value in enumerate(row):
            put(sheet, (number, column), value, formats)
    sheet.fit_to_pages(1, 0)
