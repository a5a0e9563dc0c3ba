"""開示等請求処理簿: every column of domain-privacy.md §5.2 on screen, paper and in Excel; nobody's name; each taking recorded."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from portal import clock
from portal.audit.events import Event
from portal.db import db, reading, writing
from portal.disclosures import ledger_actions
from portal.disclosures.decision_rules import Decision, DoingWay, DraftKind, DraftState, Ruling
from portal.disclosures.ledger_queries import Asked, lines_of
from portal.disclosures.ledger_rules import COLUMNS, OPEN, OPEN_STATES, PAPER, SCREEN, states_of, why_not_take, year_words
from portal.disclosures.models import CaseProof
from portal.disclosures.rules import CaseKind, CaseState, ProofKind, Scene, Whose, Wish
from tests.asked import statements
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case, a_mending, case_of, person, settings
from tests.disclosures.hanging_rows import a_closed_day, a_doing, a_draft, a_third, an_appeal
from tests.people import section_id, staff_id
from tests.vouchers.certificate_steps import records

SignIn = Callable[[str], Browser]
LEDGER = "/disclosure-ledger"
RECEIVED = date(2026, 4, 1)


def a_long_story() -> str:
    """Received 1 April 2026: 補正 of seven days, ten more days, part refused, disclosed, appealed against."""
    case = a_case(received_on=RECEIVED, items=("予防接種台帳", "接種券の発行記録"), is_proven=True, is_specific=True)
    with writing():
        seen = {"scene": Scene.INTAKE, "whose": Whose.REQUESTER, "is_original": True, "seen_at": clock.now(), "seen_by": staff_id("soumu")}
        db.session().add(CaseProof(case_id=case_of(case).id, kind=ProofKind.LICENCE, **seen))
    a_mending(case, demanded_on=date(2026, 4, 10), due_on=date(2026, 4, 24), answered_on=date(2026, 4, 17))
    a_draft(case, DraftKind.EXTENSION, DraftState.NOTIFIED, decided_on=date(2026, 5, 7), days=10, until=date(2026, 5, 18))
    a_third(case, date(2026, 4, 20), date(2026, 5, 1), answered_on=date(2026, 4, 30), objects=True, words="営業の秘密です。")
    decided = {"decision": Decision.PARTIAL, "exemptions": "2,7", "document_number": "健推第12号", "reached_on": date(2026, 5, 18)}
    draft = a_draft(case, DraftKind.GRANT, DraftState.NOTIFIED, decided_on=date(2026, 5, 15), **decided)
    done = {"done_on": date(2026, 6, 5), "way": DoingWay.COPY, "mono_sheets": 3, "colour_sheets": 1, "yen": 80}
    a_doing(case, draft, wished_on=date(2026, 5, 25), told_until=date(2026, 9, 3), **done)
    an_appeal(case, date(2026, 7, 1), consulted_on=date(2026, 7, 20), ruled_on=date(2026, 10, 1), ruling=Ruling.UPHELD_PARTLY)
    return case


STORY = {
    "number": "開8-0001",
    "state": "実施済",
    "kind": "開示請求",
    "received_on": RECEIVED,
    "way": "窓口",
    "received_section": "総務課",
    "requester": "本人",
    "subject": "予防接種台帳／接種券の発行記録",
    "section": "健康推進課",
    "specific": "特定個人情報",
    "proofs": "運転免許証",
    "mendings": "R8.4.10〜R8.4.17",
    "due": date(2026, 5, 8),
    "extended": date(2026, 5, 18),
    "thirds": "照会R8.4.20 回答R8.4.30(反対)",
    "decisions": "部分開示2件",
    "exemptions": "第2号、第7号",
    "decided_on": date(2026, 5, 15),
    "notified_on": date(2026, 5, 15),
    "document_number": "健推第12号",
    "wished_on": date(2026, 5, 25),
    "done_on": date(2026, 6, 5),
    "done_way": "写しの交付(窓口)",
    "sheets": "白黒3枚・カラー1枚",
    "yen": 80,
    "claim_until": "R8.9.3",
    "appeals": "請求R8.7.1 諮問R8.7.20 裁決R8.10.1 一部認容",
    "ended": "",
}


def test_a_line_says_everything_of_a_case(app: Flask) -> None:
    case = a_long_story()
    with reading():
        (line,) = lines_of([case_of(case).id], settings())
    assert dict(line.values) == STORY
    assert {column.key for column in COLUMNS} == set(STORY)
    a_closed_day(date(2026, 9, 3))
    with reading():
        (line,) = lines_of([case_of(case).id], settings())
    assert line.values["claim_until"] == "R8.9.4(通知ではR8.9.3)"


def test_lines_of_cases_that_wait_were_told_otherwise_or_ended(app: Flask) -> None:
    waits = a_case(received_on=RECEIVED)
    a_mending(waits, demanded_on=date(2026, 4, 10), due_on=date(2026, 4, 24))
    a_draft(waits, DraftKind.EXTENSION, DraftState.NOTIFIED, decided_on=date(2026, 4, 9), days=10, until=date(2026, 5, 11))
    moved = a_case(received_on=RECEIVED)
    a_draft(moved, DraftKind.EXTENSION, DraftState.NOTIFIED, decided_on=date(2026, 4, 9), days=10, until=date(2026, 5, 12))
    asked_back = {"withdrawn_on": date(2026, 4, 20), "withdrawn_by": None, "state": CaseState.WITHDRAWN}
    with reading():
        asked_back["withdrawn_by"] = staff_id("soumu")
    gone = a_case(CaseKind.CORRECTION, received_on=RECEIVED, wish=Wish.DELETE, items=(), claim="接種日を消してほしい。", **asked_back)
    with reading():
        first, second, third = lines_of([case_of(each).id for each in (waits, moved, gone)], settings())
    assert (first.values["due"], first.values["extended"], first.values["mendings"]) == ("補正待ち", "補正待ち", "R8.4.10〜補正待ち")
    assert (second.values["due"], second.values["extended"]) == (date(2026, 5, 1), "R8.5.11(通知ではR8.5.12)")
    assert (third.values["kind"], third.values["ended"], third.values["yen"]) == ("訂正請求(削除)", "取下げ R8.4.20", None)
    assert third.values["subject"] == "接種日を消してほしい。"


def test_every_column_stands_on_paper_and_every_cell_has_its_column() -> None:
    keys = {column.key for column in COLUMNS}
    assert {key for cell in PAPER for _, key in cell.parts} == keys
    assert {key for cell in SCREEN for _, key in cell.parts} <= keys
    assert not {"requester_name", "address", "contact", "person_name"} & keys


@pytest.mark.parametrize(("word", "states"), [(OPEN, OPEN_STATES), ("mending", (CaseState.MENDING,)), ("", ()), ("x", ())])
def test_which_states_a_choice_means(word: str, states: tuple[CaseState, ...]) -> None:
    assert states_of(word) == states


@pytest.mark.parametrize(("lines", "said"), [(0, "この条件の請求はありません"), (1, ""), (1_000, ""), (1_001, "1,001件あります")])
def test_how_much_goes_onto_one_paper(lines: int, said: str) -> None:
    assert (why_not_take(lines, 1_000) or "").startswith(said)
    assert bool(why_not_take(lines, 1_000)) is bool(said)


def test_on_the_screen_narrowed_and_paged(app: Flask, sign_in: SignIn) -> None:
    story = a_long_story()
    for number in range(52):
        a_case(CaseKind.CORRECTION, received_on=date(2026, 4, 2) + timedelta(days=number), wish=Wish.CORRECT)
    a_case(received_on=date(2025, 6, 1))
    browser = sign_in("soumu").get(f"{LEDGER}?year=2026")
    assert "53件" in browser.text
    assert "2ページのうち1ページ目" in browser.text
    assert browser.get(f"{LEDGER}?year=2026&page=2").text.count('<th scope="row"') == 3
    assert f'href="/disclosures/{story}">開8-0001</a>' in browser.text
    for said in ("部分開示2件", "R8.4.1", "本人", "健康推進課", "写しの交付"):
        assert said in browser.text
    assert "花子" not in browser.get(f"{LEDGER}?year=2026&kind=disclosure").text
    assert browser.text.count('<th scope="row"') == 1
    assert browser.get(f"{LEDGER}?year=2025").text.count('<th scope="row"') == 1
    assert browser.get(f"{LEDGER}?year=all&state=closed").text.count('<th scope="row"') == 0
    assert "この条件の請求はありません" in browser.text
    assert browser.get(f"{LEDGER}?year=all&section=somu").status == 200
    for strange in ("?year=x&kind=x&state=x&section=x&page=x", "?page=-1", "?page=99"):
        assert browser.get(f"{LEDGER}{strange}").status == 200
    assert [facts["count"] for _, facts, _, _ in records(Event.CASE_LIST)][:2] == [50, 3]


def test_a_register_is_read_by_year_kind_and_number(app: Flask) -> None:
    made = [(CaseKind.SUSPENSION, 2026), (CaseKind.CORRECTION, 2026), (CaseKind.DISCLOSURE, 2026), (CaseKind.CORRECTION, 2025)]
    for kind, year in made:
        a_case(kind, received_on=date(year, 5, 1), wish={CaseKind.SUSPENSION: Wish.ERASE, CaseKind.CORRECTION: Wish.ADD}.get(kind))
    a_case(received_on=date(2026, 4, 1))
    file = ledger_actions.export_ledger(Asked(year="all"), staff=person("soumu"), settings=settings())
    rows = list(load_workbook(file).worksheets[0].iter_rows(min_row=4, values_only=True))
    assert [row[0] for row in rows] == ["訂7-0001", "開8-0001", "開8-0002", "訂8-0001", "停8-0001"]


def test_a_chief_sees_what_the_section_took_or_holds(app: Flask, sign_in: SignIn) -> None:
    a_case(received_on=RECEIVED)
    with reading():
        somu = section_id("somu")
    a_case(received_on=RECEIVED, section_id=somu)
    assert "2件" in sign_in("soumu").get(f"{LEDGER}?year=2026").text
    page = sign_in("kacho").get(f"{LEDGER}?year=2026").text
    assert "健康推進課の分" in page
    assert page.count('<th scope="row"') == 1
    for login in ("madoguchi", "toiawase", "kansa", "kanri"):
        assert sign_in(login).get(LEDGER).status == 403
        assert sign_in(login).post(f"{LEDGER}/paper").status == 403


def test_taken_away_as_workbook_and_paper_each_recorded(app: Flask, sign_in: SignIn) -> None:
    a_long_story()
    a_case(received_on=RECEIVED, items=('=HYPERLINK("x")',))
    browser = sign_in("soumu").get(f"{LEDGER}?year=2026")
    browser.post(f"{LEDGER}/workbook", {"year": "2026"})
    sheet = load_workbook(io.BytesIO(browser.response.data)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert list(rows[0]) == [column.heading for column in COLUMNS]
    by_heading: dict[Any, Any] = dict(zip(rows[0], rows[1], strict=True))
    assert (by_heading["収受日"].date(), by_heading["費用(円)"], by_heading["受付番号"]) == (RECEIVED, 80, "開8-0001")
    assert rows[2][7] == '=HYPERLINK("x")'
    assert sheet.cell(5, 8).data_type == "s"
    browser.get(f"{LEDGER}?year=2026").post(f"{LEDGER}/paper", {"year": "2026"})
    assert (browser.status, browser.response.data[:5]) == (200, b"%PDF-")
    taken = [facts for _, facts, _, _ in records(Event.CASE_EXPORT)]
    assert [(each["ledger"], each["format"], each["count"]) for each in taken] == [("register", "xlsx", 2), ("register", "pdf", 2)]
    assert {tuple(each["condition"]) for each in taken} == {("令和8年度",)}
    assert browser.get(LEDGER).post(f"{LEDGER}/paper", {"year": "2026", "state": "closed"}).status == 409
    assert len(records(Event.CASE_EXPORT)) == 2


def test_a_page_takes_as_many_statements_for_one_case_as_for_fifty(app: Flask) -> None:
    staff = person("soumu")
    taken = []
    for more in (1, 49):
        for _ in range(more):
            a_long_story()
        with statements() as asked:
            ledger_actions.show_page(Asked(year="2026"), 1, staff=staff, settings=settings())
        taken.append(len(asked))
    assert taken[0] == taken[1]


def test_a_year_is_said_as_on_the_register() -> None:
    assert year_words(2026) == "令和8年度"
