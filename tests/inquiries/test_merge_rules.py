"""Two people in one field: cases, and by chance that nothing typed is ever lost (D-3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.inquiries.merge_rules import Settled, adds_lines_to, settled

LINES = st.lists(st.sampled_from(["昨日届いた", "2通", "", "﨑山", "𠮷田", "折返し16時"]), max_size=6).map("\n".join)


@pytest.mark.parametrize(
    ("was", "stored", "typed", "expected"),
    [
        ("", "", "昨日", Settled("昨日")),
        ("昨日", "昨日", "昨日、市から", Settled("昨日、市から")),
        ("昨日", "昨日", "", Settled("")),
        ("昨日", "今日", "昨日", Settled("今日")),
        ("昨日", "今日", "今日", Settled("今日")),
        ("昨日", "昨日\n2通", "昨日\n2通\n番号が違う", Settled("昨日\n2通\n番号が違う")),
        ("昨日", "昨日\n2通\n番号が違う", "昨日\n番号が違う", Settled("昨日\n2通\n番号が違う")),
        ("昨日", "昨日\n2通", "昨日\n16時まで", Settled("昨日\n2通\n16時まで")),
        ("昨日", "昨日\n2通", "昨日、市から", Settled("昨日、市から\n2通")),
        ("昨日", "けさ\n2通", "昨日、市から", Settled("けさ\n2通", "昨日、市から")),
        ("1\n2\n3", "1\n2\n3あ", "1い\n2\n3", Settled("1い\n2\n3あ")),
        ("1\n2\n3", "1あ\n2\n3", "1\n2\n3\n4", Settled("1あ\n2\n3\n4")),
        ("1\n2\n3", "1\n3", "1\n2\n3い", Settled("1\n3い")),
        ("1\n2", "1\n2あ", "1\n2い", Settled("1\n2あ", "1\n2い")),
        ("昨日", "今日\n2通", "昨日\n16時まで", Settled("今日\n2通\n16時まで")),
        ("昨日", "今日", "", Settled("今日")),
        ("昨日", "", "昨日届いた", Settled("昨日届いた")),
        ("昨", "昨日", "昨日、市から", Settled("昨日、市から")),
        ("1\n2\n3\n4\n5", "1\n2\n3あ\n4\n5", "1\n2い\n3\n4\n5", Settled("1\n2い\n3あ\n4\n5")),
        ("1\n2\n3\n4\n5", "1\n2あ\n3\n4\n5", "1\n2\n3い\n4\n5", Settled("1\n2あ\n3い\n4\n5")),
        ("昨日 2通目", "昨日 2通目\n3通", "けさ 2通目", Settled("けさ 2通目\n3通")),
        ("昨", "昨日、市から", "昨日", Settled("昨日、市から")),
    ],
)
def test_what_stands_in_the_text_and_what_beside_it(was: str, stored: str, typed: str, expected: Settled) -> None:
    assert settled(was, stored, typed, is_text=True) == expected


def test_what_is_no_text_is_never_put_together() -> None:
    assert settled("handling", "leak", "leaks", is_text=False) == Settled("leak", "leaks")
    assert settled("handling", "leak", "leaks") == Settled("leak", "leaks")


@given(was=LINES, stored=LINES, typed=LINES)
def test_by_chance_every_new_line_of_both_is_kept(was: str, stored: str, typed: str) -> None:
    found = settled(was, stored, typed, is_text=True)

    if typed == was:
        assert found == Settled(stored)
    elif found.beside:
        assert found == Settled(stored, typed)
    elif stored != was:
        for words in (stored, typed):
            new = [line for line in words.split("\n") if line not in was.split("\n")]
            assert found.now.startswith(words) or adds_lines_to(found.now.split("\n"), new)


@given(was=LINES, stored=LINES, typed=LINES)
def test_by_chance_sending_again_what_came_back_changes_nothing(was: str, stored: str, typed: str) -> None:
    now = settled(was, stored, typed, is_text=True).now

    assert settled(now, now, now, is_text=True) == Settled(now)
