"""Requests decided on stored rows: by whom, in which order, several at once, and every wrong turn (M-3)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.chief_rules import SignsAs
from portal.audit.events import Event
from portal.db import reading, writing
from portal.errors import Refused
from portal.media import approval_rules as rules
from portal.media.approval_queries import first_waits_for, route_for
from portal.media.line_models import LineEvent, MediaRequest
from portal.media.rules import Decision, State, Step
from tests.accounts.staff_records import facts_of
from tests.media.deciding import appoint, decide, move, now_of, person, signatures_of, waiting, without_proof
from tests.media.rows import section_id
from tests.people import staff_id

pytestmark = pytest.mark.usefixtures("app")


def test_the_chief_approves_with_a_condition_and_it_stands_in_signature_story_and_record() -> None:
    line = waiting()
    outcome = decide(line, by=person("kacho"), words="施錠できる鞄で運ぶこと")

    assert (outcome.words, outcome.refused) == (f"{line.number.shown}を承認しました。", ())
    assert (now_of(line).state, now_of(line).waits_for) == (State.APPROVED, None)
    (signed,) = signatures_of(line)
    assert (signed.step, signed.decision, signed.signed_as) == (Step.HOLDER, Decision.APPROVE, SignsAs.CHIEF)
    assert signed.words == "施錠できる鞄で運ぶこと"
    with reading() as session:
        (told,) = session.scalars(select(LineEvent).where(LineEvent.request_id == line.id))
    assert (told.what, told.words) == ("media:line:approve", "情報を保有する課の所属長 条件: 施錠できる鞄で運ぶこと")
    (facts,) = facts_of(Event.LINE_APPROVE)
    assert facts == {
        "by": "kacho",
        "line": line.number.shown,
        "step": "holder",
        "section": "健康推進課",
        "signed": "chief",
        "people": 1200,
        "round": 1,
        "words": True,
    }


@pytest.mark.parametrize(
    ("decision", "state", "event"),
    [
        (Decision.SEND_BACK, State.SENT_BACK, Event.LINE_SEND_BACK),
        (Decision.REFUSE, State.REFUSED, Event.LINE_REFUSE),
    ],
)
def test_sent_back_or_refused_with_the_reason(decision: Decision, state: State, event: Event) -> None:
    line, chief = waiting(), person("kacho")
    with pytest.raises(Refused, match="理由を入れてください"):
        decide(line, by=chief, decision=decision, words=" ")
    decide(line, by=chief, decision=decision, words="人数を確かめてください")

    assert (now_of(line).state, now_of(line).waits_for) == (state, None)
    assert [signed.words for signed in signatures_of(line)] == ["人数を確かめてください"]
    assert len(facts_of(event)) == 1


def test_without_a_fresh_proof_nothing_is_decided() -> None:
    line = waiting()
    with pytest.raises(Refused, match="もう一度パスワードを入れてください"):
        decide(line, by=without_proof(person("kacho")))

    assert now_of(line).state is State.ASKED


def test_the_same_form_sent_twice_signs_once_and_says_the_same() -> None:
    line, chief = waiting(), person("kacho")
    first, second = (decide(line, by=chief, once="the same form") for _ in range(2))

    assert (first.words, second.refused) == (second.words, ())
    assert len(signatures_of(line)) == 1


def test_a_deputy_signs_for_the_chief_and_is_marked() -> None:
    appoint("madoguchi2")
    line = waiting()
    decide(line, by=person("madoguchi2"))

    (signed,) = signatures_of(line)
    assert signed.signed_as is SignsAs.DEPUTY
    assert now_of(line).state is State.APPROVED


def _gone_deputy() -> MediaRequest:
    appoint("madoguchi2", starts=date(2026, 4, 1), ends=date(2026, 4, 30))
    return waiting()


def _own_of_the_deputy() -> MediaRequest:
    appoint("madoguchi2")
    return waiting(by="madoguchi2")


def _expired() -> MediaRequest:
    return waiting(starts_at=clock.now() - timedelta(hours=5), ends_at=clock.now() - timedelta(minutes=1))


WRONG = {
    "the chief's own": (lambda: waiting(by="kacho", waits_for="hofuku"), "kacho", rules.OWN),
    "the chief's own, though it waits for the own section": (lambda: waiting(by="kacho"), "kacho", rules.OWN),
    "the deputy's own": (_own_of_the_deputy, "madoguchi2", rules.OWN),
    "the chief of another section": (lambda: waiting(holder_id="somu"), "somukacho", "この申請は健康推進課の所属長が承認します。"),
    "the chief above": (waiting, "bucho", "この申請は健康推進課の所属長が承認します。"),
    "a deputy after the period": (_gone_deputy, "madoguchi2", "この申請は健康推進課の所属長が承認します。"),
    "a clerk": (waiting, "daicho2", "この申請は健康推進課の所属長が承認します。"),
    "after the agreed return": (_expired, "kacho", "差し戻して、日時を改めてもらってください。"),
}


@pytest.mark.parametrize(("ask", "who", "reason"), WRONG.values(), ids=WRONG.keys())
def test_whoever_may_not_is_told_why_and_the_line_waits_on(ask: Callable[[], MediaRequest], who: str, reason: str) -> None:
    line = ask()
    outcome = decide(line, by=person(who))

    ((shown, told),) = outcome.refused
    assert (shown, reason in told) == (line.number.shown, True)
    assert now_of(line).state is State.ASKED
    assert signatures_of(line) == []
    assert facts_of(Event.LINE_APPROVE) == []


def test_what_is_too_late_to_approve_can_be_sent_back() -> None:
    line = _expired()
    decide(line, by=person("kacho"), decision=Decision.SEND_BACK, words="日時を改めてください")

    assert now_of(line).state is State.SENT_BACK


def test_of_several_those_that_can_be_are_signed_and_the_others_told() -> None:
    first, second, elsewhere = waiting(), waiting(), waiting(by="kacho", waits_for="hofuku")
    outcome = decide(first, second, elsewhere, by=person("kacho"))

    assert outcome.words == f"{first.number.shown}、{second.number.shown}を承認しました。1件は、決められませんでした。"
    assert outcome.refused == ((elsewhere.number.shown, rules.OWN),)
    assert [now_of(line).state for line in (first, second, elsewhere)] == [State.APPROVED, State.APPROVED, State.ASKED]


def test_whoever_comes_second_reads_who_decided_what() -> None:
    appoint("madoguchi2")
    line = waiting()
    decide(line, by=person("madoguchi2"), decision=Decision.SEND_BACK, words="列を減らしてください")
    outcome = decide(line, by=person("kacho"))

    ((_, told),) = outcome.refused
    assert told.startswith("この申請は、もう差戻しです。小野瀬 亮さんが令和")
    assert told.endswith("に差し戻しました。")


def test_a_request_written_anew_meanwhile_is_not_signed_unread() -> None:
    line = waiting()
    with writing() as session:
        session.get_one(MediaRequest, line.id).round = 2
    outcome = decide(line, by=person("kacho"))

    assert outcome.refused == ((line.number.shown, rules.WRITTEN_ANEW),)
    assert now_of(line).state is State.ASKED


def test_for_data_of_another_section_both_chiefs_sign_in_order() -> None:
    line = waiting(holder_id="somu")
    decide(line, by=person("kacho"))
    assert (now_of(line).state, now_of(line).waits_for) == (State.ASKED, _section("somu"))

    again = decide(line, by=person("kacho"))
    assert "この申請は総務課の所属長が承認します。" in again.refused[0][1]
    assert "大内 恵子さんが令和" in again.refused[0][1]

    decide(line, by=person("somukacho"))
    assert now_of(line).state is State.APPROVED
    assert [(signed.step, signed.section_id) for signed in signatures_of(line)] == [
        (Step.OWN_CHIEF, _section("kenko")),
        (Step.HOLDER, _section("somu")),
    ]


def test_the_chiefs_own_request_is_signed_by_the_chief_above() -> None:
    line = waiting(by="kacho", waits_for="hofuku")
    decide(line, by=person("bucho"))

    (signed,) = signatures_of(line)
    assert (signed.step, now_of(line).state) == (Step.ABOVE, State.APPROVED)


def test_a_requester_transferred_meanwhile_changes_nothing_of_the_route() -> None:
    """The clerk works under the chief above now, and the chief who asked works for the section that holds the other's data."""
    line, own = waiting(holder_id="somu"), waiting(by="kacho", waits_for="hofuku")
    move("daicho", "hofuku")
    move("kacho", "somu")
    appoint("madoguchi2")
    decide(line, by=person("madoguchi2"))
    decide(own, by=person("bucho"))

    assert (now_of(line).waits_for, now_of(own).state) == (_section("somu"), State.APPROVED)


def test_the_route_of_a_new_request_follows_from_who_asks(app: Flask) -> None:
    with reading():
        own, other, top = section_id("kenko"), section_id("somu"), section_id("hofuku")
        assert route_for(own, own, staff_id("daicho")) == ((Step.HOLDER, own),)
        assert route_for(own, own, staff_id("kacho")) == ((Step.ABOVE, top),)
        assert first_waits_for(own, other, staff_id("daicho")) == own
        with pytest.raises(Refused, match="上位の課が登録されていません"):
            first_waits_for(top, top, staff_id("bucho"))


def _section(code: str) -> int:
    with reading():
        return section_id(code)
