"""Labels and the result of a stock-take as pages: read back, inside their places, none and many (M-1)."""

import io

import pytest
import zxingcpp
from PIL import Image

from portal.media.label_documents import A_SHEET, Label, label_images
from portal.media.number_rules import Number, Series, read_number
from portal.media.stocktake_documents import DifferenceOnSheet, MediumOnSheet, StocktakeSheet, stocktake_images

pytestmark = pytest.mark.thorough
LONG = "保健福祉部ワクチン接種推進室特別対策担当新型インフルエンザ等対応チーム係"


def labels(count: int, section: str = "健康推進課 成人保健係", serial: str = "4C530001230927117242") -> list[Label]:
    numbers = [Number(Series.MEDIUM, 2026, running) for running in range(1, count + 1)]
    return [Label(number.shown, number.figures, section, "外付けディスク", serial) for number in numbers]


def sheet(count: int) -> StocktakeSheet:
    media = [MediumOnSheet(f"媒8-{n:04}", f"USBメモリ {LONG}", LONG, "利用可", "確認 R8.11.30 10:05", False) for n in range(1, count + 1)]
    differences = [DifferenceOnSheet("媒8-0003", "確認できない", LONG, LONG * 4)] if count else []
    return StocktakeSheet(LONG, "令和8年11月30日 10時00分", "令和8年11月30日 11時00分", "0件", media, differences, "令和8年11月30日")


def test_each_label_is_read_back_as_its_number() -> None:
    (page,) = label_images(labels(5, LONG, "S" * 60), first_place=20, pixels_per_inch=150)
    read = {code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(page)))}

    assert read == {f"M8-{running:04}" for running in range(1, 6)}
    assert {read_number(text) for text in read} == {Number(Series.MEDIUM, 2026, running) for running in range(1, 6)}


@pytest.mark.parametrize(
    ("count", "first_place", "pages"), [(1, 1, 1), (1, A_SHEET, 1), (2, A_SHEET, 2), (A_SHEET, 1, 1), (A_SHEET + 1, 1, 2)]
)
def test_a_sheet_holds_twenty_four(count: int, first_place: int, pages: int) -> None:
    assert len(label_images(labels(count), first_place=first_place, pixels_per_inch=20)) == pages


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (60, 5)])
def test_the_result_of_a_stocktake_is_printed_with_none_and_with_many(count: int, pages: int) -> None:
    assert 1 <= len(stocktake_images(sheet(count), pixels_per_inch=20)) <= pages
