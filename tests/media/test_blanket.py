"""包括承認: each use is a line of its own, covered or refused, and copies nothing that was not approved (M-2, M-3)."""

import secrets
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from portal import clock
from portal.accounts.chief_rules import SignsAs
from portal.audit.events import Event
from portal.db import reading, writing
from portal.errors import NotFound, Refused
from portal.media import blanket_actions
from portal.media.blanket_actions import Use
from portal.media.blanket_page import review_use
from portal.media.line_models import MediaRequest, Signature
from portal.media.models import Worker
from portal.media.request_actions import Faulty
from portal.media.rules import Decision, State, Step
from tests.accounts.staff_records import facts_of
from tests.media.asking import Lists, a_use, ask, asked_again, lists, papers_out
from tests.media.lent import line, once, person, settings
from tests.media.rows import add, section_id
from tests.people import staff_id

pytestmark = pytest.mark.usefixtures("app")


def approved(of: Lists, *, state: State = State.APPROVED, **values: Any) -> MediaRequest:
    """A 包括承認 of ten days, signed by the chief."""
    row = ask(
        a_use(of, **({"is_blanket": True, "workers": (of.kurosawa, of.tobita), "ends_at": clock.now() + timedelta(days=10)} | values))
    )
    with writing() as session:
        add(
            Signature(
                public_id=secrets.token_hex(16),
                request_id=row.id,
                requester_id=row.requester_id,
                round=1,
                step=Step.HOLDER,
                section_id=section_id(),
                decision=Decision.APPROVE,
                signed_by=staff_id("kacho"),
                signed_as=SignsAs.CHIEF,
                at=clock.now(),
            )
        )
        session.execute(update(MediaRequest).where(MediaRequest.id == row.id).values(state=state, waits_for=None))
    return line(row.public_id)


def use(blanket: MediaRequest, *, by: str = "daicho2", people: int = 900, days: int = 0, token: str = "") -> MediaRequest:
    begins = clock.now() + timedelta(days=days)
    one = Use(people=people, starts_at=begins, ends_at=begins + timedelta(hours=1))
    return line(blanket_actions.use_blanket(blanket.public_id, one, staff=person(by), once=token or once(), settings=settings()))


def test_a_use_is_a_line_of_its_own_approved_at_once() -> None:
    blanket = approved(lists())
    token = once()
    made, again = use(blanket, token=token), use(blanket, token=token)

    assert made.public_id == again.public_id
    assert (made.state, made.waits_for, made.blanket_id, made.is_blanket) == (State.APPROVED, None, blanket.id, False)
    assert (made.people, made.running, made.requester_id) == (900, 2, person("daicho2").id)
    said, was = asked_again(made.public_id), asked_again(blanket.public_id)
    same = [name for name in vars(said) if name not in ("people", "starts_at", "ends_at", "is_blanket")]
    assert [getattr(said, name) for name in same] == [getattr(was, name) for name in same]
    assert facts_of(Event.LINE_USE_BLANKET) == [{"by": "daicho2", "line": made.number.shown, "blanket": blanket.number.shown}]


@pytest.mark.parametrize(
    ("values", "how", "words"),
    [
        ({}, {"people": 1201}, "承認された人数"),
        ({}, {"days": 10}, "期間は"),
        ({}, {"by": "kacho"}, "自分が承認した包括承認"),
        ({"state": State.ASKED, "is_blanket": True}, {}, "承認待ち"),
        ({"state": State.CLOSED}, {}, "完結"),
        ({"is_blanket": False}, {}, "包括承認ではありません"),
    ],
)
def test_what_was_not_approved_is_not_used(values: dict[str, Any], how: dict[str, Any], words: str) -> None:
    given = dict(values)
    state = given.pop("state", State.APPROVED)
    row = ask(a_use(lists(), **given)) if state is State.ASKED else approved(lists(), **given)
    if state is State.CLOSED:
        _close(row)

    with pytest.raises(Refused, match=words):
        use(row, **how)
    with reading() as session:
        assert session.scalar(select(func.count(MediaRequest.id))) == 1


def _close(row: MediaRequest) -> None:
    with writing() as session:
        closed = {"state": State.CLOSED, "closed_at": clock.now(), "closed_by": staff_id("kacho")}
        session.execute(update(MediaRequest).where(MediaRequest.id == row.id).values(**closed))


def test_another_section_knows_of_no_such_approval() -> None:
    with pytest.raises(NotFound):
        use(approved(lists()), by="soumu")


def test_who_left_meanwhile_is_left_out_and_when_nobody_is_left_it_is_refused() -> None:
    of = lists()
    blanket = approved(of)
    _end(of.tobita)
    made = use(blanket, by="daicho")

    assert asked_again(made.public_id).workers == (of.kurosawa,)
    assert any("tobita" in note or "daicho2" in note for note in review_use(blanket.public_id, staff=person("daicho")).notes)
    _end(of.kurosawa)
    with pytest.raises(Faulty) as refusal:
        use(blanket, by="daicho")
    assert list(refusal.value.faults) == ["workers"]


def test_a_carrier_who_left_is_not_replaced() -> None:
    of = lists()
    asked = papers_out(of, is_blanket=True, workers=(of.tobita,), ends_at=clock.now() + timedelta(days=3))
    row = ask(asked)
    with writing() as session:
        session.execute(update(MediaRequest).where(MediaRequest.id == row.id).values(state=State.APPROVED, waits_for=None))
    _end(of.kurosawa)

    with pytest.raises(Faulty) as refusal:
        use(line(row.public_id))
    assert list(refusal.value.faults) == ["carrier"]


def _end(worker: str) -> None:
    with writing() as session:
        session.execute(update(Worker).where(Worker.public_id == worker).values(ends_on=clock.today() - timedelta(days=1)))
