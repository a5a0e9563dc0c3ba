"""A register and its doses brought, checked and applied through the screens and the worker, while 30 audited pages a second are looked at.

    .venv/bin/python -m benchmarks.imports [--residents N] [--instance DIR] [--files DIR] [--database-url URL]
        [--views RATE] [--only resident|dose]

A small city is loaded, so that the clerks have somebody to look at; the files come from `flask demo files` with N residents, that city
among them. A clerk signs in, sends each file over the real form and orders it to be applied; a worker process does the rest. Afterwards
the rows of the ledger are written once more by executemany into a fresh database (benchmarks/yardstick.py): the ratio is of the whole
import to that.
"""

import argparse
import http.client
import re
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import text

from benchmarks.audited_views import STAFF
from benchmarks.load import Client, Figures, Request, paced
from benchmarks.searches import Person, people_of
from benchmarks.served import FORM, ROOT, Portal, Seat, portal_in, served, sign_in
from benchmarks.yardstick import empty_portal, executemany_seconds

LOADED = 2_000
# One person has one session.
CLERK, CHIEF = "daicho", "kacho"
LONGEST = 24 * 3600
VIEWS = "resident page with its record"
FILES = (("register.csv", "/register-files", "resident"), ("doses.csv", "/dose-files", "dose"))


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="portal-imports-") as folder:
        instance = Path(arguments.instance or folder).resolve()
        portal = portal_in(instance, arguments.database_url)
        portal.flask("db", "upgrade")
        portal.flask("demo", "load", "--residents", str(LOADED), "--seed", "1", "--if-empty")
        files = Path(arguments.files) if arguments.files else instance / "files"
        if not (files / "doses.csv").exists():
            portal.flask("demo", "files", str(files), "--residents", str(arguments.residents), "--seed", "1")
        runs = _import_all(portal, files, arguments.views, arguments.only)
        portal.flask("audit", "verify")
        yardstick = empty_portal(instance / "yardstick", arguments.database_url)
        for run in runs:
            _say(run, *executemany_seconds(portal.engine, yardstick.engine, run.table))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--residents", type=int, default=20_000)
    parser.add_argument("--instance", default="", help="a folder that keeps its portal and its files")
    parser.add_argument("--files", default="", help="a folder whose files are made once and used again")
    parser.add_argument("--database-url", default="")
    parser.add_argument("--views", type=int, default=30, help="pages a second beside the import (0: none)")
    parser.add_argument("--only", choices=[table for _, _, table in FILES], help="one of the two files alone")
    return parser.parse_args()


@dataclass
class Run:
    """One file's way: seconds by step, the memory of the worker over time, and the pages looked at meanwhile."""

    table: str
    rows: int = 0
    applied: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    memory: list[int] = field(default_factory=list)
    views: Figures | None = None


def _import_all(portal: Portal, files: Path, rate: int, only: str | None) -> list[Run]:
    people = people_of(portal.engine)
    runs = []
    with served(portal, "wsgi:app") as (port,), _worker(portal) as worker:
        seats = [sign_in(port, portal, login) for login in STAFF if login not in (CLERK, CHIEF)]
        for name, path, table in FILES:
            if only not in (None, table):
                continue
            run = Run(table)
            with _memory_of(worker, run.memory), _views(port, seats, people, rate, run):
                _import(portal, port, files / name, path, run)
            runs.append(run)
    return runs


def _import(portal: Portal, port: int, file: Path, path: str, run: Run) -> None:
    clerk = sign_in(port, portal, CLERK, serves=False)
    began = time.perf_counter()
    page = _send_file(port, clerk, path, file)
    run.seconds["sent"] = time.perf_counter() - began
    run.seconds["checked"] = _wait(portal, page, "checked")
    _release(portal, port, page)
    # The check of a large file outlasts a session in which nobody stirs.
    clerk = sign_in(port, portal, CLERK, serves=False)
    body = clerk.form(once=_hidden(port, clerk, page)["once"])
    began = time.perf_counter()
    _answered(port, "POST", f"{page}/application", clerk.headers | {"Content-Type": FORM}, body)
    _wait(portal, page, "applied")
    run.seconds["applied"] = time.perf_counter() - began
    statement = text("SELECT rows, applied_rows FROM file_import WHERE public_id = :id")
    with portal.engine.connect() as connection:
        run.rows, run.applied = connection.execute(statement, {"id": page.rpartition("/")[2]}).one()


def _release(portal: Portal, port: int, page: str) -> None:
    """A first register has more dead than people the city knows: the chief looks into it and lets it pass."""
    with portal.engine.connect() as connection:
        stops = connection.execute(text("SELECT stops FROM file_import WHERE public_id = :id"), {"id": page.rpartition("/")[2]})
        if stops.scalar_one() == "[]":
            return
    chief = sign_in(port, portal, CHIEF, serves=False)
    body = chief.form(once=_hidden(port, chief, page)["once"], reason="計測のための取込")
    _answered(port, "POST", f"{page}/release", chief.headers | {"Content-Type": FORM}, body)


def _send_file(port: int, clerk: Seat, path: str, file: Path) -> str:
    """As a browser does, piece by piece; the page of the import."""
    mark = secrets.token_hex(16)
    fields = _hidden(port, clerk, path) | {"scope": "changes", "as_of": f"{date.today():%Y%m%d}"}
    head = "".join(f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
    head += f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\nContent-Type: text/csv\r\n\r\n'
    tail = f"\r\n--{mark}--\r\n"

    def body() -> Iterator[bytes]:
        yield head.encode()
        with file.open("rb") as content:
            yield from iter(lambda: content.read(1 << 20), b"")
        yield tail.encode()

    length = len(head.encode()) + file.stat().st_size + len(tail)
    headers = clerk.headers | {"Content-Type": f"multipart/form-data; boundary={mark}", "Content-Length": str(length)}
    return _answered(port, "POST", path, headers, body())


def _answered(port: int, method: str, path: str, headers: dict[str, str], body: str | Iterator[bytes]) -> str:
    """Where the answer leads."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    page = answer.read().decode()
    if answer.status != 303:
        raise SystemExit(f"{path} answered {answer.status}: {re.findall(r'role=.alert.*?</div>', page, re.DOTALL)}")
    return answer.getheader("Location") or ""


def _hidden(port: int, clerk: Seat, path: str) -> dict[str, str]:
    """The tokens of the page's forms."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)
    connection.request("GET", path, headers=clerk.headers)
    page = connection.getresponse().read().decode()
    return dict(re.findall(r'<input type="hidden" name="(csrf_token|once)" value="([^"]+)"', page))


def _wait(portal: Portal, page: str, wanted: str) -> float:
    """Until the import has come so far and its job has ended; the seconds that took."""
    began = time.perf_counter()
    statement = text(
        "SELECT file_import.state, job.state, job.fault FROM file_import JOIN job ON job.id = file_import.job_id"
        " WHERE file_import.public_id = :id"
    )
    while True:
        with portal.engine.connect() as connection:
            state, job, fault = connection.execute(statement, {"id": page.rpartition("/")[2]}).one()
        if job == "failed" or state == "unreadable":
            raise SystemExit(f"the import stopped: {state} {fault}")
        if (state, job) == (wanted, "done"):
            return time.perf_counter() - began
        time.sleep(0.5)


@contextmanager
def _worker(portal: Portal) -> Iterator[int]:
    """Its process id."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "run"]
    process = subprocess.Popen(command, cwd=ROOT, env=dict(portal.environment), stderr=subprocess.DEVNULL)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=60)


@contextmanager
def _memory_of(process: int, samples: list[int]) -> Iterator[None]:
    """MiB that the process itself holds, twice a second."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.5):
            status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
            samples.append(int(re.findall(r"RssAnon:\s+(\d+)", status)[0]) // 1024)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def _views(port: int, seats: Sequence[Seat], people: Sequence[Person], rate: int, run: Run) -> Iterator[None]:
    """So many resident pages a second until the import is over, each person's page in turn."""
    over = threading.Event()

    def client(place: int, seat: Seat) -> Client:
        while not over.is_set():
            for person in people[place * 100 :]:
                if over.is_set():
                    return
                yield Request(VIEWS, f"/residents/{person.public_id}", headers=seat.headers)

    def look() -> None:
        if rate:
            clients = [client(place, seat) for place, seat in enumerate(seats)]
            run.views = paced(port, clients, rate=rate, seconds=LONGEST).get(VIEWS)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _say(run: Run, yardstick_rows: int, yardstick_seconds: float) -> None:
    whole = sum(run.seconds.values())
    pace, yardstick = run.rows / whole, yardstick_rows / yardstick_seconds
    steps = ", ".join(f"{step} in {seconds:.1f} s" for step, seconds in run.seconds.items())
    print(f"\n{run.table}: {run.rows:,} rows, {run.applied:,} applied: {steps}; {pace:,.0f} rows/s in all")
    print(f"  executemany of {yardstick_rows:,} rows: {yardstick_seconds:.1f} s, {yardstick:,.0f} rows/s")
    print(f"  import / executemany: {yardstick / pace:.2f}x")
    if view := run.views:
        times = f"p50 {view.p50:.0f} ms, p95 {view.p95:.0f}, p99 {view.p99:.0f}, most {view.worst:.0f}"
        print(f"  {VIEWS}: {view.requests:,}, {view.errors} errors, {times}")
    if run.memory:
        at = [run.memory[int((len(run.memory) - 1) * share)] for share in (0.1, 0.5, 0.9)]
        print(f"  memory of the worker (MiB) at 10, 50, 90 % of the time: {at}, most {max(run.memory)}", flush=True)


if __name__ == "__main__":
    main()
