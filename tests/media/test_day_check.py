"""終業点検 and 引継ぎ一覧: what is still open of a section and of a person, who signed that they looked, and their papers."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.models import Deputy
from portal.audit.events import Event
from portal.clock import JAPAN
from portal.db import reading, writing
from portal.media.archive_actions import end_archive
from portal.media.archive_rules import EndReason
from portal.media.day_check_models import DayCheck
from portal.media.day_check_rules import Counts, counts_words, why_not_sign_day
from portal.media.rules import CopyKind, State
from tests.conftest import Browser
from tests.counter.at_counter import facts, records
from tests.media.ledger_rows import add_copy, add_end, closed, lent
from tests.media.packing import a_line, once, packed, signed_in
from tests.media.rows import add, add_line, section_id
from tests.media.test_ledger_files import text_of
from tests.people import staff_id

SignIn = Callable[[str], Browser]
NOW = datetime(2026, 11, 24, 17, 10, tzinfo=JAPAN)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _in_the_evening() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("asks", "signed_at", "refused"),
    [
        (True, None, ""),
        (False, None, "媒体の申請を扱う職員だけ"),
        (True, NOW, "黒澤さんが令和8年11月24日 17時10分に確認しました。"),
        (False, NOW, "黒澤さんが"),
    ],
)
def test_who_signs_a_day_and_when(asks: bool, signed_at: datetime | None, refused: str) -> None:
    reason = why_not_sign_day(asks=asks, signed_by="黒澤", signed_at=signed_at)

    assert reason is None if not refused else reason and refused in reason


def test_the_counts_are_told_in_one_line_and_requests_may_stay_over_night() -> None:
    counts = Counts(1, 2, 3, 4, 5)

    assert counts_words(counts) == "未返却 1・未消去 2・未確認 3・申請中 4・サインイン中 5"
    assert counts.left == 6


def leave_open() -> None:
    """Numbered: 1 out and late, 2 back with a copy left and an end to confirm, 3 asked, 4 expired, 5 a running 包括承認, 6 closed."""
    early = NOW - timedelta(hours=6)
    _, lending = lent(starts_at=early, ends_at=NOW - timedelta(minutes=10))
    lending.due_at = NOW - timedelta(minutes=10)
    line, _ = lent(State.RETURNED)
    add_copy(line, CopyKind.TERMINAL, place="KENKO-07")
    add_end(add_copy(line), by="daicho")
    add_line(State.ASKED)
    add_line(starts_at=early, ends_at=NOW - timedelta(hours=1))
    add_line(is_blanket=True, ends_at=NOW + timedelta(days=9))
    closed()


def groups(page: str) -> dict[str, list[str]]:
    """Each group's rows in the words that are read."""
    found = {}
    for part in page.split('<div class="head"><h2>')[1:]:
        rows = re.findall(r"<tr.*?</tr>", part.split("<tbody>")[1].split("</tbody>")[0], re.S) if "<tbody>" in part else []
        found[part.split("<")[0]] = [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in rows]
    return found


def test_the_evening_shows_what_is_open_of_the_own_section_alone(sign_in: SignIn) -> None:
    with writing():
        leave_open()
    clerk = sign_in("daicho")

    shown = groups(clerk.get("/media/day-check").text)

    assert [row.split()[0] for row in shown["返却されていないもの"]] == ["使8-0001"]
    assert "遅れ 返却予定 R8.11.24 17:00" in shown["返却されていないもの"][0]
    assert shown["消去していない複製"] == ["使8-0002 作業端末(KENKO-07) 黒澤 拓也 R8.11.24 17:10 遅れ 返却済"]
    assert shown["確認していない消去・廃棄"] == ["消8-0001 媒体の中(媒体の中)の消去 黒澤 拓也 R8.11.24 17:10 もう一人の確認待ち"]
    assert [row.split()[0] for row in shown["渡す前の申請"]] == ["使8-0004", "使8-0003", "使8-0005"]
    assert "遅れ 承認済・期限切れ" in shown["渡す前の申請"][0]
    assert shown["サインイン中の職員"] == ["黒澤 拓也 127.0.0.1 daicho R8.11.24 17:10 利用中"]
    other = groups(sign_in("soumu").get("/media/day-check").text)
    assert other["返却されていないもの"] == other["渡す前の申請"] == []


def test_a_day_is_signed_once_with_what_was_open_then(sign_in: SignIn) -> None:
    with writing():
        leave_open()
    clerk, second = sign_in("daicho"), sign_in("daicho2")
    second.get("/media/day-check")

    page = clerk.get("/media/day-check").post("/media/day-check", {"note": "媒体は所属長が保管"}).follow().text
    second.post("/media/day-check", {"note": ""})

    assert (second.status, "黒澤 拓也さんが令和8年11月24日 17時10分に確認しました。" in second.text) == (409, True)
    with reading() as session:
        (row,) = session.scalars(select(DayCheck))
    assert (row.day, row.not_returned, row.not_erased, row.not_confirmed, row.waiting, row.sessions) == (TODAY, 1, 1, 1, 3, 2)
    assert "未返却 1・未消去 1・未確認 1・申請中 3・サインイン中 2" in page
    assert "点検したと記録する <kbd>" not in page
    assert [facts(each) for each in records(Event.DAY_CHECK_SIGN)] == [{"day": "2026-11-24", "open": 3, "section": "健康推進課"}]


def test_an_auditor_reads_and_does_not_sign(sign_in: SignIn) -> None:
    auditor = sign_in("kansa")

    assert "媒体の申請を扱う職員だけです。" in auditor.get("/media/day-check").text
    assert auditor.post("/media/day-check", {"note": ""}).status == 403


def test_the_evenings_paper_says_the_same_and_is_recorded(sign_in: SignIn) -> None:
    with writing():
        leave_open()
    clerk = sign_in("daicho")

    clerk.get("/media/day-check").post("/media/day-check/paper")
    text = text_of(clerk.response.data)

    for words in ("終業点検表", "健康推進課", "確認はまだです", "点検者", "使8-0001", "▲遅れ", "消8-0001", "1/1ページ"):
        assert words in text
    (record,) = records(Event.LEDGER_EXPORT)
    assert (facts(record)["ledger"], facts(record)["count"]) == ("day_check", 7)


def test_who_leaves_sees_all_that_is_in_their_hands(sign_in: SignIn) -> None:
    with writing():
        leave_open()
        add_line(by="daicho2")
        days = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=3)}
        by = {"appointed_by": staff_id("kacho"), "appointed_at": NOW}
        add(Deputy(public_id="d" * 32, section_id=section_id(), staff_id=staff_id("daicho"), **days, **by))
        add(Deputy(public_id="e" * 32, section_id=section_id(), staff_id=staff_id("daicho2"), **days, **by, ended_at=NOW, ended_by=1))
    chief = sign_in("kacho")

    clerk = groups(chief.get("/media/handovers/daicho").text)
    custodian = groups(chief.get("/media/handovers/baitai").text)
    other = groups(chief.get("/media/handovers/daicho2").text)

    assert [len(clerk[name]) for name in ("返却していないもの", "消去していない複製", "確認を待つ消去・廃棄", "代決")] == [1, 1, 1, 1]
    assert [row.split()[0] for row in clerk["渡す前の申請・包括承認"]] == ["使8-0004", "使8-0003", "使8-0005"]
    assert clerk["代決"] == ["代決 健康推進課の所属長の代決 大内 恵子 R8.11.24 17:10 令和8年11月24日から令和8年11月27日まで"]
    assert [len(custodian[name]) for name in ("返却していないもの", "渡す前の申請・包括承認")] == [0, 0]
    assert len(custodian["管理している媒体"]) == 7
    assert [row.split()[0] for row in other["渡す前の申請・包括承認"]] == ["使8-0007"]
    assert other["代決"] == []


@pytest.mark.parametrize(
    ("login_name", "whose", "status"),
    [("kacho", "daicho", 200), ("daicho", "kacho", 200), ("bucho", "daicho", 200), ("kansa", "daicho", 200), ("soumu", "daicho", 404)],
)
def test_a_transfer_is_looked_at_by_the_own_section_and_the_one_above(sign_in: SignIn, login_name: str, whose: str, status: int) -> None:
    browser = sign_in(login_name)

    assert browser.get(f"/media/handovers/{whose}").status == status
    assert (f'href="/media/handovers/{whose}"' in browser.get("/media/handovers").text) is (status == 200)


def test_the_paper_of_a_transfer_has_a_place_for_both_names(sign_in: SignIn) -> None:
    with writing():
        leave_open()
    chief = sign_in("kacho")

    chief.get("/media/handovers/daicho").post("/media/handovers/daicho/paper")
    text = text_of(chief.response.data)

    for words in ("引継ぎ一覧", "黒澤拓也(健康推進課)", "引継ぐ者", "引受ける者", "使8-0001", "管理している媒体はありません。"):
        assert words in text
    assert facts(records(Event.LEDGER_EXPORT)[0])["condition"] == ["職員 daicho"]


def test_what_was_rejected_is_to_be_erased_again_and_a_blanket_that_ended_is_over(sign_in: SignIn) -> None:
    with writing():
        line, _ = lent(State.RETURNED)
        add_end(add_copy(line), rejected_by=staff_id("baitai"), rejected_at=NOW, reject_note="まだ読める")
        add_line(is_blanket=True, starts_at=NOW - timedelta(days=9), ends_at=NOW - timedelta(hours=1))

    shown = groups(sign_in("daicho").get("/media/day-check").text)

    assert [row.split()[0] for row in shown["消去していない複製"]] == ["使8-0001"]
    assert shown["確認していない消去・廃棄"] == shown["渡す前の申請"] == []


def test_an_archive_is_open_until_it_is_ended(sign_in: SignIn) -> None:
    archive, clerk = packed(a_line()), sign_in("daicho")

    (row,) = groups(clerk.get("/media/day-check").text)["受け取れる暗号化ファイル"]
    assert archive.file_name in row
    end_archive(archive.public_id, EndReason.NOT_NEEDED, staff=signed_in("daicho"), once=once())
    assert groups(clerk.get("/media/day-check").text)["受け取れる暗号化ファイル"] == []
