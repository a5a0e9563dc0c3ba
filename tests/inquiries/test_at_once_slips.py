"""Two at one 受付票 in the same second: nothing typed is lost, one of two ends holds, the other is told (D-3)."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.db import reading, writing
from portal.errors import Refused
from portal.inquiries import act_actions, end_actions
from portal.inquiries.field_rules import Typed
from portal.inquiries.models import Slip, SlipEntry, SlipLink
from portal.inquiries.review_actions import Outcome, review_slips
from portal.inquiries.rules import Category, EntryKind, Result, SlipState
from portal.inquiries.slip_rules import HANDED_SINCE
from portal.inquiries.start_actions import start_slip
from portal.inquiries.write_actions import Written, write_fields
from tests.accounts.staff_records import facts_of
from tests.inquiries.slip_rows import add_slip
from tests.media.lent import once, person
from tests.meeting import meet, refusals
from tests.people import staff_id
from tests.vouchers.test_at_the_same_time import chain_is_whole

FULL = {"subject": "接種券が2通届いた", "body": "昨日2通目が届いた。", "category": Category.HANDLING}


@pytest.fixture
def handler(app: Flask) -> SignedIn:
    return person("toiawase")


@pytest.fixture
def colleague(app: Flask) -> SignedIn:
    return person("madoguchi")


def a_slip(state: SlipState = SlipState.OPEN, **values: Any) -> str:
    with writing():
        return add_slip(state, **values).public_id


def the_slip(public_id: str) -> Slip:
    with reading() as session:
        return session.scalars(select(Slip).where(Slip.public_id == public_id)).one()


def lines(what: EntryKind) -> list[str]:
    with reading() as session:
        return list(session.scalars(select(SlipEntry.words).where(SlipEntry.what == what).order_by(SlipEntry.id)))


def id_of(login_name: str) -> int:
    with reading():
        return staff_id(login_name)


def typing(slip: str, staff: SignedIn, *, was: str = "", **typed: str) -> Callable[[], Written]:
    return partial(write_fields, slip, [Typed(name, was, value) for name, value in typed.items()], staff=staff)


def closing(slip: str, staff: SignedIn, answer: str, result: Result = Result.ANSWERED) -> Callable[[], None]:
    return partial(end_actions.close_slip, slip, result, Typed("answer", "", answer), staff=staff, once=once())


def test_eight_who_press_the_key_at_once_have_eight_numbers_without_a_gap(app: Flask) -> None:
    first = a_slip()
    names = ("toiawase", "madoguchi", "madoguchi2", "daicho", "daicho2", "kacho", "soumu", "toiawase")
    taken = meet(app, Slip, first, *(partial(start_slip, staff=person(name), once=once()) for name in names))

    assert len(set(taken)) == 8
    with reading() as session:
        assert sorted(session.scalars(select(Slip.running))) == list(range(1, 10))
    assert len(facts_of(Event.SLIP_START)) == 8
    assert chain_is_whole()


def test_the_key_pressed_in_two_windows_is_one_slip(app: Flask, handler: SignedIn) -> None:
    first = a_slip()
    work = partial(start_slip, staff=handler, once=once())
    one, other = meet(app, Slip, first, work, work)

    assert one == other
    assert len(facts_of(Event.SLIP_START)) == 1


def test_what_is_typed_while_the_slip_is_handed_over_stands_in_it(app: Flask, handler: SignedIn) -> None:
    """The caller is still speaking when a colleague takes the slip over: whoever types goes on typing."""
    slip = a_slip(body="一行目")
    over = partial(act_actions.hand_slip, slip, "madoguchi", "折返しを頼む", staff=person("kacho"), once=once())
    written, _ = meet(app, Slip, slip, typing(slip, handler, was="一行目", body="一行目\n二行目"), over)

    row = the_slip(slip)
    assert (row.body, row.holder_id) == ("一行目\n二行目", id_of("madoguchi"))
    assert written.beside == {}
    assert lines(EntryKind.HANDED) == ["折返しを頼む"]
    assert [len(facts_of(event)) for event in (Event.SLIP_WRITE, Event.SLIP_HAND)] == [1, 1]
    assert chain_is_whole()


def test_of_two_who_take_a_slip_over_at_once_one_has_it_and_the_other_is_told(app: Flask, handler: SignedIn, colleague: SignedIn) -> None:
    """Otherwise both would believe that they call back."""
    slip = a_slip(holder="kacho")
    works = [partial(act_actions.hand_slip, slip, who.login_name, "", staff=who, once=once(), seen="0") for who in (handler, colleague)]
    told = meet(app, Slip, slip, *works)

    assert refusals(told) == [HANDED_SINCE]
    winner = handler if told[0] is None else colleague
    assert the_slip(slip).holder_id == winner.id
    assert facts_of(Event.SLIP_HAND) == [{"by": winner.login_name, "slip": the_slip(slip).number.shown, "staff": winner.login_name}]
    assert chain_is_whole()


def test_both_write_one_text_and_both_stand_in_it(app: Flask, handler: SignedIn, colleague: SignedIn) -> None:
    slip = a_slip(body="一行目")
    works = [
        typing(slip, who, was="一行目", body=f"一行目\n{words}") for who, words in ((handler, "電話の続き"), (colleague, "台帳の結果"))
    ]
    meet(app, Slip, slip, *works)

    assert sorted(the_slip(slip).body.split("\n")) == sorted(["一行目", "電話の続き", "台帳の結果"])
    assert len(facts_of(Event.SLIP_WRITE)) == 2


def test_of_two_subjects_one_stands_and_the_other_is_kept_beside_it(app: Flask, handler: SignedIn, colleague: SignedIn) -> None:
    slip = a_slip()
    words = {handler.id: "券が2通", colleague.id: "住所の間違い"}
    one, other = meet(app, Slip, slip, *(typing(slip, who, subject=words[who.id]) for who in (handler, colleague)))

    row = the_slip(slip)
    assert row.subject in words.values()
    (kept,) = lines(EntryKind.TYPED_BESIDE)
    assert kept in {f"件名: {each}" for each in words.values()} - {f"件名: {row.subject}"}
    assert [bool(each.beside) for each in (one, other)].count(True) == 1


def test_closed_by_two_it_is_closed_once_and_the_second_is_told(app: Flask, handler: SignedIn, colleague: SignedIn) -> None:
    slip = a_slip(**FULL)
    told = meet(app, Slip, slip, closing(slip, handler, "2通目は破棄するよう伝えた"), closing(slip, colleague, "古いほうは無効と答えた"))

    assert refusals(told) == ["完結しています。続きがあるときは、再び開いてください。"]
    first, answer = (handler, "2通目は破棄するよう伝えた") if told[0] is None else (colleague, "古いほうは無効と答えた")
    row = the_slip(slip)
    assert (row.state, row.closed_by, row.answer) == (SlipState.CLOSED, first.id, answer)
    assert lines(EntryKind.CLOSED) == ["回答した"]
    assert len(facts_of(Event.SLIP_CLOSE)) == 1
    assert chain_is_whole()


def test_what_is_typed_while_the_slip_is_closed_is_in_it_or_beside_it(app: Flask, handler: SignedIn, colleague: SignedIn) -> None:
    slip = a_slip(**FULL)
    typed = typing(slip, handler, was=FULL["body"], body=f"{FULL['body']}\n3通目もある。")
    written, closed = meet(app, Slip, slip, typed, closing(slip, colleague, "無効と答えた"))

    assert closed is None
    row = the_slip(slip)
    assert row.state is SlipState.CLOSED
    kept = [row.body, *lines(EntryKind.TYPED_BESIDE)]
    assert len([each for each in kept if "3通目もある。" in each]) == 1
    assert bool(written.beside) is ("3通目もある。" not in row.body)


def test_a_line_added_while_the_slip_is_closed_is_not_lost(app: Flask, handler: SignedIn, colleague: SignedIn) -> None:
    slip = a_slip(**FULL)
    note = partial(act_actions.add_note, slip, None, "台帳を確かめた", staff=handler, once=once())
    told = meet(app, Slip, slip, note, closing(slip, colleague, "無効と答えた"))

    assert told == [None, None]
    assert lines(EntryKind.NOTED) == ["台帳を確かめた"]
    assert the_slip(slip).state is SlipState.CLOSED


def test_an_empty_slip_in_which_somebody_just_wrote_is_not_cancelled_by_the_key(app: Flask, handler: SignedIn, colleague: SignedIn) -> None:
    slip = a_slip()
    cancelling = partial(end_actions.cancel_slip, slip, "", staff=colleague, once=once())
    _, told = meet(app, Slip, slip, typing(slip, handler, body="もしもし"), cancelling)

    row = the_slip(slip)
    if told is None:
        assert (row.state, lines(EntryKind.TYPED_BESIDE)) == (SlipState.CANCELLED, ["内容: もしもし"])
    else:
        assert "誤起票にする理由を入れてください。" in told.message
        assert (row.state, row.body) == (SlipState.OPEN, "もしもし")


def test_seen_off_in_bulk_while_one_is_opened_again(app: Flask, handler: SignedIn) -> None:
    """The one that is open again is to be seen by the chief once more; the others are done."""
    slips = [a_slip(SlipState.CLOSED) for _ in range(3)]
    reviewing = partial(review_slips, {slip: the_slip(slip).version for slip in slips}, "", staff=person("kacho"), once=once())
    reopening = partial(end_actions.reopen_slip, slips[1], "続きの電話", staff=handler, once=once())
    told, reopened = meet(app, Slip, slips[1], reviewing, reopening)

    assert reopened is None
    assert isinstance(told, Outcome)
    row = the_slip(slips[1])
    assert (row.state, row.reviewed_at, row.closed_at) == (SlipState.OPEN, None, None)
    assert all(the_slip(slip).reviewed_at for slip in (slips[0], slips[2]))
    assert len(lines(EntryKind.REVIEWED)) == 3 - len(told.refused)
    assert [reason for _, reason in told.refused] in ([], ["完結していません。完結してから供覧してください。"])
    assert facts_of(Event.SLIP_REVIEW)[0]["count"] == 3 - len(told.refused)
    assert chain_is_whole()


@pytest.mark.parametrize("is_original", [False, True])
def test_two_slips_tied_to_each_other_at_once_are_tied_once(app: Flask, handler: SignedIn, colleague: SignedIn, is_original: bool) -> None:
    """Were each the copy of the other, both would be closed as such and nobody would answer."""
    slips = [a_slip(**FULL), a_slip(**FULL)]
    numbers = [the_slip(slip).number.shown for slip in slips]
    how = {"is_original": is_original}
    works = [
        partial(act_actions.link_slip, slips[0], numbers[1], staff=handler, once=once(), **how),
        partial(act_actions.link_slip, slips[1], numbers[0], staff=colleague, once=once(), **how),
    ]
    told = meet(app, Slip, slips[0], *works)

    assert len(refusals(told)) == 1, told
    with reading() as session:
        assert len(session.scalars(select(SlipLink.slip_id)).all()) == 1
    assert len(lines(EntryKind.LINKED)) == 2
    assert [the_slip(slip).duplicate_of_id is not None for slip in slips].count(True) == (1 if is_original else 0)
    assert len(facts_of(Event.SLIP_LINK)) == 1
    assert chain_is_whole()


def test_a_row_of_copies_never_comes_back_to_its_beginning(app: Flask, handler: SignedIn) -> None:
    slips = [a_slip(**FULL) for _ in range(3)]
    numbers = [the_slip(slip).number.shown for slip in slips]
    for copy, original in ((0, 1), (1, 2)):
        act_actions.link_slip(slips[copy], numbers[original], is_original=True, staff=handler, once=once())
    with pytest.raises(Refused, match="先に受けたのはこの受付票"):
        act_actions.link_slip(slips[2], numbers[0], is_original=True, staff=handler, once=once())
    act_actions.link_slip(slips[2], numbers[0], is_original=False, staff=handler, once=once())

    assert the_slip(slips[2]).duplicate_of_id is None
