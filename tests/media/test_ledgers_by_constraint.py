"""What the tables themselves refuse when asked without the portal (M-1, M-3, M-5, M-6)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from portal import clock
from portal.accounts.chief_rules import SignsAs
from portal.db import db, writing
from portal.media.copy_models import Copy, CopyEnd, Lending
from portal.media.line_models import MediaRequest, Signature
from portal.media.rules import Decision, How, State, Step
from tests.media.rows import add, add_copy, add_end, add_lending, add_line, section_id
from tests.people import staff_id


def _signature(line: MediaRequest, by: str, **values: Any) -> Signature:
    given = {"round": 1, "step": Step.HOLDER, "section_id": section_id(), "decision": Decision.APPROVE, "signed_as": SignsAs.CHIEF}
    ids = {"public_id": f"{line.id:032}", "request_id": line.id, "requester_id": line.requester_id}
    return add(Signature(signed_by=staff_id(by), at=clock.now(), **(ids | given | values)))


def _own_approval() -> None:
    _signature(add_line(State.ASKED, by="kacho"), "kacho")


def _own_approval_under_another_name() -> None:
    line = add_line(State.ASKED, by="kacho")
    _signature(line, "kacho", requester_id=staff_id("daicho"))


def _own_confirmation() -> None:
    add_end(add_copy(add_line(State.RETURNED)), by="daicho", confirmed_by="daicho")


def _two_ends_of_one_copy() -> None:
    copy = add_copy(add_line(State.RETURNED))
    add_end(copy)
    add_end(copy)


def _medium_at_two_places() -> None:
    first = add_line(State.HANDED)
    add_lending(first)
    add_lending(add_line(State.HANDED, medium_id=first.medium_id))


def _no_registered_medium() -> None:
    add_line(State.ASKED, medium_id=None)


def _closed_with_an_open_copy() -> None:
    line = add_line(State.RETURNED)
    add_end(add_copy(line))
    line.state, line.closed_at, line.closed_by = State.CLOSED, clock.now(), staff_id("kacho")
    db.session().flush()


def _closed_by_the_requester() -> None:
    line = add_line(State.RETURNED)
    line.state, line.closed_at, line.closed_by = State.CLOSED, clock.now(), line.requester_id
    db.session().flush()


def _removed(table: type) -> Callable[[], None]:
    def remove() -> None:
        line = add_line(State.RETURNED)
        add_lending(line)
        add_end(add_copy(line))
        _signature(line, "kacho")
        db.session().execute(delete(table))

    return remove


def _rewritten(change: Callable[[MediaRequest], Any]) -> Callable[[], None]:
    def rewrite() -> None:
        line = add_line(State.RETURNED)
        add_end(add_copy(line), confirmed_by="baitai")
        _signature(line, "kacho")
        db.session().execute(change(line))

    return rewrite


REFUSED = {
    "own approval": _own_approval,
    "own approval with another requester beside it": _own_approval_under_another_name,
    "own confirmation": _own_confirmation,
    "two ends of one copy": _two_ends_of_one_copy,
    "a medium at two places": _medium_at_two_places,
    "a medium of nobody": _no_registered_medium,
    "closed with an open copy": _closed_with_an_open_copy,
    "closed by the requester": _closed_by_the_requester,
    "a line removed": _removed(MediaRequest),
    "a signature removed": _removed(Signature),
    "a lending removed": _removed(Lending),
    "a copy removed": _removed(Copy),
    "an end removed": _removed(CopyEnd),
    "what was approved rewritten": _rewritten(lambda line: update(MediaRequest).where(MediaRequest.id == line.id).values(people=1)),
    "a decision rewritten": _rewritten(lambda line: update(Signature).values(decision=Decision.REFUSE)),
    "an erasure rewritten": _rewritten(lambda line: update(CopyEnd).values(how=How.LOST)),
}


@pytest.mark.parametrize("attempt", REFUSED.values(), ids=REFUSED.keys())
def test_the_tables_refuse(app: Flask, attempt: Callable[[], None]) -> None:
    with app.app_context(), pytest.raises(DatabaseError), writing():
        attempt()


def test_a_closed_line_with_every_copy_ended_is_kept(app: Flask) -> None:
    with app.app_context(), writing():
        line = add_line(State.RETURNED)
        add_end(add_copy(line), confirmed_by="baitai")
        line.state, line.closed_at, line.closed_by = State.CLOSED, clock.now(), staff_id("kacho")


def test_what_was_sent_back_may_be_written_anew(app: Flask) -> None:
    with app.app_context(), writing() as session:
        line = add_line(State.SENT_BACK)
        session.execute(update(MediaRequest).where(MediaRequest.id == line.id).values(people=1))
