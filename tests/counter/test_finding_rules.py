"""Why each person is said to be found, and what is offered when nobody was: tables of cases."""

import pytest

from portal.counter.finding_rules import Found, twins_of_name, ways_of_number, what_to_try, why_found, wider_searches
from portal.counter.reading_rules import Office, Terms, read_terms
from portal.residents.keys import search_keys
from portal.residents.search_rules import Keys
from portal.text.wareki import PartialDate

OFFICE = Office("082210", "ひたちなか市", "茨城県")
IVS = "邉\U000e0101"


def read(typed: str, birth: str = "") -> Terms:
    return read_terms(typed, birth, office=OFFICE)


def found(
    name: str = "渡辺 和子",
    *,
    kana: str = "ワタナベ カズコ",
    former: str = "",
    alias: str = "",
    roman: str = "",
    address: str = "大字中根9871番地3",
    phone: str = "029-000-4471",
    by_voucher: str = "",
) -> Found:
    written = {"name": name, "kana": kana, "former_surname": former, "alias_name": alias, "roman_name": roman}
    keys = search_keys(written | {"address": address, "building": "", "phone": phone})
    return Found(
        resident_number="0004000001",
        integrated_number="90000000001",
        name=name,
        former_surname=former,
        alias_name=alias,
        roman_name=roman,
        keys=Keys(
            name=keys["name_key"],
            former=keys["former_key"],
            alias=keys["alias_key"],
            roman=keys["roman_key"],
            kana=keys["kana_key"],
            sound=keys["sound_key"],
            place=keys["place_key"],
            phone=keys["phone_key"],
            birth=PartialDate(1948, 5, 14),
        ),
        by_voucher=by_voucher,
    )


@pytest.mark.parametrize(
    ("typed", "birth", "person", "why"),
    [
        ("渡辺 和子", "", found(), "文字どおり一致"),
        ("渡辺和子", "", found(), "文字どおり一致"),
        ("和子 渡辺", "", found(), "語順を変えて一致"),
        ("渡辺", "", found(), "前方一致"),
        ("和子", "", found(), "一部一致"),
        ("渡邊 和子", "", found(), "異体字一致(辺=邊)"),
        ("渡辺", "", found("渡邉 和子"), "異体字前方一致(邉=辺)"),
        ("渡辺", "", found(f"渡{IVS} 和子"), f"異体字前方一致({IVS}=辺)"),
        ("高崎", "", found("髙﨑 一"), "異体字前方一致(髙=高、﨑=崎)"),
        ("崎", "S23", found("髙﨑 一"), "異体字一部一致(﨑=崎)・生年一致"),
        ("渡辺", "", found("山本 和子", former="渡辺"), "旧氏一致"),
        ("渡辺", "", found("山本 和子", former="渡邉"), "旧氏異体字一致(邉=辺)"),
        ("渡辺 和子", "", found("山本 和子", former="渡辺"), "旧氏一致・一部一致"),
        ("金", "S23.5.14", found("キム エイ", alias="金田 英"), "通称前方一致・生年月日一致"),
        ("GARCIA", "", found("ガルシア マリア", roman="GARCIA MARIA"), "ローマ字氏名前方一致"),
        ("わたなべ かずこ", "", found(), "かな一致"),
        ("かずこ わたなべ", "", found(), "語順を変えて一致"),
        ("わたなべ", "S23.5", found(), "かなの前方一致・生年月一致"),
        ("かずこ", "", found(), "かなの一部一致"),
        ("watanabe kazuko", "", found(), "ローマ字一致"),
        ("watanabe", "", found(), "ローマ字前方一致"),
        ("kazuko", "", found(), "ローマ字一部一致"),
        ("ohno", "", found("大野 優子", kana="オオノ ユウコ"), "ローマ字前方一致"),
        ("渡辺 029-000-4471", "", found(), "前方一致・電話番号一致"),
        ("渡辺 9871", "", found(phone="029-000-9871"), "前方一致・住所一致・電話番号の下4桁一致"),
        ("渡辺 中根", "", found(), "前方一致・住所一致"),
        ("渡辺 中根9871-3", "", found(), "前方一致・住所一致"),
        ("渡辺 4471", "", found(), "前方一致・電話番号の下4桁一致"),
        ("渡辺 9871", "", found(), "前方一致・住所一致"),
        ("渡辺 1948", "", found(), "前方一致・生年一致"),
        ("中根", "", found(), "住所一致"),
        ("中根", "", found("中根 一"), "前方一致"),
        ("", "S23", found(), "生年一致"),
        ("", "S23.5.14", found(), "生年月日一致"),
        ("", "不詳", found(), "生年月日一致"),
        ("4000001", "", found(), "宛名番号が一致"),
        ("90000000001", "", found(), "団体内統合宛名番号が一致"),
        ("0000400123", "", found(by_voucher="接種券番号が一致(2回目・有効)"), "接種券番号が一致(2回目・有効)"),
        ("4000001", "", found(by_voucher="接種券番号が一致(1回目・無効)"), "宛名番号が一致・接種券番号が一致(1回目・無効)"),
        ("029-000-4471", "", found(), "電話番号が一致"),
        ("000-4471", "", found(), "電話番号の下7桁が一致"),
        ("9871-3", "", found(), "番地が一致"),
        ("19480514", "", found(), "生年月日一致"),
        ("194805", "", found(), "生年月一致"),
        ("4000001", "S23.5.14", found(), "宛名番号が一致・生年月日一致"),
    ],
)
def test_each_hit_says_why(typed: str, birth: str, person: Found, why: str) -> None:
    assert why_found(read(typed, birth), person) == why


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("4000001", "宛名番号"),
        ("90000000001", "宛名番号"),
        ("0290004471", "電話番号"),
        ("9871-3", "番地"),
        ("19480514", "生年月日"),
    ],
)
def test_a_hit_stands_under_the_reading_that_led_to_it(typed: str, reading: str) -> None:
    number = read(typed).number

    assert number is not None
    assert [word for word, _ in ways_of_number(number, found())] == [reading]
    assert reading in number.readings


def test_a_hit_of_several_readings_stands_under_the_first() -> None:
    person = found(by_voucher="接種券番号が一致(1回目・有効)")
    number = read("0004000001").number

    assert number is not None
    assert [reading for reading, _ in ways_of_number(number, person)] == ["宛名番号", "接種券番号"]


def test_people_of_one_name_and_birth_are_told_apart() -> None:
    day, other = PartialDate(1948, 5, 14), PartialDate(1948, 5, 15)

    assert twins_of_name([(1, "渡辺和子", day), (2, "渡辺和子", day), (3, "渡辺和子", other), (4, "渡辺和夫", day)]) == {1, 2}
    assert twins_of_name([]) == frozenset()


@pytest.mark.parametrize(
    ("typed", "birth", "without"),
    [
        ("渡辺 和子", "S23", ["生年月日", "「渡辺」", "「和子」"]),
        ("渡辺 和子", "", ["「渡辺」", "「和子」"]),
        ("渡辺", "S23", ["生年月日", "「渡辺」"]),
        ("渡", "S23.5.14", ["「渡」"]),  # one character alone cannot be searched
        ("渡辺", "", []),
        ("渡辺 4471", "", ["「4471」"]),
        ("渡辺 中根9871", "", ["「渡辺」", "「中根9871」"]),
        ("渡辺 9871-3", "", ["「9871-3」"]),
        ("", "S23", []),
        ("4000001", "", []),
        ("4000001", "S23", ["生年月日"]),
    ],
)
def test_a_search_is_widened_only_to_what_can_be_searched(typed: str, birth: str, without: list[str]) -> None:
    assert [wider.without for wider in wider_searches(read(typed, birth))] == without


def test_a_wider_search_can_be_typed_as_it_is_offered() -> None:
    first, second, _ = wider_searches(read("渡辺 和子", "S23.5.14"))

    assert (first.typed, first.typed_birth) == ("渡辺 和子", "")
    assert (second.typed, second.typed_birth) == ("和子", "昭和23年5月14日")
    assert read(second.typed, second.typed_birth) == second.terms
    (without_birth,) = wider_searches(read("4000001", "S23"))
    assert (without_birth.typed, without_birth.typed_birth) == ("4000001", "")


@pytest.mark.parametrize(
    ("typed", "birth", "said", "unsaid"),
    [
        ("渡辺", "", ["カナで探してください", "生年月日を足して"], ["濁る音", "けた数", "番地"]),
        ("渡辺", "S23", ["カナで探してください"], ["生年月日を足して"]),
        ("ワタナベ", "", ["濁る音", "漢字で"], ["カナで探して"]),
        ("中根9871", "", ["番地を除き"], ["カナで探して"]),
        ("", "S23.5.14", ["年だけ"], ["カナで", "番地を除き"]),
        ("9999999", "", ["けた数", "氏名と生年月日で"], ["カナで", "券番号か宛名番号で"]),
        ("9999", "", ["電話番号の下4桁か番地なら、氏名といっしょに", "氏名と生年月日で"], ["けた数"]),
    ],
)
def test_what_to_try_is_never_what_was_done(typed: str, birth: str, said: list[str], unsaid: list[str]) -> None:
    words = "".join(what_to_try(read(typed, birth)))

    assert [word for word in said if word not in words] == []
    assert [word for word in unsaid if word in words] == []
