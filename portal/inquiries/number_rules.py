"""The number of a slip: fiscal year and running number (D-3). Pure."""

import re
import unicodedata
from dataclasses import dataclass

REIWA = 2018
NUMBER = re.compile(r"(?:(?:R|令和|令)?\s*([0-9]{1,3})(?:年度)?\s*-\s*)?([0-9]{1,6})")
NOT_A_NUMBER = "受付票の番号の形が違います。「R8-0231」のように入れてください。今年度の番号なら「231」だけでも探せます。"


@dataclass(frozen=True)
class SlipNumber:
    """`fiscal_year` is the western year in which the 年度 begins."""

    fiscal_year: int
    running: int

    @property
    def shown(self) -> str:
        """R8-0231: the 231st slip of 令和8年度."""
        return f"R{self.fiscal_year - REIWA}-{self.running:04}"


def read_number(typed: str, *, this_year: int) -> SlipNumber | None:
    """What was typed or scanned, in any width; a running number alone is of `this_year`. None when it is no number."""
    plain = re.sub(r"[‐‑‒–—―−ー]", "-", unicodedata.normalize("NFKC", typed)).strip().upper()
    found = NUMBER.fullmatch(plain)
    if found is None:
        return None
    return SlipNumber(REIWA + int(found[1]) if found[1] else this_year, int(found[2]))
