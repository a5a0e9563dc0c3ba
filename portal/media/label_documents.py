"""Labels of media: a sheet of twenty-four for label paper of A4, compiled by typst from data alone (M-1)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from portal.config import ROOT
from portal.vouchers.codes import qr_svg
from portal.vouchers.typesetting import compiled_images, compiled_pdf

TEMPLATE = ROOT / "templates" / "media" / "labels.typ"
COLUMNS, ROWS = 3, 8
A_SHEET = COLUMNS * ROWS
MOST_LABELS = 240


@dataclass(frozen=True)
class Label:
    """`figures`: what a reader takes from the code."""

    number: str
    figures: str
    section: str
    kind: str
    serial: str


def label_pdf(labels: Sequence[Label], *, first_place: int = 1, made_at: datetime) -> bytes:
    """`first_place`: 1 to 24, the place of the first label on a sheet of which some are used up. Raises MissingGlyph, TextTooLong."""
    return compiled_pdf(TEMPLATE, _content(labels, first_place), issued_at=made_at)


def label_images(labels: Sequence[Label], *, first_place: int = 1, pixels_per_inch: float) -> list[bytes]:
    """The same pages as PNG, for looking at and for reading the codes back."""
    return compiled_images(TEMPLATE, _content(labels, first_place), pixels_per_inch=pixels_per_inch)


def _content(labels: Sequence[Label], first_place: int) -> dict[str, object]:
    rows = [asdict(label) | {"qr": qr_svg(label.figures)} for label in labels]
    return {"labels": rows, "skip": first_place - 1, "columns": COLUMNS, "rows": ROWS}
