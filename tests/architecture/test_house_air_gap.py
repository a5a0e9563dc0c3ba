"""Answers carry everything they need and nothing from outside, and the browser keeps none of them."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from portal.web.headers import CONTENT_SECURITY_POLICY, HEADERS
from tests.architecture.sources import STATIC, files_below, imports_of, name_of, python_files, require
from tests.architecture.walking import steps
from tests.conftest import Browser

READERS = ("madoguchi", "daicho", "kansa", "kanri")
REACHES_OUT = re.compile(r"^(urllib\.request|http\.client|requests|httpx|aiohttp|smtplib|ftplib|telnetlib|urllib3|socket)(\.|$)")
REFERENCE = re.compile(r"""(?:href|src|action|hx-get|hx-post)=["']([^"']+)["']|url\(["']?([^"')]+)""")


def _elsewhere(text: str) -> list[str]:
    found = [one or other for one, other in REFERENCE.findall(text)]
    return [address for address in found if not re.match(r"/(?!/)|#|data:image/svg|\.\./", address)]


@pytest.fixture(params=["", *READERS])
def reader(request: pytest.FixtureRequest, stranger: Browser, sign_in: Callable[[str], Browser]) -> Browser:
    return sign_in(request.param) if request.param else stranger


def test_no_answer_brings_anything_from_outside_or_stays_in_the_browser(app: Flask, reader: Browser) -> None:
    """Style sheets and scripts may stay: they carry the mark of their content in the address."""
    loose, kept, named = [], [], []
    for url in _addresses(app):
        answer = reader.get(url)
        headers = answer.response.headers
        loose += [f"{url}: {name} is {headers.get(name)}" for name, value in HEADERS.items() if headers.get(name) != value]
        if not url.startswith("/static/"):
            kept += [url] if headers.get("Cache-Control") != "no-store" else []
            named += [f"{url}: {address}" for address in _elsewhere(answer.text)]

    require(loose, "the headers belong to every answer: Flask's in portal/web/headers.py, those of static files where app.py wraps them.")
    require(kept, "Cache-Control: no-store on whatever is not a style sheet or a script (portal/web/headers.py).")
    require(named, "put a copy into static/ and take it by url_for('static', …).")


def _addresses(app: Flask) -> list[str]:
    asked = [step.url for step in steps(app) if step.method == "GET"]
    return [*asked, "/static/css/portal.css", "/static/icon.svg", "/nothing-here", "/sign-out"]


def test_the_policy_allows_nothing_inline_and_nothing_from_outside() -> None:
    assert "default-src 'self'" in CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert not re.search(r"https?:|\*|//", CONTENT_SECURITY_POLICY)


def test_whatever_a_page_names_is_served_and_nothing_else_is_left_in_static(sign_in: Callable[[str], Browser]) -> None:
    browser = sign_in("madoguchi")
    named = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', browser.get("/residents").text))
    missing = [
        f"{url} answered {browser.client.get(url).status_code}" for url in sorted(named) if browser.client.get(url).status_code != 200
    ]
    present = {path.relative_to(STATIC).as_posix() for path in files_below(STATIC) if not path.name.endswith(".LICENSE.txt")}
    taken = {url.removeprefix("/static/").partition("?")[0] for url in named}

    require([*missing, *sorted(present ^ taken)], "name the file in templates/layouts/base.html, or remove it from static/.")


def test_style_sheets_and_scripts_name_no_address_outside() -> None:
    breaches = [
        f"{name_of(path)}: {address}"
        for path in files_below(STATIC)
        if path.suffix == ".css"
        for address in _elsewhere(path.read_text(encoding="utf-8"))
    ]

    require(breaches, "put the font or picture into static/ and name it by a relative address.")


def test_vendored_files_have_their_licence_beside_them() -> None:
    breaches = []
    for path in files_below(STATIC / "vendor"):
        name = path.name.removesuffix(path.suffix).removesuffix(".min")
        if path.suffix in (".js", ".css") and not path.with_name(f"{name}.LICENSE.txt").is_file():
            breaches.append(name_of(path))

    require(breaches, "add the file NAME.LICENSE.txt that came with it.")


def test_the_portal_calls_nobody() -> None:
    breaches = [
        f"{name_of(path)}:{line} imports {imported}"
        for path in python_files()
        for line, imported in imports_of(path)
        if REACHES_OUT.match(imported)
    ]

    require(breaches, "the portal answers and never asks: another city's portal is spoken to through the exchange alone.")
