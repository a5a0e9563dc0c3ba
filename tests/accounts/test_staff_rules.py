"""What a system admin may do, in tables."""

from datetime import date, datetime

import pytest

from portal.accounts import staff_rules as rules
from portal.accounts.staff_rules import AccountState, Details, GrantState, Period
from portal.clock import JAPAN
from portal.permissions import Permission, Role

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=JAPAN)
LATER = datetime(2026, 11, 24, 10, 1, tzinfo=JAPAN)
OPEN = Period(date(2026, 4, 1), None)


@pytest.mark.parametrize("login_name", ["abc", "a-b", "0.1", "suzuki.hanako_2", "a" * 40])
def test_a_login_name_of_3_to_40_plain_characters_is_taken(login_name: str) -> None:
    assert rules.why_not_login_name(login_name) is None


@pytest.mark.parametrize("login_name", ["", "ab", "a" * 41, "Suzuki", "すずき", "a b c", "...", "-abc", "abc\n", "abc\0", "a/b/c", "abc@x"])
def test_any_other_login_name_is_refused(login_name: str) -> None:
    assert rules.why_not_login_name(login_name)


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, AccountState.IN_USE),
        ({"first_password": True}, AccountState.FIRST_PASSWORD),
        ({"locked_until": LATER, "first_password": True}, AccountState.LOCKED),
        ({"locked_until": NOW}, AccountState.IN_USE),
        ({"valid": Period(date(2026, 11, 25), None), "locked_until": LATER}, AccountState.OUTSIDE),
        ({"valid": Period(date(2026, 4, 1), date(2026, 11, 23))}, AccountState.OUTSIDE),
        ({"valid": Period(date(2026, 11, 24), date(2026, 11, 24))}, AccountState.IN_USE),
        ({"stopped": True, "valid": Period(date(2026, 11, 25), None)}, AccountState.STOPPED),
    ],
)
def test_the_state_names_what_keeps_the_person_out_first(changed: dict, state: AccountState) -> None:
    account = {"stopped": False, "valid": OPEN, "locked_until": None, "first_password": False, "now": NOW} | changed
    assert rules.account_state(**account) is state


@pytest.mark.parametrize(
    ("period", "state"),
    [
        (Period(DAY, DAY), GrantState.HOLDS),
        (OPEN, GrantState.HOLDS),
        (Period(date(2026, 11, 25), None), GrantState.COMING),
        (Period(date(2026, 4, 1), date(2026, 11, 23)), GrantState.ENDED),
        (Period(DAY, date(2026, 11, 23)), GrantState.TAKEN_BACK),
    ],
)
def test_a_grant_holds_on_its_first_and_its_last_day(period: Period, state: GrantState) -> None:
    assert rules.grant_state(period, DAY) is state


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (OPEN, Period(date(2030, 1, 1), None), True),
        (Period(date(2026, 4, 1), date(2026, 6, 30)), Period(date(2026, 6, 30), None), True),
        (Period(date(2026, 4, 1), date(2026, 6, 30)), Period(date(2026, 7, 1), None), False),
        (Period(date(2026, 7, 1), None), Period(date(2026, 4, 1), date(2026, 6, 30)), False),
    ],
)
def test_periods_that_share_one_day_overlap(one: Period, other: Period, overlap: bool) -> None:
    assert one.overlaps(other) is overlap


@pytest.mark.parametrize(
    ("word", "period", "held"),
    [
        (Role.FRONT_DESK, Period(DAY, None), []),
        (Role.FRONT_DESK, Period(date(2027, 4, 1), date(2028, 3, 31)), [Period(date(2026, 4, 1), date(2027, 3, 31))]),
        (Role.FRONT_DESK, Period(DAY, None), [Period(DAY, date(2026, 11, 23))]),
        (Permission.RESIDENT_OPEN, Period(DAY, DAY), []),
    ],
)
def test_a_grant_from_today_on_that_is_not_held_yet_is_given(word: Role | Permission, period: Period, held: list[Period]) -> None:
    assert rules.why_not_grant(word, period, held=held, day=DAY) is None


@pytest.mark.parametrize(
    ("word", "period", "held", "reason"),
    [
        (Role.FRONT_DESK, Period(date(2026, 11, 23), None), [], "さかのぼって"),
        (Role.FRONT_DESK, Period(DAY, date(2026, 11, 23)), [], "終わりの日が始まりの日より前"),
        (Role.FRONT_DESK, Period(date(2027, 4, 1), None), [OPEN], "もう付いています"),
        (Permission.RESIDENT_OPEN, Period(DAY, None), [], "終わりの日が要ります"),
        (Permission.SIGNED_IN, Period(DAY, DAY), [], "職員全員"),
    ],
)
def test_a_grant_is_refused_with_its_reason(word: Role | Permission, period: Period, held: list[Period], reason: str) -> None:
    assert reason in (rules.why_not_grant(word, period, held=held, day=DAY) or "")


def test_nobody_decides_about_themselves() -> None:
    assert rules.why_not_change_own_grants(staff_id=7, by_staff_id=7)
    assert rules.why_not_stop(staff_id=7, by_staff_id=7, stopped=False)
    assert rules.why_not_reset_password(staff_id=7, by_staff_id=7)
    assert rules.why_not_end_session(staff_id=7, by_staff_id=7)
    assert rules.why_not_change_own_period(OPEN, Period(OPEN.starts_on, DAY), staff_id=7, by_staff_id=7)


@pytest.mark.parametrize("by", [8, None])
def test_another_person_and_the_command_line_may(by: int | None) -> None:
    assert rules.why_not_change_own_grants(staff_id=7, by_staff_id=by) is None
    assert rules.why_not_stop(staff_id=7, by_staff_id=by, stopped=False) is None
    assert rules.why_not_reset_password(staff_id=7, by_staff_id=by) is None
    assert rules.why_not_end_session(staff_id=7, by_staff_id=by) is None
    assert rules.why_not_change_own_period(OPEN, Period(OPEN.starts_on, DAY), staff_id=7, by_staff_id=by) is None


def test_ones_own_name_and_section_may_be_put_right() -> None:
    assert rules.why_not_change_own_period(OPEN, OPEN, staff_id=7, by_staff_id=7) is None


def test_what_is_so_already_is_not_done_again() -> None:
    assert rules.why_not_stop(staff_id=7, by_staff_id=8, stopped=True)
    assert rules.why_not_resume(stopped=False)
    assert rules.why_not_unlock(locked_until=None, now=NOW)
    assert rules.why_not_unlock(locked_until=NOW, now=NOW)
    assert rules.why_not_unlock(locked_until=LATER, now=NOW) is None
    assert rules.why_not_end_grant(Period(DAY, DAY), DAY)
    assert rules.why_not_end_grant(Period(DAY, None), DAY) is None


def test_what_ends_at_once_had_its_last_day_yesterday() -> None:
    assert rules.last_day_of(at_once=True, day=DAY) == date(2026, 11, 23)
    assert rules.last_day_of(at_once=False, day=DAY) == DAY


def test_a_difference_says_what_it_was_and_what_it_is() -> None:
    before = Details("根本 千夏", "kenko", OPEN)
    after = Details("鈴木 千夏", "somu", Period(OPEN.starts_on, date(2027, 3, 31)))
    assert rules.differences(before, after, section_names={"kenko": "健康推進課", "somu": "総務課"}) == [
        "氏名: 根本 千夏 → 鈴木 千夏",
        "所属: 健康推進課 → 総務課",
        "利用終了日: 期限なし → 令和9年3月31日まで",
    ]
    assert rules.differences(before, before, section_names={}) == []
