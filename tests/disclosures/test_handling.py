"""A case passed on, assigned, withdrawn, cancelled, closed at the desk (D-2)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal import clock
from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.db import reading, writing
from portal.disclosures import handling_actions as actions
from portal.disclosures.decision_rules import Decision, DecisionClass, DraftKind, DraftState
from portal.disclosures.draft_models import Draft
from portal.disclosures.models import Case, CaseItem
from portal.disclosures.rules import CaseState, ItemState
from portal.disclosures.story import told_of
from portal.errors import Refused
from portal.text.wareki import format_date
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case, a_done_disclosure, case_of, once, person, settings
from tests.people import section_id, staff_id

SignIn = Callable[[str], Browser]


def a_draft(case_public_id: str, state: DraftState = DraftState.WAITING, item_state: ItemState = ItemState.DRAFTED) -> str:
    """Of the first document; its public id."""
    with writing() as session:
        case = case_of(case_public_id)
        decided: dict[str, Any] = {"decided_at": clock.now(), "decided_by": staff_id("kacho")} if state is not DraftState.WAITING else {}
        draft = Draft(
            public_id=once(),
            case_id=case.id,
            kind=DraftKind.GRANT,
            state=state,
            section_id=case.section_id,
            drafted_at=clock.now(),
            drafted_by=staff_id("soumu"),
            decision_class=DecisionClass.SECTION_CHIEF,
            needs_concurrence=False,
            notified_on=clock.today() if state is DraftState.NOTIFIED else None,
            **decided,
        )
        session.add(draft)
        session.flush()
        item = session.scalars(select(CaseItem).where(CaseItem.case_id == case.id).order_by(CaseItem.place)).first()
        assert item is not None
        item.state, item.draft_id = item_state, draft.id
        item.decision = None if item_state is ItemState.DRAFTED else Decision.FULL
        return draft.public_id


def case() -> Case:
    with reading() as session:
        return session.scalars(select(Case).order_by(Case.id.desc())).first() or Case()


def send(browser: Browser, public_id: str, step: str, **form: str) -> Browser:
    url = f"/disclosures/{public_id}/{step}"
    return browser.get(url).post(url, form)


def story() -> list[str]:
    newest = case()
    with reading():
        return [told.words for told in told_of(newest.id)]


def events(what: Event) -> list[str]:
    with reading() as session:
        return list(session.scalars(select(AuditRecord.facts).where(AuditRecord.event == what)))


def test_a_case_is_passed_to_the_section_that_holds_the_data(sign_in: SignIn) -> None:
    public_id = a_case()
    browser = send(sign_in("toiawase"), public_id, "passing", section="joho", words="情報政策課が保有").follow()

    assert browser.status == 200
    assert "回付しました" in browser.text
    passed = case()
    with reading():
        assert passed.section_id == section_id("joho")
    assert story() == ["情報政策課へ。情報政策課が保有"]
    assert "joho" in events(Event.CASE_PASS)[0]
    assert sign_in("soumu").get(f"/disclosures/{public_id}").status == 200


@pytest.mark.parametrize(
    ("form", "status"),
    [({"section": "", "words": "x"}, 422), ({"section": "joho", "words": ""}, 422), ({"section": "kenko", "words": "同じ"}, 409)],
)
def test_what_is_wrong_with_a_passing_comes_back(sign_in: SignIn, form: dict[str, str], status: int) -> None:
    browser = send(sign_in("toiawase"), a_case(), "passing", **form)

    assert (browser.status, events(Event.CASE_PASS)) == (status, [])
    assert not form["words"] or form["words"] in browser.text


def test_nothing_is_passed_on_under_a_draft(sign_in: SignIn) -> None:
    public_id = a_case()
    a_draft(public_id)

    assert sign_in("soumu").get(f"/disclosures/{public_id}/passing").status == 409
    assert "先に起案を取りやめてください" in sign_in("soumu").get(f"/disclosures/{public_id}").text
    with pytest.raises(Refused, match="起案があります"):
        actions.pass_case(public_id, "joho", "x", staff=person("soumu"), once=once(), settings=settings())


def test_somebody_of_either_section_becomes_responsible(sign_in: SignIn) -> None:
    public_id = a_case(officer_id=None)
    browser = sign_in("soumu").get(f"/disclosures/{public_id}/officer")
    for name in ("海野 光", "大内 恵子", "安 真由"):
        assert name in browser.text
    assert "照沼 誠" not in browser.text

    send(browser, public_id, "officer", officer="daicho").follow()
    assert "担当 黒澤 拓也" in browser.text
    assert send(browser, public_id, "officer", officer="kanri").status == 422
    assert sign_in("toiawase").get(f"/disclosures/{public_id}/officer").status == 403


def test_a_withdrawal_drops_what_waits(sign_in: SignIn) -> None:
    public_id = a_case(items=("接種記録", "接種券"))
    a_draft(public_id, DraftState.DECIDED, ItemState.DECIDED)
    day = format_date(clock.today())
    browser = send(sign_in("soumu"), public_id, "withdrawal", withdrawn_on=day, words="取下書の提出").follow()

    assert "取下げ" in browser.text
    assert case().state is CaseState.WITHDRAWN
    with reading() as session:
        assert set(session.scalars(select(CaseItem.state))) == {ItemState.WITHDRAWN}
        assert session.scalars(select(Draft.state)).one() is DraftState.DROPPED
    assert story() == [f"{day} 取下書の提出"]
    assert "いまできることはありません" in browser.text


def test_a_withdrawal_after_the_notice_is_refused(sign_in: SignIn) -> None:
    public_id = a_case(items=("接種記録", "接種券"), state=CaseState.EXAMINING)
    a_draft(public_id, DraftState.NOTIFIED, ItemState.NOTIFIED)

    assert sign_in("soumu").get(f"/disclosures/{public_id}/withdrawal").status == 409
    with pytest.raises(Refused, match="通知"):
        actions.withdraw_case(public_id, clock.today(), "x", staff=person("soumu"), once=once(), settings=settings())
    assert case().withdrawn_on is None


@pytest.mark.parametrize("days", [1, -5])
def test_a_withdrawal_has_its_day(sign_in: SignIn, days: int) -> None:
    day = format_date(clock.today() + timedelta(days=days))
    browser = send(sign_in("soumu"), a_case(), "withdrawal", withdrawn_on=day, words="取下書の提出")

    assert browser.status == 409
    assert "取下書の提出" in browser.text


def test_a_mistake_keeps_its_number(sign_in: SignIn) -> None:
    public_id = a_case()
    number = case().number.shown
    browser = send(sign_in("toiawase"), public_id, "cancellation", reason="二重に入力した").follow()

    assert "誤起票" in browser.text
    assert (case().state, case().cancel_reason) == (CaseState.CANCELLED, "二重に入力した")
    a_case()
    assert case().number.shown != number


def test_only_what_is_finished_is_closed(sign_in: SignIn) -> None:
    public_id = a_case()
    assert sign_in("soumu").get(f"/disclosures/{public_id}/closing").status == 409
    a_done_disclosure(clock.today())
    browser = send(sign_in("soumu"), case().public_id, "closing").follow()

    assert "完結" in browser.text
    assert (case().state, case().closed_by) == (CaseState.CLOSED, case().entered_by)
    assert len(events(Event.CASE_CLOSE)) == 1


def test_pressed_twice_is_done_once(app: object) -> None:
    public_id, token = a_case(), once()
    for _ in range(2):
        actions.pass_case(public_id, "joho", "x", staff=person("soumu"), once=token, settings=settings())

    assert len(story()) == 1
