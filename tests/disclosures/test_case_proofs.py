"""Papers recorded at the desk: append-only, the thirty days, identity proven with the last one (R2-1, D-1)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.db import reading, writing
from portal.disclosures.models import Case, CaseProof
from portal.disclosures.proof_actions import add_proofs, prove_identity
from portal.disclosures.proof_routes import PROVEN, SEEN
from portal.disclosures.proof_rules import Paper
from portal.disclosures.rules import CaseState, ProofKind, RequesterKind, Scene, Way, Whose
from portal.errors import Refused
from portal.text.wareki import format_date
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case, case_of, once, person, settings
from tests.people import staff_id

SignIn = Callable[[str], Browser]


def show(browser: Browser, public_id: str, **form: object) -> Browser:
    url = f"/disclosures/{public_id}/identity"
    return browser.get(url).post(url, form)


def proofs() -> list[CaseProof]:
    with reading() as session:
        return list(session.scalars(select(CaseProof).order_by(CaseProof.id)))


def test_one_card_at_the_window_proves_who_asks(sign_in: SignIn) -> None:
    public_id = a_case()
    browser = sign_in("toiawase").get(f"/disclosures/{public_id}")
    assert "済むまで開示を実施できません" in browser.text

    show(browser, public_id, papers=["requester:licence"]).follow()
    assert PROVEN in browser.text
    (proof,) = proofs()
    assert (proof.scene, proof.whose, proof.kind, proof.issued_on, proof.is_original) == (
        Scene.INTAKE,
        Whose.REQUESTER,
        ProofKind.LICENCE,
        None,
        True,
    )
    with reading() as session:
        case = case_of(public_id)
        assert (case.identity_proven_on, case.identity_by) == (clock.today(), staff_id("toiawase"))
        assert "licence" in session.scalars(select(AuditRecord.facts).where(AuditRecord.event == Event.CASE_PROVE)).one()


def test_an_agent_shows_more_and_each_time_adds(sign_in: SignIn) -> None:
    public_id = a_case(requester_kind=RequesterKind.AGENT, person_name="見本 次郎")
    browser = sign_in("toiawase")
    day = format_date(clock.today())

    show(browser, public_id, papers=["requester:licence"]).follow()
    assert SEEN in browser.text
    show(browser, public_id, papers=["authority:proxy", "authority:reply"], issued_proxy=day).follow()
    assert PROVEN in browser.text
    assert [proof.kind for proof in proofs()] == [ProofKind.LICENCE, ProofKind.PROXY, ProofKind.REPLY]
    assert proofs()[1].issued_on == clock.today()


@pytest.mark.parametrize(("days", "fine"), [(30, True), (31, False)])
def test_a_record_older_than_thirty_days_is_not_taken(sign_in: SignIn, days: int, fine: bool) -> None:
    public_id = a_case(way=Way.POST)
    form = {"papers": ["requester:card_copy", "requester:resident_record"]}
    issued = format_date(clock.today() - timedelta(days=days))
    browser = show(sign_in("toiawase"), public_id, **form, issued_resident_record=issued)

    assert browser.status == (303 if fine else 422)
    assert len(proofs()) == (2 if fine else 0)
    assert fine or ("請求前30日以内" in browser.text and issued in browser.text)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "1つ以上選んでください"),
        ({"papers": ["requester:resident_record"]}, "作成日を入れてください"),
        ({"papers": ["authority:proxy"]}, "選択肢にない"),
        ({"papers": ["nonsense"]}, "選択肢にない"),
        ({"papers": ["requester:resident_record"], "issued_resident_record": "令和8年"}, "年月日をすべて"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_recorded(sign_in: SignIn, form: dict[str, object], words: str) -> None:
    browser = show(sign_in("toiawase"), a_case(way=Way.POST), **form)

    assert browser.status in (409, 422)
    assert words in browser.text
    assert not proofs()


def test_pressed_twice_is_seen_once(app: object) -> None:
    public_id, token = a_case(), once()
    for _ in range(2):
        papers = [Paper(Whose.REQUESTER, ProofKind.LICENCE)]
        assert prove_identity(public_id, papers, scene=Scene.INTAKE, staff=person("toiawase"), once=token, settings=settings())
    assert len(proofs()) == 1


def test_a_case_that_has_ended_takes_no_papers(sign_in: SignIn) -> None:
    public_id = a_case(state=CaseState.CANCELLED, cancel_reason="二重")

    assert sign_in("toiawase").get(f"/disclosures/{public_id}/identity").status == 409


def test_the_papers_of_the_disclosure_itself_prove_nothing_at_the_intake(app: object) -> None:
    public_id, card, staff = a_case(), [Paper(Whose.REQUESTER, ProofKind.LICENCE)], person("toiawase")
    with writing() as session:
        case = session.scalars(select(Case)).one()
        add_proofs(case, card, scene=Scene.DOING, staff=staff, settings=settings())
    with reading():
        assert case_of(public_id).identity_proven_on is None
    assert proofs()[0].scene is Scene.DOING


def test_an_action_asks_the_rules_itself(app: object) -> None:
    old = [Paper(Whose.REQUESTER, ProofKind.RESIDENT_RECORD, clock.today() - timedelta(days=31))]
    with pytest.raises(Refused, match="30日以内"):
        prove_identity(a_case(way=Way.POST), old, scene=Scene.INTAKE, staff=person("toiawase"), once=once(), settings=settings())
    with pytest.raises(Refused, match="要らない書類"):
        prove_identity(a_case(), old, scene=Scene.INTAKE, staff=person("toiawase"), once=once(), settings=settings())
