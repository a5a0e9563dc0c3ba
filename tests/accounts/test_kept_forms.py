"""A form that came after the session had ended: kept sealed, given back to the same person on the same page, and where signing in leads."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from wtforms import PasswordField

from portal.accounts import forms, staff_forms
from portal.accounts.kept import LONGEST_PATH, NEVER_KEPT, PLACE
from portal.accounts.models import KeptForm
from portal.clock import JAPAN
from portal.db import reading
from portal.encryption import open_text
from portal.web.rendering import settings
from tests.accounts.signing_in import at_terminal, give_password
from tests.conftest import Browser

pytestmark = pytest.mark.thorough

NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)
ORIGIN = "http://localhost"
RETURNED = "サインインが切れる前に入れた内容を戻しました。"


@pytest.fixture(autouse=True)
def moment() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def too_late(app: Flask, moment: Any) -> Callable[..., Browser]:
    """The browser of madoguchi after a form was sent that came too late."""

    def send(url: str = "/residents", form: dict[str, str] | None = None, page: str = "/residents", **headers: str) -> Browser:
        browser = give_password(at_terminal(app), "madoguchi")
        browser.get(page)
        moment.shift(timedelta(seconds=901))
        return browser.post(url, {"q": "架空谷", "birth": "S23"} if form is None else form, headers={"Referer": ORIGIN + page} | headers)

    return send


def kept() -> list[tuple[str, dict[str, str]]]:
    with reading() as session:
        rows = session.scalars(select(KeptForm)).all()
    return [(row.path, dict(json.loads(open_text(settings().data_key, row.sealed, place=PLACE)))) for row in rows]


def test_what_was_typed_comes_back_on_the_page_of_the_form(too_late: Callable[..., Browser]) -> None:
    browser = too_late()
    assert (browser.status, browser.location) == (303, "/sign-in")
    assert "サインインすると、開いていた画面に戻ります。" in browser.follow().text
    assert kept() == [("/residents", {"q": "架空谷", "birth": "S23"})]

    give_password(browser, "madoguchi")
    assert browser.location == "/residents"
    browser.follow()
    assert 'value="架空谷"' in browser.text
    assert 'value="S23"' in browser.text
    assert RETURNED in browser.text
    assert kept() == []
    assert RETURNED not in browser.get("/residents").text


def test_the_chosen_reason_comes_back_too(too_late: Callable[..., Browser]) -> None:
    browser = too_late(form={"q": "架空谷", "channel": "phone", "reason": "inquiry"}).follow()
    page = give_password(browser, "madoguchi").follow().text

    assert [word for word in ("phone", "inquiry", "reissue", "counter") if _is_chosen(page, word)] == ["phone", "inquiry"]


def _is_chosen(page: str, value: str) -> bool:
    option = next(part for part in page.split("<input")[1:] if f'value="{value}"' in part.split(">")[0])
    return "checked" in option.split(">")[0]


def test_it_is_sealed_at_rest(too_late: Callable[..., Browser]) -> None:
    too_late()

    with reading() as session:
        assert "架空谷" not in repr(session.execute(select(KeptForm.__table__)).all())


def test_another_person_gets_nothing_of_it(too_late: Callable[..., Browser]) -> None:
    browser = too_late().follow()
    give_password(browser, "madoguchi2").follow()

    assert "架空谷" not in browser.text
    assert RETURNED not in browser.text
    assert len(kept()) == 1


def test_a_stranger_s_form_is_not_kept(stranger: Browser) -> None:
    stranger.post("/residents", {"q": "架空谷", "csrf_token": "x"})

    assert stranger.location == "/sign-in"
    assert kept() == []


def test_only_the_newest_form_of_a_person_is_kept(too_late: Callable[..., Browser]) -> None:
    browser = too_late()
    browser.post("/residents", {"q": "別の語"}, headers={"Referer": f"{ORIGIN}/residents"})

    assert kept() == [("/residents", {"q": "別の語"})]


def test_no_password_and_no_token_is_kept(too_late: Callable[..., Browser]) -> None:
    secrets = {"present": "secret-one-of-mine", "new_password": "secret-two-of-mine", "new_password_again": "secret-two-of-mine"}
    too_late("/password", secrets | {"csrf_token": "a", "once": "b"}, "/password")

    assert kept() == []


def test_every_password_field_is_named_among_what_is_never_kept() -> None:
    asked = {
        name
        for module in (forms, staff_forms)
        for form in vars(module).values()
        if isinstance(form, type) and issubclass(form, forms.Form)
        for name, field in vars(form).items()
        if getattr(field, "field_class", None) is PasswordField
    }

    assert asked == {"password", "present", "new_password", "new_password_again"}
    assert asked < NEVER_KEPT


@pytest.mark.parametrize("typed", ["123456789018", "1234-5678-9018", "山田 123456789018"])
def test_no_individual_number_is_kept(too_late: Callable[..., Browser], typed: str) -> None:
    too_late(form={"q": typed, "birth": "S23"})

    assert kept() == [("/residents", {"birth": "S23"})]


def test_a_form_too_large_is_not_kept(too_late: Callable[..., Browser]) -> None:
    browser = too_late(form={"q": "山" * 100_000})

    assert browser.location == "/sign-in"
    assert kept() == []


@pytest.mark.parametrize(
    ("url", "referrer", "target"),
    [
        ("/residents", f"{ORIGIN}/residents?page=2#x", "/residents"),
        ("/visits", f"{ORIGIN}/visits/new?next=/residents", "/visits/new"),
        ("/visits", "", "/"),  # only a form can ask for /visits
        ("/residents/0/protected", "", "/residents/0"),
        ("/residents", f"{ORIGIN}/residents/0/protected", "/residents/0"),
        ("/residents", "https://evil.example/residents/1", "/residents"),
        ("/residents", f"{ORIGIN}.evil.example/x", "/residents"),
        ("/residents", f"{ORIGIN}//evil.example/x", "/"),
        ("/residents", f"{ORIGIN}/\\evil.example", "/"),
        ("/residents", f"{ORIGIN}/{'a' * 10_000}", "/"),
        ("/residents", f"{ORIGIN}/residents/{'a' * 10_000}", f"/residents/{'a' * 10_000}"[:LONGEST_PATH]),
    ],
)
def test_signing_in_leads_back_to_the_page_of_the_form_and_nowhere_else(
    too_late: Callable[..., Browser], url: str, referrer: str, target: str
) -> None:
    browser = too_late(url, None, "/residents", Referer=referrer)
    assert browser.location == "/sign-in"
    give_password(browser.follow(), "madoguchi")

    assert browser.location == target


def test_a_page_asked_for_while_signed_out_opens_after_signing_in(app: Flask) -> None:
    browser = at_terminal(app).get("/vouchers/today")
    assert browser.location == "/sign-in"

    assert give_password(browser.follow(), "madoguchi").location == "/vouchers/today"


def test_a_piece_of_a_page_is_no_place_to_return_to(app: Flask) -> None:
    browser = at_terminal(app).get("/vouchers/today", headers={"HX-Request": "true"})
    assert browser.status == 401

    assert give_password(browser.get("/sign-in"), "madoguchi").location == "/"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "evil.example",
    ],
)
def test_no_forged_place_to_return_to_leads_out(app: Flask, target: str) -> None:
    browser = at_terminal(app)
    with browser.client.session_transaction() as cookie:
        cookie["return_to"] = target

    assert give_password(browser, "madoguchi").location == "/"
