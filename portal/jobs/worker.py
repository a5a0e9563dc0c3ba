"""The worker: two threads at the queue, and a pulse: signs of life, orphaned jobs, the seals, and what is to be cleared away."""

import gc
import logging
import signal
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import FrameType

from flask import Flask
from huey.consumer import Consumer
from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.audit.seals import write_seal
from portal.config import Settings
from portal.jobs.actions import give_sign
from portal.jobs.queries import silent_jobs, waiting_jobs
from portal.jobs.queue import Queue, carrier_of, enqueue, log_fault

THREADS = 2
PULSE_SECONDS = 20
CHORES_EVERY = timedelta(hours=1)
# A chunk of a file makes a hundred thousand small objects and drops them again: to look for cycles after every 700 of them took a fifth
# of an import's time.
YOUNG_OBJECTS = 50_000


class Pulse:
    """What is due when: a sign of life each time, seals at the city's interval and once a day shortly before midnight."""

    def __init__(self, app: Flask) -> None:
        settings: Settings = app.extensions["portal_settings"]
        self.app = app
        self.queue: Queue = app.extensions["portal_queue"]
        self.seal_every = timedelta(minutes=settings.seal_every_minutes)
        self.sealed_at: datetime | None = None
        self.sealed_for: date | None = None
        self.chores_at: datetime | None = None

    def beat(self) -> None:
        """One round. What fails is logged, and tried again at the next one."""
        with self.app.app_context():
            for step in (self._give_sign, self._find_orphans, self._seal, self._do_chores):
                _try(step)

    def _give_sign(self) -> None:
        give_sign(list(self.queue.running))

    def _find_orphans(self) -> None:
        """Jobs whose worker died, and those whose id never reached the queue."""
        nothing_queued = carrier_of(self.app).pending_count() == 0
        for job_id in silent_jobs() + (waiting_jobs() if nothing_queued else []):
            enqueue(job_id)

    def _seal(self) -> None:
        now = clock.now()
        if self.seal_every and (self.sealed_at is None or now - self.sealed_at >= self.seal_every):
            write_seal("interval")
            self.sealed_at = now
        if (now.hour, now.minute) >= (23, 55) and self.sealed_for != now.date():
            write_seal("daily")
            self.sealed_for = now.date()

    def _do_chores(self) -> None:
        """Each by itself: one that fails keeps none of the others."""
        now = clock.now()
        if self.chores_at is None or now - self.chores_at >= CHORES_EVERY:
            self.chores_at = now
            for chore in self.queue.chores:
                _try(chore)


def run_worker(app: Flask) -> None:
    """Until SIGTERM or SIGINT; then each job in hand ends with its chunk and waits for the next worker."""
    _quieten_queue_log()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
    queue: Queue = app.extensions["portal_queue"]
    consumer = Consumer(carrier_of(app), workers=THREADS, periodic=False, initial_delay=0.1, max_delay=1.0)
    pulse = Pulse(app)
    pulse.beat()
    heart = threading.Thread(target=_keep_beating, args=(pulse, queue.stop_asked), name="pulse", daemon=True)
    consumer.start()
    _stop_on_signal(queue.stop_asked)
    heart.start()
    while not queue.stop_asked.wait(0.2):
        if not consumer.scheduler.is_alive() or not all(thread.is_alive() for _, thread in consumer.worker_threads):
            consumer.check_worker_health()
    consumer.stop(graceful=True)
    heart.join(timeout=5)


def _keep_beating(pulse: Pulse, stop_asked: threading.Event) -> None:
    while not stop_asked.wait(PULSE_SECONDS):
        pulse.beat()


def _stop_on_signal(stop_asked: threading.Event) -> None:
    def ask(_number: int, _frame: FrameType | None) -> None:
        stop_asked.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, ask)


def _try(step: Callable[[], None]) -> None:
    try:
        step()
    except (SQLAlchemyError, OSError) as error:
        log_fault("pulse failed", error)


def _quieten_queue_log() -> None:
    """The queue's own log would print whole tracebacks, and an exception's text may quote a person's data."""
    logging.getLogger("huey").setLevel(logging.CRITICAL + 1)
