"""Which step of which notice is meant, what a step asks, what it says beside it (D-2)."""

from collections.abc import Callable
from datetime import timedelta

import time_machine
from sqlalchemy import select

from portal import clock
from portal.db import reading, writing
from portal.disclosures.decision_rules import DraftKind
from portal.disclosures.draft_models import Appeal
from portal.disclosures.draft_rules import Drafted
from portal.disclosures.models import Case, CaseMending
from portal.disclosures.rules import CaseKind, Way
from portal.text.wareki import format_date
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case, a_mending, items_of_case
from tests.disclosures.deciding import decide, grant, make_paper, on_its_way, refusal, send, sign, tell, write

SignIn = Callable[[str], Browser]


def today() -> str:
    return format_date(clock.today())


def buttons(page: str) -> dict[str, str]:
    """The keys of the page's buttons, each with the words beside it."""
    found = {}
    for part in page.split('data-key="')[1:]:
        key, rest = part.split('"', 1)
        found[key] = rest.split(">", 1)[1].split("<", 1)[0].strip()
    return found


def test_of_two_notices_none_is_taken_for_the_other(sign_in: SignIn) -> None:
    """A day of arrival cannot be taken back: the button and its key say which notice it is."""
    case = a_case(items=("接種台帳", "予診票"), is_proven=True)
    first, second = items_of_case(case)
    for draft in (grant(case, items=[first]), refusal(case, items=[second])):
        decide(draft)
        make_paper(draft)
        send(draft, way=Way.POST)
    keys = buttons(sign_in("soumu").get(f"/disclosures/{case}").text)
    assert "R" not in keys
    assert "Y" not in keys
    assert (keys["1"], keys["3"]) == ("開示決定通知書の到達を記録する(健推第12号)", "不開示決定通知書の到達を記録する(健推第12号)")


def test_of_one_notice_the_letter_stays(sign_in: SignIn) -> None:
    case = a_case(is_proven=True)
    draft = grant(case)
    decide(draft)
    make_paper(draft)
    send(draft, way=Way.POST)
    assert buttons(sign_in("soumu").get(f"/disclosures/{case}").text)["R"] == "開示決定通知書の到達を記録する"


def test_what_others_are_waited_for_has_a_key(sign_in: SignIn) -> None:
    on_its_way()
    with reading() as session:
        case = session.scalars(select(Case.public_id)).one()
    keys = buttons(sign_in("soumu").get(f"/disclosures/{case}").text)
    assert (keys["H"], keys["F"]) == ("見本医院の意見を記録する", "審査請求の経過を記録する")


def test_one_gap_is_chosen_already_and_nothing_is_said_of_a_decision(sign_in: SignIn) -> None:
    case = a_case()
    mending = a_mending(case)
    page = sign_in("soumu").get(f"/disclosures/{case}/drafts/mending").text
    assert f'checked id="mending-0" name="mending" type="radio" value="{mending}"' in page
    assert "決裁の日が、はじめの期限まで" not in page


def test_a_demand_whose_day_is_on_its_paper_is_not_asked_for_it_again(sign_in: SignIn) -> None:
    case = a_case()
    mending = a_mending(case)
    draft = write(case, Drafted(DraftKind.MENDING, mending=mending, reason="住所"))
    assert not sign(draft, "kacho").refused
    make_paper(draft)
    clerk = sign_in("soumu")
    assert 'name="due_on"' in clerk.get(f"/disclosure-drafts/{draft}/sending").text
    assert "取下げを受けられません" not in clerk.text
    with writing() as session:
        session.scalars(select(CaseMending)).one().due_on = clock.today() + timedelta(days=14)
    assert 'name="due_on"' not in clerk.get(f"/disclosure-drafts/{draft}/sending").text
    assert clerk.post(f"/disclosure-drafts/{draft}/sending", {"day": today(), "way": "window"}).status == 303


def test_the_only_document_is_chosen_already(sign_in: SignIn) -> None:
    case = a_case()
    page = sign_in("soumu").get(f"/disclosures/{case}/third-parties").text
    assert f'checked id="item-0" name="item" type="radio" value="{items_of_case(case)[0]}"' in page


def test_a_wish_in_time_is_not_asked_why_it_is_late(sign_in: SignIn) -> None:
    draft = grant(a_case(is_proven=True))
    tell(draft)
    clerk = sign_in("soumu").get(f"/disclosure-drafts/{draft}/wish")
    assert 'name="late_reason"' not in clerk.text
    assert "閲覧、写しの交付(窓口)" in clerk.text
    with time_machine.travel(clock.now() + timedelta(days=60), tick=False):
        late = sign_in("soumu").get(f"/disclosure-drafts/{draft}/wish")
        assert 'name="late_reason"' in late.text


def test_after_the_notice_the_headline_says_no_deadline_of_the_decision(sign_in: SignIn) -> None:
    case = a_case()
    tell(refusal(case))
    page = sign_in("soumu").get(f"/disclosures/{case}").text
    assert "決定の期限" not in page.split('class="large-state"')[1].split("</p>")[0]


def test_an_appeal_begins_with_the_requester_and_says_what_comes_later(sign_in: SignIn) -> None:
    draft = refusal(a_case())
    tell(draft)
    clerk = sign_in("soumu").get(f"/disclosure-drafts/{draft}/appeals")
    assert 'value="見本 花子"' in clerk.text
    clerk.post(f"/disclosure-drafts/{draft}/appeals", {"day": today(), "filed_by": "見本 花子"})
    with reading() as session:
        appeal = session.scalars(select(Appeal.public_id)).one()
    page = clerk.get(f"/disclosure-appeals/{appeal}").text
    assert "<b>答申を受けた</b>" in page


def test_which_part_is_decided_first_is_said_for_a_disclosure_alone(sign_in: SignIn) -> None:
    """84条; 95条 and 103条 name one day for the whole."""
    case, correction = a_case(), a_case(CaseKind.CORRECTION)
    clerk = sign_in("soumu")
    assert "先に決定する部分" not in clerk.get(f"/disclosures/{correction}/drafts/special").text
    url = f"/disclosures/{case}/drafts/special"
    assert "先に決定する部分" in clerk.get(url).text
    rest = {"rest_until": format_date(clock.today() + timedelta(days=200)), "reason": "著しく大量のため", "partly": "令和7年度の分"}
    assert clerk.post(url, rest | {"decision_class": "section_chief"}).status == 303
    page = clerk.follow().text
    assert "令和7年度の分" in page
    assert "開示しない部分" not in page
