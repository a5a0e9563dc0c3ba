"""A portal to measure: its instance, its database with a demo city, its servers on loopback, its staff signed in."""

import base64
import http.client
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from dotenv import dotenv_values
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

ROOT = Path(__file__).resolve().parent.parent
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Portal:
    """The environment that every process of this portal gets."""

    environment: Mapping[str, str]

    @property
    def engine(self) -> Engine:
        """A new one each time; without a pool, which would keep its connections until it is collected."""
        folder = self.environment["PORTAL_INSTANCE_DIR"]
        return create_engine(self.environment["PORTAL_DATABASE_URL"] or f"sqlite:///{folder}/portal.db", poolclass=NullPool)

    def flask(self, *words: str) -> None:
        subprocess.run([sys.executable, "-m", "flask", "--app", "wsgi", *words], check=True, cwd=ROOT, env=dict(self.environment))


def portal_in(instance: Path, database_url: str) -> Portal:
    """The portal of this folder, with the keys of its demo.env; an empty folder gets keys of its own."""
    instance.mkdir(parents=True, exist_ok=True)
    keys = instance / "demo.env"
    if not keys.exists():
        keys.write_text("".join(f"{name}='{value}'\n" for name, value in _new_keys().items()), encoding="utf-8")
    given = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    known = {name: value for name, value in dotenv_values(keys).items() if value is not None}
    return Portal(given | known | {"PORTAL_INSTANCE_DIR": str(instance), "PORTAL_DATABASE_URL": database_url})


def _new_keys() -> dict[str, str]:
    return {
        "PORTAL_SECRET_KEY": secrets.token_hex(32),
        "PORTAL_DATA_KEY": base64.b64encode(os.urandom(32)).decode(),
        "PORTAL_SECOND_FACTOR": "optional",
        "PORTAL_DEMO": "1",
        "PORTAL_DEMO_PASSWORD": secrets.token_hex(12),
    }


@contextmanager
def served(portal: Portal, *applications: str) -> Iterator[list[int]]:
    """The ports on which these WSGI applications answer, each with two workers of four threads."""
    ports = [_free_port() for _ in applications]
    servers = [_serve(application, port, portal) for application, port in zip(applications, ports, strict=True)]
    try:
        for port in ports:
            _wait_for(port)
        yield ports
    finally:
        for server in servers:
            server.terminate()
            server.wait(timeout=20)


def _serve(application: str, port: int, portal: Portal) -> subprocess.Popen[bytes]:
    command = ["gunicorn", application, "-k", "gthread", "-w", "2", "--threads", "4", "-b", f"127.0.0.1:{port}", "--no-control-socket"]
    return subprocess.Popen(
        [sys.executable, "-m", *command], cwd=ROOT, env=dict(portal.environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not start")


@dataclass(frozen=True)
class Seat:
    """A browser in which somebody is signed in, within a visit where their role serves residents."""

    cookie: str
    csrf_token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie}

    def form(self, **fields: str) -> str:
        return urlencode({"csrf_token": self.csrf_token, **fields})


def sign_in(port: int, portal: Portal, login_name: str, *, serves: bool = True) -> Seat:
    """Over the real form, as a person does it."""
    seat = _open(port, "/sign-in", "")
    cookie = _send(port, "/sign-in", seat, login_name=login_name, password=portal.environment["PORTAL_DEMO_PASSWORD"])
    if not serves:
        return _open(port, "/password", cookie)
    seat = _open(port, "/visits/new", cookie)
    return Seat(_send(port, "/visits", seat, channel="counter", reason="history"), seat.csrf_token)


def _open(port: int, path: str, cookie: str) -> Seat:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
    if found is None:
        raise SystemExit(f"no form on {path}: {answer.status}")
    return Seat(_cookie(answer, cookie), found.group(1))


def _send(port: int, path: str, seat: Seat, **fields: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("POST", path, seat.form(**fields), seat.headers | {"Content-Type": FORM})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 303:
        raise SystemExit(f"{path} answered {answer.status}")
    return _cookie(answer, seat.cookie)


def _cookie(answer: http.client.HTTPResponse, before: str) -> str:
    found = re.match(r"portal=[^;]+", answer.getheader("Set-Cookie") or "")
    return found.group(0) if found else before
