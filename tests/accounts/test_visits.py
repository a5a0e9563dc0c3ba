"""The visit: chosen once, carried by every record, changed and ended; nobody is looked at outside one (S1-4, R3-3)."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.models import Visit, VisitPerson
from portal.accounts.rules import Channel, VisitReason
from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.clock import JAPAN
from portal.db import reading
from tests.accounts.signing_in import VISIT
from tests.accounts.staff_records import facts_of
from tests.conftest import Browser
from tests.factories import a_resident

pytestmark = pytest.mark.thorough

SignIn = Callable[[str], Browser]
NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)


@pytest.fixture(autouse=True)
def moment() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def start(browser: Browser, **form: str) -> Browser:
    return browser.get("/visits/new").post("/visits", VISIT | form)


def visits() -> list[Visit]:
    with reading() as session:
        return list(session.scalars(select(Visit).order_by(Visit.id)))


def records(event: Event) -> list[AuditRecord]:
    with reading() as session:
        return list(session.scalars(select(AuditRecord).where(AuditRecord.event == event.value).order_by(AuditRecord.sequence)))


def test_a_visit_is_chosen_and_stands_on_top_of_every_screen(sign_in: SignIn) -> None:
    browser = start(sign_in("madoguchi"), channel="phone", reason="inquiry")
    assert browser.location == "/residents"

    assert [(visit.channel, visit.reason, visit.ended_at) for visit in visits()] == [(Channel.PHONE, VisitReason.INQUIRY, None)]
    for url in ("/residents", "/password", "/vouchers/today"):
        browser.get(url)
        assert "対応中" in browser.text
        assert "電話・問合せ対応" in browser.text
        assert "10時38分から" in browser.text
    assert facts_of(Event.VISIT_START) == [{"by": "madoguchi", "channel": "phone", "reason": "inquiry"}]
    assert (records(Event.VISIT_START)[0].purpose, records(Event.VISIT_START)[0].visit_id) == ("電話・問合せ対応", visits()[0].id)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"reason": ""}, "照会事由を選んでください。"),
        ({"channel": "", "reason": "reissue"}, "受け方を選んでください。"),
        ({"reason": "curiosity"}, "照会事由"),
        ({"channel": "fax"}, "受け方"),
    ],
)
def test_a_visit_without_channel_or_reason_does_not_begin(sign_in: SignIn, form: dict[str, str], words: str) -> None:
    browser = start(sign_in("madoguchi"), **form)

    assert browser.status == 422
    assert words in browser.text
    assert "入力した内容を直してください" in browser.text
    assert visits() == []


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "\t//evil.example",
        "/\r\n/evil.example",
        " //evil.example",
        "evil.example",
        "",
    ],
)
@pytest.mark.parametrize("reason", ["reissue", ""])
def test_no_place_outside_the_portal_is_gone_to_next(sign_in: SignIn, target: str, reason: str) -> None:
    browser = start(sign_in("madoguchi"), next=target, reason=reason)

    if reason:
        assert browser.location == "/residents"
    else:
        assert browser.status == 422
        assert "evil.example" not in browser.text
        assert "javascript:" not in browser.text
    browser.get("/visits/new", query_string={"next": target})
    assert browser.hidden("next") == ""
    assert "evil.example" not in browser.text


def test_a_place_of_the_portal_is_gone_to_next(sign_in: SignIn) -> None:
    assert start(sign_in("madoguchi"), next="/vouchers/today").location == "/vouchers/today"


def test_an_answer_for_htmx_goes_by_header(sign_in: SignIn) -> None:
    browser = sign_in("madoguchi").get("/visits/new")
    browser.post("/visits", VISIT, headers={"HX-Request": "true"})

    assert (browser.status, browser.response.headers["HX-Redirect"]) == (204, "/residents")


def test_the_reason_can_be_changed_and_earlier_records_keep_theirs(sign_in: SignIn) -> None:
    first, second = a_resident(name="見本 一"), a_resident(name="見本 二")
    browser = start(sign_in("madoguchi"))
    browser.get(f"/residents/{first.public_id}")
    browser.get("/visits/current", query_string={"next": f"/residents/{second.public_id}"})
    browser.post("/visits/current", {"channel": "post", "reason": "disclosure", "next": browser.hidden("next")})
    assert browser.location == f"/residents/{second.public_id}"
    browser.follow()

    assert [record.purpose for record in records(Event.RESIDENT_OPEN)] == ["窓口・再発行", "郵便・開示"]
    assert {record.visit_id for record in records(Event.RESIDENT_OPEN)} == {visits()[0].id}
    assert facts_of(Event.VISIT_CHANGE) == [{"by": "madoguchi", "channel": "post", "reason": "disclosure"}]


def test_a_refused_change_changes_nothing(sign_in: SignIn) -> None:
    browser = start(sign_in("madoguchi")).get("/visits/current")
    browser.post("/visits/current", {"channel": "post", "reason": "curiosity", "next": "//evil.example"})

    assert browser.status == 422
    assert "evil.example" not in browser.text
    assert [(visit.channel, visit.reason) for visit in visits()] == [(Channel.COUNTER, VisitReason.REISSUE)]


def test_without_a_visit_there_is_nothing_to_change(sign_in: SignIn) -> None:
    browser = sign_in("madoguchi").get("/visits/current")
    assert browser.location == "/visits/new"

    assert browser.post("/visits/current", VISIT).status == 409
    assert "新しく対応を始めてください。" in browser.text


def test_an_ended_visit_is_gone_with_what_was_searched(sign_in: SignIn) -> None:
    resident = a_resident()
    browser = start(sign_in("madoguchi"))
    browser.get("/residents").post("/residents", {"q": "見本", "birth": ""}).follow()
    browser.get(f"/residents/{resident.public_id}")
    assert visits()[0].typed is not None
    assert browser.post("/visits/end").location == "/residents"

    assert (visits()[0].ended_at, visits()[0].typed) == (NOW, None)
    browser.follow()
    assert "対応中" not in browser.text
    assert "見本" not in browser.text.replace("見本データ", "")
    assert facts_of(Event.VISIT_END) == [{"by": "madoguchi", "people": 1}]
    assert browser.post("/visits/end").status == 303
    assert len(records(Event.VISIT_END)) == 1


@pytest.mark.parametrize("way", ["/sign-out", "again", "elsewhere"])
def test_however_a_visit_ends_what_was_searched_goes(sign_in: SignIn, moment: Any, way: str) -> None:
    browser = start(sign_in("madoguchi"))
    browser.get("/residents").post("/residents", {"q": "架空谷", "birth": ""})
    if way == "/sign-out":
        browser.post("/sign-out")
    elif way == "again":
        start(browser)
    else:
        moment.shift(timedelta(hours=1))
        browser.get("/residents")
        sign_in("madoguchi")

    assert visits()[0].ended_at is not None
    assert visits()[0].typed is None


def test_a_new_visit_ends_the_one_before(sign_in: SignIn) -> None:
    browser = start(sign_in("madoguchi"))
    start(browser, reason="history")

    assert [visit.ended_at is None for visit in visits()] == [False, True]
    assert len(records(Event.VISIT_END)) == 1


def test_the_people_of_a_visit_are_counted_once_each(sign_in: SignIn) -> None:
    first, second = a_resident(name="見本 一"), a_resident(name="見本 二")
    browser = start(sign_in("madoguchi"))
    for resident, count in ((first, 1), (first, 1), (second, 2), (first, 2)):
        browser.get(f"/residents/{resident.public_id}")
        assert f"この対応で開いた方 {count}人" in browser.text
        assert resident.name in browser.text.split("pinned__who")[1].split("</p>")[0]
    browser.get("/password")
    assert "見本 一" in browser.text.split("pinned__who")[1].split("</p>")[0]
    with reading() as session:
        assert len(session.scalars(select(VisitPerson)).all()) == 2


def test_a_person_outside_a_visit_is_asked_for_once_and_then_opens(sign_in: SignIn) -> None:
    resident = a_resident(name="架空谷 澄江")
    browser = sign_in("madoguchi").get(f"/residents/{resident.public_id}")
    assert (browser.status, browser.location) == (303, f"/visits/new?next=/residents/{resident.public_id}")
    assert "架空谷" not in browser.follow().text
    assert records(Event.RESIDENT_OPEN) == []

    browser.post("/visits", VISIT | {"next": browser.hidden("next")})
    assert browser.location == f"/residents/{resident.public_id}"
    assert "架空谷 澄江" in browser.follow().text
    assert browser.get(f"/residents/{resident.public_id}").status == 200


def test_who_may_not_look_holds_no_visit(sign_in: SignIn) -> None:
    for url in ("/visits/new", "/visits/current", "/residents", "/residents/0"):
        assert sign_in("kansa").get(url).status == 403
