"""A register or list of cases on A4 across, set by typst from data alone: 開示等請求処理簿, 期限一覧, 運用状況."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from portal.vouchers.typesetting import compiled_pdf

TEMPLATE = Path(__file__).parents[2] / "templates" / "disclosures" / "register.typ"
# A line whose longest cell has no more characters goes to the next page whole; a longer one may break.
SHORT_CELL = 300


@dataclass(frozen=True)
class Heading:
    """What stands over the tables and in the foot of each page."""

    title: str
    told: str
    office: str
    printed: str
    count: str
    note: str = ""


@dataclass(frozen=True)
class Table:
    """`columns`: heading and share of the width; each row has as many cells, each a list of lines."""

    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Sequence[str]]]
    title: str = ""
    empty: str = "この条件の請求はありません。"


def register_pdf(heading: Heading, tables: Sequence[Table], *, made_at: datetime) -> bytes:
    """One PDF/A-2u; the same content and moment give the same bytes. Raises ValueError (no time zone), MissingGlyph."""
    return compiled_pdf(TEMPLATE, _content(heading, tables), issued_at=made_at, tagged=False)


def _content(heading: Heading, tables: Sequence[Table]) -> dict[str, object]:
    return {"heading": asdict(heading), "tables": [_table(each) for each in tables]}


def _table(table: Table) -> dict[str, object]:
    return {
        "title": table.title,
        "empty": table.empty,
        "columns": [{"heading": heading, "share": share} for heading, share in table.columns],
        "rows": [{"cells": row, "is_short": max(sum(map(len, each)) for each in row) <= SHORT_CELL} for row in table.rows],
    }
