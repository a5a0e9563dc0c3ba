"""A Tuesday in November, and a clerk with somebody in front of them."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from portal.clock import JAPAN
from tests.arrivals.arriving import SignIn
from tests.conftest import Browser
from tests.counter.at_counter import in_visit


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN), tick=False):
        yield


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    return in_visit(sign_in("madoguchi"))
