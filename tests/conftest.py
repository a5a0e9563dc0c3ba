"""A migrated, empty database for every test on the engines asked for, and people who are signed in."""

import base64
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextvars import Context
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from portal.accounts.models import Staff
from portal.accounts.passwords import hash_password
from portal.accounts.sessions import open_session
from portal.app import create_app
from portal.db import db, writing
from tests.people import PASSWORD, add_cast

POSTGRES_URL = "PORTAL_TEST_POSTGRES_URL"

# How fast the machine is at the moment is no property of the code.
settings.register_profile("portal", deadline=None)
settings.load_profile("portal")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", choices=["sqlite", "postgresql", "both"], default="sqlite")
    parser.addoption("--rewrite-golden", action="store_true", help="write what is found as what is expected (tests/intake/golden)")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" not in metafunc.fixturenames:
        return
    asked = metafunc.config.getoption("--engine")
    engines = ["sqlite", "postgresql"] if asked == "both" else [asked]
    if metafunc.definition.get_closest_marker("postgresql_only"):
        engines = [engine for engine in engines if engine == "postgresql"]
    if metafunc.definition.get_closest_marker("sqlite_only"):
        engines = [engine for engine in engines if engine == "sqlite"]
    metafunc.parametrize("engine", engines, scope="session")


def overrides(instance: Path, database_url: str = "") -> dict[str, str]:
    """Settings of a test's portal: keys of its own, nothing of the machine's."""
    return {
        "PORTAL_INSTANCE_DIR": str(instance),
        "PORTAL_DATABASE_URL": database_url,
        "PORTAL_SECRET_KEY": "a secret of the tests, 32 letters and more",
        "PORTAL_DATA_KEY": base64.b64encode(b"k" * 32).decode(),
        "PORTAL_SECOND_FACTOR": "optional",
        "PORTAL_DEMO": "1",
        "PORTAL_DEMO_PASSWORD": PASSWORD,
        # Tests number their people 1, 2, 3.
        "PORTAL_RESIDENT_NUMBER_LENGTH": "0",
    }


@pytest.fixture(scope="session")
def password_hash() -> str:
    return hash_password(PASSWORD)


@pytest.fixture(scope="session")
def template(engine: str, tmp_path_factory: pytest.TempPathFactory, password_hash: str) -> Iterator[str]:
    """A migrated database with the cast in it: a file to copy, or the name of a database to take as template."""
    instance = tmp_path_factory.mktemp("template")
    name = f"portal_template_{secrets.token_hex(4)}"
    url = "" if engine == "sqlite" else _create_database(name)
    app = create_app(overrides(instance, url))
    with app.app_context():
        upgrade()
        add_cast(password_hash)
        db.engine.dispose()
    if engine == "sqlite":
        yield str(instance / "portal.db")
    else:
        yield name
        _drop_database(name)


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Every test has a portal of its own; what its templates compile to is the same."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session", autouse=True)
def compiled_addresses() -> Iterator[None]:
    """What the addresses of these portals compile to is the same as well; it is most of what creating a portal costs."""
    compiled: dict[tuple[str, str], dict[str, Any]] = {}
    compile_rule = Rule.compile

    def compile_once(rule: Rule) -> None:
        key = (rule.rule, str(rule.defaults))
        if key not in compiled:
            compile_rule(rule)
            kept = {name: getattr(rule, name) for name in ("_parts", "_trace", "_converters")}
            compiled[key] = kept | {"arguments": set(rule.arguments), "builders": (rule._build.__func__, rule._build_unknown.__func__)}
            return
        known = compiled[key]
        rule._parts, rule._trace, rule._converters = known["_parts"], known["_trace"], known["_converters"]
        rule.arguments = set(known["arguments"])
        rule._build, rule._build_unknown = (builder.__get__(rule, None) for builder in known["builders"])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", compile_once)
        yield


@pytest.fixture(scope="session")
def compiled_statements() -> Iterator[LRUCache[Any, Any]]:
    """And what the statements compile to: the databases of these portals speak alike, as far as SQLAlchemy's cache asks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DefaultDialect, "__eq__", lambda self, other: type(self) is type(other))
        patch.setattr(DefaultDialect, "__hash__", lambda self: hash(type(self)))
        yield LRUCache(20_000)


@pytest.fixture
def app(
    engine: str, template: str, tmp_path: Path, compiled_templates: FileSystemBytecodeCache, compiled_statements: LRUCache[Any, Any]
) -> Iterator[Flask]:
    """A portal on a fresh database; its context is open."""
    name = f"portal_{secrets.token_hex(6)}"
    instance = tmp_path / "instance"
    instance.mkdir()
    if engine == "sqlite":
        shutil.copy(template, instance / "portal.db")
        url = ""
    else:
        url = _create_database(name, template=template)
    app = create_app(overrides(instance, url))
    app.jinja_env.bytecode_cache = compiled_templates
    with app.app_context():
        db.engine.update_execution_options(compiled_cache=compiled_statements)
        yield app
        db.session.remove()
        db.engine.dispose()
    if engine == "postgresql":
        _drop_database(name)


class Browser:
    """A test client that sends forms as a browser would: with the tokens of the page it was last on.

    Each request runs in a context of its own, as on a server; the test's own one stays untouched.
    """

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self.text = ""
        self.status = 0
        self.location = ""

    def get(self, url: str, **options: Any) -> "Browser":
        return self._take(Context().run(self.client.get, url, **options))

    def post(self, url: str, form: dict[str, Any] | None = None, **options: Any) -> "Browser":
        """Adds csrf_token and once of the last page unless the form names its own."""
        tokens = {name: value for name in ("csrf_token", "once") if (value := self.hidden(name))}
        if "csrf_token" not in tokens:
            tokens |= {"csrf_token": self._csrf_token()}
        return self._take(Context().run(self.client.post, url, data=tokens | (form or {}), **options))

    def follow(self) -> "Browser":
        assert self.location, f"no way on from a {self.status}: {self.text[:300]}"
        return self.get(self.location)

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', self.text)
        return found.group(1) if found else ""

    def _csrf_token(self) -> str:
        page = Context().run(self.client.get, "/password").get_data(as_text=True)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', page)
        return found.group(1) if found else ""

    def _take(self, response: Any) -> "Browser":
        self.response = response
        self.status = response.status_code
        self.location = response.headers.get("Location", "")
        self.text = response.get_data(as_text=True) if response.mimetype in ("text/html", "text/plain", "text/csv") else ""
        return self


@pytest.fixture
def sign_in(app: Flask) -> Callable[[str], Browser]:
    """`sign_in("madoguchi")` gives that person's browser, without asking for the password."""

    def browser_of(login_name: str) -> Browser:
        with writing() as session:
            staff = session.scalars(select(Staff).where(Staff.login_name == login_name)).one()
            token = open_session(staff, address="127.0.0.1", method="test")
        browser = Browser(app)
        with browser.client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return browser

    return browser_of


@pytest.fixture
def stranger(app: Flask) -> Browser:
    """Somebody who is not signed in."""
    return Browser(app)


def _create_database(name: str, template: str = "template0") -> str:
    server = make_url(os.environ[POSTGRES_URL])
    with _admin() as connection:
        # The template is written to disk once, so that its files are copied quicker than its pages are written through the log.
        strategy = "STRATEGY file_copy" if connection.info.server_version >= 150000 else ""
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} {strategy}")
    return server.set(database=name).render_as_string(hide_password=False)


def _drop_database(name: str) -> None:
    with _admin() as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _admin() -> psycopg.Connection[Any]:
    server = make_url(os.environ[POSTGRES_URL]).set(drivername="postgresql")
    return psycopg.connect(server.render_as_string(hide_password=False), autocommit=True)
