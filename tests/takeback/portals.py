"""A portal on a database of its own, beside or instead of the one that a test has, with chunks of ten rows."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Staff
from portal.accounts.sessions import SignedIn, find_signed_in, open_session
from portal.app import create_app
from portal.db import db, writing
from tests.conftest import _create_database, _drop_database, overrides

SMALL = {"PORTAL_CHUNK_ROWS": "10", "PORTAL_CHUNK_HOLD_MS": "0"}


@contextmanager
def a_portal(engine: str, template: str, folder: Path) -> Iterator[Flask]:
    """Its context is open; the database is dropped afterwards."""
    name, url = f"portal_{secrets.token_hex(6)}", ""
    if engine == "sqlite":
        shutil.copy(template, folder / "portal.db")
    else:
        url = _create_database(name, template=template)
    app = create_app(overrides(folder, url) | SMALL)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    if engine == "postgresql":
        _drop_database(name)


def signed_in(login_name: str) -> SignedIn:
    with writing() as session:
        staff = session.scalars(select(Staff).where(Staff.login_name == login_name)).one()
        token = open_session(staff, address="127.0.0.1", method="test")
    found = find_signed_in(token)
    assert found is not None
    return found
