"""By which key slips are found: the same for what was written and for what is sought (D-3). Pure."""

from collections.abc import Iterable

from portal.text.folding import kana_key, name_key

SEARCHED = ("caller", "subject", "body", "contact", "about_system", "answer")


def folded(text: str) -> str:
    """Width, 異体字, hiragana or katakana, long vowel marks, hyphens, blanks and line ends do not matter: 﨑 is found by 崎."""
    return kana_key(name_key(text))


def search_key_of(texts: Iterable[str]) -> str:
    """What stands in SEARCHED, in that order, a line each, empty ones too; a word never runs from one field into the next."""
    return "\n".join(folded(text) for text in texts)
