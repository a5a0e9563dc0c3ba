"""起案, 合議, 決裁 and 差戻し with the real actions (D-2)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.chief_rules import SignsAs
from portal.accounts.proof_actions import NotProved
from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.db import reading
from portal.disclosures import draft_actions, draft_sign_actions
from portal.disclosures.decision_rules import Decision, DecisionClass, DraftKind, DraftState
from portal.disclosures.draft_rules import Drafted
from portal.disclosures.models import CaseEvent
from portal.disclosures.rules import CaseKind, CaseState, ItemState
from portal.disclosures.sign_rules import NOBODY_ABOVE, OWN_DRAFT, WORDS_NEEDED
from portal.errors import Changed, NotFound, Refused
from tests.disclosures.at_desk import a_case, items_of_case, once, person, settings
from tests.disclosures.deciding import (
    decide,
    draft_of,
    extension,
    grant,
    make_paper,
    refusal,
    send,
    sign,
    special,
    states_of,
    the_case,
    write,
)
from tests.media.deciding import appoint
from tests.people import section_id

pytestmark = pytest.mark.usefixtures("app")
TWO = ("接種台帳", "予診票")
GIVING: dict[str, Any] = {"ways": "view", "places": "総務課"}


def test_a_draft_is_concurred_and_then_decided(app: Flask) -> None:
    case = a_case()
    draft = grant(case)
    assert states_of(case) == [ItemState.DRAFTED]

    early = sign(draft, "kacho")
    assert "総務課の合議がまだです" in early.refused[0][1]
    assert not sign(draft, "somukacho").refused
    assert not sign(draft, "kacho").refused

    row = draft_of(draft)
    assert (row.state, row.concurred_as, row.decided_as) == (DraftState.DECIDED, "chief", "chief")
    assert states_of(case) == [ItemState.DECIDED]
    assert the_case(case).state is CaseState.DECIDED
    with reading() as session:
        events = list(
            session.scalars(select(AuditRecord.event).where(AuditRecord.event.like("disclosures:draft:%")).order_by(AuditRecord.sequence))
        )
        told = list(session.scalars(select(CaseEvent.what).order_by(CaseEvent.id)))
    assert events == [Event.DRAFT_WRITE, Event.DRAFT_CONCUR, Event.DRAFT_DECIDE]
    assert told == [Event.DRAFT_WRITE, Event.DRAFT_CONCUR, Event.DRAFT_DECIDE]


def test_each_document_is_decided_by_itself() -> None:
    case = a_case(items=TWO)
    first, second = items_of_case(case)
    decide(grant(case, items=[first]))
    assert states_of(case) == [ItemState.DECIDED, ItemState.OPEN]
    assert the_case(case).state is CaseState.EXAMINING

    decide(refusal(case, items=[second]))
    assert the_case(case).state is CaseState.DECIDED


def test_a_document_stands_in_one_draft() -> None:
    case = a_case(items=TWO)
    first, second = items_of_case(case)
    grant(case, items=[first])
    with pytest.raises(Refused, match="もう起案されたか"):
        refusal(case, items=[first, second])


def test_nobody_signs_their_own() -> None:
    case = a_case()
    draft = grant(case, by="soumu")
    outcome = sign(draft, "soumu")
    assert outcome.refused[0][1] == OWN_DRAFT


@pytest.mark.parametrize("by", ["madoguchi", "bucho", "somubucho"])
def test_others_do_not_sign(by: str) -> None:
    draft = grant(a_case())
    assert sign(draft, by).refused


def test_the_department_signs_its_class() -> None:
    draft = grant(a_case(), decision_class=DecisionClass.DEPARTMENT_CHIEF)
    assert not sign(draft, "somukacho").refused
    assert "保健福祉部" in sign(draft, "kacho").refused[0][1]
    assert not sign(draft, "bucho").refused


def test_without_a_section_above_only_the_chief_decides() -> None:
    with reading():
        above = section_id("hofuku")
    case = a_case(section_id=above)
    with pytest.raises(Refused, match=NOBODY_ABOVE):
        grant(case, decision_class=DecisionClass.MAYOR)


def test_the_office_itself_is_not_asked_for_its_own_cases() -> None:
    with reading():
        somu = section_id("somu")
    draft = grant(a_case(section_id=somu))
    assert draft_of(draft).concurring_section_id is None
    assert not sign(draft, "somukacho").refused
    assert draft_of(draft).state is DraftState.DECIDED


def test_sent_back_written_anew_and_decided() -> None:
    case = a_case(items=TWO)
    draft = grant(case)
    sign(draft, "somukacho")
    assert sign(draft, "kacho", sends_back=True).refused[0][1] == WORDS_NEEDED
    assert not sign(draft, "kacho", sends_back=True, words="利用目的が違う").refused
    assert draft_of(draft).concurred_at is None

    said = Drafted(DraftKind.GRANT, decisions={items_of_case(case)[0]: Decision.FULL}, purpose="接種勧奨", **GIVING)
    seen = draft_of(draft).version
    with pytest.raises(Changed):
        draft_actions.rewrite_draft(draft, said, version=seen - 1, staff=person("soumu"), once=once(), settings=settings())
    draft_actions.rewrite_draft(draft, said, version=seen, staff=person("soumu"), once=once(), settings=settings())
    assert states_of(case) == [ItemState.DRAFTED, ItemState.OPEN]
    decide(draft)
    assert draft_of(draft).purpose == "接種勧奨"


def test_what_was_on_the_screen_is_what_is_signed() -> None:
    case = a_case()
    draft = grant(case)
    seen = draft_of(draft).version
    sign(draft, "somukacho", sends_back=True, words="直す")
    said = Drafted(DraftKind.GRANT, decisions={items_of_case(case)[0]: Decision.FULL}, purpose="別の目的", **GIVING)
    version = draft_of(draft).version
    draft_actions.rewrite_draft(draft, said, version=version, staff=person("soumu"), once=once(), settings=settings())
    outcome = draft_sign_actions.sign_drafts(
        {draft: seen}, "", sends_back=False, staff=person("somukacho"), once=once(), settings=settings()
    )
    assert "改められました" in outcome.refused[0][1]


def test_dropped_its_documents_are_open_again() -> None:
    case = a_case()
    draft = grant(case)
    draft_actions.drop_draft(draft, staff=person("soumu"), once=once(), settings=settings())
    assert states_of(case) == [ItemState.OPEN]
    decide(refusal(case))
    with pytest.raises(Refused, match="取りやめ"):
        draft_actions.drop_draft(draft, staff=person("soumu"), once=once(), settings=settings())


def test_pressed_twice_one_draft() -> None:
    case = a_case(items=TWO)
    said, token = Drafted(DraftKind.GRANT, decisions={items_of_case(case)[0]: Decision.FULL}, purpose="目的", **GIVING), once()
    first = draft_actions.write_draft(case, said, staff=person("soumu"), once=token, settings=settings())
    assert draft_actions.write_draft(case, said, staff=person("soumu"), once=token, settings=settings()) == first


def test_another_sections_clerk_does_not_find_the_draft() -> None:
    draft = grant(a_case())
    with pytest.raises(NotFound):
        draft_actions.drop_draft(draft, staff=person("kanri"), once=once(), settings=settings())


@pytest.mark.parametrize(("day", "refused"), [(30, False), (31, True)])
def test_an_extension_is_decided_by_day_thirty(day: int, refused: bool) -> None:
    """83条2項: the decision counts, not the draft."""
    case = a_case()
    draft = extension(case)
    received = the_case(case).received_on
    with time_machine.travel(clock.now() + timedelta(days=day), tick=False):
        sign(draft, "somukacho")
        outcome = sign(draft, "kacho")
    assert bool(outcome.refused) is refused
    row = draft_of(draft)
    assert row.until == (None if refused else received + timedelta(days=60))


def test_one_extension_only() -> None:
    case = a_case()
    decide(extension(case))
    with pytest.raises(Refused, match="1回だけ"):
        extension(case, 10)
    with pytest.raises(Refused, match="1回だけ"):
        special(case, clock.today() + timedelta(days=200))


@pytest.mark.parametrize(("day", "refused"), [(30, False), (31, True)])
def test_a_special_period_is_told_by_day_thirty(day: int, refused: bool) -> None:
    """84条: told, not only decided."""
    case = a_case()
    draft = special(case, clock.today() + timedelta(days=200))
    decide(draft)
    make_paper(draft)
    with time_machine.travel(clock.now() + timedelta(days=day), tick=False):
        if refused:
            with pytest.raises(Refused, match="特例は使えません"):
                send(draft)
        else:
            send(draft)
    assert draft_of(draft).state is (DraftState.DECIDED if refused else DraftState.NOTIFIED)


def test_special_of_a_correction_has_no_sixty_days() -> None:
    """95条: the day that is told."""
    case = a_case(CaseKind.CORRECTION)
    rest = clock.today() + timedelta(days=100)
    draft = special(case, rest)
    decide(draft)
    assert draft_of(draft).until == rest


def test_a_grant_is_nothing_for_a_correction() -> None:
    case = a_case(CaseKind.CORRECTION)
    with pytest.raises(Refused, match="この種類の請求では"):
        grant(case)
    decided = write(
        case, Drafted(DraftKind.CORRECTION, decisions=dict.fromkeys(items_of_case(case), Decision.CORRECTED), reason="誤記のため")
    )
    decide(decided)


def test_a_deputy_signs_and_is_marked() -> None:
    """代決: of the section, on that day, and never their own draft."""
    appoint("daicho")
    case = a_case()
    draft = grant(case)
    sign(draft, "somukacho")
    versions = {draft: draft_of(draft).version}
    deputy = person("daicho", is_deputy=True)
    outcome = draft_sign_actions.sign_drafts(versions, "", sends_back=False, staff=deputy, once=once(), settings=settings())
    assert not outcome.refused
    assert draft_of(draft).decided_as is SignsAs.DEPUTY
    with reading() as session:
        told = session.scalars(select(CaseEvent.words).where(CaseEvent.what == Event.DRAFT_DECIDE)).one()
    assert "(代)" in told


def test_an_old_proof_signs_nothing() -> None:
    draft = grant(a_case())
    office = person("somukacho")
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False), pytest.raises(NotProved):
        draft_sign_actions.sign_drafts({draft: 1}, "", sends_back=False, staff=office, once=once(), settings=settings())
    assert draft_of(draft).concurred_at is None
