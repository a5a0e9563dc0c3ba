"""The demo's cases: every state is there, nothing that the steps of the desk could not have left, every page and paper opens."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.db import reading, writing
from portal.demo.case_stories import STORIES
from portal.demo.cases import add_cases
from portal.demo.staff import add_staff
from portal.disclosures.decision_rules import WITH_PAPER, DraftState
from portal.disclosures.draft_models import CasePaper, Doing, Draft
from portal.disclosures.due_facts_queries import read_waiting
from portal.disclosures.due_rules import DueKind, dues_of, is_late
from portal.disclosures.models import Case, CaseEvent, ClosedDay
from portal.disclosures.paper_actions import print_paper
from portal.disclosures.rules import CaseState
from portal.text.holidays import is_closed
from tests.conftest import Browser
from tests.disclosures.at_desk import person, settings
from tests.factories import a_resident
from tests.people import PASSWORD

SignIn = Callable[[str], Browser]


def load() -> None:
    for number in range(12):
        a_resident(name=f"見本 {number}郎", address="ひたちなか市見本町1-1")
    with writing():
        staff = add_staff(PASSWORD)
        add_cases(staff)
        add_cases(staff)


def test_every_state_is_there_and_the_days_stand_in_their_order(app: Flask) -> None:
    load()
    today = clock.today()
    with reading() as session:
        cases = session.scalars(select(Case)).all()
        assert len(cases) == len(STORIES) >= 25
        assert {case.state for case in cases} == set(CaseState)
        assert not any(is_closed(case.received_on) for case in cases)
        events = session.scalars(select(CaseEvent).order_by(CaseEvent.case_id, CaseEvent.id)).all()
        assert all(one.at <= other.at for one, other in pairwise(events) if one.case_id == other.case_id)
        assert max(event.at for event in events).date() <= today
        drafts = session.scalars(select(Draft).where(Draft.decided_at.is_not(None))).all()
        assert all(draft.notified_on is None or draft.notified_on >= draft.decided_at.date() for draft in drafts if draft.decided_at)
        assert all(doing.done_on is None or doing.done_on <= today for doing in session.scalars(select(Doing)))
        assert session.scalars(select(ClosedDay)).all()


def test_something_is_late_something_due_and_something_waits(app: Flask) -> None:
    load()
    desks = read_waiting("somu").desks
    dues = [due for desk in desks for due in dues_of(desk, is_closed, clock.today(), counts_first=False)]
    assert {due.kind for due in dues} == set(DueKind)
    assert any(is_late(due, clock.today()) and due.kind is DueKind.DECISION for due in dues)


@pytest.mark.thorough
def test_every_page_opens_and_every_notice_prints(app: Flask, sign_in: SignIn) -> None:
    load()
    browser = sign_in("soumu")
    with reading() as session:
        ids = list(session.scalars(select(Case.public_id)))
        sent = [draft.id for draft in session.scalars(select(Draft)) if draft.state is DraftState.NOTIFIED and draft.kind in WITH_PAPER]
        papers = {paper.draft_id: paper.public_id for paper in session.scalars(select(CasePaper))}
        kinds = {draft.id: draft.kind for draft in session.scalars(select(Draft))}
    assert set(papers) == set(sent)
    for each in ids:
        assert browser.get(f"/disclosures/{each}").status == 200
    for page in ("/disclosures", "/disclosure-due", "/disclosure-ledger?year=all", "/disclosure-figures", "/closed-days"):
        assert browser.get(page).status == 200
    of_each_kind = {kinds[draft_id]: public_id for draft_id, public_id in papers.items() if draft_id is not None}
    assert set(of_each_kind) == set(WITH_PAPER)
    for public_id in of_each_kind.values():
        assert print_paper(public_id, staff=person("soumu"), settings=settings())[:5] == b"%PDF-"
