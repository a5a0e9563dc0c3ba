"""Papers set by typst from data alone: the fonts, the template compiled, and its faults in words for the person at the desk."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from struct import iter_unpack, unpack_from
from typing import Any

import typst

TEMPLATES = Path(__file__).parents[2] / "templates" / "vouchers"
# What every paper begins with: the fonts for each character, and how a text is fitted into its place.
LETTERING = TEMPLATES / "lettering.typ"

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

COMPILATIONS_KEPT = 10

VARIATION_SEQUENCE = re.compile("(.)([\ufe00-\ufe0f\U000e0100-\U000e01ef])", re.DOTALL)
MISSING_TEXT = re.compile(r'the text `"(.+?)"` could not be displayed')
ESCAPED_CHARACTER = re.compile(r"\\u\{([0-9a-f]+)\}")
OVERFLOWING_PART = re.compile(r"does not fit: ([^\"\\]+)")


class MissingGlyph(Exception):
    """A character to be printed is in none of the fonts; says which by its code, so that nobody's paper has a blank or another's shape."""

    def __init__(self, character: str) -> None:
        self.code_points = " ".join(f"U+{ord(part):04X}" for part in character)
        super().__init__(
            f"印刷用の書体にない文字があるため、紙を作れません(文字コード {self.code_points})。氏名・住所などの文字を確認してください。"
        )


class TextTooLong(Exception):
    """A text does not fit its place on the page even at the smallest legible size."""

    def __init__(self, part: str) -> None:
        super().__init__(f"「{part}」が長すぎて、紙の欄に収まりません。文を短くしてください。")


class FontsNotInstalled(Exception):
    """This machine lacks fonts that the papers are printed in."""

    def __init__(self, families: Sequence[str]) -> None:
        super().__init__(f"印刷に必要な書体がありません({'、'.join(families)})。システム管理者に連絡してください。")


def compiled_pdf(
    template: Path, content: Mapping[str, object], *, issued_at: datetime, pieces: Sequence[Path] = (), tagged: bool = True
) -> bytes:
    """One PDF/A-2u of `content` (JSON, the template's `batch`); the same content and issued_at (with its time zone) give the same bytes.

    `pieces`: templates that this one is put together from, in their order. `tagged`: with the structure that a screen reader reads, which
    makes three quarters of the file.

    Raises ValueError (no time zone), MissingGlyph, TextTooLong.
    """
    if issued_at.tzinfo is None:
        raise ValueError("発行日時には時間帯が必要です。")
    fixed_offset = timezone(issued_at.utcoffset() or timedelta())
    moment = issued_at.astimezone(fixed_offset).replace(microsecond=0)
    (document,) = _compiled((*pieces, template), content, pdf_standards=["a-2u"], timestamp=moment, pdf_tags=tagged)
    return document


def forget_compiled() -> None:
    """Gives back the memory of the last compilations: typst keeps what it worked out until ten further ones did without it."""
    for _ in range(COMPILATIONS_KEPT + 1):
        typst.compile(b"", font_paths=_fonts(), ignore_system_fonts=True)


def compiled_images(template: Path, content: Mapping[str, object], *, pixels_per_inch: float, pieces: Sequence[Path] = ()) -> list[bytes]:
    """The same pages as PNG. Does not notice missing characters."""
    return _compiled((*pieces, template), content, format="png", ppi=pixels_per_inch)


def _compiled(templates: Sequence[Path], content: Mapping[str, object], **output: Any) -> list[bytes]:
    text = json.dumps(content, ensure_ascii=False)
    sequences = {match[0] for match in VARIATION_SEQUENCE.finditer(text)}
    lettering = {"has_sequences": bool(sequences), "bizud_sequences": _sequences_left_to_bizud(sequences)}
    batch = json.dumps({**content, **lettering}, ensure_ascii=False)
    source = b"".join(path.read_bytes() for path in (LETTERING, *templates))
    try:
        files = typst.compile(source, sys_inputs={"batch": batch}, font_paths=_fonts(), ignore_system_fonts=True, **output)
    except typst.TypstError as error:
        raise _reason(error) from None
    return files if isinstance(files, list) else [files]


def _sequences_left_to_bizud(sequences: Set[str]) -> list[str]:
    """The variation sequences that only BIZ UD Mincho draws. typst prints the plain character for one that no font has: stop instead."""
    left = sequences - _variation_sequences(IPAMJ_FILE)
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
    """The error in words for the person at the desk; its own text may quote what stands on the page, so it is not carried along."""
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
