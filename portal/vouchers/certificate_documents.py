"""The printed 接種済証 given out again: every dose of one programme, compiled by typst from data alone."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from portal.vouchers.typesetting import TEMPLATES, compiled_images, compiled_pdf

TEMPLATE = TEMPLATES / "certificate.typ"
UNKNOWN_MARK = "***"


@dataclass(frozen=True)
class DoseLine:
    """One line of the table; what the ledger does not know is UNKNOWN_MARK."""

    number: int
    given_on_words: str
    manufacturer: str
    lot_number: str
    institution: str


@dataclass(frozen=True)
class CertificateSheet:
    """What the paper says. Dates come as 和暦 words; address_lines is empty when the address must not be printed."""

    programme_name: str
    resident_name: str
    resident_kana: str
    birth_words: str
    address_lines: tuple[str, ...]
    doses: tuple[DoseLine, ...]
    issued_on_words: str
    mayor_title: str
    office_lines: tuple[str, ...]


def certificate_pdf(sheet: CertificateSheet, *, issued_at: datetime) -> bytes:
    """One PDF/A-2u, A4; the same sheet and issued_at (with its time zone) give the same bytes.

    Raises ValueError (no dose, no time zone), MissingGlyph, TextTooLong.
    """
    return compiled_pdf(TEMPLATE, _content(sheet), issued_at=issued_at)


def certificate_images(sheet: CertificateSheet, *, pixels_per_inch: float) -> list[bytes]:
    """Its pages as PNG, for looking at on a screen. Does not notice missing characters."""
    return compiled_images(TEMPLATE, _content(sheet), pixels_per_inch=pixels_per_inch)


def _content(sheet: CertificateSheet) -> dict[str, object]:
    if not sheet.doses:
        raise ValueError("接種済証には1回以上の接種が必要です。")
    texts: dict[str, object] = asdict(sheet)
    return {"sheet": texts | {"has_unknown": _has_unknown(sheet.doses), "unknown_mark": UNKNOWN_MARK}}


def _has_unknown(doses: Sequence[DoseLine]) -> bool:
    return any(UNKNOWN_MARK in (dose.manufacturer, dose.lot_number, dose.institution) for dose in doses)
