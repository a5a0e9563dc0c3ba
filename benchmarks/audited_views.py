"""Audited page views: what the record before every look costs, on one machine, in one run.

    .venv/bin/python -m benchmarks.audited_views [--residents 20000] [--seconds 10] [--database-url URL]

Starts the portal on a throw-away instance (SQLite, or the empty PostgreSQL database named), loads the demo city, signs ten people in
over the real form, and asks for resident pages as their browsers would. Everything stays on the loopback interface.
"""

import argparse
import base64
import http.client
import itertools
import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import create_engine, text

from benchmarks.load import HEAD, Ask, Figures, closed, paced

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "mijikai-hana-no-uta"
STAFF = ("madoguchi", "madoguchi2", "kacho", "daiketsu", "toiawase", "toiawase2", "soumu", "soumu2", "daicho", "daicho2")


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="portal-benchmark-") as folder:
        environment = _environment(Path(folder), arguments.database_url)
        _flask(environment, "db", "upgrade")
        _flask(environment, "demo", "load", "--residents", str(arguments.residents), "--seed", "1")
        url = arguments.database_url or f"sqlite:///{folder}/portal.db"
        with create_engine(url).connect() as connection:
            people = [row[0] for row in connection.execute(text("SELECT public_id FROM resident ORDER BY resident_number LIMIT 5000"))]
        portal, bare = _free_port(), _free_port()
        servers = [_serve("wsgi:app", portal, environment), _serve("benchmarks.bare:app", bare, environment)]
        try:
            _wait_for(portal)
            _wait_for(bare)
            _measure(portal, bare, people, arguments.seconds)
        finally:
            for server in servers:
                server.terminate()
                server.wait(timeout=20)
        _flask(environment, "audit", "verify")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--residents", type=int, default=20_000)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--database-url", default="")
    return parser.parse_args()


def _measure(portal: int, bare: int, people: list[str], seconds: int) -> None:
    cookies = [_sign_in(portal, login) for login in STAFF]
    views = [_view(cookies[index % len(cookies)], people, index) for index in range(16)]
    empty = [_page("/password", cookies[index % len(cookies)]) for index in range(16)]
    hello = [_page("/", "") for _ in range(16)]
    for port, ask in ((bare, hello[0]), (portal, empty[0]), (portal, views[0])):
        closed(port, [ask], seconds=1)
    print(HEAD)
    one = {
        "bare Flask page, 1 connection": closed(bare, hello[:1], seconds=seconds),
        "signed-in empty page, 1 connection": closed(portal, empty[:1], seconds=seconds),
        "resident page with its record, 1 connection": closed(portal, views[:1], seconds=seconds),
    }
    _show(one)
    _show(
        {
            "bare Flask page, 16 connections": closed(bare, hello, seconds=seconds),
            "signed-in empty page, 16 connections": closed(portal, empty, seconds=seconds),
            "resident page with its record, 16 connections": closed(portal, views, seconds=seconds),
            "resident page with its record, 100 a second": paced(portal, views, rate=100, seconds=seconds),
        }
    )
    first, second, third = one.values()
    print(f"\nempty page / bare page: {second.p50 / first.p50:.2f}x (p50, 1 connection)")
    print(f"resident page / empty page: {third.p50 / second.p50:.2f}x (p50, 1 connection)")


def _show(figures: dict[str, Figures]) -> None:
    for label, row in figures.items():
        print(row.row(label), flush=True)


def _environment(folder: Path, database_url: str) -> dict[str, str]:
    return os.environ | {
        "PORTAL_INSTANCE_DIR": str(folder),
        "PORTAL_DATABASE_URL": database_url,
        "PORTAL_SECRET_KEY": secrets.token_hex(32),
        "PORTAL_DATA_KEY": base64.b64encode(os.urandom(32)).decode(),
        "PORTAL_SECOND_FACTOR": "optional",
        "PORTAL_DEMO": "1",
        "PORTAL_DEMO_PASSWORD": PASSWORD,
    }


def _flask(environment: dict[str, str], *words: str) -> None:
    subprocess.run([sys.executable, "-m", "flask", "--app", "wsgi", *words], check=True, cwd=ROOT, env=environment)


def _serve(application: str, port: int, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = ["gunicorn", application, "-k", "gthread", "-w", "2", "--threads", "4", "-b", f"127.0.0.1:{port}", "--no-control-socket"]
    return subprocess.Popen(
        [sys.executable, "-m", *command], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not start")


def _sign_in(port: int, login: str) -> str:
    """The cookie of a person who has signed in and begun a visit."""
    cookie, token = _form(port, "/sign-in", "")
    cookie = _send(port, "/sign-in", {"csrf_token": token, "login_name": login, "password": PASSWORD}, cookie)
    cookie, token = _form(port, "/visits/new", cookie)
    return _send(port, "/visits", {"csrf_token": token, "channel": "counter", "reason": "history"}, cookie)


def _form(port: int, path: str, cookie: str) -> tuple[str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
    if found is None:
        raise SystemExit(f"no form on {path}: {answer.status}")
    return _cookie(answer, cookie), found.group(1)


def _send(port: int, path: str, form: dict[str, str], cookie: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", path, urlencode(form), headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 303:
        raise SystemExit(f"{path} answered {answer.status}")
    return _cookie(answer, cookie)


def _cookie(answer: http.client.HTTPResponse, before: str) -> str:
    found = re.match(r"portal=[^;]+", answer.getheader("Set-Cookie") or "")
    return found.group(0) if found else before


def _page(path: str, cookie: str) -> Ask:
    def ask(connection: http.client.HTTPConnection) -> int:
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        return answer.status

    return ask


def _view(cookie: str, people: list[str], start: int) -> Ask:
    """The next person's page each time, so that nothing is warm but what a real counter would have warm."""
    order = itertools.cycle(people[start * 300 :] + people[: start * 300])

    def ask(connection: http.client.HTTPConnection) -> int:
        return _page(f"/residents/{next(order)}", cookie)(connection)

    return ask


if __name__ == "__main__":
    main()
