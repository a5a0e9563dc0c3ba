"""A ledger on paper: A4 across with 決裁欄 and 確認欄, compiled by typst from data alone (M-6)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from portal.config import ROOT
from portal.media.correction_queries import Corrected
from portal.media.ledger_cell_rules import PAPER, Cell, cell_lines
from portal.media.ledger_lines import LedgerLine
from portal.media.number_rules import Series
from portal.text.wareki import format_short_datetime
from portal.vouchers.typesetting import compiled_images, compiled_pdf

FOLDER = ROOT / "templates" / "media"
TEMPLATE = FOLDER / "ledger.typ"
EMPTY = "(空欄)"
# A line whose longest cell has no more characters goes to the next page whole; a longer one may break.
SHORT_CELL = 300
SEALS = ("所属長", "媒体管理者", "担当")


@dataclass(frozen=True)
class Heading:
    """What stands over the table and in the foot of each page."""

    title: str
    conditions: tuple[str, ...]
    office: str
    printed_by: str
    printed_at: str
    count: str
    volume: str = ""
    seals: tuple[str, ...] = SEALS


def ledger_pdf(ledger: Series, lines: Sequence[LedgerLine], heading: Heading, *, made_at: datetime) -> bytes:
    """One PDF/A-2u of the lines in their order, each followed by its corrections; the same content and moment give the same bytes.

    Raises ValueError (no time zone), MissingGlyph.
    """
    return compiled_pdf(TEMPLATE, _content(ledger, lines, heading), issued_at=made_at, tagged=False)


def ledger_images(ledger: Series, lines: Sequence[LedgerLine], heading: Heading, *, pixels_per_inch: float) -> list[bytes]:
    """The same pages as PNG, for looking at. Does not notice missing characters."""
    return compiled_images(TEMPLATE, _content(ledger, lines, heading), pixels_per_inch=pixels_per_inch)


def correction_words(each: Corrected) -> str:
    """「訂正 返却予定: R8.4.1 → R8.4.3(理由) R8.4.2 10:00 氏名」."""
    changed = f"{each.was or EMPTY} → {each.becomes or EMPTY}"
    return f"訂正 {each.heading}: {changed}({each.reason}) {format_short_datetime(each.at)} {each.by}"


def _content(ledger: Series, lines: Sequence[LedgerLine], heading: Heading) -> dict[str, object]:
    cells = PAPER[ledger]
    return {
        "heading": asdict(heading),
        "columns": [{"heading": cell.heading, "share": cell.mm} for cell in cells],
        "lines": [_row(line, cells) for line in lines],
    }


def _row(line: LedgerLine, cells: Sequence[Cell]) -> dict[str, object]:
    texts = [cell_lines(cell, line.values) for cell in cells]
    return {
        "cells": texts,
        "is_short": max(sum(map(len, each)) for each in texts) <= SHORT_CELL,
        "corrections": [correction_words(each) for each in line.corrections],
    }
