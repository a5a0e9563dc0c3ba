"""Every code of both papers is read back from the printed page: sharp, blurred, turned, grey, copied."""

from collections.abc import Callable

import pytest
import zxingcpp
from PIL import Image, ImageFilter

from portal.programmes.paper_rules import PaperForm
from portal.vouchers.codes import BarCode
from portal.vouchers.documents import VoucherSheet
from tests.vouchers.measured import drawn_pages, pages_of
from tests.vouchers.sheets_made import pdf, sheet_on

pytestmark = pytest.mark.thorough

DOTS_PER_INCH = 300
NUMBERS = ["0000012345", "0000000000", "9999999999", "1234567890", "5353833814", "8008000800", "0101010101", "6767676767", "2222222222"]


def gone_grey(image: Image.Image) -> Image.Image:
    """Little toner on recycled paper."""
    return image.point(lambda shade: 80 + shade * 110 // 255)


def copied(image: Image.Image) -> Image.Image:
    """What comes out of a copier that took the page at 200 dpi and a little askew."""
    smaller = image.resize((image.width * 2 // 3, image.height * 2 // 3), Image.Resampling.BILINEAR)
    return gone_grey(smaller.rotate(1.5, Image.Resampling.BICUBIC, fillcolor=255)).filter(ImageFilter.GaussianBlur(0.5))


DAMAGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "sharp": lambda image: image,
    "blurred": lambda image: image.filter(ImageFilter.GaussianBlur(1)),
    "turned": lambda image: image.rotate(4, Image.Resampling.BICUBIC, expand=True, fillcolor=255),
    "upside down": lambda image: image.rotate(180),
    "grey": gone_grey,
    "copied": copied,
}


def read(image: Image.Image, form: zxingcpp.BarcodeFormat) -> list[str]:
    return sorted(code.text for code in zxingcpp.read_barcodes(image, formats=form))


def due(sheet: VoucherSheet) -> tuple[list[str], list[str]]:
    """What the bar codes and the QR codes of a sheet say."""
    kinds = ["1", "2"] if sheet.form is PaperForm.STICKERS else ["2"]
    lines = [f"{kind}{sheet.dose_number}{sheet.municipality_code}{sheet.voucher_number}" for kind in kinds]
    bar_codes = {BarCode.TEN_DIGITS: [sheet.voucher_number] * len(lines), BarCode.EIGHTEEN_DIGITS: lines, BarCode.NONE: []}
    return [f"A{digits}A" for digits in bar_codes[sheet.bar_code]], lines


@pytest.mark.parametrize("form", PaperForm)
@pytest.mark.parametrize("bar_code", BarCode)
@pytest.mark.parametrize("damage", DAMAGES)
def test_the_codes_are_read_back_from_a_page_in_any_state(form: PaperForm, bar_code: BarCode, damage: str):
    sheet = sheet_on(form, reissued=True, bar_code=bar_code)
    image = DAMAGES[damage](pages_of(sheet, DOTS_PER_INCH)[-1].image)

    assert (read(image, zxingcpp.BarcodeFormat.Codabar), read(image, zxingcpp.BarcodeFormat.QRCode)) == due(sheet)


@pytest.mark.parametrize("form", PaperForm)
def test_every_code_of_every_number_and_dose_is_read_back_at_300_dpi(form: PaperForm):
    sheets = [sheet_on(form, voucher_number=number, dose_number=dose) for dose, number in enumerate(NUMBERS, start=1)]
    pages = drawn_pages(pdf(*sheets), DOTS_PER_INCH)
    with_codes = pages if form is PaperForm.STICKERS else pages[1::2]
    for sheet, page in zip(sheets, with_codes, strict=True):
        assert (read(page.image, zxingcpp.BarcodeFormat.Codabar), read(page.image, zxingcpp.BarcodeFormat.QRCode)) == due(sheet)


@pytest.mark.parametrize("form", PaperForm)
def test_the_qr_code_is_of_model_2_and_survives_a_blot(form: PaperForm):
    page = pages_of(sheet_on(form), DOTS_PER_INCH)[-1]
    code = zxingcpp.read_barcodes(page.image, formats=zxingcpp.BarcodeFormat.QRCode)[0]
    assert code.symbology_identifier == "]Q1"

    corner = code.position.bottom_right
    blotted = page.image.copy()
    blotted.paste(0, (corner.x - 22, corner.y - 22, corner.x, corner.y))
    assert code.text in read(blotted, zxingcpp.BarcodeFormat.QRCode)
