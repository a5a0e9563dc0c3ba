"""The list of the cases: late first, what each filter leaves, pages, and that the look is recorded (D-2, R3-3)."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.db import reading
from portal.disclosures.rules import CaseKind, CaseState
from tests.asked import statements
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case, a_mending
from tests.people import section_id, staff_id

SignIn = Callable[[str], Browser]


def ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def numbers(browser: Browser) -> list[str]:
    return re.findall(r'<a class="fig nowrap" href="[^"]*">([^<]*)', browser.text)


def test_the_late_ones_stand_first_then_by_their_deadline_and_those_that_wait_last(sign_in: SignIn) -> None:
    a_case(received_on=ago(1))
    a_case(received_on=ago(31))
    waits = a_case(received_on=ago(20), state=CaseState.MENDING)
    a_mending(waits, demanded_on=ago(10))
    a_case(received_on=ago(25))
    a_case(received_on=ago(60), state=CaseState.NOTIFIED, items=())
    browser = sign_in("soumu").get("/disclosures")

    assert [number[-1] for number in numbers(browser)] == ["2", "4", "1", "3", "5"]
    assert "1日超過" in browser.text
    assert "補正の後に決まる" in browser.text
    assert "期限を過ぎたもの 1件" in browser.text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["2", "1"]),
        ("?state=all", ["2", "1", "3"]),
        ("?state=withdrawn", ["3"]),
        ("?state=nonsense", ["2", "1", "3"]),
        ("?kind=correction", []),
        ("?late=yes", ["2"]),
        ("?section=somu", []),
        ("?section=kenko", ["2", "1"]),
        ("?section=nowhere", []),
        ("?mine=yes", ["2", "1"]),
        ("?number=nonsense", []),
    ],
)
def test_what_a_filter_leaves(sign_in: SignIn, asked: str, found: list[str]) -> None:
    a_case(received_on=ago(2))
    a_case(received_on=ago(40))
    day = ago(3)
    a_case(received_on=day, state=CaseState.WITHDRAWN, withdrawn_on=day, withdrawn_by=officer())

    assert [number[-1] for number in numbers(sign_in("soumu").get(f"/disclosures{asked}"))] == found


def officer() -> int:
    with reading():
        return staff_id("soumu")


def test_a_number_is_found_in_any_width(sign_in: SignIn) -> None:
    a_case()
    shown = numbers(sign_in("soumu").get("/disclosures"))[0]
    wide = shown.translate({code: code + 0xFEE0 for code in range(ord("0"), ord("9") + 1)})

    assert numbers(sign_in("soumu").get(f"/disclosures?number={wide}")) == [shown]


def test_the_list_ends_where_it_ends(sign_in: SignIn) -> None:
    for count in range(53):
        a_case(received_on=ago(count % 5), kind=CaseKind.DISCLOSURE if count < 30 else CaseKind.CORRECTION)
    for _ in range(3):
        a_case(state=CaseState.DONE, items=())
    browser = sign_in("soumu").get("/disclosures")
    first = numbers(browser)
    with statements() as asked:
        browser.get("/disclosures?page=2")
    rest = numbers(browser)

    assert (len(first), len(rest), len({*first, *rest})) == (50, 6, 56)
    assert "全<span" in browser.text
    assert len(asked) <= 20  # The counts of the navigation among them.
    assert numbers(browser.get("/disclosures?page=99")) == rest


def test_other_sections_see_their_own(sign_in: SignIn) -> None:
    with reading():
        joho = section_id("joho")
    a_case()
    a_case(section_id=joho, received_section_id=joho)

    assert [number[-1] for number in numbers(sign_in("madoguchi").get("/disclosures"))] == ["1"]
    assert len(numbers(sign_in("soumu").get("/disclosures"))) == 2


def test_an_empty_list_says_what_will_stand_there(sign_in: SignIn) -> None:
    assert "扱っている請求はありません" in sign_in("soumu").get("/disclosures").text
    assert "あてはまる請求はありません" in sign_in("soumu").get("/disclosures?late=yes").text


def test_the_look_at_the_list_is_recorded(sign_in: SignIn) -> None:
    a_case()
    sign_in("soumu").get("/disclosures?late=yes")

    with reading() as session:
        facts = session.scalars(select(AuditRecord.facts).where(AuditRecord.event == Event.CASE_LIST)).one()
    assert "終わっていないもの・期限を過ぎたもの" in facts
