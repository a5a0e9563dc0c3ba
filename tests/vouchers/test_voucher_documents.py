"""The printed voucher: codes read back from the page, names of every kind, nothing left blank."""

import io
import re
import zlib
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from portal.clock import JAPAN
from portal.vouchers.documents import MOST_SHEETS_A_CALL, VoucherSheet, voucher_images, voucher_pdf
from portal.vouchers.typesetting import MissingGlyph, TextTooLong

pytestmark = pytest.mark.thorough

ISSUED_AT = datetime(2026, 11, 24, 10, 0, 0, 123456, tzinfo=JAPAN)
DOTS_PER_MM = 300 / 25.4
A_SHEET = VoucherSheet(
    voucher_number="0000012345",
    kind_digit="2",
    dose_number=3,
    municipality_code="082210",
    municipality_name="茨城県ひたちなか市",
    mayor_title="ひたちなか市長",
    programme_name="新型コロナワクチン追加接種",
    resident_name="試験　花子",
    resident_kana="シケン　ハナコ",
    birth_words="昭和41年5月3日",
    address_lines=("茨城県ひたちなか市見本町一丁目2番3号",),
    postal_code="312-0000",
    issued_on_words="令和8年11月24日",
    reissued=False,
    reason_word="",
    office_lines=("健康推進課 予防接種係", "茨城県ひたちなか市見本町二丁目10番1号", "電話 029-000-0000"),
    notes=("予約は電話でお取りください。",),
)
TWENTY = "一二三四五六七八九十一二三四五六七八九十"
LATIN = "ALEXANDROVNA MARGARETHA CONSTANTINA VAN DEN HEUVEL"
# Where a name stands, in millimetres: window, voucher, 予診のみ, 接種済証.
NAME_PLACES = [(25, 17, 108, 56), (26.2, 219.4, 77.8, 224.7), (26.2, 259.4, 77.8, 264.7), (108.2, 249.2, 192.8, 258.8)]


def a_sheet(**changes: object) -> VoucherSheet:
    return replace(A_SHEET, **changes)  # pyright: ignore[reportArgumentType]


def pdf(*sheets: VoucherSheet) -> bytes:
    return voucher_pdf(sheets, issued_at=ISSUED_AT)


@cache
def page(sheet: VoucherSheet) -> Image.Image:
    (png,) = voucher_images([sheet], pixels_per_inch=300)
    return Image.open(io.BytesIO(png)).convert("L")


def streams(document: bytes) -> list[bytes]:
    # What follows a stream's last byte is left over by decompressobj, so the end need not be found exactly.
    found = re.findall(rb"stream\r?\n(\x78.*?)endstream", document, re.DOTALL)
    return [zlib.decompressobj().decompress(stream) for stream in found]


def drawn(document: bytes) -> set[str]:
    """Every piece of text that a glyph of the document stands for, by the fonts' ToUnicode tables."""
    maps = b"\n".join(stream for stream in streams(document) if b"beginbfchar" in stream)
    return {bytes.fromhex(text.decode()).decode("utf-16-be") for text in re.findall(rb"<[0-9A-Fa-f]{4}> <([0-9A-Fa-f]+)>", maps)}


def bar_codes(image: Image.Image, form: zxingcpp.BarcodeFormat) -> list[zxingcpp.Barcode]:
    return sorted(zxingcpp.read_barcodes(image, formats=form), key=lambda code: code.position.top_left.y)


@pytest.mark.parametrize("radius", [0, 1])
def test_the_codes_of_both_vouchers_are_read_back_at_300_dpi_sharp_and_blurred(radius: int):
    image = page(a_sheet(reissued=True)).filter(ImageFilter.GaussianBlur(radius))

    assert [code.text for code in bar_codes(image, zxingcpp.BarcodeFormat.Codabar)] == ["A0000012345A"] * 2
    assert [code.text for code in bar_codes(image, zxingcpp.BarcodeFormat.QRCode)] == ["230822100000012345", "130822100000012345"]


def test_the_qr_code_is_model_2_and_10_mm_wide_and_high_with_half_a_millimetre_clear_all_round():
    image = page(A_SHEET)
    for code in bar_codes(image, zxingcpp.BarcodeFormat.QRCode):
        assert code.symbology_identifier == "]Q1"
        corner, opposite = code.position.top_left, code.position.bottom_right
        assert (opposite.x - corner.x) / DOTS_PER_MM == pytest.approx(10, abs=0.3)
        assert (opposite.y - corner.y) / DOTS_PER_MM == pytest.approx(10, abs=0.3)

        half_millimetre = round(0.5 * DOTS_PER_MM)
        surroundings = image.crop(
            (corner.x - half_millimetre, corner.y - half_millimetre, opposite.x + half_millimetre, opposite.y + half_millimetre)
        )
        ImageDraw.Draw(surroundings).rectangle(
            (half_millimetre - 3, half_millimetre - 3, surroundings.width - half_millimetre + 2, surroundings.height - half_millimetre + 2),
            255,
        )
        assert surroundings.getextrema() == (255, 255)


def test_the_bar_code_is_37_21_mm_wide():
    first, _second = bar_codes(page(A_SHEET), zxingcpp.BarcodeFormat.Codabar)

    assert (first.position.top_right.x - first.position.top_left.x) / DOTS_PER_MM == pytest.approx(37.21, abs=0.6)


def test_the_voucher_is_63_by_34_mm():
    block = page(A_SHEET).crop(tuple(round(edge * DOTS_PER_MM) for edge in (10, 205, 82, 244)))
    left, top, right, bottom = block.point(lambda shade: 255 if shade < 128 else 0).getbbox() or (0, 0, 0, 0)

    assert (right - left) / DOTS_PER_MM == pytest.approx(63, abs=0.3)
    assert (bottom - top) / DOTS_PER_MM == pytest.approx(34, abs=0.3)


def test_the_page_has_no_colour():
    (png,) = voucher_images([a_sheet(reissued=True)], pixels_per_inch=50)
    red, green, blue = Image.open(io.BytesIO(png)).convert("RGB").split()

    assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_the_same_sheets_at_the_same_moment_give_the_same_bytes():
    assert pdf(A_SHEET, a_sheet(reissued=True)) == pdf(A_SHEET, a_sheet(reissued=True))
    assert pdf(A_SHEET) != voucher_pdf([A_SHEET], issued_at=ISSUED_AT + timedelta(seconds=1))


def test_each_sheet_is_one_page():
    assert len(voucher_images([A_SHEET, a_sheet(reissued=True), a_sheet(notes=("長いお知らせです。" * 20,) * 3)], pixels_per_inch=20)) == 3


def test_the_document_says_that_it_is_pdf_a_2u_and_names_nobody_in_its_title():
    document = pdf(A_SHEET)

    assert b"<pdfaid:part>2</pdfaid:part>" in document
    assert b"<pdfaid:conformance>U</pdfaid:conformance>" in document
    assert "試験".encode() not in document


@pytest.mark.parametrize(
    "name", ["葛\U000e0102城　花子", "﨑元　髙子", "𠮷田　太郎", "辻\U000e0100　花子", "渡邉\U000e010f　健", LATIN, "JOSÉ Ñ"]
)
def test_names_of_every_kind_are_printed(name: str):
    assert pdf(a_sheet(resident_name=name)).startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("one", "other"), [("葛\U000e0102", "葛\U000e0103"), ("辻\U000e0100", "辻\U000e0101"), ("邉\U000e010f", "邉\U000e0110"), ("髙", "高")]
)
def test_variants_of_a_character_are_printed_in_their_own_shape(one: str, other: str):
    difference = ImageChops.difference(page(a_sheet(resident_name=one)), page(a_sheet(resident_name=other)))

    assert difference.getbbox()


@pytest.mark.parametrize(
    ("name", "code_points"),
    [
        ("試験　😀", "U+1F600"),
        ("試験　\ue000", "U+E000"),
        ("試験　\U000323b0", "U+323B0"),
        ("試験　ก", "U+0E01"),
        ("葛\U000e01ef城", "U+845B U+E01EF"),
    ],
)
def test_a_character_that_no_font_has_stops_with_its_code_and_without_the_name(name: str, code_points: str):
    with pytest.raises(MissingGlyph, match=re.escape(f"文字コード {code_points}")) as stopped:
        pdf(A_SHEET, a_sheet(resident_name=name))

    assert stopped.value.code_points == code_points
    assert "試験" not in str(stopped.value)
    assert stopped.value.__cause__ is None
    assert stopped.value.__suppress_context__ or stopped.value.__context__ is None


@pytest.mark.parametrize("field", ["resident_name", "resident_kana", "programme_name", "mayor_title", "birth_words"])
def test_typst_source_in_a_text_is_printed_and_not_run(field: str):
    signs = set('#[*]\\"$@<')
    assert not signs & drawn(pdf(A_SHEET))

    assert signs <= drawn(pdf(a_sheet(**{field: '#evil[*x*] \\ "q" $@<'})))


def test_typst_source_in_addresses_and_notes_is_printed_and_not_run():
    hostile = ('#evil[*x*] \\ "q" $@<',)

    assert set('#[*]\\"$@<') <= drawn(pdf(a_sheet(address_lines=hostile, office_lines=hostile, notes=hostile)))


@pytest.mark.parametrize("name", [TWENTY, TWENTY + "一", TWENTY * 2, TWENTY * 3, LATIN, LATIN + " " + LATIN])
def test_a_long_name_stays_within_its_places(name: str):
    difference = ImageChops.difference(page(a_sheet(resident_name="")), page(a_sheet(resident_name=name)))
    for place in NAME_PLACES:
        box = tuple(round(edge * DOTS_PER_MM) for edge in place)
        assert difference.crop(box).getbbox()
        difference.paste(0, box)

    assert difference.getbbox() is None


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"resident_name": TWENTY * 20}, "氏名"),
        ({"address_lines": ("見本町" * 200,)}, "住所"),
        ({"notes": ("お知らせです。" * 400,)}, "お知らせ"),
        ({"office_lines": ("係",) * 30}, "お問い合わせ先"),
    ],
)
def test_a_text_that_fits_at_no_legible_size_is_refused_by_the_name_of_its_place(change: dict[str, object], part: str):
    with pytest.raises(TextTooLong, match=f"「{part}」が長すぎ"):
        pdf(a_sheet(**change))


def test_only_a_reissued_sheet_says_so():
    assert "再" not in drawn(pdf(A_SHEET))
    assert set("再発行以前使紛失") <= drawn(pdf(a_sheet(reissued=True, reason_word="紛失")))


def test_a_sheet_without_address_shows_no_postal_sign_and_says_that_the_address_is_left_out():
    signs = drawn(pdf(a_sheet(address_lines=(), postal_code="")))

    assert "〒" in drawn(pdf(A_SHEET))
    assert "〒" not in signs
    assert set("記載省略") <= signs


@pytest.mark.parametrize("count", [0, MOST_SHEETS_A_CALL + 1])
def test_no_sheet_or_more_than_a_thousand_are_refused(count: int):
    with pytest.raises(ValueError, match="1枚から1,000枚まで"):
        pdf(*[A_SHEET] * count)


def test_a_tenth_dose_is_refused():
    with pytest.raises(ValueError, match="10回目の接種券は作れません"):
        pdf(a_sheet(dose_number=10))


def test_a_moment_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="時間帯"):
        voucher_pdf([A_SHEET], issued_at=datetime(2026, 11, 24, 10, 0))
