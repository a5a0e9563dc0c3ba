"""受付番号: how one is read, and what may become of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.applications.number_rules import (
    ALREADY_HANDED,
    CLOSED,
    MISREAD,
    NOT_A_NUMBER,
    NOT_HANDED,
    NOT_OF_BATCH,
    WRONG_ORDER,
    WRONG_PAPER,
    BlankState,
    Ended,
    PaperNumber,
    read_number,
    why_not_close,
    why_not_count,
    why_not_end,
    why_not_hand,
    why_not_paper,
    why_not_range,
    why_not_reopen,
)
from portal.clock import JAPAN

NUMBER = PaperNumber(2026, 123)
AT = datetime(2026, 11, 30, 10, 12, tzinfo=JAPAN)
USED = Ended(BlankState.USED, AT, "根本 千夏")


@pytest.mark.parametrize("typed", ["260001235", "26-000123-5", "２６－０００１２３－５", " A260001235A ", "26 000123 5", "a260001235b"])
def test_a_number_is_read_as_it_is_scanned_or_written(typed: str):
    assert read_number(typed) == (NUMBER, None)
    assert NUMBER.shown == "26-000123-5"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", NOT_A_NUMBER),
        ("26000123", NOT_A_NUMBER),
        ("2600012355", NOT_A_NUMBER),
        ("26000123x", NOT_A_NUMBER),
        ("260001236", MISREAD),
        ("260001325", MISREAD),
    ],
)
def test_what_is_no_number_says_so_and_a_misread_one_differs_from_an_unknown(typed: str, reason: str):
    assert read_number(typed) == (None, reason)


@given(st.integers(2000, 2099), st.integers(1, 999_999), st.integers(0, 8), st.integers(1, 9))
def test_every_number_is_read_back_and_one_wrong_figure_always_shows(year: int, running: int, place: int, off: int):
    number = PaperNumber(year, running)
    wrong = list(number.figures)
    wrong[place] = str((int(wrong[place]) + off) % 10)

    assert read_number(number.figures) == (number, None)
    assert read_number("".join(wrong)) == (None, MISREAD)


@pytest.mark.parametrize(("count", "fine"), [(0, False), (1, True), (500, True), (501, False), (-3, False)])
def test_a_batch_has_one_to_five_hundred(count: int, fine: bool):
    assert (why_not_count(count) is None) == fine


def test_a_number_has_one_end_and_the_second_hears_of_the_first():
    reason = why_not_end("26-000123-5", USED, is_handed=True, is_closed=False)

    assert reason == (
        "番号 26-000123-5 は、もう「入力済み」です(令和8年11月30日 10時12分 根本 千夏)。1枚の申請書を2度扱うことはできません。"
    )


@pytest.mark.parametrize(
    ("is_handed", "is_closed", "reason"), [(True, False, None), (False, False, NOT_HANDED), (True, True, CLOSED), (False, True, CLOSED)]
)
def test_an_open_number_ends_only_out_of_a_batch_that_was_handed_and_not_closed(is_handed: bool, is_closed: bool, reason: str | None):
    assert why_not_end("26-000123-5", Ended(BlankState.OPEN), is_handed=is_handed, is_closed=is_closed) == reason


def test_an_end_is_taken_back_until_the_batch_is_closed():
    assert why_not_reopen(USED, is_closed=False) is None
    assert why_not_reopen(USED, is_closed=True) == CLOSED
    assert "まだ結果がありません" in (why_not_reopen(Ended(BlankState.OPEN), is_closed=False) or "")


@pytest.mark.parametrize(
    ("left", "is_handed", "is_closed", "words"),
    [
        (0, True, False, None),
        (1, True, False, "1件"),
        (0, False, False, NOT_HANDED),
        (0, True, True, "もう締めて"),
        (9, True, True, "もう締めて"),
    ],
)
def test_a_batch_closes_when_no_number_is_without_an_end(left: int, is_handed: bool, is_closed: bool, words: str | None):
    reason = why_not_close(left, is_handed=is_handed, is_closed=is_closed)

    assert (words in (reason or "")) if words else reason is None


def test_a_batch_is_handed_once_and_only_when_it_was_printed():
    assert why_not_hand(is_printed=True, is_handed=False) is None
    assert "印刷してから" in (why_not_hand(is_printed=False, is_handed=False) or "")
    assert "もう渡して" in (why_not_hand(is_printed=True, is_handed=True) or "")
    assert "2枚" in ALREADY_HANDED


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (10, 20, None),
        (10, 10, None),
        (15, 12, WRONG_ORDER),
        (9, 12, NOT_OF_BATCH),
        (12, 21, NOT_OF_BATCH),
    ],
)
def test_a_range_lies_within_its_batch(first: int, last: int, reason: str | None):
    of_batch = PaperNumber(2026, 10), PaperNumber(2026, 20)

    assert why_not_range(PaperNumber(2026, first), PaperNumber(2026, last), *of_batch) == reason
    assert why_not_range(replace(of_batch[0], fiscal_year=2025), of_batch[1], *of_batch) == NOT_OF_BATCH


@pytest.mark.parametrize(
    ("fits", "taken_by", "later", "words"),
    [
        (True, "", timedelta(), None),
        (True, "", timedelta(minutes=1), None),
        (True, "", timedelta(minutes=-1), "束を渡す前"),
        (False, "", timedelta(minutes=1), WRONG_PAPER),
        (True, "26-000124-3", timedelta(minutes=1), "番号 26-000124-3 から入力"),
    ],
)
def test_a_paper_is_one_numbers_alone_of_the_same_kind_and_issued_since(fits: bool, taken_by: str, later: timedelta, words: str | None):
    reason = why_not_paper(fits=fits, taken_by=taken_by, issued_at=AT + later, handed_at=AT)

    assert (words in (reason or "")) if words else reason is None
