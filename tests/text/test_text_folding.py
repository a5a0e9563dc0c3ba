"""Keys under which names, readings, addresses and numbers are found."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.text.folding import address_key, as_kana, bigrams, digits_key, has_kanji, is_kana, kana_key, name_key

# Characters that the rules turn, drop or join, so that random text meets the rules with one another.
MEETING_POINTS = "髙邉󠄂\ufe00 　\u200bａAß ｶﾞカ゛か\u3099ゞヾヽゝヴァアィーｰ-−・字大丁目番地号室のノ一二十百千〇町012３ヶケがガ辺\u0301ﬁ"
texts = st.one_of(st.text(max_size=30), st.text(MEETING_POINTS, max_size=14))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋　太郎", "高橋太郎"),
        ("渡邉󠄂 花子", "渡辺花子"),
        ("渡邊花子", "渡辺 花子"),
        ("齋藤", "斉藤"),
        ("斎藤", "齊藤"),
        ("山﨑", "山崎"),
        ("𠮷野", "吉野"),
        ("神\ufe00田", "神田"),
        ("\ufa19田", "神田"),
        ("葛󠄀城", "葛城"),
        ("Ｓｍｉｔｈ　Ｊｏｈｎ", "SMITH JOHN"),
        ("smith\u200b\u00a0john", "SMITHJOHN"),
        ("山\u202e田\x00", "山田"),
        ("山\ud800田", "山田"),
    ],
)
def test_names_that_a_clerk_would_call_the_same_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("山田", "山本"), ("さくら", "サクラ"), ("伊藤", "伊東"), ("阿部", "安部")])
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("ﾔﾏﾀﾞ ﾊﾅｺ", "ヤマダハナコ"),
        ("やまだ　はなこ", "ヤマダハナコ"),
        ("ヤマダ・ハナコ", "ヤマダハナコ"),
        ("シュンスケ", "シユンスケ"),
        ("しゆんすけ", "シユンスケ"),
        ("ｼｭﾝｽｹ", "シユンスケ"),
        ("オーノ", "オノ"),
        ("オ－ノ", "オノ"),
        ("オ-ノ", "オノ"),
        ("ｵｰﾉ", "オノ"),
        ("オ−ノ", "オノ"),
        ("ツヅキ", "ツズキ"),
        ("ハヂメ", "ハジメ"),
        ("カヲル", "カオル"),
        ("ヰノウヱ", "イノウエ"),
        ("ヴァイオレット", "バイオレツト"),
        ("ｳﾞｧｲｵﾚｯﾄ", "バイオレツト"),
        ("ヴアイオレツト", "バイオレツト"),
        ("ゔぃくとりあ", "ビクトリア"),
        ("シルヴェスタ", "シルベスタ"),
        ("ヴォルフ", "ボルフ"),
        ("イヴ", "イブ"),
        ("いすゞ", "イスズ"),
        ("ミスヾ", "ミスズ"),
        ("なゝこ", "ナナコ"),
        ("ジャン＝ポール", "ジヤンポル"),
        ("カ\u3099ク", "ガク"),
        ("カ゛ク", "ガク"),
        ("smith", "SMITH"),
        ("フクヶワ", "フクケワ"),
    ],
)
def test_the_ways_of_writing_a_reading_have_one_key(written: str, key: str) -> None:
    assert kana_key(written) == key


def test_voiced_and_unvoiced_readings_stay_apart() -> None:
    assert kana_key("ヤマザキ") != kana_key("ヤマサキ")


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("ひたちなか市東石川２丁目１０番１号", "ひたちなか市東石川2-10-1"),
        ("ひたちなか市東石川二丁目10番地の1", "ひたちなか市東石川2-10-1"),
        ("ひたちなか市 東石川 2-10-1", "ひたちなか市東石川2-10-1"),
        ("ひたちなか市東石川２－１０－１", "ひたちなか市東石川2-10-1"),
        ("ひたちなか市東石川２ー１０−１", "ひたちなか市東石川2-10-1"),
        ("東石川2丁目10の1", "東石川2-10-1"),
        ("大字中根３３２５番地の１", "中根3325-1"),
        ("字中根3325番地1", "中根3325-1"),
        ("中根3325番1", "中根3325-1"),
        ("中根3325番地", "中根3325"),
        ("東石川2-10-1 101号室", "東石川2-10-1-101"),
        ("東石川2丁目10番1-101号", "東石川2-10-1-101"),
        ("龍ヶ崎市", "竜ケ崎市"),
        ("龍ケ崎市", "竜ケ崎市"),
        ("龍が崎市", "竜ケ崎市"),
        ("東石川2-10-", "東石川2-10"),
        ("二十三丁目", "23"),
        ("十丁目", "10"),
        ("百二番地", "102"),
        ("三三二五番地", "3325"),
        ("千二百番地", "1200"),
        ("一番町3番", "1番町3"),
        ("1番町3番", "1番町3"),
        ("コーポ東a棟", "コ-ポ東A棟"),
        ("コ－ポ東A棟", "コ-ポ東A棟"),
    ],
)
def test_the_ways_of_writing_an_address_have_one_key(written: str, key: str) -> None:
    assert address_key(written) == key


@pytest.mark.parametrize(
    ("written", "figures"),
    [
        ("１２３－４５６ 7", "1234567"),
        ("A230822100000012345A", "230822100000012345"),
        ("029-273-0111", "0292730111"),
        ("番号", ""),
        ("٣", ""),
    ],
)
def test_only_the_figures_of_a_number_stay(written: str, figures: str) -> None:
    assert digits_key(written) == figures


@pytest.mark.thorough
@pytest.mark.parametrize("key", [name_key, kana_key, address_key, digits_key])
@settings(max_examples=300)
@given(text=texts)
def test_folding_a_key_again_changes_nothing(key: Callable[[str], str], text: str) -> None:
    assert key(key(text)) == key(text)


@pytest.mark.thorough
@pytest.mark.parametrize("key", [name_key, kana_key, address_key])
def test_every_single_character_settles_and_blanks_and_invisible_ones_go(key: Callable[[str], str]) -> None:
    unsettled, left = [], []
    for code in [*range(0x3400), *range(0xA000, 0xAC00), *range(0xD7B0, 0x1F000), *range(0xE0000, 0xE0200)]:
        character = chr(code)
        folded = key(character)
        if folded != key(folded):
            unsettled.append(hex(code))
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp") and folded.strip():
            left.append(hex(code))
    assert unsettled == []
    assert left == []


@given(st.text(max_size=20))
def test_a_key_can_always_be_stored(text: str) -> None:
    for key in (name_key, kana_key, address_key):
        key(text + "\ud800").encode()


def test_bigrams_are_the_neighbours_in_order() -> None:
    assert bigrams("高橋太郎") == ["高橋", "橋太", "太郎"]
    assert bigrams("𠮷野") == ["𠮷野"]
    assert bigrams("高") == ["高"]
    assert bigrams("") == []


@given(st.text(min_size=2, max_size=20), st.data())
def test_the_bigrams_of_a_fragment_stand_in_a_row_in_the_whole(key: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(key) - 2))
    fragment = key[start : data.draw(st.integers(start + 2, len(key)))]
    assert bigrams(fragment) == bigrams(key)[start : start + len(fragment) - 1]


@pytest.mark.parametrize("text", ["ヤマダ　ハナコ", "やまだ はなこ", "ﾔﾏﾀﾞ", "オーノ", "ジャン・ポール", "みすゞ", "ジャン＝ポール"])
def test_kana_of_every_kind_is_kana(text: str) -> None:
    assert is_kana(text)


@pytest.mark.parametrize("text", ["", " ", "ー", "山田", "ヤマダ花子", "ヤマダ1", "YAMADA"])
def test_what_is_not_kana_alone_is_not_kana(text: str) -> None:
    assert not is_kana(text)


@pytest.mark.parametrize(
    ("text", "answer"),
    [("山田", True), ("ヤマ田", True), ("𠮷", True), ("﨑", True), ("々", True), ("ヤマダ", False), ("A1", False), ("", False)],
)
def test_kanji_are_seen(text: str, answer: bool) -> None:
    assert has_kanji(text) is answer


@pytest.mark.parametrize(
    ("written", "stored"),
    [("やまだ はなこ", "ヤマダ ハナコ"), ("ﾔﾏﾀﾞ ﾊﾅｺ", "ヤマダ ハナコ"), ("ｳﾞｧ･ｰ", "ヴァ・ー"), ("ヲヂー", "ヲヂー"), ("１A髙", "１A髙")],
)
def test_a_reading_is_stored_as_full_width_katakana_and_nothing_else_changes(written: str, stored: str) -> None:
    assert as_kana(written) == stored


def test_a_long_hostile_text_is_folded_without_delay() -> None:
    for piece in ("2号", "大字", "番地の", "ヴー", "ゞ", "髙\U000e0100", "一十", "一", "1番地 ", "一ノ"):
        for key in (name_key, kana_key, address_key):
            folded = key(piece * 5000 + "十番")
            assert key(folded) == folded
