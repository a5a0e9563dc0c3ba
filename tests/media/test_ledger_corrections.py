"""訂正: a line that follows another; who may write one, what it keeps, and that nothing of the line itself changes."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.sessions import find_signed_in
from portal.audit.events import Event
from portal.clock import JAPAN
from portal.db import reading, writing
from portal.media.ledger_rules import Entry, why_not_correct, why_not_this
from portal.media.line_models import Correction
from portal.media.number_rules import Series
from portal.media.rules import State
from portal.web.once import new_once
from tests.conftest import Browser
from tests.counter.at_counter import facts, records
from tests.media.ledger_rows import add_copy, add_end, closed, corrected, lent
from tests.media.rows import add_line, add_medium

SignIn = Callable[[str], Browser]
NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)
SAID = {"item": "purpose", "becomes": "台帳の照合のため", "reason": "目的を書き誤った"}


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


LINE = Entry(Series.USE, "使8-0001", 1, "健康推進課", State.CLOSED)


@pytest.mark.parametrize(
    ("entry", "person", "refused"),
    [
        (LINE, (1, True, False), ""),
        (LINE, (1, False, False), "監査担当は閲覧と印刷だけ"),
        (LINE, (2, True, True), "健康推進課の記録です"),
        (Entry(Series.USE, "使8-0001", 1, "健康推進課", State.ASKED), (1, True, False), "差戻しを受けて書き直して"),
        (Entry(Series.USE, "使8-0001", 1, "健康推進課", State.SENT_BACK), (1, True, False), "使8-0001は差戻しです"),
        (Entry(Series.USE, "使8-0001", 1, "健康推進課", State.APPROVED), (1, True, False), ""),
        (Entry(Series.USE, "使8-0001", 1, "健康推進課", State.REFUSED), (1, True, False), ""),
        (Entry(Series.END, "消8-0001", 1, "健康推進課"), (1, True, False), ""),
        (Entry(Series.END, "消8-0001", 1, "健康推進課"), (1, False, True), "監査担当"),
        (Entry(Series.MEDIUM, "媒8-0001", 1, "健康推進課"), (1, False, True), ""),
        (Entry(Series.MEDIUM, "媒8-0001", 1, "健康推進課"), (1, True, False), "媒体管理者だけ"),
        (Entry(Series.MEDIUM, "媒8-0001", 1, "健康推進課"), (2, True, True), "健康推進課の記録です"),
    ],
)
def test_who_may_correct_which_line(entry: Entry, person: tuple[int, bool, bool], refused: str) -> None:
    section, asks, keeps = person
    reason = why_not_correct(entry, section_id=section, asks=asks, keeps=keeps)

    assert reason is None if not refused else reason and refused in reason


@pytest.mark.parametrize(("was", "becomes", "refused"), [("あ", "い", False), ("あ", " あ ", True), ("あ", "", False), ("", "", True)])
def test_a_correction_changes_something(was: str, becomes: str, refused: bool) -> None:
    assert (why_not_this(was, becomes) is not None) is refused


def kept() -> list[Correction]:
    with reading() as session:
        return list(session.scalars(select(Correction).order_by(Correction.id)))


def correct(browser: Browser, url: str, **said: str) -> Browser:
    """The form of the page; where the page offers none, what somebody would send all the same."""
    browser.get(url)
    if not browser.hidden("once"):
        said["once"] = new_once(signed_in_as(browser))
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', browser.text)
    return browser.post(url, {"seen": seen[1] if seen else ""} | SAID | said)


def signed_in_as(browser: Browser) -> int:
    with browser.client.session_transaction() as cookie:
        found = find_signed_in(cookie["_user_id"])
    assert found is not None
    return found.id


def url_of(row: Any, ledger: str = "use") -> str:
    return f"/media/ledgers/{ledger}/{row.public_id}/corrections"


def test_it_keeps_what_was_what_becomes_why_who_and_when(sign_in: SignIn) -> None:
    with writing():
        line = closed()
    clerk = sign_in("daicho2")

    page = correct(clerk, url_of(line)).follow().text
    (row,) = kept()

    assert (row.ledger, row.line_id, row.item, row.at) == (Series.USE, line.id, "purpose", NOW)
    assert (row.was, row.becomes, row.reason) == (
        "接種券発行データを国の接種記録システムに登録するため",
        "台帳の照合のため",
        "目的を書き誤った",
    )
    assert "目的: 接種券発行データを国の接種記録システムに登録するため → 台帳の照合のため" in page
    assert "<dd>接種券発行データを国の接種記録システムに登録するため</dd>" in page
    assert [facts(each) for each in records(Event.LEDGER_CORRECT)] == [{"item": "目的", "line": "使8-0001"}]


def test_the_second_correction_of_an_item_begins_where_the_first_ended(sign_in: SignIn) -> None:
    with writing():
        line = closed()
    clerk = sign_in("daicho")
    correct(clerk, url_of(line))

    correct(clerk, url_of(line), becomes="統計のため")
    refused = correct(clerk, url_of(line), becomes=" 統計のため ")

    assert [(row.was[:4], row.becomes) for row in kept()] == [("接種券発", "台帳の照合のため"), ("台帳の照", "統計のため")]
    assert (refused.status, "いまの内容と同じです。" in refused.text) == (409, True)


def test_whoever_comes_second_reads_that_the_line_was_corrected_meanwhile(sign_in: SignIn) -> None:
    with writing():
        line = closed()
    first, second = sign_in("daicho"), sign_in("daicho2")
    second.get(url_of(line))
    correct(first, url_of(line))

    second.post(url_of(line), SAID | {"seen": "0", "becomes": "別の目的"})

    assert (second.status, len(kept())) == (409, 1)
    assert "ほかの方がいま訂正しました。" in second.text


def test_the_same_form_twice_writes_one_line(sign_in: SignIn) -> None:
    with writing():
        line = closed()
    clerk = sign_in("daicho")
    clerk.get(url_of(line))
    form = SAID | {"seen": "0", "once": clerk.hidden("once"), "csrf_token": clerk.hidden("csrf_token")}

    assert [clerk.post(url_of(line), form).status for _ in range(2)] == [303, 303]
    assert len(kept()) == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"reason": " "}, "訂正する理由を入れてください。"),
        ({"item": ""}, "訂正する項目を選んでください。"),
        ({"item": "number"}, "選択肢にないもの"),
        ({"becomes": "1" * 1001}, "1000文字まで"),
        ({"becomes": "宛名 123456789018"}, "個人番号とみられる12桁"),
        ({"becomes": "あ\x00い"}, "使えない文字"),
    ],
)
def test_what_is_not_well_formed_is_told_and_kept_on_the_screen(sign_in: SignIn, said: dict[str, str], told: str) -> None:
    with writing():
        line = closed()

    answer = correct(sign_in("daicho"), url_of(line), **said)

    assert (answer.status, kept()) == (422, [])
    assert told in answer.text


def test_a_serial_may_look_like_an_individual_number_and_nothing_else_may(sign_in: SignIn) -> None:
    with writing():
        medium = add_medium("ABC")
    custodian = sign_in("baitai")

    told = correct(custodian, url_of(medium, "medium"), item="model", becomes="123456789018")
    assert (told.status, "個人番号とみられる12桁" in told.text) == (422, True)
    assert correct(custodian, url_of(medium, "medium"), item="serial", becomes="123456789018").status == 303
    assert [(row.item, row.was, row.becomes) for row in kept()] == [("serial", "ABC", "123456789018")]


@pytest.mark.parametrize(
    ("login_name", "which", "status"),
    [
        ("daicho", "use", 303),
        ("daicho", "end", 303),
        ("daicho", "medium", 409),
        ("baitai", "medium", 303),
        ("kansa", "use", 409),
        ("bucho", "use", 409),
        ("soumu", "use", 404),
        ("soumu", "end", 404),
        ("soumu", "medium", 404),
        ("daicho", "take_out", 404),
        ("daicho", "none", 404),
    ],
)
def test_only_whose_line_it_is_writes_under_it(sign_in: SignIn, login_name: str, which: str, status: int) -> None:
    with writing():
        line, _ = lent(State.RETURNED)
        medium = add_medium()
        rows = {"use": line, "end": add_end(add_copy(line)), "medium": medium, "take_out": line, "none": line}
    item = {"end": "tool", "medium": "place"}.get(which, "purpose")
    browser = sign_in(login_name)

    correct(browser, url_of(rows[which], which), item=item)

    assert (browser.status, len(kept())) == (status, 1 if status == 303 else 0)


def test_a_request_before_its_approval_says_how_it_is_mended(sign_in: SignIn) -> None:
    with writing():
        line = add_line(State.ASKED)

    page = sign_in("daicho").get(url_of(line)).text

    assert "使8-0001は承認待ちです。承認の前の誤りは、差戻しを受けて書き直してください。" in page
    assert "訂正の行を加える <kbd>" not in page


def test_the_page_of_a_line_shows_its_corrections_and_leads_to_the_form(sign_in: SignIn) -> None:
    with writing():
        line = closed()
        corrected(line, "anomaly", "", "端末が一度止まった")

    page = sign_in("daicho").get(f"/media/requests/{line.public_id}").text

    assert "異常: (空欄) → 端末が一度止まった" in page
    assert f'href="{url_of(line)}"' in page
