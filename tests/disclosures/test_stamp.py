"""収受日 that was typed wrong, put right by the officer while nothing has gone out (D-1, D-2)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.audit.events import Event
from portal.db import reading
from portal.disclosures.decision_rules import Decision
from portal.disclosures.handling_rules import Standing
from portal.disclosures.models import Case
from portal.disclosures.rules import CaseKind, CaseState, ItemState, Wish
from portal.disclosures.stamp_rules import Stamp, why_not_restamp, why_not_restamp_on
from portal.text.holidays import is_closed
from portal.text.wareki import format_date
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case
from tests.disclosures.deciding import extension, grant, tell, the_case
from tests.vouchers.certificate_steps import records

SignIn = Callable[[str], Browser]
OPEN = Standing(CaseState.EXAMINING, [(ItemState.OPEN, None)])
STAMP = Stamp("開8-0003", date(2026, 11, 20), entered_on=date(2026, 11, 25), fiscal_year=2026)


@pytest.mark.parametrize(
    ("standing", "was_told", "words"),
    [
        (OPEN, False, None),
        (replace(OPEN, state=CaseState.MENDING), False, None),
        (replace(OPEN, drafts=1), False, "起案"),
        (OPEN, True, "通知"),
        (replace(OPEN, state=CaseState.WITHDRAWN), False, "終わって"),
        (replace(OPEN, state=CaseState.NOTIFIED, items=[(ItemState.NOTIFIED, Decision.FULL)]), True, "通知"),
    ],
)
def test_until_something_hangs_on_it(standing: Standing, was_told: bool, words: str | None) -> None:
    reason = why_not_restamp(standing, was_told=was_told)
    assert reason is None if words is None else words in (reason or "")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 20), "いまの収受日と同じ"),
        (date(2026, 11, 25), None),
        (date(2026, 11, 26), "入力した日"),
        (date(2026, 4, 1), None),
        (date(2026, 3, 31), "年度が変わり"),
    ],
)
def test_the_day_and_its_limits(day: date, words: str | None) -> None:
    reason = why_not_restamp_on(STAMP, day, is_closed, fiscal_year=clock.fiscal_year(day))
    assert reason is None if words is None else words in (reason or "")


@pytest.mark.parametrize(("day", "possible"), [(date(2026, 11, 24), True), (date(2026, 11, 25), False)])
def test_the_ninety_days_hold_for_the_new_day_too(day: date, possible: bool) -> None:
    after = replace(STAMP, disclosed_on=date(2026, 8, 25))  # The ninetieth day is 11/23, a holiday.
    assert (why_not_restamp_on(after, day, is_closed, fiscal_year=2026) is None) is possible


def test_the_day_is_put_right_and_the_clock_says_so(sign_in: SignIn) -> None:
    was = clock.today()
    case = a_case(received_on=was)
    clerk = sign_in("soumu").get(f"/disclosures/{case}")
    assert "収受日を改める" in clerk.text
    url, day = f"/disclosures/{case}/stamp", was - timedelta(days=3)
    assert "改めた日の翌日を1日目" in clerk.get(url).text
    assert clerk.post(url, {"day": format_date(day), "reason": ""}).status == 422
    sent = {"day": format_date(day), "reason": "収受印を読み違えた", "version": clerk.hidden("version")}
    assert clerk.post(url, sent).status == 303
    page = clerk.follow().text
    assert f"決定の期限は{format_date(day + timedelta(days=30))}になりました" in page
    assert "受領書を渡してあるときは、作り直して渡してください" in page
    assert f"収受日: {format_date(was)} → {format_date(day)}。収受印を読み違えた" in page
    assert the_case(case).received_on == day
    assert records(Event.CASE_CHANGE)[-1][1] == {"number": the_case(case).number.shown, "fields": ["収受日"]}


def test_two_at_once(sign_in: SignIn) -> None:
    case = a_case()
    clerk = sign_in("soumu").get(f"/disclosures/{case}/stamp")
    sent = {"reason": "読み違い", "version": clerk.hidden("version")}
    mine = {"day": format_date(clock.today() - timedelta(days=2))} | sent
    assert clerk.post(f"/disclosures/{case}/stamp", mine).status == 303
    late = clerk.get(f"/disclosures/{case}/stamp").post(
        f"/disclosures/{case}/stamp", {"day": format_date(clock.today() - timedelta(days=5))} | sent
    )
    assert late.status == 409
    assert "ほかの職員が先に" in late.text
    assert "読み違い" in late.text
    with reading() as session:
        assert session.scalars(select(Case.received_on)).one() == clock.today() - timedelta(days=2)
    # Having read what the other did, the same page can be sent again.
    again = {"day": format_date(clock.today() - timedelta(days=5)), "reason": "読み違い", "version": late.hidden("version")}
    assert late.post(f"/disclosures/{case}/stamp", again).status == 303


def test_not_after_a_draft_or_a_notice_and_not_by_another(sign_in: SignIn) -> None:
    drafted, told = a_case(), a_case(CaseKind.DISCLOSURE)
    extension(drafted)
    tell(grant(told))
    clerk = sign_in("soumu")
    assert clerk.get(f"/disclosures/{drafted}/stamp").status == 409
    assert clerk.get(f"/disclosures/{told}/stamp").status == 409
    assert sign_in("toiawase").get(f"/disclosures/{drafted}/stamp").status == 403


def test_a_correction_stays_within_its_ninety_days(sign_in: SignIn) -> None:
    today = clock.today()
    case = a_case(CaseKind.CORRECTION, received_on=today - timedelta(days=1), wish=Wish.CORRECT, disclosed_on=today - timedelta(days=2))
    clerk = sign_in("soumu").get(f"/disclosures/{case}/stamp")
    sent = {"day": format_date(today - timedelta(days=9)), "reason": "読み違い", "version": clerk.hidden("version")}
    assert clerk.post(f"/disclosures/{case}/stamp", sent).status == 409
    assert "開示を受けた日より前" in clerk.text
