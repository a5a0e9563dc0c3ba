"""The printed voucher (接種券 兼 接種済証): one A4 page a sheet, compiled by typst from data alone."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from portal.vouchers import codes
from portal.vouchers.typesetting import TEMPLATES, compiled_images, compiled_pdf

MOST_SHEETS_A_CALL = 1_000
TEMPLATE = TEMPLATES / "voucher.typ"


@dataclass(frozen=True)
class VoucherSheet:
    """What one A4 sheet says. Dates come as 和暦 words; address_lines is empty when the address must not be printed.

    mailing_lines: where the envelope goes when not to that address.
    """

    voucher_number: str
    kind_digit: str
    dose_number: int
    municipality_code: str
    municipality_name: str
    mayor_title: str
    programme_name: str
    resident_name: str
    resident_kana: str
    birth_words: str
    address_lines: tuple[str, ...]
    postal_code: str
    issued_on_words: str
    reissued: bool
    reason_word: str
    office_lines: tuple[str, ...]
    notes: tuple[str, ...]
    consultation_only_kind_digit: str = "1"
    mailing_lines: tuple[str, ...] = ()
    mailing_postal_code: str = ""
    dose_digit: str = ""

    @property
    def shows_address(self) -> bool:
        """Whether anything on it tells where the person is reached."""
        return bool(self.address_lines or self.mailing_lines)


def voucher_pdf(sheets: Sequence[VoucherSheet], *, issued_at: datetime) -> bytes:
    """One PDF/A-2u with a page for each sheet, in order; the same sheets and issued_at (with its time zone) give the same bytes.

    Raises ValueError (no sheet, above 1,000 sheets, no time zone, a number that cannot be coded), MissingGlyph, TextTooLong.
    """
    return compiled_pdf(TEMPLATE, _content(sheets), issued_at=issued_at)


def voucher_images(sheets: Sequence[VoucherSheet], *, pixels_per_inch: float) -> list[bytes]:
    """The same pages as PNG, for looking at on a screen and for reading the codes back. Does not notice missing characters."""
    return compiled_images(TEMPLATE, _content(sheets), pixels_per_inch=pixels_per_inch)


def _content(sheets: Sequence[VoucherSheet]) -> dict[str, object]:
    if not 1 <= len(sheets) <= MOST_SHEETS_A_CALL:
        raise ValueError(f"一度に作れる接種券は1枚から{MOST_SHEETS_A_CALL:,}枚までです({len(sheets):,}枚が指定されました)。")
    return {"sheets": [_row(sheet) for sheet in sheets]}


def _row(sheet: VoucherSheet) -> dict[str, object]:
    texts: dict[str, object] = asdict(sheet)
    return texts | {
        "voucher_line": _line(sheet, sheet.kind_digit),
        "voucher_qr": codes.qr_svg(_line(sheet, sheet.kind_digit)),
        "consultation_line": _line(sheet, sheet.consultation_only_kind_digit),
        "consultation_qr": codes.qr_svg(_line(sheet, sheet.consultation_only_kind_digit)),
        "nw7": codes.nw7_svg(sheet.voucher_number),
    }


def _line(sheet: VoucherSheet, kind_digit: str) -> str:
    return codes.ocr_line(
        kind_digit=kind_digit,
        dose_number=int(sheet.dose_digit) if sheet.dose_digit else sheet.dose_number,
        municipality_code=sheet.municipality_code,
        voucher_number=sheet.voucher_number,
    )
