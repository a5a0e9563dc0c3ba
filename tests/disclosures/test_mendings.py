"""補正 at the desk: noted, demanded, answered; the clock stands in between (D-1; 83条1項ただし書)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.db import reading, writing
from portal.disclosures.case_queries import rows_of
from portal.disclosures.gap_rules import GapKind
from portal.disclosures.mending_actions import answer_mending, demand_mending, note_mending
from portal.disclosures.models import CaseMending
from portal.disclosures.rules import CaseState
from portal.disclosures.story import told_of
from portal.errors import Refused
from portal.text.wareki import format_date
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case, a_mending, case_of, once, person, settings

SignIn = Callable[[str], Browser]
RECEIVED = clock.today() - timedelta(days=20)


def mending() -> CaseMending:
    with reading() as session:
        return session.scalars(select(CaseMending)).one()


def demand(case_public_id: str, mending_public_id: str, *, days_ago: int) -> None:
    staff, day = person("soumu"), clock.today() - timedelta(days=days_ago)
    with writing() as session:
        row = session.scalars(select(CaseMending).where(CaseMending.public_id == mending_public_id)).one()
        demand_mending(row, case_of(case_public_id), demanded_on=day, due_on=day + timedelta(days=14), staff=staff)


def answer(mending_public_id: str, *, days_ago: int = 0) -> str:
    day = clock.today() - timedelta(days=days_ago)
    return answer_mending(mending_public_id, day, "住所を書き足した", staff=person("soumu"), once=once(), settings=settings())


def due(public_id: str) -> tuple[CaseState, object]:
    with reading():
        rows = rows_of(case_of(public_id), settings())
        return rows.case.state, rows.clock.current.day


def test_a_gap_that_is_mended_at_the_window_costs_no_day(sign_in: SignIn) -> None:
    public_id = a_case(received_on=RECEIVED)
    browser = sign_in("toiawase").get(f"/disclosures/{public_id}/mending")
    browser.post(f"/disclosures/{public_id}/mending", {"gaps": ["no_address", "other"], "words": "印がない"}).follow()
    assert "請求者の住所がない、その他: 印がない" in browser.text
    assert due(public_id) == (CaseState.EXAMINING, RECEIVED + timedelta(days=30))

    url = f"/disclosure-mendings/{mending().public_id}/answer"
    browser.get(url).post(url, {"answered_on": format_date(clock.today()), "words": "窓口で記入した"}).follow()
    assert "補正済" in browser.text
    assert "窓口で記入した" in browser.text
    assert due(public_id) == (CaseState.EXAMINING, RECEIVED + timedelta(days=30))


def test_the_clock_stands_from_the_demand_to_the_answer(app: object) -> None:
    public_id = a_case(received_on=RECEIVED)
    waits = a_mending(public_id)
    demand(public_id, waits, days_ago=10)
    assert due(public_id) == (CaseState.MENDING, None)

    assert answer(waits, days_ago=3) == public_id
    assert due(public_id) == (CaseState.EXAMINING, RECEIVED + timedelta(days=30 + 7))
    with reading():
        assert [told.what for told in told_of(case_of(public_id).id)] == ["開示等請求の補正を求めた", "開示等請求の補正を受けた"]


def test_one_answer_of_two_leaves_the_case_waiting(app: object) -> None:
    public_id = a_case(received_on=RECEIVED)
    first, second = a_mending(public_id), a_mending(public_id)
    demand(public_id, first, days_ago=10)
    demand(public_id, second, days_ago=10)
    answer(first)

    assert due(public_id)[0] is CaseState.MENDING


@pytest.mark.parametrize(("days_ago", "fine"), [(10, True), (11, False), (0, True), (-1, False)])
def test_an_answer_is_no_older_than_its_demand(app: object, days_ago: int, fine: bool) -> None:
    public_id = a_case(received_on=RECEIVED)
    waits = a_mending(public_id)
    demand(public_id, waits, days_ago=10)

    if fine:
        answer(waits, days_ago=days_ago)
    else:
        with pytest.raises(Refused, match="日にしてください"):
            answer(waits, days_ago=days_ago)


def test_nothing_is_demanded_or_answered_twice(app: object) -> None:
    public_id = a_case(received_on=RECEIVED)
    waits = a_mending(public_id)
    demand(public_id, waits, days_ago=10)
    with pytest.raises(Refused, match="二度は求められません"):
        demand(public_id, waits, days_ago=9)
    answer(waits)
    with pytest.raises(Refused, match="済んでいます"):
        answer(waits)


def test_a_case_that_has_ended_is_not_mended(app: object) -> None:
    public_id = a_case(state=CaseState.CANCELLED, cancel_reason="二重")
    with pytest.raises(Refused, match="誤起票"):
        note_mending(public_id, [GapKind.NO_NAME], "", staff=person("soumu"), once=once(), settings=settings())


def test_what_is_wrong_comes_back(sign_in: SignIn) -> None:
    public_id = a_case()
    waits = a_mending(public_id)
    browser = sign_in("toiawase")
    note, url = f"/disclosures/{public_id}/mending", f"/disclosure-mendings/{waits}/answer"

    assert browser.get(note).post(note, {"words": "印がない"}).status == 422
    assert "印がない" in browser.text
    assert browser.get(note).post(note, {"gaps": ["other"]}).status == 409
    assert browser.get(url).post(url, {"answered_on": "", "words": "x"}).status == 422
    tomorrow = format_date(clock.today() + timedelta(days=1))
    assert browser.get(url).post(url, {"answered_on": tomorrow, "words": "書いた"}).status == 409
    assert "書いた" in browser.text
    assert browser.get("/disclosure-mendings/nothing/answer").status == 404
