"""The table of name variants, and which of its pairs made a hit."""

import unicodedata

import pytest

from portal.text import variants
from portal.text.folding import name_key
from portal.text.variants import VARIANTS, variants_met


def test_the_table_holds_a_few_hundred_variants() -> None:
    assert 500 < len(VARIANTS) < 1000


def test_a_base_form_is_never_itself_a_variant() -> None:
    assert set(VARIANTS.values()).isdisjoint(VARIANTS)


def test_every_character_stands_in_one_group_only() -> None:
    characters = [character for group in (variants._OLD_FORMS + variants._REGISTER_FORMS).split() for character in group]
    assert sorted({character for character in characters if characters.count(character) > 1}) == []


def test_every_variant_is_one_that_nfkc_leaves_alone() -> None:
    assert [character for pair in VARIANTS.items() for character in pair if unicodedata.normalize("NFKC", character) != character] == []


@pytest.mark.parametrize(
    "pair",
    [
        "髙高",
        "﨑崎",
        "嵜崎",
        "邉辺",
        "邊辺",
        "濵浜",
        "濱浜",
        "齋斉",
        "齊斉",
        "斎斉",
        "𠮷吉",
        "德徳",
        "槗橋",
        "冨富",
        "嶋島",
        "嶌島",
        "眞真",
        "廣広",
        "澤沢",
        "瀧滝",
        "國国",
        "惠恵",
        "榮栄",
        "櫻桜",
        "龍竜",
        "舘館",
        "桒桑",
        "曻昇",
    ],
)
def test_the_variants_that_registers_carry_most_are_folded(pair: str) -> None:
    assert VARIANTS[pair[0]] == pair[1]


@pytest.mark.parametrize("pair", ["恵慧", "斉済", "崎埼", "島鳥", "裕祐", "太大", "末未", "土士", "伸信", "大太", "州洲", "修脩"])
def test_characters_that_only_look_alike_stay_apart(pair: str) -> None:
    assert name_key(pair[0]) != name_key(pair[1])


@pytest.mark.parametrize(
    ("written", "searched", "pairs"),
    [
        ("渡邉 太郎", "渡辺", [("邉", "辺")]),
        ("渡辺 太郎", "渡邉", [("辺", "邉")]),
        ("渡邊 髙男", "渡邉 高", [("邊", "邉"), ("髙", "高")]),
        ("渡邉󠄂 太郎", "渡辺", [("邉󠄂", "辺")]),
        ("渡邉󠄂", "渡邉", []),
        ("高橋 太郎", "高橋", []),
        ("髙橋 髙子", "高", [("髙", "高")]),
        ("山田", "高橋", []),
        ("神\ufa19", "神", []),
        ("髙", "", []),
        ("", "高", []),
        ("\U000e0100髙", "高\ufe00", [("髙", "高")]),
    ],
)
def test_only_characters_that_met_through_the_table_are_named(written: str, searched: str, pairs: list[tuple[str, str]]) -> None:
    assert variants_met(written, searched) == pairs
