"""Steps of the 媒体台帳 taken through its screens, and what is stored of them."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import select

from portal.db import db, reading, writing
from portal.media.medium_models import Difference, MediumEvent, MediumLoss, Renewal, Stocktake, StocktakeScan
from portal.media.models import Medium
from tests.conftest import Browser
from tests.media.rows import add_medium, section_id
from tests.people import PASSWORD

SignIn = Callable[[str], Browser]
DETAILS: dict[str, Any] = {
    "kind": "usb",
    "maker": "エレコム",
    "model": "MF-ENU3A",
    "serial": "4C53-123456789018",
    "capacity": "16GB",
    "encryption": "hardware",
    "keeper": "baitai",
    "place": "執務室の施錠保管庫",
    "uses": "国の接種記録システムへの登録",
    "first": "令和8年4月1日",
    "last": "令和9年3月31日",
}
LOSS = {
    "is_strong": "no",
    "known_on": "令和8年11月30日",
    "known_at": "0:00",
    "circumstances": "会場からの帰りに見当たらなくなった",
    "note": "",
}


def a_medium(serial: str = "", section: str = "kenko", **values: Any) -> Medium:
    with writing():
        return add_medium(serial, section_id=section_id(section), **values)


def page_of(medium: Medium) -> str:
    return f"/media/media/{medium.public_id}"


def step(browser: Browser, medium: Medium, name: str, **form: Any) -> Browser:
    """One step on its own page, sent as the page would."""
    url = f"{page_of(medium)}/{name}"
    return browser.get(url).post(url, form) if browser.get(url).status == 200 else browser


def now_of(medium: Medium) -> Medium:
    with reading() as session:
        return session.scalars(select(Medium).where(Medium.id == medium.id)).one()


def told(medium: Medium) -> list[tuple[str, str]]:
    """What its history says, in order."""
    with reading() as session:
        events = session.scalars(select(MediumEvent).where(MediumEvent.medium_id == medium.id).order_by(MediumEvent.id))
        return [(event.what.value, event.words) for event in events]


Row = TypeVar("Row", Difference, MediumLoss, Renewal, Stocktake, StocktakeScan)


def all_of(model: type[Row]) -> list[Row]:
    with reading() as session:
        return list(session.scalars(select(model).order_by(model.id)))


def a_renewal(browser: Browser, *media: Medium, year: int = 2026) -> str:
    """Asked for by the custodian; its page."""
    browser.get("/media/renewals/new").post("/media/renewals/new", {"year": str(year), "medium": [each.public_id for each in media]})
    assert browser.status == 303, browser.text[-3000:]
    return browser.location


def decide(browser: Browser, page: str, verdict: str, words: str = "", password: str = PASSWORD) -> Browser:
    """`verdict`: approval or refusal."""
    browser.get(page)
    token = browser.text.split(f'{page}/approval"', 1)[-1].split('name="once" value="', 1)[-1].split('"', 1)[0]
    return browser.post(f"{page}/{verdict}", {"words": words, "password": password, "once": token})


def a_stocktake(browser: Browser) -> str:
    """Started by the custodian; its page."""
    browser.get("/media/stocktakes").post("/media/stocktakes")
    assert browser.status == 303, browser.text[-3000:]
    return browser.location


def scan(browser: Browser, page: str, number: str) -> Browser:
    browser.get(page)
    token = browser.text.split(f'{page}/scans"', 1)[-1].split('name="once" value="', 1)[-1].split('"', 1)[0]
    return browser.post(f"{page}/scans", {"number": number, "once": token})


def close(browser: Browser, page: str) -> Browser:
    browser.get(page)
    token = browser.text.split(f'{page}/closing"', 1)[-1].split('name="once" value="', 1)[-1].split('"', 1)[0]
    return browser.post(f"{page}/closing", {"once": token})


def count(model: Any) -> int:
    with reading():
        return db.session().query(model).count()
