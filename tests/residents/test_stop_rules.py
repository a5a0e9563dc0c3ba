"""What stops a register file until a chief has looked (S1-1, S4-3)."""

import dataclasses
from datetime import date

import pytest

from portal.intake.stop_rules import Limits, Seen, Stop, stops, why_not_release

LIMITS = Limits(dead=1, moved=3, vanished=1, strangers=1, from_people=20)
QUIET = Seen(living=10_000, known=2_000, dead=0, moved=0, vanished=0, strangers=0)


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        ({}, []),
        ({"dead": 100}, []),
        ({"dead": 101}, [Stop.DEAD]),
        ({"moved": 300}, []),
        ({"moved": 301}, [Stop.MOVED]),
        ({"vanished": 101}, [Stop.VANISHED]),
        ({"strangers": 20}, []),
        ({"strangers": 21}, [Stop.OTHER_CITY]),
        ({"living": 0, "dead": 19}, []),
        ({"living": 0, "dead": 20}, [Stop.DEAD]),
        ({"as_of": date(2026, 11, 1), "last_as_of": date(2026, 11, 1)}, []),
        ({"as_of": date(2026, 10, 31), "last_as_of": date(2026, 11, 1)}, [Stop.OLDER]),
        ({"newest": date(2026, 10, 31), "last_newest": date(2026, 11, 1)}, [Stop.OLDER]),
        ({"newest": date(2026, 10, 31), "last_newest": None, "last_as_of": date(2026, 11, 1)}, []),
        ({"dead": 5_087, "moved": 301, "strangers": 300}, [Stop.DEAD, Stop.MOVED, Stop.OTHER_CITY]),
    ],
)
def test_what_stops_a_file(seen: dict[str, object], found: list[Stop]) -> None:
    assert [stop for stop, _ in stops(dataclasses.replace(QUIET, **seen), LIMITS)] == found


def test_the_words_carry_the_figures() -> None:
    ((_, words),) = stops(dataclasses.replace(QUIET, dead=5_087), LIMITS)

    assert words == "亡くなった方が5,087人います(住民10,000人の50.87%)。1%を超えたため止めました。"


def test_the_days_are_told_as_a_clerk_reads_them() -> None:
    ((_, words),) = stops(dataclasses.replace(QUIET, as_of=date(2026, 10, 31), last_as_of=date(2026, 11, 1)), LIMITS)

    assert words == "令和8年10月31日現在のファイルです。前回反映したのは令和8年11月1日現在のファイルでした。"


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ({}, None),
        ({"released": True}, "もう所属長が確かめています"),
        ({"is_checked": False}, "確認を待っていません"),
        ({"words": []}, "確認を待っていません"),
        ({"may_release": False}, "所属長に知らせてください"),
        ({"uploaded_by": 7}, "本人は確かめられません"),
    ],
)
def test_who_may_release(case: dict[str, object], said: str | None) -> None:
    base: dict[str, object] = {
        "words": ["dead"],
        "released": False,
        "is_checked": True,
        "may_release": True,
        "uploaded_by": 3,
        "staff_id": 7,
    }
    reason = why_not_release(**(base | case))  # pyright: ignore[reportArgumentType]

    assert (reason is None) if said is None else (said in (reason or ""))
