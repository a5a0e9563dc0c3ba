"""Folded keys for searching: the same key for what a clerk would call the same name, kana, address or number.

A key is for finding only and is never shown or stored in place of what was written. Folding a key again gives the same key.
"""

import re
import unicodedata
from collections.abc import Callable

import jaconv

from portal.text.variants import VARIANTS, VARIATION_SELECTORS

# One round of folding can bring characters together that fold once more (カ, a space and ゛); the second round settles all real text.
_ROUNDS = 6
_INVISIBLE = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}
_DASHES = "\\-‐‑‒–—―⸺⸻−ー─━〜~〰﹘﹣゠"

_VARIANT_TABLE = str.maketrans(VARIANTS)


def name_key(text: str) -> str:
    """Width, 異体字, variation selectors, blanks, invisible characters and letter case do not matter; kana and punctuation do."""
    return _settled(_fold_name, text)


def kana_key(text: str) -> str:
    """One key for the ways of writing one reading.

    Hiragana is katakana, small kana are large, ヂヅヲヱヰ are ジズオエイ, ヴァ ヴィ ヴ ヴェ ヴォ are バ ビ ブ ベ ボ (also when the vowel
    is written large, as old systems do), ヽ and ヾ repeat the kana before them; long vowel marks, hyphens, blanks, middle dots and
    the other marks between the parts of a foreign name go. Voiced and unvoiced kana stay apart.
    """
    return _settled(_fold_kana, text)


def bare_kana(text: str) -> str:
    """The katakana of a reading as spelt, without the marks that kana_key drops: small kana stay small, ヂ stays ヂ, ヴ stays ヴ."""
    return _settled(_fold_marks, text)


def address_key(text: str) -> str:
    """東石川二丁目１０番１号, 東石川2丁目10-1 and 東石川 2-10-1 are 東石川2-10-1; 大字 and 字 go, and so do 番地先 and 号室 after a number.

    ヶ ケ が ガ are one, の ノ 之 too, つ ツ ッ too, and 異体字. A blank between two numbers is a hyphen, so that a room number never runs
    into the house number; other blanks go. Every long vowel mark is a hyphen too: files write コーポ with either. 3F is 3階.
    """
    return _settled(_fold_address, text)


def digits_key(text: str) -> str:
    """The figures 0-9 alone, in order, whatever their width; hyphens, blanks and a bar code's start and stop letters go."""
    return re.sub("[^0-9]", "", unicodedata.normalize("NFKC", text))


def bigrams(key: str) -> list[str]:
    """Every two neighbouring characters of a key, in order; a key of one character is its own only piece."""
    if len(key) < 2:
        return [key] if key else []
    return [key[start : start + 2] for start in range(len(key) - 1)]


def is_kana(text: str) -> bool:
    """True when there is kana of any width and nothing else but blanks, long vowel marks, hyphens, middle dots and ＝."""
    return bool(_HAS_KANA.search(text) and _ONLY_KANA.fullmatch(text))


def has_kanji(text: str) -> bool:
    return bool(_KANJI.search(text))


def as_kana(text: str) -> str:
    """Full-width katakana for storing; all that is not kana stays as written."""
    return jaconv.hira2kata(jaconv.h2z(text))


_HAS_KANA = re.compile("[ぁ-ゖァ-ヺｦ-ｯｱ-ﾝ]")
_ONLY_KANA = re.compile(rf"[ぁ-ゖ゙-ゟァ-ヿｦ-ﾟㇰ-ㇿ・･\s{_DASHES}ｰ－～＝=]+")
_KANJI = re.compile("[々〆〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]")


def _settled(fold: Callable[[str], str], text: str) -> str:
    for _ in range(_ROUNDS):
        folded = fold(text)
        if folded == text:
            break
        text = folded
    return text


def _visible(text: str) -> str:
    text = VARIATION_SELECTORS.sub("", text)
    if text.isprintable() and " " not in text:
        return text
    return "".join(character for character in text if unicodedata.category(character) not in _INVISIBLE)


def _fold_name(text: str) -> str:
    return _visible(unicodedata.normalize("NFKC", text)).upper().translate(_VARIANT_TABLE)


_KATAKANA_TABLE = {code: code + 0x60 for code in [*range(ord("ぁ"), ord("ゖ") + 1), ord("ゝ"), ord("ゞ")]}
_SMALL = "ァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
_LARGE = "アイウエオツヤユヨワカケクシストヌハヒフヘホムラリルレロ"
_READING_TABLE = str.maketrans(_SMALL + "ヂヅヲヱヰヷヸヹヺ", _LARGE + "ジズオエイバビベボ")
_BETWEEN_PARTS = re.compile(rf"[{_DASHES}・·•‧∙⋅.,'’=]")
_VU = re.compile("ヴ([ァアィイェエォオ]?)")
_BU_BY_VOWEL = {"": "ブ", "ァ": "バ", "ア": "バ", "ィ": "ビ", "イ": "ビ", "ェ": "ベ", "エ": "ベ", "ォ": "ボ", "オ": "ボ"}


def _fold_kana(text: str) -> str:
    return _VU.sub(lambda found: _BU_BY_VOWEL[found[1]], _fold_marks(text)).translate(_READING_TABLE)


def _fold_marks(text: str) -> str:
    text = _visible(unicodedata.normalize("NFKC", text)).upper().translate(_KATAKANA_TABLE)
    text = _BETWEEN_PARTS.sub("", text)
    return _repeated(text) if "ヽ" in text or "ヾ" in text else text


def _repeated(text: str) -> str:
    """ヽ becomes the kana before it, ヾ the same voiced (いすゞ is イスズ); with nothing before it a mark stays."""
    kana: list[str] = []
    for character in text:
        if character in "ヽヾ" and kana:
            before = unicodedata.normalize("NFD", kana[-1])[0]
            voiced = unicodedata.normalize("NFC", before + "\u3099")
            character = voiced if character == "ヾ" and len(voiced) == 1 else before
        kana.append(character)
    return "".join(kana)


_NUMERALS = "〇零一二三四五六七八九"
_NUMERAL = f"[{_NUMERALS}十百千]"
_FIGURES = {numeral: str(max(0, place - 1)) for place, numeral in enumerate(_NUMERALS)} | {"十": "10", "百": "100", "千": "1000"}
_SPOKEN = re.compile("(?:(D?)千)?(?:(D?)百)?(?:(D?)十)?(D)?".replace("D", f"[{_NUMERALS}]"))
# Three numerals in a row are a number wherever they stand (七五三 too, on both sides of a search); fewer are one beside a unit only.
_NUMBER_IN_NUMERALS = re.compile(rf"{_NUMERAL}{{3,}}|{_NUMERAL}+(?=丁目|番|号|階|[ノ\-][0-9{_NUMERALS}十百千])")
_NUMERALS_AFTER_UNIT = re.compile(rf"(?<=[0-9])((?:丁目|番地|番|号|[ノ\-])+ ?)({_NUMERAL}+)(?![々一-鿿])")
_UNITS_BETWEEN_FIGURES = re.compile(r"(?<=[0-9]) ?(?:(?:丁目?|番(?!町)|地[先内]?|号?[棟室]|号|[ノ・\-]) ?)+(?=[0-9])")
_UNITS_AFTER_FIGURES = re.compile("(?<=[0-9])(?:丁目|番地[先内]?|地[先内]|番(?!町)|号室?|室(?![々一-鿿ぁ-ヿ]))+")
_FLOOR = re.compile("(?<=[0-9])F(?![A-Z棟室])")
_HYPHENS = re.compile(f"[{_DASHES}]+")
_ADDRESS_TABLE = str.maketrans("がガの之つっッ○◯壱弐", "ケケノノツツツ〇〇一二")


def _fold_address(text: str) -> str:
    text = " ".join(map(_visible, unicodedata.normalize("NFKC", text).split())).upper()
    text = re.sub("[大小]?字", "", _HYPHENS.sub("-", text).translate(_VARIANT_TABLE).translate(_ADDRESS_TABLE))
    text = _NUMBER_IN_NUMERALS.sub(lambda found: _as_figures(found[0]), text)
    text = _NUMERALS_AFTER_UNIT.sub(lambda found: found[1] + _as_figures(found[2]), text)
    text = _FLOOR.sub("階", _UNITS_AFTER_FIGURES.sub("", _UNITS_BETWEEN_FIGURES.sub("-", text)))
    return re.sub("(?<=[0-9]) (?=[0-9])", "-", text).replace(" ", "").replace("・", "").replace("様方", "方").strip("-")


def _as_figures(numerals: str) -> str:
    """二十三 is 23, 一〇一 is 101."""
    spoken = _SPOKEN.fullmatch(numerals)
    if spoken is None:
        return "".join(_FIGURES[numeral] for numeral in numerals)
    counts = zip(spoken.groups(), (1000, 100, 10, 1), strict=True)
    return str(sum(int(_FIGURES[count] if count else 1) * unit for count, unit in counts if count is not None))
