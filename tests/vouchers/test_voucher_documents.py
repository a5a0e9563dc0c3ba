"""The printed voucher as a document: the same bytes every time, one archivable form, nothing run, nothing left out."""

import io
import re
import subprocess
import sys
import zlib
from datetime import datetime, timedelta

import pytest
from PIL import Image

from portal.programmes.paper_rules import PaperForm
from portal.vouchers.documents import MOST_SHEETS_A_CALL, voucher_files, voucher_images, voucher_pdf
from portal.vouchers.typesetting import TextTooLong
from tests.vouchers.measured import words_of
from tests.vouchers.sheets_made import A_SHEET, ISSUED_AT, LATIN, TWENTY, a_sheet, an_integrated_sheet, pdf, sheet_on

__all__ = ["LATIN", "TWENTY", "drawn"]

pytestmark = pytest.mark.thorough

DIGEST_IN_A_PROCESS_OF_ITS_OWN = """
import hashlib
from portal.programmes.paper_rules import PaperForm
from tests.vouchers.sheets_made import pdf, sheet_on
print(hashlib.sha256(pdf(*(sheet_on(form, reissued=True) for form in PaperForm))).hexdigest())
"""


def streams(document: bytes) -> list[bytes]:
    # What follows a stream's last byte is left over by decompressobj, so the end need not be found exactly.
    found = re.findall(rb"stream\r?\n(\x78.*?)endstream", document, re.DOTALL)
    return [zlib.decompressobj().decompress(stream) for stream in found]


def drawn(document: bytes) -> set[str]:
    """Every piece of text that a glyph of the document stands for, by the fonts' ToUnicode tables."""
    maps = b"\n".join(stream for stream in streams(document) if b"beginbfchar" in stream)
    return {bytes.fromhex(text.decode()).decode("utf-16-be") for text in re.findall(rb"<[0-9A-Fa-f]{4}> <([0-9A-Fa-f]+)>", maps)}


@pytest.mark.parametrize("form", PaperForm)
def test_the_pages_have_no_colour(form: PaperForm):
    for png in voucher_images([sheet_on(form, reissued=True)], pixels_per_inch=50):
        red, green, blue = Image.open(io.BytesIO(png)).convert("RGB").split()

        assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_the_same_sheets_at_the_same_moment_give_the_same_bytes():
    sheets = (A_SHEET, an_integrated_sheet(), a_sheet(reissued=True))

    assert pdf(*sheets) == pdf(*sheets)
    assert pdf(A_SHEET) != voucher_pdf([A_SHEET], issued_at=ISSUED_AT + timedelta(seconds=1))


def test_the_same_sheets_give_the_same_bytes_in_any_process():
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST_IN_A_PROCESS_OF_ITS_OWN],
            env={"PYTHONHASHSEED": seed, "RAYON_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout
        for seed, threads in (("1", "1"), ("2", "4"))
    }

    assert len(digests) == 1


def test_a_sheet_of_stickers_is_one_page_and_one_with_a_screening_form_two():
    sheets = [A_SHEET, an_integrated_sheet(), a_sheet(reissued=True), a_sheet(notes=("長いお知らせです。" * 20,) * 3)]

    assert len(voucher_images(sheets, pixels_per_inch=20)) == 5


def test_many_sheets_come_in_files_of_so_many_in_their_order():
    sheets = [a_sheet(voucher_number=f"{number:010}") for number in range(1, 8)]
    files = list(voucher_files(iter(sheets), issued_at=ISSUED_AT, sheets_a_file=3))

    assert files == [pdf(*sheets[:3]), pdf(*sheets[3:6]), pdf(*sheets[6:])]


@pytest.mark.parametrize("form", PaperForm)
def test_the_document_says_that_it_is_pdf_a_2u_and_names_nobody_in_its_title(form: PaperForm):
    document = pdf(sheet_on(form))

    assert b"<pdfaid:part>2</pdfaid:part>" in document
    assert b"<pdfaid:conformance>U</pdfaid:conformance>" in document
    assert "試験".encode() not in document
    assert "試験".encode("utf-16-be").hex().encode() not in document.lower()


@pytest.mark.parametrize("form", PaperForm)
@pytest.mark.parametrize("field", ["resident_name", "resident_kana", "other_name", "programme_name", "mayor_title", "birth_words"])
def test_typst_source_in_a_text_is_printed_and_not_run(field: str, form: PaperForm):
    signs = set('#[]\\"$@<')
    assert not signs & drawn(pdf(sheet_on(form)))

    assert signs <= drawn(pdf(sheet_on(form, **{field: '#evil[x] \\ "q" $@<'})))


def test_typst_source_in_addresses_and_notes_is_printed_and_not_run():
    hostile = ('#evil[*x*] \\ "q" $@<',)

    assert set('#[*]\\"$@<') <= drawn(pdf(a_sheet(address_lines=hostile, office_lines=hostile, notes=hostile)))


@pytest.mark.parametrize("form", PaperForm)
@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"resident_name": TWENTY * 20}, "氏名"),
        ({"address_lines": ("見本町" * 200,)}, "住所"),
        ({"notes": ("お知らせです。" * 400,)}, "お知らせ"),
        ({"office_lines": ("係",) * 30}, "お問い合わせ先"),
    ],
)
def test_a_text_that_fits_at_no_legible_size_is_refused_by_the_name_of_its_place(change: dict[str, object], part: str, form: PaperForm):
    with pytest.raises(TextTooLong, match=f"「{part}」が長すぎ"):
        pdf(sheet_on(form, **change))


@pytest.mark.parametrize("form", PaperForm)
def test_only_a_reissued_sheet_says_so(form: PaperForm):
    assert "再発行" not in words_of(pdf(sheet_on(form)))
    assert "再発行の理由：紛失" in words_of(pdf(sheet_on(form, reissued=True, reason_word="紛失")))
    assert "再発行" in words_of(pdf(sheet_on(form, reissued=True)), page=2 if form is PaperForm.INTEGRATED else 1)


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
