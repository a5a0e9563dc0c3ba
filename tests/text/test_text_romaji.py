"""Latin spellings and the kana that they stand for, against a table of sounds of the test's own and all names of the demo city."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.demo.names import COMMON, GIVEN_NAMES, MOST_COMMON, RARE, USUAL, VARIANT_SURNAMES
from portal.text.folding import kana_key
from portal.text.romaji import Spelling, readings_of, romaji_of, sound_key, sound_key_of_name

ROWS = {
    "": "アイウエオ",
    "k": "カキクケコ",
    "g": "ガギグゲゴ",
    "s": "サシスセソ",
    "z": "ザジズゼゾ",
    "t": "タチツテト",
    "d": "ダヂヅデド",
    "n": "ナニヌネノ",
    "h": "ハヒフヘホ",
    "b": "バビブベボ",
    "p": "パピプペポ",
    "m": "マミムメモ",
    "r": "ラリルレロ",
}
PALATAL = {"ャ": "a", "ュ": "u", "ョ": "o"}
HEPBURN_INSTEAD = """
シ:shi ジ:ji チ:chi ツ:tsu ヂ:ji ヅ:zu フ:fu シャ:sha シュ:shu ショ:sho チャ:cha チュ:chu チョ:cho
ジャ:ja ジュ:ju ジョ:jo ヂャ:ja ヂュ:ju ヂョ:jo
"""


def _sounds() -> Iterator[tuple[str, str]]:
    for consonant, kana in ROWS.items():
        yield from zip(kana, (consonant + vowel for vowel in "aiueo"), strict=True)
        if consonant:
            yield from ((kana[1] + small, f"{consonant}y{vowel}") for small, vowel in PALATAL.items())
    yield from (("ヤ", "ya"), ("ユ", "yu"), ("ヨ", "yo"), ("ワ", "wa"))


KUNREI = dict(_sounds())
HEPBURN = KUNREI | dict(entry.split(":") for entry in HEPBURN_INSTEAD.split())


@dataclass(frozen=True)
class Mora:
    """A kana, what stands before it (ン or ッ) and how a long vowel is written after it, in kana and in Latin letters."""

    kana: str
    before: str
    hepburn: bool
    length: str
    written_length: str


@st.composite
def _morae(draw: st.DrawFn) -> Mora:
    kana = draw(st.sampled_from(sorted(KUNREI)))
    vowel = KUNREI[kana][-1]
    lengths = {"a": ["ア", "ー"], "i": ["イ", "ー"], "u": ["ウ", "ー"], "e": ["エ", "ー"], "o": ["ウ", "オ", "ー"]}
    written = ["", vowel, "h", "\u0304", "\u0302", *(["u"] if vowel == "o" else [])]
    return Mora(
        kana,
        before=draw(st.sampled_from(["", "", "", "ン", "ッ"])),
        hepburn=draw(st.booleans()),
        length=draw(st.sampled_from(["", "", *lengths[vowel]])),
        written_length=draw(st.sampled_from(written)),
    )


# Four morae have three seams, each with at most two readings: eight in all.
morae = st.lists(_morae(), min_size=1, max_size=4)


def _kana(name: list[Mora]) -> str:
    return "".join(_mark_of(mora, place) + mora.kana + mora.length for place, mora in enumerate(name))


def _mark_of(mora: Mora, place: int) -> str:
    doubles = KUNREI[mora.kana][0] in "kstp"
    return mora.before if place and (mora.before == "ン" or doubles) else ""


def _latin(name: list[Mora], *, apostrophes: bool, m: bool) -> str:
    spelt, h_would_be_sounded = "", False
    for place, mora in reversed(list(enumerate(name))):
        letters = (HEPBURN if mora.hepburn else KUNREI)[mora.kana]
        mark = _latin_mark(_mark_of(mora, place), letters, apostrophes=apostrophes, m=m)
        if mora.length and not (mora.written_length == "h" and h_would_be_sounded):
            letters += mora.written_length
        spelt = mark + letters + spelt
        # Nobody writes Ohn- for オーン before a vowel: Ohnishi is オオニシ.
        h_would_be_sounded = spelt[0] in "aiueo" or (mark == "n" and letters[0] in "aiueoy")
    return spelt


def _latin_mark(mark: str, letters: str, *, apostrophes: bool, m: bool) -> str:
    if mark == "ン":
        return ("m" if m and letters[0] in "bmp" else "n") + ("'" if apostrophes and letters[0] in "aiueoy" else "")
    return mark and ("t" if letters.startswith("ch") else letters[0])


@pytest.mark.thorough
@settings(max_examples=400)
@given(morae, st.booleans(), st.booleans())
def test_a_name_is_among_the_readings_of_any_mixture_of_its_spellings(name: list[Mora], apostrophes: bool, m: bool) -> None:
    latin = _latin(name, apostrophes=apostrophes, m=m)
    assert sound_key(kana_key(_kana(name))) in readings_of(latin)
    assert readings_of(latin.upper()) == readings_of(latin)


@pytest.mark.thorough
@settings(max_examples=300)
@given(morae, st.sampled_from(Spelling))
def test_what_is_spelt_is_read_again(name: list[Mora], spelling: Spelling) -> None:
    kana = _kana(name)
    spelt = romaji_of(kana, spelling=spelling)
    assert spelt.isascii()
    assert spelt == spelt.lower()
    assert sound_key(kana_key(kana)) in readings_of(spelt)


@pytest.mark.parametrize("spelling", Spelling)
def test_every_name_of_the_demo_city_is_read_again(spelling: Spelling) -> None:
    surnames = {kana for _, kana in (*MOST_COMMON, *COMMON, *USUAL, *RARE, *VARIANT_SURNAMES)}
    given_names = {kana for generations in GIVEN_NAMES.values() for _, names in generations for _, kana in names}
    missed = [
        kana for kana in sorted(surnames | given_names) if sound_key(kana_key(kana)) not in readings_of(romaji_of(kana, spelling=spelling))
    ]
    missed += [
        f"{surname} {given_name}"
        for surname in sorted(surnames)
        for given_name in ("ケンイチ", "ジュンヤ", "オサム", "ウンノ", "ノノカ")
        if sound_key_of_name(f"{surname}　{given_name}") not in readings_of(romaji_of(f"{surname}　{given_name}", spelling=spelling))
    ]
    assert missed == []


@given(morae, morae)
def test_a_part_of_a_name_is_found_in_it_unless_their_vowels_run_together(one: list[Mora], other: list[Mora]) -> None:
    first, second = sound_key(kana_key(_kana(one))), sound_key(kana_key(_kana(other)))
    whole = sound_key(kana_key(_kana(one) + _kana(other)))
    runs_together = whole != first + second
    if runs_together:
        assert second[0] in "アイウエオ"
        assert whole == sound_key(first + second)
    else:
        assert any(reading in whole for reading in readings_of(romaji_of(_kana(other))))


@given(morae, morae, st.sampled_from([" ", "　", "・", "＝", " ・ "]))
def test_parts_of_a_name_kept_apart_are_always_found(one: list[Mora], other: list[Mora], between: str) -> None:
    stored = sound_key_of_name(_kana(one) + between + _kana(other))
    assert stored == sound_key_of_name(_kana(one)) + sound_key_of_name(_kana(other))
    for part in (one, other):
        assert any(reading in stored for reading in readings_of(romaji_of(_kana(part))))


@given(st.text("アイウエオカコノヤユヨキクケンツシAー", max_size=12))
def test_a_sound_key_stays_as_it_is(key: str) -> None:
    assert sound_key(sound_key(key)) == sound_key(key)


@pytest.mark.thorough
@settings(max_examples=300)
@given(st.one_of(st.text(max_size=30), st.text("aiueonhymbtkchsg'- ōÔx", max_size=30)))
def test_any_text_has_at_most_eight_readings_and_they_are_kana(text: str) -> None:
    readings = readings_of(text)
    assert len(set(readings)) == len(readings) <= 8
    assert all(reading and set(reading) <= {chr(code) for code in range(ord("ァ"), ord("ヴ"))} for reading in readings)


@pytest.mark.parametrize(
    ("latin", "readings"),
    [
        ("KENICHI", ("ケンイチ", "ケニチ")),
        ("SHINICHI", ("シンイチ", "シニチ")),
        ("JUNYA", ("ジユンヤ", "ジユニヤ")),
        ("TANAKA", ("タナカ", "タンアカ")),
        ("Ken'ichi", ("ケンイチ",)),
        ("Ken’ichi", ("ケンイチ",)),
        ("KEN-ICHI", ("ケンイチ",)),
        ("ＫＥＮ　ＩＣＨＩ", ("ケンイチ",)),
        ("OHYAMA", ("オヤマ", "オヒヤマ")),
        ("konno", ("コンノ",)),
        ("homma", ("ホンマ",)),
        ("honma", ("ホンマ",)),
        ("matchi", ("マツチ",)),
        ("macchi", ("マツチ",)),
        ("matti", ("マツチ",)),
        ("hattori", ("ハツトリ",)),
        ("Ohta", ("オタ",)),
        ("Ōta", ("オタ",)),
        ("Ôta", ("オタ",)),
        ("O\u0304ta", ("オタ",)),
        ("oota", ("オタ",)),
        ("outa", ("オタ",)),
        ("ohara", ("オハラ",)),
        ("Ohhira", ("オヒラ", "オツヒラ")),
        ("Ohnishi", ("オニシ",)),
        ("saitoh", ("サイト",)),
        ("Yuhki", ("ユキ",)),
        ("Ohtta", ("オツタ",)),
        ("Keiko", ("ケイコ",)),
        ("duduki", ("ズズキ",)),
        ("dzudzuki", ("ズズキ",)),
        ("Viora", ("ビオラ",)),
        ("chen", ("チエン",)),
        ("feruminia fani", ("フエルミニアフアニ", "フエルミンイアフアニ", "フエルミニアフアンイ", "フエルミンイアフアンイ")),
        ("kaworu", ("カオル",)),
        ("suzuki, osamu", ("スズキオサム",)),
        ("ohno osamu", ("オノオサム",)),
    ],
)
def test_a_latin_spelling_has_these_readings_the_likeliest_first(latin: str, readings: tuple[str, ...]) -> None:
    assert readings_of(latin) == readings


@pytest.mark.parametrize(
    "latin",
    [
        *("SMITH", "NGUYEN", "LEE", "XU", "QI", "CARLA", "TOM", "PARK", "André", "o\u0301", "山田", "ヤマダ", "ken1"),
        *("suz", "tt", "tta", "nn", "kenn'", "mba", "sanm", "hh", "", " ", "-", "\ud800"),
    ],
)
def test_what_is_no_romaji_has_no_reading(latin: str) -> None:
    assert readings_of(latin) == ()


def test_every_sound_is_spelt_as_the_two_tables_say() -> None:
    same_sound = {"ヂ": "ジ", "ヅ": "ズ", "ヂャ": "ジャ", "ヂュ": "ジュ", "ヂョ": "ジョ"}
    for kana in KUNREI:
        assert romaji_of(kana) == HEPBURN[kana]
        assert romaji_of(kana, spelling=Spelling.KUNREI) == KUNREI[same_sound.get(kana, kana)]


@pytest.mark.parametrize(
    ("kana", "hepburn", "kunrei"),
    [
        ("サトウ　ケンイチ", "sato kenichi", "sato keniti"),
        ("オオタ", "ota", "ota"),
        ("オオオカ", "ooka", "ooka"),
        ("オーノ", "ono", "ono"),
        ("セノオ", "senoo", "senoo"),
        ("コオリヤマ", "koriyama", "koriyama"),
        ("ユウキ", "yuki", "yuki"),
        ("シュウイチ", "shuichi", "syuiti"),
        ("イノウエ", "inoue", "inoue"),
        ("マツウラ", "matsuura", "matuura"),
        ("キノウチ", "kinouchi", "kinouti"),
        ("コウチ", "kochi", "koti"),
        ("ニイガタ", "niigata", "niigata"),
        ("ケイコ", "keiko", "keiko"),
        ("シンバシ", "shimbashi", "sinbasi"),
        ("ホンマ", "homma", "honma"),
        ("ハットリ", "hattori", "hattori"),
        ("ホッチ", "hotchi", "hotti"),
        ("ハッ", "hatsu", "hatu"),
        ("ツヅキ", "tsuzuki", "tuzuki"),
        ("ヂュン", "jun", "zyun"),
        ("カヲル", "kaoru", "kaoru"),
        ("ﾔﾏﾀﾞ･ﾊﾅｺ", "yamada hanako", "yamada hanako"),
        ("しょうじ", "shoji", "syozi"),
        ("シヨウジ", "shiyoji", "siyozi"),
        ("いすゞ", "isuzu", "isuzu"),
        ("ヴァン", "van", "van"),
        ("ティ", "tei", "tei"),
        ("ファム", "fuamu", "huamu"),
        ("ヒロA", "hiroa", "hiroa"),
        ("", "", ""),
    ],
)
def test_kana_is_spelt_as_in_passports_and_in_kunrei(kana: str, hepburn: str, kunrei: str) -> None:
    assert romaji_of(kana) == hepburn
    assert romaji_of(kana, spelling=Spelling.KUNREI) == kunrei


@pytest.mark.parametrize(
    ("kana", "key"),
    [
        ("オオノ　オサム", "オノオサム"),
        ("オオノオサム", "オノサム"),
        ("サトウ ウタ", "サトウタ"),
        ("シュウイチ", "シユイチ"),
        ("ケイイチ", "ケイチ"),
        ("ケイコ", "ケイコ"),
        ("ﾏﾘｱ･ｱﾅ", "マリアアナ"),
        ("ソウウウオ", "ソ"),
        ("", ""),
    ],
)
def test_the_sound_key_of_a_name_keeps_its_parts_apart(kana: str, key: str) -> None:
    assert sound_key_of_name(kana) == key


def test_a_long_hostile_spelling_is_read_without_delay() -> None:
    assert all(len(readings_of(piece * 2000)) <= 8 for piece in ("na", "n", "oh", "ohy", "tt", "kya", "' "))
