"""The worker as a process that ends itself without warning: python -m tests.takeback.dying_worker between|inside <number>.

`between 3`: at the third pause between two chunks. `inside 3`: after the third pause, when all of the chunk that follows is written but not
committed. Nothing is tidied up: the signal is the one that no process can catch.
"""

import os
import signal
import sys
import threading

from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.jobs.worker import run_worker


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Fate(threading.Event):
    """What the job asks between two chunks, and the worker waits upon: told to stop never, killed when the time has come."""

    def __init__(self, where: str, number: int) -> None:
        super().__init__()
        self.where, self.left = where, number
        self.doomed: int | None = None

    def is_set(self) -> bool:
        self.left -= 1
        if self.left == 0 and self.where == "between":
            die()
        if self.left == 0:
            self.doomed = threading.get_ident()
        return super().is_set()


def main(where: str, number: int) -> None:
    app = create_app()
    fate = Fate(where, number)
    app.extensions["portal_queue"].stop_asked = fate

    @event.listens_for(Session, "before_commit")
    def _before_commit(session: Session) -> None:
        if fate.doomed == threading.get_ident() and session.info.get("door") == "writing":
            session.flush()
            die()

    run_worker(app)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
