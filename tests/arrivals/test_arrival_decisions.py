"""この方です, 別の方です, 取下げ, 誤起票: once, by one clerk; the second is told what happened."""

import pytest

from portal.arrivals.models import Arrival
from portal.arrivals.rules import ALREADY_REJECTED, NO_LONGER_A_CANDIDATE, REJECTED_MEANWHILE, ArrivalState
from portal.audit.events import Event
from portal.audit.verify import verify
from portal.db import reading
from portal.residents.models import Resident
from portal.web.once import STALE
from tests.arrivals.arriving import (
    SignIn,
    again,
    at_once,
    decide,
    errors_of,
    page_of,
    register_brings,
    rejections,
    taken,
    tokens_of,
)
from tests.conftest import Browser
from tests.counter.at_counter import facts, in_visit, records, subjects_of
from tests.factories import a_resident

pytestmark = pytest.mark.thorough

VERBS = ("link", "rejection", "withdrawal", "cancellation")
NOWHERE = "/arrivals/" + "0" * 32


@pytest.fixture
def arrival(clerk: Browser) -> Arrival:
    return taken(clerk)


@pytest.fixture
def resident(arrival: Arrival) -> Resident:
    return register_brings()


def form_of(browser: Browser, arrival: Arrival, resident: Resident) -> dict[str, str]:
    """All that the buttons of the application's page send."""
    browser.get(page_of(arrival))
    return tokens_of(browser) | {"version": browser.hidden("version"), "candidate": resident.public_id}


def test_another_person_is_remembered_and_not_offered_again(clerk: Browser, arrival: Arrival, resident: Resident) -> None:
    decide(clerk, arrival, "rejection", resident).follow()

    assert rejections() == [(arrival.id, resident.id)]
    assert again(arrival).state is ArrivalState.WAITING
    assert resident.public_id not in clerk.text
    assert "ほかに「別の方」とした方 1人" in clerk.text
    assert "まだ入っていません" in clerk.get("/arrivals").text
    clerk.get(f"/residents/{resident.public_id}").get(page_of(arrival))
    assert f'value="{resident.public_id}"' not in clerk.text
    (record,) = records(Event.ARRIVAL_REJECT)
    assert (facts(record), subjects_of(record)) == ({"arrival": "転入 R8-0001"}, {resident.id})


def test_a_withdrawn_application_keeps_its_number_and_its_reason(clerk: Browser, arrival: Arrival) -> None:
    decide(clerk, arrival, "withdrawal", reason="other", note=" 市外へ  戻った ").follow()

    assert again(arrival).close_reason == "その他: 市外へ 戻った"
    assert "理由: その他: 市外へ 戻った" in clerk.text
    assert [facts(record) for record in records(Event.ARRIVAL_WITHDRAW)] == [{"arrival": "転入 R8-0001", "reason": "other"}]
    assert taken(clerk).running == 2


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"reason": "other", "note": "　"}, "note"),
        ({"reason": ""}, "reason"),
        ({"reason": "everything"}, "reason"),
        ({"note": "あ" * 101}, "note"),
        ({"note": "1234-5678-9018"}, "note"),
        ({"note": "\x07"}, "note"),
    ],
)
def test_a_withdrawal_without_a_fit_reason_is_said_at_its_field(clerk: Browser, arrival: Arrival, form: dict[str, str], field: str) -> None:
    decide(clerk, arrival, "withdrawal", **({"reason": "by_applicant"} | form))

    assert (clerk.status, errors_of(clerk)) == (422, [field])
    assert again(arrival).state is ArrivalState.WAITING


def test_a_mistake_is_closed_with_one_key_and_stays(clerk: Browser, arrival: Arrival) -> None:
    assert 'data-key="G">誤起票にする' in clerk.get(page_of(arrival)).text
    decide(clerk, arrival, "cancellation").follow()

    assert (again(arrival).state, again(arrival).close_reason) == (ArrivalState.MISTAKEN, "誤起票")
    assert "転入 R8-0001" in clerk.text
    assert "誤起票にする" not in clerk.text
    assert [facts(record) for record in records(Event.ARRIVAL_CANCEL)] == [{"arrival": "転入 R8-0001"}]


@pytest.mark.parametrize("verb", VERBS)
def test_pressed_twice_shows_the_first_result(clerk: Browser, arrival: Arrival, resident: Resident, verb: str) -> None:
    form = form_of(clerk, arrival, resident) | {"reason": "by_applicant"}
    answers = [clerk.post(f"{page_of(arrival)}/{verb}", form) for _ in range(2)]

    assert [(answer.status, answer.location) for answer in answers] == [(303, page_of(arrival))] * 2
    assert again(arrival).version == 2
    assert len(records(Event.ARRIVAL_LINK, Event.ARRIVAL_REJECT, Event.ARRIVAL_WITHDRAW, Event.ARRIVAL_CANCEL)) == 1


@pytest.mark.parametrize("verb", VERBS)
def test_the_second_clerk_is_told_what_the_first_one_did(
    clerk: Browser, sign_in: SignIn, arrival: Arrival, resident: Resident, verb: str
) -> None:
    other = in_visit(sign_in("madoguchi2"))
    form = form_of(other, arrival, resident) | {"reason": "by_applicant"}
    decide(clerk, arrival, "link", resident)
    other.post(f"{page_of(arrival)}/{verb}", form)

    assert other.status == 409
    assert "令和8年11月24日 10時38分に根本 千夏が「反映済」にしています。" in other.text
    assert (again(arrival).state, rejections()) == (ArrivalState.LINKED, [])
    assert other.get(f"{page_of(arrival)}/withdrawal").status == 409


def test_a_page_from_before_a_rejection_decides_nothing(clerk: Browser, sign_in: SignIn, arrival: Arrival, resident: Resident) -> None:
    second = register_brings(宛名番号="0004000002")
    other = in_visit(sign_in("kacho"))
    form = form_of(other, arrival, second)
    decide(clerk, arrival, "rejection", resident)

    assert REJECTED_MEANWHILE in other.post(f"{page_of(arrival)}/link", form).text
    assert other.status == 409
    fresh = form_of(other, arrival, resident)
    assert ALREADY_REJECTED in other.post(f"{page_of(arrival)}/link", fresh).text
    assert again(arrival).state is ArrivalState.WAITING


def test_of_two_clerks_in_the_same_second_one_decides(sign_in: SignIn, clerk: Browser, arrival: Arrival, resident: Resident) -> None:
    other = in_visit(sign_in("kacho"))
    at_once(
        [
            (clerk, f"{page_of(arrival)}/link", form_of(clerk, arrival, resident)),
            (other, f"{page_of(arrival)}/rejection", form_of(other, arrival, resident)),
        ]
    )

    assert sorted([clerk.status, other.status]) == [303, 409]
    assert (again(arrival).state is ArrivalState.LINKED) is (clerk.status == 303)
    assert bool(rejections()) is (other.status == 303)
    with reading() as session:
        assert verify(session).unbroken


def test_somebody_who_is_no_candidate_cannot_be_linked(clerk: Browser, arrival: Arrival, resident: Resident) -> None:
    stranger = a_resident()
    form = form_of(clerk, arrival, stranger)
    for verb in ("link", "rejection"):
        assert NO_LONGER_A_CANDIDATE in clerk.post(f"{page_of(arrival)}/{verb}", form).text
        assert clerk.status == 409
    for unknown in ("0" * 32, "", "\x00"):
        assert clerk.post(f"{page_of(arrival)}/link", form | {"candidate": unknown}).status == 404
    assert again(arrival).state is ArrivalState.WAITING


def test_a_candidate_who_died_meanwhile_is_none_any_more(clerk: Browser, arrival: Arrival, resident: Resident) -> None:
    form = form_of(clerk, arrival, resident)
    register_brings(住民区分="4", 異動事由="05", 異動日="R8.11.24")

    assert NO_LONGER_A_CANDIDATE in clerk.post(f"{page_of(arrival)}/link", form).text
    assert again(arrival).resident_id is None


@pytest.mark.parametrize("version", ["", "x", "-1", "１", "9" * 40, "\x00"])
def test_a_form_that_lost_what_it_showed_is_refused(clerk: Browser, arrival: Arrival, resident: Resident, version: str) -> None:
    form = form_of(clerk, arrival, resident) | {"version": version, "reason": "by_applicant"}
    for verb in VERBS:
        clerk.post(f"{page_of(arrival)}/{verb}", form)
        assert (clerk.status, STALE in clerk.text) == (400, True), verb


def test_an_application_that_is_not_there_is_not_found(clerk: Browser) -> None:
    for url in (NOWHERE, f"{NOWHERE}/withdrawal"):
        assert clerk.get(url).status == 404
    tokens = tokens_of(clerk.get("/arrivals/new"))
    for verb in VERBS:
        assert clerk.post(f"{NOWHERE}/{verb}", tokens | {"version": "1", "reason": "by_applicant"}).status == 404


@pytest.mark.parametrize("login_name", ["toiawase", "soumu", "kansa", "kanri"])
def test_others_neither_open_nor_decide(sign_in: SignIn, arrival: Arrival, resident: Resident, login_name: str) -> None:
    browser = sign_in(login_name)

    assert browser.get(page_of(arrival)).status == 403
    for verb in VERBS:
        assert browser.post(f"{page_of(arrival)}/{verb}", {"version": "1", "candidate": resident.public_id}).status == 403
    assert again(arrival).version == 1


def test_outside_a_visit_nothing_is_decided(clerk: Browser, arrival: Arrival, resident: Resident) -> None:
    form = form_of(clerk, arrival, resident) | {"reason": "by_applicant"}
    clerk.post("/visits/end")
    for verb in VERBS:
        clerk.post(f"{page_of(arrival)}/{verb}", form)
        assert (clerk.status, "対応が終わっています。" in clerk.text) == (409, True), verb
    assert again(arrival).version == 1
