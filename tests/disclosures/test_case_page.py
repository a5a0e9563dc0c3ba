"""The page of a case: who sees it, the deadline in sight, and that the look is recorded (D-2, R3-3)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.db import reading
from portal.disclosures.rules import CaseKind
from portal.text.wareki import format_date
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case
from tests.people import section_id, staff_id

SignIn = Callable[[str], Browser]


def shown(sign_in: SignIn, login_name: str, public_id: str) -> Browser:
    return sign_in(login_name).get(f"/disclosures/{public_id}")


def test_the_deadline_stands_on_the_page_with_how_it_was_counted(sign_in: SignIn) -> None:
    received = clock.today() - timedelta(days=3)
    page = shown(sign_in, "soumu", a_case(received_on=received, items=("接種記録", "接種券の発行履歴"))).text

    assert "見本 花子" in page
    assert f"{format_date(received + timedelta(days=30))}まで。閉庁日でも延びません。" in page
    assert "あと27日" in page
    assert "接種券の発行履歴" in page


@pytest.mark.parametrize(("days", "words"), [(29, "あと1日"), (30, "今日まで"), (31, "1日過ぎています")])
def test_a_late_case_says_by_how_much(sign_in: SignIn, days: int, words: str) -> None:
    assert words in shown(sign_in, "soumu", a_case(received_on=clock.today() - timedelta(days=days))).text


@pytest.mark.parametrize(("login_name", "status"), [("soumu", 200), ("toiawase", 200), ("kacho", 200), ("somukacho", 200), ("kanri", 403)])
def test_who_sees_a_case_of_the_section(sign_in: SignIn, login_name: str, status: int) -> None:
    assert shown(sign_in, login_name, a_case(kind=CaseKind.CORRECTION, disclosed_on=date(2026, 11, 1))).status == status


def test_another_sections_case_is_not_there(sign_in: SignIn, app: object) -> None:
    with reading():
        joho = section_id("joho")
    public_id = a_case(section_id=joho, received_section_id=joho)

    assert shown(sign_in, "madoguchi", public_id).status == 404
    assert shown(sign_in, "somukacho", public_id).status == 200


def test_the_look_is_recorded(sign_in: SignIn) -> None:
    shown(sign_in, "soumu", a_case())

    with reading() as session:
        assert session.scalars(select(AuditRecord).where(AuditRecord.event == Event.CASE_OPEN)).one().staff_id == staff_id("soumu")
