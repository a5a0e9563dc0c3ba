"""How the search box is read: tables of cases."""

import pytest

from portal.counter.reading_rules import (
    BAD_OCR_LINE,
    CITY_ALONE,
    INDIVIDUAL_NUMBER,
    NOTHING,
    NUMBER_LENGTH,
    ONE_CHARACTER,
    OTHER_CITY,
    TOO_LONG,
    TWO_BIRTHS,
    UNREADABLE,
    Kind,
    Office,
    Terms,
    Unsearchable,
    read_terms,
)
from portal.text.wareki import UNKNOWN, PartialDate

OFFICE = Office("082210", "ひたちなか市", "茨城県")
INDIVIDUAL = "123456789018"
WIDE = str.maketrans("0123456789", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19")
IVS = "邉\U000e0101"


def read(typed: str, birth: str = "") -> Terms:
    return read_terms(typed, birth, office=OFFICE)


def refusal(typed: str, birth: str = "") -> Unsearchable:
    with pytest.raises(Unsearchable) as caught:
        read(typed, birth)
    return caught.value


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
        ("ひたちなか市", CITY_ALONE),
        ("茨城県", CITY_ALONE),
        ("茨城県 ひたちなか市", CITY_ALONE),
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
    read_as = read("123456789019").number
    assert read_as is not None
    assert "123456789019" in read_as.resident_numbers


def test_a_birth_field_that_is_no_date_says_so_at_its_own_place() -> None:
    assert refusal("山田", "S99.1.1").field == "birth"
    assert refusal("山田", "山").field == "birth"
    assert refusal("山田", "1" * 101).reason == TOO_LONG
    assert refusal("山田", "1" * 101).field == "birth"
    assert "日付として読めません" in refusal("山田", "1" * 100).reason
    assert "平成元年1月8日ではありませんか" in refusal("山田", "S64.1.8").reason


def test_a_wrong_day_of_an_era_in_the_line_is_told_not_searched_as_a_name() -> None:
    assert "平成元年1月8日ではありませんか" in refusal("山田 S64.1.8").reason
    assert "2月30日はありません" in refusal("R8.2.30 山田").reason
    assert refusal("昭和64年2月1日").field == "q"
    assert read("S2ハイツ").birth is None


def test_four_figures_beside_a_birth_are_the_end_of_a_telephone_number_and_not_a_year() -> None:
    (term,) = read("4471", "S23").terms
    assert term.word.phone_end == "1744"
    assert read("44711", "S23").number is not None


def test_one_character_is_searched_only_beside_more() -> None:
    assert refusal("東").reason == ONE_CHARACTER
    assert [term.written for term in read("東 和子").terms] == ["東", "和子"]
    assert [term.written for term in read("中根 東").terms] == ["中根", "東"]


def test_two_births_that_disagree_are_asked_about() -> None:
    assert (refusal("山田 S23.5.14", "S24.1.1").field, refusal("山田 S23.5.14", "S24.1.1").reason) == ("birth", TWO_BIRTHS)
    assert read("山田 S23.5.14", "19480514").birth == PartialDate(1948, 5, 14)


def test_a_hundred_characters_are_searched() -> None:
    assert read("山" * 100).sought.whole == "山" * 100
    assert refusal("山" * 100, "1" * 101).field == "birth"


def test_the_refusal_s_own_text_is_its_reason() -> None:
    assert str(refusal("山")) == ONE_CHARACTER


@pytest.mark.parametrize(
    ("typed", "birth", "whole", "kana", "born"),
    [
        ("渡辺 和子", "", "渡辺和子", "", None),
        ("渡辺\t和子", "", "渡辺和子", "", None),
        ("渡\u3000辺", "S23", "渡辺", "", PartialDate(1948)),
        ("渡辺 和子 S23.5.14", "", "渡辺和子", "", PartialDate(1948, 5, 14)),
        ("S23.5.14 渡辺 和子", "", "渡辺和子", "", PartialDate(1948, 5, 14)),
        ("渡辺 S23.5.14 和子", "", "渡辺和子", "", PartialDate(1948, 5, 14)),
        ("渡辺 昭和23年 5月 14日", "", "渡辺", "", PartialDate(1948, 5, 14)),
        ("昭和23年 5月 14日 渡辺", "", "渡辺", "", PartialDate(1948, 5, 14)),
        ("19480514 渡辺", "", "渡辺", "", PartialDate(1948, 5, 14)),
        ("わたなべ 昭和23年", "", "わたなべ", "ワタナベ", PartialDate(1948)),
        ("わたなべ", "S23.5", "わたなべ", "ワタナベ", PartialDate(1948, 5)),
        ("ﾜﾀﾅﾍﾞ", "", "ワタナベ", "ワタナベ", None),
        ("ヤ", "S23.5.14", "ヤ", "ヤ", PartialDate(1948, 5, 14)),
        ("山", "S23.5.14", "山", "", PartialDate(1948, 5, 14)),
        ("東 一", "", "東一", "", None),
        ("S23.5.14", "", "", "", PartialDate(1948, 5, 14)),
        ("1948-05-14", "", "", "", PartialDate(1948, 5, 14)),
        ("", "昭和23年", "", "", PartialDate(1948)),
        ("", "19480514", "", "", PartialDate(1948, 5, 14)),
        ("山田 不詳", "", "山田", "", UNKNOWN),
        ("𠮷野家", "", "吉野家", "", None),
        (f"渡{IVS}", "", "渡辺", "", None),
        ("Smith Ann", "", "SMITHANN", "", None),
        ("100%", "", "100%", "", None),
        ("_a", "", "_A", "", None),
    ],
)
def test_names_and_births_are_read_from_one_line_or_two(typed: str, birth: str, whole: str, kana: str, born: PartialDate | None) -> None:
    terms = read(typed, birth)

    assert (terms.sought.whole, terms.sought.whole_kana, terms.birth) == (whole, kana, born)
    assert terms.number is None


@pytest.mark.parametrize(
    ("typed", "kind", "names", "place", "phone_end", "born"),
    [
        ("渡邉", Kind.NAME, ("渡辺",), "渡辺", "", None),
        ("わたなべ", Kind.KANA, ("ワタナベ", "わたなべ"), "わたなべ", "", None),
        ("Watanabe", Kind.ROMAN, ("WATANABE",), "WATANABE", "", None),
        ("SMITH", Kind.NAME, ("SMITH",), "SMITH", "", None),
        ("中根9871番地", Kind.PLACE, ("中根9871番地",), "中根9871", "", None),
        ("茨城県ひたちなか市中根9871", Kind.PLACE, ("茨城県ひたちなか市中根9871",), "中根9871", "", None),
        ("4471", Kind.FIGURES, (), "4471", "1744", None),
        ("1948", Kind.FIGURES, (), "1948", "8491", PartialDate(1948)),
        ("9871-3", Kind.FIGURES, (), "9871-3", "31789", None),
        ("12", Kind.FIGURES, (), "12", "", None),
        ("090-0000-2222", Kind.FIGURES, (), "090-0000-2222", "22220000090", None),
        ("0900000222233", Kind.FIGURES, (), "0900000222233", "", None),
        ("194", Kind.FIGURES, (), "194", "", None),
        ("根", Kind.NAME, ("根",), "", "", None),
    ],
)
def test_each_word_beside_another_is_taken_for_what_it_may_be(
    typed: str, kind: Kind, names: tuple[str, ...], place: str, phone_end: str, born: PartialDate | None
) -> None:
    term = read(f"見本 {typed}").terms[1]

    assert (term.kind, term.word.names, term.word.place, term.word.phone_end, term.word.born) == (kind, names, place, phone_end, born)


@pytest.mark.parametrize(
    ("typed", "sounds"),
    [
        ("Watanabe", ("ワタナベ", "ワタンアベ")),
        ("ono", ("オノ", "オンオ")),
        ("yu", ()),  # one kana leads to nobody
        ("渡辺", ()),
        ("わたなべ", ()),
        ("SMITH", ()),
    ],
)
def test_a_latin_spelling_has_the_sounds_that_it_may_stand_for(typed: str, sounds: tuple[str, ...]) -> None:
    assert read(f"見本 {typed}").terms[1].word.sounds[:2] == sounds


@pytest.mark.parametrize(
    ("typed", "birth", "words", "kinds"),
    [
        ("渡辺 和子", "S23", "氏名・住所「渡辺 和子」と昭和23年生まれで", ["氏名・住所", "生年月日"]),
        ("ワタナベ", "", "カナ「ワタナベ」で", ["カナ"]),
        ("", "S23.5.14", "昭和23年5月14日生まれで", ["生年月日"]),
        ("山田", "不詳", "氏名・住所「山田」と生年月日不詳で", ["氏名・住所", "生年月日"]),
        ("山田 4471", "", "氏名・住所「山田」と番地・電話番号「4471」で", ["氏名・住所", "番地・電話番号"]),
        ("4000001", "", "番号「4000001」を宛名番号・接種券番号・電話番号として", ["番号"]),
    ],
)
def test_the_search_is_said_back(typed: str, birth: str, words: str, kinds: list[str]) -> None:
    assert read(typed, birth).words == words
    assert read(typed, birth).kinds == kinds
