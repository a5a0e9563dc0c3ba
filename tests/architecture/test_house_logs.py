"""Nothing of a person reaches the log: not from a search, not from an address, not from the text of a fault."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.web.allow import allow_everybody
from tests.architecture.sources import require
from tests.conftest import Browser
from tests.factories import a_resident

NAME = "架空谷 澄江"
KANA = "カクウダニ スミエ"
NUMBER = "0008812345"
PHONE = "029-000-9917"
LOGIN_PASSWORD = "a-password-nobody-should-read"
PERSONAL = (NAME, "架空谷", KANA, "カクウダニ", "スミエ", NUMBER, PHONE, "1948-05-14", "S23.5.14", LOGIN_PASSWORD)
MEND = "log the endpoint, the kind of fault and its place (portal/web/logs.py, error_pages.py); never a text, an address or a form."


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Callable[[], list[str]]:
    """The lines of everything written since the last time: the log, standard output, standard error."""

    def lines() -> list[str]:
        written = capfd.readouterr()
        text = "\n".join([caplog.text, written.out, written.err])
        caplog.clear()
        return text.splitlines()

    return lines


def _breaches(lines: list[str]) -> list[str]:
    return [f"{word}: {line[:160]}" for line in lines for word in PERSONAL if word in line]


def test_looking_somebody_up_leaves_nothing_in_the_log(sign_in: Callable[[str], Browser], told: Callable[[], list[str]]) -> None:
    resident = a_resident(name=NAME, kana=KANA, resident_number=NUMBER, phone=PHONE)
    browser = sign_in("madoguchi")
    told()

    browser.get("/residents").post("/residents", {"q": NAME, "birth": "S23.5.14", "channel": "counter", "reason": "reissue"}).follow()
    assert NAME in browser.text
    browser.post("/residents", {"q": NUMBER, "birth": ""})
    browser.get(f"/residents/{resident.public_id}")
    assert NAME in browser.text
    browser.get(f"/residents?q={NAME}&birth=S23.5.14")
    lines = told()

    assert [line for line in lines if "counter.show_resident" in line], "no line was captured at all"
    require(_breaches(lines), MEND)


def test_a_refused_sign_in_leaves_no_password_in_the_log(stranger: Browser, told: Callable[[], list[str]]) -> None:
    stranger.get("/sign-in").post("/sign-in", {"login_name": NAME, "password": LOGIN_PASSWORD})

    assert stranger.status == 422
    require(_breaches(told()), MEND)


@pytest.mark.parametrize("fault", [ValueError, KeyError, RuntimeError, UnicodeEncodeError])
def test_a_fault_tells_its_place_and_not_its_text(app: Flask, told: Callable[[], list[str]], fault: type[Exception]) -> None:
    @allow_everybody
    def fail() -> str:
        if fault is UnicodeEncodeError:
            raise UnicodeEncodeError("utf-8", f"{NAME} {NUMBER}", 0, 1, f"{NAME} cannot be written")
        raise fault(f"{NAME} {NUMBER} cannot be written")

    app.add_url_rule("/fail", "fail", fail)
    browser = Browser(app).get("/fail")
    lines = told()

    assert browser.status == 500
    assert NAME not in browser.text
    assert [line for line in lines if fault.__name__ in line], "the fault was not logged at all"
    require(_breaches(lines), MEND)
