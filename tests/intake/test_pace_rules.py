"""How many rows the next chunk takes."""

import pytest

from portal.intake.pace_rules import FEWEST, first_rows, next_rows


@pytest.mark.parametrize(
    ("rows", "held_ms", "following"),
    [
        (500, 100, 500),
        (500, 200, 250),
        (500, 50, 1000),
        (500, 1, 1000),
        (1500, 50, 2000),
        (400, 5000, FEWEST),
        (FEWEST, 5000, FEWEST),
        (30, 1, FEWEST),
        (500, 0, 1000),
    ],
)
def test_the_next_chunk_holds_the_lock_as_long_as_wanted(rows: int, held_ms: float, following: int) -> None:
    assert next_rows(rows, held_ms, most=2000, hold_ms=100) == following


@pytest.mark.parametrize("held_ms", [0, 10, 100, 9000])
def test_what_the_city_set_is_the_most(held_ms: float) -> None:
    assert first_rows(10) == 10
    assert next_rows(10, held_ms, most=10, hold_ms=100) == 10
