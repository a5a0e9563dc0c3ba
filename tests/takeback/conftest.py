"""Who takes an import back: a records clerk, signed in."""

import dataclasses
from collections.abc import Iterator

import pytest
from flask import Flask

from portal.accounts.sessions import SignedIn
from tests.takeback.portals import signed_in


@pytest.fixture
def clerk(app: Flask) -> SignedIn:
    return signed_in("daicho")


@pytest.fixture
def chunks_of_ten(app: Flask) -> Iterator[None]:
    settings = app.extensions["portal_settings"]
    app.extensions["portal_settings"] = dataclasses.replace(settings, chunk_rows=10, chunk_hold_ms=0)
    yield
    app.extensions["portal_settings"] = settings
