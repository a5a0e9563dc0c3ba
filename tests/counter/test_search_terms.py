"""How the search box is read, and why each person is said to be found: tables of cases."""

import pytest

from portal.counter.rules import (
    BAD_OCR_LINE,
    INDIVIDUAL_NUMBER,
    NOTHING,
    NUMBER_LENGTH,
    ONE_CHARACTER,
    OTHER_CITY,
    TOO_LONG,
    UNREADABLE,
    Found,
    Terms,
    Unsearchable,
    read_terms,
    twins_of_name,
    why_found,
    why_not_open_protected,
)
from portal.text.folding import kana_key, name_key
from portal.text.wareki import UNKNOWN, PartialDate

CITY = "082210"
INDIVIDUAL = "123456789018"
WIDE = str.maketrans("0123456789", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19")
IVS = "邉\U000e0101"


def read(typed: str, birth: str = "") -> Terms:
    return read_terms(typed, birth, municipality_code=CITY)


def refusal(typed: str, birth: str = "") -> Unsearchable:
    with pytest.raises(Unsearchable) as caught:
        read(typed, birth)
    return caught.value


@pytest.mark.parametrize(
    "typed",
    [
        "4000001",
        "0004000001",
        "000000004000001",
        "4000001".translate(WIDE),
        " 4000001 ",
        "400-0001",
        "a4000001b",
        "A0004000001A",
        "400 0001",
    ],
)
def test_a_number_is_read_with_and_without_its_zeros(typed: str) -> None:
    terms = read(typed)

    assert {"4000001", "0004000001", "000000004000001"} <= set(terms.resident_numbers)
    assert terms.voucher_number == "0004000001"
    assert terms.is_number
    assert terms.kinds == ["番号"]


def test_a_number_too_long_for_a_voucher_is_a_resident_number_only() -> None:
    terms = read("12345678901")

    assert terms.voucher_number == ""
    assert terms.resident_numbers == ("12345678901", "012345678901", "0012345678901", "00012345678901", "000012345678901")


@pytest.mark.parametrize("typed", ["0", "000"])
def test_a_number_of_zeros_is_a_number(typed: str) -> None:
    assert read(typed).resident_numbers[0] == "0"
    assert len(read(typed).resident_numbers) == 15


@pytest.mark.parametrize(
    "typed", ["210822100000400123", "A210822100000400123A", "21 082210 0000400123", "210822100000400123".translate(WIDE)]
)
def test_eighteen_digits_are_a_voucher_of_this_city(typed: str) -> None:
    terms = read(typed)

    assert terms.voucher_number == "0000400123"
    assert terms.resident_numbers == ()
    assert terms.is_number


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("210822110000400123", BAD_OCR_LINE),
        ("200822100000400123", BAD_OCR_LINE),  # there is no dose 0
        ("210820150000400123", OTHER_CITY),
        ("1234567890123456", NUMBER_LENGTH),
        ("12345678901234567", NUMBER_LENGTH),
        ("1234567890123456789", NUMBER_LENGTH),
        ("", NOTHING),
        ("   ", NOTHING),
        ("\u3000", NOTHING),
        ("山", ONE_CHARACTER),
        ("ヤ", ONE_CHARACTER),
        ("a", ONE_CHARACTER),
        ("山" * 101, TOO_LONG),
        ("山" * 2000, TOO_LONG),
        ("山田\x00", UNREADABLE),
        ("山田\x1b[0m", UNREADABLE),
        ("山田\u202e", UNREADABLE),
        ("山田\ud842", UNREADABLE),
        ("\udfb7野", UNREADABLE),
    ],
)
def test_what_cannot_be_searched_is_refused_with_what_to_do(typed: str, reason: str) -> None:
    refused = refusal(typed)

    assert (refused.field, refused.reason) == ("q", reason)


@pytest.mark.parametrize(
    ("typed", "birth"),
    [
        (INDIVIDUAL, ""),
        ("1234 5678 9018", ""),
        ("1234-5678-9018", ""),
        ("1234−5678・9018", ""),
        (INDIVIDUAL.translate(WIDE), ""),
        (f"山田 {INDIVIDUAL}", ""),
        (f"{INDIVIDUAL} S23.5.14", ""),
        (f"S23.5.14 {INDIVIDUAL}", ""),
        (f"山田{INDIVIDUAL}様 3号", ""),
        ("山田", INDIVIDUAL),
        ("山田", f"S23.5.14 {INDIVIDUAL}"),
        ("", INDIVIDUAL),
    ],
)
def test_an_individual_number_is_refused_in_every_shape(typed: str, birth: str) -> None:
    refused = refusal(typed, birth)

    assert (refused.field, refused.reason) == ("q", INDIVIDUAL_NUMBER)


def test_twelve_digits_that_are_no_individual_number_are_searched() -> None:
    assert "123456789019" in read("123456789019").resident_numbers


def test_a_birth_field_that_is_no_date_says_so_at_its_own_place() -> None:
    assert refusal("山田", "S99.1.1").field == "birth"
    assert refusal("山田", "山").field == "birth"
    assert refusal("山田", "1" * 101).reason == TOO_LONG
    assert refusal("山田", "1" * 101).field == "birth"
    assert "日付として読めません" in refusal("山田", "1" * 100).reason
    assert "平成元年1月8日ではありませんか" in refusal("山田", "S64.1.8").reason


def test_a_hundred_characters_are_searched() -> None:
    assert read("山" * 100).name_key == "山" * 100
    assert refusal("山" * 100, "1" * 101).field == "birth"


def test_a_voucher_number_needs_no_leading_zeros() -> None:
    assert read("1234567890").voucher_number == "1234567890"
    assert read("12345678").words == "番号「12345678」を宛名番号と接種券番号として"
    assert read("210822100000400123").words == "番号「210822100000400123」を接種券番号として"
    assert read("12345678901").words == "番号「12345678901」を宛名番号として"


def test_the_refusal_s_own_text_is_its_reason() -> None:
    assert str(refusal("山")) == ONE_CHARACTER


@pytest.mark.parametrize(
    ("typed", "birth", "name", "kana", "born"),
    [
        ("渡辺 和子", "", "渡辺和子", "", None),
        ("渡辺\t和子", "", "渡辺和子", "", None),
        ("渡\u3000辺", "S23", "渡辺", "", PartialDate(1948)),
        ("渡辺 和子 S23.5.14", "", "渡辺和子", "", PartialDate(1948, 5, 14)),
        ("渡辺 昭和23年 5月 14日", "", "渡辺", "", PartialDate(1948, 5, 14)),
        ("わたなべ 昭和23年", "", "", "ワタナベ", PartialDate(1948)),
        ("わたなべ", "S23.5", "", "ワタナベ", PartialDate(1948, 5)),
        ("ﾜﾀﾅﾍﾞ", "", "", "ワタナベ", None),
        ("ヤ", "S23.5.14", "", "ヤ", PartialDate(1948, 5, 14)),
        ("山", "S23.5.14", "山", "", PartialDate(1948, 5, 14)),
        ("S23.5.14", "", "", "", PartialDate(1948, 5, 14)),
        ("1948-05-14", "", "", "", PartialDate(1948, 5, 14)),
        ("", "昭和23年", "", "", PartialDate(1948)),
        ("", "19480514", "", "", PartialDate(1948, 5, 14)),
        ("山田 不詳", "", "山田", "", UNKNOWN),
        ("山田 S23.5.14", "S24.1.1", name_key("山田 S23.5.14"), "", PartialDate(1949, 1, 1)),
        ("𠮷野家", "", "吉野家", "", None),
        (f"渡{IVS}", "", "渡辺", "", None),
        ("Smith Ann", "", "SMITHANN", "", None),
        ("'; DROP TABLE resident; --", "", name_key("'; DROP TABLE resident; --"), "", None),
        ("100%", "", "100%", "", None),
        ("_a", "", "_A", "", None),
    ],
)
def test_names_and_births_are_read_from_one_line_or_two(typed: str, birth: str, name: str, kana: str, born: PartialDate | None) -> None:
    terms = read(typed, birth)

    assert (terms.name_key, terms.kana_key, terms.birth) == (name, kana, born)
    assert not terms.is_number


@pytest.mark.parametrize(
    ("typed", "birth", "words", "kinds"),
    [
        ("渡辺 和子", "S23", "氏名「渡辺 和子」と昭和23年(月日不詳)生まれで", ["氏名", "生年月日"]),
        ("ワタナベ", "", "カナ「ワタナベ」で", ["カナ"]),
        ("", "S23.5.14", "昭和23年5月14日生まれで", ["生年月日"]),
        ("山田", "不詳", "氏名「山田」と生年月日不詳で", ["氏名", "生年月日"]),
        ("4000001", "", "番号「4000001」を宛名番号と接種券番号として", ["番号"]),
    ],
)
def test_the_search_is_said_back(typed: str, birth: str, words: str, kinds: list[str]) -> None:
    assert read(typed, birth).words == words
    assert read(typed, birth).kinds == kinds


def found(name: str = "渡辺 和子", *, former: str = "", alias: str = "", kana: str = "ワタナベ カズコ", voucher: bool = False) -> Found:
    return Found(
        resident_number="0004000001",
        name=name,
        name_key=name_key(name),
        kana_key=kana_key(kana),
        former_surname=former,
        former_key=name_key(former),
        alias_name=alias,
        alias_key=name_key(alias),
        birth=PartialDate(1948, 5, 14),
        has_voucher=voucher,
    )


@pytest.mark.parametrize(
    ("typed", "birth", "person", "why"),
    [
        ("渡辺 和子", "", found(), "文字どおり一致"),
        ("渡辺", "", found(), "前方一致"),
        ("渡邊 和子", "", found(), "異体字一致(辺=邊)"),
        ("渡辺", "", found("渡邉 和子"), "異体字前方一致(邉=辺)"),
        ("渡辺", "", found(f"渡{IVS} 和子"), f"異体字前方一致({IVS}=辺)"),
        ("高崎", "", found("髙﨑 一"), "異体字前方一致(髙=高、﨑=崎)"),
        ("渡辺", "", found("山本 和子", former="渡辺"), "旧氏一致"),
        ("金", "S23.5.14", found("キム エイ", alias="金田 英"), "通称前方一致・生年月日一致"),
        ("わたなべ かずこ", "", found(), "かな一致"),
        ("わたなべ", "S23.5", found(), "かなの前方一致・生年月一致"),
        ("", "S23", found(), "生年一致"),
        ("", "S23.5.14", found(), "生年月日一致"),
        ("", "不詳", found(), "生年月日一致"),
        ("4000001", "", found(), "宛名番号が一致"),
        ("0000400123", "", found(voucher=True), "接種券番号が一致"),
        ("4000001", "", found(voucher=True), "宛名番号が一致・接種券番号が一致"),
    ],
)
def test_each_hit_says_why(typed: str, birth: str, person: Found, why: str) -> None:
    assert why_found(read(typed, birth), person) == why


def test_people_of_one_name_and_birth_are_told_apart() -> None:
    day, other = PartialDate(1948, 5, 14), PartialDate(1948, 5, 15)

    assert twins_of_name([(1, "渡辺和子", day), (2, "渡辺和子", day), (3, "渡辺和子", other), (4, "渡辺和夫", day)]) == {1, 2}
    assert twins_of_name([]) == frozenset()


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("本人からの依頼で転送先を確かめる", None),
        ("あ" * 200, None),
        ("", "理由を入れてください"),
        (" \u3000", "理由を入れてください"),
        ("あ" * 201, "200文字まで"),
        ("本人\x00", "使えない文字"),
        (f"番号{INDIVIDUAL}の件", "個人番号とみられる12桁"),
    ],
)
def test_a_hidden_address_is_opened_for_a_reason(reason: str, words: str | None) -> None:
    refused = why_not_open_protected(reason)

    assert (refused is None) if words is None else (words in str(refused) and "何も開いていません。" in str(refused))
