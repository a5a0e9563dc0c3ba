"""異動反映待ち without screens: numbers, days, who may be the applicant, and what a search fills in."""

from datetime import date, datetime

import pytest

from portal.arrivals.rules import (
    DIFFERENT,
    PURPOSE_WORDS,
    SAME,
    WRITTEN_DIFFERENTLY,
    ArrivalState,
    Named,
    Purpose,
    Searched,
    WithdrawReason,
    arrival_number,
    is_late,
    moved_in_from,
    purposes_as_stored,
    purposes_in_words,
    searched,
    seen_mark,
    side_by_side,
    since_words,
    why_candidate,
    why_not_birth,
    why_not_decide,
    why_not_notified,
    why_not_withdraw_note,
)
from portal.clock import JAPAN, fiscal_year
from portal.residents.rules import Sex
from portal.text.wareki import UNKNOWN, PartialDate

TODAY = date(2026, 11, 24)
APPLIED = Named("高﨑 𠮷子", "タカサキ ヨシコ", PartialDate(2004, 2, 29), Sex.FEMALE, "田彦9604番地", "汐風ハイツ203")


@pytest.mark.parametrize(
    ("day", "running", "number"),
    [
        (date(2027, 3, 31), 12, "転入 R8-0012"),
        (date(2027, 4, 1), 1, "転入 R9-0001"),
        (date(2026, 4, 1), 9999, "転入 R8-9999"),
        (date(2026, 12, 31), 10000, "転入 R8-10000"),
        (date(2019, 4, 1), 3, "転入 R1-0003"),
    ],
)
def test_a_number_is_the_fiscal_year_and_runs_on(day: date, running: int, number: str) -> None:
    assert arrival_number(fiscal_year(day), running) == number


@pytest.mark.parametrize(
    ("notified", "late", "words"), [(24, False, "今日"), (23, False, "1日前"), (10, False, "14日前"), (9, True, "15日前")]
)
def test_an_application_is_late_when_more_days_have_passed_than_the_setting_says(notified: int, late: bool, words: str) -> None:
    day = date(2026, 11, notified)

    assert is_late(day, TODAY, late_days=14) is late
    assert since_words(day, TODAY) == words


def test_whoever_moved_in_within_the_fourteen_days_of_the_law_may_be_the_one() -> None:
    assert moved_in_from(date(2026, 3, 7)) == date(2026, 2, 21)


@pytest.mark.parametrize(
    ("notified", "birth", "said"),
    [
        (PartialDate(2026, 11, 24), PartialDate(1948), None),
        (PartialDate(2026, 11, 24), UNKNOWN, None),
        (PartialDate(2026, 11, 24), None, None),
        (PartialDate(2026, 11, 25), None, "今日より後"),
        (PartialDate(2026, 11), None, "年月日をすべて"),
        (UNKNOWN, None, "年月日をすべて"),
        (PartialDate(2004, 2, 28), PartialDate(2004, 2, 29), "生年月日より前"),
    ],
)
def test_the_day_of_the_notice_is_whole_not_ahead_and_after_the_birth(
    notified: PartialDate, birth: PartialDate | None, said: str | None
) -> None:
    reason = why_not_notified(notified, birth, TODAY)

    assert reason is None if said is None else reason is not None and said in reason


def test_nobody_is_born_tomorrow() -> None:
    assert why_not_birth(PartialDate(2026, 11, 25), TODAY) == "今日より後の日付です。元号と年を確かめてください。"
    assert [why_not_birth(birth, TODAY) for birth in (PartialDate(2026, 11, 24), PartialDate(2026), UNKNOWN)] == [None] * 3


@pytest.mark.parametrize(
    ("name", "kana", "birth", "why"),
    [
        ("高﨑 𠮷子", "タカサキ ヨシコ", PartialDate(2004, 2, 29), "氏名が一致・カナが一致・生年月日が一致"),
        ("髙崎 吉子", "たかさき よしこ", PartialDate(2004, 2, 29), "氏名が異体字で一致・カナが一致・生年月日が一致"),
        ("山田 𠮷子", "タカサキヨシコ", PartialDate(2004, 2, 28), "カナが一致"),
        ("高﨑 𠮷子", "", PartialDate(2004, 2), "氏名が一致"),
        ("山田 太郎", "", PartialDate(1950), ""),
    ],
)
def test_why_somebody_may_be_the_applicant(name: str, kana: str, birth: PartialDate, why: str) -> None:
    assert why_candidate(APPLIED, Named(name, kana, birth, Sex.FEMALE)) == why


def test_two_people_without_kana_do_not_match_by_it() -> None:
    bare = Named("甲", "", PartialDate(1950), Sex.MALE)
    assert why_candidate(bare, Named("乙", "", PartialDate(1951), Sex.MALE)) == ""


def test_differences_are_marked_and_ways_of_writing_are_told_from_them() -> None:
    registered = Named("髙崎 吉子", "タカサキ ヨシコ", PartialDate(2004, 2, 29), Sex.MALE, "大字田彦9604番地", "")

    marks = {line.word: line.mark for line in side_by_side(APPLIED, registered, hidden=False)}

    assert marks == {
        "氏名": WRITTEN_DIFFERENTLY,
        "カナ": SAME,
        "生年月日": SAME,
        "性別": DIFFERENT,
        "住所": WRITTEN_DIFFERENTLY,
        "方書": DIFFERENT,
    }
    assert [line.word for line in side_by_side(APPLIED, registered, hidden=True)] == ["氏名", "カナ", "生年月日", "性別"]


def test_a_closed_application_says_who_closed_it_when_and_as_what() -> None:
    at = datetime(2026, 11, 24, 9, 5, tzinfo=JAPAN)

    reason = why_not_decide(ArrivalState.LINKED, decided_by="小野瀬 亮", decided_at=at)

    assert reason is not None
    assert "令和8年11月24日 9時05分に小野瀬 亮が「反映済」にしています。" in reason
    assert why_not_decide(ArrivalState.WAITING, decided_by="", decided_at=None) is None


def test_another_reason_of_withdrawal_needs_a_word() -> None:
    assert why_not_withdraw_note(WithdrawReason.OTHER, "　") is not None
    assert why_not_withdraw_note(WithdrawReason.OTHER, "市外へ戻った") is None
    assert why_not_withdraw_note(WithdrawReason.MOVE_CANCELLED, "") is None


def test_purposes_keep_their_order_however_they_were_ticked() -> None:
    stored = purposes_as_stored([Purpose.CONDITION, Purpose.VOUCHER])

    assert stored == "voucher,condition"
    assert purposes_in_words(stored) == f"{PURPOSE_WORDS[Purpose.VOUCHER]}・{PURPOSE_WORDS[Purpose.CONDITION]}"


def test_the_mark_of_what_was_shown_knows_nobody_from_somebody_and_no_order() -> None:
    assert seen_mark([]) == ""
    assert seen_mark(["a", "b"]) == seen_mark(["b", "a"])
    assert len({seen_mark(each) for each in (["a"], ["a", "b"], ["ab"])}) == 3


@pytest.mark.parametrize(
    ("typed", "typed_birth", "filled"),
    [
        ("高﨑 𠮷子", "H16.2.29", Searched(name="高﨑 𠮷子", birth="H16.2.29")),
        ("たかさき よしこ", "", Searched(kana="タカサキ ヨシコ")),
        ("ﾀｶｻｷ", "", Searched(kana="タカサキ")),
        ("高﨑 𠮷子 S40.2.3", "", Searched(name="高﨑 𠮷子", birth="S40.2.3")),
        ("高﨑 昭和40年 2月 3日", "", Searched(name="高﨑", birth="昭和40年 2月 3日")),
        ("", "S40", Searched(birth="S40")),
        ("S40.2.3", "", Searched(birth="S40.2.3")),
        ("GARCIA LOPEZ MARIA", "", Searched(name="GARCIA LOPEZ MARIA")),
        ("0004187205", "", Searched()),
        ("029-000-4471", "", Searched()),
        ("田彦9604番地", "", Searched()),
        ("高﨑 1234 5678 9018", "", Searched()),
        ("", "", Searched()),
    ],
)
def test_a_search_fills_in_what_it_says_of_a_person(typed: str, typed_birth: str, filled: Searched) -> None:
    assert searched(typed, typed_birth) == filled
