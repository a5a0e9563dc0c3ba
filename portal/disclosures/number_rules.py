"""The number of a case: kind, fiscal year, running number (開8-0003). Pure."""

import re
import unicodedata
from dataclasses import dataclass

from portal.disclosures.rules import CaseKind

REIWA = 2018
LETTERS = {CaseKind.DISCLOSURE: "開", CaseKind.CORRECTION: "訂", CaseKind.SUSPENSION: "停"}
NUMBER = re.compile(r"(開|訂|停)\s*([0-9]{1,3})\s*-\s*([0-9]{1,6})")
NOT_A_NUMBER = "番号の形が違います。「開8-0003」のように入れてください。"


@dataclass(frozen=True)
class CaseNumber:
    """`fiscal_year` is the western year in which the 年度 of the 収受日 begins."""

    kind: CaseKind
    fiscal_year: int
    running: int

    @property
    def shown(self) -> str:
        return f"{LETTERS[self.kind]}{self.fiscal_year - REIWA}-{self.running:04}"


def read_number(typed: str) -> CaseNumber | None:
    """What was typed, in any width; None when it is no number."""
    plain = re.sub(r"[‐‑‒–—―−ー]", "-", unicodedata.normalize("NFKC", typed)).strip()
    found = NUMBER.fullmatch(plain)
    if found is None:
        return None
    kind = next(kind for kind, letter in LETTERS.items() if letter == found[1])
    return CaseNumber(kind, REIWA + int(found[2]), int(found[3]))
