"""How a copy may end, who confirms it, to whom things are handed, what is beyond the leave (M-4, M-5). Pure."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from portal.accounts.chief_rules import SignsAs
from portal.clock import JAPAN
from portal.media import copy_rules, lending_rules
from portal.media.copy_rules import ENDS, CopyFacts, Done, EndFacts
from portal.media.lending_rules import FirstCopy, Receiver
from portal.media.rules import CopyKind, How, Kind, Thing

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=JAPAN)
HANDED = NOW - timedelta(hours=2)
MINUTE = timedelta(minutes=1)
STICK = CopyFacts(CopyKind.STICK, "媒8-0003")
END = EndFacts("消8-0001", How.ERASED, performed_by=1, is_confirmed=False)
DONE = Done(How.ERASED, "消去ソフト", "読めない", NOW - MINUTE, NOW)


def said(reason: str | None, words: str | None) -> None:
    assert reason is None if words is None else reason is not None and words in reason, reason


@pytest.mark.parametrize(
    ("copy", "done", "words"),
    [
        (STICK, DONE, None),
        (STICK, replace(DONE, began_at=HANDED), None),
        (STICK, replace(DONE, began_at=HANDED - MINUTE), "渡した時刻"),
        (STICK, replace(DONE, ended_at=NOW + MINUTE), "まだ来ていません"),
        (STICK, replace(DONE, began_at=NOW, ended_at=NOW - MINUTE), "始めた時刻より前"),
        (STICK, replace(DONE, tool=" "), "道具"),
        (STICK, replace(DONE, how=How.DESTROYED, tool=""), None),
        (STICK, replace(DONE, result=" "), "結果を入れて"),
        (STICK, replace(DONE, how=How.SHREDDED), "選べません"),
        (STICK, replace(DONE, began_at=NOW), None),
        (replace(STICK, end=END), DONE, "確認を待っています"),
        (replace(STICK, end=replace(END, is_confirmed=True)), DONE, "確認まで済んで"),
    ],
)
def test_ending(copy: CopyFacts, done: Done, words: str | None) -> None:
    said(copy_rules.why_not_end(copy, done, handed_at=HANDED, now=NOW), words)


def test_what_has_its_end_says_how_and_under_which_number() -> None:
    ended = replace(STICK, end=END)
    reason = copy_rules.why_not_end(ended, DONE, handed_at=HANDED, now=NOW)
    assert reason == f"{ended.words}の消去は、消8-0001としてもう記録され、確認を待っています。"


def test_the_time_on_paper_has_no_seconds() -> None:
    """Handed at 13:00:59.5, begun at 13:00."""
    handed = HANDED.replace(second=59, microsecond=500_000)
    assert copy_rules.why_not_end(STICK, replace(DONE, began_at=HANDED), handed_at=handed, now=NOW) is None


@pytest.mark.parametrize("kind", CopyKind)
@pytest.mark.parametrize("how", How)
def test_each_kind_has_its_ways(kind: CopyKind, how: How) -> None:
    reason = copy_rules.why_not_end(CopyFacts(kind, "所"), replace(DONE, how=how), handed_at=HANDED, now=NOW)
    assert (reason is None) is (how in ENDS[kind])


def test_a_loss_can_happen_to_every_kind_and_that_of_a_medium_is_written_elsewhere() -> None:
    assert all(How.LOST in ways for ways in ENDS.values())
    assert [kind for kind in CopyKind if lending_rules.why_not_lose(kind)] == [CopyKind.STICK]


@pytest.mark.parametrize(
    ("end", "person", "words"),
    [
        (END, 2, None),
        (END, 1, "自分で確認できません"),
        (replace(END, is_confirmed=True), 2, "もう確認が済んで"),
        (None, 2, "まだありません"),
    ],
)
def test_confirming(end: EndFacts | None, person: int, words: str | None) -> None:
    said(copy_rules.why_not_confirm(end, person), words)


@pytest.mark.parametrize(
    ("how", "may_sign", "words"),
    [(How.LOST, False, "健康推進課の所属長"), (How.LOST, True, None), (How.ERASED, False, None)],
)
def test_a_loss_is_answered_by_a_chief(how: How, may_sign: bool, words: str | None) -> None:
    said(copy_rules.why_not_loss(how, may_sign=may_sign, section="健康推進課"), words)


@pytest.mark.parametrize(
    ("hows", "is_gone"),
    [
        ([How.LOST], True),
        ([How.DELIVERED, How.LOST], True),
        ([How.LOST, None], False),
        ([How.LOST, How.ERASED], False),
        ([How.ERASED], False),
        ([], False),
    ],
)
def test_what_will_not_come_back(hows: list[How | None], is_gone: bool) -> None:
    assert bool(copy_rules.gone_words(hows)) is is_gone


@pytest.mark.parametrize(
    ("further", "allowed", "beyond"),
    [(0, 0, True), (0, 1, False), (1, 1, True), (1, 2, False)],
)
def test_more_copies_than_were_approved(further: int, allowed: int, beyond: bool) -> None:
    assert lending_rules.is_beyond_leave(further, allowed) is beyond


TODAY = date(2026, 11, 24)
WORKER = Receiver(7, "黒澤 拓也", date(2026, 4, 1), TODAY)


@pytest.mark.parametrize(
    ("receiver", "kind", "words"),
    [
        (WORKER, Kind.USE, None),
        (replace(WORKER, ends_on=None), Kind.USE, None),
        (replace(WORKER, ends_on=TODAY - timedelta(days=1)), Kind.USE, "許可されていません"),
        (replace(WORKER, starts_on=TODAY + timedelta(days=1), ends_on=None), Kind.USE, "許可されていません"),
        (replace(WORKER, starts_on=TODAY), Kind.TAKE_OUT, None),
        (replace(WORKER, has_left=True), Kind.USE, "もうこの課にいません"),
        (replace(WORKER, id=8), Kind.USE, "承認された作業者でも"),
        (None, Kind.USE, "渡す相手を選んで"),
        (None, Kind.TAKE_OUT, "渡す相手を選んで"),
        (None, Kind.BRING_IN, None),
    ],
)
def test_to_whom_a_thing_is_handed(receiver: Receiver | None, kind: Kind, words: str | None) -> None:
    said(lending_rules.why_not_receive(receiver, kind, [7], TODAY), words)


@pytest.mark.parametrize(
    ("typed", "expected", "words"),
    [
        ("媒8-0003", "媒8-0003", None),
        ("媒８−０００３", "媒8-0003", None),
        ("媒8-3", "媒8-0003", None),
        ("M8-0003", "媒8-0003", None),
        ("媒8-0004", "媒8-0003", "媒8-0003を渡してください"),
        ("使8-0003", "媒8-0003", "手に取ったのは使8-0003"),
        ("USB", "媒8-0003", "番号の形"),
        (" ", "媒8-0003", "読み取ってください"),
        ("", "", None),
    ],
)
def test_the_medium_in_the_hand_is_the_one_approved(typed: str, expected: str, words: str | None) -> None:
    said(lending_rules.why_not_this_medium(typed, expected), words)


@pytest.mark.parametrize(
    ("kind", "thing", "expected"),
    [
        (Kind.USE, Thing.MEDIUM, (FirstCopy(CopyKind.STICK, "媒8-0003", medium_id=3),)),
        (Kind.TAKE_OUT, Thing.PAPERS, (FirstCopy(CopyKind.PAPERS, "予診票"),)),
        (Kind.TAKE_OUT, Thing.TERMINAL, (FirstCopy(CopyKind.DEVICE, "T1", terminal_id=1), FirstCopy(CopyKind.DEVICE, "T2", terminal_id=2))),
        (Kind.BRING_IN, Thing.MEDIUM, (FirstCopy(CopyKind.BROUGHT, "予診票"),)),
    ],
)
def test_where_the_data_lie_from_the_handing_out_on(kind: Kind, thing: Thing, expected: tuple[FirstCopy, ...]) -> None:
    medium = (3, "媒8-0003") if thing is Thing.MEDIUM and kind is not Kind.BRING_IN else None
    assert lending_rules.first_copies(kind, thing, medium=medium, terminals={1: "T1", 2: "T2"}, words="予診票") == expected


@pytest.mark.parametrize(
    ("signs", "closers", "may"),
    [
        ({1: SignsAs.CHIEF}, (1,), True),
        ({1: SignsAs.DEPUTY}, (1,), True),
        ({2: SignsAs.CHIEF}, (1,), False),
        ({2: SignsAs.CHIEF}, (1, 2), True),
        ({}, (1,), False),
    ],
)
def test_who_closes(signs: dict[int, SignsAs], closers: tuple[int, ...], may: bool) -> None:
    assert (lending_rules.why_not_close_here(signs, closers, "健康推進課") is None) is may


@pytest.mark.parametrize(("person", "words"), [(2, None), (1, "もう担当です"), (9, "この課で働いている職員")])
def test_who_takes_over(person: int, words: str | None) -> None:
    said(lending_rules.why_not_responsible(person, 1, [1, 2]), words)


@pytest.mark.parametrize(("until", "may"), [(TODAY, True), (TODAY - timedelta(days=1), False), (None, True)])
def test_an_extension_ends_with_the_permission_of_the_medium(until: date | None, may: bool) -> None:
    assert (lending_rules.why_not_so_long(NOW, until, "媒8-0003") is None) is may
