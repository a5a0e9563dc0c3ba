"""開示等の運用状況: every number from invented cases, by kind and in all; on the screen, on A4, in Excel."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from openpyxl import load_workbook

from portal.audit.events import Event
from portal.db import reading
from portal.disclosures import figure_actions
from portal.disclosures.clock_rules import Mended, pause_days
from portal.disclosures.decision_rules import Decision, DraftKind, DraftState, Ruling
from portal.disclosures.figure_rules import CaseCounts, figures_of
from portal.disclosures.rules import CaseKind, CaseState, RequesterKind, Wish
from portal.vouchers.fee_rules import Waiver
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case, a_mending, person, settings
from tests.disclosures.hanging_rows import a_doing, a_draft, a_third, an_appeal
from tests.people import section_id, staff_id
from tests.vouchers.certificate_steps import records

SignIn = Callable[[str], Browser]
FIGURES = "/disclosure-figures"
RECEIVED = date(2026, 4, 1)


@pytest.mark.parametrize(
    ("mendings", "until", "days", "days_counted"),
    [
        ([], date(2026, 5, 1), 0, 0),
        ([Mended(date(2026, 4, 10), date(2026, 4, 17))], date(2026, 5, 1), 7, 8),
        ([Mended(date(2026, 4, 10), date(2026, 4, 17))], date(2026, 4, 12), 2, 3),
        ([Mended(date(2026, 4, 10), None)], date(2026, 4, 12), 2, 3),
        ([Mended(date(2026, 4, 1), date(2026, 4, 3))], date(2026, 5, 1), 2, 2),
        ([Mended(date(2026, 4, 10), date(2026, 4, 17)), Mended(date(2026, 4, 12), date(2026, 4, 18))], date(2026, 5, 1), 8, 9),
        ([Mended(date(2026, 5, 10), date(2026, 5, 17))], date(2026, 5, 1), 0, 0),
    ],
)
def test_the_days_of_a_mending_are_no_days_of_the_office(mendings: list[Mended], until: date, days: int, days_counted: int) -> None:
    assert pause_days(RECEIVED, mendings, until, counts_first=False) == days
    assert pause_days(RECEIVED, mendings, until, counts_first=True) == days_counted


def test_numbers_stand_by_kind_and_in_all() -> None:
    cases = [
        CaseCounts(CaseKind.DISCLOSURE, RequesterKind.SELF, decisions=[Decision.FULL, Decision.REFUSED], decided_after=[10, 20], yen=1_200),
        CaseCounts(
            CaseKind.DISCLOSURE,
            RequesterKind.LEGAL,
            decisions=[Decision.FULL],
            decided_after=[15],
            rulings=[Ruling.REJECTED, Ruling.REJECTED, None],
        ),
        CaseCounts(CaseKind.SUSPENSION, RequesterKind.AGENT, is_open=True, is_extended=True),
    ]
    figures = figures_of(cases)
    assert list(dict.fromkeys(figure.group for figure in figures)) == ["請求", "文書ごとの決定", "期限", "審査請求", "実施と手数料"]
    found = {figure.word: figure.values for figure in figures}
    assert found["請求件数"] == ("2", "0", "1", "3")
    assert found["うち法定代理人"] == ("1", "0", "0", "1")
    assert found["全部開示"] == ("2", "0", "0", "2")
    assert found["不開示"] == ("1", "0", "0", "1")
    assert found["決定していないもの"] == ("0", "0", "1", "1")
    assert found["期限を延長した件数"] == ("0", "0", "1", "1")
    assert found["決定までの平均日数(補正の日数を除く)"] == ("15.0日", "―", "―", "15.0日")
    assert found["審査請求の件数"] == ("3", "0", "0", "3")
    assert [found[word][0] for word in ("裁決 棄却", "裁決 認容", "裁決前")] == ["2", "0", "1"]
    assert found["手数料(円)"] == ("1,200", "0", "0", "1,200")


def a_year() -> None:
    """Of 令和8年度: a full story, one decided late, one withdrawn, a correction that waits; one by mistake; one of the year before."""
    story = a_case(received_on=RECEIVED, is_proven=True, is_specific=True, items=("台帳", "発行記録"))
    a_mending(story, demanded_on=date(2026, 4, 10), due_on=date(2026, 4, 24), answered_on=date(2026, 4, 17))
    a_third(story, date(2026, 4, 20), date(2026, 5, 1), answered_on=date(2026, 4, 30), objects=False)
    a_draft(story, DraftKind.EXTENSION, DraftState.NOTIFIED, decided_on=date(2026, 5, 7), days=10, until=date(2026, 5, 18))
    partial = {"decision": Decision.PARTIAL, "reached_on": date(2026, 5, 18)}
    draft = a_draft(story, DraftKind.GRANT, DraftState.NOTIFIED, decided_on=date(2026, 5, 18), **partial)
    paid = {"mono_sheets": 3, "colour_sheets": 2, "yen": 130, "waiver": Waiver.WELFARE}
    a_doing(story, draft, done_on=date(2026, 6, 5), **paid)
    an_appeal(story, date(2026, 7, 1), consulted_on=date(2026, 7, 20), ruled_on=date(2026, 10, 1), ruling=Ruling.UPHELD)
    late = a_case(received_on=RECEIVED, requester_kind=RequesterKind.LEGAL)
    a_draft(late, DraftKind.REFUSAL, DraftState.NOTIFIED, decided_on=date(2026, 5, 2), decision=Decision.NOT_HELD)
    with reading():
        officer = staff_id("soumu")
    a_case(received_on=RECEIVED, state=CaseState.WITHDRAWN, withdrawn_on=date(2026, 4, 5), withdrawn_by=officer)
    a_case(CaseKind.CORRECTION, received_on=RECEIVED, wish=Wish.CORRECT)
    a_case(received_on=RECEIVED, state=CaseState.CANCELLED, cancel_reason="二重の登録")
    a_case(received_on=date(2026, 3, 31))


def test_a_year_is_counted(app: Flask) -> None:
    a_year()
    shown = figure_actions.count_year("2026", staff=person("soumu"), settings=settings())
    found = {figure.word: figure.values for figure in shown.figures}
    assert shown.counted == 4
    expected = {
        "請求件数": ("3", "1", "0", "4"),
        "うち本人": ("2", "1", "0", "3"),
        "うち特定個人情報": ("1", "0", "0", "1"),
        "取下げ": ("1", "0", "0", "1"),
        "決定していないもの": ("0", "1", "0", "1"),
        "部分開示": ("2", "0", "0", "2"),
        "不存在": ("1", "0", "0", "1"),
        "補正を求めた件数": ("1", "0", "0", "1"),
        "第三者に照会した件数": ("1", "0", "0", "1"),
        "期限を延長した件数": ("1", "0", "0", "1"),
        "期限の特例を使った件数": ("0", "0", "0", "0"),
        "期限を過ぎて決定した件数": ("1", "0", "0", "1"),
        # 40, 40 and 31 days: 47 less the seven of the 補正, of two documents; and the late one's.
        "決定までの平均日数(補正の日数を除く)": ("37.0日", "―", "―", "37.0日"),
        "審査請求の件数": ("1", "0", "0", "1"),
        "諮問した件数": ("1", "0", "0", "1"),
        "裁決 認容": ("1", "0", "0", "1"),
        "実施した件数": ("1", "0", "0", "1"),
        "写しの枚数(白黒)": ("3", "0", "0", "3"),
        "写しの枚数(カラー)": ("2", "0", "0", "2"),
        "手数料(円)": ("130", "0", "0", "130"),
        "減免した件数": ("1", "0", "0", "1"),
    }
    assert {word: found[word] for word in expected} == expected
    assert {word for word, values in found.items() if values[-1] not in ("0", "―")} == set(expected) - {"期限の特例を使った件数"} | {
        "うち法定代理人"
    }


def test_on_the_screen_on_paper_and_in_excel(app: Flask, sign_in: SignIn) -> None:
    a_year()
    browser = sign_in("soumu").get(f"{FIGURES}?year=2026")
    for words in ("令和8年度・請求4件", "37.0日", "期限を過ぎて決定した件数", "運用状況"):
        assert words in browser.text
    assert "請求1件" in browser.get(f"{FIGURES}?year=2025").text
    for strange in ("all", "x", "1900", ""):
        assert browser.get(f"{FIGURES}?year={strange}").status == 200
    browser.post(f"{FIGURES}/paper", {"year": "2026"})
    assert browser.response.data[:5] == b"%PDF-"
    browser.get(FIGURES).post(f"{FIGURES}/workbook", {"year": "2026"})
    sheet = load_workbook(io.BytesIO(browser.response.data)).worksheets[0]
    rows = {row[1]: row[2:] for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert rows["請求件数"] == (3, 1, 0, 4)
    assert rows["決定までの平均日数(補正の日数を除く)"][0] == "37.0日"
    taken = [facts for _, facts, _, _ in records(Event.CASE_EXPORT)]
    assert [(each["ledger"], each["format"], each["count"]) for each in taken] == [("figures", "pdf", 4), ("figures", "xlsx", 4)]
    assert sign_in("madoguchi").get(FIGURES).status == 403


def test_a_chief_counts_the_own_sections(app: Flask, sign_in: SignIn) -> None:
    with reading():
        somu = section_id("somu")
    a_case(received_on=RECEIVED, section_id=somu)
    a_case(received_on=RECEIVED)
    assert "令和8年度・健康推進課の分・請求1件" in sign_in("kacho").get(f"{FIGURES}?year=2026").text
    assert "令和8年度・請求2件" in sign_in("somukacho").get(f"{FIGURES}?year=2026").text
    assert "令和8年度・請求2件" in sign_in("soumu").get(f"{FIGURES}?year=2026").text
