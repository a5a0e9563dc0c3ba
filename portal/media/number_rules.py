"""The numbers that people quote: fiscal year, kind, running number without gaps (design: Numbers). Pure."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from portal.media.rules import Kind

REIWA = 2018
NUMBER = re.compile(r"(媒|使|持|受|消|[MUTBE])\s*([0-9]{1,3})\s*-\s*([0-9]{1,6})")
NOT_A_NUMBER = "番号の形が違います。「持8-0012」のように入れてください。"


class Series(StrEnum):
    """Which ledger counts."""

    MEDIUM = "medium"
    USE = "use"
    TAKE_OUT = "take_out"
    BRING_IN = "bring_in"
    END = "end"


SERIES_WORDS = {Series.MEDIUM: "媒", Series.USE: "使", Series.TAKE_OUT: "持", Series.BRING_IN: "受", Series.END: "消"}
# What a code on a label says instead: many readers type no kanji.
CODE_LETTERS = {Series.MEDIUM: "M", Series.USE: "U", Series.TAKE_OUT: "T", Series.BRING_IN: "B", Series.END: "E"}
SERIES_OF = {Kind.USE: Series.USE, Kind.TAKE_OUT: Series.TAKE_OUT, Kind.BRING_IN: Series.BRING_IN}


@dataclass(frozen=True)
class Number:
    """A number in one ledger; `fiscal_year` is the western year in which the 年度 begins."""

    series: Series
    fiscal_year: int
    running: int

    @property
    def shown(self) -> str:
        """持8-0012: the twelfth take-out of 令和8年度."""
        return f"{SERIES_WORDS[self.series]}{self.fiscal_year - REIWA}-{self.running:04}"

    @property
    def figures(self) -> str:
        """M8-0003: the same for a code that a reader types."""
        return f"{CODE_LETTERS[self.series]}{self.fiscal_year - REIWA}-{self.running:04}"


def read_number(typed: str) -> Number | None:
    """What was typed or scanned, in any width, with the kanji or the letter of its code; None when it is no number."""
    plain = re.sub(r"[‐‑‒–—―−ー]", "-", unicodedata.normalize("NFKC", typed)).strip().upper()
    found = NUMBER.fullmatch(plain)
    if found is None:
        return None
    series = next(one for one in Series if found[1] in (SERIES_WORDS[one], CODE_LETTERS[one]))
    return Number(series, REIWA + int(found[2]), int(found[3]))
