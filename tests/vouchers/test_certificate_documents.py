"""The printed 接種済証: every dose on it, long texts inside their cells, nothing left blank."""

import io
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PIL import Image, ImageChops

from portal.clock import JAPAN
from portal.vouchers.certificate_documents import UNKNOWN_MARK, CertificateSheet, DoseLine, certificate_images, certificate_pdf
from portal.vouchers.typesetting import MissingGlyph, TextTooLong
from tests.vouchers.test_voucher_documents import LATIN, TWENTY, drawn

ISSUED_AT = datetime(2026, 11, 24, 10, 0, 0, 123456, tzinfo=JAPAN)
DOTS_PER_MM = 100 / 25.4
A_LINE = DoseLine(number=1, given_on_words="令和3年6月1日", manufacturer="見本製薬", lot_number="ZX1180", institution="見本医院")
A_SHEET = CertificateSheet(
    programme_name="新型コロナウイルスワクチン 特例臨時接種",
    resident_name="試験　花子",
    resident_kana="シケン　ハナコ",
    birth_words="昭和41年5月3日",
    address_lines=("ひたちなか市見本町一丁目2番3号",),
    doses=(A_LINE,),
    issued_on_words="令和8年11月24日",
    mayor_title="茨城県ひたちなか市長",
    office_lines=("ひたちなか市", "健康推進課 予防接種係", "電話 029-000-0000"),
)
# From the paper's upper left corner, in millimetres: the first line of the table by its columns, and the name's cell.
LOT_CELL, INSTITUTION_CELL, MANUFACTURER_CELL, NAME_CELL = (
    (104, 110, 134, 122),
    (134, 110, 190, 122),
    (72, 110, 104, 122),
    (52, 52, 190, 70),
)


def a_sheet(**changes: object) -> CertificateSheet:
    return replace(A_SHEET, **changes)  # pyright: ignore[reportArgumentType]


def pdf(sheet: CertificateSheet) -> bytes:
    return certificate_pdf(sheet, issued_at=ISSUED_AT)


def pages(sheet: CertificateSheet) -> list[Image.Image]:
    return [Image.open(io.BytesIO(png)).convert("L") for png in certificate_images(sheet, pixels_per_inch=100)]


def lines(count: int) -> tuple[DoseLine, ...]:
    long = {"manufacturer": TWENTY * 2, "lot_number": "ABCDEFGHIJ0123456789", "institution": TWENTY * 3}
    return tuple(replace(A_LINE, number=number, **long) for number in range(1, count + 1))


def test_everything_of_a_dose_stands_on_the_paper():
    assert set("接種済証再交付試験花子昭和市長見本製薬医院令和見本町健康推進課") | set("ZX1180") <= drawn(pdf(A_SHEET))


def test_eight_doses_with_the_longest_texts_fit_on_one_page():
    assert len(pages(a_sheet(doses=lines(8), resident_name=f"{LATIN} {LATIN}", resident_kana=TWENTY * 4))) == 1


def test_more_doses_than_a_page_holds_run_on_to_the_next():
    assert len(pages(a_sheet(doses=lines(30)))) == 2


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        ({"lot_number": "ABCDEFGHIJ0123456789"}, LOT_CELL),
        ({"institution": TWENTY * 3}, INSTITUTION_CELL),
        ({"institution": "D" * 60}, INSTITUTION_CELL),
        ({"manufacturer": "B" * 40}, MANUFACTURER_CELL),
    ],
)
def test_a_long_text_stays_within_its_cell(change: dict[str, str], cell: tuple[int, int, int, int]):
    assert _changes_only_within(a_sheet(doses=(replace(A_LINE, **change),)), cell)


@pytest.mark.parametrize("name", [TWENTY * 4, LATIN, f"{LATIN} {LATIN}", "A" * 100])
def test_a_long_name_stays_within_its_cell(name: str):
    assert _changes_only_within(a_sheet(resident_name=name), NAME_CELL)


def _changes_only_within(sheet: CertificateSheet, cell: tuple[int, int, int, int]) -> bool:
    (before,), (after,) = pages(A_SHEET), pages(sheet)
    changed = ImageChops.difference(before, after).getbbox()
    assert changed
    left, top, right, bottom = (edge * DOTS_PER_MM for edge in cell)
    return left <= changed[0] and top <= changed[1] and changed[2] <= right and changed[3] <= bottom


def test_unknown_parts_are_marked_and_the_mark_is_explained():
    unknown = replace(A_LINE, manufacturer=UNKNOWN_MARK, lot_number=UNKNOWN_MARK, institution=UNKNOWN_MARK)

    assert {"*", "項"} <= drawn(pdf(a_sheet(doses=(unknown,))))
    assert not {"*", "項"} & drawn(pdf(A_SHEET))


def test_without_an_address_the_paper_says_that_it_is_left_out():
    assert set("記載省略") <= drawn(pdf(a_sheet(address_lines=())))
    assert "省" not in drawn(pdf(A_SHEET))


def test_the_same_sheet_at_the_same_moment_gives_the_same_bytes():
    assert pdf(A_SHEET) == pdf(A_SHEET)
    assert pdf(A_SHEET) != certificate_pdf(A_SHEET, issued_at=ISSUED_AT + timedelta(seconds=1))


def test_the_document_says_that_it_is_pdf_a_2u_and_names_nobody_in_its_title():
    document = pdf(A_SHEET)

    assert b"<pdfaid:part>2</pdfaid:part>" in document
    assert b"<pdfaid:conformance>U</pdfaid:conformance>" in document
    assert "試験".encode() not in document


def test_a_character_that_no_font_has_stops_with_its_code():
    with pytest.raises(MissingGlyph, match=r"文字コード U\+1F600"):
        pdf(a_sheet(doses=(replace(A_LINE, institution="見本😀医院"),)))


def test_a_text_that_fits_at_no_legible_size_is_refused_by_the_name_of_its_place():
    with pytest.raises(TextTooLong, match="「接種した所」が長すぎ"):
        pdf(a_sheet(doses=(replace(A_LINE, institution=TWENTY * 20),)))


def test_typst_source_in_a_text_is_printed_and_not_run():
    hostile = replace(A_LINE, institution='#evil[*x*] \\ "q" $@<')

    assert set('#[*]\\"$@<') <= drawn(pdf(a_sheet(doses=(hostile,))))


def test_a_paper_without_a_dose_is_refused():
    with pytest.raises(ValueError, match="1回以上"):
        pdf(a_sheet(doses=()))
