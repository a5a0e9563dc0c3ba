"""A ledger as an Excel workbook: a column for each item, days as days, every text as text (M-6)."""

from collections.abc import Iterable
from typing import BinaryIO

from portal.media.ledger_item_rules import ITEMS
from portal.media.ledger_lines import LedgerLine
from portal.media.number_rules import Series
from portal.web.workbook import HEAD_ROW, formats_of, new_workbook, put, start_sheet

CORRECTED = "訂正の数"
CORRECTION_HEADINGS = (("番号", 12), ("項目", 18), ("訂正前", 40), ("訂正後", 40), ("理由", 40), ("訂正した日時", 16), ("訂正した者", 16))


def write_workbook(target: BinaryIO, ledger: Series, lines: Iterable[LedgerLine], *, title: str, told: str) -> int:
    """Writes the lines as they come, never more than one of them in memory; how many there were. `told`: conditions, who, when.

    Nothing that was typed becomes a formula, a link or a number: each text is written as a text. Corrections stand on a sheet of their
    own beside the number of the line, so that sorting never parts them from it.
    """
    book = new_workbook(target)
    formats = formats_of(book)
    sheet, corrections = book.add_worksheet(title[:31]), book.add_worksheet("訂正")
    headings = [*((item.heading, item.width) for item in ITEMS[ledger]), (CORRECTED, 9)]
    start_sheet(sheet, headings, formats, title=title, told=told)
    start_sheet(corrections, CORRECTION_HEADINGS, formats, title=f"{title} 訂正", told=told)
    count, corrected = 0, HEAD_ROW
    for line in lines:
        count += 1
        row = HEAD_ROW + count
        for column, item in enumerate(ITEMS[ledger]):
            put(sheet, (row, column), line.values.get(item.key), formats)
        put(sheet, (row, len(headings) - 1), len(line.corrections), formats)
        for each in line.corrections:
            corrected += 1
            for column, value in enumerate((line.number, each.heading, each.was, each.becomes, each.reason, each.at, each.by)):
                put(corrections, (corrected, column), value, formats)
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + count, len(headings) - 1)
    book.close()
    return count
