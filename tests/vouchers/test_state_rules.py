"""Where a voucher stands and what may be done with it next: every rule in a table, with the day before and after each limit."""

from dataclasses import replace
from datetime import date

import pytest

from portal.vouchers.state_rules import (
    CHOSEN_TO_VOID,
    IN_BULK,
    IN_THE_POST,
    NOT_OF_TODAY,
    NOT_PRINTED_YET,
    PAPER_AWAY,
    POSTED_ALREADY,
    WAS_PRINTED,
    Paper,
    Standing,
    VoidReason,
    VoucherState,
    reason_words,
    why_not_hand_over,
    why_not_note,
    why_not_paper,
    why_not_post,
    why_not_take_back,
    why_not_void,
)

DAY = date(2026, 11, 24)
ISSUED = Standing(is_void=False, is_used=False, is_printed=False, is_posted=False, is_handed_over=False, is_returned=False)
PRINTED = replace(ISSUED, is_printed=True)
POSTED = replace(PRINTED, is_posted=True)
HANDED_OVER = replace(PRINTED, is_handed_over=True)
RETURNED = replace(POSTED, is_returned=True)
USED = replace(POSTED, is_used=True)
VOID = replace(PRINTED, is_void=True, void_why=VoidReason.REISSUED)


@pytest.mark.parametrize(
    ("standing", "state", "large_word", "is_live"),
    [
        (ISSUED, VoucherState.ISSUED, "有効", True),
        (PRINTED, VoucherState.PRINTED, "有効", True),
        (POSTED, VoucherState.POSTED, "有効", True),
        (HANDED_OVER, VoucherState.HANDED_OVER, "有効", True),
        (RETURNED, VoucherState.RETURNED, "返戻", True),
        (USED, VoucherState.USED, "使用済", False),
        (replace(RETURNED, is_used=True), VoucherState.USED, "使用済", False),
        (VOID, VoucherState.VOID, "無効(再発行)", False),
        (replace(RETURNED, is_void=True), VoucherState.VOID, "無効", False),
        (replace(USED, is_void=True, void_why=VoidReason.MISISSUED), VoucherState.VOID, "無効(誤発行)", False),
        (replace(RETURNED, is_handed_over=True), VoucherState.RETURNED, "返戻", True),
    ],
)
def test_the_state_and_the_word_that_the_counter_sees(standing: Standing, state: VoucherState, large_word: str, is_live: bool) -> None:
    assert (standing.state, standing.large_word, standing.is_live) == (state, large_word, is_live)


@pytest.mark.parametrize(
    ("standing", "to_post", "to_hand_over"),
    [
        (ISSUED, NOT_PRINTED_YET, NOT_PRINTED_YET),
        (PRINTED, None, None),
        (POSTED, "もう郵送済です。", IN_THE_POST),
        (HANDED_OVER, "窓口で渡した券です。", "もう渡しています。"),
        (RETURNED, None, None),
        (USED, "この券は接種に使われています。", "この券は接種に使われています。"),
        (VOID, "この券はもう無効です。", "この券はもう無効です。"),
    ],
)
def test_what_may_be_posted_and_handed_over(standing: Standing, to_post: str | None, to_hand_over: str | None) -> None:
    assert (why_not_post(standing), why_not_hand_over(standing)) == (to_post, to_hand_over)


def test_nothing_goes_to_somebody_whom_nobody_serves() -> None:
    assert why_not_post(PRINTED, stopped="亡くなっています。") == "亡くなっています。"
    assert why_not_hand_over(RETURNED, stopped="転出しています。") == "転出しています。"


@pytest.mark.parametrize(("standing", "may"), [(ISSUED, True), (POSTED, True), (RETURNED, True), (USED, False), (VOID, False)])
def test_what_may_be_made_void(standing: Standing, may: bool) -> None:
    assert (why_not_void(standing) is None) is may


@pytest.mark.parametrize(
    ("standing", "issued_on", "in_bulk", "reason"),
    [
        (ISSUED, DAY, False, None),
        (PRINTED, DAY, False, None),
        (HANDED_OVER, DAY, False, None),
        (PRINTED, date(2026, 11, 23), False, NOT_OF_TODAY),
        (PRINTED, date(2026, 11, 25), False, NOT_OF_TODAY),
        (POSTED, DAY, False, POSTED_ALREADY),
        (RETURNED, DAY, False, POSTED_ALREADY),
        (ISSUED, DAY, True, IN_BULK),
        (USED, DAY, False, "この券は接種に使われています。"),
        (VOID, DAY, False, "この券はもう無効です。"),
    ],
)
def test_taken_back_on_the_same_day_only(standing: Standing, issued_on: date, in_bulk: bool, reason: str | None) -> None:
    assert why_not_take_back(standing, issued_on=issued_on, today=DAY, in_bulk=in_bulk) == reason


@pytest.mark.parametrize(
    ("paper", "is_printed", "reason"),
    [
        (Paper.NOT_PRINTED, False, None),
        (Paper.NOT_BACK, False, None),
        (Paper.DESTROYED, True, None),
        (Paper.NOT_BACK, True, PAPER_AWAY),
        (Paper.NOT_PRINTED, True, WAS_PRINTED),
    ],
)
def test_no_second_page_may_be_about(paper: Paper, is_printed: bool, reason: str | None) -> None:
    assert why_not_paper(paper, is_printed=is_printed) == reason


def test_what_comes_from_other_work_is_not_chosen() -> None:
    assert {VoidReason.REISSUED, VoidReason.TAKEN_BACK, VoidReason.MERGED}.isdisjoint(CHOSEN_TO_VOID)


def test_the_other_reason_needs_a_word() -> None:
    assert why_not_note(is_other=True, note="  ") is not None
    assert why_not_note(is_other=True, note="表札なし") is None
    assert why_not_note(is_other=False, note="") is None
    assert reason_words("その他", " 表札なし ") == "その他(表札なし)"
    assert reason_words("死亡", "") == "死亡"
