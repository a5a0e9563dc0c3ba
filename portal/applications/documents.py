"""The printed application forms: a front to fill in and a back that explains it, compiled by typst from data alone."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from portal.applications.rules import FormKind, Ticked
from portal.config import ROOT
from portal.vouchers.codes import qr_svg
from portal.vouchers.typesetting import compiled_images, compiled_pdf

FOLDER = ROOT / "templates" / "applications"
COMMON = FOLDER / "common.typ"
PAGES = FOLDER / "pages.typ"
FRONTS = {
    FormKind.VOUCHER: FOLDER / "voucher.typ",
    FormKind.NEW_VOUCHER: FOLDER / "new_voucher.typ",
    FormKind.CERTIFICATE: FOLDER / "certificate.typ",
    FormKind.RECORD_COPY: FOLDER / "record_copy.typ",
    FormKind.PROXY: FOLDER / "proxy.typ",
}


@dataclass(frozen=True)
class PersonOnForm:
    """Whom a form is about, as far as it may be printed: address_lines and phone are empty where they are hidden."""

    name: str
    kana: str
    birth_words: str
    address_lines: tuple[str, ...]
    phone: str


@dataclass(frozen=True)
class Code:
    """What a reader takes from the corner of a form that came back."""

    word: str
    shown: str
    figures: str


@dataclass(frozen=True)
class ApplicationSheet:
    """One form. Without a person it is blank; without a code nothing is scanned."""

    title: str
    law: str
    mayor_title: str
    municipality_name: str
    office_lines: tuple[str, ...]
    notes: tuple[str, ...]
    applicants: tuple[Ticked, ...]
    programmes: tuple[Ticked, ...]
    reasons: tuple[Ticked, ...]
    deliveries: tuple[Ticked, ...]
    consents: tuple[Ticked, ...]
    old_vouchers: tuple[Ticked, ...]
    matters: tuple[Ticked, ...]
    applied_on_words: str = ""
    person: PersonOnForm | None = None
    applies_self: bool = False
    code: Code | None = None


def application_pdf(kind: FormKind, sheets: Sequence[ApplicationSheet], *, made_at: datetime) -> bytes:
    """One PDF/A-2u, front and back of each sheet in order; the same sheets and made_at (with its time zone) give the same bytes.

    Raises ValueError (no time zone), MissingGlyph, TextTooLong.
    """
    return compiled_pdf(PAGES, _content(sheets), issued_at=made_at, pieces=(COMMON, FRONTS[kind]))


def application_images(kind: FormKind, sheets: Sequence[ApplicationSheet], *, pixels_per_inch: float) -> list[bytes]:
    """The same pages as PNG, for looking at on a screen. Does not notice missing characters."""
    return compiled_images(PAGES, _content(sheets), pixels_per_inch=pixels_per_inch, pieces=(COMMON, FRONTS[kind]))


def _content(sheets: Sequence[ApplicationSheet]) -> dict[str, object]:
    return {"sheets": [_row(sheet) for sheet in sheets]}


def _row(sheet: ApplicationSheet) -> dict[str, object]:
    texts: dict[str, object] = asdict(sheet)
    code = sheet.code and {"word": sheet.code.word, "shown": sheet.code.shown, "qr": qr_svg(sheet.code.figures)}
    return texts | {"code": code}
