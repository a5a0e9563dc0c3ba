"""Why two records may be one person's, row by row; what a merge warns of and when it may be undone."""

from typing import Any

import pytest

from portal.duplicates.merge_rules import (
    ALREADY_UNDONE,
    CHIEF_ALONE,
    KEPT_IS_MERGED,
    LATER_TOUCHED,
    RULED_APART,
    Side,
    Subject,
    cautions,
    moved_words,
    side_to_keep,
    why_not_merge,
    why_not_unmerge,
)
from portal.duplicates.rules import (
    NO_LONGER_ALIKE,
    Alike,
    Figure,
    pairs_of_one_birth,
    pairs_of_one_kana,
    reason_words,
    weight_of,
    why_alike,
)
from portal.residents.rules import Category, Sex
from portal.text.folding import kana_key, name_key
from portal.text.wareki import PartialDate


def figure(number: int = 1, **values: Any) -> Figure:
    base: dict[str, Any] = {
        "name": "小野瀬 和子",
        "kana": "オノセ カズコ",
        "former_surname": "",
        "alias": "",
        "birth": "1948-05-14",
        "sex": Sex.FEMALE,
        "household": "",
        "place": "",
        "is_unregistered": False,
    } | values
    return Figure(
        id=number,
        name=base["name"],
        former_surname=base["former_surname"],
        name_key=name_key(base["name"]),
        alias_key=name_key(base["alias"]),
        kana_key=kana_key(base["kana"]),
        birth=PartialDate.from_key(base["birth"]),
        sex=base["sex"],
        household=base["household"],
        place=base["place"],
        is_unregistered=base["is_unregistered"],
    )


HOME = {"household": "0007000001"}
ROWS: tuple[tuple[str, dict[str, Any], dict[str, Any], Alike | None], ...] = (
    ("the same twice", {}, {}, Alike.NAME_AND_BIRTH),
    ("blank or not", {"name": "小野瀬　和子"}, {"name": "小野瀬和子"}, Alike.NAME_AND_BIRTH),
    ("異体字", {"name": "渡邉 和子"}, {"name": "渡辺 和子"}, Alike.VARIANT_AND_BIRTH),
    ("the same name of another sex is shown", {}, {"sex": Sex.MALE}, Alike.NAME_AND_BIRTH),
    ("another kanji", {}, {"name": "小野瀬 和香子"}, Alike.KANA_AND_BIRTH),
    ("another kanji of another sex", {}, {"name": "小野瀬 和男", "sex": Sex.MALE}, None),
    ("another kanji of a sex not known", {}, {"name": "小野瀬 数子", "sex": Sex.UNKNOWN}, Alike.KANA_AND_BIRTH),
    ("no kana at all", {"kana": ""}, {"kana": "", "name": "別 人子"}, None),
    ("旧氏 and given name", {"name": "渡辺 和子", "kana": "ワタナベ カズコ", "former_surname": "小野瀬"}, {}, Alike.FORMER_NAME),
    ("旧氏 the other way round", {}, {"name": "渡辺 和子", "kana": "ワタナベ カズコ", "former_surname": "小野瀬"}, Alike.FORMER_NAME),
    ("旧氏 of another sex", {"name": "渡辺 和子", "kana": "", "former_surname": "小野瀬"}, {"sex": Sex.MALE}, None),
    ("alias is the name", {"name": "GARCIA MARIA", "kana": "ガルシア マリア", "alias": "小野瀬 和子"}, {}, Alike.ALIAS),
    ("the same alias", {"name": "GARCIA MARIA", "kana": "", "alias": "金田 英"}, {"kana": "", "alias": "金田 英"}, Alike.ALIAS),
    ("birth swapped in one household", {"birth": "1948-04-03", **HOME}, {"birth": "1948-03-04", **HOME}, Alike.SWAPPED_BIRTH),
    (
        "birth swapped at one address",
        {"birth": "1948-04-03", "place": "中根1"},
        {"birth": "1948-03-04", "place": "中根1"},
        Alike.SWAPPED_BIRTH,
    ),
    ("birth swapped elsewhere", {"birth": "1948-04-03", **HOME}, {"birth": "1948-03-04"}, None),
    ("one figure of the birth", HOME, {"birth": "1958-05-14", **HOME}, Alike.MISTYPED_BIRTH),
    ("two figures of the birth", HOME, {"birth": "1958-05-15", **HOME}, None),
    ("one figure, another kana (twins' siblings)", HOME, {"birth": "1948-05-15", "kana": "オノセ ヨシコ", **HOME}, None),
    ("one figure, no household", {"household": "", "place": ""}, {"birth": "1958-05-14"}, None),
    ("day not known", {"birth": "1948-05-00"}, {}, Alike.PART_OF_BIRTH),
    ("day not known, another month", {"birth": "1948-06-00"}, {}, None),
    ("month not known", {}, {"birth": "1948-00-00"}, Alike.PART_OF_BIRTH),
    ("day not known, another kanji", {"birth": "1948-05-00"}, {"name": "小野瀬 数子"}, None),
    ("year not known", {"birth": "0000-00-00"}, {}, None),
    ("year not known on both sides", {"birth": "0000-00-00"}, {"birth": "0000-00-00"}, None),
    ("the same unknown day", {"birth": "1948-05-00"}, {"birth": "1948-05-00"}, Alike.NAME_AND_BIRTH),
    ("nothing in common", {}, {"name": "根本 太郎", "kana": "ネモト タロウ"}, None),
)


@pytest.mark.parametrize(("one", "other", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_why_two_may_be_one(one: dict[str, Any], other: dict[str, Any], expected: Alike | None) -> None:
    first, second = figure(1, **one), figure(2, **other)

    assert (why_alike(first, second), why_alike(second, first)) == (expected, expected)


@pytest.mark.parametrize(("one", "other", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_going_through_the_register_finds_what_the_rule_says(one: dict[str, Any], other: dict[str, Any], expected: Alike | None) -> None:
    """The groups lead to every pair that the rule knows, whichever comes first."""
    crowd = [figure(number, name=f"別人 {number}", kana=f"ベツジン {'アイウエオカキ'[number - 3]}") for number in range(3, 8)]
    people = [*crowd, figure(2, **other), figure(1, **one)]
    found: dict[tuple[int, int], int] = {}
    for birth in {each.birth for each in people}:
        found |= pairs_of_one_birth(each for each in people if each.birth == birth)
    for kana in {each.kana_key for each in people} - {""}:
        found |= pairs_of_one_kana(each for each in people if each.kana_key == kana)

    assert set(found) == ({(1, 2)} if expected else set())
    assert not expected or found[(1, 2)] == weight_of(expected, people[-1], people[-2])


def test_reasons_are_told_in_words() -> None:
    assert reason_words(figure(1), figure(2)) == "氏名と生年月日が同じ"
    assert reason_words(figure(1), figure(2, is_unregistered=True, sex=Sex.MALE)) == (
        "氏名と生年月日が同じ・一方は窓口で登録した住登外の方・ただし性別が違う"
    )
    assert reason_words(figure(1), figure(2, birth="1950-01-01")) == NO_LONGER_ALIKE


def test_the_most_likely_come_first() -> None:
    plain, counter, other_sex = figure(2), figure(3, is_unregistered=True), figure(4, sex=Sex.MALE)
    by_name = [weight_of(Alike.NAME_AND_BIRTH, figure(1), each) for each in (counter, plain, other_sex)]

    assert by_name == sorted(by_name)
    assert max(by_name) < weight_of(Alike.VARIANT_AND_BIRTH, figure(1), counter)


def subject(**values: Any) -> Subject:
    return Subject(**({"resident_number": "0004000001", "category": Category.JAPANESE, "hidden": False, "mailings": 0} | values))


def test_which_record_is_kept_and_what_is_warned_of() -> None:
    counter = subject(category=Category.NOT_REGISTERED)
    assert side_to_keep(counter, subject()) is Side.SECOND
    assert side_to_keep(subject(), counter) is Side.FIRST
    assert side_to_keep(subject(), subject()) is None
    assert cautions(subject(), counter, 0) == []
    told = " ".join(cautions(subject(category=Category.DEAD, mailings=1), subject(hidden=True, mailings=1), 1))
    for words in ("宛名システムでも", "0004000001は「死亡」です", "回収してください", "送付先が両方", "支援措置として"):
        assert words in told, words


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, None),
        ({"hidden": True}, CHIEF_ALONE),
        ({"hidden": True, "may_open_protected": True}, None),
        ({"ruled_apart": True}, RULED_APART),
    ],
)
def test_why_not_merge(asked: dict[str, bool], expected: str | None) -> None:
    assert why_not_merge(**({"hidden": False, "may_open_protected": False, "ruled_apart": False} | asked)) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, None),
        ({"undone": True}, ALREADY_UNDONE),
        ({"kept_is_current": False}, KEPT_IS_MERGED),
        ({"later_touched": True}, LATER_TOUCHED),
        ({"hidden": True}, CHIEF_ALONE),
        ({"hidden": True, "may_open_protected": True}, None),
    ],
)
def test_why_not_unmerge(asked: dict[str, bool], expected: str | None) -> None:
    base = {"undone": False, "kept_is_current": True, "later_touched": False, "hidden": False, "may_open_protected": False}
    assert why_not_unmerge(**(base | asked)) == expected


def test_what_moves_in_words() -> None:
    assert moved_words([("接種記録", 2), ("接種券", 0), ("申し送り", 1)]) == "接種記録 2件・申し送り 1件"
    assert moved_words([("接種記録", 0)]) == "なし"
