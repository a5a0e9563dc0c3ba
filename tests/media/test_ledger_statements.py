"""How many statements the pages of the ledgers ask: the same for one line and for a page of them."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.db import writing
from portal.media.rules import CopyKind, State
from tests.asked import statements
from tests.conftest import Browser
from tests.media.ledger_rows import add_copy, add_end, closed, corrected, lent, taken_out

SignIn = Callable[[str], Browser]
# Address, and the most that it may ask; the first finds the person signed in, the navigation counts what waits for them.
PAGES = {
    "/media/ledgers?ledger=use": 29,
    "/media/ledgers?ledger=take_out": 29,
    "/media/ledgers?ledger=medium": 22,
    "/media/ledgers?ledger=end": 18,
    "/media/ledgers/files?ledger=use": 11,
    "/media/day-check": 14,
    "/media/handovers": 9,
    "/media/handovers/daicho": 16,
}


def lines(count: int) -> None:
    with writing():
        for _ in range(count):
            corrected(closed(), "purpose", "あ", "い")
            line, _ = lent(State.RETURNED)
            add_copy(line, CopyKind.TERMINAL, place="KENKO-07")
            add_end(add_copy(line))
            corrected(taken_out(), "route", "あ", "い")


@pytest.mark.thorough
def test_a_page_asks_no_more_for_many_lines_than_for_one(app: Flask, sign_in: SignIn) -> None:
    chief = sign_in("kacho")
    lines(1)
    few = {url: asked_by(chief, url) for url in PAGES}
    lines(12)
    many = {url: asked_by(chief, url) for url in PAGES}

    assert many == few
    assert {url: count for url, count in many.items() if count > PAGES[url]} == {}


def asked_by(browser: Browser, url: str) -> int:
    browser.get(url)
    with statements() as asked:
        browser.get(url)
    assert browser.status == 200, browser.text[:300]
    return len(asked)
