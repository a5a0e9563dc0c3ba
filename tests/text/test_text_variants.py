"""The table of name variants, and which of its pairs made a hit."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.text import variants
from portal.text.folding import name_key
from portal.text.variants import VARIANTS, variants_met


def test_the_table_holds_a_few_hundred_variants() -> None:
    assert 500 < len(VARIANTS) < 1000


def test_a_base_form_is_never_itself_a_variant() -> None:
    assert set(VARIANTS.values()).isdisjoint(VARIANTS)


def test_the_table_is_of_single_characters_each_with_one_base() -> None:
    assert [pair for pair in VARIANTS.items() if len(pair[0]) != 1 or len(pair[1]) != 1 or pair[0] == pair[1]] == []
    assert [variant for variant, base in VARIANTS.items() if not name_key(variant) == base == name_key(base)] == []


# Old forms of 人名用漢字別表第二 that are characters of their own; the others there are compatibility ideographs, which NFKC folds.
JINMEI = """
亜亞 悪惡 為爲 栄榮 衛衞 円圓 縁緣 応應 桜櫻 奥奧 横橫 温溫 価價 壊壞 懐懷 楽樂 巻卷 陥陷 寛寬 気氣 偽僞 戯戲 虚虛 峡峽 狭狹 暁曉 勲勳 薫薰
恵惠 掲揭 鶏鷄 芸藝 撃擊 県縣 倹儉 剣劍 険險 圏圈 検檢 顕顯 験驗 厳嚴 広廣 恒恆 黄黃 国國 黒黑 砕碎 雑雜 児兒 湿濕 実實 寿壽 収收 従從
渋澁 獣獸 縦縱 緒緖 叙敍 将將 渉涉 焼燒 奨奬 条條 状狀 乗乘 浄淨 剰剩 畳疊 嬢孃 譲讓 醸釀 真眞 寝寢 慎愼 尽盡 粋粹 酔醉 穂穗 瀬瀨 斉齊
静靜 摂攝 専專 戦戰 繊纖 禅禪 壮壯 争爭 荘莊 捜搜 巣巢 曽曾 装裝 痩瘦 騒騷 増增 蔵藏 臓臟 即卽 帯帶 滞滯 滝瀧 単單 団團 弾彈 昼晝 鋳鑄
庁廳 徴徵 聴聽 鎮鎭 転轉 伝傳 島嶋 灯燈 盗盜 稲稻 徳德 拝拜 杯盃 売賣 髪髮 抜拔 晩晚 秘祕 富冨 払拂 仏佛 歩步 峰峯 翻飜 毎每 万萬 黙默
野埜 弥彌 薬藥 与與 揺搖 様樣 謡謠 来來 頼賴 覧覽 竜龍 涼凉 緑綠 涙淚 塁壘 礼禮 暦曆 歴歷 錬鍊 郎郞 録錄
"""


@pytest.mark.parametrize("pair", JINMEI.split())
def test_the_old_forms_allowed_in_names_by_law_are_folded(pair: str) -> None:
    assert VARIANTS[pair[1]] == pair[0]


names = st.text(st.sampled_from(sorted({*VARIANTS.values(), *"山田太子あア"})), max_size=8)


@given(names, st.data())
def test_a_name_written_with_any_variants_has_the_key_of_its_everyday_form(name: str, data: st.DataObject) -> None:
    written = "".join(
        data.draw(st.sampled_from([base, *(variant for variant in VARIANTS if VARIANTS[variant] == base)]))
        + data.draw(st.sampled_from(["", "", "\U000e0100", "\ufe00", " "]))
        for base in name
    )
    assert name_key(written) == name_key(name)
    assert variants_met(name, name) == []


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
        "斊斉",
        "釼剣",
        "户戸",
        "眀明",
        "㠀島",
        "鐡鉄",
        "漥窪",
        "筱篠",
        "夲本",
        "冝宜",
        "萓萱",
        "愽博",
        "涉渉",
        "鍊錬",
        "姬姫",
        "凛凜",
        "槇槙",
        "嶽岳",
        "礒磯",
        "薗園",
        "靍鶴",
        "渕淵",
        "栁柳",
        "峯峰",
        "埜野",
    ],
)
def test_the_variants_that_registers_carry_most_are_folded(pair: str) -> None:
    assert VARIANTS[pair[0]] == pair[1]


@pytest.mark.parametrize(
    "pair",
    [
        *("恵慧", "斉済", "崎埼", "島鳥", "裕祐", "太大", "末未", "土士", "伸信", "大太", "州洲", "修脩"),
        *("本木", "坂阪", "庄荘", "岩巌", "耀燿", "遊游", "杉椙", "湊奏", "宜宣", "京享", "原源", "昇升", "乃廼", "佑祐", "吉桔", "刃刀"),
    ],
)
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
