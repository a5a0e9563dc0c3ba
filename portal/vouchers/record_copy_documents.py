"""The printed 接種記録の写し: every item of the ledger that the law names, one dose a line, compiled by typst from data alone."""

from dataclasses import asdict, dataclass
from datetime import datetime

from portal.vouchers.typesetting import TEMPLATES, compiled_images, compiled_pdf

TEMPLATE = TEMPLATES / "record_copy.typ"
NO_ENTRY = "—"


@dataclass(frozen=True)
class RecordLine:
    """One dose as the ledger holds it; what it does not hold is NO_ENTRY."""

    programme_name: str
    dose: str
    given_on_words: str
    age: str
    content: str
    product: str
    lot_number: str
    volume: str
    institution: str
    doctor: str
    remarks: str


@dataclass(frozen=True)
class RecordCopySheet:
    """What the paper says. Dates come as 和暦 words; address_lines is empty when the address must not be printed."""

    resident_name: str
    resident_kana: str
    birth_words: str
    sex_word: str
    address_lines: tuple[str, ...]
    doses: tuple[RecordLine, ...]
    scope: str
    issued_on_words: str
    mayor_title: str
    office_lines: tuple[str, ...]


def record_copy_pdf(sheet: RecordCopySheet, *, issued_at: datetime) -> bytes:
    """One PDF/A-2u, A4 across; the same sheet and issued_at (with its time zone) give the same bytes.

    Raises ValueError (no dose, no time zone), MissingGlyph, TextTooLong.
    """
    return compiled_pdf(TEMPLATE, _content(sheet), issued_at=issued_at)


def record_copy_images(sheet: RecordCopySheet, *, pixels_per_inch: float) -> list[bytes]:
    """Its pages as PNG, for looking at on a screen. Does not notice missing characters."""
    return compiled_images(TEMPLATE, _content(sheet), pixels_per_inch=pixels_per_inch)


def _content(sheet: RecordCopySheet) -> dict[str, object]:
    if not sheet.doses:
        raise ValueError("接種記録の写しには1回以上の接種が必要です。")
    return {"sheet": asdict(sheet) | {"no_entry": NO_ENTRY}}
