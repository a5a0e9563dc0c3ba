"""The rows drawn from a register file (S1-1)."""

import pytest

from portal.residents.sampling import SAMPLES, sampled

ROWS = [(number, "died" if number % 3 else "moved_in") for number in range(2, 500)]


@pytest.mark.parametrize("chunk", [1, 7, 100, 498])
def test_the_same_rows_are_drawn_however_the_file_is_cut(chunk: int) -> None:
    drawn: dict[str, list[int]] = {}
    for at in range(0, len(ROWS), chunk):
        drawn = sampled(drawn, ROWS[at : at + chunk])

    assert drawn == sampled({}, ROWS)


def test_each_tally_has_so_many_and_they_come_from_the_whole_file() -> None:
    drawn = sampled({}, ROWS)

    assert [len(numbers) for numbers in drawn.values()] == [SAMPLES, SAMPLES]
    assert all(min(numbers) < 125 and max(numbers) > 375 for numbers in drawn.values())
    assert all(("died" if number % 3 else "moved_in") == tally for tally, numbers in drawn.items() for number in numbers)


def test_few_rows_are_all_drawn() -> None:
    assert sorted(sampled({}, [(2, "died"), (3, "died")])["died"]) == [2, 3]
