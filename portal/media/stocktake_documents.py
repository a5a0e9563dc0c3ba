"""The result of a 棚卸 as A4 with places for the chief's confirmation, compiled by typst from data alone (M-1, M-6)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from portal.config import ROOT
from portal.vouchers.typesetting import compiled_images, compiled_pdf

TEMPLATE = ROOT / "templates" / "media" / "stocktake.typ"


@dataclass(frozen=True)
class MediumOnSheet:
    """`result`: seen with its time, or why it was not looked for."""

    number: str
    what: str
    place: str
    standing: str
    result: str
    is_different: bool


@dataclass(frozen=True)
class DifferenceOnSheet:
    number: str
    found: str
    words: str
    settled: str


@dataclass(frozen=True)
class StocktakeSheet:
    section: str
    started_words: str
    closed_words: str
    counts: str
    media: Sequence[MediumOnSheet]
    differences: Sequence[DifferenceOnSheet]
    printed_words: str


def stocktake_pdf(sheet: StocktakeSheet, *, made_at: datetime) -> bytes:
    """The same sheet and made_at (with its time zone) give the same bytes. Raises MissingGlyph."""
    return compiled_pdf(TEMPLATE, asdict(sheet), issued_at=made_at)


def stocktake_images(sheet: StocktakeSheet, *, pixels_per_inch: float) -> list[bytes]:
    """The same pages as PNG, for looking at."""
    return compiled_images(TEMPLATE, asdict(sheet), pixels_per_inch=pixels_per_inch)
