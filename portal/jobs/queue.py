"""The queue: it carries ids from the web to the worker and nothing else; the rows of `job` are the truth.

It is a SQLite file beside the uploads on either engine: web and worker share that folder anyway, a lost or doubled id does no
harm (claim() lets one through, the worker looks for rows left waiting), and the city's database keeps no tables outside its migrations.
"""

import sqlite3
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, current_app
from huey import SqliteHuey
from huey.signals import SIGNAL_ERROR
from sqlalchemy.exc import OperationalError

from portal.config import Settings
from portal.errors import PortalError
from portal.jobs.actions import claim, fail, finish, give_back
from portal.jobs.queries import kind_of

log = structlog.get_logger()
Work = Callable[[int], None]
BROKEN = "処理が内部の誤りで止まりました。済んだ分はそのまま残っています。システム管理者に知らせてから、続きを行ってください。"


class Stopping(Exception):
    """The worker was told to stop: leave at this chunk's end, the rest is for the next one."""


@dataclass
class Queue:
    """What one process knows of the queue; the file is opened when first needed."""

    work: Mapping[str, Work]
    path: Path
    chores: Sequence[Callable[[], None]] = ()
    stop_asked: threading.Event = field(default_factory=threading.Event)
    running: set[int] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    carrier: SqliteHuey | None = None
    deliver: Callable[[int], Any] | None = None


def start_queue(app: Flask, work: Mapping[str, Work], chores: Sequence[Callable[[], None]] = ()) -> None:
    """`chores`: what the worker does once an hour without being asked."""
    settings: Settings = app.extensions["portal_settings"]
    app.extensions["portal_queue"] = Queue(work, settings.instance_dir / "queue.db", chores)


def enqueue(job_id: int) -> None:
    """After the commit that wrote the row. When the queue cannot be reached the row waits until the worker looks for it."""
    try:
        deliver = _open(current_app._get_current_object()).deliver  # pyright: ignore[reportAttributeAccessIssue]
        assert deliver is not None
        deliver(job_id)
    except sqlite3.Error as error:
        log.warning("queue unreachable", fault=type(error).__name__)


def run_job(job_id: int) -> None:
    """Works off one job in the open app context, unless somebody else has it. What it was told to raise becomes the row's fault.

    When the database itself is away the row stays as it is: it will be found silent and taken up again.
    """
    if not claim(job_id):
        return
    queue = _queue()
    queue.running.add(job_id)
    try:
        queue.work[kind_of(job_id)](job_id)
        finish(job_id)
    except Stopping:
        give_back(job_id)
    except PortalError as error:
        fail(job_id, error.message)
    except OperationalError as error:
        log_fault("job interrupted", error)
    finally:
        queue.running.discard(job_id)


def stop_if_asked() -> None:
    """Between two chunks."""
    if _queue().stop_asked.is_set():
        raise Stopping


def carrier_of(app: Flask) -> SqliteHuey:
    """The queue itself, for the worker."""
    carrier = _open(app).carrier
    assert carrier is not None
    return carrier


def log_fault(what: str, error: BaseException) -> None:
    """Kind and place; the text is left out because it may quote a person's data."""
    places = [
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)[-12:]
    ]
    log.error(what, fault=type(error).__name__, places=places)


def _queue() -> Queue:
    return current_app.extensions["portal_queue"]


def _open(app: Flask) -> Queue:
    queue: Queue = app.extensions["portal_queue"]
    with queue.lock:
        if queue.carrier is None:
            queue.carrier, queue.deliver = _carrier(app, queue.path)
    return queue


def _carrier(app: Flask, path: Path) -> tuple[SqliteHuey, Callable[[int], Any]]:
    carrier = SqliteHuey("portal", filename=str(path), results=False)

    def deliver(job_id: int) -> None:
        with app.app_context():
            run_job(job_id)

    def note_fault(_signal: str, task: Any, error: BaseException | None = None) -> None:
        """Whatever run_job() does not expect: the queue has caught it, the row must say so."""
        with app.app_context():
            if error is not None:
                log_fault("job failed", error)
            fail(task.args[0], BROKEN)

    carrier.signal(SIGNAL_ERROR)(note_fault)
    return carrier, carrier.task(name="deliver")(deliver)
