"""Handed out, used, back, closed: what is stored, who may, and every wrong turn on stored rows (M-4, M-5)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from portal import clock
from portal.accounts.models import Staff
from portal.audit.events import Event
from portal.db import db, writing
from portal.errors import NotFound, Refused
from portal.media import copy_actions, lending_actions
from portal.media.lending_rules import FOUND, NO_RECEIVER, NOT_OF_SECTION
from portal.media.line_models import MediaRequest
from portal.media.line_rules import NOT_CHECKED, VIRUS_FOUND
from portal.media.rules import Condition, CopyKind, Kind, State, Thing
from tests.accounts.staff_records import facts_of
from tests.media import lent
from tests.media.lent import once, person
from tests.media.rows import add_copy, add_line, add_terminal, add_worker, allow_on

pytestmark = pytest.mark.usefixtures("app")


def hand(public_id: str, worker: str, by: str = "baitai") -> str:
    return lending_actions.hand_line(public_id, worker, "", staff=person(by), once=once())


def out(**values: object) -> str:
    public_id, worker = lent.approved(**values)
    return hand(public_id, worker)


def back(public_id: str, by: str = "baitai") -> str:
    return lending_actions.return_line(public_id, "黒澤 拓也", "", staff=person(by), once=once())


def ended(public_id: str, by: str = "daicho", confirmed_by: str = "daicho2") -> None:
    for copy in lent.copies(public_id):
        copy_actions.end_copy(copy.public_id, lent.erased(), "執務室", 1, staff=person(by), once=once())
    for end in lent.ends():
        if end.confirmed_at is None:
            copy_actions.confirm_end(end.public_id, "", staff=person(confirmed_by), once=once())


def close(public_id: str, by: str = "kacho") -> str:
    return lending_actions.close_line(public_id, "", staff=person(by), once=once(), settings=lent.settings())


def test_the_circle_from_the_cabinet_to_the_chief() -> None:
    public_id = out()
    shown = lent.line(public_id).number.shown
    lending_actions.start_use(public_id, staff=person("daicho"), once=once())
    lending_actions.end_use(public_id, "", staff=person("daicho2"), once=once())
    back(public_id)
    ended(public_id)
    assert close(public_id) == shown

    row, lending = lent.line(public_id), lent.lending(public_id)
    assert (row.state, row.closed_by is not None) == (State.CLOSED, True)
    assert (lending.brought_by, lending.returned_at is not None, lending.anomaly) == ("黒澤 拓也", True, "")
    assert [copy.kind for copy in lent.copies(public_id)] == [CopyKind.STICK]
    assert lent.told(public_id)[-1] == "所属長"
    medium = lent.medium_of(public_id).number.shown
    assert facts_of(Event.LINE_HAND) == [{"by": "baitai", "line": shown, "medium": medium}]
    assert facts_of(Event.LINE_RETURN) == [{"by": "baitai", "line": shown, "medium": medium, "late": False, "open": 1}]
    assert facts_of(Event.LINE_CLOSE) == [{"by": "kacho", "line": shown, "signed": "chief"}]


def test_the_same_form_twice_is_one_lending() -> None:
    public_id, worker = lent.approved()
    token = once()
    for _ in range(2):
        lending_actions.hand_line(public_id, worker, "", staff=person("baitai"), once=token)

    assert len(lent.copies(public_id)) == 1
    assert len(facts_of(Event.LINE_HAND)) == 1


@pytest.mark.parametrize(
    ("kind", "thing", "expected"),
    [
        (Kind.USE, Thing.MEDIUM, [CopyKind.STICK]),
        (Kind.TAKE_OUT, Thing.PAPERS, [CopyKind.PAPERS]),
        (Kind.TAKE_OUT, Thing.TERMINAL, [CopyKind.DEVICE, CopyKind.DEVICE]),
        (Kind.BRING_IN, Thing.MEDIUM, [CopyKind.BROUGHT]),
    ],
)
def test_the_first_copies_are_noted_by_the_portal(kind: Kind, thing: Thing, expected: list[CopyKind]) -> None:
    public_id, worker = lent.approved(kind=kind, thing=thing, thing_words="予診票 1箱")
    with writing():
        allow_on(lent_row(public_id), add_worker("daicho2"), add_terminal("タブレット2"))
    hand(public_id, "" if kind is Kind.BRING_IN else worker)

    assert [copy.kind for copy in lent.copies(public_id)] == expected


def lent_row(public_id: str) -> MediaRequest:
    """Inside a door."""
    return db.session().query(MediaRequest).filter_by(public_id=public_id).one()


def change(public_id: str, **values: object) -> None:
    with writing() as session:
        session.execute(update(MediaRequest).where(MediaRequest.public_id == public_id).values(**values))


def _out_with_another(public_id: str) -> None:
    medium_id = lent.medium_of(public_id).id
    with writing():
        other = add_line(State.APPROVED, medium_id=medium_id)
        worker = add_worker()
        allow_on(other, worker, add_terminal())
        ids = other.public_id, worker.public_id
    hand(*ids)


def _unwiped(public_id: str) -> None:
    medium_id = lent.medium_of(public_id).id
    with writing():
        add_copy(add_line(State.RETURNED, medium_id=medium_id))


def _medium(**values: object) -> Callable[[str], None]:
    def set_it(public_id: str) -> None:
        medium = lent.medium_of(public_id)
        with writing() as session:
            session.execute(update(type(medium)).where(type(medium).id == medium.id).values(**values))

    return set_it


def _requester_moved(_public_id: str) -> None:
    with writing() as session:
        session.execute(update(Staff).where(Staff.login_name == "daicho").values(valid_until=clock.today() - timedelta(days=1)))


TURNED_AWAY: dict[str, tuple[Callable[[str], None], str]] = {
    "out with another line": (_out_with_another, "で出ています"),
    "another line's data on it": (_unwiped, "情報が残っています"),
    "broken": (_medium(condition=Condition.BROKEN), "故障のため渡せません"),
    "no longer permitted": (_medium(permitted_until=clock.today() - timedelta(days=1)), "許可期間"),
    "the requester has left": (_requester_moved, "もうこの課にいません"),
    "handed out already": (lambda public_id: change(public_id, state=State.HANDED), "もう使用中"),
    "not yet approved": (lambda public_id: change(public_id, state=State.SENT_BACK), "差戻し"),
}


@pytest.mark.parametrize(("before", "words"), TURNED_AWAY.values(), ids=TURNED_AWAY.keys())
def test_what_may_not_be_handed_out_stays(before: Callable[[str], None], words: str) -> None:
    public_id, worker = lent.approved()
    before(public_id)
    with pytest.raises(Refused, match=words):
        hand(public_id, worker)

    assert lent.copies(public_id) == []


def test_only_to_those_approved() -> None:
    public_id, _ = lent.approved()
    with writing():
        stranger = add_worker("daicho2").public_id
    with pytest.raises(Refused, match=NO_RECEIVER[:8]):
        hand(public_id, stranger)
    with pytest.raises(Refused, match=NO_RECEIVER[:8]):
        hand(public_id, "")


def test_the_section_above_sees_it_and_does_not_handle_it() -> None:
    public_id, worker = lent.approved()
    with pytest.raises(Refused, match=NOT_OF_SECTION[:8]):
        hand(public_id, worker, by="bucho")
    with pytest.raises(NotFound):
        hand(public_id, worker, by="soumu")


def test_what_was_brought_in_is_opened_after_a_clean_check() -> None:
    public_id, _ = lent.approved(kind=Kind.BRING_IN, sender="ひばり医院", thing_words="USBメモリ")
    hand(public_id, "")
    with pytest.raises(Refused, match=NOT_CHECKED):
        lending_actions.start_use(public_id, staff=person("daicho"), once=once())
    check(public_id, is_clean=False)
    with pytest.raises(Refused, match=VIRUS_FOUND[:12]):
        lending_actions.start_use(public_id, staff=person("daicho"), once=once())
    assert lent.lending(public_id).anomaly.startswith(FOUND)
    check(public_id, is_clean=True)
    lending_actions.start_use(public_id, staff=person("daicho"), once=once())

    assert lent.lending(public_id).virus_result == "異常なし"
    assert [facts["clean"] for facts in facts_of(Event.LINE_CHECK_VIRUS)] == [False, True]


def check(public_id: str, *, is_clean: bool) -> None:
    lending_actions.check_virus(
        public_id, "検査ソフト", "" if is_clean else "EICAR", is_clean=is_clean, staff=person("daicho"), once=once()
    )


def test_a_return_ends_the_use_that_nobody_ended() -> None:
    public_id = out()
    lending_actions.start_use(public_id, staff=person("daicho"), once=once())
    lent.due(public_id, clock.now() - timedelta(minutes=1))
    back(public_id)

    lending = lent.lending(public_id)
    assert lending.ended_at == lending.returned_at
    assert "返却予定" in lent.told(public_id)[-1]
    assert facts_of(Event.LINE_RETURN)[0]["late"] is True


def test_what_was_never_lent_is_not_taken_back() -> None:
    public_id, _ = lent.approved()
    with pytest.raises(Refused, match="渡した記録がありません"):
        back(public_id)
    with pytest.raises(Refused, match="もう記録されています"):
        back(back(out()))


CLOSED_NOT: dict[str, tuple[Callable[[], str], str, str]] = {
    "still out": (out, "kacho", "返却の後"),
    "a copy without an end": (lambda: back(out()), "kacho", "確認がまだです"),
    "no chief": (lambda: back(out()), "daicho2", "完結にできます"),
    "another section's chief above": (lambda: back(out()), "bucho", "完結にできます"),
}


@pytest.mark.parametrize(("prepare", "by", "words"), CLOSED_NOT.values(), ids=CLOSED_NOT.keys())
def test_what_is_not_whole_is_not_closed(prepare: Callable[[], str], by: str, words: str) -> None:
    public_id = prepare()
    with pytest.raises(Refused, match=words):
        close(public_id, by)

    assert lent.line(public_id).closed_at is None


def test_nobody_closes_their_own() -> None:
    public_id = back(out(by="kacho"))
    ended(public_id)
    with pytest.raises(Refused, match="自分の申請は自分で"):
        close(public_id)


def test_a_closing_needs_a_fresh_proof() -> None:
    public_id = back(out())
    ended(public_id)
    chief = replace(person("kacho"), proved_at=clock.now() - timedelta(minutes=11))
    with pytest.raises(Refused, match="10分以内"):
        lending_actions.close_line(public_id, "", staff=chief, once=once(), settings=lent.settings())


def test_of_several_those_that_are_whole_are_closed() -> None:
    whole, open_ = back(out()), out()
    copy = lent.copies(whole)[0]
    copy_actions.end_copy(copy.public_id, lent.erased(), "執務室", 1, staff=person("daicho"), once=once())
    copy_actions.confirm_end(lent.ends()[0].public_id, "", staff=person("daicho2"), once=once())
    words = lending_actions.close_lines([whole, open_], staff=person("kacho"), once=once(), settings=lent.settings())

    assert "1件を完結にしました" in words
    assert "1件はできませんでした" in words
    assert (lent.line(whole).state, lent.line(open_).state) == (State.CLOSED, State.HANDED)
