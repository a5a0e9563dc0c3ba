"""The numbers a machine reads on a voucher: the 18-digit OCR line, the NW-7 bar code and the QR code."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

import zxingcpp

from portal.text.check_digits import municipality_code_is_valid

OCR_LINE = re.compile(r"([0-9])([1-9])([0-9]{6})([0-9]{10})")
HIGHEST_CODED_DOSE = 9
NW7_WIDTH = re.compile(r'width="([0-9]+)"')


class BarCode(StrEnum):
    """What the NW-7 bar code says: cities differ, and it may be left out (domain-vaccination §1.1)."""

    TEN_DIGITS = "10"
    EIGHTEEN_DIGITS = "18"
    NONE = "none"


@dataclass(frozen=True)
class OcrLine:
    """The four parts of the 18 digits."""

    kind_digit: str
    dose_number: int
    municipality_code: str
    voucher_number: str


def ocr_line(*, kind_digit: str, dose_number: int, municipality_code: str, voucher_number: str) -> str:
    """The 18 digits 券種 1 + 回数 1 + 市町村コード 6 + 券番号 10 (手引き 13.1 版, 追加接種様式).

    Raises ValueError with a Japanese reason when a part does not fit its digits.
    """
    if not re.fullmatch(r"[0-9]", kind_digit):
        raise ValueError("券種は数字1桁で指定してください。")
    if dose_number < 1:
        raise ValueError("接種回数は1以上で指定してください。")
    if dose_number > HIGHEST_CODED_DOSE:
        raise ValueError(f"接種回数が{dose_number}回目の接種券は作れません。18桁の番号で回数に使えるのは1桁(9回目まで)です。")
    if not re.fullmatch(r"[0-9]{6}", municipality_code) or not municipality_code_is_valid(municipality_code):
        raise ValueError("市町村コードは検査数字を含む6桁の数字で指定してください。")
    if not re.fullmatch(r"[0-9]{10}", voucher_number):
        raise ValueError("券番号は10桁の数字で指定してください。")
    return f"{kind_digit}{dose_number}{municipality_code}{voucher_number}"


def read_ocr_line(text: str) -> OcrLine | None:
    """Take apart what a scanner or a person typed; None when it cannot be a voucher's 18 digits.

    Only the municipality code has a check digit: a misread voucher number passes, so whoever reads a voucher compares name and birth date.
    """
    # A scanner types into whatever input mode is on, so the digits may arrive full-width or spaced.
    digits = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    match = OCR_LINE.fullmatch(digits)
    if match is None or not municipality_code_is_valid(match[3]):
        return None
    return OcrLine(kind_digit=match[1], dose_number=int(match[2]), municipality_code=match[3], voucher_number=match[4])


def nw7_svg(number: str) -> str:
    """SVG of the NW-7 bar code of these digits between start and stop A, without quiet zone: 121 modules wide for 10 digits."""
    if not re.fullmatch(r"[0-9]+", number):
        raise ValueError("バーコードにできるのは数字だけです。")
    svg = zxingcpp.create_barcode(f"A{number}A", zxingcpp.BarcodeFormat.Codabar).to_svg(add_quiet_zones=False)
    # Each character ends with a narrow gap; the one after the last would make the picture wider than its bars.
    return NW7_WIDTH.sub(lambda width: f'width="{int(width[1]) - 1}"', svg, count=2)


def qr_svg(text: str) -> str:
    """SVG of the model 2 QR code of this text, symbol only (no quiet zone), error correction Q: 21 × 21 modules for 18 digits."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCodeModel2, ec_level="Q")
    return barcode.to_svg(add_quiet_zones=False)
