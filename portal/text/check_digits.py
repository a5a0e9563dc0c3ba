"""Check digits of the numbers that people quote; each function takes the bare figures as text."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from portal.text.folding import digits_key

_FIGURES_IN_A_ROW = re.compile(r"[0-9][0-9\s\-‐‑‒–—―−・.,/]*")


def individual_number_is_valid(number: str) -> bool:
    """個人番号, 12 figures (行政手続における特定の個人を識別するための番号の利用等に関する法律の規定による通知カード及び個人番号カード
    並びに情報提供ネットワークシステムによる特定個人情報の提供等に関する省令 平成26年総務省令第85号 第5条)."""
    if not _is_figures(number, 12):
        return False
    total = sum(int(figure) * weight for figure, weight in zip(number[10::-1], (2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6), strict=True))
    remainder = total % 11
    return int(number[11]) == (0 if remainder <= 1 else 11 - remainder)


def looks_like_individual_number(text: str) -> bool:
    """True when the figures in the text are exactly twelve and their check digit is right, as one in eleven of any such are."""
    return individual_number_is_valid(digits_key(text))


def holds_individual_number(text: str) -> bool:
    """Whether twelve figures in a row pass as a 個人番号, in any width and grouping, also beside other numbers and words (R3-6)."""
    for row in _FIGURES_IN_A_ROW.findall(unicodedata.normalize("NFKC", text)):
        groups = re.findall("[0-9]+", row)
        if any(individual_number_is_valid(_joined(groups[start : start + 12])) for start in range(len(groups))):
            return True
    return False


def _joined(groups: Sequence[str]) -> str:
    """As many whole groups as it takes to make twelve figures."""
    joined = ""
    for group in groups:
        joined += group
        if len(joined) >= 12:
            break
    return joined


@lru_cache(4_096)
def municipality_code_is_valid(code: str) -> bool:
    """全国地方公共団体コード, 6 figures: 都道府県 2, 市区町村 3, check digit. Remainders 0 and 1 give 1 and 0, unlike the 個人番号."""
    if not _is_figures(code, 6):
        return False
    total = sum(int(figure) * weight for figure, weight in zip(code[:5], (6, 5, 4, 3, 2), strict=True))
    return int(code[5]) == (11 - total % 11) % 10


def medical_institution_code_is_valid(code: str) -> bool:
    """医療機関コード, 10 figures: 都道府県 2, 点数表 1, 郡市区 2, 医療機関 4, check digit (Luhn)."""
    if not _is_figures(code, 10):
        return False
    return code[9] == luhn_digit(code[:9])


def luhn_digit(figures: str) -> str:
    """The figure that goes behind these so that a misread one shows: doubled from the right, digits added, filled up to the next ten."""
    doubled = (int(figure) * (2 - place % 2) for place, figure in enumerate(reversed(figures)))
    return str(-sum(product // 10 + product % 10 for product in doubled) % 10)


def _is_figures(text: str, count: int) -> bool:
    return re.fullmatch(f"[0-9]{{{count}}}", text) is not None
