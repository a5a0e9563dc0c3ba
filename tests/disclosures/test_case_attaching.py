"""The person whom a case is about: tied out of the look-up made for it, alerts for who is protected (S1-4; 78条1項1号)."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from portal.accounts.models import Visit
from portal.accounts.rules import Channel, VisitReason
from portal.audit.events import Event
from portal.audit.models import AuditRecord, AuditSubject
from portal.db import reading
from portal.disclosures.rules import RequesterKind, Way
from portal.residents.models import Resident
from portal.residents.rules import Protection
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case, case_of
from tests.factories import a_resident

SignIn = Callable[[str], Browser]
AGENT = "支援措置の方についての代理請求です"


def look_up(browser: Browser, public_id: str, resident: Resident) -> Browser:
    browser.get(f"/disclosures/{public_id}/resident").post(f"/disclosures/{public_id}/look-up", {}).follow()
    assert "に結び付ける <kbd>O</kbd>" in browser.get(f"/residents/{resident.public_id}").text
    return browser.get(f"/disclosures/{public_id}/resident")


def attach(browser: Browser, public_id: str, resident: Resident) -> Browser:
    return look_up(browser, public_id, resident).post(f"/disclosures/{public_id}/resident", {})


def attached(public_id: str) -> int | None:
    with reading():
        return case_of(public_id).resident_id


def subjects(what: Event) -> list[int]:
    with reading() as session:
        found = select(AuditSubject.resident_id).join(AuditRecord, AuditRecord.sequence == AuditSubject.sequence)
        return list(session.scalars(found.where(AuditRecord.event == what)))


@pytest.mark.parametrize(("way", "channel"), [(Way.WINDOW, Channel.COUNTER), (Way.POST, Channel.POST)])
def test_the_look_up_is_a_visit_for_the_disclosure(sign_in: SignIn, way: Way, channel: Channel) -> None:
    public_id, resident = a_case(way=way), a_resident()
    browser = look_up(sign_in("toiawase"), public_id, resident)

    assert resident.name in browser.text
    with reading() as session:
        visit = session.scalars(select(Visit)).one()
        assert (visit.channel, visit.reason) == (channel, VisitReason.DISCLOSURE)


def test_the_person_is_tied_and_each_look_names_them(sign_in: SignIn) -> None:
    public_id, resident = a_case(), a_resident()
    browser = attach(sign_in("toiawase"), public_id, resident).follow()

    assert "に結び付ける" not in browser.get(f"/residents/{resident.public_id}").text
    browser.get(f"/disclosures/{public_id}")
    assert attached(public_id) == resident.id
    assert resident.resident_number in browser.text
    assert subjects(Event.CASE_ATTACH) == [resident.id]
    assert resident.id in subjects(Event.CASE_OPEN)


def test_nobody_is_tied_without_a_look_up_for_this(sign_in: SignIn) -> None:
    public_id, resident = a_case(), a_resident()
    browser = sign_in("toiawase")
    assert "この請求から始めたものではありません" in browser.get(f"/disclosures/{public_id}/resident").text
    assert browser.post(f"/disclosures/{public_id}/resident", {}).status == 409

    browser.get("/visits/new").post("/visits", {"channel": "counter", "reason": "disclosure"})
    browser.get(f"/residents/{resident.public_id}")
    assert "に結び付ける" not in browser.text
    assert "この請求から始めたものではありません" in browser.get(f"/disclosures/{public_id}/resident").text
    browser.get(f"/disclosures/{public_id}/resident").post(f"/disclosures/{public_id}/look-up", {})
    assert "開いている住民がいません" in browser.get(f"/disclosures/{public_id}/resident").text
    assert attached(public_id) is None


@pytest.mark.parametrize(
    ("kind", "protection", "warned", "said"),
    [
        (RequesterKind.SELF, None, False, ""),
        (RequesterKind.SELF, Protection.SPOUSE_VIOLENCE, False, "支援措置の方です"),
        (RequesterKind.LEGAL, None, False, ""),
        (RequesterKind.LEGAL, Protection.SPOUSE_VIOLENCE, True, "78条1項1号"),
        (RequesterKind.AGENT, Protection.SPOUSE_VIOLENCE, True, "78条1項1号"),
    ],
)
def test_a_representative_of_somebody_protected_raises_an_alert(
    sign_in: SignIn, kind: RequesterKind, protection: Protection | None, warned: bool, said: str
) -> None:
    resident = a_resident(protection=protection)
    public_id = a_case(requester_kind=kind, resident_id=resident.id)
    page = sign_in("toiawase").get(f"/disclosures/{public_id}").text

    assert (AGENT in page) is warned
    assert said in page


def test_a_representative_without_a_person_tied_is_a_question(sign_in: SignIn) -> None:
    assert "住民を結び付けると分かります" in sign_in("toiawase").get(f"/disclosures/{a_case(requester_kind=RequesterKind.AGENT)}").text
