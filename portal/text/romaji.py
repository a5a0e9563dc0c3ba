"""Latin spellings of Japanese names: what a spelling may stand for, and how kana is spelt.

Spellings differ most in their long vowels (Ono, Ohno, Oono and Ōno are オオノ, and Ono is オノ too), so both sides meet in a sound key,
which has none. Sources: ローマ字のつづり方 (昭和29年内閣告示第1号: 第1表 is Kunrei, 第2表 holds the other spellings) and the spelling in
passports (旅券法施行規則, Hepburn without marks: long o and u single, m before b, m and p, and OH on request).
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

from portal.text.folding import bare_kana, kana_key


class Spelling(StrEnum):
    HEPBURN = "hepburn"
    KUNREI = "kunrei"


# Kana and its spellings: Hepburn first, Kunrei second where it differs, then others that people use.
_MORAE = """
ア:a イ:i ウ:u エ:e オ:o ヤ:ya ユ:yu ヨ:yo ワ:wa ヰ:i ヱ:e ヲ:o,o,wo
カ:ka キ:ki ク:ku ケ:ke コ:ko キャ:kya キュ:kyu キョ:kyo
ガ:ga ギ:gi グ:gu ゲ:ge ゴ:go ギャ:gya ギュ:gyu ギョ:gyo
サ:sa シ:shi,si ス:su セ:se ソ:so シャ:sha,sya シュ:shu,syu ショ:sho,syo
ザ:za ジ:ji,zi ズ:zu ゼ:ze ゾ:zo ジャ:ja,zya,jya ジュ:ju,zyu,jyu ジョ:jo,zyo,jyo
タ:ta チ:chi,ti ツ:tsu,tu テ:te ト:to チャ:cha,tya,cya チュ:chu,tyu,cyu チョ:cho,tyo,cyo
ダ:da ヂ:ji,zi,di ヅ:zu,zu,du,dzu デ:de ド:do ヂャ:ja,zya,dya ヂュ:ju,zyu,dyu ヂョ:jo,zyo,dyo
ナ:na ニ:ni ヌ:nu ネ:ne ノ:no ニャ:nya ニュ:nyu ニョ:nyo
ハ:ha ヒ:hi フ:fu,hu ヘ:he ホ:ho ヒャ:hya ヒュ:hyu ヒョ:hyo
バ:ba ビ:bi ブ:bu ベ:be ボ:bo ビャ:bya ビュ:byu ビョ:byo
パ:pa ピ:pi プ:pu ペ:pe ポ:po ピャ:pya ピュ:pyu ピョ:pyo
マ:ma ミ:mi ム:mu メ:me モ:mo ミャ:mya ミュ:myu ミョ:myo
ラ:ra リ:ri ル:ru レ:re ロ:ro リャ:rya リュ:ryu リョ:ryo
ヴァ:va ヴィ:vi ヴ:vu ヴェ:ve ヴォ:vo ヴア:va ヴイ:vi ヴエ:ve ヴオ:vo
"""
# Sounds of foreign names that a passport spells kana by kana (ファ is FUA) and people spell shorter: read, never written.
_READ_ONLY = """
ファ:fa フィ:fi フェ:fe フォ:fo フュ:fyu シェ:she,sye ジェ:je,zye チェ:che,tye ツァ:tsa ツェ:tse ツォ:tso イェ:ye ウィ:wi ウェ:we
"""


def _spellings(table: str) -> dict[str, tuple[str, ...]]:
    return {kana: tuple(spelt.split(",")) for kana, spelt in (entry.split(":") for entry in table.split())}


_SPELT = _spellings(_MORAE)
_READ = {spelt: kana_key(kana) for kana, spellings in (_SPELT | _spellings(_READ_ONLY)).items() for spelt in spellings}
_LONGEST = max(map(len, _READ))
_MOST = 8

_COLUMNS = (
    ("アカサタナハマヤラワガザダバパ", "ア"),
    ("イキシチニヒミリギジビピ", "イ"),
    ("ウクスツヌフムユルグズブプ", "ウ"),
    ("エケセテネヘメレゲゼデベペ", "エ"),
    ("オコソトノホモヨロゴゾドボポ", "オウ"),
)
_LONG_VOWEL = re.compile("|".join(f"(?<=[{column}])[{vowels}]+" for column, vowels in _COLUMNS))

_APART = re.compile(r"[\s・·,.'’‘`ʼ′\-‐‑‒–—−]+")
_LENGTH_MARKS = re.compile("[\u0302\u0304]")
_KANA_APART = re.compile(r"[\s・･=＝]+")


def sound_key(key: str) -> str:
    """What `kana_key` gives, with no vowel longer than another: オオノ is オノ, サトウ is サト, ユウコ is ユコ; ケイ stays ケイ."""
    return _LONG_VOWEL.sub("", key)


def sound_key_of_name(kana: str) -> str:
    """The sound key to store for a name. The parts of the name stay apart: オノ オサム is オノオサム, so that オサム is found in it."""
    return "".join(sound_key(kana_key(part)) for part in _KANA_APART.split(kana))


def readings_of(latin: str) -> tuple[str, ...]:
    """The sound keys that a Latin spelling may stand for, at most eight, the likeliest first; empty when it is no romaji at all.

    Hepburn, Kunrei and their mixtures are read in any width and case: KENICHI is ケンイチ and ケニチ, OHNO is オノ, MATCHI is マツチ.
    Blanks, apostrophes and hyphens part syllables, as they do in Shin'ichi.
    """
    text = _plain(latin)
    paths: list[list[tuple[int, str]]] = [[] for _ in range(len(text) + 1)]
    paths[0].append((0, ""))
    for at in range(len(text)):
        likeliest = sorted(paths[at], key=lambda path: path[0])[:_MOST]
        for kana, length, cost in _steps(text, at):
            paths[at + length].extend((so_far + cost, said + kana) for so_far, said in likeliest)
    said = [said for _, said in sorted(paths[-1], key=lambda path: path[0]) if said]
    return tuple(dict.fromkeys("".join(map(sound_key, reading.split())) for reading in said))[:_MOST]


def romaji_of(kana: str, *, spelling: Spelling = Spelling.HEPBURN) -> str:
    """Kana in plain lower case, in the passport's manner or in Kunrei: no length marks and no apostrophes; what is not kana stays.

    A long o or u is single (サトウ sato), but オオ at the end is oo (セノオ senoo), and so are vowels that only meet (イノウエ inoue).
    """
    return " ".join(_spell(bare_kana(part), spelling) for part in _KANA_APART.split(kana) if part)


def _plain(latin: str) -> str:
    """Small letters without length marks, one blank between syllables that are kept apart; a letter with another accent stays one."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", latin)).lower()
    return _APART.sub(" ", _LENGTH_MARKS.sub("", letters)).strip()


def _steps(text: str, at: int) -> Iterator[tuple[str, int, int]]:
    """What may be read at a place: kana, how many letters it takes, and how unlikely it is."""
    if text[at] == " ":
        yield " ", 1, 0
    n_is_likelier = text.startswith(("ny", "nichi"), at) and at > 0 and text[at - 1] in "aiueo"
    unlikely = n_is_likelier or _is_length_mark(text, at)
    for length in range(1, min(_LONGEST, len(text) - at) + 1):
        if kana := _READ.get(text[at : at + length]):
            yield kana, length, 1 if unlikely else 0
    if _after_vowel(text, at):
        yield from _steps_after_vowel(text, at, n_cost=0 if n_is_likelier else 1)


def _steps_after_vowel(text: str, at: int, *, n_cost: int) -> Iterator[tuple[str, int, int]]:
    letter, following = text[at], text[at + 1 : at + 2]
    n_may_begin_a_syllable = following and following in "aiueoy"
    if letter == "n" and not (n_may_begin_a_syllable and text[at - 1] == "h"):
        yield "ン", 1, n_cost
    if letter == "m" and following and following in "bmp":
        yield "ン", 1, 0
    if _is_length_mark(text, at):
        yield "", 1, 0
    if (letter in "bcdfghjkprstz" and letter == following) or text.startswith("tch", at):
        yield "ツ", 1, 1 if letter == "h" else 0


def _after_vowel(text: str, at: int) -> bool:
    return at > 0 and (text[at - 1] in "aiueo" or _is_length_mark(text, at - 1))


def _is_length_mark(text: str, at: int) -> bool:
    """Saitoh, Ohno, Yuhki; before a vowel it is the consonant."""
    return text[at] == "h" and at > 0 and text[at - 1] in "aiueo" and text[at + 1 : at + 2] not in tuple("aiueo")


# ノウエ, ツウラ, ノウチ are の上, つ浦, の内: two words whose vowels only meet.
_SINGLE_VOWEL = re.compile(
    "([ノクスツヌムル])(ウ)(?=[エチラ])|([オコソトノホモヨロゴゾドボポョヲ])(?:ウ|オ(?!$))|([ウクスツヌフムユルグズヅブプュ])ウ"
)
_SMALL_VOWELS = str.maketrans("ァィゥェォャュョッヮヵヶ", "アイウエオヤユヨツワカケ")
_MORA = re.compile("|".join(sorted(_SPELT, key=len, reverse=True)) + "|[\\s\\S]")


def _spell(kana: str, spelling: Spelling) -> str:
    spelt = ""
    for mora in reversed(_MORA.findall(_SINGLE_VOWEL.sub(_first_vowel, kana))):
        spelt = _letters(mora, spelt, spelling) + spelt
    return spelt


def _first_vowel(found: re.Match[str]) -> str:
    return "".join(part for part in found.groups() if part)


def _letters(mora: str, following: str, spelling: Spelling) -> str:
    hepburn = spelling is Spelling.HEPBURN
    if mora == "ン":
        return "m" if hepburn and following.startswith(("b", "m", "p")) else "n"
    if mora == "ッ" and following.startswith(tuple("bcdfghjkprstz")):
        return "t" if following.startswith("ch") else following[0]
    spellings = _SPELT.get(mora) or _SPELT.get(mora.translate(_SMALL_VOWELS), (mora.lower(),))
    return spellings[0] if hepburn else spellings[:2][-1]
