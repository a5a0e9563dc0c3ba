"""Two at one step of a request in the same second: numbers, 補正, answers, 実施, closed days (D-1, D-2)."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.audit.events import Event
from portal.db import reading
from portal.disclosures import (
    appeal_actions,
    closed_day_actions,
    doing_actions,
    notice_actions,
    paper_actions,
    task_actions,
    third_actions,
)
from portal.disclosures.change_actions import change_case
from portal.disclosures.change_rules import CHANGED_MEANWHILE
from portal.disclosures.closed_day_queries import list_days, show_day
from portal.disclosures.decision_rules import DoingWay
from portal.disclosures.doing_rules import Done
from portal.disclosures.draft_models import Appeal, CasePaper, Doing, ThirdParty
from portal.disclosures.intake_actions import Intake, receive_case
from portal.disclosures.mending_actions import answer_mending
from portal.disclosures.models import Case, CaseMending, CaseTask
from portal.disclosures.notice_actions import Sent
from portal.disclosures.paper_rules import NoticeAbout
from portal.disclosures.rules import CaseKind, CaseState, ItemState, ProofKind, Way
from portal.text.holidays import is_closed
from portal.text.wareki import format_date
from tests.accounts.staff_records import facts_of
from tests.disclosures.at_desk import a_case, a_mending, once, person, settings
from tests.disclosures.deciding import decide, doing_of, draft_of, grant, make_paper, on_its_way, states_of, tell, the_case, wish
from tests.disclosures.test_intake_rules import a_correction, a_form
from tests.meeting import meet, refusals
from tests.vouchers.test_at_the_same_time import chain_is_whole

Who = Callable[[], dict[str, Any]]


@pytest.fixture
def who(app: Flask) -> Who:
    """Each time another form of the officer's."""
    staff = person("soumu")
    return lambda: {"staff": staff, "once": once(), "settings": settings()}


def every(table: Any) -> list[Any]:
    with reading() as session:
        return list(session.scalars(select(table).order_by(table.id)))


def test_eight_forms_at_once_take_eight_numbers_of_each_kind_without_a_gap(app: Flask, who: Who) -> None:
    first = a_case(CaseKind.DISCLOSURE)
    kinds = (CaseKind.DISCLOSURE, CaseKind.DISCLOSURE, CaseKind.CORRECTION, CaseKind.DISCLOSURE) * 2
    today = clock.today()
    forms = [
        a_form(received_on=today) if kind is CaseKind.DISCLOSURE else a_correction(received_on=today, disclosed_on=today) for kind in kinds
    ]
    taken = meet(app, Case, first, *(partial(receive_case, Intake(form), **who()) for form in forms))

    assert len(set(taken)) == 8
    numbers = sorted(case.number.shown for case in every(Case))
    assert numbers == [f"訂8-000{place}" for place in (1, 2)] + [f"開8-000{place}" for place in range(1, 8)]
    assert len(facts_of(Event.CASE_RECEIVE)) == 8
    assert chain_is_whole()


def test_one_form_in_two_windows_is_one_request(app: Flask, who: Who) -> None:
    first, sent = a_case(), who()
    work = partial(receive_case, Intake(a_form(received_on=clock.today())), **sent)
    one, other = meet(app, Case, first, work, work)

    assert one == other
    assert [case.running for case in every(Case)] == [1, 2]
    assert len(facts_of(Event.CASE_RECEIVE)) == 1


def test_of_two_answers_to_one_demand_the_first_stands(app: Flask, who: Who) -> None:
    """The day of the answer moves the deadline: a second one that overwrote it would move it unseen."""
    today = clock.today()
    case = a_case(received_on=today - timedelta(days=20))
    waits = a_mending(case, demanded_on=today - timedelta(days=10), due_on=today + timedelta(days=4))
    days = [today - timedelta(days=3), today]
    told = meet(app, Case, case, *(partial(answer_mending, waits, day, f"{day.day}日に届いた", **who()) for day in days))

    (reason,) = refusals(told)
    assert "に済んでいます。画面を開き直してください。" in reason
    (row,) = every(CaseMending)
    assert row.answered_on == days[told.index(case)]
    assert row.answer == f"{row.answered_on.day}日に届いた"
    assert len(facts_of(Event.MENDING_ANSWER)) == 1
    assert the_case(case).state is CaseState.EXAMINING
    assert chain_is_whole()


def test_what_two_wrote_on_one_form_is_the_first_ones_and_the_second_is_told(app: Flask, who: Who) -> None:
    case = a_case()
    seen = the_case(case).version
    works = [
        partial(change_case, case, a_form(received_on=clock.today(), requester_contact=number), seen_version=seen, **who())
        for number in ("029-111-1111", "029-222-2222")
    ]
    told = meet(app, Case, case, *works)

    assert refusals(told) == [CHANGED_MEANWHILE]
    first = "029-111-1111" if isinstance(told[0], list) else "029-222-2222"
    assert the_case(case).requester_contact == first
    assert len(facts_of(Event.CASE_CHANGE)) == 1


def test_a_section_a_third_party_and_an_appeal_are_answered_once(app: Flask, who: Who) -> None:
    ids, today = on_its_way(), clock.today()
    case = the_case_of(Case)
    kenko = {"staff": person("toiawase"), "settings": settings()}
    task, third, appeal = (ids[name] for name in ("/disclosure-tasks/", "/disclosure-third-parties/", "/disclosure-appeals/"))
    answers = [partial(task_actions.answer_task, task, words, once=once(), **kenko) for words in ("あり", "なし")]
    told = meet(app, Case, case, *answers)
    assert refusals(told) == ["この照会には、もう回答が入っています。"]
    assert every(CaseTask)[0].answer == ("あり" if told[0] == case else "なし")

    opinions = [partial(third_actions.answer_third, third, today, "", objects=objects, **who()) for objects in (True, False)]
    told = meet(app, Case, case, *opinions)
    assert len(refusals(told)) == 1
    assert every(ThirdParty)[0].objects is (told[0] == case)

    version = every(Appeal)[0].version
    step = appeal_actions.Stepped(appeal_actions.AppealStep.CONSULT, today)
    told = meet(app, Case, case, *(partial(appeal_actions.step_appeal, appeal, step, version=version, **who()) for _ in range(2)))
    assert refusals(told) == [appeal_actions.CHANGED]
    assert [len(facts_of(event)) for event in (Event.TASK_ANSWER, Event.THIRD_ANSWER, Event.APPEAL_STEP)] == [1, 1, 1]


def test_shown_at_two_windows_it_is_shown_once_and_the_papers_seen_stand_once(app: Flask, who: Who) -> None:
    case = a_case(is_proven=True)
    draft = grant(case)
    tell(draft)
    wish(draft, DoingWay.VIEW)
    doing = doing_of(draft)
    assert doing is not None
    done = Done(clock.today(), DoingWay.VIEW, proven_again=True)
    papers = (ProofKind.LICENCE,)
    works = [partial(doing_actions.do_disclosure, draft, done, papers, version=doing.version, **who()) for _ in range(2)]
    told = meet(app, Case, case, *works)

    assert len(refusals(told)) == 1
    assert [row.done_on for row in every(Doing)] == [clock.today()]
    assert states_of(case) == [ItemState.DONE]
    assert len(facts_of(Event.DOING_RECORD)) == 1
    assert len(facts_of(Event.CASE_PROVE)) == 1


def test_two_numbers_for_one_notice_are_one_paper(app: Flask, who: Who) -> None:
    case = a_case(is_proven=True)
    draft = grant(case)
    decide(draft)
    abouts = [NoticeAbout(number, clock.today()) for number in ("健推第12号", "健推第13号")]
    told = meet(app, Case, case, *(partial(paper_actions.make_notice, draft, about, **who()) for about in abouts))

    (paper,) = every(CasePaper)
    number = abouts[told.index(paper.public_id)].number
    assert draft_of(draft).document_number == number
    assert number in paper.content
    assert refusals(told) == [
        f"この通知書は、文書番号「{number}」でもう作られています。入れた番号は使っていません。作られた通知書を確かめてください。"
    ]


def test_a_day_added_by_two_is_added_once(app: Flask) -> None:
    day, case = a_working_day(), a_case()
    adding = partial(closed_day_actions.add_closed_day, day, "停電", staff=person("soumu"))
    told = meet(app, Case, case, partial(adding, once=once()), partial(adding, once=once()))

    assert refusals(told) == [f"{format_date(day)}は、もう市の閉庁日です。"]
    assert list_days(1).total == 1
    assert len(facts_of(Event.CLOSED_DAY_ADD)) == 1


def test_a_closed_day_added_while_a_notice_is_handed_over_moves_what_was_told_or_was_told_already(app: Flask, who: Who) -> None:
    """The day on the notice and the day that counts never differ without the page of the closed day saying so."""
    case = a_case()
    draft = grant(case)
    decide(draft)
    make_paper(draft)
    today = clock.today()
    end = next(day for day in (today + timedelta(days=30 + more) for more in range(20)) if not is_closed(day))
    sending = partial(notice_actions.send_notice, draft, Sent(today, Way.WINDOW), **who())
    adding = partial(closed_day_actions.add_closed_day, end, "停電", staff=person("soumu"), once=once())
    _, closed = meet(app, Case, case, sending, adding)

    told = draft_of(draft).told_until
    (moved,) = show_day(closed)[1].moved
    assert moved.running.number == "開8-0001"
    assert moved.running.told == told
    assert moved.without == end
    assert told in (moved.without, moved.with_it)
    assert moved.told_otherwise(moved.with_it) is (told == end)


def a_working_day() -> date:
    return next(day for day in (clock.today() + timedelta(days=ahead) for ahead in range(1, 20)) if not is_closed(day))


def the_case_of(table: type[Case]) -> str:
    return every(table)[0].public_id
