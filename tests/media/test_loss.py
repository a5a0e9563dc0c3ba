"""紛失 and what follows: the copies, the line that had it, the report, found and erased before a witness (M-1, M-5)."""

from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.audit.events import Event
from portal.db import reading, writing
from portal.media.copy_models import Copy, CopyEnd, Extension, Lending
from portal.media.line_models import LineEvent, MediaRequest
from portal.media.line_rules import LAPSED
from portal.media.medium_models import MediumLoss
from portal.media.models import Medium
from portal.media.rules import Condition, CopyKind, How, Kind, State
from tests.media.custody import LOSS, SignIn, a_medium, all_of, count, now_of, page_of, step, told
from tests.media.rows import add, add_copy, add_end, add_lending, add_line
from tests.people import staff_id
from tests.vouchers.certificate_steps import records


def lent_out(kind: Kind = Kind.TAKE_OUT) -> tuple[Medium, MediaRequest, Copy, Copy]:
    """Out with data on it, and a copy of them on a terminal."""
    with writing() as session:
        line = add_line(State.HANDED, kind=kind)
        add_lending(line)
        stick, terminal = add_copy(line), add_copy(line, CopyKind.TERMINAL, place="KENKO-07")
        medium = session.get_one(Medium, line.medium_id)
    return medium, line, stick, terminal


def ends() -> dict[int, CopyEnd]:
    with reading() as session:
        return {end.copy_id: end for end in session.scalars(select(CopyEnd))}


def test_a_loss_ends_the_lending_and_the_copy_on_it_but_not_the_one_on_the_terminal(app: Flask, sign_in: SignIn) -> None:
    medium, line, stick, terminal = lent_out()
    with writing():
        asked = {"section_id": line.section_id, "asked_at": clock.now(), "asked_by": staff_id("baitai"), "until": clock.now()}
        add(Extension(public_id="1" * 32, request_id=line.id, reason="見つかりません", **asked))
    step(sign_in("daicho"), medium, "loss", **LOSS)
    with reading() as session:
        lending = session.scalars(select(Lending)).one()
        row = session.get_one(MediaRequest, line.id)
        words = list(session.scalars(select(LineEvent.words).order_by(LineEvent.id)))
        reporter = staff_id("daicho")

    assert now_of(medium).condition is Condition.LOST
    assert set(ends()) == {stick.id}
    end = ends()[stick.id]
    assert (end.how, end.performed_by, end.confirmed_at, end.number.running) == (How.LOST, reporter, None, 1)
    assert end.ended_at >= stick.noted_at
    assert (lending.return_note, lending.received_by, lending.returned_at is not None) == ("紛失", reporter, True)
    assert (row.state, len(words), "返却なしで終えました" in words[1]) == (State.RETURNED, 2, True)
    assert words[1].endswith(LAPSED)
    assert words[0].startswith("消8-0001 媒体の中(媒体の中): 紛失。紛失。会場からの帰りに")
    written = {"line": line.number.shown, "copy": "stick", "how": "lost", "end": "消8-0001"}
    assert [facts for _, facts, *_ in records(Event.MEDIA_COPY_END)] == [written]
    assert records(Event.MEDIUM_LOSE)[0][1] == {"medium": medium.number.shown, "line": line.number.shown, "copies": 1, "strong": False}
    assert terminal.id not in ends()


def test_the_page_says_whether_and_by_when_it_is_reported(app: Flask, sign_in: SignIn) -> None:
    medium, *_ = lent_out()
    browser = sign_in("baitai")
    step(browser, medium, "loss", **LOSS)
    text = browser.follow().text

    assert "個人情報保護委員会への報告が要ります" in text
    assert "令和8年12月2日から<b>令和8年12月4日</b>まで" in text
    assert "<b>令和9年1月4日</b>まで(知った日を1日目として30日目の令和8年12月29日(火)が閉庁日のため、次の開庁日" in text


def test_strongly_encrypted_or_empty_it_is_not_reported(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("baitai")
    full, empty = lent_out()[0], a_medium()
    step(browser, full, "loss", **(LOSS | {"is_strong": "yes"}))
    strong = browser.follow().text
    step(browser, empty, "loss", **(LOSS | {"is_strong": "unknown"}))
    nothing = browser.follow().text

    assert ("強い暗号化のため、報告は要りません" in strong, "速報" in strong) == (True, False)
    assert "情報は残っていない記録です" in nothing
    assert [(loss.is_strong, loss.holds_data) for loss in all_of(MediumLoss)] == [(True, True), (False, False)]


def test_what_somebody_said_to_have_erased_stays_as_it_was_said(app: Flask, sign_in: SignIn) -> None:
    medium, _, stick, _ = lent_out()
    with writing() as session:
        add_end(session.get_one(Copy, stick.id), by="daicho2")
    step(sign_in("baitai"), medium, "loss", **LOSS)

    assert [(end.how, end.confirmed_at) for end in ends().values()] == [(How.ERASED, None)]


def test_lost_twice_or_before_its_time_or_without_the_first_answer_nothing_happens(app: Flask, sign_in: SignIn) -> None:
    medium, browser = a_medium(), sign_in("baitai")
    missing = step(browser, medium, "loss", **(LOSS | {"is_strong": ""})).text
    future = step(browser, medium, "loss", **(LOSS | {"known_on": "令和19年1月1日"})).text
    assert "はじめに、強い暗号化" in missing
    assert "まだ来ていない日時" in future
    assert count(MediumLoss) == 0
    step(browser, medium, "loss", **LOSS)
    again = step(browser, medium, "loss", **LOSS)

    assert (again.status, count(MediumLoss)) == (409, 1)


def test_what_turned_up_is_used_again_only_after_an_erasure_before_a_witness(app: Flask, sign_in: SignIn) -> None:
    medium, browser = a_medium(), sign_in("baitai")
    wiping = {"tool": "消去ソフト", "result": "読めないことを確かめた", "witness": "daicho"}
    step(browser, medium, "loss", **LOSS)
    assert step(browser, medium, "wiping", **wiping).status == 409
    step(browser, medium, "finding", words="会場の忘れ物で届いた")
    found = now_of(medium).condition
    step(browser, medium, "wiping", **(wiping | {"witness": "baitai"}))
    alone = (browser.status, now_of(medium).condition)
    step(browser, medium, "wiping", **wiping)

    assert (found, alone) == (Condition.LOST, (422, Condition.LOST))
    assert now_of(medium).condition is Condition.USABLE
    assert [what for what, _ in told(medium)] == ["lose", "find", "wipe"]
    assert "立会者 黒澤 拓也" in told(medium)[-1][1]
    assert "見つかった" in browser.get(page_of(medium)).text
