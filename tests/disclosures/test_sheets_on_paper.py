"""起案書 for the file and 受領書 for the requester, from the case as it stands."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from portal import clock
from portal.audit.events import Event
from portal.db import writing
from portal.disclosures import paper_actions
from portal.disclosures.decision_rules import Decision, DraftKind, PaperKind
from portal.disclosures.models import Case, CaseMending
from portal.disclosures.rules import CaseKind, PersonStanding, RequesterKind, Wish
from portal.errors import Refused
from portal.text.wareki import format_date
from tests.disclosures.at_desk import a_case, a_mending, person, settings
from tests.disclosures.drafted import a_draft, papers
from tests.disclosures.test_notice_documents import pages_of
from tests.disclosures.test_papers import facts_of, make


def sheet(draft: str) -> list[str]:
    return pages_of(paper_actions.print_draft_sheet(draft, staff=person("soumu"), settings=settings()))


def receipt_bytes(case: str, login_name: str = "soumu") -> bytes:
    return paper_actions.print_receipt(case, staff=person(login_name), settings=settings())


def receipt(case: str) -> tuple[str, str]:
    """The requester's page and the 控."""
    for_requester, kept = pages_of(receipt_bytes(case))
    return for_requester, kept


def test_a_draft_sheet_tells_who_drafted_concurred_and_decided_with_the_notice_behind_it(app: Flask) -> None:
    case = a_case(items=("接種記録", "相談の記録"))
    decisions = (Decision.FULL, Decision.PARTIAL)
    front, *attached = sheet(a_draft(case, decisions=decisions, partly="3頁の氏名", reason="他の方の情報", exemptions="2"))

    for words in ("起案書", "海野光", "合議", "川又実", "決裁", "(代)", "黒澤拓也", "課長専決", "全部開示", "部分開示", "伺います"):
        assert words in front
    assert f"{format_date(clock.today() + timedelta(days=30))}まで" in front
    assert all("案" in page for page in attached)
    assert "開示決定通知書" in attached[0]
    assert papers() == []


def test_before_the_decision_the_boxes_are_empty(app: Flask) -> None:
    front = sheet(a_draft(a_case(), is_decided=False))[0]

    assert "海野光" in front
    assert [name for name in ("川又実", "黒澤拓也") if name in front] == []
    assert "(決裁のあとに付けます)" in front


def test_with_its_number_the_draft_sheet_is_kept(app: Flask) -> None:
    draft = a_draft(a_case())
    make(draft)
    first, second = sheet(draft), sheet(draft)

    assert first == second
    assert "総第123号" in first[0]
    assert [paper.kind for paper in papers()] == [PaperKind.NOTICE, PaperKind.DRAFT_SHEET]
    assert [each["again"] for each in facts_of(Event.CASE_PRINT)] == [False, True]


def test_a_decision_on_the_citys_own_form_has_its_reason_on_the_sheet(app: Flask) -> None:
    case = a_case(CaseKind.CORRECTION, wish=Wish.CORRECT, claim="接種日が違う", disclosed_on=clock.today())
    pages = sheet(a_draft(case, DraftKind.NO_CORRECTION, (Decision.NOT_CORRECTED,), reason="事実のとおりであるため"))

    assert len(pages) == 1
    for words in ("不訂正決定通知書", "市の様式で作り", "訂正しない", "事実のとおりであるため"):
        assert words in pages[0]


def test_a_receipt_says_number_day_deadline_and_what_is_missing_twice(app: Flask) -> None:
    case = a_case(items=("接種記録",))
    a_mending(case)
    for_requester, kept = receipt(case)

    for page in (for_requester, kept):
        for words in ("見本花子様", "接種記録", "収受。その翌日を1日目として30日", "住所または居所が書かれていません", "総務課"):
            assert words in page
    assert "（控）" in kept
    assert "（控）" not in for_requester


def test_a_receipt_of_a_bare_request_says_what_is_not_there_yet(app: Flask) -> None:
    for_requester, _ = receipt(a_case(items=(), requester_name="", requester_address=""))

    assert "請求された方様" in for_requester
    assert "まだ書かれていません" in for_requester


def test_a_receipt_for_a_representative_names_the_person(app: Flask) -> None:
    case = a_case(requester_kind=RequesterKind.LEGAL, person_name="見本 一郎", person_standing=PersonStanding.MINOR)

    assert "見本一郎" in receipt(case)[0]


@pytest.mark.parametrize(("change", "made"), [({}, 1), ({"requester_contact": "090"}, 1), ({"requester_name": "見本 次郎"}, 2)])
def test_the_same_receipt_again_while_it_would_say_the_same(app: Flask, change: dict[str, Any], made: int) -> None:
    case = a_case()
    first = receipt_bytes(case)
    if change:
        with writing() as session:
            session.execute(update(Case).values(**change))
    again = receipt_bytes(case, "madoguchi")

    assert (again == first) is (made == 1)
    assert len(papers()) == made


def test_while_a_mending_is_waited_for_nobody_can_say_the_day(app: Flask) -> None:
    case = a_case()
    a_mending(case)
    with writing() as session:
        session.execute(update(CaseMending).values(demanded_on=clock.today()))

    assert "補正を待っていて、その日数は数えません" in receipt(case)[0]


def test_a_receipt_with_a_character_that_no_font_has_keeps_nothing(app: Flask) -> None:
    with pytest.raises(Refused, match="U\\+1F600"):
        receipt_bytes(a_case(items=("😀の記録",)))
    assert papers() == []
