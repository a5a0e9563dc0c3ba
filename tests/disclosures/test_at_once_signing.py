"""Two at one 起案 or one request in the same second: one of them wins, the other is told, nothing is doubled (D-2)."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.db import reading, writing
from portal.disclosures import draft_actions, draft_sign_actions, handling_actions, notice_actions
from portal.disclosures.decision_rules import Decision, DraftKind, DraftState
from portal.disclosures.draft_models import Draft
from portal.disclosures.draft_rules import Drafted
from portal.disclosures.draft_sign_actions import Outcome
from portal.disclosures.models import Case, CaseEvent
from portal.disclosures.notice_actions import Sent
from portal.disclosures.rules import CaseState, ItemState, Way
from portal.disclosures.sign_rules import CHANGED_SINCE
from portal.errors import Changed
from tests.accounts.staff_records import facts_of
from tests.disclosures.at_desk import a_case, items_of_case, once, person, settings
from tests.disclosures.deciding import decide, draft_of, extension, grant, make_paper, sign, states_of, the_case
from tests.media.deciding import appoint
from tests.meeting import meet, refusals
from tests.vouchers.test_at_the_same_time import chain_is_whole

TWO = ("接種台帳", "予診票")


@pytest.fixture
def chief(app: Flask) -> SignedIn:
    return person("kacho")


@pytest.fixture
def deputy(app: Flask) -> SignedIn:
    appoint("daicho")
    return person("daicho", is_deputy=True)


def concurred(draft: str) -> str:
    assert not sign(draft, "somukacho").refused
    return draft


def signing(drafts: list[str], staff: SignedIn, *, words: str = "", token: str = "") -> Callable[[], Outcome]:
    """With the versions that stand on the screen now; with words it is sent back."""
    versions = {draft: draft_of(draft).version for draft in drafts}
    how: dict[str, Any] = {"sends_back": bool(words), "staff": staff, "once": token or once(), "settings": settings()}
    return partial(draft_sign_actions.sign_drafts, versions, words, **how)


def withdrawing(case: str) -> Callable[[], None]:
    who: dict[str, Any] = {"staff": person("soumu"), "once": once(), "settings": settings()}
    return partial(handling_actions.withdraw_case, case, clock.today(), "電話で申出", **who)


def told_of(what: Event) -> int:
    """Lines of the story; each has its record."""
    with reading() as session:
        lines = len(session.scalars(select(CaseEvent.id).where(CaseEvent.what == what)).all())
    assert len(facts_of(what)) == lines
    return lines


def test_of_the_chief_and_the_deputy_one_decides(app: Flask, chief: SignedIn, deputy: SignedIn) -> None:
    case = a_case()
    draft = concurred(grant(case))
    told = meet(app, Case, case, signing([draft], chief), signing([draft], deputy))

    (reason,) = [reason for outcome in told for _, reason in outcome.refused]
    assert reason == "この起案は、もう決裁済(通知前)です。"
    row = draft_of(draft)
    assert row.state is DraftState.DECIDED
    winner = chief if not told[0].refused else deputy
    assert (row.decided_by, facts_of(Event.DRAFT_DECIDE)[0]["by"]) == (winner.id, winner.login_name)
    assert told_of(Event.DRAFT_DECIDE) == 1
    assert chain_is_whole()


def test_one_form_in_two_windows_decides_once_and_says_the_same(app: Flask, chief: SignedIn) -> None:
    case, token = a_case(), once()
    draft = concurred(grant(case))
    told = meet(app, Case, case, signing([draft], chief, token=token), signing([draft], chief, token=token))

    assert told[0].words == told[1].words == "開8-0001 開示決定通知書を決裁・合議しました。"
    assert told_of(Event.DRAFT_DECIDE) == 1


def test_decided_and_sent_back_at_once_is_one_of_them(app: Flask, chief: SignedIn, deputy: SignedIn) -> None:
    case = a_case()
    draft = concurred(grant(case))
    told = meet(app, Case, case, signing([draft], chief), signing([draft], deputy, words="利用目的が違う"))

    assert len([reason for outcome in told for _, reason in outcome.refused]) == 1
    is_decided = not told[0].refused
    assert draft_of(draft).state is (DraftState.DECIDED if is_decided else DraftState.SENT_BACK)
    assert states_of(case) == [ItemState.DECIDED if is_decided else ItemState.DRAFTED]
    assert (told_of(Event.DRAFT_DECIDE), told_of(Event.DRAFT_SEND_BACK)) == ((1, 0) if is_decided else (0, 1))


def test_decided_while_the_drafter_takes_it_back(app: Flask, chief: SignedIn) -> None:
    case = a_case()
    draft = concurred(grant(case))
    who: dict[str, Any] = {"staff": person("soumu"), "once": once(), "settings": settings()}
    signed, dropped = meet(app, Case, case, signing([draft], chief), partial(draft_actions.drop_draft, draft, **who))

    if signed.refused:
        assert signed.refused[0][1] == "この起案は、もう取りやめです。"
        assert (draft_of(draft).state, states_of(case)) == (DraftState.DROPPED, [ItemState.OPEN])
    else:
        assert dropped.message == "この起案は決裁済(通知前)です。取りやめられるのは、決裁の前だけです。"
        assert (draft_of(draft).state, states_of(case)) == (DraftState.DECIDED, [ItemState.DECIDED])
    assert told_of(Event.DRAFT_DECIDE) + told_of(Event.DRAFT_DROP) == 1
    assert chain_is_whole()


def test_written_anew_by_two_windows_the_second_is_told_and_nothing_is_mixed(app: Flask) -> None:
    case = a_case(items=TWO)
    first, second = items_of_case(case)
    draft = grant(case)
    sign(draft, "somukacho", sends_back=True, words="分ける")
    version = draft_of(draft).version
    giving: dict[str, Any] = {"ways": "view", "places": "総務課"}
    who: dict[str, Any] = {"version": version, "staff": person("soumu"), "settings": settings()}
    works = [
        partial(
            draft_actions.rewrite_draft,
            draft,
            Drafted(DraftKind.GRANT, decisions={item: Decision.FULL}, purpose=item, **giving),
            once=once(),
            **who,
        )
        for item in (first, second)
    ]
    told = meet(app, Case, case, *works)

    assert refusals(told) == [draft_actions.CHANGED]
    assert [type(each) for each in told].count(Changed) == 1
    taken = first if told[0] is None else second
    assert draft_of(draft).purpose == taken
    assert states_of(case) == [ItemState.DRAFTED if item == taken else ItemState.OPEN for item in (first, second)]


def test_signed_while_it_is_written_anew_is_what_was_on_the_screen_or_nothing(app: Flask) -> None:
    """What 総務課 gives its 合議 to is never another text than the one it read."""
    case = a_case()
    draft = grant(case)
    office, seen = person("somukacho"), signing([draft], person("somukacho"))
    assert not signing([draft], office, words="目的を直す")().refused
    said = Drafted(DraftKind.GRANT, decisions={items_of_case(case)[0]: Decision.FULL}, purpose="別の目的", ways="view", places="総務課")
    who: dict[str, Any] = {"version": draft_of(draft).version, "staff": person("soumu"), "once": once(), "settings": settings()}
    signed, _ = meet(app, Case, case, seen, partial(draft_actions.rewrite_draft, draft, said, **who))

    assert signed.refused[0][1] in (CHANGED_SINCE, "この起案は、もう差戻しです。")
    row = draft_of(draft)
    assert (row.state, row.purpose, row.concurred_at) == (DraftState.WAITING, "別の目的", None)


def test_decided_while_the_requester_withdraws_nothing_is_left_to_send(app: Flask, chief: SignedIn) -> None:
    case = a_case()
    draft = concurred(grant(case))
    signed, withdrawn = meet(app, Case, case, signing([draft], chief), withdrawing(case))

    assert withdrawn is None
    assert draft_of(draft).state is DraftState.DROPPED
    assert states_of(case) == [ItemState.WITHDRAWN]
    row = the_case(case)
    assert (row.state, row.withdrawn_on, row.withdrawn_words) == (CaseState.WITHDRAWN, clock.today(), "電話で申出")
    assert told_of(Event.DRAFT_DECIDE) == (0 if signed.refused else 1)
    assert [reason for _, reason in signed.refused] in ([], ["この起案は、もう取りやめです。"])
    assert chain_is_whole()


@pytest.mark.parametrize("way", [Way.WINDOW, Way.POST])
def test_told_while_the_requester_withdraws_it_is_one_of_them(app: Flask, way: Way) -> None:
    """A withdrawal after the notice went out is none (§2.8)."""
    case = a_case()
    draft = grant(case)
    decide(draft)
    make_paper(draft)
    sent = Sent(clock.today(), way, "123-45" if way is Way.POST else "")
    who: dict[str, Any] = {"staff": person("soumu"), "once": once(), "settings": settings()}
    told = meet(app, Case, case, partial(notice_actions.send_notice, draft, sent, **who), withdrawing(case))

    assert len(refusals(told)) == 1
    row = draft_of(draft)
    if refusals(told[1:]):
        assert refusals(told) == ["決定をもう通知したので、取下げはできません。通知の前までの手続です。"]
        assert (row.state, row.notified_on, the_case(case).state) == (DraftState.NOTIFIED, clock.today(), CaseState.NOTIFIED)
    else:
        assert (row.state, row.notified_on, the_case(case).state) == (DraftState.DROPPED, None, CaseState.WITHDRAWN)
    assert told_of(Event.NOTICE_SEND) + told_of(Event.CASE_WITHDRAW) == 1


def test_an_extension_signed_while_the_decision_is_signed_comes_before_it_or_not_at_all(
    app: Flask, chief: SignedIn, deputy: SignedIn
) -> None:
    case = a_case()
    longer = concurred(extension(case))
    draft = concurred(grant(case))
    received = the_case(case).received_on
    extended, decided = meet(app, Case, case, signing([longer], chief), signing([draft], deputy))

    assert not decided.refused
    assert states_of(case) == [ItemState.DECIDED]
    until = None if extended.refused else received + timedelta(days=60)
    assert draft_of(longer).until == until
    assert told_of(Event.DRAFT_DECIDE) == (1 if extended.refused else 2)
    assert chain_is_whole()


def test_two_who_sign_the_same_requests_crosswise_both_come_to_an_end(app: Flask, chief: SignedIn, deputy: SignedIn) -> None:
    """Each begins with another request; neither waits for the other until the database ends one of them."""
    one, other = a_case(), a_case()
    mine = [named("a", concurred(extension(one))), named("b", concurred(grant(other)))]
    theirs = [named("c", concurred(extension(other))), named("d", concurred(grant(one)))]
    told = meet(app, Case, one, signing(mine, chief), signing(theirs, deputy))

    assert [states_of(case) for case in (one, other)] == [[ItemState.DECIDED]] * 2
    assert told_of(Event.DRAFT_DECIDE) == 4 - sum(len(outcome.refused) for outcome in told)
    assert chain_is_whole()


def named(letter: str, draft: str) -> str:
    """The drafts of one form are gone through in the order of their ids."""
    with writing() as session:
        session.execute(update(Draft).where(Draft.public_id == draft).values(public_id=letter * 32))
    return letter * 32
