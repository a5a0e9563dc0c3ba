"""What the ledgers say to a point: that line, and not the one beside it (R5-2)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from portal import clock
from portal.accounts.chief_rules import SignsAs
from portal.audits.facts_queries import Scope, facts_of
from portal.audits.rules import Fact, Point
from portal.clock import JAPAN
from portal.db import reading, writing
from portal.media.line_models import MediaRequest
from portal.media.number_rules import Series
from portal.media.rules import Condition, Encryption, How, Kind, State, Thing
from tests.media.ledger_rows import corrected, sign
from tests.media.rows import add_copy, add_end, add_lending, add_line, add_medium
from tests.people import staff_id

MONDAY = datetime(2026, 11, 30, tzinfo=JAPAN)


def _facts() -> dict[Point, Fact]:
    today = clock.today()
    with reading():
        return facts_of(Scope(None, today - timedelta(days=30), today, 8, 19, clock.now()))


def _out(**values: object) -> MediaRequest:
    return add_line(State.HANDED, **({"thing": Thing.PAPERS, "thing_words": "名簿"} | values))


@pytest.mark.parametrize(
    ("handed_at", "is_unusual"),
    [
        (MONDAY + timedelta(hours=7, minutes=59), True),
        (MONDAY + timedelta(hours=8), False),
        (MONDAY + timedelta(hours=18, minutes=59), False),
        (MONDAY + timedelta(hours=19), True),
        (MONDAY - timedelta(days=1) + timedelta(hours=10), True),
        (MONDAY - timedelta(days=3) + timedelta(hours=10), False),
    ],
)
def test_outside_the_hours_of_the_office(app: Flask, handed_at: datetime, is_unusual: bool) -> None:
    with writing():
        line = _out()
        add_lending(line, handed_at=handed_at)
        named = ((line.number.shown,), (line.public_id,))
    fact = _facts()[Point.UNUSUAL_HOURS]
    assert (fact.numbers, fact.public_ids) == (named if is_unusual else ((), ()))


def _deputy() -> MediaRequest:
    read, line = _out(), _out()
    sign(read, signed_as=SignsAs.DEPUTY, reviewed_at=clock.now(), reviewed_by=staff_id("somukacho"))
    sign(line, signed_as=SignsAs.DEPUTY)
    return line


def _corrected() -> MediaRequest:
    beside, line = _out(), _out()
    corrected(beside, "place", "右", "左", ledger=Series.END)
    corrected(line, "purpose", "右", "左")
    return line


def _lost() -> MediaRequest:
    found, line = _out(), _out()
    add_end(add_copy(found), how=How.LOST, rejected_at=clock.now(), rejected_by=staff_id("kacho"))
    add_end(add_copy(line), how=How.LOST)
    return line


@pytest.mark.parametrize(
    ("point", "make", "calls"),
    [(Point.DEPUTY_UNREAD, _deputy, True), (Point.CORRECTIONS, _corrected, False), (Point.LOST, _lost, True)],
)
def test_one_of_two_is_named(app: Flask, point: Point, make: Callable[[], MediaRequest], calls: bool) -> None:
    with writing():
        line = make()
        named = [(line.number.shown, line.public_id)]
    fact = _facts()[point]
    assert (fact.named, fact.calls) == (named, calls)


def test_a_lost_medium_stands_behind_the_lost_copies(app: Flask) -> None:
    with writing():
        add_medium()
        lost = add_medium(condition=Condition.LOST)
        named = [(lost.number.shown, lost.public_id)]
    assert _facts()[Point.LOST].named == named


@pytest.mark.parametrize(("encryption", "calls"), [(Encryption.ZIP_AES256, False), (Encryption.PASSWORD, True)])
def test_what_left_weakly_protected_asks_to_be_looked_into(app: Flask, encryption: Encryption, calls: bool) -> None:
    with writing():
        add_line(State.HANDED, kind=Kind.TAKE_OUT, encryption=encryption)
        add_line(State.APPROVED, kind=Kind.TAKE_OUT, encryption=Encryption.NONE)
        add_line(State.HANDED, encryption=Encryption.NONE)
    fact = _facts()[Point.ENCRYPTION]
    assert ("なし" in fact.words, fact.calls) == (False, calls)
