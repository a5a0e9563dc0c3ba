"""メーカー名の読み替え: how a maker is written elsewhere, and its name in the ledger. Pure."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

LONGEST_NAME = 40
_BRACKETS = str.maketrans({"[": "(", "]": ")", "〔": "(", "〕": ")", "【": "(", "】": ")"})


@lru_cache(maxsize=10_000)
def maker_key(written: str) -> str:
    """Width, blanks, letter case and the kind of brackets do not matter."""
    return "".join(unicodedata.normalize("NFKC", written).split()).upper().translate(_BRACKETS)


def why_not_name(written: str, maker: str, known: Mapping[str, str]) -> str | None:
    """`known`: the ledger's names by key, as they stand now."""
    now = known.get(maker_key(written))
    if now is None:
        return None
    if now == maker:
        return f"「{written}」は、もう「{now}」と読み替えています。"
    return f"「{written}」は、いま「{now}」と読み替えています。改めるときは、先にいまの読み替えを終えてください。"
