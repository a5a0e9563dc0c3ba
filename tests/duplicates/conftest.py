"""A Tuesday in November, and the clerk who keeps the ledger."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.conftest import Browser
from tests.counter.at_counter import SignIn, in_visit
from tests.duplicates.merging import NOW
from tests.factories import a_programme


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    a_programme()
    return in_visit(sign_in("daicho"), reason="ledger")
