"""Several at one row in the same moment: each has come to its lock before the first of them gets it."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from sqlalchemy import select

from portal.db import Model, db, writing
from portal.errors import PortalError

# As long as everybody needs to come to the lock; whoever comes later only makes the test a weaker one.
TO_THE_LOCK = 0.4


def meet(app: Flask, at: type[Model], public_id: str, *works: Callable[[], Any]) -> list[Any]:
    """What each of them got, or the refusal with which it was told no; any other fault is raised.

    What they read before the lock is as old as it can be then; on SQLite all of them wait for the one writer.
    """
    with ThreadPoolExecutor(len(works)) as pool:
        with writing() as session:
            session.execute(select(at.__table__.c.id).where(at.__table__.c.public_id == public_id).with_for_update())
            running = [pool.submit(_in_a_context_of_its_own, app, work) for work in works]
            time.sleep(TO_THE_LOCK)
        return [each.result() for each in running]


def refusals(told: list[Any]) -> list[str]:
    """What those who came too late read."""
    return [each.message for each in told if isinstance(each, PortalError)]


def _in_a_context_of_its_own(app: Flask, work: Callable[[], Any]) -> Any:
    with app.app_context():
        try:
            return work()
        except PortalError as refusal:
            return refusal
        finally:
            db.session.remove()
