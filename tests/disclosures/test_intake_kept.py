"""What was keyed is not lost: the session ended in between, two clerks at once, a person carried from the slip (D-1)."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.audit.events import Event
from portal.audit.models import AuditRecord, AuditSubject
from portal.clock import JAPAN
from portal.db import reading, writing
from portal.disclosures.gap_rules import GapKind
from portal.disclosures.intake_actions import Intake, receive_case
from portal.disclosures.intake_rules import Received
from portal.disclosures.models import Case
from portal.disclosures.rules import CaseKind, Wish
from portal.errors import Refused
from portal.inquiries.models import Slip
from tests.accounts.signing_in import at_terminal, give_password
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case, once, person, settings
from tests.disclosures.test_intake import NEW, a_slip
from tests.disclosures.test_intake import a_form as as_sent
from tests.disclosures.test_intake_rules import DAY_90, a_correction, a_form
from tests.factories import a_resident
from tests.vouchers.test_at_the_same_time import Sending, at_once

NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)
RETURNED = "サインインが切れる前に入れた内容を戻しました"


@pytest.fixture
def moment() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize("form", ["new", "contents"])
def test_a_form_that_came_too_late_stands_there_again(app: Flask, moment: Any, form: str) -> None:
    url = NEW if form == "new" else f"/disclosures/{a_case()}/contents"
    browser = give_password(at_terminal(app), "toiawase")
    browser.get(url)
    moment.shift(timedelta(seconds=901))
    browser.post(url, as_sent(requester_address="ひたちなか市架空町9-9"), headers={"Referer": f"http://localhost{url}"})
    assert browser.location == "/sign-in"

    give_password(browser.follow(), "toiawase").follow()
    assert RETURNED in browser.text
    assert 'value="ひたちなか市架空町9-9"' in browser.text
    assert "接種券の発行履歴" in browser.text


def test_two_clerks_at_once_take_two_numbers(app: Flask, sign_in: Callable[[str], Browser]) -> None:
    windows = [sign_in(login_name).get(NEW) for login_name in ("toiawase", "soumu")]
    forms: list[dict[str, object]] = [as_sent(requester_name=name) for name in ("見本 花子", "見本 次郎")]
    hidden: list[dict[str, object]] = [{name: each.hidden(name) for name in ("once", "csrf_token")} for each in windows]
    sendings: list[Sending] = [(each, NEW, form | tokens) for each, form, tokens in zip(windows, forms, hidden, strict=True)]
    at_once(sendings)

    assert [each.status for each in windows] == [303, 303]
    with reading() as session:
        assert sorted(session.scalars(select(Case.running))) == [1, 2]


def test_the_person_of_the_slip_goes_with_it(sign_in: Callable[[str], Browser]) -> None:
    public_id, resident = a_slip(), a_resident()
    with writing() as session:
        session.scalars(select(Slip)).one().resident_id = resident.id
    sign_in("toiawase").get(f"{NEW}?slip={public_id}").post(NEW, as_sent(slip=public_id))

    with reading() as session:
        assert session.scalars(select(Case.resident_id)).one() == resident.id
        found = select(AuditSubject.resident_id).join(AuditRecord, AuditRecord.sequence == AuditSubject.sequence)
        assert session.scalars(found.where(AuditRecord.event == Event.CASE_RECEIVE)).all() == [resident.id]


@pytest.mark.parametrize(
    ("received", "gaps", "words"),
    [
        (a_correction(received_on=DAY_90 + timedelta(days=1)), (), "90日を過ぎています"),
        (
            a_correction(kind=CaseKind.SUSPENSION, wish=Wish.ERASE, received_on=DAY_90, is_provision_record=True),
            (),
            "利用停止を請求できません",
        ),
        (a_correction(received_on=DAY_90, earlier_number="開8-0099"), (), "この番号の開示請求はありません"),
        (a_form(received_on=DAY_90), (GapKind.OTHER,), "何が足りないか"),
    ],
)
def test_the_action_asks_the_rules_itself(app: Flask, received: Received, gaps: tuple[GapKind, ...], words: str) -> None:
    with pytest.raises(Refused, match=words):
        receive_case(Intake(received, gaps), staff=person("soumu"), once=once(), settings=settings())
    with reading() as session:
        assert session.scalars(select(Case)).all() == []
