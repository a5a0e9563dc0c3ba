"""The password given again before something is signed: how long it counts, and that guessing is counted as at the sign-in."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from portal.accounts import sessions, sign_in
from portal.accounts.models import SignInFailure
from portal.accounts.proof_actions import NotProved, prove, require_fresh
from portal.accounts.proof_rules import is_fresh, why_not_fresh
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.clock import JAPAN
from portal.config import Settings
from portal.db import reading, writing
from tests.accounts.signing_in import at_terminal, give_password
from tests.accounts.staff_records import facts_of, session_of, the_staff
from tests.people import PASSWORD

NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)
OFFICE = "10.20.0.7"
WRONG = "not-the-password"


@pytest.fixture(autouse=True)
def moment() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def settings(app: Flask) -> Settings:
    return app.extensions["portal_settings"]


@pytest.fixture
def chief(settings: Settings) -> SignedIn:
    """Signed in with the password, now."""
    token = sign_in.sign_in("kacho", PASSWORD, address=OFFICE, settings=settings).token
    found = sessions.find_signed_in(token)
    assert found is not None
    return found


def again(staff: SignedIn) -> SignedIn:
    """As the next request finds them."""
    found = sessions.find_signed_in(staff.token)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("age", "fresh"),
    [
        (timedelta(0), True),
        (timedelta(minutes=10), True),
        (timedelta(minutes=10, microseconds=1), False),
        (timedelta(seconds=-1), False),
        (None, False),
    ],
)
def test_a_proof_counts_for_so_many_minutes(age: timedelta | None, fresh: bool) -> None:
    proved_at = None if age is None else NOW - age
    assert is_fresh(proved_at, NOW, 10) is fresh
    reason = why_not_fresh(proved_at, NOW, 10)
    assert (reason is None) if fresh else "10分以内に確かめたパスワード" in (reason or "")


def test_the_sign_in_is_a_proof_and_grows_old(chief: SignedIn, settings: Settings, moment: Any) -> None:
    assert chief.proved_at == NOW
    moment.shift(timedelta(minutes=10))
    require_fresh(chief, NOW + timedelta(minutes=10), settings)
    with pytest.raises(NotProved, match="もう一度パスワードを入れてください"):
        require_fresh(chief, NOW + timedelta(minutes=10, seconds=1), settings)


def test_a_session_begun_without_a_password_is_no_proof(app: Flask) -> None:
    person = the_staff("kacho")
    with writing():
        token = sessions.open_session(person, address=OFFICE, method="test")
    found = sessions.find_signed_in(token)
    assert found is not None
    assert found.proved_at is None


def test_coming_back_to_the_seat_is_a_proof(app: Flask, moment: Any) -> None:
    browser = give_password(at_terminal(app), "kacho")
    moment.shift(timedelta(minutes=12))
    assert session_of("kacho").proved_at == NOW
    browser.get("/password")
    token = browser.hidden("csrf_token")
    browser.post("/sign-in/again", {"login_name": "kacho", "password": PASSWORD, "csrf_token": token})
    assert session_of("kacho").proved_at == NOW + timedelta(minutes=12)


def test_the_right_password_proves_again(chief: SignedIn, settings: Settings, moment: Any) -> None:
    moment.shift(timedelta(minutes=11))
    prove(chief, PASSWORD, settings)
    assert again(chief).proved_at == NOW + timedelta(minutes=11)
    assert facts_of(Event.PROOF_GIVE) == [{"by": "kacho"}]


def test_a_wrong_one_is_refused_counted_and_recorded(chief: SignedIn, settings: Settings, moment: Any) -> None:
    moment.shift(timedelta(minutes=11))
    with pytest.raises(NotProved, match="パスワードが違います。まだ何も保存していません"):
        prove(chief, WRONG, settings)
    assert again(chief).proved_at == NOW
    assert the_staff("kacho").failures == 1
    assert failures_from(OFFICE) == 1
    assert facts_of(Event.PROOF_REFUSE) == [{"by": "kacho", "reason": "パスワード違い"}]
    prove(chief, PASSWORD, settings)
    assert the_staff("kacho").failures == 0


@pytest.mark.thorough
def test_five_wrong_ones_lock_the_account_as_at_the_sign_in(chief: SignedIn, settings: Settings, moment: Any) -> None:
    for _ in range(4):
        with pytest.raises(NotProved, match="パスワードが違います"):
            prove(chief, WRONG, settings)
    with pytest.raises(NotProved, match="あと15分待つか"):
        prove(chief, WRONG, settings)
    with pytest.raises(NotProved, match="あと15分待つか"):
        prove(chief, PASSWORD, settings)
    assert [each["reason"] for each in facts_of(Event.PROOF_REFUSE)] == [*["パスワード違い"] * 5, "ロック中"]
    refused = sign_in.sign_in("kacho", PASSWORD, address=OFFICE, settings=settings)
    assert "サインインを止めています" in refused.reason
    moment.shift(timedelta(minutes=15))
    prove(chief, PASSWORD, settings)
    assert the_staff("kacho").locked_until is None


def test_wrong_ones_at_the_sign_in_and_here_count_together(chief: SignedIn, settings: Settings) -> None:
    for _ in range(3):
        sign_in.sign_in("kacho", WRONG, address=OFFICE, settings=settings)
    for _ in range(2):
        with pytest.raises(NotProved):
            prove(chief, WRONG, settings)
    assert the_staff("kacho").locked_until == NOW + timedelta(minutes=15)


def test_an_old_lock_is_not_told_as_a_new_one(chief: SignedIn, settings: Settings, moment: Any) -> None:
    for _ in range(5):
        with pytest.raises(NotProved):
            prove(chief, WRONG, settings)
    moment.shift(timedelta(minutes=16))
    with pytest.raises(NotProved, match="パスワードが違います"):
        prove(chief, WRONG, settings)


def test_a_place_with_many_failures_waits_here_too(chief: SignedIn, settings: Settings) -> None:
    with writing() as session:
        session.add_all(SignInFailure(address=OFFICE, at=NOW) for _ in range(200))
    with pytest.raises(NotProved, match="30秒待ってから"):
        prove(chief, PASSWORD, settings)
    assert facts_of(Event.PROOF_REFUSE) == [{"by": "kacho", "reason": "場所の待ち時間中"}]


def failures_from(address: str) -> int:
    with reading() as session:
        return session.query(SignInFailure).filter_by(address=address).count()
