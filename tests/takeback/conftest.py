"""Who takes an import back: a records clerk, signed in."""

import dataclasses
import secrets
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn, find_signed_in, open_session
from portal.db import writing


@pytest.fixture
def clerk(app: Flask) -> SignedIn:
    with writing() as session:
        staff = session.scalars(select(Staff).where(Staff.login_name == "daicho")).one()
        token = open_session(staff, address="127.0.0.1", method="test")
    signed_in = find_signed_in(token)
    assert signed_in is not None
    return signed_in


@pytest.fixture
def chunks_of_ten(app: Flask) -> Iterator[None]:
    settings = app.extensions["portal_settings"]
    app.extensions["portal_settings"] = dataclasses.replace(settings, chunk_rows=10)
    yield
    app.extensions["portal_settings"] = settings


@pytest.fixture
def once() -> str:
    return secrets.token_hex(16)
