"""A page as a printer would draw it, and lengths measured on it in millimetres."""

import io
import re
import subprocess
from dataclasses import dataclass
from functools import cache
from tempfile import NamedTemporaryFile
from typing import NamedTuple

from PIL import Image

from portal.vouchers.documents import VoucherSheet
from tests.vouchers.sheets_made import pdf

DOTS_PER_INCH = 600
INK = 128


class Box(NamedTuple):
    """In millimetres, from the upper left corner of the page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def grown(self, by: float) -> "Box":
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def within(self, other: "Box") -> bool:
        return self.left >= other.left and self.top >= other.top and self.right <= other.right and self.bottom <= other.bottom


@dataclass(frozen=True)
class Page:
    """A rendered page."""

    image: Image.Image
    dots_per_mm: float

    def cut(self, box: Box) -> Image.Image:
        left, top, right, bottom = (round(edge * self.dots_per_mm) for edge in box)
        return self.image.crop((left, top, right, bottom))

    def ink(self, box: Box) -> Box | None:
        """What is printed inside: the smallest box around it; None when there is nothing."""
        found = self.cut(box).point(lambda shade: 255 if shade < INK else 0).getbbox()
        if found is None:
            return None
        left, top = round(box.left * self.dots_per_mm), round(box.top * self.dots_per_mm)
        edges = (left + found[0], top + found[1], left + found[2], top + found[3])
        return Box(*(edge / self.dots_per_mm for edge in edges))

    def ink_outside(self, box: Box, *, of: Box) -> Box | None:
        """What is printed inside `of` but outside `box`."""
        left, top, right, bottom = (round(edge * self.dots_per_mm) for edge in box)
        rest = self.image.copy()
        rest.paste(255, (left, top, right, bottom))
        return Page(rest, self.dots_per_mm).ink(of)


@cache
def pages_of(sheet: VoucherSheet, dots_per_inch: int = DOTS_PER_INCH) -> list[Page]:
    """The pages of the very PDF that is given out, as poppler draws them for a printer."""
    return drawn_pages(pdf(sheet), dots_per_inch)


def drawn_pages(document: bytes, dots_per_inch: int = DOTS_PER_INCH, *, upto: int = 1_000) -> list[Page]:
    drawn = _poppler("pdftoppm", "-r", str(dots_per_inch), "-gray", "-l", str(upto), "-", document=document)
    return [Page(image, dots_per_inch / 25.4) for image in _graymaps(drawn)]


def words_of(document: bytes, page: int = 1, *, within: Box | None = None) -> str:
    """All that can be read on the page or on a part of it, without spaces and line ends."""
    part = []
    if within:
        lengths = zip("xyWH", (within.left, within.top, within.width, within.height), strict=True)
        part = [word for name, length in lengths for word in (f"-{name}", str(round(length * 10)))]
    text = _poppler("pdftotext", "-f", str(page), "-l", str(page), "-r", "254", *part, "-", "-", document=document)
    return re.sub(r"\s", "", text.decode())


@dataclass(frozen=True)
class Letters:
    """A piece of text with its type."""

    text: str
    family: str
    size: int


def letters_of(document: bytes) -> list[Letters]:
    """Every piece of text of the document with its font and its size in points."""
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(document)
        file.flush()
        listed = _poppler("pdftohtml", "-xml", "-i", "-stdout", "-zoom", "1", file.name, document=b"").decode()
    fonts = {
        number: (family, int(size)) for number, size, family in re.findall(r'<fontspec id="(\d+)" size="(\d+)" family="([^"]*)"', listed)
    }
    pieces = re.findall(r'<text [^>]*font="(\d+)">(.*?)</text>', listed)
    return [Letters(re.sub(r"<[^>]+>", "", text), *fonts[number]) for number, text in pieces]


def _poppler(*command: str, document: bytes) -> bytes:
    return subprocess.run(command, input=document, capture_output=True, check=True, timeout=120).stdout


def _graymaps(drawn: bytes) -> list[Image.Image]:
    """poppler writes one PGM after another."""
    images = []
    while drawn:
        header = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", drawn)
        assert header, drawn[:40]
        end = header.end() + int(header[1]) * int(header[2])
        images.append(Image.open(io.BytesIO(drawn[:end])).convert("L"))
        drawn = drawn[end:]
    return images
