"""Bad input to every form: a Japanese page that says what to do, status 4xx, nothing stored, never an error of the portal's own."""

import io
import re
from collections.abc import Callable, Iterator
from contextvars import Context
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.audit.verify import verify
from portal.db import reading, writing
from portal.residents.models import Resident
from portal.web.error_pages import STALE_PAGE
from portal.web.once import new_once
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case, a_mending
from tests.disclosures.deciding import on_its_way
from tests.factories import a_dose, a_note, a_phone, a_programme, a_resident, a_voucher
from tests.inquiries.slip_rows import add_slip
from tests.media.rows import add_line
from tests.people import staff_id
from tests.vouchers.at_the_counter import kept, records, serving
from tests.web.hostile import IN_A_PATH, address, bodies, english_in, give_every_role, post_rules, told

pytestmark = pytest.mark.thorough

SignIn = Callable[[str], Browser]
EVERYBODYS = "madoguchi"
STRANGE = 12
# Parts of the forms that two processes can share.
PARTS = 6
URLENCODED = "application/x-www-form-urlencoded"


@pytest.fixture
def known(app: Flask) -> dict[str, str]:
    """Something that exists for each parameter of an address, as far as it can; otherwise something that does not."""
    a_programme()
    resident = a_resident()
    a_dose(resident)
    voucher = a_voucher(a_resident())
    give_every_role(EVERYBODYS)
    with writing():
        line, slip = add_line(), add_slip()
    case = a_case()
    return {
        "public_id": resident.public_id,
        "/vouchers/": voucher.public_id,
        "/contacts/": a_phone(resident).public_id,
        "/notes/": a_note(resident).public_id,
        "/media/": line.public_id,
        "/inquiries/": slip.public_id,
        "/disclosures/": case,
        "/disclosure-mendings/": a_mending(case),
        **on_its_way(),
        "section_code": "kenko",
        "programme_code": "resident-r8",
        "login_name": "toiawase",
        "word": "inquiry_handler",
        "starts_on": "2026-04-01",
        "sequence": "1",
    }


@pytest.fixture
def forms(app: Flask, known: dict[str, str]) -> list[tuple[str, str]]:
    """Endpoint and address of every form."""
    return [
        (endpoint, address(rule, known | {"public_id": known.get(rule[: rule.find("/", 1) + 1], known["public_id"])}))
        for endpoint, rule in post_rules(app)
    ]


def tokens_for(browser: Browser) -> dict[str, str]:
    browser.get("/password")
    return {"csrf_token": browser.hidden("csrf_token"), "once": new_once(staff_number())}


def staff_number() -> int:
    with reading():
        return staff_id(EVERYBODYS)


def send(browser: Browser, url: str, **request: Any) -> Browser:
    """As given, without anything added."""
    return browser._take(Context().run(browser.client.post, url, **request))


def fault_of(browser: Browser, *, allowed: range = range(200, 500)) -> str:
    """What is wrong with this answer; empty when nothing is."""
    if browser.status not in allowed:
        return f"status {browser.status}"
    said = told(browser.text) if browser.status >= 400 else ""
    if words := english_in(said):
        return f"status {browser.status} in English: {words[:6]}"
    if browser.status >= 400 and not re.search("[ぁ-ん]{2}", said):
        return f"status {browser.status} says nothing: {browser.text[:200]}"
    return ""


def test_a_form_without_the_token_of_its_page_is_refused_in_japanese(sign_in: SignIn, forms: list[tuple[str, str]]) -> None:
    browser = serving(sign_in(EVERYBODYS))
    before, seen = kept(), records()
    for endpoint, url in forms:
        for form in ({}, {"csrf_token": "forged"}, {"csrf_token": "\x00"}):
            send(browser, url, data=form)
            assert (browser.status, STALE_PAGE in browser.text, fault_of(browser)) == (400, True, ""), endpoint

    assert (kept(), records()) == (before, seen)
    assert browser.get("/residents").status == 200


class Somebody:
    """Signed in and serving somebody, anew after each form that was taken: it may have ended the one or the other."""

    def __init__(self, sign_in: SignIn) -> None:
        self.sign_in = sign_in
        self.at_work: tuple[Browser, str] | None = None

    def ready(self) -> tuple[Browser, str]:
        """The browser, and the token of its forms."""
        if self.at_work is None or self.at_work[0].status in range(300, 400):
            browser = serving(self.sign_in(EVERYBODYS))
            self.at_work = (browser, tokens_for(browser)["csrf_token"])
        return self.at_work


@pytest.mark.thorough
@pytest.mark.parametrize("part", range(PARTS))
def test_hostile_text_in_every_field_of_every_form_is_no_fault_of_the_portals(
    sign_in: SignIn, forms: list[tuple[str, str]], part: int
) -> None:
    faults, somebody, number = [], Somebody(sign_in), staff_number()
    for endpoint, url in forms[part::PARTS]:
        for sent in bodies(endpoint, {}):
            browser, token = somebody.ready()
            send(browser, url, data=f"csrf_token={token}&once={new_once(number)}{sent.body}", content_type=URLENCODED)
            if fault := fault_of(browser):
                faults.append(f"{endpoint}: {sent.what}: {fault}")
    assert not faults, "\n".join(faults)
    with reading() as session:
        assert verify(session).unbroken
        assert session.scalar(select(func.count()).select_from(Resident)) == 2


def strange_bodies(csrf_token: str) -> Iterator[dict[str, Any]]:
    """Requests whose type or shape is not that of a form; the token comes in a header, so that they reach the form itself."""
    header = {"X-CSRFToken": csrf_token}
    yield {"json": {"q": "見本", "reason": "lost"}, "headers": header}
    yield {"json": [1, 2], "headers": header}
    yield {"json": {"q": 5, "memo": {"a": [1]}, "reason": None, "login_name": [], "name": {}, "documents": 1}, "headers": header}
    yield {"json": None, "headers": header}
    yield {"data": b"[1, 2", "content_type": "application/json", "headers": header}
    yield {"data": b"<a/>", "content_type": "application/xml", "headers": header}
    yield {"data": b"reason=lost", "content_type": "text/plain", "headers": header}
    yield {"data": b"\x00\xff" * 100, "content_type": "application/octet-stream", "headers": header}
    yield {"data": b"no boundary", "content_type": "multipart/form-data", "headers": header}
    yield {"data": b"--x\r\nContent-Disposition: form-data\r\n\r\n", "content_type": "multipart/form-data; boundary=x", "headers": header}
    yield {"data": b"", "content_type": "", "headers": header}
    yield {"data": {"q": (io.BytesIO(b"\x00"), "a\x00b.csv"), "file": "no file"}, "headers": header}


# What is no form is refused before either engine is asked.
@pytest.mark.sqlite_only
@pytest.mark.thorough
@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_no_form_is_no_fault_of_the_portals(sign_in: SignIn, forms: list[tuple[str, str]], part: int) -> None:
    faults, somebody = [], Somebody(sign_in)
    before = kept()
    for endpoint, url in forms[part::PARTS]:
        for number in range(STRANGE):
            browser, token = somebody.ready()
            send(browser, url, **list(strange_bodies(token))[number])
            if fault := fault_of(browser):
                faults.append(f"{endpoint}: {number}: {fault}")
    assert not faults, "\n".join(faults)
    assert kept() == before


def test_what_is_larger_than_the_portal_takes_is_refused_before_it_is_read(sign_in: SignIn, forms: list[tuple[str, str]]) -> None:
    browser = serving(sign_in(EVERYBODYS))
    token = tokens_for(browser)["csrf_token"]
    for endpoint, url in forms:
        for content_type in (URLENCODED, "multipart/form-data; boundary=x"):
            body = io.BytesIO(f"csrf_token={token}".encode())
            environment = {"CONTENT_LENGTH": str(10**12)}
            send(browser, url, input_stream=body, environ_overrides=environment, content_type=content_type)
            assert (browser.status, fault_of(browser)) == (413, ""), endpoint
            assert body.tell() == 0

    send(browser, "/residents", data={"csrf_token": token, "q": "あ" * 3_000_000})
    assert (browser.status, fault_of(browser)) == (413, "")
    many = b"".join(b'--x\r\nContent-Disposition: form-data; name="q"\r\n\r\n1\r\n' for _ in range(2000)) + b"--x--\r\n"
    send(browser, "/residents", data=many, content_type="multipart/form-data; boundary=x")
    assert (browser.status, fault_of(browser)) == (413, "")


def test_a_file_is_taken_from_staff_and_from_no_stranger(sign_in: SignIn, stranger: Browser) -> None:
    give_every_role(EVERYBODYS)
    large = b"a" * 3_000_000
    browser = serving(sign_in(EVERYBODYS))
    send(browser, "/register-files", data=tokens_for(browser) | {"file": (io.BytesIO(large), "a.csv")})
    assert browser.status in (303, 422)
    for url in ("/sign-in", "/sign-in/again"):
        send(stranger, url, data={"login_name": "madoguchi", "file": (io.BytesIO(large), "a.csv")})
        assert (stranger.status, fault_of(stranger)) == (413, "")


@pytest.mark.parametrize("raw", IN_A_PATH, ids=range(len(IN_A_PATH)))
def test_hostile_addresses_are_no_fault_of_the_portals(app: Flask, sign_in: SignIn, known: dict[str, str], raw: str) -> None:
    faults = []
    browser = serving(sign_in(EVERYBODYS))
    token = tokens_for(browser)["csrf_token"]
    for rule in [rule for rule in app.url_map.iter_rules() if rule.arguments]:
        url = address(rule.rule, known | dict.fromkeys(rule.arguments, raw))
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            answer = browser.client.get if method == "GET" else browser.client.post
            browser._take(Context().run(answer, url, **({} if method == "GET" else {"data": {"csrf_token": token}})))
            if fault := fault_of(browser):
                faults.append(f"{method} {rule.rule} {raw[:20]}: {fault}")
    assert not faults, "\n".join(faults)


def test_a_strange_cookie_or_header_is_no_fault_of_the_portals(stranger: Browser) -> None:
    for cookie in ("x", "a.b.c", "%00", "\u00e9", "a" * 4_000):
        stranger.client.set_cookie("portal", cookie)
        assert stranger.get("/residents").status in (302, 303)
    for headers in (
        {"Accept-Language": "\u00ff"},
        {"HX-Request": "true", "HX-Current-URL": "%00"},
        {"Referer": "\u00ff"},
        {"Range": "bytes=9-1"},
    ):
        assert stranger.get("/sign-in", headers=headers).status == 200
