"""The papers on the screen: what a notice will say before it is made, its number typed, the list on the page of the case."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.db import reading, writing
from portal.disclosures.decision_rules import Decision, DraftKind
from portal.disclosures.models import Case, CaseMending
from portal.text.wareki import format_date
from tests.asked import statements
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case, a_mending
from tests.disclosures.drafted import a_draft, papers, the_draft

SignIn = Callable[[str], Browser]


def page_of(draft: str) -> str:
    return f"/disclosure-drafts/{draft}/notice"


def typed(**form: Any) -> dict[str, Any]:
    return {"document_number": "総第123号", "dated_on": format_date(clock.today()), "due_on": ""} | form


def test_from_the_case_to_the_printed_notice(sign_in: SignIn) -> None:
    case = a_case()
    draft = a_draft(case)
    browser = sign_in("soumu").get(f"/disclosures/{case}")
    assert page_of(draft) in browser.text
    browser.get(page_of(draft))
    for words in ("全部を開示します。", "予防接種の実施と記録の管理", "審査請求3か月", "見本 花子 様", "見本町1-1"):
        assert words in browser.text
    browser.post(page_of(draft), typed())
    browser.get(browser.location)

    assert "通知書を作りました" in browser.text
    assert "同封する申出書を印刷する" in browser.text
    (paper,) = papers()
    assert browser.post(f"/disclosure-papers/{paper.public_id}", {}).response.data.startswith(b"%PDF")
    listed = browser.get(f"/disclosures/{case}").text
    assert "総第123号" in listed
    assert papers()[0].sha256[:8] in listed


def test_what_was_typed_stays_when_it_is_refused(sign_in: SignIn) -> None:
    draft = a_draft(a_case())
    yesterday = format_date(clock.today() - timedelta(days=2))
    browser = sign_in("soumu").get(page_of(draft)).post(page_of(draft), typed(dated_on=yesterday))

    assert browser.status == 409
    assert "より前にできません" in browser.text
    assert yesterday in browser.text
    assert papers() == []


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"document_number": ""}, "文書番号を入れてください"),
        ({"document_number": "あ" * 61}, "60文字まで"),
        ({"dated_on": "きのう"}, "日付として読めません"),
        ({"dated_on": "令和8年11月"}, "年月日をすべて"),
    ],
)
def test_a_form_that_cannot_be_read_says_why(sign_in: SignIn, form: dict[str, str], words: str) -> None:
    draft = a_draft(a_case())
    browser = sign_in("soumu").get(page_of(draft)).post(page_of(draft), typed(**form))

    assert browser.status == 422
    assert words in browser.text


def test_the_demand_of_a_mending_asks_for_its_last_day(sign_in: SignIn) -> None:
    case = a_case()
    mending = a_mending(case)
    with reading() as session:
        row = session.scalars(select(CaseMending.id).where(CaseMending.public_id == mending)).one()
    draft = a_draft(case, DraftKind.MENDING, (), mending_id=row)
    browser = sign_in("soumu").get(page_of(draft))
    assert 'name="due_on"' in browser.text
    browser.post(page_of(draft), typed(due_on=format_date(clock.today() + timedelta(days=14))))

    assert the_draft(draft).document_number == "総第123号"


def test_what_is_not_decided_is_shown_with_the_reason_and_as_a_draft(sign_in: SignIn) -> None:
    draft = a_draft(a_case(), is_decided=False)
    browser = sign_in("soumu").get(page_of(draft))

    assert "まだ決裁されていません" in browser.text
    assert 'name="document_number"' not in browser.text
    assert browser.post(f"/disclosure-drafts/{draft}/preview", {}).response.data.startswith(b"%PDF")
    assert browser.post(f"/disclosure-drafts/{draft}/sheet", {}).response.data.startswith(b"%PDF")


def test_what_is_missing_stands_on_both_pages(sign_in: SignIn) -> None:
    case = a_case()
    draft = a_draft(case, purpose="")
    browser = sign_in("soumu")

    assert "利用目的が書かれていません" in browser.get(page_of(draft)).text
    assert "利用目的が書かれていません" in browser.get(f"/disclosures/{case}").text
    assert browser.post(f"/disclosure-drafts/{draft}/preview", {}).status == 409


def test_a_made_notice_is_shown_as_it_was_made(sign_in: SignIn) -> None:
    draft = a_draft(a_case())
    browser = sign_in("soumu").get(page_of(draft)).post(page_of(draft), typed())
    with writing() as session:
        session.execute(update(Case).values(requester_name="別人 太郎"))
    text = browser.get(page_of(draft)).text

    assert "見本 花子 様" in text
    assert 'name="document_number"' not in text


def test_the_page_of_a_draft_leads_to_its_papers(sign_in: SignIn) -> None:
    draft = a_draft(a_case())
    text = sign_in("kacho").get(f"/disclosure-drafts/{draft}").text

    assert page_of(draft) in text
    assert f"/disclosure-drafts/{draft}/sheet" in text


def test_a_notice_of_many_documents_asks_no_more_than_one_of_few(sign_in: SignIn) -> None:
    counts = set[int]()
    for many in (2, 40):
        case = a_case(items=[f"文書{place}" for place in range(many)])
        url = page_of(a_draft(case, decisions=(Decision.FULL,) * many))
        browser = sign_in("soumu").get(url)
        with statements() as asked:
            browser.get(url)
        counts.add(len(asked))

    assert len(counts) == 1
    assert max(counts) <= 18


def test_the_chief_looks_but_does_not_make(sign_in: SignIn) -> None:
    draft = a_draft(a_case())
    browser = sign_in("kacho").get(page_of(draft))

    assert "通知書を作るのは、開示等請求を処理する職員" in browser.text
    assert browser.post(page_of(draft), typed()).status == 403


def test_a_receipt_from_the_page_of_the_case(sign_in: SignIn) -> None:
    case = a_case()
    browser = sign_in("madoguchi").get(f"/disclosures/{case}")
    assert "受領書(控)を印刷する" in browser.text
    assert browser.post(f"/disclosures/{case}/receipt", {}).response.data.startswith(b"%PDF")

    assert "受領書(控)" in browser.get(f"/disclosures/{case}").text
