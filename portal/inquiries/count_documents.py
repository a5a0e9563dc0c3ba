"""The figures of the slips on paper: A4 upright (D-3)."""

from datetime import datetime

from portal.config import ROOT
from portal.inquiries.count_rules import HEADINGS, Counts, month_words
from portal.inquiries.rules import CHANNEL_WORDS
from portal.vouchers.kept_paper import refusing_unprintable
from portal.vouchers.typesetting import compiled_pdf

TEMPLATE = ROOT / "templates" / "inquiries" / "count.typ"


def count_pdf(counts: Counts, *, office: str, printed: str, made_at: datetime) -> bytes:
    """`printed`: when and by whom."""
    content = {
        "office": f"{office} {counts.section}",
        "period": counts.period.words,
        "year": f"{counts.period.fiscal_year - 2018}",
        "printed": printed,
        "headings": HEADINGS,
        "figures": counts.figures.cells,
        "channels": [*CHANNEL_WORDS.values(), "計"],
        "crossed": [{"word": word, "cells": [f"{count:,}" for count in cells]} for word, cells in counts.crossed],
        "results": [{"word": word, "count": f"{count:,}"} for word, count in counts.results.items()],
        "months": [{"word": month_words(year, month), "cells": figures.cells} for year, month, figures in counts.months],
        "sum": counts.year.cells,
    }
    with refusing_unprintable("集計は変えていません。"):
        return compiled_pdf(TEMPLATE, {"count": content}, issued_at=made_at)
