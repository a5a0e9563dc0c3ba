"""The 18 digits of a voucher and the two pictures of its numbers."""

import re

import pytest

from portal.vouchers import codes
from portal.vouchers.codes import OcrLine

PARTS = {"kind_digit": "2", "dose_number": 3, "municipality_code": "082210", "voucher_number": "0000012345"}


def modules(svg: str) -> tuple[int, int]:
    size = re.search(r'<svg width="(\d+)" height="(\d+)"', svg)
    assert size
    return int(size[1]), int(size[2])


def test_the_line_is_kind_dose_municipality_and_number():
    assert codes.ocr_line(**PARTS) == "230822100000012345"


@pytest.mark.parametrize("dose_number", range(1, 10))
def test_every_dose_up_to_the_ninth_is_read_back_from_its_line(dose_number: int):
    line = codes.ocr_line(**PARTS | {"dose_number": dose_number})

    assert len(line) == 18
    assert codes.read_ocr_line(line) == OcrLine("2", dose_number, "082210", "0000012345")


@pytest.mark.parametrize(
    ("part", "wrong", "reason"),
    [
        ("dose_number", 10, "10回目の接種券は作れません"),
        ("dose_number", 0, "接種回数は1以上"),
        ("kind_digit", "", "券種"),
        ("kind_digit", "12", "券種"),
        ("kind_digit", "２", "券種"),
        ("municipality_code", "082211", "検査数字"),
        ("municipality_code", "08221", "市町村コード"),
        ("voucher_number", "12345", "券番号は10桁"),
        ("voucher_number", "000001234A", "券番号は10桁"),
        ("voucher_number", "0000012345\n", "券番号は10桁"),
        ("voucher_number", "００００012345", "券番号は10桁"),
    ],
)
def test_a_part_that_does_not_fit_its_digits_is_refused_with_the_reason(part: str, wrong: str | int, reason: str):
    with pytest.raises(ValueError, match=reason):
        codes.ocr_line(**PARTS | {part: wrong})


@pytest.mark.parametrize(
    "typed",
    [
        "230822100000012345",
        " 230822100000012345\r\n",
        "2 3 082210 0000012345",
        "２３０８２２１００００００１２３４５",
        "2　3　082210　0000012345",
    ],
)
def test_spaces_and_full_width_digits_of_a_scanner_do_not_matter(typed: str):
    assert codes.read_ocr_line(typed) == OcrLine("2", 3, "082210", "0000012345")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0000012345",
        "23082210000001234",
        "2308221000000123456",
        "230822110000012345",  # check digit of the municipality code
        "200822100000012345",  # dose 0
        "23082210000001234A",
        "A230822100000012345A",
        "二308221000000123456",
        "٢٣٠٨٢٢١٠٠٠٠٠٠١٢٣٤٥",
    ],
)
def test_what_cannot_be_a_voucher_line_is_not_read(typed: str):
    assert codes.read_ocr_line(typed) is None


@pytest.mark.parametrize(("digits", "width"), [("0000012345", 121), ("230822100000012345", 201)])
def test_the_bar_code_is_as_wide_as_its_bars(digits: str, width: int):
    svg = codes.nw7_svg(digits)
    starts_and_widths = [(int(start), int(wide)) for start, wide in re.findall(r"M(\d+) 0h(\d+)v", svg)]

    assert modules(svg)[0] == width
    assert starts_and_widths[0][0] == 0
    assert sum(starts_and_widths[-1]) == width


@pytest.mark.parametrize("number", ["", "12A", "１２", "12\n"])
def test_only_digits_become_a_bar_code(number: str):
    with pytest.raises(ValueError, match="数字だけ"):
        codes.nw7_svg(number)


def test_the_qr_code_of_the_18_digits_is_model_2_version_1_and_not_a_micro_qr():
    assert modules(codes.qr_svg("230822100000012345")) == (21, 21)
