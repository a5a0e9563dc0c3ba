"""Asked, written anew, withdrawn: what is stored, by whom, and every wrong turn on stored rows (M-2, M-3, R5-1, R5-3)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from portal import clock
from portal.accounts.models import Section
from portal.audit.events import Event
from portal.db import reading, writing
from portal.errors import Changed, NotFound, Refused
from portal.media import request_actions
from portal.media.approval_rules import NOBODY_ABOVE
from portal.media.line_events import told_of
from portal.media.line_models import MediaRequest, RequestTerminal, RequestWorker
from portal.media.models import Medium, Worker
from portal.media.request_actions import Faulty
from portal.media.request_page import rewrite_page, sent_page
from portal.media.request_queries import choices_for, route_words
from portal.media.request_rules import Asked
from portal.media.rules import State, Thing
from tests.accounts.staff_records import facts_of
from tests.media.asking import Lists, a_use, ask, asked_again, lists, papers_out
from tests.media.lent import line, once, person, settings
from tests.people import section_id, staff_id

pytestmark = pytest.mark.usefixtures("app")


def told(row: MediaRequest) -> list[tuple[str, str]]:
    with reading():
        return [(each.what, each.words) for each in told_of(row.id)]


def send_back(row: MediaRequest) -> MediaRequest:
    with writing() as session:
        session.execute(update(MediaRequest).where(MediaRequest.id == row.id).values(state=State.SENT_BACK, waits_for=None))
    return line(row.public_id)


def rewrite(row: MediaRequest, asked: Asked, *, by: str = "daicho", version: int = 0, token: str = "") -> str:
    return request_actions.rewrite_request(
        row.public_id, asked, version=version or row.version, staff=person(by), once=token or once(), settings=settings()
    )


def withdraw(row: MediaRequest, *, by: str = "daicho") -> str:
    return request_actions.withdraw_request(row.public_id, "日を改めます", staff=person(by), once=once())


def test_what_was_asked_waits_for_the_first_chief_under_the_next_number() -> None:
    of = lists()
    asked = a_use(of, copies_allowed=2, condition_words="11月に発行した方")
    papers = papers_out(of)
    row, second = ask(asked), ask(papers)

    year = clock.fiscal_year(clock.today())
    with reading():
        own = section_id("kenko")
    assert (row.state, row.waits_for, row.round, row.fiscal_year) == (State.ASKED, own, 1, year)
    assert (row.number.shown, second.number.shown) == (f"使{year - 2018}-0001", f"持{year - 2018}-0001")
    assert asked_again(row.public_id) == asked
    assert replace(asked_again(second.public_id), encryption=None) == replace(
        papers_out(of), starts_at=second.starts_at, ends_at=second.ends_at
    )
    assert facts_of(Event.LINE_ASK)[0] == {"by": "daicho", "line": row.number.shown, "round": 1}
    assert len(told(row)) == 1


def test_pressed_twice_it_is_one_line() -> None:
    of, token = lists(), once()
    first, second = ask(a_use(of), token=token), ask(a_use(of), token=token)

    with reading() as session:
        assert session.scalar(select(func.count(MediaRequest.id))) == 1
    assert first.public_id == second.public_id
    assert len(facts_of(Event.LINE_ASK)) == 1


def test_what_is_refused_draws_no_number() -> None:
    of = lists()
    with pytest.raises(Faulty) as refusal:
        ask(a_use(of, purpose="", people=0))
    after = ask(a_use(of))

    assert set(refusal.value.faults) == {"purpose", "people"}
    assert after.running == 1


def _expire_medium(of: Lists) -> None:
    with writing() as session:
        session.execute(update(Medium).where(Medium.public_id == of.medium).values(permitted_until=date(2026, 4, 1)))


def _end_worker(of: Lists) -> None:
    with writing() as session:
        session.execute(update(Worker).where(Worker.public_id == of.kurosawa).values(ends_on=clock.today() - timedelta(days=1)))


def _end_worker_tonight(of: Lists) -> None:
    with writing() as session:
        session.execute(update(Worker).where(Worker.public_id == of.kurosawa).values(ends_on=clock.today()))


@pytest.mark.parametrize(
    ("happened", "days", "field"),
    [(_expire_medium, 0, "medium"), (_end_worker, 0, "workers"), (_end_worker_tonight, 1, "workers"), (_end_worker_tonight, 0, "")],
    ids=["the medium expired", "the worker left", "the worker leaves within the period", "the worker's last day"],
)
def test_the_lists_are_read_again_when_it_is_asked(happened: Callable[[Lists], None], days: int, field: str) -> None:
    of = lists()
    end = clock.hours_of(clock.today())[1] - timedelta(seconds=1) + timedelta(days=days)
    asked = a_use(of, ends_at=end)
    happened(of)

    if not field:
        assert ask(asked).state is State.ASKED
        return
    with pytest.raises(Faulty) as refusal:
        ask(asked)
    assert list(refusal.value.faults) == [field]


@pytest.mark.parametrize(
    ("by", "holder", "waits_for", "names"),
    [
        ("daicho", "kenko", "kenko", ["健康推進課 大内 恵子"]),
        ("daicho", "somu", "kenko", ["健康推進課 大内 恵子", "総務課 川又 実"]),
        ("kacho", "kenko", "hofuku", ["保健福祉部 小松崎 修"]),
    ],
    ids=["a clerk", "a clerk about another section's data", "the chief"],
)
def test_it_goes_the_way_of_who_asks_and_whose_data_they_are(by: str, holder: str, waits_for: str, names: list[str]) -> None:
    row = ask(a_use(lists(), holder=holder), by=by)

    with reading():
        assert row.waits_for == section_id(waits_for)
        assert [who for _, who in route_words(row.section_id, row.holder_id, staff_id(by))][: len(names)] == names


def test_a_chief_above_whom_nobody_stands_is_told_what_to_do() -> None:
    with writing() as session:
        session.execute(update(Section).where(Section.code == "kenko").values(above_id=None))

    with pytest.raises(Refused, match=NOBODY_ABOVE):
        ask(a_use(lists()), by="kacho")


def test_personal_data_go_to_no_other_section_of_the_city() -> None:
    of = lists()
    with pytest.raises(Faulty) as refusal:
        ask(papers_out(of, destination=of.soumu))

    assert list(refusal.value.faults) == ["destination"]
    assert ask(papers_out(of, destination=of.soumu, is_personal=False, is_specific=None)).state is State.ASKED


def test_two_may_ask_for_one_medium_and_each_is_told_of_the_other() -> None:
    of = lists()
    first, second = ask(a_use(of)), ask(a_use(of), by="daicho2")
    later = a_use(of, starts_at=clock.now() + timedelta(days=2), ends_at=clock.now() + timedelta(days=2, hours=1))

    with reading():
        (now,) = choices_for(first.section_id, a_use(of)).media
        (then,) = choices_for(first.section_id, later).media
        (own,) = choices_for(first.section_id, a_use(of), but=first.id).media
    assert [other.shown for other in now.others] == [first.number.shown, second.number.shown]
    assert [other.name for other in own.others] == ["飛田 結"]
    assert then.others == ()


def test_going_back_and_sending_the_form_once_more_is_no_second_request() -> None:
    of = lists()
    asked = a_use(of)
    first = ask(asked)

    with pytest.raises(Faulty) as refusal:
        ask(asked)
    assert first.number.shown in refusal.value.faults["starts_on"]
    assert ask(asked, by="daicho2").state is State.ASKED
    assert ask(replace(asked, people=(asked.people or 0) + 1)).state is State.ASKED
    request_actions.withdraw_request(first.public_id, "誤り", staff=person("daicho"), once=once())
    assert ask(asked).state is State.ASKED


def test_what_was_sent_back_is_asked_again_under_its_number_in_another_round() -> None:
    of = lists()
    row = send_back(ask(a_use(of)))
    rewrite(row, replace(asked_again(row.public_id), people=800, workers=(of.tobita,), holder="somu"))

    now = line(row.public_id)
    assert (now.number, now.round, now.state, now.people) == (row.number, 2, State.ASKED, 800)
    assert told(now)[-1] == ("差し戻された申請を書き直した", "改めた所: 人数、情報を保有する課、作業する方")
    assert asked_again(row.public_id).workers == (of.tobita,)
    assert facts_of(Event.LINE_REWRITE) == [{"by": "daicho", "line": row.number.shown, "round": 2}]
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(RequestWorker)) == 1
        assert session.scalar(select(func.count()).select_from(RequestTerminal)) == 1


def test_of_two_who_write_anew_the_second_is_told_and_keeps_what_was_typed() -> None:
    of = lists()
    row = send_back(ask(a_use(of)))
    typed = replace(asked_again(row.public_id), people=700, data_name="別の名前")
    rewrite(row, replace(asked_again(row.public_id), people=800))
    with pytest.raises(Changed, match="承認待ち"):
        rewrite(row, typed)
    again = send_back(line(row.public_id))
    with pytest.raises(Changed, match="書き直されました"):
        rewrite(again, typed, version=row.version)

    page = sent_page(typed, staff=person("daicho"), rewriting=row.public_id)
    assert [change for change in page.changed if change[0] in ("人数", "データの名前")] == [
        ("データの名前", "接種券発行一覧", "別の名前"),
        ("人数", "800", "700"),
    ]
    rewrite(again, typed)
    assert line(row.public_id).people == 700


@pytest.mark.parametrize("state", [state for state in State if state not in (State.SENT_BACK, State.CLOSED, State.ASKED)])
def test_nothing_but_what_was_sent_back_is_written_anew(state: State) -> None:
    row = ask(a_use(lists()))
    with writing() as session:
        session.execute(update(MediaRequest).where(MediaRequest.id == row.id).values(state=state, waits_for=None))

    with pytest.raises(Changed, match="書き直せるのは"):
        rewrite(line(row.public_id), asked_again(row.public_id))
    with pytest.raises(Refused):
        rewrite_page(row.public_id, staff=person("daicho"))


@pytest.mark.parametrize(("by", "error"), [("daicho2", Changed), ("soumu", NotFound)])
def test_nobody_writes_anothers_request(by: str, error: type[Exception]) -> None:
    row = send_back(ask(a_use(lists())))

    with pytest.raises(error):
        rewrite(row, asked_again(row.public_id), by=by)


def test_a_request_that_is_withdrawn_keeps_its_number_and_its_reason() -> None:
    row = ask(a_use(lists()))
    withdraw(row)

    now = line(row.public_id)
    assert (now.state, now.waits_for, now.number) == (State.WITHDRAWN, None, row.number)
    assert told(now)[-1] == ("申請を取り下げた", "日を改めます")
    with pytest.raises(Refused, match="取下げです"):
        withdraw(row)


@pytest.mark.parametrize(("by", "error"), [("daicho2", Refused), ("kacho", Refused), ("soumu", NotFound)])
def test_nobody_withdraws_anothers_request(by: str, error: type[Exception]) -> None:
    row = ask(a_use(lists()))

    with pytest.raises(error):
        withdraw(row, by=by)
    assert line(row.public_id).state is State.ASKED


def test_a_formula_is_a_text_like_any_other() -> None:
    row = ask(a_use(lists(), data_name="=1+1", purpose="@SUM(A1)"))

    assert (row.data_name, row.purpose) == ("=1+1", "@SUM(A1)")


@pytest.mark.thorough
def test_many_who_ask_at_once_draw_numbers_without_a_gap(app: Flask) -> None:
    of, people = lists(), [person(each) for each in ("daicho", "daicho2", "madoguchi", "toiawase")]
    start, seen = Barrier(len(people)), []

    def ask_some(staff: Any) -> None:
        with app.app_context():
            start.wait()
            for people_of_it in range(1, 4):
                request_actions.ask_request(papers_out(of, people=people_of_it), staff=staff, once=once(), settings=settings())
            seen.append(staff.id)

    threads = [Thread(target=ask_some, args=(each,)) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with reading() as session:
        running = session.scalars(select(MediaRequest.running).where(MediaRequest.thing == Thing.PAPERS)).all()
    assert len(seen) == len(people)
    assert sorted(running) == list(range(1, 13))
