"""The address in the window of the envelope: seen wherever the page slips to, and nothing else of the page is."""

import re

import pytest

from portal.programmes.paper_rules import PaperForm
from portal.vouchers.envelope import Place, always_seen, ever_seen
from tests.vouchers.measured import Box, Page, pages_of, words_of
from tests.vouchers.sheets_made import ALIAS, LATIN, TWENTY, pdf, sheet_on

USUAL = Place(20, 12, 90, 45)
WINDOWS = [USUAL, Place(15, 10, 80, 43), Place(30, 17, 100, 45)]
ADDRESSES = [
    ("茨城県ひたちなか市見本町一丁目2番3号",),
    ("茨城県ひたちなか市大字見本字見本久保9871番地の3", "グランドハイツ見本中央公園 壱番館 1203号室"),
    (TWENTY * 3, TWENTY * 2),
]


def box_of(place: Place) -> Box:
    return Box(place.left, place.top, place.right, place.bottom)


def test_the_page_slips_25_mm_across_and_21_mm_down():
    """A4 folded in three (210 by 99) in a 長形3号 (235 by 120)."""
    assert always_seen(USUAL) == Place(20, 12, 65, 24)
    assert ever_seen(USUAL) == Place(0, 0, 110, 57)


@pytest.mark.parametrize("window", WINDOWS)
def test_what_is_always_seen_is_seen_from_every_corner(window: Place):
    seen, reach = always_seen(window), ever_seen(window)
    for across in (0, 25):
        for down in (0, 21):
            assert window.left <= seen.left + across
            assert seen.right + across <= window.right
            assert window.top <= seen.top + down
            assert seen.bottom + down <= window.bottom
            assert reach.left <= max(0, window.left - across)
            assert reach.right >= window.right - across


def first_page(form: PaperForm, **changes: object) -> Page:
    return pages_of(sheet_on(form, **changes), 150)[0]


@pytest.mark.thorough
@pytest.mark.parametrize("form", PaperForm)
@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("name", "other_name"), [("試験　花子", ""), (TWENTY, ""), (LATIN, ALIAS)])
def test_name_and_address_stand_where_they_are_always_seen_and_nothing_else_is_ever_seen(
    form: PaperForm, window: Place, address: tuple[str, ...], name: str, other_name: str
):
    sheet = sheet_on(form, window=window, address_lines=address, resident_name=name, other_name=other_name, reissued=True)
    in_window = pages_of(sheet, 150)[0].ink(box_of(ever_seen(window)))

    assert in_window
    # The strokes of some letters begin a quarter of a millimetre before their place.
    assert in_window.within(box_of(always_seen(window)).grown(0.3))
    seen = re.sub(r"\s", "", "".join(("〒312-0000", *address, name)))
    assert words_of(pdf(sheet), within=box_of(ever_seen(window))).startswith(seen)


@pytest.mark.thorough
@pytest.mark.parametrize("form", PaperForm)
def test_a_wide_window_moves_the_office_aside(form: PaperForm):
    wide = Place(30, 17, 100, 45)
    page = first_page(form, window=wide)
    office = page.ink(Box(110, 17, 206, 62))

    assert office
    assert office.left >= 130
    assert office.right <= 194.2


@pytest.mark.thorough
@pytest.mark.parametrize("form", PaperForm)
def test_a_mailing_address_stands_in_the_window_and_the_registered_one_elsewhere(form: PaperForm):
    mailing = ("水戸市見本町九丁目8番7号", "見本病院 5階病棟", "見本 次郎 様方")
    document = pdf(sheet_on(form, mailing_lines=mailing, mailing_postal_code="310-9999"))
    in_window = words_of(document, within=box_of(ever_seen(USUAL)))

    assert in_window == "〒310-9999水戸市見本町九丁目8番7号見本病院5階病棟見本次郎様方試験花子様"
    assert "見本町一丁目2番3号" in words_of(document)
