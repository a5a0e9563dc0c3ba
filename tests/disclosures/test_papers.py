"""Papers kept: made once of what was decided, the same bytes ever after, each printing recorded (D-2; docs/decisions/007)."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from portal import clock
from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.db import reading, writing
from portal.disclosures import paper_actions
from portal.disclosures.decision_rules import Decision, DraftKind, DraftState, PaperKind
from portal.disclosures.draft_models import CasePaper
from portal.disclosures.models import Case, CaseMending
from portal.disclosures.paper_rules import NoticeAbout
from portal.disclosures.rules import CaseState
from portal.errors import NotFound, Refused
from tests.disclosures.at_desk import a_case, a_mending, case_of, once, person, settings
from tests.disclosures.deciding import decide, extension, grant, refusal, send, special
from tests.disclosures.drafted import a_draft, papers, the_draft
from tests.disclosures.test_notice_documents import pages_of
from tests.people import section_id, staff_id

NUMBER = "総第123号"


def make(draft: str, *, number: str = NUMBER, login_name: str = "soumu", token: str = "", **about: Any) -> str:
    given = NoticeAbout(number, about.pop("dated_on", clock.today()), **about)
    return paper_actions.make_notice(draft, given, staff=person(login_name), once=token or once(), settings=settings())


def printed(paper: str, login_name: str = "soumu") -> bytes:
    return paper_actions.print_paper(paper, staff=person(login_name), settings=settings())


def facts_of(event: Event) -> list[dict[str, Any]]:
    with reading() as session:
        found = session.scalars(select(AuditRecord.facts).where(AuditRecord.event == event).order_by(AuditRecord.sequence))
        return [json.loads(facts) for facts in found]


def test_a_notice_is_made_once_and_printed_the_same_ever_after(app: Flask) -> None:
    case = a_case(requester_address="見本市見本町1-1\nコーポ見本 101", requester_postal_code="3120003")
    draft = a_draft(case)
    paper = make(draft)
    first = printed(paper)
    with writing() as session:
        session.execute(update(Case).values(requester_name="別人 太郎"))

    assert printed(paper, "toiawase") == first
    assert make(draft) == paper
    with pytest.raises(Refused, match=f"文書番号「{NUMBER}」でもう作られています"):
        make(draft, number="総第999号")
    assert [each.kind for each in papers()] == [PaperKind.NOTICE]
    assert the_draft(draft).document_number == NUMBER
    text = "".join(pages_of(first))
    for words in (NUMBER, "〒312-0003", "コーポ見本101", "見本花子様", "開示決定通知書", "予防接種台帳のうち本人に関する部分"):
        assert words in text


def test_making_and_every_printing_are_recorded(app: Flask) -> None:
    number = "開" + paper_number(a := a_case())
    paper = make(a_draft(a))
    pdf, digest = printed(paper), ""
    printed(paper)
    digest = hashlib.sha256(pdf).hexdigest()

    assert facts_of(Event.PAPER_MAKE) == [{"number": number, "paper": "grant"}]
    assert [(each["again"], each["sha256"], each["paper"]) for each in facts_of(Event.CASE_PRINT)] == [
        (False, digest, "grant"),
        (True, digest, "grant"),
    ]
    assert papers()[0].sha256 == digest


def paper_number(case: str) -> str:
    with reading():
        return case_of(case).number.shown.removeprefix("開")


def test_pressed_twice_it_is_one_paper(app: Flask) -> None:
    draft, token = a_draft(a_case()), once()

    assert make(draft, token=token) == make(draft, token=token)
    assert len(papers()) == 1


@pytest.mark.parametrize(
    ("decided", "about", "words"),
    [
        (False, {}, "まだ決裁されていません"),
        (True, {"number": " "}, "文書番号を入れてください"),
        (True, {"dated_on": clock.today() - timedelta(days=1)}, "より前にできません"),
        (True, {"dated_on": clock.today() + timedelta(days=31)}, "先すぎます"),
    ],
)
def test_what_is_not_decided_or_not_numbered_is_no_notice(app: Flask, decided: bool, about: dict[str, Any], words: str) -> None:
    draft = a_draft(a_case(), is_decided=decided)

    with pytest.raises(Refused, match=words):
        make(draft, **about)
    assert papers() == []
    assert the_draft(draft).document_number == ""


def test_of_a_request_that_has_ended_no_notice_is_made(app: Flask) -> None:
    draft = a_draft(a_case())
    with writing() as session:
        session.execute(update(Case).values(state=CaseState.WITHDRAWN, withdrawn_on=clock.today(), withdrawn_by=staff_id("soumu")))

    with pytest.raises(Refused, match="取下げ"):
        make(draft)


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (lambda case: grant(case), "全部を開示します"),
        (lambda case: grant(case, decision=Decision.PARTIAL), "一部を開示します"),
        (lambda case: refusal(case), "不存在"),
        (lambda case: extension(case), "30日延長し"),
        (lambda case: special(case, clock.today() + timedelta(days=100)), "先に決定する部分"),
    ],
)
def test_whatever_was_drafted_and_decided_can_be_made_and_sent(app: Flask, write: Callable[[str], str], words: str) -> None:
    """By the real actions: nothing that passed the 決裁 is left without its notice."""
    draft = write(a_case())
    decide(draft)
    text = "".join(pages_of(printed(make(draft))))
    send(draft)

    assert words in text
    assert the_draft(draft).state is DraftState.NOTIFIED


def test_a_special_period_is_not_told_after_the_first(app: Flask) -> None:
    """84条: on the thirtieth day it is made, on the thirty-first it is refused."""
    said = {"reason": "対象が多いため", "rest_until": clock.today() + timedelta(days=200)}
    late, in_time = (a_case(received_on=clock.today() - timedelta(days=days)) for days in (31, 30))

    with pytest.raises(Refused, match="期限の特例は"):
        make(a_draft(late, DraftKind.SPECIAL, (), **said))
    assert make(a_draft(in_time, DraftKind.SPECIAL, (), **said))


def test_the_demand_of_a_mending_keeps_its_last_day(app: Flask) -> None:
    case = a_case()
    mending = a_mending(case)
    with reading() as session:
        row = session.scalars(select(CaseMending.id).where(CaseMending.public_id == mending)).one()
    draft, due = a_draft(case, DraftKind.MENDING, (), mending_id=row), clock.today() + timedelta(days=14)

    with pytest.raises(Refused, match="補正の期限"):
        make(draft)
    text = "".join(pages_of(printed(make(draft, due_on=due))))

    assert f"{due.month}月{due.day}日まで" in text
    assert "住所または居所が書かれていません" in text
    with reading() as session:
        assert session.get_one(CaseMending, row).due_on == due


def test_a_name_that_no_font_has_is_refused_before_anything_is_kept(app: Flask) -> None:
    draft = a_draft(a_case(requester_name="見本 😀"))

    with pytest.raises(Refused, match="U\\+1F600"):
        make(draft)
    assert papers() == []


def test_a_preview_is_marked_not_kept_and_recorded(app: Flask) -> None:
    draft = a_draft(a_case(), is_decided=False)
    pages = pages_of(paper_actions.preview_notice(draft, staff=person("kacho"), settings=settings()))

    assert all("まだ決裁されていません" in page for page in pages)
    assert "(文書番号)" in pages[0]
    assert papers() == []
    assert [each["paper"] for each in facts_of(Event.CASE_PRINT)] == ["notice_preview"]


@pytest.mark.parametrize("column", [{"content": "{}"}, {"pdf": None}, {"sha256": ""}, {"pdf": b"%PDF other"}])
def test_the_table_itself_keeps_a_paper_as_it_was_made(app: Flask, column: dict[str, Any]) -> None:
    printed(make(a_draft(a_case())))

    with pytest.raises(DatabaseError), writing() as session:
        session.execute(update(CasePaper).values(**column))


def test_another_sections_papers_are_not_there(app: Flask) -> None:
    with reading():
        joho = section_id("joho")
    case = a_case(section_id=joho, received_section_id=joho)
    draft = a_draft(case, section_id=joho)
    paper = make(draft)
    for asked in (
        lambda: printed(paper, "toiawase"),
        lambda: paper_actions.preview_notice(draft, staff=person("toiawase"), settings=settings()),
        lambda: paper_actions.print_draft_sheet(draft, staff=person("toiawase"), settings=settings()),
        lambda: paper_actions.print_receipt(case, staff=person("toiawase"), settings=settings()),
        lambda: make("0" * 32),
    ):
        with pytest.raises(NotFound):
            asked()


def test_a_refusal_to_answer_on_paper_reveals_nothing(app: Flask) -> None:
    secret: dict[str, Any] = {"reason": "答えるだけで知られるため", "purpose": "支援会議の運営", "partly": "2頁", "exemptions": "1"}
    text = "".join(pages_of(printed(make(a_draft(a_case(), DraftKind.REFUSAL, (Decision.HIDDEN,), **secret)))))

    assert "法第81条" in text
    assert [words for words in ("支援会議の運営", "2頁", "保有していない", "不存在") if words in text] == []
