"""期限一覧 from the tables: every kind of deadline of every state, per section, with as many statements for much as for little."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from portal import clock
from portal.audit.events import Event
from portal.db import db, reading
from portal.disclosures import due_queries
from portal.disclosures.decision_rules import Decision, DraftKind, DraftState, NoConsult, Ruling
from portal.disclosures.due_facts_queries import read_waiting
from portal.disclosures.due_rules import Due, DueKind, dues_of, monday_of, week_words
from portal.disclosures.models import Case
from portal.disclosures.queries import clock_of, drafts_of, mendings_of
from portal.disclosures.rules import CaseKind, CaseState, Wish
from tests.asked import statements
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case, a_mending, case_of, person, settings
from tests.disclosures.hanging_rows import a_closed_day, a_doing, a_draft, a_task, a_third, an_appeal
from tests.people import section_id, staff_id
from tests.vouchers.certificate_steps import records

SignIn = Callable[[str], Browser]
DUE = "/disclosure-due"
K = DueKind


def back(days: int) -> date:
    return clock.today() - timedelta(days=days)


def dues_by_case() -> dict[str, list[Due]]:
    desks = read_waiting("somu").desks
    with reading():
        names = {row.id: row.public_id for row in db.session().query(Case)}
    return {names[desk.case_id]: dues_of(desk, lambda _: False, clock.today(), counts_first=False) for desk in desks}


def a_case_that(state: str) -> str:
    """Received twenty days ago, on the way that the word says."""
    case = a_case(received_on=back(20), is_proven=True)
    sent, decided = {"decided_on": back(5), "reached_on": back(4)}, {"decided_on": back(5)}
    build: dict[str, Callable[[], Any]] = {
        "is examined": lambda: None,
        "waits for a mending": lambda: a_mending(case, demanded_on=back(10), due_on=back(-4)),
        "was mended": lambda: a_mending(case, demanded_on=back(10), due_on=back(-4), answered_on=back(7)),
        "only has a gap": lambda: a_mending(case),
        "is extended": lambda: a_draft(case, DraftKind.EXTENSION, DraftState.NOTIFIED, days=10, until=back(-20), **decided),
        "is to be told of the extension": lambda: a_draft(case, DraftKind.EXTENSION, DraftState.DECIDED, days=10, **decided),
        "is drafted": lambda: a_draft(case, DraftKind.GRANT, DraftState.WAITING),
        "is decided": lambda: a_draft(case, DraftKind.GRANT, DraftState.DECIDED, **decided),
        "is notified": lambda: a_draft(case, DraftKind.GRANT, DraftState.NOTIFIED, **sent),
        "is refused": lambda: a_draft(case, DraftKind.REFUSAL, DraftState.NOTIFIED, **sent),
        "has a wish": lambda: a_doing(case, a_draft(case, DraftKind.GRANT, DraftState.NOTIFIED, **sent), wished_on=back(2)),
        "has a day": lambda: a_doing(
            case, a_draft(case, DraftKind.GRANT, DraftState.NOTIFIED, **sent), wished_on=back(2), planned_on=back(-3)
        ),
        "is done": lambda: a_doing(case, a_draft(case, DraftKind.GRANT, DraftState.NOTIFIED, **sent), wished_on=back(2), done_on=back(1)),
        "asked a third": lambda: a_third(case, back(9), back(-5)),
        "heard an objection": lambda: a_third(case, back(9), back(1), answered_on=back(2), objects=True),
        "heard no objection": lambda: a_third(case, back(9), back(1), answered_on=back(2), objects=False),
        "asked a section": lambda: a_task(case, back(1)),
        "was answered": lambda: a_task(case, back(1), answered_at=clock.now(), answered_by=person("kacho").id),
        "is appealed": lambda: an_appeal(case, back(1)),
        "is before the board": lambda: an_appeal(case, back(3), consulted_on=back(1)),
        "is told of the board": lambda: an_appeal(case, back(3), consulted_on=back(2), told_on=back(1)),
        "needs no board": lambda: an_appeal(case, back(3), no_consult=NoConsult.DISMISSAL),
        "is ruled": lambda: an_appeal(case, back(3), ruled_on=back(1), ruling=Ruling.DISMISSED),
    }
    build[state]()
    return case


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        ("is examined", [K.DECISION]),
        ("only has a gap", [K.DECISION]),
        ("was mended", [K.DECISION]),
        ("is drafted", [K.DECISION]),
        ("is extended", [K.DECISION]),
        ("waits for a mending", [K.DECISION, K.MENDING]),
        ("is to be told of the extension", [K.DECISION, K.NOTICE]),
        ("is decided", [K.NOTICE]),
        ("is notified", [K.WISH]),
        ("is refused", []),
        ("has a wish", []),
        ("has a day", [K.DOING]),
        ("is done", []),
        ("asked a third", [K.DECISION, K.THIRD]),
        ("heard an objection", [K.DECISION]),
        ("heard no objection", [K.DECISION]),
        ("asked a section", [K.DECISION, K.TASK]),
        ("was answered", [K.DECISION]),
        ("is appealed", [K.DECISION, K.APPEAL]),
        ("is before the board", [K.DECISION, K.APPEAL]),
        ("is told of the board", [K.DECISION]),
        ("needs no board", [K.DECISION]),
        ("is ruled", [K.DECISION]),
    ],
)
def test_what_waits_in_a_case(app: Flask, state: str, kinds: list[DueKind]) -> None:
    case = a_case_that(state)
    assert [each.kind for each in dues_by_case().get(case, [])] == kinds


@pytest.mark.parametrize("state", ["is examined", "was mended", "waits for a mending", "is extended", "is to be told of the extension"])
def test_the_list_and_the_page_of_a_case_count_the_same_day(app: Flask, state: str) -> None:
    case = a_case_that(state)
    (decision,) = [each for each in dues_by_case()[case] if each.kind is K.DECISION]
    with reading():
        row = case_of(case)
        current = clock_of(row, mendings_of(row.id), drafts_of(row.id), settings()).current
    assert (decision.day, decision.words) == (current.day, current.words)


def test_who_objected_is_told_when_the_document_is_given_until_that_is_done(app: Flask) -> None:
    told, untold = (a_case(received_on=back(20)) for _ in range(2))
    for case, values in ((told, {"told_on": back(1)}), (untold, {})):
        a_third(case, back(15), back(8), answered_on=back(9), objects=True, **values)
        a_draft(case, DraftKind.GRANT, DraftState.NOTIFIED, decided_on=back(2), reached_on=back(1))
    found = dues_by_case()
    assert [each.kind for each in found[told]] == [K.WISH]
    assert next((each.kind, each.day) for each in found[untold]) == (K.TELL_THIRD, back(2))


def test_nobody_waits_for_an_opinion_on_what_is_decided(app: Flask) -> None:
    decided, open_case = a_case(received_on=back(20)), a_case(received_on=back(20))
    for case in (decided, open_case):
        a_third(case, back(15), back(8))
    a_draft(decided, DraftKind.REFUSAL, DraftState.NOTIFIED, decided_on=back(2), reached_on=back(1), decision=Decision.NOT_HELD)
    found = dues_by_case()
    assert K.THIRD in [each.kind for each in found[open_case]]
    assert found.get(decided, []) == []


def test_ended_cases_wait_for_nothing_but_an_appeal_against_a_closed_one(app: Flask) -> None:
    with reading():
        officer = staff_id("soumu")
    gone = a_case(received_on=back(40), state=CaseState.WITHDRAWN, withdrawn_on=back(1), withdrawn_by=officer)
    a_task(gone, back(2))
    wrong = a_case(received_on=back(40), state=CaseState.CANCELLED, cancel_reason="二重の登録")
    closed = a_case(received_on=back(40), state=CaseState.CLOSED, closed_at=clock.now(), closed_by=officer)
    assert dues_by_case() == {}
    an_appeal(closed, back(1))
    assert [each.kind for each in dues_by_case()[closed]] == [K.APPEAL]
    assert wrong not in dues_by_case()


def test_late_ones_on_top_each_week_and_counted_in_the_navigation(app: Flask, sign_in: SignIn) -> None:
    late = a_case(received_on=back(31))
    today = a_case(received_on=back(30))
    later = a_case(CaseKind.CORRECTION, received_on=back(2), wish=Wish.CORRECT)
    a_task(later, back(3), section="somu")
    browser = sign_in("soumu").get(DUE)
    with reading():
        numbers = {name: case_of(each).number.shown for name, each in (("late", late), ("today", today), ("later", later))}
    first = browser.text.split("<h2>")[1]
    assert first.startswith("期限を過ぎたもの 2件")
    assert [name for name, number in numbers.items() if number in first] == ["late", "later"]
    for words in ("1日超過", "3日超過", "今日", "その翌日を1日目として30日", "照会の回答", week_words(monday_of(clock.today()))):
        assert words in browser.text
    assert '開示等の期限一覧 <span class="nav__count">2</span>' in browser.text or ">2<" in browser.text
    assert "3日超過" in browser.get(f"{DUE}?week={back(-14).isoformat()}").text
    assert "前の週" in browser.text
    assert [facts["count"] for _, facts, _, _ in records(Event.CASE_LIST)] == [4, 4]


def test_a_section_sees_its_own_and_an_officer_any(app: Flask, sign_in: SignIn) -> None:
    case = a_case(received_on=back(31))
    a_task(case, back(3), section="somu")
    page = sign_in("kacho").get(DUE).text
    assert "健康推進課・" in page
    assert ("照会の回答" in page, "1日超過" in page, "すべての課" in page) == (False, True, False)
    officer = sign_in("soumu")
    assert "照会の回答" in officer.get(DUE).text
    assert "照会の回答" not in officer.get(f"{DUE}?section=kenko").text
    assert "照会の回答" in officer.get(f"{DUE}?section=somu&week=x").text
    assert sign_in("madoguchi").get(DUE).status == 200
    assert sign_in("madoguchi").post(f"{DUE}/paper").status == 403
    assert sign_in("kansa").get(DUE).status == 403


def test_the_chief_of_the_office_sees_the_whole_citys(app: Flask, sign_in: SignIn) -> None:
    a_case(received_on=back(31))
    browser = sign_in("somukacho").get(DUE)
    assert "すべての課" in browser.text
    assert "1日超過" in browser.text
    assert due_queries.count_late(person("somukacho"), settings()) == 1
    assert due_queries.count_late(person("bucho"), settings()) == 0


def test_a_task_of_another_section_leaves_the_case_to_its_own(app: Flask) -> None:
    """Its task may be the first thing that is read of a case."""
    case = a_case(received_on=back(20))
    a_task(case, back(1), section="somu")
    a_draft(case, DraftKind.GRANT, DraftState.NOTIFIED, decided_on=back(5), reached_on=back(4))
    with reading():
        kenko, somu = section_id("kenko"), section_id("somu")
    assert {each.kind: each.section_id for each in dues_by_case()[case]} == {K.TASK: somu, K.WISH: kenko}


def test_the_residents_deadline_follows_the_citys_closed_days(app: Flask) -> None:
    case = a_case(received_on=back(40))
    a_draft(case, DraftKind.GRANT, DraftState.NOTIFIED, decided_on=back(31), reached_on=back(30), told_until=clock.today())
    shown = due_queries.show_due(None, "", staff=person("soumu"), settings=settings())
    before = next(each.day for each in shown.shown if each.kind is K.WISH)
    assert before is not None
    a_closed_day(before)
    shown = due_queries.show_due(None, "", staff=person("soumu"), settings=settings())
    (after,) = [each for each in shown.shown if each.kind is K.WISH]
    assert after.day is not None
    assert after.day > before
    assert "と通知しています" in after.note


def test_on_paper_for_monday(app: Flask, sign_in: SignIn) -> None:
    a_case(received_on=back(31), items=("予防接種台帳のうち" + "あ" * 480,))
    browser = sign_in("kacho").get(DUE)
    browser.post(f"{DUE}/paper", {"week": "", "section": ""})
    assert browser.response.data[:5] == b"%PDF-"
    (facts,) = [facts for _, facts, _, _ in records(Event.CASE_EXPORT)]
    assert (facts["ledger"], facts["count"], facts["condition"][0]) == ("due", 1, "健康推進課")
    empty = sign_in("bucho").get(DUE)
    assert "期限を過ぎたものはありません" in empty.text
    assert empty.post(f"{DUE}/paper").response.data[:5] == b"%PDF-"


def test_one_statement_counts_and_the_list_takes_no_more_for_a_hundred(app: Flask) -> None:
    staff, taken = person("soumu"), []
    for many in (1, 40):
        for _ in range(many):
            case = a_case_that("waits for a mending")
            a_task(case, back(1))
            a_case(received_on=back(31))
        with statements() as asked:
            late = due_queries.count_late(staff, settings())
        assert len(asked) == 1
        with statements() as listed:
            shown = due_queries.show_due(None, "", staff=staff, settings=settings())
        assert late == len(shown.weeks.late)
        taken.append(len(listed))
    assert taken[0] == taken[1]
    assert due_queries.count_late(person("madoguchi"), settings()) == 0
