"""What stands beside a line on the chief's desk: differences, cautions, how long and how late (M-3)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from portal.clock import JAPAN
from portal.media.desk_rules import (
    SAME_COLUMNS,
    SAME_PEOPLE,
    Care,
    Contents,
    cautions,
    difference,
    for_words,
    hours_words,
    late_for,
    mean_hours,
    period_words,
)
from portal.media.medium_rules import MediumFacts
from portal.media.rules import Condition, Encryption, Kind, Thing

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=JAPAN)
LAST = Contents("使8-0003", 3906, "宛名番号、券番号、接種回数")

DIFFERENCES = {
    "the first": (LAST, None, ("", "", "", False)),
    "the same": (LAST, LAST, (SAME_PEOPLE, SAME_COLUMNS, "前回 3,906人", False)),
    "more people": (replace(LAST, people=4318), LAST, ("+412人", SAME_COLUMNS, "前回 3,906人", True)),
    "fewer people": (replace(LAST, people=3000), LAST, ("-906人", SAME_COLUMNS, "前回 3,906人", False)),
    "a column more and one less, in another writing": (
        replace(LAST, columns="宛名番号, 券番号・電話番号"),
        LAST,
        (SAME_PEOPLE, "増えた項目: 電話番号。減った項目: 接種回数", "前回 3,906人", False),
    ),
}


@pytest.mark.parametrize(("now", "before", "told"), DIFFERENCES.values(), ids=DIFFERENCES.keys())
def test_the_difference_from_the_last_time(now: Contents, before: Contents | None, told: tuple[str, str, str, bool]) -> None:
    found = difference(now, before)

    assert (found.people, found.columns, found.before, found.is_more) == told
    assert (found.is_first, found.shown) == (before is None, before.shown if before else "")


MEDIUM = MediumFacts("媒8-0001", Condition.USABLE, 1, date(2026, 4, 1), date(2027, 3, 31))
PLAIN = Care(
    kind=Kind.TAKE_OUT,
    thing=Thing.MEDIUM,
    is_personal=True,
    is_specific=False,
    encryption=Encryption.HARDWARE,
    copies_allowed=0,
    locked_case=True,
    direct=True,
    has_companion=True,
    starts_at=NOW,
    ends_at=NOW + timedelta(hours=4),
    medium=MEDIUM,
)
CAUTIONS = {
    "nothing unusual": (PLAIN, ()),
    "個人番号": (replace(PLAIN, is_specific=True), ("個人番号を含む",)),
    "a password only": (replace(PLAIN, encryption=Encryption.PASSWORD), ("暗号化: パスワードのみ",)),
    "an encrypted ZIP is strong": (replace(PLAIN, encryption=Encryption.ZIP_AES256), ()),
    "nobody's data need no encryption": (replace(PLAIN, is_personal=False, encryption=Encryption.NONE, has_companion=False), ()),
    "papers have none": (replace(PLAIN, thing=Thing.PAPERS, encryption=Encryption.NONE, medium=None), ()),
    "no case": (replace(PLAIN, locked_case=False), ("施錠できる容器なし",)),
    "a stop on the way": (replace(PLAIN, direct=False), ("立ち寄りあり",)),
    "alone": (replace(PLAIN, has_companion=False), ("同行者なし",)),
    "inside the room none of that is asked": (
        replace(PLAIN, kind=Kind.USE, locked_case=False, direct=False, has_companion=False),
        (),
    ),
    "copies": (replace(PLAIN, copies_allowed=2), ("複製2部まで",)),
    "begun today": (replace(PLAIN, starts_at=NOW.replace(hour=0)), ()),
    "begun yesterday": (replace(PLAIN, starts_at=NOW.replace(hour=0) - timedelta(seconds=1)), ("始まりの日を過ぎている",)),
    "over already: said elsewhere": (replace(PLAIN, starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(seconds=1)), ()),
    "a blanket": (replace(PLAIN, is_blanket=True, starts_at=NOW - timedelta(days=1)), ("包括承認 令和8年11月24日まで",)),
    "somebody leaves the list": (replace(PLAIN, gone=("会沢", "飛田")), ("作業者の一覧から外れる方: 会沢、飛田",)),
    "lost": (replace(PLAIN, medium=replace(MEDIUM, condition=Condition.LOST)), ("媒8-0001は紛失",)),
    "out with another": (replace(PLAIN, medium=replace(MEDIUM, out_with="使8-0009", unwiped="使8-0009")), ("媒8-0001は使8-0009で使用中",)),
    "not wiped": (replace(PLAIN, medium=replace(MEDIUM, unwiped="使8-0009")), ("媒8-0001に使8-0009の情報が残っている",)),
    "permitted to the last day": (replace(PLAIN, medium=replace(MEDIUM, permitted_until=date(2026, 11, 24))), ()),
    "not permitted so long": (
        replace(PLAIN, medium=replace(MEDIUM, permitted_until=date(2026, 11, 23))),
        ("媒8-0001の許可は令和8年11月23日まで",),
    ),
}


@pytest.mark.parametrize(("asked", "told"), CAUTIONS.values(), ids=CAUTIONS.keys())
def test_what_to_look_at_before_signing(asked: Care, told: tuple[str, ...]) -> None:
    assert cautions(asked, NOW) == told


@pytest.mark.parametrize(
    ("since", "words"), [(NOW, "今日"), (NOW.replace(hour=0), "今日"), (NOW - timedelta(hours=11), "1日"), (NOW - timedelta(days=4), "4日")]
)
def test_for_how_long(since: datetime, words: str) -> None:
    assert for_words(since, NOW) == words


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (timedelta(0), ""),
        (timedelta(seconds=-1), ""),
        (timedelta(seconds=1), "1分遅れ"),
        (timedelta(minutes=59), "59分遅れ"),
        (timedelta(minutes=60), "1時間遅れ"),
        (timedelta(hours=23, minutes=59), "23時間遅れ"),
        (timedelta(hours=24), "1日遅れ"),
        (timedelta(days=400), "400日遅れ"),
    ],
)
def test_how_late(late: timedelta, words: str) -> None:
    assert late_for(NOW - late, NOW) == words


def test_a_period_in_two_lines() -> None:
    assert period_words(NOW, NOW + timedelta(hours=5)) == ("令和8年11月24日", "10:00〜15:00")
    assert period_words(NOW, NOW + timedelta(days=30)) == ("R8.11.24 10:00から", "R8.12.24 10:00まで")


@pytest.mark.parametrize(
    ("hours", "words"),
    [(None, "—"), (0.5, "30分"), (1, "1.0時間"), (9.94, "9.9時間"), (10.4, "10時間"), (71.9, "72時間"), (72, "3.0日")],
)
def test_the_mean_in_words(hours: float | None, words: str) -> None:
    assert hours_words(hours) == words


def test_the_mean_of_several_and_of_none() -> None:
    assert mean_hours([timedelta(hours=1), timedelta(hours=4)]) == 2.5
    assert mean_hours([]) is None
