"""Asks for every address of the portal as one browser, with names in the addresses that belong to nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.routing import Rule

if TYPE_CHECKING:
    from tests.conftest import Browser

NOWHERE = {
    "public_id": "0" * 32,
    "login_name": "nobody",
    "section_code": "none",
    "programme_code": "none",
    "word": "front_desk",
    "starts_on": "2026-04-01",
    "sequence": 999_999,
    "filename": "none.css",
}
# Afterwards there is no visit, then nobody at the seat, then nobody signed in: they come last, in this order.
PARTING = ("accounts.end_visit", "accounts.leave_seat", "accounts.sign_out")


@dataclass(frozen=True)
class Step:
    """One request to come."""

    endpoint: str
    method: str
    url: str

    def taken_by(self, browser: "Browser", csrf_token: str) -> "Browser":
        """The page, or a form with nothing in it but the token."""
        return browser.get(self.url) if self.method == "GET" else browser.post(self.url, {"csrf_token": csrf_token})

    def __str__(self) -> str:
        return f"{self.method} {self.url} ({self.endpoint})"


def steps(app: Flask) -> Iterator[Step]:
    """Every rule of the address map with every method it answers."""
    for rule in sorted(app.url_map.iter_rules(), key=_turn):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Step(rule.endpoint, method, _address(rule))


def _turn(rule: Rule) -> tuple[int, str]:
    return (PARTING.index(rule.endpoint) + 1 if rule.endpoint in PARTING else 0, rule.rule)


def _address(rule: Rule) -> str:
    built = rule.build({name: NOWHERE[name] for name in rule.arguments})
    assert built is not None, f"{rule.rule} has a parameter without an example in tests/architecture/walking.py"
    return built[1]
