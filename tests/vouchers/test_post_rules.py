"""未着 as tables: both sides of the last day of waiting, and the sentence that the screen shows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.vouchers.post_rules import EARLY_WORDS, Early, Post, why_not_not_delivered

ISSUED, POSTED = date(2026, 11, 10), date(2026, 11, 12)
BY_POST = Post(way="住所へ郵送", issued_on=ISSUED, wait_days=14, posted_on=POSTED)
HANDED = Post(way="窓口渡し", issued_on=ISSUED, wait_days=14, is_posted=False)
WAIT = (
    "令和8年11月12日に送った券です。令和8年11月26日まで(あと1日)、"
    "届くのを待っていただいてください。待てないときは、待たずに出す理由を選んでください。"
)


@pytest.mark.parametrize(
    ("post", "day", "is_lost"),
    [
        (BY_POST, POSTED, False),
        (BY_POST, POSTED + timedelta(days=13), False),
        (BY_POST, POSTED + timedelta(days=14), True),
        (replace(BY_POST, posted_on=None), ISSUED + timedelta(days=13), False),
        (replace(BY_POST, posted_on=None), ISSUED + timedelta(days=14), True),
        (replace(BY_POST, wait_days=0), POSTED, True),
        (replace(BY_POST, returned_on=POSTED), POSTED + timedelta(days=1), True),
        (replace(BY_POST, posted_on=date(2028, 2, 15)), date(2028, 2, 28), False),
        (replace(BY_POST, posted_on=date(2028, 2, 15)), date(2028, 2, 29), True),
    ],
)
def test_a_voucher_counts_as_not_delivered_so_many_days_after_it_was_posted(post: Post, day: date, is_lost: bool) -> None:
    refused = why_not_not_delivered(post, None, day=day)
    assert (refused is None, post.may_arrive(day)) == (is_lost, not is_lost)
    if refused:
        assert refused[0] == "early"
    assert all(why_not_not_delivered(post, early, day=day) is None for early in Early)


def test_the_sentence_says_since_when_and_for_how_long() -> None:
    assert why_not_not_delivered(BY_POST, None, day=date(2026, 11, 25)) == ("early", WAIT)


@pytest.mark.parametrize("early", [None, *Early])
def test_what_was_handed_over_never_got_lost_in_the_post(early: Early | None) -> None:
    assert not HANDED.may_arrive(ISSUED)
    refused = why_not_not_delivered(HANDED, early, day=date(2027, 1, 1))
    assert refused == (
        "reason",
        "この券は令和8年11月10日に窓口で渡したものです。未着ではなく、紛失など当てはまる理由を選んでください。",
    )


@pytest.mark.parametrize(
    ("post", "day", "lines"),
    [
        (
            BY_POST,
            date(2026, 11, 24),
            ["住所へ郵送", "令和8年11月12日", "記録はありません", "発送から14日(令和8年11月26日から再発行できます)。あと2日"],
        ),
        (
            replace(BY_POST, posted_on=None),
            date(2026, 11, 24),
            [
                "住所へ郵送",
                "令和8年11月10日に発行(発送した日の記録はありません)",
                "記録はありません",
                "発送から14日(令和8年11月24日から再発行できます)。過ぎています",
            ],
        ),
        (
            replace(BY_POST, returned_on=date(2026, 11, 20), return_words="転居先不明"),
            date(2026, 11, 24),
            ["住所へ郵送", "令和8年11月12日", "令和8年11月20日 転居先不明", "返戻があるので、待たずに再発行できます"],
        ),
        (HANDED, date(2026, 11, 24), ["窓口渡し", "令和8年11月10日"]),
        (replace(HANDED, handed_over_on=date(2026, 11, 11)), date(2026, 11, 24), ["窓口渡し", "令和8年11月11日"]),
    ],
)
def test_how_it_was_sent_and_whether_it_came_back_is_shown(post: Post, day: date, lines: list[str]) -> None:
    assert [value for _, value in post.lines(day)] == lines


def test_every_reason_not_to_wait_has_its_words() -> None:
    assert set(EARLY_WORDS) == set(Early)
