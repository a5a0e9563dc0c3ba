"""Notices, 申出, 実施, third parties, tasks and appeals with the real actions (D-2)."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal import clock
from portal.audit.events import Event
from portal.db import reading, writing
from portal.disclosures import appeal_actions, doing_actions, notice_actions, task_actions, third_actions
from portal.disclosures.appeal_actions import Stepped
from portal.disclosures.appeal_rules import AppealStep
from portal.disclosures.decision_rules import DoingWay, DraftKind, NoConsult, Ruling, ThirdArticle
from portal.disclosures.draft_models import Appeal, ThirdParty
from portal.disclosures.draft_rules import Drafted
from portal.disclosures.models import CaseEvent, CaseProof, CaseTask
from portal.disclosures.rules import CaseState, ItemState, ProofKind, Scene, Way
from portal.disclosures.third_actions import Asked
from portal.errors import Changed, Refused
from portal.vouchers.fee_models import Fee
from portal.vouchers.fee_rules import PaperKind, Waiver
from tests.disclosures.at_desk import a_case, a_mending, items_of_case, once, person, settings
from tests.disclosures.deciding import (
    decide,
    do,
    doing_of,
    draft_of,
    grant,
    make_paper,
    refusal,
    send,
    states_of,
    tell,
    the_case,
    wish,
    write,
)
from tests.people import section_id, staff_id

pytestmark = pytest.mark.usefixtures("app")


def given_fees() -> None:
    with writing() as session:
        for kind, yen in ((PaperKind.DISCLOSED_MONO, 10), (PaperKind.DISCLOSED_COLOUR, 50)):
            row = Fee(
                public_id=f"{yen:032}", kind=kind, yen=yen, starts_on=date(2020, 4, 1), added_at=clock.now(), added_by=staff_id("kacho")
            )
            session.add(row)


def test_from_the_notice_to_the_copy_and_the_ninety_days() -> None:
    given_fees()
    case = a_case(is_proven=True)
    draft = grant(case)
    tell(draft)
    assert draft_of(draft).reached_on == clock.today()
    wish(draft)
    do(draft, way=DoingWay.COPY, mono_sheets=3, colour_sheets=1, paid_on=clock.today())

    doing = doing_of(draft)
    assert doing is not None
    assert doing.yen == 80
    assert doing.told_until is not None
    assert doing.told_until >= clock.today() + timedelta(days=90)
    assert the_case(case).state is CaseState.DONE
    with reading() as session:
        proofs = session.scalars(select(CaseProof).where(CaseProof.scene == Scene.DOING)).all()
    assert [proof.kind for proof in proofs] == [ProofKind.LICENCE]


def test_never_without_proven_identity() -> None:
    case = a_case()
    draft = grant(case)
    tell(draft)
    wish(draft)
    with pytest.raises(Refused, match="本人確認が済んでいません"):
        do(draft)
    assert states_of(case) == [ItemState.NOTIFIED]


def test_never_without_papers_at_the_window() -> None:
    draft = grant(a_case(is_proven=True))
    tell(draft)
    wish(draft)
    with pytest.raises(Refused, match="もう一度本人確認"):
        do(draft, papers=())


def test_a_waiver_takes_nothing_and_says_why() -> None:
    given_fees()
    draft = grant(a_case(is_proven=True))
    tell(draft)
    wish(draft)
    with pytest.raises(Refused, match="納付日"):
        do(draft, way=DoingWay.COPY, mono_sheets=2)
    do(draft, way=DoingWay.COPY, mono_sheets=2, waiver=Waiver.WELFARE)
    doing = doing_of(draft)
    assert doing is not None
    assert (doing.yen, doing.waiver, doing.paid_on) == (0, Waiver.WELFARE, None)


def test_two_at_the_window_at_once() -> None:
    draft = grant(a_case(is_proven=True))
    tell(draft)
    wish(draft)
    from portal.disclosures.doing_rules import Done

    done = Done(clock.today(), DoingWay.VIEW, proven_again=True)
    with pytest.raises(Changed):
        doing_actions.do_disclosure(draft, done, (ProofKind.LICENCE,), version=7, staff=person("soumu"), once=once(), settings=settings())


def test_a_posted_copy_counts_from_its_arrival() -> None:
    draft = grant(a_case(is_proven=True))
    tell(draft)
    wish(draft, DoingWay.POSTED_COPY)
    with pytest.raises(Refused, match="引受番号"):
        do(draft, way=DoingWay.POSTED_COPY, mono_sheets=1)
    do(draft, way=DoingWay.POSTED_COPY, mono_sheets=1, registered_number="987")
    doing = doing_of(draft)
    assert doing is not None
    assert doing.told_until is None
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        doing_actions.receive_copy(draft, clock.today(), staff=person("soumu"), once=once(), settings=settings())
        doing = doing_of(draft)
        assert doing is not None
        assert doing.told_until is not None
        assert doing.told_until >= clock.today() + timedelta(days=90)


def test_a_notice_by_post_reaches_later() -> None:
    draft = grant(a_case())
    decide(draft)
    with pytest.raises(Refused, match="通知書がまだ"):
        send(draft)
    make_paper(draft)
    with pytest.raises(Refused, match="先の日"):
        send(draft, clock.today() + timedelta(days=1))
    send(draft, way=Way.POST)
    assert draft_of(draft).reached_on is None
    with pytest.raises(Refused, match="届いた日が記録されていません"):
        wish(draft)
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        notice_actions.reach_notice(draft, clock.today(), staff=person("soumu"), once=once(), settings=settings())
        told = draft_of(draft).told_until
        assert told is not None
        assert told >= clock.today() + timedelta(days=30)


@pytest.mark.parametrize(("late_reason", "refused"), [("", True), ("入院していたため", False)])
def test_a_late_wish_needs_a_good_reason(late_reason: str, refused: bool) -> None:
    draft = grant(a_case())
    tell(draft)
    due = draft_of(draft).told_until
    assert due is not None
    with time_machine.travel(clock.now() + (due - clock.today()) + timedelta(days=1), tick=False):
        if refused:
            with pytest.raises(Refused, match="正当な理由"):
                wish(draft, late_reason=late_reason)
        else:
            wish(draft, late_reason=late_reason)


@pytest.mark.parametrize(("after", "refused"), [(0, True), (1, False)])
def test_lapsed_only_after_the_thirty_days(after: int, refused: bool) -> None:
    case = a_case()
    draft = grant(case)
    tell(draft)
    due = draft_of(draft).told_until
    assert due is not None
    with time_machine.travel(clock.now() + (due - clock.today()) + timedelta(days=after), tick=False):
        if refused:
            with pytest.raises(Refused, match="その翌日から"):
                doing_actions.lapse_doing(draft, staff=person("soumu"), once=once(), settings=settings())
        else:
            doing_actions.lapse_doing(draft, staff=person("soumu"), once=once(), settings=settings())
            assert the_case(case).state is CaseState.LAPSED


@pytest.mark.parametrize(("days", "refused"), [(14, True), (15, False)])
def test_two_weeks_after_an_objection(days: int, refused: bool) -> None:
    """86条3項: at least two weeks between the day of the decision and the disclosure; who objected was told."""
    case = a_case(is_proven=True)
    today = clock.today()
    asked = Asked(items_of_case(case)[0], "見本医院", ThirdArticle.FIRST, today, today + timedelta(days=7))
    third_actions.ask_third(case, asked, staff=person("soumu"), once=once(), settings=settings())
    with reading() as session:
        third = session.scalars(select(ThirdParty.public_id)).one()
    third_actions.answer_third(third, today, "困る", objects=True, staff=person("soumu"), once=once(), settings=settings())
    with pytest.raises(Refused, match="開示の決定の後"):
        third_actions.tell_third(third, today, staff=person("soumu"), once=once(), settings=settings())
    draft = grant(case)
    tell(draft)
    wish(draft)
    with pytest.raises(Refused, match="反対意見書を出した第三者への通知"):
        do(draft)
    third_actions.tell_third(third, today, staff=person("soumu"), once=once(), settings=settings())
    with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
        if refused:
            with pytest.raises(Refused, match="2週間以上"):
                do(draft)
        else:
            do(draft)
            assert the_case(case).state is CaseState.DONE


def test_a_demand_stops_the_clock() -> None:
    case = a_case()
    mending = a_mending(case)
    draft = write(case, Drafted(DraftKind.MENDING, reason="住所がないため", mending=mending))
    from tests.disclosures.deciding import sign

    assert not sign(draft, "kacho").refused
    make_paper(draft)
    with pytest.raises(Refused, match="補正の期限を入れて"):
        send(draft)
    send(draft, due_on=clock.today() + timedelta(days=14))
    assert the_case(case).state is CaseState.MENDING
    with pytest.raises(Refused, match="補正を待っている間"):
        write(case, Drafted(DraftKind.EXTENSION, reason="多い", days=30))
    decide(refusal(case))


def what_kenko_is_asked() -> str:
    case, due = a_case(), clock.today() + timedelta(days=5)
    with reading():
        kenko = section_id("kenko")
    task_actions.ask_section(case, kenko, "台帳を探してください", due, staff=person("soumu"), once=once(), settings=settings())
    with reading() as session:
        task = session.scalars(select(CaseTask.public_id)).one()
    return task


def test_a_section_is_asked_and_answers() -> None:
    task = what_kenko_is_asked()
    with pytest.raises(Refused, match="照会された課"):
        task_actions.answer_task(task, "ある", staff=person("somukacho"), once=once(), settings=settings())
    task_actions.answer_task(task, "2件あります", staff=person("daicho"), once=once(), settings=settings())
    with pytest.raises(Refused, match="もう回答"):
        task_actions.answer_task(task, "3件", staff=person("daicho"), once=once(), settings=settings())


def test_the_officer_writes_down_what_a_section_said_and_the_story_tells_it_was_heard() -> None:
    task = what_kenko_is_asked()
    task_actions.answer_task(task, "電話で聞いた。2件ある", staff=person("soumu"), once=once(), settings=settings())
    with reading() as session:
        answered = session.scalars(select(CaseTask)).one()
        told = session.scalars(select(CaseEvent.words).where(CaseEvent.what == Event.TASK_ANSWER.value)).all()
    assert (answered.answer, answered.answered_by) == ("電話で聞いた。2件ある", person("soumu").id)
    assert [words.endswith("(聞いた答え)") for words in told] == [True]


def test_an_appeal_from_filing_to_ruling() -> None:
    case = a_case()
    draft = refusal(case)
    tell(draft)
    staff, today = person("soumu"), clock.today()
    appeal_actions.file_appeal(draft, today, "見本 花子", "あるはずだ", staff=staff, once=once(), settings=settings())

    def step(which: AppealStep, **values: object) -> None:
        with reading() as session:
            row = session.scalars(select(Appeal)).one()
        stepped = Stepped(which, today, **values)  # pyright: ignore[reportArgumentType]
        appeal_actions.step_appeal(row.public_id, stepped, version=row.version, staff=staff, once=once(), settings=settings())

    with pytest.raises(Refused, match="もう記録してあります"):
        appeal_actions.file_appeal(draft, today, "見本 花子", "もう一度", staff=staff, once=once(), settings=settings())
    with pytest.raises(Refused, match="先に諮問"):
        step(AppealStep.RULE, ruling=Ruling.REJECTED)
    step(AppealStep.CONSULT)
    with pytest.raises(Refused, match="もう決まって"):
        step(AppealStep.WAIVE, ground=NoConsult.DISMISSAL)
    step(AppealStep.TELL)
    with pytest.raises(Refused, match="答申を受けてから"):
        step(AppealStep.RULE, ruling=Ruling.REJECTED)
    step(AppealStep.REPORT)
    step(AppealStep.RULE, ruling=Ruling.REJECTED)
    with reading() as session:
        row = session.scalars(select(Appeal)).one()
    assert (row.ruling, row.consulted_on, row.told_on, row.reported_on) == (Ruling.REJECTED, today, today, today)
