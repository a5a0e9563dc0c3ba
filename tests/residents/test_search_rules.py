"""What a hit is: a table of cases over one person."""

import pytest

from portal.residents.search_rules import Keys, Nearness, Sought, Word, last_answer, may_be, nearness
from portal.text.wareki import UNKNOWN, PartialDate

PERSON = Keys(
    name="渡辺和子",
    former="山本",
    alias="金田英",
    roman="GARCIAMARIA",
    kana="ワタナベカズコ",
    sound="ワタナベカズコ",
    place="中根9871-3",
    phone="1744000920",
    birth=PartialDate(1948, 5, 14),
)
HIDDEN = Keys(**{**vars(PERSON), "place": "", "phone": ""})
NAMES, PLACE, WHOLE = Nearness.PART_OF_NAME, Nearness.PLACE_OR_PHONE, Nearness.WHOLE_NAME


def named(*forms: str) -> Word:
    return Word(names=forms)


@pytest.mark.parametrize(
    ("sought", "near"),
    [
        (Sought(whole="渡辺和子", words=(named("渡辺和子"),)), WHOLE),
        (Sought(whole="山本", words=(named("山本"),)), WHOLE),
        (Sought(whole="金田英", words=(named("金田英"),)), WHOLE),
        (Sought(whole="GARCIAMARIA", words=(named("GARCIAMARIA"),)), WHOLE),
        (Sought(whole_kana="ワタナベカズコ", words=(named("ワタナベカズコ"),)), WHOLE),
        (Sought(whole="渡辺", words=(named("渡辺"),)), NAMES),
        (Sought(whole="", words=(named("和子"),)), NAMES),
        (Sought(words=(named("和子"), named("渡辺"))), NAMES),
        (Sought(words=(named("佐藤", "ナベ"),)), NAMES),
        (Sought(words=(named("佐藤"),)), None),
        (Sought(words=(Word(names=("KAZUKO",), sounds=("カズコ",)),)), NAMES),
        (Sought(words=(Word(sounds=("佐藤", "ベカズ")),)), NAMES),
        (Sought(words=(Word(sounds=("和子",)),)), None),
        (Sought(words=(named("和子"), named("佐藤"))), None),
        (Sought(words=(Word(names=("中根",), place="中根"),)), PLACE),
        (Sought(words=(named("和子"), Word(place="中根98"))), PLACE),
        (Sought(words=(Word(place="津田"),)), None),
        (Sought(words=(Word(phone_end="1744"),)), PLACE),
        (Sought(words=(Word(phone_end="744"),)), None),
        (Sought(words=(Word(born=PartialDate(1948)),)), PLACE),
        (Sought(words=(Word(born=PartialDate(1949)),)), None),
        (Sought(words=(Word(),)), None),
        (Sought(birth=PartialDate(1948)), NAMES),
        (Sought(birth=PartialDate(1948, 6)), None),
        (Sought(whole="渡辺和子", words=(named("渡辺和子"),), birth=PartialDate(1949)), None),
        (Sought(whole="渡辺和子", words=(named("渡辺和子"),), birth=PartialDate(1948, 5)), WHOLE),
    ],
)
def test_how_near_somebody_is(sought: Sought, near: Nearness | None) -> None:
    assert nearness(sought, PERSON) is near


@pytest.mark.parametrize("word", [Word(place="中根"), Word(phone_end="1744")])
def test_nobody_is_met_where_they_are_hidden(word: Word) -> None:
    assert nearness(Sought(words=(word,)), PERSON) is PLACE
    assert nearness(Sought(words=(word,)), HIDDEN) is None


def test_empty_keys_meet_nothing() -> None:
    nobody = Keys("", "", "", "", "", "", "", "", UNKNOWN)

    assert nearness(Sought(words=(named("渡辺"),)), nobody) is None
    assert nearness(Sought(words=(named("渡辺"),), whole="", whole_kana=""), nobody) is None


@pytest.mark.parametrize(
    ("asked", "birth", "answers"),
    [
        ("1948-05-14", "1948-05-14", True),
        ("1948-05-14", "1948-05-15", False),
        ("1948-05-14", "1948-05-00", False),
        ("1948-05-00", "1948-05-00", True),
        ("1948-05-00", "1948-05-31", True),
        ("1948-05-00", "1948-06-01", False),
        ("1948-05-00", "1948-04-30", False),
        ("1948-00-00", "1948-00-00", True),
        ("1948-00-00", "1948-12-31", True),
        ("1948-00-00", "1949-00-00", False),
        ("1948-00-00", "1947-12-31", False),
        ("0000-00-00", "0000-00-00", True),
        ("0000-00-00", "1948-05-14", False),
    ],
)
def test_unknown_parts_of_what_is_asked_match_anything(asked: str, birth: str, answers: bool) -> None:
    assert may_be(PartialDate.from_key(asked), PartialDate.from_key(birth)) is answers


def test_the_last_birth_that_answers() -> None:
    assert last_answer(PartialDate(1948, 2)) == PartialDate(1948, 2, 29)
    assert last_answer(PartialDate(1948)) == PartialDate(1948, 12, 31)
    assert last_answer(PartialDate(1948, 5, 14)) == PartialDate(1948, 5, 14)
    assert last_answer(UNKNOWN) == UNKNOWN


@pytest.mark.parametrize(
    ("word", "by_name", "indexed", "names_alone", "leads"),
    [
        (named("渡辺"), True, True, True, True),
        (named("渡"), False, False, True, False),
        (named("渡辺", "ワ"), False, False, True, False),
        (Word(names=("TO",), sounds=("ト",)), False, False, True, False),
        (Word(names=("OTO",), sounds=("オト",)), True, True, True, True),
        (Word(names=("中根",), place="中根"), True, True, False, True),
        (Word(names=("中根",), place="中"), True, False, False, True),
        (Word(place="中根"), False, True, False, True),
        (Word(place="中根", phone_end="1744"), False, False, False, True),
        (Word(names=("中根",), born=PartialDate(1948)), True, False, False, True),
        (Word(phone_end="1744"), False, False, False, True),
        (Word(), False, False, True, False),
    ],
)
def test_whether_an_index_leads_to_a_word(word: Word, by_name: bool, indexed: bool, names_alone: bool, leads: bool) -> None:
    assert (word.is_indexed_by_name, word.is_indexed, word.is_of_names_alone, word.leads) == (by_name, indexed, names_alone, leads)
