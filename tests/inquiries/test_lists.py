"""The lists of slips: who sees which, in which order, how many and since when, what is late (D-3)."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from portal import clock
from portal.audit.events import Event
from portal.db import writing
from portal.inquiries import list_queries
from portal.inquiries.rules import SlipState
from portal.residents.rules import Protection
from tests.asked import statements
from tests.factories import a_resident
from tests.inquiries.at_desk import SignIn
from tests.inquiries.slip_rows import add_slip, facts_of, many_slips
from tests.media.lent import person

NUMBERS = re.compile(r"R8-[0-9]{4}")


def listed(text: str) -> list[str]:
    """The numbers of the table, in its order."""
    found = NUMBERS.findall(text.split("<tbody>")[1].split("</tbody>")[0]) if "<tbody>" in text else []
    return list(dict.fromkeys(found))


def test_calls_stand_by_promised_time_the_late_first_and_marked(app: Flask, sign_in: SignIn) -> None:
    now = clock.now()
    promised = {"call_back": True, "call_number": "090-0000-2718"}
    with writing():
        later = add_slip(call_at=now + timedelta(days=2), **promised)
        none = add_slip(**promised)
        late = add_slip(call_at=now - timedelta(minutes=2), caller="渡邉", **promised)
        soon = add_slip(call_at=now + timedelta(seconds=90), **promised)
        add_slip(call_at=now, called_at=now, **promised)
        add_slip(SlipState.CLOSED, call_at=now, **promised)
        add_slip(section="somu", holder="soumu", call_at=now, **promised)
    page = sign_in("madoguchi").get("/inquiries/calls").text

    assert listed(page) == [slip.number.shown for slip in (late, soon, later, none)]
    assert page.count("state--late") == 1
    assert page.index("state--late") < page.index(late.number.shown) < page.index(soon.number.shown)
    assert "090-0000-2718" in page
    assert "安 真由" in page
    assert "折返しの約束を2分過ぎています" in page


def test_each_list_holds_its_slips(app: Flask, sign_in: SignIn) -> None:
    today = clock.today()
    with writing():
        mine = add_slip()
        waiting = add_slip(SlipState.WAITING, holder="madoguchi", waits_for="医師会", waits_until=today - timedelta(days=1))
        closed = add_slip(SlipState.CLOSED)
        overdue = add_slip(holder="madoguchi", answer_by=today - timedelta(days=1))
        elsewhere = add_slip(section="somu", first="kenko", holder="soumu")
        add_slip(SlipState.BLANK)
        add_slip(SlipState.CANCELLED)
    browser = sign_in("toiawase")
    found = {view: listed(browser.get(f"/inquiries?view={view}").text) for view in ("mine", "section", "late", "waiting", "closed")}

    assert found == {
        "mine": [mine.number.shown],
        "section": [slip.number.shown for slip in (mine, waiting, overdue)],
        "late": [slip.number.shown for slip in (waiting, overdue)],
        "waiting": [waiting.number.shown],
        "closed": [closed.number.shown],
    }
    assert listed(sign_in("soumu").get("/inquiries?view=section").text) == [elsewhere.number.shown]


@pytest.mark.parametrize("view", ["", "mine", "closed", "nothing-of-the-kind", "review", "calls"])
def test_an_empty_list_says_what_will_stand_there(app: Flask, sign_in: SignIn, view: str) -> None:
    page = sign_in("toiawase").get(f"/inquiries?view={view}&page=99")

    assert page.status == 200
    assert "0件" in page.text
    assert "big-empty" in page.text


def test_how_many_and_since_when_is_said(app: Flask, sign_in: SignIn) -> None:
    came = clock.now() - timedelta(days=3)
    with writing():
        add_slip()
        add_slip(taken_at=came)
    page = sign_in("toiawase").get("/inquiries").text

    assert "2件・いちばん古いものは" in page
    assert f"{came.hour}時{came.minute:02}分から" in page


def test_the_navigation_counts_mine_and_what_is_promised_within_today(app: Flask, sign_in: SignIn) -> None:
    now = clock.now()
    _, midnight = clock.hours_of(now.date())
    promised = {"call_back": True, "holder": "madoguchi"}
    with writing():
        add_slip()
        add_slip(SlipState.CLOSED)
        add_slip(call_at=midnight - timedelta(minutes=1), **promised)
        add_slip(call_at=now - timedelta(days=1), **promised)
        add_slip(call_at=midnight, **promised)
    page = sign_in("toiawase").get("/password").text.split("</nav>")[0]

    assert re.search(r"受付票 <span class=\"nav__count\">1<", page)
    assert re.search(r"折返し <span class=\"nav__count\">2<", page)
    assert list_queries.count_waiting(person("soumu")) == list_queries.Waiting(0, 0, 0)


def test_whoever_is_attached_is_a_subject_and_a_protected_one_is_marked(app: Flask, sign_in: SignIn) -> None:
    resident = a_resident(name="見本 花子", protection=Protection.SPOUSE_VIOLENCE)
    with writing():
        add_slip(resident_id=resident.id, call_back=True, call_at=clock.now())
    page = sign_in("toiawase").get("/inquiries/calls").text

    assert "電話で所在・接種歴を答えないでください" in page
    assert facts_of(Event.SLIP_LIST) == [{"view": "calls", "page": 1, "count": 1}]


@pytest.mark.thorough
def test_a_thousand_slips_are_paged_and_ask_no_more(app: Flask, sign_in: SignIn) -> None:
    many_slips(2)
    browser = sign_in("toiawase")
    asked = {}
    for name in ("few", "many"):
        for url in ("/inquiries/calls", "/inquiries?view=section", "/inquiries?view=late", "/inquiries?view=closed"):
            browser.get(url)
            with statements() as made:
                browser.get(url)
            asked.setdefault(url, {})[name] = len(made)
        if name == "few":
            many_slips(335)

    assert all(each["few"] == each["many"] for each in asked.values()), asked
    assert len(listed(browser.get("/inquiries?view=section").text)) == 50
    assert "ページのうち1ページ目" in browser.text


def test_a_long_name_and_strange_text_stand_as_they_are(app: Flask, sign_in: SignIn) -> None:
    with writing():
        add_slip(caller="長" * 100, subject="<b>" + "件" * 190, call_back=True, call_number="0" * 40)
    page = sign_in("toiawase").get("/inquiries/calls").text

    assert "&lt;b&gt;" in page
    assert "長" * 100 in page


def test_an_auditor_and_a_system_admin_see_no_slips(app: Flask, sign_in: SignIn) -> None:
    assert {sign_in(login).get("/inquiries").status for login in ("kansa", "kanri", "kaijo")} == {403}
