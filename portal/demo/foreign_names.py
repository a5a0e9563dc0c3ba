"""Names of foreign residents as a register writes them: capitals, 漢字併記, kana or none, 通称. Parts are combined at random."""

from dataclasses import dataclass
from random import Random

from portal.demo import names
from portal.demo.chance import draw, happens, pick, weighted
from portal.demo.names import WIDE_SPACE
from portal.residents.rules import Sex


@dataclass(frozen=True)
class ForeignName:
    """氏名, カナ (may be empty), ローマ字, 通称 (may be empty)."""

    name: str
    kana: str
    roman: str
    alias: str = ""


def _rows(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(entry.split(":")) for entry in text.split())


_VIETNAMESE = _rows("NGUYEN:グエン TRAN:チャン LE:レ PHAM:ファム HOANG:ホアン VU:ヴ DANG:ダン BUI:ブイ")
_VIETNAMESE_MEN = _rows("AN:アン DUC:ドゥック HUNG:フン MINH:ミン QUAN:クアン TUAN:トゥアン")
_VIETNAMESE_WOMEN = _rows("HOA:ホア LAN:ラン LINH:リン MAI:マイ NGOC:ゴック THAO:タオ")
_BRAZILIAN = _rows("SILVA:シルバ SANTOS:サントス OLIVEIRA:オリベイラ SOUZA:ソウザ PEREIRA:ペレイラ COSTA:コスタ ALMEIDA:アルメイダ")
_BRAZILIAN_MEN = _rows("LUCAS:ルカス GABRIEL:ガブリエル RAFAEL:ラファエル PAULO:パウロ MARCOS:マルコス")
_BRAZILIAN_WOMEN = _rows("MARIA:マリア ANA:アナ JULIANA:ジュリアナ FERNANDA:フェルナンダ LARISSA:ラリッサ")
_CHINESE = _rows("王:WANG:オウ 李:LI:リ 張:ZHANG:チョウ 劉:LIU:リュウ 陳:CHEN:チン 楊:YANG:ヨウ 趙:ZHAO:チョウ 黄:HUANG:コウ")
_CHINESE_MEN = _rows("偉:WEI:イ 小明:XIAOMING:ショウメイ 建国:JIANGUO:ケンコク 浩然:HAORAN:コウゼン 志強:ZHIQIANG:シキョウ")
_CHINESE_WOMEN = _rows("芳:FANG:ホウ 麗:LI:レイ 静:JING:セイ 雪梅:XUEMEI:セツバイ 欣怡:XINYI:キンイ")
_KOREAN = _rows(
    "金:KIM:キム:金田:カネダ 李:LEE:イ:岩本:イワモト 朴:PARK:パク:木下:キノシタ 崔:CHOI:チェ:佳山:ヨシヤマ 鄭:JUNG:チョン:東:アズマ"
)
_KOREAN_MEN = _rows("俊浩:JUNHO:ジュノ 成民:SUNGMIN:ソンミン 英秀:YOUNGSOO:ヨンス 東賢:DONGHYUN:ドンヒョン")
_KOREAN_WOMEN = _rows("美英:MIYOUNG:ミヨン 恵珍:HYEJIN:ヘジン 秀妍:SUYEON:スヨン 智恩:JIEUN:ジウン")


def vietnamese(chance: Random, sex: Sex) -> ForeignName:
    family, given = pick(chance, _VIETNAMESE), pick(chance, _VIETNAMESE_MEN if sex is Sex.MALE else _VIETNAMESE_WOMEN)
    middle = ("VAN", "ヴァン") if sex is Sex.MALE else ("THI", "ティ")
    return _capitals(chance, [family, middle, given])


def brazilian(chance: Random, sex: Sex) -> ForeignName:
    family, given = pick(chance, _BRAZILIAN), pick(chance, _BRAZILIAN_MEN if sex is Sex.MALE else _BRAZILIAN_WOMEN)
    mothers = pick(chance, _BRAZILIAN)
    written = _capitals(chance, [family, given, mothers] if happens(chance, 0.6) else [family, given])
    if not happens(chance, 0.3):
        return written
    japanese = names.surname(chance)
    return ForeignName(written.name, written.kana, written.roman, f"{japanese[0]}{WIDE_SPACE}{given[1]}")


def chinese(chance: Random, sex: Sex) -> ForeignName:
    family, given = pick(chance, _CHINESE), pick(chance, _CHINESE_MEN if sex is Sex.MALE else _CHINESE_WOMEN)
    roman = f"{family[1]} {given[1]}"
    kanji = f"{family[0]}{WIDE_SPACE}{given[0]}"
    name = f"{kanji}({roman})" if happens(chance, 0.3) else kanji
    return ForeignName(name, "" if happens(chance, 0.15) else f"{family[2]}{WIDE_SPACE}{given[2]}", roman)


def korean(chance: Random, sex: Sex) -> ForeignName:
    family, given = pick(chance, _KOREAN), pick(chance, _KOREAN_MEN if sex is Sex.MALE else _KOREAN_WOMEN)
    alias_given = names.given_name(chance, sex=sex, birth_year=1970)
    alias = f"{family[3]}{WIDE_SPACE}{alias_given[0]}" if happens(chance, 0.6) else ""
    return ForeignName(f"{family[0]}{WIDE_SPACE}{given[0]}", f"{family[2]}{WIDE_SPACE}{given[2]}", f"{family[1]} {given[1]}", alias)


def very_long(chance: Random, sex: Sex) -> ForeignName:
    """25 to 40 characters: what a card, a list and a voucher must still hold."""
    given, first, second = (
        pick(chance, _BRAZILIAN_MEN if sex is Sex.MALE else _BRAZILIAN_WOMEN),
        pick(chance, _BRAZILIAN),
        pick(chance, _BRAZILIAN),
    )
    parts = [first, ("DE", "デ"), second, ("E", "エ"), pick(chance, _BRAZILIAN), given]
    while len(" ".join(part[0] for part in parts)) < 25:
        parts.append(pick(chance, _BRAZILIAN))
    roman = " ".join(part[0] for part in parts)
    return ForeignName(roman, WIDE_SPACE.join(part[1] for part in parts), roman)


def foreign_name(chance: Random, sex: Sex) -> ForeignName:
    return draw(chance, _ORIGINS)(chance, sex)


def _capitals(chance: Random, parts: list[tuple[str, ...]]) -> ForeignName:
    roman = " ".join(part[0] for part in parts)
    return ForeignName(roman, "" if happens(chance, 0.25) else WIDE_SPACE.join(part[1] for part in parts), roman)


_ORIGINS = weighted([(vietnamese, 4.0), (brazilian, 2.0), (chinese, 3.0), (korean, 1.5)])
