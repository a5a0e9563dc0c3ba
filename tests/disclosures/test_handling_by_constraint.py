"""What the tables of the handling refuse when asked without the portal (D-2)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from portal import clock
from portal.db import db, writing
from portal.disclosures.decision_rules import Decision, DraftState, ThirdArticle
from portal.disclosures.draft_models import Appeal, CasePaper, Doing, Draft, ThirdParty
from portal.disclosures.models import Case, CaseEvent, CaseItem, CaseTask
from portal.disclosures.rules import ItemState
from tests.disclosures.at_desk import a_case
from tests.disclosures.deciding import grant, tell, wish
from tests.people import staff_id

pytestmark = pytest.mark.usefixtures("app")
TODAY = date(2026, 11, 30)


def the_draft() -> Draft:
    return db.session().scalars(select(Draft)).one()


def decided_by(login_name: str, **values: Any) -> None:
    draft = the_draft()
    draft.decided_at, draft.decided_by = clock.now(), staff_id(login_name)
    draft.needs_concurrence, draft.concurring_section_id = False, None
    for name, value in values.items():
        setattr(draft, name, value)


def own_decision() -> None:
    decided_by("soumu")


def own_concurrence() -> None:
    draft = the_draft()
    draft.concurred_at, draft.concurred_by = clock.now(), staff_id("soumu")


def decided_before_concurred() -> None:
    draft = the_draft()
    draft.decided_at, draft.decided_by = clock.now(), staff_id("kacho")


def decided_without_a_time() -> None:
    the_draft().state = DraftState.DECIDED


def notified_without_a_day() -> None:
    decided_by("kacho", state=DraftState.NOTIFIED)


def concurrence_without_a_section() -> None:
    the_draft().concurring_section_id = None


def decided_without_a_decision() -> None:
    db.session().execute(update(CaseItem).values(state=ItemState.DECIDED))


def decision_without_a_draft() -> None:
    db.session().execute(update(CaseItem).values(state=ItemState.DECIDED, decision=Decision.FULL, draft_id=None))


def doing(**values: Any) -> Doing:
    draft = the_draft()
    return Doing(public_id="1" * 32, case_id=draft.case_id, draft_id=draft.id, **values)


def given_without_proof() -> None:
    db.session().add(doing(done_on=TODAY, done_by=staff_id("soumu")))


def given_by_nobody() -> None:
    db.session().add(doing(done_on=TODAY, proven_on=TODAY))


def a_negative_fee() -> None:
    db.session().add(doing(yen=-1))


def third(**values: Any) -> ThirdParty:
    item = db.session().scalars(select(CaseItem)).first()
    assert item is not None
    given = {"article": ThirdArticle.FIRST, "asked_on": TODAY, "due_on": TODAY, "asked_by": staff_id("soumu"), "party": "医院"}
    return ThirdParty(public_id="2" * 32, case_id=item.case_id, item_id=item.id, **(given | values))


def told_without_an_objection() -> None:
    db.session().add(third(answered_on=TODAY, objects=False, told_on=TODAY))


def answered_neither_for_nor_against() -> None:
    db.session().add(third(answered_on=TODAY))


def answered_before_asked() -> None:
    db.session().add(third(answered_on=TODAY - timedelta(days=1), objects=False))


def ruled_without_a_ruling() -> None:
    draft = the_draft()
    given = {"filed_on": TODAY, "filed_by": "見本", "noted_at": clock.now(), "noted_by": staff_id("soumu"), "ruled_on": TODAY}
    db.session().add(Appeal(public_id="3" * 32, case_id=draft.case_id, draft_id=draft.id, **given))


def a_task_answered_by_nobody() -> None:
    draft = the_draft()
    given = {"section_id": draft.section_id, "words": "探す", "due_on": TODAY, "asked_at": clock.now(), "asked_by": staff_id("soumu")}
    db.session().add(CaseTask(public_id="4" * 32, case_id=draft.case_id, answered_at=clock.now(), **given))


REFUSED: list[Callable[[], None]] = [
    own_decision,
    own_concurrence,
    decided_before_concurred,
    decided_without_a_time,
    notified_without_a_day,
    concurrence_without_a_section,
    decided_without_a_decision,
    decision_without_a_draft,
    given_without_proof,
    given_by_nobody,
    a_negative_fee,
    told_without_an_objection,
    answered_neither_for_nor_against,
    answered_before_asked,
    ruled_without_a_ruling,
    a_task_answered_by_nobody,
]


@pytest.mark.parametrize("breach", REFUSED, ids=lambda breach: breach.__name__)
def test_the_tables_refuse(breach: Callable[[], None]) -> None:
    grant(a_case())
    with pytest.raises(DatabaseError), writing():
        breach()


@pytest.mark.parametrize("table", [Draft, Doing, CasePaper, CaseItem, Case, CaseEvent])
def test_nothing_is_removed(table: type) -> None:
    draft = grant(a_case(is_proven=True))
    tell(draft)
    wish(draft)
    with pytest.raises(DatabaseError), writing() as session:
        session.execute(delete(table))


@pytest.mark.parametrize("column", ["reason", "purpose", "partly", "exemptions"])
def test_what_was_decided_is_not_rewritten(column: str) -> None:
    tell(grant(a_case()))
    with pytest.raises(DatabaseError), writing() as session:
        session.execute(update(Draft).values({column: "9"}))
