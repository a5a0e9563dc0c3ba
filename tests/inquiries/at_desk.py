"""A slip started, written and handled as from its page."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from portal.accounts.sessions import SignedIn, find_signed_in
from portal.db import reading
from portal.inquiries.models import Slip, SlipEntry, SlipFormer
from tests.conftest import Browser

SignIn = Callable[[str], Browser]
FETCHED = {"X-Requested-With": "fetch"}


def start_token(browser: Browser) -> str:
    """Of the button on top of every page."""
    browser.get("/password")
    return browser.text.split('id="slip-start"', 1)[1].split('name="once" value="', 1)[1].split('"', 1)[0]


def started(browser: Browser) -> str:
    """The address of a slip that this person has just started."""
    browser.post("/inquiries", {"once": start_token(browser)})
    assert browser.status == 303, browser.text[:300]
    return browser.location


def ready(browser: Browser) -> str:
    """A slip in which nothing is missing but the answer."""
    url = started(browser)
    type_into(browser, url, subject="接種券が2通届いた", body="昨日2通目が届いた。", category="handling")
    return url


def type_into(browser: Browser, url: str, *, was: dict[str, str] | None = None, **typed: str) -> dict[str, Any]:
    """As the script of the page sends it: what is typed with what it was based on, which is nothing unless `was` says."""
    based_on = {f"was_{name}": (was or {}).get(name, "") for name in typed}
    browser.post(url, typed | based_on, headers=FETCHED)
    assert browser.status == 200, (browser.status, browser.text[:500])
    return browser.response.get_json()


def act(browser: Browser, url: str, verb: str, **form: Any) -> Browser:
    """A form of the slip, sent with a token of its page."""
    browser.get(url)
    return browser.post(f"{url}/{verb}", form)


def signed_in(browser: Browser) -> SignedIn:
    with browser.client.session_transaction() as cookie:
        staff = find_signed_in(cookie["_user_id"])
    assert staff is not None
    return staff


def slip_at(url: str) -> Slip:
    with reading() as session:
        return session.scalars(select(Slip).where(Slip.public_id == url.rsplit("/", 1)[1])).one()


def entries_at(url: str) -> list[SlipEntry]:
    slip = slip_at(url)
    with reading() as session:
        return list(session.scalars(select(SlipEntry).where(SlipEntry.slip_id == slip.id).order_by(SlipEntry.id)))


def formers_at(url: str) -> list[SlipFormer]:
    slip = slip_at(url)
    with reading() as session:
        return list(session.scalars(select(SlipFormer).where(SlipFormer.slip_id == slip.id).order_by(SlipFormer.id)))
