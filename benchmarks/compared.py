"""What the benchmarks of a small portal beside a large one share: two portals, somebody signed in, the same page asked of both in turn."""

import statistics
from collections.abc import Callable, Sequence
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import create_engine, make_url, select, text
from werkzeug.test import TestResponse

from benchmarks.served import portal_in
from portal.accounts.models import Staff
from portal.accounts.sessions import open_session
from portal.app import create_app
from portal.db import writing

Ask = Callable[[FlaskClient], TestResponse]
FINE = (200, 204, 303)


def got(url: str) -> Ask:
    return lambda client: client.get(url)


def empty_portal(folder: Path, server: str, name: str) -> Flask:
    """Migrated, nobody in it. `server`: a PostgreSQL, on which the database `name` is made anew; empty: SQLite in the folder."""
    environment = portal_in(folder, _database(server, name)).environment
    app = create_app({name: value for name, value in environment.items() if name.startswith("PORTAL_")})
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        upgrade()
    return app


def signed_in(app: Flask, login_name: str) -> FlaskClient:
    with app.app_context(), writing() as session:
        staff = session.scalars(select(Staff).where(Staff.login_name == login_name)).one()
        token = open_session(staff, address="127.0.0.1", method="test")
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client


def compared(clients: Sequence[FlaskClient], asked: Sequence[Ask], rounds: int, watch: Callable[[], float]) -> tuple[float, float]:
    """Medians in milliseconds; the two are asked in turn, so that what else the machine does falls on both."""
    took: list[list[float]] = [[], []]
    for _ in range(rounds + 1):
        for at, (client, ask) in enumerate(zip(clients, asked, strict=True)):
            began = watch()
            answer = ask(client)
            took[at].append((watch() - began) * 1000)
            if answer.status_code not in FINE:
                raise SystemExit(f"{answer.request.path} answered {answer.status_code}")
    return statistics.median(took[0][1:]), statistics.median(took[1][1:])


def _database(server: str, name: str) -> str:
    if not server:
        return ""
    beside = make_url(server).set(database=name)
    with create_engine(server, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    return beside.render_as_string(hide_password=False)
