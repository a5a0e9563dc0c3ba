"""The printed application forms, measured: front and back, every long text inside its cell, boxes ticked, the code read back."""

import io
from dataclasses import replace
from datetime import datetime

import pytest
import zxingcpp
from PIL import Image, ImageChops

from portal.applications.documents import ApplicationSheet, Code, PersonOnForm, application_images, application_pdf
from portal.applications.notes import NOTES
from portal.applications.number_rules import PaperNumber
from portal.applications.rules import FORM_WORDS, FormKind
from portal.applications.sheets import Filled, blank_sheet, numbered_sheet
from portal.clock import JAPAN
from portal.config import Settings, read_settings
from portal.vouchers.typesetting import MissingGlyph, TextTooLong
from tests.conftest import overrides
from tests.vouchers.test_voucher_documents import LATIN, TWENTY, drawn

pytestmark = pytest.mark.thorough

MADE_AT = datetime(2026, 11, 30, 10, 0, tzinfo=JAPAN)
PROGRAMMES = [("r8", "令和8年度 住民接種"), ("covid", "新型コロナウイルスワクチン 特例臨時接種")]
DOTS_PER_MM = 100 / 25.4
PERSON = PersonOnForm("試験　花子", "シケン　ハナコ", "昭和23年5月14日", ("ひたちなか市見本町一丁目2番3号",), "029-000-4471")
# The margins within which everything must stand, and the column that holds what is filled in, in millimetres.
LEFT, RIGHT, TOP, BOTTOM = 18, 192, 12, 286
VALUES = (48, 192)
SELF = Filled(applicant="self", programme="r8", reason="lost", delivery="handed_over", applied_on_words="令和8年11月30日")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return read_settings(overrides(tmp_path_factory.mktemp("forms")))


def filled(kind: FormKind, settings: Settings, **person: object) -> ApplicationSheet:
    sheet = blank_sheet(kind, PROGRAMMES, settings, SELF)
    code = Code("宛名番号", "0060004711", "0060004711")
    return replace(sheet, person=replace(PERSON, **person), applies_self=True, code=code)  # pyright: ignore[reportArgumentType]


def pages(kind: FormKind, sheet: ApplicationSheet, dots_an_inch: int = 100) -> list[Image.Image]:
    return [Image.open(io.BytesIO(png)).convert("L") for png in application_images(kind, [sheet], pixels_per_inch=dots_an_inch)]


def ink(page: Image.Image) -> tuple[float, ...]:
    """The box around everything printed, in millimetres."""
    box = page.point(lambda shade: 255 if shade < 128 else 0).getbbox()
    assert box
    return tuple(edge / DOTS_PER_MM for edge in box)


@pytest.mark.parametrize("kind", FormKind)
def test_blank_and_filled_are_a_front_and_a_back_within_the_margins(kind: FormKind, settings: Settings):
    for sheet in (blank_sheet(kind, PROGRAMMES, settings), filled(kind, settings, name=TWENTY * 2, kana="ミホン" * 14)):
        front, back = pages(kind, sheet)
        for page in (front, back):
            left, top, right, bottom = ink(page)
            assert (round(page.width / DOTS_PER_MM), round(page.height / DOTS_PER_MM)) == (210, 297)
            assert (left >= LEFT - 0.5, top >= TOP - 0.5, right <= RIGHT + 0.5, bottom <= BOTTOM + 0.5) == (True,) * 4


@pytest.mark.parametrize("kind", FormKind)
@pytest.mark.parametrize(
    "person",
    [
        {"name": TWENTY * 2},
        {"name": f"{LATIN} {LATIN}"},
        {"name": TWENTY * 2, "kana": "ミホン" * 14},
        {"address_lines": (TWENTY * 2, TWENTY * 2)},
        {"phone": "029-000-4471(夜間)"},
    ],
)
def test_a_long_text_changes_nothing_outside_the_column_of_what_is_filled_in(kind: FormKind, person: dict[str, object], settings: Settings):
    """Neither the lines nor any other row move, so nothing can overlap with what was there."""
    before, after = pages(kind, filled(kind, settings))[0], pages(kind, filled(kind, settings, **person))[0]
    changed = ImageChops.difference(before, after).getbbox()

    assert changed
    assert VALUES[0] * DOTS_PER_MM < changed[0]
    assert changed[2] < VALUES[1] * DOTS_PER_MM
    kept = [[_is_line(page, y) for y in range(page.height)] for page in (before, after)]
    assert kept[0] == kept[1]


def _is_line(page: Image.Image, y: int) -> bool:
    """A horizontal line of the table crosses the whole page, whatever is written between."""
    row = page.crop((round(19 * DOTS_PER_MM), y, round(191 * DOTS_PER_MM), y + 1))
    return row.point(lambda shade: 255 if shade < 200 else 0).getextrema() == (255, 255)


@pytest.mark.parametrize("kind", [kind for kind in FormKind if kind is not FormKind.PROXY])
def test_what_the_clerk_chose_is_ticked_so_that_the_person_only_signs(kind: FormKind, settings: Settings):
    person = filled(kind, settings)
    without = replace(person, **{name: blank_sheet(kind, PROGRAMMES, settings).__dict__[name] for name in ("applicants", "deliveries")})

    assert [box.word for box in person.applicants if box.on] == ["本人"]
    assert [box.word for box in person.deliveries if box.on] == ["窓口で受け取る"]
    assert [box.word for box in person.programmes if box.on] == ["令和8年度 住民接種"]
    assert pages(kind, person)[0] != pages(kind, without)[0]


def test_every_number_of_a_batch_is_read_back_from_its_own_paper(settings: Settings):
    numbers = [PaperNumber(2026, running) for running in (1, 2, 500)]
    sheet = blank_sheet(FormKind.VOUCHER, PROGRAMMES, settings)
    made = application_images(FormKind.VOUCHER, [numbered_sheet(sheet, number) for number in numbers], pixels_per_inch=200)
    fronts = [Image.open(io.BytesIO(png)) for png in made[::2]]
    read = [zxingcpp.read_barcodes(front, formats=zxingcpp.BarcodeFormat.QRCode)[0].text for front in fronts]

    assert read == [number.figures for number in numbers]


def test_a_form_of_a_person_is_scanned_back_to_the_person(settings: Settings):
    front = pages(FormKind.CERTIFICATE, filled(FormKind.CERTIFICATE, settings), 200)[0]

    assert [code.text for code in zxingcpp.read_barcodes(front, formats=zxingcpp.BarcodeFormat.QRCode)] == ["0060004711"]


@pytest.mark.parametrize("kind", FormKind)
def test_it_is_the_same_each_time_in_the_citys_fonts_and_names_nobody_in_its_title(kind: FormKind, settings: Settings):
    sheet = filled(kind, settings, name="葛\U000e0102城 﨑子")
    document = application_pdf(kind, [sheet], made_at=MADE_AT)

    assert document == application_pdf(kind, [sheet], made_at=MADE_AT)
    assert b"BIZUDPGothic" in document
    assert b"<pdfaid:conformance>U</pdfaid:conformance>" in document
    assert set(FORM_WORDS[kind]) | set("記載要領葛城﨑子署名") <= drawn(document) | {"葛\U000e0102"} | set("葛")
    assert pages(kind, sheet)[0] != pages(kind, filled(kind, settings, name="葛\U000e0103城 﨑子"))[0]


def test_what_cannot_be_printed_stops_with_its_reason(settings: Settings):
    with pytest.raises(MissingGlyph, match=r"U\+1F600"):
        application_pdf(FormKind.VOUCHER, [filled(FormKind.VOUCHER, settings, name="見本😀")], made_at=MADE_AT)
    with pytest.raises(TextTooLong, match="氏名"):
        application_pdf(FormKind.VOUCHER, [filled(FormKind.VOUCHER, settings, name=TWENTY * 30)], made_at=MADE_AT)


def test_every_form_has_its_own_notes_and_no_mark_falls_upon_a_bracket():
    """typst sets 「 after 。 over it in a proportional font."""
    assert set(NOTES) == set(FormKind)
    assert all(len(notes) >= 6 for notes in NOTES.values())
    assert not [note for notes in NOTES.values() for note in notes if "。「" in note or "、「" in note]
