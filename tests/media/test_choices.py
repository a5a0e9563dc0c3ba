"""申請の選択肢 on the screen and as a request gets them: a section's own, none twice, ended and never gone (M-1, R5-3)."""

from datetime import timedelta

import pytest
from flask import Flask

from portal import clock
from portal.audit.events import Event
from portal.db import reading, writing
from portal.media import choice_queries
from portal.media.models import Worker
from portal.media.rules import Condition
from tests.media.custody import SignIn, a_medium, count
from tests.media.rows import add_destination, add_system, add_terminal, add_worker, section_id
from tests.vouchers.certificate_steps import records

LIST = "/media/choices"


def test_added_ended_and_still_on_the_list(app: Flask, sign_in: SignIn) -> None:
    browser, today = sign_in("kacho"), clock.today()
    browser.get(f"{LIST}?list=terminal").post(f"{LIST}/terminals", {"name": "KENKO-07", "place": "執務室"})
    with reading():
        (terminal,) = choice_queries.terminals(section_id(), today)
        assert choice_queries.terminals(section_id("somu"), today) == []
    browser.get(f"{LIST}?list=terminal").post(f"{LIST}/terminals/{terminal.public_id}/end")
    assert "今日まで" in browser.follow().text
    with reading():
        last, after = (choice_queries.terminals(section_id(), day) for day in (today, today + timedelta(days=1)))

    assert (len(last), after) == (1, [])
    assert [facts["list"] for _, facts, _, _ in records(Event.CHOICE_END)] == ["terminal"]


def test_a_name_stands_once_and_again_after_it_ended(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("baitai")
    for name in ("健康管理システム", "健康管理 システム"):
        browser.get(f"{LIST}?list=system").post(f"{LIST}/systems", {"name": name})

    assert (browser.status, "もう一覧にあります" in browser.text) == (409, True)
    assert len(records(Event.CHOICE_ADD)) == 1


@pytest.mark.parametrize(
    ("form", "status", "message"),
    [
        ({"employer": "city", "login_name": "daicho"}, 303, ""),
        ({"employer": "city", "login_name": ""}, 409, "職員を一覧から"),
        ({"employer": "city", "login_name": "soumu"}, 422, "選び直して"),
        ({"employer": "contractor", "name": "見本 太郎", "company": "みほん計算センター"}, 303, ""),
        ({"employer": "contractor", "name": "見本 太郎", "company": ""}, 409, "会社名"),
        ({"employer": "contractor", "name": "123456789018", "company": "みほん社"}, 422, "個人番号とみられる12桁"),
    ],
)
def test_workers_are_picked_from_the_section_or_named_with_their_company(
    app: Flask, sign_in: SignIn, form: dict[str, str], status: int, message: str
) -> None:
    browser = sign_in("baitai").get(LIST)
    browser.post(f"{LIST}/workers", form)

    assert (browser.status, message in browser.text) == (status, True), browser.text[-2000:]
    assert count(Worker) == (1 if status == 303 else 0)


def test_another_sections_entry_is_not_ended(app: Flask, sign_in: SignIn) -> None:
    with writing():
        terminal, worker = add_terminal(section="somu"), add_worker("soumu", "somu")
    browser = sign_in("baitai")

    assert browser.get(f"{LIST}?list=terminal").post(f"{LIST}/terminals/{terminal.public_id}/end").status in (400, 404)
    assert "soumu" not in browser.get(f"{LIST}?list=worker").text.split("作業者の一覧", 1)[-1].split("</table>", 1)[0]
    assert worker.ends_on is None


def test_what_a_request_is_filled_from(app: Flask) -> None:
    lost, gone, mine = a_medium(condition=Condition.LOST), a_medium(condition=Condition.DISPOSED), a_medium()
    a_medium(section="somu")
    with writing():
        add_system()
        add_destination()
        add_worker()
    with reading():
        today = clock.today()
        media = choice_queries.media_of(section_id())
        named = [each.name for each in (*choice_queries.systems(today), *choice_queries.destinations(today))]
        (worker,) = choice_queries.workers(section_id(), today)

    assert [each.name for each in media] == [lost.number.shown, mine.number.shown]
    assert gone.number.shown not in [each.name for each in media]
    assert named == ["健康管理システム", "国の接種記録システム"]
    assert worker.words == "職員"
