"""The sizes that the guidance names (domain-vaccination §1.1), measured on the page as a printer draws it."""

import pytest

from portal.programmes.paper_rules import PaperForm
from portal.vouchers.codes import BarCode
from tests.vouchers.measured import Box, Page, letters_of, pages_of
from tests.vouchers.sheets_made import LATIN, pdf, sheet_on

pytestmark = pytest.mark.thorough

STICKERS, INTEGRATED = PaperForm.STICKERS, PaperForm.INTEGRATED
# Which page of which paper a voucher stands on, and where about.
BLOCKS = [(STICKERS, 0, Box(14, 205, 81, 243)), (STICKERS, 0, Box(14, 245, 81, 283)), (INTEGRATED, 1, Box(135, 8, 202, 45))]
LINE_WIDTH = 0.15


def block_on(form: PaperForm, number: int, about: Box, **changes: object) -> tuple[Page, Box]:
    page = pages_of(sheet_on(form, **changes))[number]
    frame = page.ink(about)
    assert frame
    return page, frame


def part(block: Box, left: float, top: float, right: float, bottom: float) -> Box:
    """Lengths from the block's upper left corner."""
    return Box(block.left + left, block.top + top, block.left + right, block.top + bottom)


def bar_code_and_digits(page: Page, block: Box) -> tuple[Box | None, Box]:
    digits = page.ink(part(block, 1, 29.2, 62, 33.4))
    assert digits
    return page.ink(part(block, 1, 21.6, 62, 29.2)), digits


@pytest.mark.parametrize(("form", "number", "about"), BLOCKS)
def test_a_voucher_is_63_mm_wide_and_33_to_35_mm_high(form: PaperForm, number: int, about: Box) -> None:
    _page, block = block_on(form, number, about)

    assert block.width == pytest.approx(63, abs=0.2)
    assert 33 <= block.height - LINE_WIDTH <= 35


@pytest.mark.parametrize(("form", "number", "about"), BLOCKS)
def test_a_millimetre_inside_the_frame_of_a_voucher_is_free(form: PaperForm, number: int, about: Box) -> None:
    page, block = block_on(form, number, about, reissued=True, resident_name=LATIN * 2)

    inner = page.ink(block.grown(-LINE_WIDTH * 2))
    assert inner
    assert inner.within(block.grown(-0.95))


@pytest.mark.parametrize(("form", "number", "about"), BLOCKS)
def test_the_qr_code_is_10_mm_in_a_clear_square_of_11_mm(form: PaperForm, number: int, about: Box) -> None:
    page, block = block_on(form, number, about, reissued=True)
    code = page.ink(part(block, 50.9, 0.9, 62.2, 12.1))
    assert code

    assert code.width == pytest.approx(10, abs=0.1)
    assert code.height == pytest.approx(10, abs=0.1)
    assert page.ink_outside(code, of=code.grown(0.5)) is None


@pytest.mark.parametrize(("form", "number", "about"), BLOCKS)
def test_the_bar_code_is_5_6_by_37_21_mm_and_2_mm_above_the_digits(form: PaperForm, number: int, about: Box) -> None:
    page, block = block_on(form, number, about, reissued=True)
    bar_code, digits = bar_code_and_digits(page, block)
    assert bar_code

    assert bar_code.width == pytest.approx(37.21, abs=0.1)
    assert bar_code.height == pytest.approx(5.6, abs=0.1)
    assert digits.top - bar_code.bottom == pytest.approx(2, abs=0.1)
    # The quiet zone: ten of the narrowest bars on both sides.
    assert page.ink_outside(bar_code, of=bar_code.grown(37.21 / 121 * 10)._replace(top=bar_code.top, bottom=bar_code.bottom)) is None


@pytest.mark.parametrize(("form", "number", "about"), BLOCKS)
def test_the_digits_stand_at_their_place_with_a_millimetre_below_and_nothing_beside_them(form: PaperForm, number: int, about: Box) -> None:
    page, block = block_on(form, number, about, reissued=True)
    _bar_code, digits = bar_code_and_digits(page, block)

    assert digits.left - block.left == pytest.approx(4.7, abs=0.15)
    assert digits.bottom - block.top == pytest.approx(32.35, abs=0.1)
    assert digits.width == pytest.approx(40.4, abs=0.3)
    assert page.ink_outside(digits, of=part(block, 1, 28, 62, 33.8)._replace(top=digits.top - 1.9)) is None


@pytest.mark.parametrize("form", PaperForm)
def test_the_digits_are_ocr_b_of_9_points(form: PaperForm) -> None:
    lines = [piece for piece in letters_of(pdf(sheet_on(form))) if piece.text.endswith("0822100000012345")]

    assert len(lines) == (2 if form is STICKERS else 1)
    assert {(piece.family.split("+")[-1], piece.size) for piece in lines} == {("OCRB", 9)}


@pytest.mark.parametrize(("form", "number", "about"), BLOCKS)
def test_a_bar_code_of_18_digits_keeps_its_height_its_quiet_zones_and_its_distance(form: PaperForm, number: int, about: Box) -> None:
    page, block = block_on(form, number, about, reissued=True, bar_code=BarCode.EIGHTEEN_DIGITS)
    bar_code, digits = bar_code_and_digits(page, block)
    assert bar_code

    assert bar_code.width == pytest.approx(56.5, abs=0.1)
    assert bar_code.height == pytest.approx(5.6, abs=0.1)
    assert digits.top - bar_code.bottom == pytest.approx(2, abs=0.1)
    quiet = 56.5 / 201 * 10
    assert bar_code.left - quiet > block.left + LINE_WIDTH
    assert bar_code.right + quiet < block.right - LINE_WIDTH


@pytest.mark.parametrize(("form", "number", "about"), BLOCKS)
def test_without_a_bar_code_its_place_is_empty(form: PaperForm, number: int, about: Box) -> None:
    page, block = block_on(form, number, about, bar_code=BarCode.NONE)

    assert bar_code_and_digits(page, block)[0] is None


@pytest.mark.parametrize("form", PaperForm)
def test_each_page_is_a4(form: PaperForm) -> None:
    pages = pages_of(sheet_on(form))

    assert len(pages) == (1 if form is STICKERS else 2)
    for page in pages:
        assert page.image.width / page.dots_per_mm == pytest.approx(210, abs=0.1)
        assert page.image.height / page.dots_per_mm == pytest.approx(297, abs=0.1)


@pytest.mark.parametrize("form", PaperForm)
def test_nothing_is_printed_where_an_office_printer_cannot_reach(form: PaperForm) -> None:
    """Most printers leave 4 mm at each edge."""
    for page in pages_of(sheet_on(form, reissued=True)):
        printed = page.ink(Box(0, 0, 210, 297))
        assert printed
        assert printed.within(Box(4, 4, 206, 293).grown(0.05))
