"""Making things up in a second process while the first one stores them: two cores at work, one batch ahead, the order kept."""

import gc
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

T = TypeVar("T")
END = "end"


@contextmanager
def made_ahead(make: Callable[..., Iterator[T]], *arguments: Any) -> Iterator[Iterator[T]]:
    """What `make(*arguments)` gives, made in a process of its own; RuntimeError when that one ends before it is done."""
    # A fresh interpreter: a copy of this one would hold its connections to the database.
    processes = get_context("spawn")
    here, there = processes.Pipe(duplex=False)
    maker = processes.Process(target=_send_all, args=(there, make, arguments), daemon=True)
    maker.start()
    there.close()
    try:
        yield _received(here)
    finally:
        here.close()
        maker.terminate()
        maker.join()


def _received(here: Any) -> Iterator[Any]:
    while True:
        try:
            thing = here.recv()
        except EOFError as error:
            raise RuntimeError("the process that makes the city ended early") from error
        if thing == END:
            return
        yield thing


def _send_all(there: Any, make: Callable[..., Iterator[Any]], arguments: tuple[Any, ...]) -> None:
    """Waits in send() until the other side takes the batch. Ctrl-C is the other side's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Millions of small things that never refer to each other in circles: looking for circles takes a quarter of the time.
    gc.disable()
    for thing in make(*arguments):
        there.send(thing)
    there.send(END)
