"""The printed voucher (接種券 兼 接種済証): one A4 page a sheet, compiled by typst from data alone."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from struct import iter_unpack, unpack_from
from typing import Any

import typst

from portal.vouchers import codes

MOST_SHEETS_A_CALL = 1_000
TEMPLATE = Path(__file__).parents[2] / "templates" / "vouchers" / "voucher.typ"

# Folders of the Debian packages fonts-morisawa-bizud-gothic, fonts-morisawa-bizud-mincho, fonts-ipamj-mincho and fonts-ocr-b.
FONT_FOLDERS = (
    "/usr/share/fonts/truetype/bizud-gothic",
    "/usr/share/fonts/truetype/bizud-mincho",
    "/usr/share/fonts/truetype/ipamj",
    "/usr/share/fonts/opentype/ocr-b",
)
FONT_FAMILIES = frozenset({"BIZ UDPGothic", "BIZ UDMincho", "BIZ UDPMincho", "IPAmjMincho", "OCR B"})
# The two fonts know different variation sequences: Moji_Joho (住民記録) and Adobe-Japan1 (Windows). The first that has one draws it.
IPAMJ_FILE = "/usr/share/fonts/truetype/ipamj/ipamjm.ttf"
BIZUD_MINCHO_FILE = "/usr/share/fonts/truetype/bizud-mincho/BIZUDMincho-Regular.ttf"

VARIATION_SEQUENCE = re.compile("(.)([\ufe00-\ufe0f\U000e0100-\U000e01ef])", re.DOTALL)
MISSING_TEXT = re.compile(r'the text `"(.+?)"` could not be displayed')
ESCAPED_CHARACTER = re.compile(r"\\u\{([0-9a-f]+)\}")
OVERFLOWING_PART = re.compile(r"does not fit: ([^\"\\]+)")


class MissingGlyph(Exception):
    """A character to be printed is in none of the fonts; says which by its code, so that nobody's paper has a blank or another's shape."""

    def __init__(self, character: str) -> None:
        self.code_points = " ".join(f"U+{ord(part):04X}" for part in character)
        super().__init__(
            f"印刷用の書体にない文字があるため、接種券を作れません(文字コード {self.code_points})。氏名・住所などの文字を確認してください。"
        )


class TextTooLong(Exception):
    """A text does not fit its place on the sheet even at the smallest legible size."""

    def __init__(self, part: str) -> None:
        super().__init__(f"「{part}」が長すぎて、接種券の欄に収まりません。文を短くしてください。")


class FontsNotInstalled(Exception):
    """This machine lacks fonts that the voucher is printed in."""

    def __init__(self, families: Sequence[str]) -> None:
        super().__init__(f"接種券の印刷に必要な書体がありません({'、'.join(families)})。システム管理者に連絡してください。")


@dataclass(frozen=True)
class VoucherSheet:
    """What one A4 sheet says. Dates come as 和暦 words; address_lines is empty when the address must not be printed."""

    voucher_number: str
    kind_digit: str
    dose_number: int
    municipality_code: str
    municipality_name: str
    mayor_title: str
    programme_name: str
    resident_name: str
    resident_kana: str
    birth_words: str
    address_lines: tuple[str, ...]
    postal_code: str
    issued_on_words: str
    reissued: bool
    reason_word: str
    office_lines: tuple[str, ...]
    notes: tuple[str, ...]
    consultation_only_kind_digit: str = "1"


def voucher_pdf(sheets: Sequence[VoucherSheet], *, issued_at: datetime) -> bytes:
    """One PDF/A-2u with a page for each sheet, in order; the same sheets and issued_at (with its time zone) give the same bytes.

    Raises ValueError (no sheet, above 1,000 sheets, no time zone, a number that cannot be coded), MissingGlyph, TextTooLong.
    """
    if issued_at.tzinfo is None:
        raise ValueError("発行日時には時間帯が必要です。")
    fixed_offset = timezone(issued_at.utcoffset() or timedelta())
    (document,) = _compiled(sheets, pdf_standards=["a-2u"], timestamp=issued_at.astimezone(fixed_offset).replace(microsecond=0))
    return document


def voucher_images(sheets: Sequence[VoucherSheet], *, pixels_per_inch: float) -> list[bytes]:
    """The same pages as PNG, for looking at on a screen and for reading the codes back. Does not notice missing characters."""
    return _compiled(sheets, format="png", ppi=pixels_per_inch)


def _compiled(sheets: Sequence[VoucherSheet], **output: Any) -> list[bytes]:
    source = TEMPLATE.read_bytes()
    try:
        files = typst.compile(source, sys_inputs={"batch": _batch(sheets)}, font_paths=_fonts(), ignore_system_fonts=True, **output)
    except typst.TypstError as error:
        raise _reason(error) from None
    return files if isinstance(files, list) else [files]


def _batch(sheets: Sequence[VoucherSheet]) -> str:
    if not 1 <= len(sheets) <= MOST_SHEETS_A_CALL:
        raise ValueError(f"一度に作れる接種券は1枚から{MOST_SHEETS_A_CALL:,}枚までです({len(sheets):,}枚が指定されました)。")
    rows = [_row(sheet) for sheet in sheets]
    text = json.dumps(rows, ensure_ascii=False)
    return json.dumps({"sheets": rows, "bizud_sequences": _sequences_left_to_bizud(text)}, ensure_ascii=False)


def _row(sheet: VoucherSheet) -> dict[str, object]:
    texts: dict[str, object] = asdict(sheet)
    return texts | {
        "voucher_line": _line(sheet, sheet.kind_digit),
        "voucher_qr": codes.qr_svg(_line(sheet, sheet.kind_digit)),
        "consultation_line": _line(sheet, sheet.consultation_only_kind_digit),
        "consultation_qr": codes.qr_svg(_line(sheet, sheet.consultation_only_kind_digit)),
        "nw7": codes.nw7_svg(sheet.voucher_number),
    }


def _line(sheet: VoucherSheet, kind_digit: str) -> str:
    return codes.ocr_line(
        kind_digit=kind_digit,
        dose_number=sheet.dose_number,
        municipality_code=sheet.municipality_code,
        voucher_number=sheet.voucher_number,
    )


def _sequences_left_to_bizud(text: str) -> list[str]:
    """The variation sequences that only BIZ UD Mincho draws. typst prints the plain character for one that no font has: stop instead."""
    left = {match[0] for match in VARIATION_SEQUENCE.finditer(text)} - _variation_sequences(IPAMJ_FILE)
    for sequence in sorted(left - _variation_sequences(BIZUD_MINCHO_FILE)):
        raise MissingGlyph(sequence)
    return sorted(left)


@cache
def _fonts() -> typst.Fonts:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(FONT_FOLDERS))
    missing = FONT_FAMILIES.difference(fonts.families())
    if missing:
        raise FontsNotInstalled(sorted(missing))
    return fonts


def _reason(error: typst.TypstError) -> Exception:
    """The error in words for the person at the desk; its own text may quote what stands on the sheet, so it is not carried along."""
    missing = MISSING_TEXT.search(error.message)
    if missing:
        return MissingGlyph(ESCAPED_CHARACTER.sub(lambda code: chr(int(code[1], 16)), missing[1]))
    overflowing = OVERFLOWING_PART.search(error.message)
    if overflowing:
        return TextTooLong(overflowing[1])
    return error


@cache
def _variation_sequences(font_file: str) -> frozenset[str]:
    """All sequences of a character and a variation selector for which this TrueType font has a shape (cmap format 14)."""
    cmap = _table(Path(font_file), b"cmap")
    (subtables,) = unpack_from(">H", cmap, 2)
    for _platform, _encoding, start in iter_unpack(">HHI", cmap[4 : 4 + 8 * subtables]):
        if unpack_from(">H", cmap, start) == (14,):
            return frozenset(_sequences_of(cmap[start:]))
    return frozenset()


def _sequences_of(subtable: bytes) -> Iterator[str]:
    (selectors,) = unpack_from(">I", subtable, 6)
    for selector, ranges_at, mappings_at in iter_unpack(">3sII", subtable[10 : 10 + 11 * selectors]):
        sign = chr(int.from_bytes(selector))
        if ranges_at:
            (count,) = unpack_from(">I", subtable, ranges_at)
            for first, more in iter_unpack(">3sB", subtable[ranges_at + 4 : ranges_at + 4 + 4 * count]):
                start = int.from_bytes(first)
                yield from (chr(code) + sign for code in range(start, start + more + 1))
        if mappings_at:
            (count,) = unpack_from(">I", subtable, mappings_at)
            for code, _glyph in iter_unpack(">3sH", subtable[mappings_at + 4 : mappings_at + 4 + 5 * count]):
                yield chr(int.from_bytes(code)) + sign


def _table(font_file: Path, tag: bytes) -> bytes:
    with font_file.open("rb") as font:
        (tables,) = unpack_from(">H", font.read(12), 4)
        directory = {name: (start, length) for name, _sum, start, length in iter_unpack(">4sIII", font.read(16 * tables))}
        start, length = directory[tag]
        font.seek(start)
        return font.read(length)
