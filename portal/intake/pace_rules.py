"""How many rows the next chunk takes, so that whoever waits for the write lock waits for a moment only. Pure."""

# A chunk this small holds the lock for a moment on any machine; smaller ones would spend their time on commits.
FEWEST = 100
FIRST = 500


def first_rows(most: int) -> int:
    return min(most, FIRST)


def next_rows(rows: int, held_ms: float, *, most: int, hold_ms: int) -> int:
    """As many as would have held the lock for `hold_ms`, as the last chunk's rows did for `held_ms`.

    Never more than `most`, and at most twice the last chunk at once: one lucky chunk proves little.
    """
    fitting = int(rows * hold_ms / max(held_ms, 0.1))
    return min(most, max(FEWEST, min(fitting, rows * 2)))
