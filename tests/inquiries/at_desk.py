"""A slip started, written and handled as from its page."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from portal.db import reading
from portal.inquiries.models import Slip, SlipEntry
from tests.conftest import Browser

SignIn = Callable[[str], Browser]


def started(browser: Browser) -> str:
    """The address of a slip that this person has just started."""
    browser.get("/password")
    token = browser.text.split('id="slip-start"', 1)[1].split('name="once" value="', 1)[1].split('"', 1)[0]
    browser.post("/inquiries", {"once": token})
    assert browser.status == 303, browser.text[:300]
    return browser.location


def slip_at(url: str) -> Slip:
    with reading() as session:
        return session.scalars(select(Slip).where(Slip.public_id == url.rsplit("/", 1)[1])).one()


def entries_at(url: str) -> list[SlipEntry]:
    slip = slip_at(url)
    with reading() as session:
        return list(session.scalars(select(SlipEntry).where(SlipEntry.slip_id == slip.id).order_by(SlipEntry.id)))


def type_into(browser: Browser, url: str, *, was: dict[str, str] | None = None, **typed: str) -> dict[str, Any]:
    """As the script of the page sends it: what is typed with what it was based on, which is nothing unless `was` says."""
    based_on = {f"was_{name}": (was or {}).get(name, "") for name in typed}
    browser.post(url, typed | based_on, headers={"X-Requested-With": "fetch"})
    assert browser.status == 200, (browser.status, browser.text[:500])
    return browser.response.get_json()
