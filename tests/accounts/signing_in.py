"""What the tests of sign-in and sessions share: a stranger at a terminal, and forms sent with the tokens of an open page."""

from flask import Flask

from tests.conftest import Browser
from tests.people import PASSWORD

OFFICE = "10.20.0.7"
VISIT = {"channel": "counter", "reason": "reissue"}


def at_terminal(app: Flask, address: str = OFFICE) -> Browser:
    browser = Browser(app)
    browser.client.environ_base["REMOTE_ADDR"] = address
    return browser.get("/sign-in")


def give_password(browser: Browser, login_name: str, password: str = PASSWORD) -> Browser:
    return browser.post("/sign-in", {"login_name": login_name, "password": password})


def sign_in_again(browser: Browser, login_name: str, csrf_token: str, password: str = PASSWORD) -> Browser:
    """From the cover over a page that stayed open, with the token of that page."""
    return browser.post("/sign-in/again", {"login_name": login_name, "password": password, "csrf_token": csrf_token})


def is_served(browser: Browser, url: str = "/password") -> bool:
    """Whether the portal shows this browser a page of somebody signed in."""
    browser.get(url)
    return browser.status == 200
