"""One-time forms: claimed once, by their owner; the second time gives the first result."""

import threading

import pytest
from flask import Flask
from itsdangerous import URLSafeSerializer
from sqlalchemy import func, select

from portal.db import db, reading, writing
from portal.errors import BadInput
from portal.web.models import FormResult
from portal.web.once import STALE, first_result, keep_result, new_once, once_from_form

OWNER, ANOTHER = 1, 2


def sent(app: Flask, once: str | None, staff_id: int = OWNER) -> str:
    """The token out of a form sent with this hidden field."""
    form = {} if once is None else {"once": once}
    with app.test_request_context("/", method="POST", data=form):
        return once_from_form(staff_id)


def stored() -> list[tuple[str, str]]:
    with reading() as session:
        return [tuple(row) for row in session.execute(select(FormResult.token, FormResult.result))]


def test_the_token_comes_back_to_its_owner(app: Flask) -> None:
    once = new_once(OWNER)

    assert len(sent(app, once)) == 32
    assert sent(app, once) == sent(app, once)
    assert sent(app, new_once(OWNER)) != sent(app, once)


def test_a_token_that_is_missing_forged_spoilt_or_another_persons_is_refused(app: Flask) -> None:
    once = new_once(OWNER)
    foreign = URLSafeSerializer("another secret", salt="one-time form").dumps([OWNER, "a" * 32])
    other_use = URLSafeSerializer(app.secret_key or "", salt="another use").dumps([OWNER, "a" * 32])
    shapes = [URLSafeSerializer(app.secret_key or "", salt="one-time form").dumps(value) for value in (7, None, [], [OWNER], {"a": 1})]
    spoilt = [None, "", "forged", once[:-1], once + "x", once.upper(), "あ", "\x00", ".", "..", "x" * 100_000]
    for value in [*spoilt, foreign, other_use, *shapes, new_once(ANOTHER)]:
        with pytest.raises(BadInput) as refused:
            sent(app, value)
        assert refused.value.message == STALE


def test_the_first_time_it_is_claimed_and_then_gives_what_the_first_led_to(app: Flask) -> None:
    with writing():
        assert first_result("a" * 32) is None
        keep_result("a" * 32, "the first page")
    with writing():
        assert first_result("a" * 32) == "the first page"
    with writing():
        assert first_result("b" * 32) is None

    assert sorted(stored()) == [("a" * 32, "the first page"), ("b" * 32, "")]


def test_what_fails_is_not_claimed(app: Flask) -> None:
    def fail() -> None:
        with writing():
            first_result("a" * 32)
            keep_result("a" * 32, str(1 // 0))

    with pytest.raises(ZeroDivisionError):
        fail()
    assert stored() == []

    with writing():
        assert first_result("a" * 32) is None


def test_what_was_changed_before_the_repeat_was_noticed_stays_changeable(app: Flask) -> None:
    """The failed claim is taken back alone: the transaction goes on."""
    with writing():
        first_result("a" * 32)
        keep_result("a" * 32, "one")
    with writing():
        assert first_result("a" * 32) == "one"
        assert first_result("b" * 32) is None
        keep_result("b" * 32, "two")

    assert sorted(stored()) == [("a" * 32, "one"), ("b" * 32, "two")]


def test_of_many_who_send_one_form_at_once_one_is_the_first(app: Flask) -> None:
    start, outcomes = threading.Barrier(8), []

    def send(number: int) -> None:
        with app.app_context():
            start.wait()
            with writing():
                known = first_result("a" * 32)
                if known is None:
                    keep_result("a" * 32, f"result {number}")
            outcomes.append(known)
            db.session.remove()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    ((_, result),) = stored()
    assert sorted(outcomes, key=str) == [None, *[result] * 7]
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(FormResult)) == 1
