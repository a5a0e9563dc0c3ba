"""A paper form received: number, 収受日, gaps, the slip it came from, the same request once more (D-1, D-3)."""

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.clock import fiscal_year
from portal.db import reading, writing
from portal.disclosures.intake_routes import RECEIVED, RECEIVED_WITH_GAPS
from portal.disclosures.models import Case, CaseItem, CaseMending
from portal.disclosures.rules import CaseState, Wish
from portal.disclosures.story import told_of
from portal.inquiries.models import Slip, SlipEntry
from portal.inquiries.rules import EntryKind, SlipChannel
from portal.text.wareki import format_date
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case, a_done_disclosure
from tests.people import section_id, staff_id

SignIn = Callable[[str], Browser]
NEW = "/disclosures/new"


def a_form(**values: Any) -> dict[str, Any]:
    """As a browser sends it: empty boxes and radios that nobody chose are left out."""
    given = {
        "kind": "disclosure",
        "received_on": format_date(clock.today()),
        "received_section": "kenko",
        "section": "kenko",
        "way": "window",
        "requester_kind": "self",
        "requester_name": "見本 花子",
        "requester_address": "ひたちなか市見本町1-1",
        "items": "接種記録\n接種券の発行履歴",
    }
    return {name: value for name, value in (given | values).items() if value not in ("", (), False)}


def a_correction(**values: Any) -> dict[str, Any]:
    return a_form(**{"kind": "correction", "wish": "correct", "claim": "接種日が違う"} | values)


def receive(browser: Browser, form: dict[str, Any]) -> Browser:
    return browser.get(NEW).post(NEW, form)


def cases() -> list[Case]:
    with reading() as session:
        return list(session.scalars(select(Case).order_by(Case.id)))


def test_a_form_gets_its_number_and_its_deadline(sign_in: SignIn) -> None:
    received = clock.today() - timedelta(days=2)
    browser = receive(sign_in("toiawase"), a_form(received_on=format_date(received))).follow()

    assert RECEIVED in browser.text
    assert f"開{fiscal_year(received) - 2018}-0001" in browser.text
    assert f"{format_date(received + timedelta(days=30))}まで。" in browser.text
    (case,) = cases()
    assert (case.received_on, case.entered_at.date(), case.state, case.officer_id) == (received, clock.today(), CaseState.EXAMINING, None)
    with reading() as session:
        assert session.scalars(select(CaseItem.words).order_by(CaseItem.place)).all() == ["接種記録", "接種券の発行履歴"]
        assert [told.what for told in told_of(case.id)] == ["開示等請求を受け付けた"]
        facts = session.scalars(select(AuditRecord.facts).where(AuditRecord.event == Event.CASE_RECEIVE)).one()
    assert case.number.shown in facts


@pytest.mark.parametrize("day", [date(2026, 3, 31), date(2026, 4, 1)])
def test_the_year_of_the_number_is_that_of_the_stamp(sign_in: SignIn, day: date) -> None:
    receive(sign_in("soumu"), a_form(received_on=format_date(day)))

    (case,) = cases()
    assert case.number.shown == ("開7-0001" if day.month == 3 else "開8-0001")
    assert case.officer_id == case.entered_by


def test_gaps_stop_neither_number_nor_day(sign_in: SignIn) -> None:
    form = a_form(requester_address="", items="", gaps=["no_identity", "other"], gap_words="印がない")
    browser = receive(sign_in("toiawase"), form).follow()

    assert RECEIVED_WITH_GAPS in browser.text
    with reading() as session:
        (mending,) = session.scalars(select(CaseMending)).all()
    assert mending.words == "請求者の住所がない、何を求めるかが書かれていない、本人確認書類がない、その他: 印がない"
    assert (mending.demanded_on, cases()[0].state) == (None, CaseState.EXAMINING)
    assert "未補正" in browser.text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"received_on": format_date(clock.today() + timedelta(days=1))}, "までの日にしてください"),
        ({"received_on": "令和8年2月30日"}, ""),
        ({"kind": ""}, "請求の種類を選んでください"),
        ({"kind": "suspension", "wish": "erase", "is_provision_record": "y"}, "利用停止を請求できません"),
        ({"kind": "correction"}, "どれを求めるかを選んでください"),
        ({"items": "\n".join(str(each) for each in range(21))}, "20件まで"),
        ({"kind": "correction", "wish": "add", "earlier_number": "開8-0099"}, "この番号の開示請求はありません"),
        ({"requester_name": "個人番号は123456789018です"}, "個人番号"),
        ({"section": "nowhere"}, "選択肢にない"),
        ({"gaps": ["other"]}, "何が足りないかを入れてください"),
        ({"gaps": ["nonsense"]}, "選択肢にない"),
    ],
)
def test_what_cannot_be_received_comes_back_with_all_that_was_typed(sign_in: SignIn, changed: dict[str, Any], words: str) -> None:
    browser = receive(sign_in("toiawase"), a_form(**changed))

    assert browser.status in (409, 422)
    assert words in browser.text
    assert "接種券の発行履歴" in browser.text or "items" in changed
    assert "data-error-summary" in browser.text
    assert not cases()


def test_twenty_thousand_characters_are_kept(sign_in: SignIn) -> None:
    receive(sign_in("toiawase"), a_correction(claim="あ" * 20_000))
    assert len(cases()[0].claim) == 20_000

    browser = receive(sign_in("toiawase"), a_correction(claim="あ" * 20_001, requester_name="見本 二郎"))
    assert (browser.status, len(cases())) == (422, 1)
    assert "あ" * 20_001 in browser.text


@pytest.mark.parametrize(("days", "fine"), [(90, True), (91, False)])
def test_a_correction_follows_the_disclosure_within_ninety_days(sign_in: SignIn, days: int, fine: bool) -> None:
    disclosed = date(2026, 5, 20)
    form = a_correction(received_on=format_date(disclosed + timedelta(days=days)), disclosed_on=format_date(disclosed))
    browser = receive(sign_in("toiawase"), form)

    assert browser.status == (303 if fine else 409)
    assert len(cases()) == int(fine)
    assert fine or "90日を過ぎています(令和8年8月18日まででした)" in browser.text


@pytest.mark.parametrize(("days", "fine"), [(90, True), (91, False)])
def test_the_number_of_the_disclosure_brings_its_day(sign_in: SignIn, days: int, fine: bool) -> None:
    disclosed = date(2026, 5, 20)
    earlier = a_done_disclosure(disclosed)
    form = a_correction(received_on=format_date(disclosed + timedelta(days=days)), earlier_number=earlier)
    browser = receive(sign_in("toiawase"), form)

    assert browser.status == (303 if fine else 409)
    if fine:
        (_, case) = cases()
        assert (case.disclosed_on, case.earlier_number, case.wish) == (disclosed, earlier, Wish.CORRECT)
        assert case.earlier_id == cases()[0].id


def test_what_is_not_disclosed_yet_cannot_be_corrected(sign_in: SignIn) -> None:
    a_case()
    number = cases()[0].number.shown

    assert "まだ開示していません" in receive(sign_in("toiawase"), a_correction(earlier_number=number)).text


def test_the_same_request_is_asked_about_and_still_received(sign_in: SignIn) -> None:
    browser = receive(sign_in("toiawase"), a_form()).follow()
    receive(browser, a_form(items="接種記録"))
    assert browser.status == 409
    assert "同じ内容の請求を受けています" in browser.text

    browser.post(NEW, a_form(items="接種記録", knows_same="y"))
    assert browser.status == 303
    second = cases()[1]
    first = cases()[0].number.shown
    with reading():
        assert f"同じ内容の請求 {first} あり" in told_of(second.id)[0].words


def test_pressed_twice_is_received_once(sign_in: SignIn) -> None:
    browser = sign_in("toiawase").get(NEW)
    once = browser.hidden("once")
    for _ in range(2):
        browser.post(NEW, a_form(once=once, knows_same="y"))

    assert (browser.status, len(cases())) == (303, 1)


def a_slip(section: str = "kenko") -> str:
    with writing() as session:
        slip = Slip(
            public_id=secrets.token_hex(16),
            fiscal_year=2026,
            running=231,
            section_id=section_id(section),
            first_section_id=section_id(section),
            taken_at=clock.now(),
            taken_by=staff_id("kanri"),
            entered_at=clock.now(),
            channel=SlipChannel.POST,
            caller="渡邉 和子",
            contact="090-0000-2718",
            subject="開示請求したい",
        )
        session.add(slip)
        return slip.public_id


def test_a_slip_becomes_a_case(sign_in: SignIn) -> None:
    public_id = a_slip()
    browser = sign_in("toiawase").get(f"{NEW}?slip={public_id}")
    assert "R8-0231" in browser.text
    assert 'value="渡邉 和子"' in browser.text
    assert 'value="090-0000-2718"' in browser.text

    browser.post(NEW, a_form(slip=public_id))
    (case,) = cases()
    with reading() as session:
        entry = session.scalars(select(SlipEntry)).one()
        assert (entry.what, entry.other_public_id) == (EntryKind.BECAME_CASE, case.public_id)
        assert session.scalar(select(func.count()).where(AuditRecord.event == Event.SLIP_OPEN)) == 2
        assert case.slip_id == entry.slip_id


def test_a_slip_of_another_section_is_not_there(sign_in: SignIn) -> None:
    public_id = a_slip("joho")
    browser = sign_in("toiawase")

    assert browser.get(f"{NEW}?slip={public_id}").status == 404
    assert browser.get(NEW).post(NEW, a_form(slip=public_id)).status == 404
    assert not cases()


def test_an_auditor_receives_nothing(sign_in: SignIn) -> None:
    assert sign_in("kansa").get(NEW).status == 403
