"""Who may sign in, with which password, how long a session lasts: the rules as tables of cases."""

from datetime import date, datetime, timedelta

import pytest

from portal.accounts.rules import (
    CHANNEL_WORDS,
    END_REASON_WORDS,
    ENDED_WORDS,
    VISIT_REASON_WORDS,
    Channel,
    EndReason,
    VisitReason,
    holds_on,
    is_idle,
    locked_for,
    seconds_left,
    wait_seconds,
    why_not_leave_without_admin,
    why_not_password,
    why_not_sign_in,
    why_not_stop_oneself,
)
from portal.clock import JAPAN

FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)
NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)


@pytest.mark.parametrize(
    ("day", "until", "stopped", "words"),
    [
        (date(2026, 3, 31), LAST, False, "まだ始まっていません"),
        (FIRST, LAST, False, None),
        (LAST, LAST, False, None),
        (date(2027, 4, 1), LAST, False, "終わっています"),
        (date(2099, 1, 1), None, False, None),
        (date(2026, 3, 31), None, False, "まだ始まっていません"),
        (FIRST, LAST, True, "止められています"),
        (date(2026, 3, 31), LAST, True, "止められています"),
    ],
)
def test_an_account_works_from_its_first_day_to_its_last(day: date, until: date | None, stopped: bool, words: str | None) -> None:
    reason = why_not_sign_in(valid_from=FIRST, valid_until=until, stopped=stopped, day=day)

    assert (reason is None) if words is None else (words in str(reason) and "システム管理者に申し出てください。" in str(reason))


@pytest.mark.parametrize(("failures", "minutes"), [(0, None), (4, None), (5, 15), (6, 15)])
def test_five_failures_in_a_row_lock(failures: int, minutes: int | None) -> None:
    expected = None if minutes is None else timedelta(minutes=minutes)

    assert locked_for(failures, lock_after=5, lock_minutes=15) == expected


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (19, 0), (20, 1), (29, 1), (30, 2), (39, 2), (40, 4), (50, 8), (60, 16), (69, 16), (70, 30), (80, 30), (10_000, 30)],
)
def test_an_address_is_slowed_and_never_shut_out(failures: int, seconds: int) -> None:
    assert wait_seconds(failures) == seconds


@pytest.mark.parametrize(
    ("failures", "after", "left"),
    [
        (19, 0, 0),
        (20, 0, 1),
        (20, 0.4, 1),
        (20, 1, 0),
        (20, 1.5, 0),
        (30, 0, 2),
        (30, 1, 1),
        (30, 1.1, 1),
        (30, 2, 0),
        (70, 29.5, 1),
        (70, 30, 0),
    ],
)
def test_the_wait_is_over_when_its_seconds_are(failures: int, after: float, left: int) -> None:
    assert seconds_left(failures, NOW, NOW + timedelta(seconds=after)) == left


@pytest.mark.parametrize(
    ("password", "login_name", "previous", "words"),
    [
        ("mijikai-hana", "madoguchi", False, None),
        ("mijikai-han", "madoguchi", False, "12文字以上にしてください(いま11文字です)"),
        ("", "madoguchi", False, "いま0文字です"),
        ("ながいうたとはなのにわ、二つ", "madoguchi", False, None),
        ("ab" + "cdefg" * 39 + "hij", "madoguchi", False, None),  # 200
        ("ab" + "cdefg" * 39 + "hijk", "madoguchi", False, "200文字まで"),
        ("kyou-Madoguchi-de", "madoguchi", False, "ログイン名を入れないで"),
        ("kyou-madoguchi-de", "Madoguchi", False, "ログイン名を入れないで"),
        ("mijikai-hana", "", False, None),
        ("my-PassWord-is-fine", "madoguchi", False, "推測されやすい"),
        ("xx-hitachinaka-2026", "madoguchi", False, "推測されやすい"),
        ("aaaabbbbccccdddd", "madoguchi", False, "推測されやすい"),
        ("aaaabbbbccccddde", "madoguchi", False, None),
        ("mijikai-hana", "madoguchi", True, "いまと同じ"),
    ],
)
def test_a_password_is_long_and_not_to_be_guessed(password: str, login_name: str, previous: bool, words: str | None) -> None:
    reason = why_not_password(password, login_name=login_name, minimum=12, previous_matches=previous)

    assert (reason is None) if words is None else words in str(reason)


@pytest.mark.parametrize(("seconds", "idle"), [(0, False), (899, False), (900, False), (901, True), (86_400, True)])
def test_a_session_is_idle_after_its_limit(seconds: int, idle: bool) -> None:
    assert is_idle(NOW, NOW + timedelta(seconds=seconds), end_after_seconds=900) is idle


@pytest.mark.parametrize(
    ("day", "until", "holds"),
    [
        (date(2026, 3, 31), LAST, False),
        (FIRST, LAST, True),
        (LAST, LAST, True),
        (date(2027, 4, 1), LAST, False),
        (date(2099, 1, 1), None, True),
        (date(2026, 3, 31), None, False),
    ],
)
def test_a_grant_holds_on_both_its_edges(day: date, until: date | None, holds: bool) -> None:
    assert holds_on(FIRST, until, day) is holds


def test_nobody_stops_oneself() -> None:
    assert "ほかのシステム管理者" in str(why_not_stop_oneself(staff_id=3, by_staff_id=3))
    assert why_not_stop_oneself(staff_id=3, by_staff_id=4) is None


def test_the_last_admin_stays() -> None:
    assert "1人もいなくなります" in str(why_not_leave_without_admin(remaining_admins=[]))
    assert why_not_leave_without_admin(remaining_admins=[7]) is None


def test_every_word_is_there() -> None:
    assert set(CHANNEL_WORDS) == set(Channel)
    assert set(VISIT_REASON_WORDS) == set(VisitReason)
    assert set(END_REASON_WORDS) == set(EndReason)
    assert set(EndReason) - set(ENDED_WORDS) == {EndReason.SIGNED_OUT}  # who signs out knows it
