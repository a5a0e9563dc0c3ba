"""Copies noted, ended, confirmed by another, rejected and ended again; losses: what is stored and every wrong turn (M-5)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.audit.events import Event
from portal.db import reading, writing
from portal.errors import NotFound, Refused
from portal.media import copy_actions, lending_actions, term_actions
from portal.media.copy_actions import Further, Written
from portal.media.copy_models import Extension
from portal.media.copy_queries import copies_part, lending_part
from portal.media.desk_counts import count_for
from portal.media.desk_queries import show_desk
from portal.media.extension_decision_actions import decide_extensions
from portal.media.lending_review import review_step
from portal.media.line_page import review_line
from portal.media.line_queries import line_of
from portal.media.line_rules import LAPSED
from portal.media.rules import Condition, CopyKind, How, Kind, State, Thing
from tests.accounts.staff_records import facts_of
from tests.media import lent
from tests.media.lent import once, person
from tests.media.test_lending import back, ended, lent_row, out
from tests.people import section_id, staff_id

pytestmark = pytest.mark.usefixtures("app")
FILE = Written("kensyu_0012.zip", 1200, "a" * 64)


def end(copy: str, how: How = How.ERASED, by: str = "daicho") -> str:
    copy_actions.end_copy(copy, lent.erased(how), "執務室", 1, staff=person(by), once=once())
    return lent.ends()[-1].public_id


def confirm(end_id: str, by: str = "daicho2") -> None:
    copy_actions.confirm_end(end_id, "空であることを見た", staff=person(by), once=once())


def reject(end_id: str, by: str = "daicho2") -> None:
    copy_actions.reject_end(end_id, "1つ残っている", staff=person(by), once=once())


def note(public_id: str, kind: CopyKind, **values: str) -> None:
    copy_actions.note_copy(public_id, Further(kind, **values), FILE, staff=person("daicho"), once=once())


def terminal_of(public_id: str) -> str:
    return review_step(public_id, staff=person("daicho")).terminals[0].value


def test_every_further_copy_is_noted_and_what_exceeds_the_leave_is_marked() -> None:
    public_id = out(copies_allowed=1)
    note(public_id, CopyKind.TERMINAL, terminal=terminal_of(public_id), place="取込フォルダー")
    note(public_id, CopyKind.UNPACKED, place="国の接種記録システム")

    assert [(copy.kind, copy.beyond_leave) for copy in lent.copies(public_id)] == [
        (CopyKind.STICK, False),
        (CopyKind.TERMINAL, False),
        (CopyKind.UNPACKED, True),
    ]
    terminal = lent.copies(public_id)[1]
    assert (terminal.place, terminal.terminal_id is not None, terminal.people) == ("KENKO-07 取込フォルダー", True, 1200)
    assert [facts["beyond"] for facts in facts_of(Event.MEDIA_COPY_NOTE)] == [False, True]


def test_a_terminal_that_was_not_approved_is_none() -> None:
    public_id = out()
    with pytest.raises(Refused, match="承認された端末ではありません"):
        note(public_id, CopyKind.TERMINAL, terminal=terminal_of(out()))

    assert len(lent.copies(public_id)) == 1


def test_what_was_written_is_said_once() -> None:
    copy = lent.copies(out())[0].public_id
    copy_actions.write_contents(copy, FILE, staff=person("daicho"), once=once())
    with pytest.raises(Refused, match="もう記録されています"):
        copy_actions.write_contents(copy, FILE, staff=person("daicho2"), once=once())

    assert facts_of(Event.MEDIA_COPY_WRITE)[0]["count"] == 1200


def test_an_end_is_confirmed_by_another() -> None:
    public_id = out()
    first = end(lent.copies(public_id)[0].public_id)
    with pytest.raises(Refused, match="自分で確認できません"):
        confirm(first, by="daicho")
    confirm(first)
    with pytest.raises(Refused, match="もう確認が済んで"):
        confirm(first, by="baitai")

    row = lent.ends()[0]
    assert (row.number.shown, row.confirmed_at is not None, row.confirm_note) == ("消8-0001", True, "空であることを見た")
    shown = lent.line(public_id).number.shown
    assert facts_of(Event.MEDIA_COPY_CONFIRM) == [{"by": "daicho2", "line": shown, "how": "erased", "end": "消8-0001"}]


def test_what_is_still_there_is_ended_once_more() -> None:
    public_id = out()
    copy = lent.copies(public_id)[0].public_id
    first = end(copy)
    with pytest.raises(Refused, match="確認を待っています"):
        end(copy, by="daicho2")
    with pytest.raises(Refused, match="自分で確認できません"):
        reject(first, by="daicho")
    reject(first)
    with pytest.raises(Refused, match="残っている"):
        confirm(first)
    confirm(end(copy))

    assert [(row.number.shown, row.rejected_at is not None, row.confirmed_at is not None) for row in lent.ends()] == [
        ("消8-0001", True, False),
        ("消8-0002", False, True),
    ]


@pytest.mark.parametrize("how", [How.SHREDDED, How.DELIVERED, How.LOST])
def test_a_medium_ends_in_no_other_way(how: How) -> None:
    copy = lent.copies(out())[0].public_id
    with pytest.raises(Refused, match="紛失" if how is How.LOST else "選べません"):
        end(copy, how)

    assert lent.ends() == []


def test_lost_papers_are_a_chiefs_to_confirm_and_come_back_no_more() -> None:
    public_id = out(kind=Kind.TAKE_OUT, thing=Thing.PAPERS, thing_words="予診票 1箱")
    lost = end(lent.copies(public_id)[0].public_id, How.LOST)
    assert lent.line(public_id).state is State.HANDED
    with pytest.raises(Refused, match="所属長"):
        confirm(lost)
    confirm(lost, by="kacho")

    assert lent.line(public_id).state is State.RETURNED
    assert (lent.lending(public_id).return_note, lent.lending(public_id).brought_by) == ("紛失のため戻りません", "")
    assert lending_actions.close_line(public_id, "", staff=person("kacho"), once=once(), settings=lent.settings())


def test_papers_that_were_delivered_need_no_return() -> None:
    public_id = out(kind=Kind.TAKE_OUT, thing=Thing.PAPERS, thing_words="予診票 1箱")
    confirm(end(lent.copies(public_id)[0].public_id, How.DELIVERED))

    assert (lent.line(public_id).state, lent.lending(public_id).return_note) == (State.RETURNED, "引き渡したため戻りません")


def test_a_medium_destroyed_with_its_data_is_lent_no_more() -> None:
    public_id = out()
    note(public_id, CopyKind.UNPACKED, place="国の接種記録システム")
    lent.due(public_id, clock.now() - timedelta(minutes=1))
    confirm(end(lent.copies(public_id)[0].public_id, How.DESTROYED))

    medium = lent.medium_of(public_id)
    assert medium.condition is Condition.BROKEN
    with pytest.raises(Refused, match="故障"):
        out(medium_id=medium.id)
    shown = lent.line(public_id).number.shown
    assert facts_of(Event.LINE_RETURN) == [{"by": "daicho2", "line": shown, "medium": medium.number.shown, "late": True, "open": 1}]


def test_a_medium_is_lent_again_when_its_copy_has_ended() -> None:
    public_id = back(out())
    medium_id = lent.medium_of(public_id).id
    with pytest.raises(Refused, match="情報が残っています"):
        out(medium_id=medium_id)
    ended(public_id)

    assert lent.line(out(medium_id=medium_id)).state is State.HANDED


def test_what_nobody_may_see_does_not_exist() -> None:
    copy = lent.copies(out())[0].public_id
    with pytest.raises(NotFound):
        end(copy, by="soumu")
    with pytest.raises(NotFound):
        end("0" * 32)


def test_the_pieces_of_the_lines_page_say_what_may_be_done() -> None:
    public_id = out()
    first = end(lent.copies(public_id)[0].public_id)
    assert first
    parts = {}
    for login_name in ("daicho", "daicho2", "baitai", "kansa"):
        staff = person(login_name)
        with writing():
            row = lent_row(public_id)
            parts[login_name] = lending_part(row, line_of(row), staff), copies_part(row, line_of(row), staff)

    assert [act.name for act in parts["daicho"][0].can] == ["start", "extend"]
    assert [act.name for act in parts["baitai"][0].can if act.is_main] == ["start"]
    assert [act.name for act in parts["baitai"][0].can] == ["start", "return", "extend"]
    confirms = {name: copies.copies[0].end.why_not_confirm for name, (_, copies) in parts.items() if copies.copies[0].end}
    assert "自分で確認できません" in (confirms["daicho"] or "")
    assert (confirms["daicho2"], confirms["kansa"]) == (None, "")
    assert (parts["kansa"][0].can, parts["kansa"][1].may_note) == ([], False)


def test_more_time_is_asked_of_the_chief_and_by_the_chief_of_the_one_above() -> None:
    for by, section in (("daicho", "kenko"), ("kacho", "hofuku")):
        public_id = out()
        until = lent.lending(public_id).due_at + timedelta(hours=1)
        term_actions.ask_extension(public_id, until, "通信の障害", staff=person(by), once=once())
        with pytest.raises(Refused, match="待っています"):
            term_actions.ask_extension(public_id, until, "通信の障害", staff=person("daicho2"), once=once())
        with writing() as session:
            asked = session.scalars(select(Extension).order_by(Extension.id.desc())).first()
            assert asked is not None
            assert (asked.section_id, asked.until) == (section_id(section), until)


def asked_for_time(public_id: str, by: str) -> str:
    term_actions.ask_extension(public_id, lent.lending(public_id).due_at + timedelta(hours=1), "通信の障害", staff=person(by), once=once())
    with reading() as session:
        return session.scalars(select(Extension.public_id).order_by(Extension.id.desc())).first() or ""


def test_more_time_that_nobody_decided_lapses_with_the_return() -> None:
    """Also where whoever asked for it takes the thing back."""
    chief, public_id = person("kacho"), out()
    asked = asked_for_time(public_id, "baitai")
    assert (len(show_desk({}, staff=chief).times), count_for(chief)) == (1, 1)
    back(public_id)
    desk = show_desk({}, staff=chief)
    assert (desk.times, desk.counts.times, count_for(chief)) == ([], 0, 0)
    page = review_line(public_id, staff=chief, settings=lent.settings())
    assert LAPSED in page.events[-1].words
    assert (page.line.asks_for_time, page.lending.waits) == (False, "")
    for grants in (True, False):
        outcome = decide_extensions([asked], "終わりました", grants=grants, staff=chief, once=once(), settings=lent.settings())
        assert "もう戻っています" in outcome.refused[0][1]


def test_more_time_for_what_will_never_come_back_lapses_as_well() -> None:
    public_id = out(kind=Kind.TAKE_OUT, thing=Thing.PAPERS, thing_words="予診票 1箱")
    asked_for_time(public_id, "daicho")
    confirm(end(lent.copies(public_id)[0].public_id, How.DELIVERED))
    told = [event.words for event in review_line(public_id, staff=person("kacho"), settings=lent.settings()).events]

    assert told[-1].endswith(LAPSED)


def test_a_leavers_line_is_taken_over() -> None:
    public_id = out()
    with pytest.raises(Refused, match="この課で働いている職員"):
        term_actions.take_over(public_id, "soumu", "", staff=person("kacho"), once=once())
    with pytest.raises(Refused, match="もう担当です"):
        term_actions.take_over(public_id, "daicho", "", staff=person("kacho"), once=once())
    term_actions.take_over(public_id, "daicho2", "異動", staff=person("kacho"), once=once())

    with writing():
        assert lent_row(public_id).responsible_id == staff_id("daicho2")
        assert lent_row(public_id).requester_id == staff_id("daicho")
    assert facts_of(Event.LINE_TAKE_OVER)[0]["before"] == "daicho"
