"""所属長の机 as the chief reads it: what waits, what is out, what is late, and the way to decide (M-3, M-5)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from portal import clock
from portal.db import writing
from portal.media.desk_queries import show_desk
from portal.media.rules import CopyKind, Decision, Kind, State, Thing
from tests.conftest import Browser
from tests.media.deciding import appoint, decide, deputised, now_of, person, waiting
from tests.media.rows import add_copy, add_destination, add_end, add_lending, add_line
from tests.people import PASSWORD, staff_id

SignIn = Callable[[str], Browser]
DESK = "/media/desk"


def read(browser: Browser, part: str = "") -> str:
    """The words of the desk or of one part of it, without marks, each run of white space as one."""
    page = browser.get(DESK).text.split("<main")[1].split("</main>")[0]
    if part:
        page = page.split(f'<section id="{part}"')[1].split("</section>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def test_an_empty_desk_says_in_sentences_that_nothing_is_there(sign_in: SignIn) -> None:
    page = read(sign_in("kacho"))

    for sentence in (
        "承認を待つ申請はありません。",
        "延長の申し出はありません。",
        "後閲する代決はありません。",
        "外に出ている媒体・書類・端末はありません。",
        "消去・廃棄の済んでいない複製はありません。",
        "所属長確認を待つ記録はありません。",
        "今月は、差し戻した申請も承認しなかった申請もありません。",
    ):
        assert sentence in page


def test_a_request_stands_with_its_facts_and_its_difference_from_the_last_time(sign_in: SignIn) -> None:
    with writing():
        gym = add_destination(name="総合体育館").id
        papers = {"kind": Kind.TAKE_OUT, "thing": Thing.PAPERS, "thing_words": "予診票 2箱", "data_name": "予診票", "destination_id": gym}
        add_line(State.CLOSED, closed_at=clock.now(), closed_by=staff_id("kacho"), people=794, **papers)
    line = waiting(by="madoguchi", people=1206, data_columns="宛名番号、券番号、接種回数、電話番号", locked_case=True, **papers)
    browser = sign_in("kacho")
    page = read(browser)

    for fact in (
        line.number.shown,
        "書類の持出",
        "根本 千夏",
        "1,206人分",
        "4項目",
        "個人番号なし",
        "総合体育館",
        "予診票 2箱",
        "施錠・封緘なし・直行",
        "+412人",
        "前回 794人 持8-0001",
        "増えた項目: 電話番号",
        "同行者なし",
        "接種券発行データを国の接種記録システムに登録するため",
    ):
        assert fact in page, fact
    assert re.search(r"所属長の机\s*<span class=\"nav__count\">1", browser.text)


def test_one_is_approved_from_its_row_and_several_with_one_proof(sign_in: SignIn) -> None:
    alone, *several = [waiting() for _ in range(3)]
    browser = sign_in("kacho").get(DESK)
    browser.post(f"{DESK}/decisions", {"line": f"{alone.public_id}.1", "decision": "approve", "password": PASSWORD})
    assert (browser.status, browser.location) == (303, DESK)
    assert f"{alone.number.shown}を承認しました。" in browser.follow().text

    browser.post(f"{DESK}/decisions", {"line": [f"{line.public_id}.1" for line in several], "decision": "approve", "words": ""})
    assert browser.status == 303
    assert {now_of(line).state for line in (alone, *several)} == {State.APPROVED}


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"decision": "approve"}, "一覧から選んでください。"),
        ({"line": "{pick}", "decision": "refuse"}, "承認しない理由を入れてください。"),
        ({"line": "{pick}", "decision": "approve", "words": "あ" * 501}, "500文字まで"),
        ({"line": "{pick}", "decision": "approve", "words": "\x07"}, "制御文字"),
        ({"line": "{pick}", "decision": "burn"}, "選択肢にないものが送られました。"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_decided(sign_in: SignIn, form: dict[str, str], words: str) -> None:
    line = waiting()
    browser = sign_in("kacho").get(DESK)
    browser.post(f"{DESK}/decisions", {name: value.format(pick=f"{line.public_id}.1") for name, value in form.items()})

    assert (browser.status, words in browser.text) == (422, True)
    assert now_of(line).state is State.ASKED


@pytest.mark.parametrize("pick", ["1", "0" * 32, "x" * 32 + ".1", "0" * 32 + ".99999999999999999999"])
def test_a_pick_of_no_page_of_ours_is_refused(sign_in: SignIn, pick: str) -> None:
    browser = sign_in("kacho").get(DESK)

    assert browser.post(f"{DESK}/decisions", {"line": pick, "decision": "approve"}).status == 400


def test_what_cannot_be_decided_stands_with_the_reason_beside_what_can(sign_in: SignIn) -> None:
    appoint("madoguchi2")
    own = waiting(by="madoguchi2")
    waiting(starts_at=clock.now() - timedelta(hours=3), ends_at=clock.now() - timedelta(hours=1))
    browser = sign_in("madoguchi2")
    page = read(browser)

    assert "決められません 自分の申請は承認できません。" in page
    assert "承認できません 返却予定(" in page
    assert f'value="{own.public_id}.1"' not in browser.text
    assert "健康推進課の代決者として" in page


def test_what_is_out_and_which_copies_exist_stand_with_what_is_late_on_top(sign_in: SignIn) -> None:
    ago = clock.now() - timedelta(days=4)
    with writing():
        now_out = add_line(State.HANDED)
        add_lending(now_out)
        add_copy(now_out, CopyKind.TERMINAL, place="VRS-02")
        late = add_line(State.HANDED, starts_at=ago, ends_at=ago)
        add_lending(late)
        add_copy(late)
        came_back = {"handed_at": ago, "returned_at": clock.now(), "received_by": staff_id("baitai")}
        back = add_line(State.RETURNED)
        add_lending(back, **came_back)
        add_end(add_copy(back))
        whole = add_line(State.RETURNED)
        add_lending(whole, **came_back)
        add_end(add_copy(whole), confirmed_by="baitai")
        deputised(whole, "madoguchi2")
    chief = sign_in("kacho")
    out, copies, closings = (read(chief, part) for part in ("out", "copies", "closings"))

    assert "2件・うち遅れ 1件" in out
    assert out.index(late.number.shown) < out.index(now_out.number.shown)
    assert "4日遅れ" in out
    assert "3か所・うち遅れ 1か所" in copies
    assert "作業端末(VRS-02)" in copies
    assert "消去の確認待ち" in copies
    assert (whole.number.shown in closings, back.number.shown in closings) == (True, False)
    assert "1か所すべて確認済み" in closings
    assert f"{whole.number.shown} 接種券発行一覧" in read(chief, "reviews")


def test_what_was_turned_down_and_this_months_figures(sign_in: SignIn) -> None:
    refused, kept = waiting(asked_at=clock.now() - timedelta(hours=3)), waiting(asked_at=clock.now() - timedelta(hours=1))
    chief = person("kacho")
    decide(refused, by=chief, decision=Decision.REFUSE, words="目的に要らない項目があります")
    decide(kept, by=chief)
    browser = sign_in("kacho")
    month = read(browser, "month")

    assert "目的に要らない項目があります" in read(browser, "turned_down")
    assert "承認 1 件" in month
    assert "差戻し 0・不承認 1" in month
    assert "2.0時間" in month


def test_what_came_back_whole_is_closed_from_the_desk(sign_in: SignIn) -> None:
    with writing():
        whole = add_line(State.RETURNED)
        earlier = clock.now() - timedelta(hours=1)
        add_lending(whole, handed_at=earlier, returned_at=clock.now(), received_by=staff_id("baitai"))
        add_end(add_copy(whole), confirmed_by="baitai")
    browser = sign_in("kacho").get(DESK)
    assert browser.post(f"{DESK}/closings", {"closing": whole.public_id}).status == 422
    browser.post(f"{DESK}/closings", {"closing": whole.public_id, "password": PASSWORD})

    assert (browser.status, now_of(whole).state) == (303, State.CLOSED)
    assert "1件を完結にしました。" in browser.follow().text


def test_a_chief_of_another_section_sees_none_of_it(sign_in: SignIn) -> None:
    line = waiting()

    assert line.number.shown not in read(sign_in("somukacho"))


def test_many_that_wait_come_in_pages_of_fifty_oldest_first(app: Flask) -> None:
    with writing():
        medium = add_line(State.APPROVED).medium_id
        for minutes in range(120):
            add_line(State.ASKED, medium_id=medium, asked_at=clock.now() - timedelta(minutes=minutes))
    chief = person("kacho")
    pages = [show_desk({"waiting": page}, staff=chief) for page in (1, 3, 99)]

    assert [(len(desk.waiting), desk.pages["waiting"]) for desk in pages] == [(50, 1), (20, 3), (20, 3)]
    times = [line.row.asked_at for line in (*pages[0].waiting, *pages[1].waiting)]
    assert times == sorted(times)
    assert pages[0].counts.waiting == 120
