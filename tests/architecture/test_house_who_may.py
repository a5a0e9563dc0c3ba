"""Every route walked by every role: who may, may; who may not is refused, and the refusal stands in the record (S1-4, R3-2, R3-3)."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Staff
from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.db import reading
from portal.permissions import Permission, Role, permissions_of
from portal.web.allow import EVERYBODY, permission_of
from portal.web.error_pages import STALE_PAGE
from tests.architecture.sources import require
from tests.architecture.walking import Step, steps
from tests.conftest import Browser
from tests.people import CAST

FINE = frozenset({200, 204, 286, 303, 400, 404, 409, 422})
VISIT = {"channel": "counter", "reason": "reissue"}
LEAVE_SEAT = "accounts.leave_seat"
# One person for each set of roles; some of them walk each time, the others before anything is handed in.
WALKERS = sorted({roles: login_name for login_name, (_, _, roles) in reversed(CAST.items())}.values())
ALWAYS = ("kanri", "kansa", "madoguchi")


def test_the_cast_has_every_role() -> None:
    played = {role for _, _, roles in CAST.values() for role in roles}

    require(sorted(set(Role) - played), "give the role to somebody in tests/people.py, so that every route is walked with it.")


@pytest.mark.parametrize("login_name", [name if name in ALWAYS else pytest.param(name, marks=pytest.mark.thorough) for name in WALKERS])
def test_each_role_reaches_exactly_what_it_is_granted(app: Flask, sign_in: Callable[[str], Browser], login_name: str) -> None:
    granted = permissions_of(frozenset(CAST[login_name][2]), frozenset())
    breaches, refused = [], []
    browser, csrf_token = _at_work(sign_in(login_name), granted)

    for step in steps(app):
        declared = permission_of(app, step.endpoint)
        status = step.taken_by(browser, csrf_token).status
        assert STALE_PAGE not in browser.text, step
        if declared == EVERYBODY or declared in granted:
            breaches += [] if status in FINE else [f"{step} answered {status} though {login_name} may"]
            if step.endpoint == LEAVE_SEAT:
                browser, csrf_token = _at_work(sign_in(login_name), granted)
        else:
            breaches += [] if status == 403 else [f"{step} answered {status} though {login_name} may not"]
            refused.append({"endpoint": step.endpoint, "permission": str(declared)})

    require(
        breaches,
        "the permission that @allow names and GRANTS in portal/permissions.py must agree with what the person's job needs; "
        "an answer above 499 is a fault of the route.",
    )
    require(
        [] if _refusals_of(login_name) == refused else [f"{len(refused)} refusals, {len(_refusals_of(login_name))} of them recorded"],
        "accounts/guard.py records Event.REQUEST_REFUSE with endpoint and permission for each refusal, before it answers.",
    )


def _at_work(browser: Browser, granted: frozenset[Permission]) -> tuple[Browser, str]:
    """Within a visit, where the person may hold one."""
    csrf_token = browser.get("/password").hidden("csrf_token")
    if Permission.VISIT_HOLD in granted:
        browser.post("/visits", VISIT | {"csrf_token": csrf_token})
        assert browser.status == 303
    return browser, csrf_token


def _refusals_of(login_name: str) -> list[dict[str, str]]:
    statement = (
        select(AuditRecord.facts)
        .join(Staff, Staff.id == AuditRecord.staff_id)
        .where(Staff.login_name == login_name, AuditRecord.event == Event.REQUEST_REFUSE.value)
        .order_by(AuditRecord.sequence)
    )
    with reading() as session:
        return [json.loads(facts) for facts in session.scalars(statement)]


def test_a_stranger_is_sent_to_the_sign_in_from_everywhere(app: Flask, stranger: Browser) -> None:
    breaches = []
    for step in steps(app):
        answer = step.taken_by(stranger, "")
        reached = not (answer.status == 303 and answer.location == "/sign-in")
        if reached and permission_of(app, step.endpoint) != EVERYBODY:
            breaches.append(f"{step} answered {answer.status} {answer.location}")

    require(breaches, "the guard (accounts/guard.py) runs before everything else and answers whoever is not signed in.")


def test_a_piece_of_a_page_is_refused_to_a_stranger_without_leaving_the_page(app: Flask, stranger: Browser) -> None:
    """401 covers the page, so that what was typed stays (docs/decisions/004-htmx.md)."""
    breaches = []
    for step in steps(app):
        if permission_of(app, step.endpoint) == EVERYBODY:
            continue
        status = _as_piece(stranger, step)
        breaches += [] if status == 401 else [f"{step} answered {status}"]

    require(breaches, "signed_out_answer() of portal/web/htmx.py is the guard's answer to htmx and to scripts.")


def _as_piece(browser: Browser, step: Step) -> int:
    ask = browser.client.get if step.method == "GET" else browser.client.post
    return ask(step.url, headers={"HX-Request": "true"}).status_code


def test_without_a_permission_only_ones_own_pages_are_left(app: Flask) -> None:
    """The venue holds none yet: it reaches its own password and the jobs that it asked for."""
    venue = permissions_of(frozenset({Role.VENUE}), frozenset())
    open_to_venue = [step for step in steps(app) if permission_of(app, step.endpoint) in venue]

    assert venue == {Permission.SIGNED_IN}
    assert {step.endpoint.partition(".")[0] for step in open_to_venue} <= {"accounts", "jobs"}
