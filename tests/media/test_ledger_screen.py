"""What somebody reads in a ledger: their lines alone, in order, with everything that was written, and what narrows them."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from portal import clock
from portal.clock import JAPAN
from portal.db import writing
from portal.media.rules import Condition, Kind, State
from tests.conftest import Browser
from tests.media.ledger_rows import add_copy, add_end, closed, corrected, lent, papers, taken_out
from tests.media.rows import add_line, add_medium, section_id
from tests.people import staff_id

SignIn = Callable[[str], Browser]
NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)


@pytest.fixture(autouse=True)
def _on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def rows(browser: Browser, query: str = "") -> list[str]:
    """Each row of the table in the words that are read."""
    browser.get(f"/media/ledgers{query}")
    assert browser.status == 200, browser.text[:500]
    body = browser.text.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in browser.text else ""
    return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in re.findall(r"<tr.*?</tr>", body, re.S)]


def numbers(browser: Browser, query: str = "") -> list[str]:
    return [found[0] for row in rows(browser, query) if (found := re.match(r"[媒使持受消]\d+-\d{4}", row))]


@pytest.fixture
def clerk(sign_in: SignIn) -> Browser:
    return sign_in("daicho")


def test_a_line_tells_who_what_and_how_it_ended(clerk: Browser) -> None:
    with writing():
        closed()

    (row,) = rows(clerk)

    assert row.startswith("使8-0001 完結 黒澤 拓也 R8.11.24 接種券発行一覧 1,200人 媒8-0001")
    assert "大内 恵子 R8.11.24 R8.11.24 9:38 daicho 予定 R8.11.24 14:38 R8.11.24 10:38" in row
    assert row.endswith("消8-0001 確認 大内 恵子")


def test_what_is_late_and_what_is_left_stands_in_the_line(clerk: Browser) -> None:
    with writing():
        line, lending = lent(ends_at=NOW - timedelta(hours=1), starts_at=NOW - timedelta(hours=3))
        add_copy(line)
        lending.due_at = NOW - timedelta(hours=1)

    row, late = rows(clerk)

    assert "残り 媒体の中(媒体の中)" in row
    assert late == "返却の予定(令和8年11月24日 9時38分)を過ぎています"


def test_a_correction_stands_under_its_line_which_stays(clerk: Browser) -> None:
    with writing():
        corrected(closed(), "purpose", "接種券発行データを登録するため", "台帳の照合のため")
        closed()

    found = rows(clerk)

    assert [row[:7] for row in found] == ["使8-0002", "使8-0001", "訂正 目的: "] or found[2].startswith("訂正 目的:")
    assert found[2] == "訂正 目的: 接種券発行データを登録するため → 台帳の照合のため 書き誤り・R8.11.24 10:38・黒澤 拓也"
    assert len(found) == 3


def one_of_each() -> None:
    """A line in each state that is asked for, numbered in this order."""
    early, later = NOW - timedelta(hours=3), NOW - timedelta(hours=1)
    add_line(State.ASKED)
    add_line(State.ASKED, starts_at=early, ends_at=later)
    add_line(State.APPROVED, starts_at=early, ends_at=later)
    add_line(State.APPROVED, starts_at=early, ends_at=later, is_blanket=True)
    lent()
    _, lending = lent()
    lending.due_at = later
    line, lending = lent(State.RETURNED)
    lending.due_at = later
    add_copy(line)
    line, lending = lent(State.RETURNED)
    lending.due_at = later
    add_end(add_copy(line), by="daicho", confirmed_by="baitai")
    closed()
    add_line(State.WITHDRAWN)


@pytest.mark.parametrize(
    ("only", "running"),
    [
        ("", [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]),
        ("asked", [2, 1]),
        ("approved", [4, 3]),
        ("expired", [3, 2]),
        ("handed", [6, 5]),
        ("late", [7, 6]),
        ("returned", [8, 7]),
        ("closed", [9]),
        ("withdrawn", [10]),
        ("refused", []),
        ("nonsense", [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]),
    ],
)
@pytest.mark.parametrize("login_name", ["daicho", "kansa"])
def test_a_state_finds_its_lines_and_no_others(sign_in: SignIn, only: str, running: list[int], login_name: str) -> None:
    with writing():
        one_of_each()

    assert numbers(sign_in(login_name), f"?only={only}") == [f"使8-{number:04}" for number in running]


def of_two_sections() -> None:
    """Numbered: 1 of 健康推進課, 2 of 総務課, 3 of 総務課 about the data of 健康推進課."""
    somu = {"section_id": section_id("somu"), "requester_id": staff_id("soumu"), "responsible_id": staff_id("soumu")}
    medium = add_medium(section_id=section_id("somu")).id
    add_line()
    add_line(**somu, holder_id=section_id("somu"), medium_id=medium)
    add_line(**somu, medium_id=medium)


@pytest.mark.parametrize(
    ("login_name", "query", "running"),
    [
        ("daicho", "", [3, 1]),
        ("soumu", "", [3, 2]),
        ("kansa", "", [3, 2, 1]),
        ("bucho", "", [1]),
        ("somubucho", "", [3, 2]),
        ("daicho", "?section=somu", [3, 1]),
        ("kansa", "?section=somu", [3, 2]),
        ("kansa", "?section=kenko", [3, 1]),
        ("kansa", "?person=soumu", [3, 2]),
        ("daicho", "?person=daicho", [1]),
        ("daicho", "?person=soumu", [3, 1]),
        ("kansa", "?medium=媒8-0001", [3, 2]),
        ("daicho", "?medium=媒８－０００１", [3]),
        ("daicho", "?number=使8-0002", []),
        ("kansa", "?number=使8-0002", [2]),
        ("daicho", "?only=approved", [3, 1]),
        ("soumu", "?only=approved&person=soumu", [3, 2]),
    ],
)
def test_everybody_reads_the_lines_of_their_sections(sign_in: SignIn, login_name: str, query: str, running: list[int]) -> None:
    """An unknown section, or a person who is not offered, narrows nothing and shows nothing more."""
    with writing():
        of_two_sections()

    assert numbers(sign_in(login_name), query) == [f"使8-{number:04}" for number in running]


def test_a_number_opens_its_own_ledger(clerk: Browser) -> None:
    with writing():
        add_line()
        taken_out()
        papers()

    assert numbers(clerk, "?ledger=use&number=持8-0002") == ["持8-0002"]
    assert '<a class="button button--small" href="/media/ledgers?ledger=take_out" aria-current="page">持出管理簿' in clerk.text
    assert numbers(clerk, "?ledger=end&number=12") == []
    assert "番号の形が違います。" in clerk.text


def test_other_ledgers_show_the_media_and_the_ends(clerk: Browser) -> None:
    with writing():
        line, _ = lent()
        add_copy(line)
        closed()

    assert [row.split()[:2] for row in rows(clerk, "?ledger=medium")] == [["媒8-0002", "利用可"], ["媒8-0001", "貸出中"]]
    assert numbers(clerk, "?ledger=medium&only=lent") == ["媒8-0001"]
    assert numbers(clerk, "?ledger=medium&only=free") == ["媒8-0002"]
    (end,) = rows(clerk, "?ledger=end")
    assert end.startswith("消8-0001 確認済 使8-0002")
    assert numbers(clerk, "?ledger=end&only=to_confirm") == []


def test_a_ledger_is_a_book_of_one_year(clerk: Browser) -> None:
    with writing():
        add_line()
    with time_machine.travel(NOW.replace(year=2027)), writing():
        add_line(kind=Kind.USE)

    assert numbers(clerk) == ["使8-0001"]
    assert numbers(clerk, "?year=2027") == ["使9-0001"]
    assert numbers(clerk, "?year=all") == ["使9-0001", "使8-0001"]
    assert numbers(clerk, "?year=2025") == []
    assert "使用管理簿に、この条件の記録はありません" in clerk.text


def test_pages_follow_the_numbers_without_a_gap_and_without_twice(app: Flask, clerk: Browser) -> None:
    with writing():
        medium = add_medium().id
        for _ in range(120):
            add_line(medium_id=medium)
    every = [f"使8-{number:04}" for number in range(120, 0, -1)]

    seen, url = [], ""
    for _ in range(3):
        seen += numbers(clerk, url)
        found = re.search(r'href="/media/ledgers(\?[^"]*)" rel="next"', clerk.text)
        url = found[1].replace("&amp;", "&") if found else ""

    assert seen == every
    assert url == ""
    assert numbers(clerk, "?oldest=1") == every[-50:]
    assert 'rel="next"' not in clerk.text
    assert numbers(clerk, "?after=2026-70") == every[0:50]
    assert numbers(clerk, "?year=all&before=2026-71") == every[50:100]
    assert "使用管理簿 120件" in clerk.text
    assert clerk.text.count("<tbody>") == 1
    assert clock.now() == NOW


@pytest.mark.parametrize(("login_name", "words"), [("kansa", "使用管理簿 4件"), ("daicho", "使用管理簿 2件以上")])
def test_lines_that_were_not_all_counted_are_not_given_as_counted(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, login_name: str, words: str
) -> None:
    """Who reads every section sees the whole book, as long as its last number; the others' lines are counted no further than that."""
    for module in ("queries", "rules"):
        monkeypatch.setattr(f"portal.media.ledger_{module}.COUNTED_EXACTLY", 2)
    with writing():
        medium = add_medium().id
        for _ in range(4):
            add_line(medium_id=medium)

    assert words in sign_in(login_name).get("/media/ledgers").text


def test_only_a_medium_that_could_be_lent_is_warned_of_for_its_period(clerk: Browser) -> None:
    with writing():
        days: dict[str, Any] = {"permitted_from": NOW.date() - timedelta(days=9), "permitted_until": NOW.date() - timedelta(days=1)}
        add_medium(**days)
        add_medium(**days, condition=Condition.DISPOSED)

    assert numbers(clerk, "?ledger=medium&only=over") == ["媒8-0001"]
    assert [row for row in rows(clerk, "?ledger=medium") if row == "許可期間切れ"] == ["許可期間切れ"]


@pytest.mark.parametrize(("person", "running"), [("daicho", [2, 1]), ("baitai", [2]), ("daicho2", [1]), ("kacho", [])])
def test_an_end_is_found_by_who_did_it_who_confirmed_it_and_who_found_something_left(
    clerk: Browser, person: str, running: list[int]
) -> None:
    with writing():
        line, _ = lent(State.RETURNED)
        copy = add_copy(line)
        add_end(copy, rejected_by=staff_id("daicho2"), rejected_at=NOW, reject_note="まだ読める")
        add_end(copy, confirmed_by="baitai")

    assert numbers(clerk, f"?ledger=end&person={person}") == [f"消8-{number:04}" for number in running]
