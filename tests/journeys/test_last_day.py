"""Day 30 and day 31 of a request: the extension decided, the notice of 84条 told, or both refused, by keyboard (D-2; 法83条2項, 84条)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from portal.clock import JAPAN
from tests.journeys.conftest import Person, Portal
from tests.journeys.disclosure_steps import draft, go, open_case, receive, sign
from tests.journeys.media_steps import day_after, open_page

pytestmark = pytest.mark.journey

LONGER = {"days": "30", "reason": "対象となる記録が複数の課にあり、確認に時間を要するため"}
A_DAY_GOES_BY = "UPDATE disclosure_case SET received_on = :day WHERE running = :running AND kind = 'disclosure'"


def test_an_extension_on_day_thirty_and_thirty_one(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    clerk, office, chief = (sits_down(name) for name in ("soumu", "somukacho", "kacho"))
    in_time, too_late = (drafted(clerk, name, "期限延長通知書", LONGER) for name in ("見本 一郎", "見本 二郎"))
    for number in (in_time, too_late):
        sign(office, number)
    sign(chief, in_time)
    open_case(chief, in_time)
    assert "延長後の期限" in chief.text

    a_day_goes_by(portal, too_late)
    open_page(chief, "決裁待ち")
    row = chief.page.locator("#drafts tbody tr").filter(has_text=too_late)
    assert "決裁できません" in row.inner_text()
    assert "までに決定しなければなりません" in row.inner_text()
    assert row.locator("input").count() == 0


def test_a_special_notice_on_day_thirty_one(portal: Portal, sits_down: Callable[[str], Person]) -> None:
    clerk, office, chief = (sits_down(name) for name in ("soumu", "somukacho", "kacho"))
    large = {"rest_until": day_after(120), "reason": "対象となる記録が著しく大量であるため"}
    number = drafted(clerk, "見本 三郎", "期限特例延長通知書", large)
    sign(office, number)
    sign(chief, number)

    a_day_goes_by(portal, number)
    open_case(clerk, number)
    go(clerk, "P")
    assert "特例は使えません" in clerk.text
    assert clerk.page.locator("main [name=document_number]").count() == 0


def drafted(clerk: Person, name: str, notice: str, answers: dict[str, str]) -> str:
    """On the last day of the first period."""
    number = receive(clerk, "健康推進課", name=name, days_ago=30)
    open_case(clerk, number)
    draft(clerk, notice, answers)
    return number


def a_day_goes_by(portal: Portal, number: str) -> None:
    day = datetime.now(JAPAN).date() - timedelta(days=31)
    portal.change(A_DAY_GOES_BY, day=day.isoformat() if portal.database_url.startswith("sqlite") else day, running=int(number[-4:]))
