"""The printed voucher on either of its papers (docs/decisions/019-two-forms.md), compiled by typst from data alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice

from portal.programmes.paper_rules import PaperForm
from portal.vouchers import codes
from portal.vouchers.certificate_documents import UNKNOWN_MARK
from portal.vouchers.envelope import USUAL_WINDOW, Place, always_seen, ever_seen
from portal.vouchers.typesetting import TEMPLATES, compiled_images, compiled_pdf, forget_compiled

MOST_SHEETS_A_CALL = 1_000
TEMPLATE = TEMPLATES / "vouchers.typ"
PIECES = (TEMPLATES / "voucher_parts.typ", TEMPLATES / "stickers.typ", TEMPLATES / "integrated.typ")
# Who issues stands at the right of the address, this far from the paper's left edge or clear of the window.
ISSUER_LEFT = 118
CLEAR_OF_WINDOW = 4
# Millimetres from the first bar to the last.
BAR_CODE_WIDTHS = {codes.BarCode.TEN_DIGITS: 37.21, codes.BarCode.EIGHTEEN_DIGITS: 56.5, codes.BarCode.NONE: 0.0}


@dataclass(frozen=True)
class EarlierDose:
    """A dose before the one that the voucher is for; what the city cannot confirm is UNKNOWN_MARK."""

    number: int
    given_on_words: str
    manufacturer: str
    lot_number: str


@dataclass(frozen=True)
class VoucherSheet:
    """What one voucher's paper says. Dates come as 和暦 words; address_lines is empty when the address must not be printed.

    mailing_lines: where the envelope goes when not to that address. What has a default was added since the first sheets were written:
    those are read as they were.
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
    form: PaperForm = PaperForm.STICKERS
    other_name: str = ""
    sex_word: str = ""
    earlier: tuple[EarlierDose, ...] = ()
    bar_code: codes.BarCode = codes.BarCode.TEN_DIGITS
    window: Place = USUAL_WINDOW

    @property
    def shows_address(self) -> bool:
        """Whether anything on it tells where the person is reached."""
        return bool(self.address_lines or self.mailing_lines)


def voucher_pdf(sheets: Sequence[VoucherSheet], *, issued_at: datetime) -> bytes:
    """One PDF/A-2u of the sheets in order, a page or two each; the same sheets and issued_at (with its time zone) give the same bytes.

    Raises ValueError (no sheet, above 1,000 sheets, no time zone, a number that cannot be coded), MissingGlyph, TextTooLong.
    """
    return compiled_pdf(TEMPLATE, _content(sheets), issued_at=issued_at, pieces=PIECES, tagged=False)


def voucher_files(sheets: Iterable[VoucherSheet], *, issued_at: datetime, sheets_a_file: int = MOST_SHEETS_A_CALL) -> Iterator[bytes]:
    """Any number of sheets as one PDF after another, never more of them in memory than those of one file."""
    remaining = iter(sheets)
    while piece := list(islice(remaining, sheets_a_file)):
        yield voucher_pdf(piece, issued_at=issued_at)
        forget_compiled()


def voucher_images(sheets: Sequence[VoucherSheet], *, pixels_per_inch: float) -> list[bytes]:
    """The same pages as PNG, for looking at on a screen and for reading the codes back. Does not notice missing characters."""
    return compiled_images(TEMPLATE, _content(sheets), pixels_per_inch=pixels_per_inch, pieces=PIECES)


def _content(sheets: Sequence[VoucherSheet]) -> dict[str, object]:
    if not 1 <= len(sheets) <= MOST_SHEETS_A_CALL:
        raise ValueError(f"一度に作れる接種券は1枚から{MOST_SHEETS_A_CALL:,}枚までです({len(sheets):,}枚が指定されました)。")
    return {"sheets": [_row(sheet) for sheet in sheets]}


def _row(sheet: VoucherSheet) -> dict[str, object]:
    texts: dict[str, object] = asdict(sheet)
    return texts | {
        "voucher": _part(sheet, sheet.kind_digit, heading="接種券", kind="接種"),
        "consultation": _part(sheet, sheet.consultation_only_kind_digit, heading="予診のみ", kind="予診のみ"),
        "addressee": asdict(always_seen(sheet.window)),
        "issuer_left": max(ISSUER_LEFT, ever_seen(sheet.window).right + CLEAR_OF_WINDOW),
        "unknown_mark": UNKNOWN_MARK,
    }


def _part(sheet: VoucherSheet, kind_digit: str, *, heading: str, kind: str) -> dict[str, object]:
    line = codes.ocr_line(
        kind_digit=kind_digit,
        dose_number=int(sheet.dose_digit) if sheet.dose_digit else sheet.dose_number,
        municipality_code=sheet.municipality_code,
        voucher_number=sheet.voucher_number,
    )
    digits = {codes.BarCode.TEN_DIGITS: sheet.voucher_number, codes.BarCode.EIGHTEEN_DIGITS: line, codes.BarCode.NONE: ""}[sheet.bar_code]
    return {
        "heading": heading,
        "kind": kind,
        "line": line,
        "qr": codes.qr_svg(line),
        "bar_code": codes.nw7_svg(digits) if digits else "",
        "bar_code_width": BAR_CODE_WIDTHS[sheet.bar_code],
    }
