"""後閲 and more time on stored rows, and two who press together (M-3, M-5)."""

import secrets
from datetime import datetime, timedelta

import pytest
from flask import current_app
from sqlalchemy import select

from portal import clock
from portal.accounts.chief_rules import SignsAs
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.db import reading, writing
from portal.errors import Refused
from portal.media import approval_rules as rules
from portal.media import extension_decision_actions, review_actions
from portal.media.approval_actions import Outcome
from portal.media.copy_models import Extension, Lending
from portal.media.desk_counts import count_for
from portal.media.desk_queries import show_desk
from portal.media.line_models import LineEvent, Signature
from portal.media.rules import State
from tests.accounts.staff_records import facts_of
from tests.media.deciding import appoint, deputised, person, without_proof
from tests.media.rows import add, add_lending, add_line, section_id
from tests.people import staff_id

pytestmark = pytest.mark.usefixtures("app")


def seen(*signatures: Signature, by: str) -> Outcome:
    return review_actions.review([each.public_id for each in signatures], staff=person(by), once=secrets.token_hex(16))


def signed(by: str = "madoguchi2", asked_by: str = "daicho", signed_as: SignsAs = SignsAs.DEPUTY) -> Signature:
    with writing():
        return deputised(add_line(State.APPROVED, by=asked_by), by, signed_as=signed_as)


def test_the_chief_marks_several_and_it_stands_in_story_and_record() -> None:
    first, second = signed(), signed()
    outcome = seen(first, second, by="kacho")

    assert (outcome.refused, outcome.words.endswith("を後閲済みにしました。")) == ((), True)
    with reading() as session:
        rows = session.scalars(select(Signature)).all()
        assert [(row.reviewed_by, row.reviewed_at is not None) for row in rows] == [(staff_id("kacho"), True)] * 2
        assert session.scalars(select(LineEvent.what)).all() == ["media:signature:review"] * 2
    assert [facts["step"] for facts in facts_of(Event.SIGNATURE_REVIEW)] == ["holder", "holder"]
    assert all("もう後閲が済んでいます" in reason for _, reason in seen(first, second, by="kacho").refused)


@pytest.mark.parametrize(
    ("by", "reason"),
    [("madoguchi2", "自分がした代決は"), ("madoguchi", "所属長が後閲します"), ("somukacho", "健康推進課の所属長が後閲します")],
)
def test_nobody_but_the_chief_looks_afterwards(by: str, reason: str) -> None:
    appoint("madoguchi2")
    appoint("madoguchi")
    ((_, told),) = seen(signed(), by=by).refused

    assert reason in told
    assert facts_of(Event.SIGNATURE_REVIEW) == []


def asked_for(days: float = 1, *, by: str = "daicho", state: State = State.HANDED) -> Extension:
    with writing():
        line = add_line(state)
        add_lending(line)
        return add(
            Extension(
                public_id=secrets.token_hex(16),
                request_id=line.id,
                section_id=section_id(),
                asked_at=clock.now(),
                asked_by=staff_id(by),
                until=clock.now() + timedelta(days=days),
                reason="国のシステムが止まっているため",
            )
        )


def answer(asked: Extension, *, grants: bool, by: SignedIn, words: str = "") -> Outcome:
    settings, once = current_app.extensions["portal_settings"], secrets.token_hex(16)
    return extension_decision_actions.decide_extensions([asked.public_id], words, grants=grants, staff=by, once=once, settings=settings)


def due_of(asked: Extension) -> datetime:
    with reading() as session:
        return session.scalars(select(Lending.due_at).where(Lending.request_id == asked.request_id)).one()


def test_more_time_moves_the_day_and_a_deputys_grant_is_marked() -> None:
    appoint("madoguchi2")
    asked = asked_for()
    answer(asked, grants=True, by=person("madoguchi2"), words="これが最後です")

    assert due_of(asked) == asked.until
    with reading() as session:
        row = session.get_one(Extension, asked.id)
        assert (row.is_granted, row.signed_as, row.words) == (True, SignsAs.DEPUTY, "これが最後です")
    (facts,) = facts_of(Event.EXTENSION_GRANT)
    assert (facts["section"], facts["signed"]) == ("健康推進課", "deputy")
    ((_, told),) = answer(asked, grants=False, by=person("kacho"), words="だめです").refused
    assert "もう決まっています。小野瀬 亮さんが" in told


def test_refused_more_time_leaves_the_day_as_it_was() -> None:
    asked = asked_for()
    before, chief = due_of(asked), person("kacho")
    with pytest.raises(Refused, match="認めない理由"):
        answer(asked, grants=False, by=chief)
    answer(asked, grants=False, by=chief, words="今日中に返してください")

    assert due_of(asked) == before
    assert len(facts_of(Event.EXTENSION_REFUSE)) == 1


@pytest.mark.parametrize(
    ("days", "asked_by", "state", "by", "reason"),
    [
        (1, "kacho", State.HANDED, "kacho", rules.OWN_EXTENSION),
        (1, "daicho", State.HANDED, "somukacho", "健康推進課の所属長が承認します"),
        (-0.01, "daicho", State.HANDED, "kacho", "を過ぎています"),
        (1, "daicho", State.RETURNED, "kacho", "もう戻っています"),
    ],
)
def test_who_may_not_grant_more_time_is_told(days: float, asked_by: str, state: State, by: str, reason: str) -> None:
    asked = asked_for(days, by=asked_by, state=state)
    before = due_of(asked)
    ((_, told),) = answer(asked, grants=True, by=person(by)).refused

    assert (reason in told, due_of(asked)) == (True, before)
    with reading() as session:
        assert session.get_one(Extension, asked.id).decided_at is None


def test_more_time_needs_a_fresh_proof() -> None:
    with pytest.raises(Refused, match="もう一度パスワード"):
        answer(asked_for(), grants=True, by=without_proof(person("kacho")))


def test_more_time_stands_on_the_desk_of_its_section_and_is_not_counted_for_who_asked() -> None:
    asked_for(by="daicho")
    asked_for(by="kacho")
    told = {}
    for by in ("kacho", "somukacho"):
        desk = show_desk({}, staff=person(by))
        told[by] = (len(desk.times), desk.counts.times, count_for(person(by)))

    assert told == {"kacho": (2, 2, 1), "somukacho": (0, 0, 0)}
