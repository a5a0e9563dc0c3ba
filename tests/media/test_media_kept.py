"""The 媒体台帳 through its screens: registered with a number, changed by one at a time, broken, mended, disposed of (M-1, M-5)."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import update

from portal import clock
from portal.accounts.models import RoleGrant
from portal.audit.events import Event
from portal.db import writing
from portal.media.copy_models import CopyEnd
from portal.media.medium_models import MediumDisposal, Stocktake
from portal.media.models import Medium
from portal.media.rules import Condition, State
from portal.permissions import Role
from portal.text.wareki import format_date
from tests.media.custody import DETAILS, LOSS, SignIn, a_medium, a_stocktake, all_of, count, now_of, page_of, step, told
from tests.media.rows import SINCE, add_copy, add_end, add_lending, add_line
from tests.people import staff_id
from tests.vouchers.certificate_steps import records

ENTRY = "/media/medium-entry"
DISPOSAL = {"how": "punched", "certificate": "", "witness": "daicho", "words": ""}


def disposal(**values: str) -> dict[str, str]:
    """Disposed of today, as the form sends it."""
    return DISPOSAL | {"disposed_on": format_date(clock.today())} | values


def numbers() -> list[str]:
    return [facts["medium"] for _, facts, _, _ in records(Event.MEDIUM_REGISTER)]


def test_a_registered_medium_has_the_next_number_and_a_serial_with_twelve_digits(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("baitai")
    for serial in ("4C53-123456789018", "4C53-2"):
        browser.get(ENTRY).post(ENTRY, DETAILS | {"serial": serial})
        assert browser.status == 303, browser.text[-2000:]
    page = browser.follow().text

    assert numbers() == ["媒8-0001", "媒8-0002"]
    assert "媒8-0002" in page
    assert "令和9年3月31日まで" in page


@pytest.mark.parametrize(
    ("wrong", "status", "message"),
    [
        ({"serial": ""}, 422, "製造番号(シリアル)を入れてください"),
        ({"serial": "番号"}, 422, "英数字と記号"),
        ({"place": "123456789018"}, 422, "個人番号とみられる12桁"),
        ({"uses": "あ" * 201}, 422, "200文字まで"),
        ({"keeper": "soumu"}, 422, "選び直して"),
        ({"last": "令和9年4月1日"}, 409, "年度更新"),
        ({"last": "令和8年11月1日", "first": "令和8年12月1日"}, 409, "始まりの日より前"),
    ],
)
def test_what_cannot_be_registered_says_why(app: Flask, sign_in: SignIn, wrong: dict[str, str], status: int, message: str) -> None:
    browser = sign_in("baitai").get(ENTRY)
    browser.post(ENTRY, DETAILS | wrong)

    assert (browser.status, message in browser.text) == (status, True), browser.text[-3000:]
    assert count(Medium) == 0


def test_the_same_maker_and_serial_is_registered_once_and_the_number_is_not_lost(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("baitai")
    for _ in range(2):
        browser.get(ENTRY).post(ENTRY, DETAILS)
    refused, text = browser.status, browser.text
    browser.get(ENTRY).post(ENTRY, DETAILS | {"serial": "other"})

    assert (refused, "媒8-0001として登録されています" in text) == (409, True)
    assert numbers() == ["媒8-0001", "媒8-0002"]


def test_sent_twice_it_is_registered_once(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("baitai").get(ENTRY)
    tokens = {name: browser.hidden(name) for name in ("once", "csrf_token")}
    pages = {browser.post(ENTRY, DETAILS | tokens).location for _ in range(2)}

    assert (len(pages), count(Medium)) == (1, 1)


def test_what_was_changed_stands_in_the_history_and_the_second_reads_that_another_was_faster(app: Flask, sign_in: SignIn) -> None:
    medium = a_medium("S-1")
    url = f"{page_of(medium)}/details"
    browser = sign_in("baitai").get(url)
    old = {name: browser.hidden(name) for name in ("once", "csrf_token", "version")}
    given = DETAILS | {"serial": "S-1", "place": "書庫"}
    assert browser.post(url, given | {"version": old["version"]}).status == 303
    browser.post(url, given | old | {"place": "別の書庫", "once": browser.get(url).hidden("once")})

    assert (browser.status, "先に変えました" in browser.text) == (409, True)
    assert now_of(medium).place == "書庫"
    assert told(medium) == [("change", "保管場所: 執務室の施錠保管庫 → 書庫")]


def test_broken_repaired_and_mended_each_stands_in_the_history(app: Flask, sign_in: SignIn) -> None:
    medium, browser = a_medium(), sign_in("baitai")
    step(browser, medium, "breakage", words="認識しない")
    assert now_of(medium).condition is Condition.BROKEN
    step(browser, medium, "repair", words="修理窓口")
    assert now_of(medium).condition is Condition.IN_REPAIR
    step(browser, medium, "mending", result="broken", words="直せないとの回答")
    assert now_of(medium).condition is Condition.BROKEN
    step(browser, medium, "mending", result="usable", words="端子の掃除で使えた")

    assert now_of(medium).condition is Condition.USABLE
    assert [what for what, _ in told(medium)] == ["break", "repair", "break", "mend"]
    assert step(browser, medium, "repair", words="x").status == 409


def test_with_data_on_it_it_goes_neither_to_the_repairer_nor_to_the_waste(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("baitai")
    with writing():
        line = add_line(State.RETURNED)
        copy = add_copy(line)
    medium = a_medium_of(line.medium_id)
    step(browser, medium, "breakage", words="認識しない")
    assert (step(browser, medium, "repair", words="x").status, "残したまま修理には出せません" in browser.text) == (409, True)
    assert (step(browser, medium, "disposal", **disposal()).status, "情報が残っています" in browser.text) == (409, True)
    with writing():
        add_end(copy, confirmed_by="baitai")
    assert step(browser, medium, "disposal", **disposal()).status == 303

    assert now_of(medium).condition is Condition.DISPOSED
    assert count(CopyEnd) == 1


def a_medium_of(medium_id: int | None) -> Medium:
    assert medium_id is not None
    with writing() as session:
        return session.get_one(Medium, medium_id)


@pytest.mark.parametrize(
    ("wrong", "status", "message"),
    [
        ({"how": "by_contractor"}, 409, "証明書の番号"),
        ({"witness": "baitai"}, 422, "選び直して"),
        ({"witness": ""}, 422, "立会者を選んで"),
        ({"disposed_on": "令和9年12月1日"}, 409, "まだ来ていない"),
    ],
)
def test_a_disposal_needs_another_witness_a_certificate_and_its_day(
    app: Flask, sign_in: SignIn, wrong: dict[str, str], status: int, message: str
) -> None:
    medium, browser = a_medium(), sign_in("baitai")
    step(browser, medium, "disposal", **disposal(**wrong))

    assert (browser.status, message in browser.text) == (status, True)
    assert (now_of(medium).condition, count(MediumDisposal)) == (Condition.USABLE, 0)


def test_what_is_out_is_neither_broken_nor_disposed_of_and_the_page_says_why(app: Flask, sign_in: SignIn) -> None:
    with writing():
        line = add_line(State.HANDED)
        add_lending(line)
    medium, browser = a_medium_of(line.medium_id), sign_in("baitai")
    text = browser.get(page_of(medium)).text

    assert "で出ています。返却を受け取ってから故障を記録してください" in text
    assert "貸出中" in text
    assert step(browser, medium, "disposal", **disposal()).status == 409


def test_another_sections_medium_is_not_there(app: Flask, sign_in: SignIn) -> None:
    medium = a_medium(section="somu")

    assert sign_in("baitai").get(page_of(medium)).status == 404
    assert sign_in("kansa").get(page_of(medium)).status == 200
    assert sign_in("daicho").get("/media/media").text.count("媒8-0001") == 0


def test_the_clerk_sees_the_medium_and_may_only_note_its_loss(app: Flask, sign_in: SignIn) -> None:
    text = sign_in("daicho").get(page_of(a_medium())).text

    assert "紛失を記録する" in text
    assert "廃棄する" not in text


def test_an_expired_medium_is_said_to_be_so_on_the_list(app: Flask, sign_in: SignIn) -> None:
    medium = a_medium()
    with writing() as session:
        session.execute(update(Medium).values(permitted_until=date(2026, 4, 2)))
    text = sign_in("baitai").get("/media/media?ending=yes").text

    assert ("許可期間切れ" in text, medium.number.shown in text) == (True, clock.today() > date(2026, 4, 2))


def test_an_auditor_who_keeps_media_of_his_own_section_sees_those_of_others_and_leaves_them(app: Flask, sign_in: SignIn) -> None:
    medium, page = a_medium(), a_stocktake(sign_in("baitai"))
    with writing() as session:
        session.add_all(RoleGrant(staff_id=staff_id("soumu"), role=role, starts_on=SINCE) for role in (Role.AUDITOR, Role.MEDIA_CUSTODIAN))
    browser = sign_in("soumu")
    assert (browser.get(page_of(medium)).status, browser.get(page).status) == (200, 200)
    token = browser.get("/media/stocktakes").hidden("once")
    steps = (f"{page_of(medium)}/breakage", f"{page_of(medium)}/loss", f"{page}/scans", f"{page}/closing")
    form = LOSS | {"words": "認識しない", "number": medium.number.shown, "once": token}

    assert [browser.post(step_, form).status for step_ in steps] == [404] * 4
    assert now_of(medium).condition is Condition.USABLE
    assert all_of(Stocktake)[0].closed_at is None
