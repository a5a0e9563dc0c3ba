"""A served portal with a small demo city, and people at its screens in a real browser."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Row

from tests.conftest import _create_database, _drop_database, overrides
from tests.people import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
COUNTER_SCREEN = {"width": 1366, "height": 768}
CALM = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Portal:
    """Where it answers, which database it keeps, and the folder of its files."""

    url: str
    database_url: str
    folder: Path
    environment: dict[str, str]

    def rows(self, statement: str, **values: object) -> list[Row[tuple[object, ...]]]:
        engine = create_engine(self.database_url)
        with engine.connect() as connection:
            rows = list(connection.execute(text(statement), values))
        engine.dispose()
        return rows

    def change(self, statement: str, **values: object) -> None:
        """What no screen may do: a day goes by."""
        engine = create_engine(self.database_url)
        with engine.begin() as connection:
            connection.execute(text(statement), values)
        engine.dispose()

    def flask(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": CALM}


@pytest.fixture(scope="session")
def portal(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Served as `make run` serves it: a web server and a worker beside one database with 600 invented people."""
    folder = tmp_path_factory.mktemp("journey")
    name = f"portal_journey_{os.getpid()}"
    database_url = "" if engine == "sqlite" else _create_database(name)
    environment = os.environ | overrides(folder, database_url) | {"PORTAL_RESIDENT_NUMBER_LENGTH": "10"}
    served = Portal(f"http://127.0.0.1:{_free_port()}", database_url or f"sqlite:///{folder / 'portal.db'}", folder, environment)
    for words in (("db", "upgrade"), ("demo", "load", "--residents", "600", "--seed", "7")):
        done = served.flask(*words)
        assert done.returncode == 0, done.stdout + done.stderr
    processes = _start(served)
    try:
        _wait_until_it_answers(served, processes)
        yield served
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=20)
        if engine == "postgresql":
            _drop_database(name)


def _start(portal: Portal) -> list[subprocess.Popen[bytes]]:
    port = portal.url.rsplit(":", 1)[1]
    web = ["gunicorn", "wsgi:app", "-k", "gthread", "-w", "1", "--threads", "8", "-b", f"127.0.0.1:{port}", "--no-control-socket"]
    worker = ["flask", "--app", "wsgi", "worker", "run"]
    log = (portal.folder / "processes.log").open("wb")
    return [
        subprocess.Popen([sys.executable, "-m", *words], cwd=ROOT, env=portal.environment, stdout=log, stderr=log)
        for words in (web, worker)
    ]


def _wait_until_it_answers(portal: Portal, processes: list[subprocess.Popen[bytes]]) -> None:
    for _ in range(150):
        assert all(process.poll() is None for process in processes), (portal.folder / "processes.log").read_text()
        try:
            with urlopen(f"{portal.url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError((portal.folder / "processes.log").read_text())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Person:
    """One member of staff at one screen, who works by keyboard."""

    page: Page
    login_name: str
    complaints: list[str]
    looks_for_barriers: bool

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)

    def go_by(self, *keys: str) -> None:
        """The last key leads to another page."""
        self.press(*keys[:-1])
        with self.page.expect_navigation():
            self.press(keys[-1])

    def tab_to(self, selector: str) -> None:
        """Tab until that element has the focus, as a hand on the keyboard would."""
        self.tab_to_element(self.page.locator(selector), f"no way by Tab to {selector}")

    def tab_to_element(self, wanted: Locator, otherwise: str = "no way by Tab") -> None:
        """The longest page of the portal has some 150 stops."""
        for _ in range(200):
            if any(each.evaluate("element => element === document.activeElement") for each in wanted.all()):
                return
            self.press("Tab")
        raise AssertionError(otherwise)

    def follow(self, link: Locator) -> None:
        """A link or button of the page, by Tab and Enter."""
        self.tab_to_element(link, f"no way by Tab to {link}")
        self.go_by("Enter")

    @property
    def text(self) -> str:
        return self.page.inner_text("body")

    def finds_no_barrier(self) -> None:
        """Zero axe findings on the page as it stands, and no key that stands for two acts."""
        keys = [key for key in self.page.locator("[data-key]:visible").evaluate_all("all => all.map(each => each.dataset.key)") if key]
        assert len(keys) == len(set(keys)), f"one key on two acts: {sorted(keys)}"
        if not self.looks_for_barriers:
            return
        found = Axe().run(self.page).response["violations"]
        assert not found, [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found]


@pytest.fixture
def sits_down(portal: Portal, browser: Browser, engine: str) -> Iterator[Callable[[str], Person]]:
    """`sits_down("madoguchi")`: signs in over the real form; nothing may be complained of in the browser's console."""
    contexts: list[BrowserContext] = []
    people: list[Person] = []

    def person(login_name: str, password: str = PASSWORD) -> Person:
        context = browser.new_context(viewport=COUNTER_SCREEN, locale="ja-JP", timezone_id="Asia/Tokyo", accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        # The pages are the same on both engines, and looking takes a third of a journey.
        someone = Person(page, login_name, [], looks_for_barriers=engine == "sqlite")
        page.on("console", lambda message: someone.complaints.append(message.text) if "Content Security Policy" in message.text else None)
        page.on("pageerror", lambda error: someone.complaints.append(str(error)))
        page.goto(f"{portal.url}/sign-in")
        someone.tab_to("#login_name")
        someone.write(login_name)
        someone.press("Tab")
        someone.write(password)
        someone.go_by("Enter")
        page.wait_for_selector("nav.nav")
        people.append(someone)
        return someone

    yield person
    for someone in people:
        assert not someone.complaints, someone.complaints
    for context in contexts:
        context.close()
