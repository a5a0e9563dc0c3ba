"""Chunks that leave room for the counter: each is one writing(), timed, and the next one's size follows from it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from portal.db import writing
from portal.intake.pace_rules import first_rows, next_rows
from portal.web.rendering import settings

# Whoever stands in the queue at the lock is woken and let in before the next chunk asks for it.
GIVE_WAY_SECONDS = 0.002


class Pace:
    """`rows`: how many the next chunk may take.

    On PostgreSQL nobody waits for a chunk, and with PORTAL_CHUNK_HOLD_MS=0 nobody asks: there every chunk takes PORTAL_CHUNK_ROWS.
    """

    def __init__(self) -> None:
        now = settings()
        self.most = now.chunk_rows
        self.hold_ms = now.chunk_hold_ms if now.is_sqlite else 0
        self.rows = first_rows(self.most) if self.hold_ms else self.most

    @contextmanager
    def writing(self, rows: int) -> Iterator[Session]:
        """writing() for a chunk of so many rows."""
        with writing() as session:
            began = time.perf_counter()
            yield session
        if self.hold_ms and rows:
            held_ms = (time.perf_counter() - began) * 1000
            self.rows = next_rows(rows, held_ms, most=self.most, hold_ms=self.hold_ms)
            time.sleep(GIVE_WAY_SECONDS)
