"""Names on the papers: long ones, rare characters, the other names of foreign residents; each in its own place and shape."""

import io
import re
from functools import lru_cache

import pytest
from PIL import Image, ImageChops

from portal.programmes.paper_rules import PaperForm
from portal.vouchers.documents import VoucherSheet, voucher_images
from portal.vouchers.typesetting import MissingGlyph
from tests.vouchers.measured import words_of
from tests.vouchers.sheets_made import A_SHEET, ALIAS, LATIN, TWENTY, a_sheet, pdf, sheet_on

pytestmark = pytest.mark.thorough

DOTS_PER_MM = 300 / 25.4
# Where a name stands on each page, in millimetres: the window; voucher, 予診のみ, 接種済証, the head of the 予診票.
# A bracket at the beginning of a line hangs out by a hair.
WINDOW = (19.7, 12, 85, 36)
NAME_PLACES = {
    PaperForm.STICKERS: [[WINDOW, (26.1, 219.3, 77.9, 224.8), (26.1, 259.3, 77.9, 264.8), (108.1, 249.1, 192.9, 258.9)]],
    PaperForm.INTEGRATED: [[WINDOW, (39.1, 249.1, 107.9, 258.9)], [(147.1, 22.3, 198.9, 27.8), (30.1, 37.6, 131.8, 46.4)]],
}
NAMES = ["葛\U000e0102城　花子", "﨑元　髙子", "𠮷田　太郎", "辻\U000e0100　花子", "渡邉\U000e010f　健", LATIN, "JOSÉ Ñ"]
LONG = [TWENTY, TWENTY + "一", TWENTY * 2, TWENTY * 3, LATIN, LATIN + " " + LATIN]


@lru_cache(maxsize=6)
def images(sheet: VoucherSheet) -> tuple[Image.Image, ...]:
    return tuple(Image.open(io.BytesIO(png)).convert("L") for png in voucher_images([sheet], pixels_per_inch=300))


@pytest.mark.parametrize("form", PaperForm)
@pytest.mark.parametrize("name", NAMES)
def test_names_of_every_kind_are_printed(name: str, form: PaperForm):
    assert pdf(sheet_on(form, resident_name=name)).startswith(b"%PDF-1.7")


@pytest.mark.parametrize("form", PaperForm)
@pytest.mark.parametrize("name", ["﨑元髙子", "𠮷田太郎", TWENTY, "NGUYENVANANH"])
def test_a_name_can_be_read_at_each_of_its_places(name: str, form: PaperForm):
    document = pdf(sheet_on(form, resident_name=name))
    for page, places in enumerate(NAME_PLACES[form], start=1):
        assert words_of(document, page).count(name) == len(places)


@pytest.mark.parametrize(
    ("one", "other"), [("葛\U000e0102", "葛\U000e0103"), ("辻\U000e0100", "辻\U000e0101"), ("邉\U000e010f", "邉\U000e0110"), ("髙", "高")]
)
def test_variants_of_a_character_are_printed_in_their_own_shape(one: str, other: str):
    difference = ImageChops.difference(images(a_sheet(resident_name=one))[0], images(a_sheet(resident_name=other))[0])

    assert difference.getbbox()


def test_a_variant_is_printed_in_its_own_shape_beside_sheets_without_any():
    """The rule for variants is left out of a batch that has none: one sheet with a variant brings it back for all."""
    plain, variant = a_sheet(resident_name="葛城"), a_sheet(resident_name="葛\U000e0102城")
    _first, beside = voucher_images([plain, variant], pixels_per_inch=300)

    assert Image.open(io.BytesIO(beside)).convert("L").tobytes() == images(variant)[0].tobytes()
    assert images(plain)[0].tobytes() != images(variant)[0].tobytes()


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
@pytest.mark.parametrize("form", PaperForm)
@pytest.mark.parametrize("field", ["resident_name", "other_name"])
def test_a_character_that_no_font_has_stops_with_its_code_and_without_the_name(name: str, code_points: str, form: PaperForm, field: str):
    with pytest.raises(MissingGlyph, match=re.escape(f"文字コード {code_points}")) as stopped:
        pdf(A_SHEET, sheet_on(form, **{field: name}))

    assert stopped.value.code_points == code_points
    assert "試験" not in str(stopped.value)
    assert stopped.value.__cause__ is None
    assert stopped.value.__suppress_context__ or stopped.value.__context__ is None


@pytest.mark.parametrize("form", PaperForm)
@pytest.mark.parametrize("other_name", ["", ALIAS, f"旧氏　見本、{ALIAS}"])
@pytest.mark.parametrize("name", LONG)
def test_a_long_name_stays_within_its_places(name: str, other_name: str, form: PaperForm):
    without = images(sheet_on(form, resident_name=""))
    named = images(sheet_on(form, resident_name=name, other_name=other_name))
    for before, after, places in zip(without, named, NAME_PLACES[form], strict=True):
        difference = ImageChops.difference(before, after)
        for place in places:
            box = tuple(round(edge * DOTS_PER_MM) for edge in place)
            assert difference.crop(box).getbbox()
            difference.paste(0, box)

        assert difference.getbbox() is None


@pytest.mark.parametrize("form", PaperForm)
def test_the_other_name_of_a_foreign_resident_stands_behind_the_first_at_each_place(form: PaperForm):
    document = pdf(sheet_on(form, resident_name="NGUYEN VAN ANH", other_name=ALIAS))
    for page, places in enumerate(NAME_PLACES[form], start=1):
        assert words_of(document, page).count("（通称見本マリア）") == len(places)
