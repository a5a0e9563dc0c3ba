"""What a handler types for a time while listening (D-3)."""

from datetime import datetime

import pytest

from portal.clock import JAPAN
from portal.inquiries.moment_rules import WRONG, read_moment, write_moment

NOW = datetime(2026, 11, 24, 10, 49, tzinfo=JAPAN)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=JAPAN)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("typed", "is_ahead", "expected"),
    [
        ("", True, None),
        ("　", True, None),
        ("16:00", True, at(2026, 11, 24, 16)),
        ("16", True, at(2026, 11, 24, 16)),
        ("１６時", True, at(2026, 11, 24, 16)),
        ("16時半", True, at(2026, 11, 24, 16, 30)),
        ("午後4時", True, at(2026, 11, 24, 16)),
        ("午後4:30", True, at(2026, 11, 24, 16, 30)),
        ("午後４時半", True, at(2026, 11, 24, 16, 30)),
        ("午後0時15分", True, at(2026, 11, 24, 12, 15)),
        ("午後12時", True, at(2026, 11, 24, 12)),
        ("午前9時", False, at(2026, 11, 24, 9)),
        ("明日午後1時", True, at(2026, 11, 25, 13)),
        ("11月25日午後1時", True, at(2026, 11, 25, 13)),
        ("9時5分", False, at(2026, 11, 24, 9, 5)),
        ("0:00", False, at(2026, 11, 24, 0)),
        ("23:59", False, at(2026, 11, 24, 23, 59)),
        ("明日 9:30", True, at(2026, 11, 25, 9, 30)),
        ("昨日 9:30", False, at(2026, 11, 23, 9, 30)),
        ("11/25 9:30", True, at(2026, 11, 25, 9, 30)),
        ("11月25日 9時30分", True, at(2026, 11, 25, 9, 30)),
        ("11月25日9時30分", True, at(2026, 11, 25, 9, 30)),
        ("1/5 9:30", True, at(2027, 1, 5, 9, 30)),
        ("1/5 9:30", False, at(2026, 1, 5, 9, 30)),
        ("11/24 9:30", True, at(2026, 11, 24, 9, 30)),
        ("11/24 9:30", False, at(2026, 11, 24, 9, 30)),
        ("11/25 9:30", False, at(2025, 11, 25, 9, 30)),
        ("令和8年 12月1日 10時", True, at(2026, 12, 1, 10)),
        ("2/29 9:30", True, at(2028, 2, 29, 9, 30)),
        ("2/29 9:30", False, at(2024, 2, 29, 9, 30)),
        ("R8.12.1 10:00", True, at(2026, 12, 1, 10)),
        ("令和8年12月1日 10時", True, at(2026, 12, 1, 10)),
        ("2026-12-01 10:00", True, at(2026, 12, 1, 10)),
    ],
)
def test_what_is_read(typed: str, is_ahead: bool, expected: datetime | None) -> None:
    found = read_moment(typed, now=NOW, is_ahead=is_ahead)

    assert found == expected
    assert read_moment(write_moment(found), now=NOW, is_ahead=is_ahead) == found


@pytest.mark.parametrize(
    "typed",
    [
        "24:00",
        "9:60",
        "四時ごろ",
        "2/30 9:00",
        "明日",
        "S99.1.1 9:00",
        "99/99 9:00",
        "R8.12 10:00",
        "16:00 16:00",
        "午後13時",
        "午後4時60分",
        "午後",
    ],
)
def test_what_cannot_be_read_says_how_to_write_it(typed: str) -> None:
    with pytest.raises(ValueError, match=WRONG):
        read_moment(typed, now=NOW, is_ahead=True)
